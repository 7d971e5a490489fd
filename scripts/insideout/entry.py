"""What every entry script does around its `main`: names, log, progress, and how it fails."""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from insideout.problems import DataError
from insideout.progress import say

WATCHED = ("code", "watched")  # inputs that a job depends on, and reads by other ways, if at all


def run(main: Callable[..., str], snakemake: Any) -> None:
    """Call `main` with a job's named inputs (but WATCHED), outputs and params, and tell of it.

    `main` returns one line of what it read and made, which goes to the person watching and to the
    stage's log. When the data can't be used the log gets the problems (exit 1, no traceback: they
    are the data's, not the program's), and the run shows them last.
    """
    stage = snakemake.rule
    log_to(Path(snakemake.log[0]))
    start = time.perf_counter()
    try:
        made = main(**arguments(snakemake))
    except KeyboardInterrupt:
        sys.exit(130)  # Snakemake says that the run was stopped
    except DataError as error:
        logging.getLogger(stage).error("%s", error)
        sys.exit(1)
    except Exception:
        logging.getLogger(stage).exception("a fault of ours, not of the data: please report it")
        sys.exit(1)
    logging.getLogger(stage).info("%s", made)
    say(stage, made, f"({time.perf_counter() - start:.1f} s)")


def arguments(snakemake: Any) -> dict[str, Any]:
    """A job's inputs, outputs and params by name; files as Path, lists of files as lists."""
    files = [*snakemake.input.items(), *snakemake.output.items()]
    named = {name: _path(value) for name, value in files if name not in WATCHED}
    return named | dict(snakemake.params.items())


def _path(value: Any) -> Path | list[Path]:
    return Path(value) if isinstance(value, str) else [Path(item) for item in value]


def log_to(file: Path) -> None:
    """Send the library's log to a file, anew for each run, without a clock so that runs compare."""
    file.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        filename=file, filemode="w", level=logging.INFO, force=True, encoding="utf-8",
        format="%(levelname)s %(name)s: %(message)s",
    )  # fmt: skip
    logging.captureWarnings(True)
    logging.getLogger("spacy").handlers.clear()  # it writes to the terminal
