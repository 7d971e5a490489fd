"""Stage `judge`: what was predicted against what was found, and questions with their answers."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.informants import informants_of
from insideout.judge.files import read_hypotheses, read_lock, read_questions
from insideout.judge.stage import in_a_line, judge
from insideout.reader import read_inputs, read_made, records, rows_in, write
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import MEMBERSHIPS, UNITS
from insideout.tables.judge import JUDGE
from insideout.tables.outputs import CODEBOOK, MANIFEST, TURNS
from insideout.tables.places import JOURNAL, LINKS, SERVICES


def main(
    agreed: Path, codes: Path, turns: Path, manifest: Path, informants: list[Path],
    units: list[Path], memberships: list[Path], services: list[Path], links: list[Path],
    journal: list[Path], hypotheses: list[Path], lock: list[Path], questions: list[Path],
    results: list[Path], tables: list[Path], *, settings: dict[str, Any],
) -> str:  # fmt: skip
    """Read codings, hypotheses and questions; write the ledger and what goes with it."""
    made = judge(
        records(read_made(agreed, CONSENSUS)), records(read_made(codes, CODEBOOK)),
        records(informants_of(informants, read_made(turns, TURNS))),
        records(read_inputs(units, UNITS)), records(read_inputs(memberships, MEMBERSHIPS)),
        records(read_inputs(services, SERVICES)), records(read_made(manifest, MANIFEST)),
        read_hypotheses(hypotheses[0]) if hypotheses else {}, read_lock(lock[0]) if lock else {},
        read_questions(questions[0]) if questions else [], records(read_inputs(journal, JOURNAL)),
        records(read_inputs(links, LINKS)), settings, tables={f.stem: rows_in(f) for f in results},
    )  # fmt: skip
    for table, file in zip(JUDGE, tables, strict=True):
        write(made[table.name], file, table)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
