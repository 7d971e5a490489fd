"""PDFs with a text layer: what was said, without what the printer put around it.

The words are read by PDFium (it is what browsers use, and withstands broken files better than
pdfminer) in a process of its own that has limits to its memory and time. Running heads and feet,
page numbers, numbers of lines and paragraphs and watermarks are left out and counted. A scan has no
words to read; it is refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from insideout.intake.cells import counted
from insideout.intake.labels import Piece
from insideout.intake.pdf_lines import Word, lines_of
from insideout.intake.pdf_margins import without_heads, without_numbers
from insideout.intake.pdf_paragraphs import paragraphs
from insideout.problems import DataError, Problem, shown

MOST_PAGES = 2000
MOST_SECONDS = 120
MOST_MEMORY = 2 * 2**30  # bytes
MOST_BAD = 0.05  # of the letters of a document, those without a meaning
LEAST_LETTERS = 3  # on a page; with fewer it has no text
PICTURE = 0.25  # of a page: a picture as large as this may hold its words
WHOLE_PAGE = 0.8  # of a page: a scan, whose words OCR has read
OCR = (
    "let OCR read it (such as `ocrmypdf -l eng --skip-text scan.pdf text.pdf`) and check what it"
    " read against the scan, or transcribe it"
)


def pieces(raw: bytes, file: Path, known: Collection[str]) -> tuple[list[Piece], list[str]]:
    """The paragraphs of a document, in order, and warnings.

    Raises DataError for what isn't a sound PDF, for one with a password, and for scans.
    """
    if b"%PDF-" not in raw[:1024]:
        found = (
            "an empty file"
            if not raw.strip()
            else "a file of another sort: " + shown(raw[:20].decode("latin-1"))
        )
        raise _refused(file, found, "give the file its right ending, or print it to a PDF again")
    pages = _read(raw, file)
    _check(pages, file)
    printed, dropped = lines_of([[Word(*word) for word in page["words"]] for page in pages])
    printed = without_heads(printed, dropped)
    printed = without_numbers(printed, dropped)
    made, joined, columned = paragraphs(printed, known, dropped)
    warnings = counted("left out", dropped.items())
    warnings += [f"lines joined to paragraphs ({joined})"] if joined else []
    warnings += [f"pages with two columns, read one after the other ({columned})"] * bool(columned)
    scans = [n for n, page in enumerate(pages, 1) if page["picture"] > WHOLE_PAGE]
    if scans:
        warnings.append(
            f"scanned pages ({_listed(scans)}): their words were read by OCR, check them"
        )
    return made, warnings


def _refused(file: Path, found: str, hint: str) -> DataError:
    return DataError(Problem(str(file), None, "", "a PDF with text", found, hint))


def _read(raw: bytes, file: Path) -> list[dict[str, Any]]:
    """The pages of a PDF, as `pdf_child` describes them."""
    from insideout.intake import pdf_child  # imported, so that a change to it reruns the stage

    again = "print it to a PDF again, or take the file it was made from"
    limits = [str(n) for n in (MOST_MEMORY, MOST_SECONDS, MOST_PAGES)]
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell
            [sys.executable, "-I", pdf_child.__file__, *limits],
            input=raw, capture_output=True, timeout=MOST_SECONDS, check=True,
        )  # fmt: skip
        made: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise _refused(
            file, f"one that takes over {MOST_SECONDS} seconds to read", again
        ) from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise _refused(file, "a broken PDF, which ends whatever reads it", again) from error
    fault = made.get("fault")
    if fault == "password":
        hint = "save it without a password (print it to a PDF again), and name that file"
        raise _refused(file, "a PDF with a password", hint)
    if fault in {"pages", "letters"}:
        hint = "cut it into one file for each interview"
        raise _refused(file, f"more than {MOST_PAGES} pages, or too much text on them", hint)
    if fault:
        where = f", page {made['page']}" if "page" in made else ""
        raise _refused(file, f"a broken PDF{where}", again)
    pages: list[dict[str, Any]] = made["pages"]
    return pages


def _check(pages: Sequence[dict[str, Any]], file: Path) -> None:
    """That there is text on every page that seems to have some, and that it can be read."""
    letters = [sum(len(word[0]) for word in page["words"]) for page in pages]
    bad = sum(page["bad"] for page in pages)
    silent = [n for n, count in enumerate(letters, 1) if count < LEAST_LETTERS]
    scans = [n for n in silent if pages[n - 1]["picture"] > PICTURE]
    if len(silent) == len(pages):
        found = "a scan: pictures of pages" if scans else "no text on any page"
        raise _refused(file, found, OCR)
    if scans:
        found = f"pages that are pictures, without text: {_listed(scans)} of {len(pages)}"
        raise _refused(file, found, OCR)
    if bad > MOST_BAD * sum(letters):
        found = f"{bad} of {sum(letters)} letters that the file gives no meaning"
        raise _refused(
            file,
            found,
            "take the file it was made from; or " + OCR.replace("--skip-text", "--force-ocr"),
        )


def _listed(numbers: Sequence[int], most: int = 12) -> str:
    return ", ".join(map(str, numbers[:most])) + (", …" if len(numbers) > most else "")
