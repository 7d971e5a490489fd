"""The study file of an imported project."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import yaml

HEAD = """\
# Made by `python -m insideout import`. It runs as it is; what you may want to say is in
# docs/study-file.md.
"""
SPEAK = """\
# Who of those who speak is an interviewer, only you know: add their labels under `speakers`, such
# as {Interviewer: interviewer}.
"""
TABLES = ("speakers", "informants", "units", "memberships")


def study_file(
    name: str, title: str, levels: Sequence[str], files: Sequence[str], *, orphans: bool,
    coded: bool,
) -> str:  # fmt: skip
    """The study file. `orphans`: codings without offsets, which may not be found.

    `coded`: there are files of codings. `files`: all that were made.
    """
    settings: dict[str, Any] = {
        "study": name, "title": title, "root": ".", "levels": list(levels),
        "sources": "sources.csv", "texts": "texts", "speakers": {},
    }  # fmt: skip
    head = HEAD + ("" if "speakers.csv" in files else SPEAK)
    settings |= {key: f"{key}.csv" for key in TABLES if f"{key}.csv" in files}
    settings["codebook"] = "codebook.yaml"
    if coded:
        settings["codings"] = "codings"
    if orphans:
        settings["anchor"] = {"orphans": "count"}
    settings["frames"] = {"themes": {"title": "Sources by theme", "cases": "source"}}
    chapters = ["sample.qmd", "experience.qmd", "evidence.qmd", "methods.qmd"]
    settings["report"] = {"chapters": chapters}
    return head + yaml.safe_dump(settings, sort_keys=False, allow_unicode=True, width=100)
