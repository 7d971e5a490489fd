"""Reading one source: by its ending, from bytes to turns."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

from insideout.intake import plain, subtitles, word
from insideout.intake.canonical import Turn
from insideout.intake.decoding import decode
from insideout.intake.labels import Piece, Stranger, cut
from insideout.problems import DataError, Problem, shown

FORMATS = {".txt": "txt", ".md": "txt", ".docx": "docx", ".vtt": "vtt", ".srt": "srt"}
READABLE = ", ".join(FORMATS)
ADVICE = {
    ".doc": "save it as .docx",
    ".odt": "save it as .docx",
    ".rtf": "save it as .docx",
    ".pdf": "take the file it was made from, or copy its text into a .txt",
    ".csv": "export the transcript as .txt, .docx, .vtt or .srt",
    ".xlsx": "export the transcript as .txt, .docx, .vtt or .srt",
    ".textgrid": "export it as .srt or .txt",
}
MOST_BYTES = {"txt": 64 * 2**20, "vtt": 64 * 2**20, "srt": 64 * 2**20, "docx": 256 * 2**20}


@dataclass(frozen=True)
class Taken:
    """A source as read. `strangers`: label-like line starts that aren't among the known labels;
    `read_as`: the known label that a slip of it stands for.
    """

    format: str
    encoding: str
    turns: list[Turn]
    warnings: list[str]
    strangers: list[Stranger] = field(default_factory=list)
    read_as: dict[str, str] = field(default_factory=dict)


def read_source(
    file: Path, labels: Collection[str] | None, *, others: bool = False, fold: bool = False
) -> Taken:
    """Read a transcript into turns.

    `labels`: those that stand before turns in it; None: unknown, and found by rule. With `others`
    labels found by rule count beside the known ones. With `fold` a clear slip of a known label is
    read as that label. Raises DataError for what can't be read.
    """
    file = Path(file)
    form, raw = _content(file)
    known = labels if labels is not None else ()
    encoding, warnings = "", list[str]()
    pieces: list[Piece]
    if form == "docx":
        pieces, warnings = word.pieces(raw, file, known)
    else:
        text, encoding, warnings = decode(raw, file)
        if form == "txt":
            pieces = plain.lines(text, markdown=file.suffix.lower() == ".md")
        else:
            pieces, more = subtitles.pieces(text, form, file)
            warnings += more
    made = cut(
        pieces,
        known,
        others=others or labels is None,
        fold=fold,
        subtitles=form in {"vtt", "srt"},
    )
    remarks = warnings + made.warnings
    return Taken(form, encoding, made.turns, remarks, made.strangers, made.read_as)


def _content(file: Path) -> tuple[str, bytes]:
    """A file's format and bytes, if it is one that can be read."""
    ending = file.suffix.lower()
    if ending not in FORMATS:
        hint = ADVICE.get(ending, "save it in one of these formats")
        found = shown(file.suffix) if ending else "a file without an ending"
        raise DataError(Problem(str(file), None, "", f"one of {READABLE}", found, hint))
    form = FORMATS[ending]
    try:
        size = file.stat().st_size
        if size > MOST_BYTES[form]:
            most = f"a transcript of at most {MOST_BYTES[form] >> 20} MB"
            raise DataError(Problem(str(file), None, "", most, f"{size >> 20} MB"))
        return form, file.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        found = "no such file" if missing else error.strerror or str(error)
        hint = "put it there, or correct its name in the table of sources" if missing else ""
        raise DataError(Problem(str(file), None, "", "a readable file", found, hint)) from error
