"""One stage of the bench of the nest, in a process of its own: STAGE FOLDER.

Prints seconds, peak of memory (GB) and what the stage says, as JSON.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.reader import read_made, records, write
from insideout.schema import schema_of, with_defaults
from insideout.tables.nest import NEST_PATTERNS

Tables = dict[str, pd.DataFrame]


def nest(given: dict[str, Any]) -> str:
    """The nest; its patterns are kept for `compare`."""
    from insideout.nest.rings import in_a_line, inside_out

    names = ("codings", "codebook", "people", "units", "memberships", "sources", "levels", "nest",
             "links")  # fmt: skip
    made = inside_out(*(given[name] for name in names))
    write(made["nest_patterns"], Path(given["patterns"]), NEST_PATTERNS)
    return in_a_line(made)


def compare(given: dict[str, Any]) -> str:
    """Comparisons by services and ownership."""
    from insideout.compare.stage import compare as compared
    from insideout.compare.stage import in_a_line

    schema = schema_of()
    settings = with_defaults(given["compare"], schema["properties"]["compare"], schema)
    names = ("codings", "codebook", "units", "memberships", "services")
    patterns = records(read_made(Path(given["patterns"]), NEST_PATTERNS))
    made, _ = compared(*(given[name] for name in names), patterns, settings,
                    given["nest"], sources=given["sources"], links=given["links"])  # fmt: skip
    return in_a_line(made)


def judge(given: dict[str, Any]) -> str:
    """A ledger of hypotheses."""
    from insideout.judge.files import read_hypotheses
    from insideout.judge.stage import in_a_line
    from insideout.judge.stage import judge as judged

    names = ("codings", "codebook", "people", "units", "memberships", "services", "sources")
    made = judged(
        *(given[name] for name in names), read_hypotheses(Path(given["hypotheses"])), {}, [], [],
        given["links"], given["nest"], tables={},
    )  # fmt: skip
    return in_a_line(made)


def main() -> None:
    """Run one stage on the rows that are in the folder."""
    stage, folder = sys.argv[1:]
    given = json.loads((Path(folder) / "given.json").read_text("utf-8"))
    start, before = time.perf_counter(), time.process_time()
    try:
        said = {"nest": nest, "compare": compare, "judge": judge}[stage](given)
    except ModuleNotFoundError as error:
        print(json.dumps({"skipped": str(error)}))
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({"wall": time.perf_counter() - start, "cpu": time.process_time() - before,
                      "peak": used.ru_maxrss / 2**20, "said": said}))  # fmt: skip


if __name__ == "__main__":
    main()
