"""From the bytes of a text file to text, whatever wrote them."""

from __future__ import annotations

import codecs
from pathlib import Path

from insideout.intake.canonical import CONTROL, LINE_END
from insideout.problems import DataError, Problem, shown
from insideout.schema import nearest

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
# Codecs of Python that make no text of a file's bytes, or not the text that was written.
NO_ENCODING = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"}
SELDOM = 4  # times as often as the lower byte the higher one of a character is zero
MOST_CONTROLS = 0.01  # a larger share of control characters than this is no text


def decode(raw: bytes, file: Path, encoding: str = "") -> tuple[str, str, list[str]]:
    """Text with LF line ends and without control characters, its encoding, and warnings.

    `encoding`: what the researcher says it is; empty: found out. Raises DataError for what is no
    text, for an encoding that nobody knows, and for bytes that aren't of it.
    """
    for magic, kind in MAGIC.items():
        if raw.startswith(magic):
            hint = "give the file its right ending, or save it as plain text in UTF-8"
            raise DataError(Problem(str(file), None, "", "a text file", kind, hint))
    if encoding:
        text, read, warnings = _as_told(raw, file, encoding), encoding.lower(), list[str]()
    else:
        text, read, warnings = _decoded(raw, file)
    text = LINE_END.sub("\n", text)
    clean = CONTROL.sub("", text)
    controls = len(text) - len(clean)
    if controls > MOST_CONTROLS * len(text):
        raise _binary(file, f"{controls} control characters in {len(text)}")
    if controls:
        warnings.append(f"{controls} control characters removed")
    if lost := clean.count("\ufffd"):
        warnings.append(f"{lost} characters were lost before (they stand as \ufffd)")
    return clean, read, warnings


def _as_told(raw: bytes, file: Path, encoding: str) -> str:
    """Text in the encoding that the table of sources names."""
    where = "encoding (in sources.csv)"
    if not _of_text(encoding):
        from encodings.aliases import aliases  # imported only for names that aren't known

        known = [name for name in sorted({"utf-8", "utf-16", *aliases}) if _of_text(name)]
        hint = nearest(encoding.lower(), known) or "such as utf-8, utf-16, cp1252 or mac_roman"
        wanted = "the name of a character encoding"
        raise DataError(Problem(str(file), None, where, wanted, shown(encoding), hint))
    try:
        return raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at, found = error.start, f"bytes that no {encoding} text has there"
    except UnicodeError as error:  # of codecs that don't say where
        at, found = 0, shown(error)
    line = raw.count(b"\n", 0, at) + 1
    hint = "correct the encoding in sources.csv, or leave it empty there to have it guessed"
    raise DataError(Problem(str(file), line, where, f"text in {encoding}", found, hint))


def _of_text(encoding: str) -> bool:
    """Whether Python knows an encoding, and files of text can be in it."""
    try:
        codec = codecs.lookup(encoding)
    except (LookupError, ValueError):
        return False
    return codec._is_text_encoding and codec.name not in NO_ENCODING


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
    text = _in(raw, "utf-8")
    if text is not None and _clean(text):
        return text, "utf-8", []
    if (wide := _wide(raw)) and (spread := _in(raw, wide)) is not None and _clean(spread):
        said = f"read as {wide}, which its zero bytes tell; it has no byte order mark"
        return spread, wide, [said]
    return (text, "utf-8", []) if text is not None else _guessed(raw, file)


def _clean(text: str) -> bool:
    """Whether hardly any characters are control characters."""
    return len(CONTROL.findall(LINE_END.sub("", text))) <= MOST_CONTROLS * len(text)


def _in(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wide(raw: bytes) -> str:
    """UTF-16 or UTF-32 by where zero bytes stand, or nothing.

    Of the two bytes of a character the higher is zero in letters of western Europe, and in spaces
    and line ends of all alphabets; the lower seldom is. Of four bytes the two highest always are.
    """
    zeros = [raw[n::4].count(0) for n in range(4)]
    quarter = len(raw) // 4
    if not len(raw) % 4 and zeros[3] == quarter and 2 * zeros[2] > quarter:
        return "utf-32-le"
    if not len(raw) % 4 and zeros[0] == quarter and 2 * zeros[1] > quarter:
        return "utf-32-be"
    low, high = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if len(raw) % 2 or not low + high:
        return ""
    if high >= SELDOM * low:
        return "utf-16-le"
    return "utf-16-be" if low >= SELDOM * high else ""


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
