"""Real Quarto, when it is installed: its CLI as a process, and its warnings taken as failures."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from insideout.problems import DataError, Problem
from insideout.report.book import CONFIG, Rendered
from insideout.report.swap import successor

OLDEST = (1, 9)
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
COMPLAINT = re.compile(r"\s*(\([WE]\)\s|\[?(WARN|WARNING|ERROR)\b)")
OUTPUT = "_rendered"


def find_quarto() -> Path | None:
    """Quarto's command: on PATH, then beside this Python. None without one of at least 1.9."""
    beside = Path(sys.executable).parent
    for folder in (None, str(beside)):
        found = shutil.which("quarto", path=folder)
        if found and _version(Path(found)) >= OLDEST:
            return Path(found)
    return None


def render(book: Path, html: Path | None, pdf: Path | None, quarto: Path) -> Rendered:
    """Renders the staged `book` with Quarto into the folder `html` and the file `pdf`.

    Raises DataError when Quarto fails or warns, for it only warns about broken references. What
    was rendered before stays in place until everything new is complete.
    """
    with tempfile.TemporaryDirectory(prefix="book-") as made, ExitStack() as stack:
        for target, wanted in (("html", html), ("typst", pdf)):
            if wanted is None:
                continue
            work = Path(made) / target
            shutil.copytree(book, work)
            _run(quarto, work, target)
            fresh = stack.enter_context(successor(wanted))
            shutil.move(work / OUTPUT if target == "html" else _pdf(work / OUTPUT), fresh)
    pages = tuple(sorted(path.name for path in html.glob("*.html"))) if html else ()
    return Rendered("quarto", html / "index.html" if html else None, pdf, pages)


def complaints(output: str) -> list[str]:
    """The lines of Quarto's output that warn or tell of an error."""
    lines = [COLOURS.sub("", line) for line in output.splitlines()]
    return [line.strip() for line in lines if COMPLAINT.match(line)]


def _version(quarto: Path) -> tuple[int, ...]:
    try:
        said = _process([str(quarto), "--version"]).stdout
    except OSError:
        return (0,)
    found = re.search(r"\d+(\.\d+)+", said)
    return tuple(int(part) for part in found[0].split(".")) if found else (0,)


def _run(quarto: Path, work: Path, target: str) -> None:
    done = _process([str(quarto), "render", str(work), "--to", target, "--output-dir", OUTPUT])
    said = f"{done.stdout}\n{done.stderr}"
    found = complaints(said)
    if done.returncode and not found:
        found = [f"exit code {done.returncode}", *said.strip().splitlines()[-5:]]
    if found:
        hint = "the embedded engine (report.engine: embedded) says file and line"
        shortened = [line.replace(f"{work}{os.sep}", "") for line in found]
        raise DataError([Problem(CONFIG, None, "quarto", "", line, hint) for line in shortened])


def _process(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - the Quarto that was found, no shell
        command,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        env=os.environ | {"NO_COLOR": "1"},
        check=False,
    )


def _pdf(folder: Path) -> Path:
    found = sorted(folder.rglob("*.pdf"))
    if len(found) == 1:
        return found[0]
    said = f"{len(found)} of them"
    raise DataError(Problem(CONFIG, None, "quarto", "one PDF of the whole book", said))
