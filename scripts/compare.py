"""Stage `compare`: sites by how their services are organised, and who provides them."""

from pathlib import Path
from typing import Any

from insideout.compare import stage
from insideout.entry import run
from insideout.reader import read_inputs, read_made, records, write
from insideout.tables.agreement import CONSENSUS
from insideout.tables.compare import COMPARED, QCA_CASES
from insideout.tables.inputs import MEMBERSHIPS, UNITS
from insideout.tables.nest import NEST_PATTERNS
from insideout.tables.outputs import CODEBOOK, MANIFEST
from insideout.tables.places import LINKS, SERVICES


def main(
    agreed: Path, codes: Path, manifest: Path, units: list[Path], memberships: list[Path],
    services: list[Path], links: list[Path], patterns: list[Path], tables: list[Path],
    cases: list[Path], *, settings: dict[str, Any], nest: dict[str, Any] | None,
) -> str:  # fmt: skip
    """Read codings, units and services; write comparisons, and the cases of each truth table."""
    made, of_tables = stage.compare(
        records(read_made(agreed, CONSENSUS)), records(read_made(codes, CODEBOOK)),
        records(read_inputs(units, UNITS)), records(read_inputs(memberships, MEMBERSHIPS)),
        records(read_inputs(services, SERVICES)),
        [row for file in patterns for row in records(read_made(file, NEST_PATTERNS))],
        settings, nest, sources=records(read_made(manifest, MANIFEST)),
        links=records(read_inputs(links, LINKS)),
    )  # fmt: skip
    for table, file in zip(COMPARED, tables, strict=True):
        write(made[table.name], file, table)
    for frame, file in zip(of_tables.values(), cases, strict=True):
        write(frame, file, QCA_CASES)
    return stage.in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
