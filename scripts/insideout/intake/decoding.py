"""From the bytes of a text file to text, whatever wrote them."""

from __future__ import annotations

import codecs
from pathlib import Path

from insideout.intake.canonical import CONTROL, LINE_END
from insideout.problems import DataError, Problem

BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Files of another sort, under a wrong ending.
MAGIC = {
    b"PK\x03\x04": "a zip archive, such as docx, odt or xlsx",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc), or a document with a password",
    b"%PDF": "a PDF",
    b"{\\rtf": "rich text (.rtf)",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"RIFF": "a recording",
    b"ID3": "a recording",
}
MOST_CONTROLS = 0.01  # a larger share of control characters than this is no text


def decode(raw: bytes, file: Path) -> tuple[str, str, list[str]]:
    """Text with LF line ends and without control characters, its encoding, and warnings.

    Raises DataError for what is no text.
    """
    for magic, kind in MAGIC.items():
        if raw.startswith(magic):
            hint = "give the file its right ending, or save it as plain text in UTF-8"
            raise DataError(Problem(str(file), None, "", "a text file", kind, hint))
    text, encoding, warnings = _decoded(raw, file)
    text = LINE_END.sub("\n", text)
    clean = CONTROL.sub("", text)
    controls = len(text) - len(clean)
    if controls > MOST_CONTROLS * len(text):
        raise _binary(file, f"{controls} control characters in {len(text)}")
    if controls:
        warnings.append(f"{controls} control characters removed")
    if lost := clean.count("\ufffd"):
        warnings.append(f"{lost} characters were lost before (they stand as \ufffd)")
    return clean, encoding, warnings


def _decoded(raw: bytes, file: Path) -> tuple[str, str, list[str]]:
    for mark, encoding in BOMS:
        if raw.startswith(mark):
            try:
                return raw.decode(encoding), encoding.removesuffix("-sig"), []
            except UnicodeDecodeError as error:
                line = raw.count(b"\n", 0, error.start) + 1
                found = f"bytes that no {encoding} text has there"
                hint = "save it again as plain text in UTF-8"
                said = f"text in {encoding}, as its byte order mark says"
                raise DataError(Problem(str(file), line, "", said, found, hint)) from error
    try:
        return raw.decode("utf-8"), "utf-8", []
    except UnicodeDecodeError:
        return _guessed(raw, file)


def _guessed(raw: bytes, file: Path) -> tuple[str, str, list[str]]:
    """Text in an encoding that has to be guessed.

    Of several that fit equally, cp1252 is taken: it is what Windows writes in western Europe, and
    Scandinavian texts would otherwise pass for Polish ones (å would become ĺ).
    """
    from charset_normalizer import from_bytes  # imported only for files that aren't Unicode

    guesses = from_bytes(raw)
    best = guesses.best()
    if best is None or b"\x00" in raw:
        raise _binary(file, "bytes that are no text in any encoding tried")
    equal = [g for g in guesses if (g.chaos, g.coherence) == (best.chaos, best.coherence)]
    western = any("cp1252" in guess.could_be_from_charset for guess in equal)
    encoding = "cp1252" if western else best.encoding
    warning = f"not in UTF-8; read as {encoding}, which is a guess: check its accented letters"
    try:
        return raw.decode(encoding), encoding, [warning]
    except (UnicodeError, LookupError) as error:
        raise _binary(file, f"bytes that are no text in {encoding}, the best guess") from error


def _binary(file: Path, found: str) -> DataError:
    hint = "save it again as plain text in UTF-8"
    return DataError(Problem(str(file), None, "", "a text file", found, hint))
