"""Make the reference pages of docs/ anew, from the schema and the tables' declarations."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from insideout.reference import study_file_page, tables_page


def main(arguments: Sequence[str]) -> int:
    """Write docs/study-file.md and docs/tables.md."""
    parser = argparse.ArgumentParser("python -m insideout docs", description=__doc__)
    parser.add_argument("folder", nargs="?", default="docs", type=Path, help="where they go")
    folder = parser.parse_args(arguments).folder
    for name, page in (("study-file.md", study_file_page()), ("tables.md", tables_page())):
        (folder / name).write_text(page, "utf-8")
        print(folder / name)
    return 0
