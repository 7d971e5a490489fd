"""The texts of coded segments that lie beside their table, and where segments stand in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from insideout.exchange.refi.offsets import text_of
from insideout.intake.canonical import canonical
from insideout.intake.decoding import decode
from insideout.intake.source import MOST_TEXT, read_source
from insideout.problems import DataError, Problem
from insideout.rows import nfc
from insideout.workbook import raw

FOLDERS = ("", "texts", "transcripts")
PLAIN = (".txt", ".md")
ENDINGS = (
    *PLAIN,
    ".docx",
    ".odt",
    ".rtf",
    ".pdf",
    ".vtt",
    ".srt",
)  # the first that is there counts
MOST_NAMED = 8
NUMBER = re.compile(r"\s*(\d{1,9})")


def texts_beside(file: Path, documents: Iterable[str]) -> tuple[dict[str, str], list[str]]:
    """The canonical texts of documents, by name, and what to tell of them.

    They are files called as the document, beside the table or in a folder `texts` or `transcripts`
    beside it. Raises DataError with everything that can't be read.
    """
    there, loose = _files(file)
    names = list(documents)
    files = {name: there[key] for name in names if (key := _key(name)) in there}
    texts, problems = {}, list[Problem]()
    for name, path in files.items():
        try:
            texts[name] = _text(path)
        except DataError as error:
            problems += error.problems
    if problems:
        raise DataError(problems)
    folders = sorted({str(path.parent) for path in files.values()})
    told = []
    if files:
        told.append(
            f"texts of {len(files)} of {len(names)} documents are from {', '.join(folders)}"
        )
    without = [name for name in names if name not in files]
    if without:
        said = f"no file called {_few(without)} ({', '.join(ENDINGS)}) is beside {file.name}, or in"
        told.append(f"{said} texts/ or transcripts/ there: put texts there, and import again")
    unused = [path.name for path in loose if path not in files.values()]
    if files and unused:
        told.append(f"texts beside them without a segment aren't taken in: {_few(unused)}")
    return texts, told


def _few(names: Sequence[str]) -> str:
    """The first few names, and that there are more."""
    return ", ".join(names[:MOST_NAMED]) + (", …" if len(names) > MOST_NAMED else "")


def _files(file: Path) -> tuple[dict[str, Path], list[Path]]:
    """Files by the names of documents, and those of folders that hold texts alone."""
    there: dict[str, Path] = {}
    loose = []
    for folder in FOLDERS:
        place = file.parent / folder
        found = sorted(place.iterdir()) if place.is_dir() else []
        for ending in ENDINGS:
            for path in found:
                if path.suffix.lower() == ending and path.is_file() and not path.is_symlink():
                    there.setdefault(_key(path.stem), path)
                    there.setdefault(_key(path.name), path)
                    loose += [path] if folder else []
    return there, loose


def _key(name: str) -> str:
    """A document's name for comparing: upper and lower case alike, the group before it left out."""
    return nfc(name.rpartition("\\")[2]).strip().casefold()


def _text(file: Path) -> str:
    """A file's text. Raises DataError."""
    if file.suffix.lower() not in PLAIN:
        return canonical(read_source(file, None).turns)[0]
    content = raw(file)
    if len(content) > MOST_TEXT:
        wanted = f"a text of at most {MOST_TEXT >> 20} MB"
        raise DataError(Problem(str(file), None, "", wanted, f"{len(content) >> 20} MB"))
    return text_of(decode(content, file)[0]).canonical


def repeated(text: str, quotes: Sequence[tuple[str, str, str]]) -> Mapping[int, tuple[int, int]]:
    """Places of quotes that stand several times in a text, by their number in `quotes`.

    A quote is its words, its code, and the paragraph that MAXQDA says it begins in, or "". Of equal
    passages the one nearest to that paragraph counts; without it, the first row with a code means
    the first passage, the second row the second. Other quotes are left to be looked for.
    """
    found: dict[int, tuple[int, int]] = {}
    seen: dict[str, list[tuple[int, int]]] = {}
    times: dict[tuple[str, str], int] = {}
    for number, (quote, code, paragraph) in enumerate(quotes):
        words = " ".join(nfc(quote).split())
        if words not in seen:
            pattern = r"\s+".join(map(re.escape, words.split()))
            seen[words] = [match.span() for match in re.finditer(pattern, text)]
        places = seen[words]
        time = times.setdefault((words, code), 0)
        times[words, code] += 1
        if len(places) < 2:
            continue
        begins = NUMBER.match(paragraph)
        if begins:
            lines = {place: text.count("\n", 0, place[0]) + 1 for place in places}
            wanted = int(begins[1])
            found[number] = min(places, key=lambda p: (abs(lines[p] - wanted), p))
        elif time < len(places):
            found[number] = places[time]
    return found
