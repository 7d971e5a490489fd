"""What a person watching a run sees: a line a stage, and, when one stops, why.

Everything Snakemake says goes to its own log (.snakemake/log); -n, -p and --verbose show it.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import Any

STREAM = "DefaultStreamHandler"  # Snakemake's name of the handler that writes to the terminal
TOLD_BETTER = (  # what Snakemake says around an error that a stage has explained
    "RuleException", "WorkflowError:\nAt least one job did not complete",
    "Exiting because a job execution failed", "Shutting down", "Restored previous version",
    "Cannot restore",
)  # fmt: skip
_started = time.time()


def say(stage: str, *words: str) -> None:
    """One line (or paragraph) for the person watching, the stage's name first."""
    print(f"{stage:<10}", *words, file=sys.stderr, flush=True)


def hush(workflow: Any, results: str) -> None:
    """Keep Snakemake's own talk off the terminal, but for errors that no stage has explained.

    When there is nothing to do, say so, and where the report is.
    """
    shown = workflow.output_settings
    if shown.dryrun or shown.verbose or shown.printshellcmds:
        return
    for handler in logging.getLogger("snakemake.logging").handlers:
        if handler.name == STREAM:
            handler.addFilter(lambda record: _worth_telling(record, results))


def _worth_telling(record: logging.LogRecord, results: str) -> bool:
    if record.getMessage().startswith("Nothing to be done"):
        farewell(results, "nothing has changed; ")
    if record.levelno < logging.WARNING:
        return False
    event = str(getattr(record, "event", ""))
    return not (
        event.endswith(("JOB_ERROR", "job_error")) or record.getMessage().startswith(TOLD_BETTER)
    )


def farewell(results: str, before: str = "") -> None:
    """Say where to look."""
    html, pdf = (f"{results}/report/{name}" for name in ("html/index.html", "report.pdf"))
    say("done", f"{before}open {html} or {pdf}")


def regret(results: str, private: Path | None = None) -> None:
    """Say last what went wrong in the stages of this run, from their logs.

    Stages that read raw transcripts keep theirs in the `private` folder.
    """
    logs = [*Path(results, "logs").glob("*.log"), *(private.rglob("*.log") if private else ())]
    for log in sorted(logs):
        text = log.read_text("utf-8", "replace")
        if log.stat().st_mtime >= _started and "ERROR" in text:
            said = text[text.index("ERROR") :].removeprefix(f"ERROR {log.stem}: ").strip()
            print(f"\nThe stage {log.stem} stopped ({log}):\n\n{said}", file=sys.stderr)
