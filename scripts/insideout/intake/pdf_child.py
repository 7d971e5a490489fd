"""A process that takes the words out of one PDF: bytes on standard input, JSON on standard output.

It runs apart from the others, with limits to its memory and time, since a PDF that is broken on
purpose can crash or hang whatever reads it. Nothing of this project is imported here, so that it
starts fast.

A page is {"size": [width, height], "picture": share of the page under its largest picture, "bad":
letters without a meaning, "words": [...]}; a word is [text, left, right, baseline, size, angle] in
points from the lower left corner of the page as it is when turned so that the word stands upright
(a quarter, half or three quarters), angles in degrees, clockwise. Instead of pages there may be
{"fault": what} with "password", "broken" or "pages".
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import math
import sys
from collections.abc import Iterator
from typing import Any

import pypdfium2  # type: ignore[import-untyped]
from pypdfium2 import raw as pdfium

FAR = 0.15  # of the letters' size: a gap that parts words
BACK = 1.2  # of it: the letters of a ligature all begin where it begins
SKEW = 5  # degrees; scans lie askew
OFF = 0.5  # of the letters' size: a step to another line
HYPHENS = {0x02, 0x2D, 0xAD, 0x2010, 0xFFFE}  # codes that PDFium has for one at a line's end
MOST_OBJECTS = 20_000  # of a page, looked at for pictures
MOST_LETTERS = 20_000_000  # of a document
LEAST_SIZE = 0.1  # points


def limit(memory: int, seconds: int) -> None:
    """Let the system end this process when it takes more than that; not on Windows."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def read(content: bytes, most_pages: int) -> dict[str, Any]:
    """The pages of a document, or its fault."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        return {"fault": "password" if locked else "broken"}
    if len(document) > most_pages:
        return {"fault": "pages", "count": len(document)}
    pages, letters = [], 0
    for number in range(len(document)):
        try:
            page = document[number]
            text = page.get_textpage()
        except pypdfium2.PdfiumError:
            return {"fault": "broken", "page": number + 1}
        letters += text.count_chars()
        if letters > MOST_LETTERS:
            return {"fault": "letters", "page": number + 1}
        words, bad = _words(text.raw, text.count_chars())
        width, height = page.get_size()
        if page.get_rotation() % 180:
            width, height = height, width
        share = _picture(page, width * height)
        pages.append({"size": [width, height], "picture": share, "bad": bad, "words": words})
        text.close()
        page.close()
    return {"pages": pages}


def _words(text: Any, count: int) -> tuple[list[list[Any]], int]:
    """The words of a page in the file's order, and how many letters have no meaning."""
    words: list[list[Any]] = []
    bad = 0
    now: list[Any] | None = None
    for letter, x0, x1, y, size, angle in _letters(text, count):
        if not letter.strip() or not math.isfinite(x0 + x1 + y + size):
            now = None
            continue
        if letter == "\ufffd":
            bad += 1
        if now is not None and now[5] == angle and _near(now, (x0, y), size, angle):
            now[0] += letter
            now[1], now[2] = min(now[1], x0), max(now[2], x1)
        else:
            now = [letter, x0, x1, y, size, angle]
            words.append(now)
    rounded = [[w[0], *(round(v, 2) for v in w[1:5]), w[5]] for w in words]
    return rounded, bad


def _near(word: list[Any], place: tuple[float, float], size: float, angle: int) -> bool:
    """Whether a letter goes on a word: beside its end, on its line."""
    left, y = place
    alike: bool = abs(word[4] - size) < OFF * size
    if angle % 90:  # as of a watermark: by size only, for they are left out
        return alike
    beside: bool = -BACK * size < left - word[2] < FAR * size
    return alike and beside and bool(abs(y - word[3]) < OFF * size)


def _letters(text: Any, count: int) -> Iterator[tuple[str, float, float, float, float, int]]:
    """Letters with left, right, baseline, size and angle in whole degrees."""
    box = pdfium.FS_RECTF()  # with the room that the font gives to the letter
    x, y = ctypes.c_double(), ctypes.c_double()
    for n in range(count):
        code = pdfium.FPDFText_GetUnicode(text, n)
        letter = (
            chr(code) if 0 < code < sys.maxunicode and not 0xD800 <= code < 0xE000 else "\ufffd"
        )
        if code in HYPHENS and pdfium.FPDFText_IsHyphen(text, n) == 1:
            letter = "-" if code not in {0xAD, 0x2010} else chr(code)
        if not letter.strip() and pdfium.FPDFText_IsGenerated(text, n) == 1:
            yield " ", 0.0, 0.0, 0.0, 1.0, 0
            continue
        if pdfium.FPDFText_HasUnicodeMapError(text, n) == 1 or 0xE000 <= code < 0xF900:
            letter = "\ufffd"
        angle = pdfium.FPDFText_GetCharAngle(text, n)
        pdfium.FPDFText_GetLooseCharBox(text, n, box)
        pdfium.FPDFText_GetCharOrigin(text, n, x, y)
        size = max(pdfium.FPDFText_GetFontSize(text, n), LEAST_SIZE)
        turned = _whole(math.degrees(angle)) if math.isfinite(angle) else 0
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        x0, x1, base = {
            90: (-top, -bottom, x.value),
            180: (-right, -left, -y.value),
            270: (bottom, top, -x.value),
        }.get(turned, (left, right, y.value))
        yield letter, x0, x1, base, size, turned


def _whole(degrees: float) -> int:
    """An angle in whole degrees, a right one if it is nearly one."""
    right = round(degrees / 90) * 90
    return (right if abs(degrees - right) <= SKEW else round(degrees)) % 360


def _picture(page: Any, area: float) -> float:
    """The share of a page that its largest picture takes."""
    largest = 0.0
    for number, item in enumerate(page.get_objects(max_depth=4)):
        if number == MOST_OBJECTS:
            break
        if item.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            with contextlib.suppress(pypdfium2.PdfiumError):
                left, bottom, right, top = item.get_bounds()
                largest = max(largest, (right - left) * (top - bottom))
    return min(largest / area, 1.0) if area > 0 and math.isfinite(largest) else 0.0


if __name__ == "__main__":
    limit(int(sys.argv[1]), int(sys.argv[2]))
    json.dump(read(sys.stdin.buffer.read(), int(sys.argv[3])), sys.stdout)
