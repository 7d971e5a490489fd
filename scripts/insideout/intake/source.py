"""Reading one source: by its ending, from bytes to turns."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from insideout.intake import plain, subtitles
from insideout.intake.canonical import Turn
from insideout.intake.decoding import decode
from insideout.intake.labels import Piece, Stranger, cut, headed
from insideout.intake.timestamps import stamped
from insideout.intake.wrapping import rejoined
from insideout.problems import DataError, Problem, shown

FORMATS = {".txt": "txt", ".md": "txt", ".docx": "docx", ".odt": "odt", ".rtf": "rtf",
           ".pdf": "pdf", ".vtt": "vtt", ".srt": "srt", ".textgrid": "textgrid", ".csv": "csv",
           ".tsv": "csv", ".xlsx": "xlsx"}  # fmt: skip
READABLE = ", ".join(FORMATS)
ADVICE = {
    ".doc": "save it as .docx",
    ".xls": "save it as .xlsx or .csv",
    ".ods": "save it as .xlsx or .csv",
    ".mp3": "transcribe it first",
    ".m4a": "transcribe it first",
    ".wav": "transcribe it first",
    ".mp4": "transcribe it first",
}
DOCUMENTS = {"docx", "odt", "rtf", "pdf"}
WRITTEN = DOCUMENTS | {"txt"}  # formats in which people write labels and time stamps as they like
CUES = {"vtt", "srt", "textgrid"}  # formats that cut what is said where the sound pauses
TABLES = {"csv", "xlsx"}
MOST_BYTES = dict.fromkeys(("docx", "odt", "pdf", "xlsx"), 256 * 2**20) | {"rtf": 64 * 2**20}
MOST_TEXT = 16 * 2**20  # bytes of a file of any other format: some two million words


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
    file: Path,
    labels: Collection[str] | None,
    *,
    others: bool = False,
    fold: bool = False,
    encoding: str = "",
    columns: Mapping[str, str] | None = None,
) -> Taken:
    """Read a transcript into turns.

    `labels`: those that stand before turns in it; None: unknown, and found by rule. With `others`
    labels found by rule count beside the known ones. With `fold` a clear slip of a known label is
    read as that label. `encoding`: the file's character encoding, where it is known; `columns`:
    the columns of a table's turns, by what they hold. Raises DataError for what can't be read.
    """
    file = Path(file)
    form, raw = _content(file)
    known = labels if labels is not None else ()
    others = others or labels is None
    read, warnings, pieces = _read(form, raw, file, known, encoding, columns)
    if form in WRITTEN and (known or others):
        pieces, more = stamped(pieces, known)
        pieces = headed(pieces, known)
        warnings += more
    made = cut(
        pieces,
        known,
        others=others,
        fold=fold,
        subtitles=form in CUES,
        goes_on=form in TABLES,
    )
    remarks = warnings + made.warnings
    return Taken(form, read, made.turns, remarks, made.strangers, made.read_as)


def _read(
    form: str,
    raw: bytes,
    file: Path,
    known: Collection[str],
    encoding: str,
    columns: Mapping[str, str] | None,
) -> tuple[str, list[str], list[Piece]]:
    """The encoding of a text file, warnings, and the pieces of any; every reader is imported only
    for its own files.
    """
    if form in DOCUMENTS or form == "xlsx":
        if form == "xlsx":
            from insideout.intake import sheet

            pieces, warnings = sheet.pieces_of_xlsx(raw, file, columns)
        else:
            pieces, warnings = _document(form, raw, file, known)
        said = f"encoding {encoding} isn't asked for: a {form} file says its own"
        return "", warnings + ([said] if encoding else []), pieces
    text, read, warnings = decode(raw, file, encoding)
    more: list[str] = []
    if form == "txt":
        lines = plain.lines(text, markdown=file.suffix.lower() == ".md")
        pieces, more = rejoined(lines, known)
    elif form == "textgrid":
        from insideout.intake import textgrid

        pieces, more = textgrid.pieces(text, file, known)
    elif form == "csv":
        from insideout.intake import sheet

        pieces, more = sheet.pieces_of_csv(text, file, columns)
    else:
        pieces, more = subtitles.pieces(text, form, file)
    return read, warnings + more, pieces


def _document(
    form: str, raw: bytes, file: Path, known: Collection[str]
) -> tuple[list[Piece], list[str]]:
    """What a word processor or printer made; each reader is imported only for its own files."""
    match form:
        case "docx":
            from insideout.intake import word

            return word.pieces(raw, file, known)
        case "odt":
            from insideout.intake import odt

            return odt.pieces(raw, file, known)
        case "rtf":
            from insideout.intake import rtf

            return rtf.pieces(raw, file, known)
    from insideout.intake import pdf

    return pdf.pieces(raw, file, known)


def _content(file: Path) -> tuple[str, bytes]:
    """A file's format and bytes, if it is one that can be read."""
    ending = file.suffix.lower()
    if ending not in FORMATS:
        hint = ADVICE.get(ending, "save it in one of these formats")
        found = shown(file.suffix) if ending else "a file without an ending"
        raise DataError(Problem(str(file), None, "", f"one of {READABLE}", found, hint))
    form = FORMATS[ending]
    try:
        size, most = file.stat().st_size, MOST_BYTES.get(form, MOST_TEXT)
        if size > most:
            expected = f"a transcript of at most {most >> 20} MB"
            raise DataError(Problem(str(file), None, "", expected, f"{size >> 20} MB"))
        return form, file.read_bytes()
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)
        found = "no such file" if missing else error.strerror or str(error)
        hint = "put it there, or correct its name in the table of sources" if missing else ""
        raise DataError(Problem(str(file), None, "", "a readable file", found, hint)) from error
