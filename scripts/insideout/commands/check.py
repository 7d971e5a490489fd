"""Check every input of a study, without running anything."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from insideout.check import check
from insideout.house import open_study
from insideout.problems import DataError, summary


def main(arguments: Sequence[str]) -> int:
    """Print what was checked (0), or every problem of every file (1)."""
    parser = argparse.ArgumentParser("python -m insideout check", description=__doc__)
    parser.add_argument(
        "study", nargs="?", default="config/polyclinics.yaml", help="the study file"
    )
    study = parser.parse_args(arguments).study
    try:
        print(check(open_study(study)))
    except DataError as error:
        print(summary(error.problems), file=sys.stderr)
        return 1
    return 0
