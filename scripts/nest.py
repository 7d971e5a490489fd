"""Stage `nest`: explain patients' experience from the inside out."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.informants import informants_of
from insideout.nest.rings import in_a_line, inside_out
from insideout.reader import read_inputs, read_made, records, write
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import MEMBERSHIPS, UNITS
from insideout.tables.nest import NEST
from insideout.tables.outputs import CODEBOOK, MANIFEST, TURNS
from insideout.tables.places import LINKS
from insideout.tables.records import WITNESSES


def main(
    agreed: Path, codes: Path, turns: Path, manifest: Path, informants: list[Path],
    units: list[Path], memberships: list[Path], links: list[Path], witnesses: list[Path],
    tables: list[Path], *, settings: dict[str, Any], levels: list[str],
) -> str:  # fmt: skip
    """Read codings, codebook, people, units and links; write the tables of the nest."""
    made = inside_out(
        records(read_made(agreed, CONSENSUS)), records(read_made(codes, CODEBOOK)),
        records(informants_of(informants, read_made(turns, TURNS))),
        records(read_inputs(units, UNITS)), records(read_inputs(memberships, MEMBERSHIPS)),
        records(read_made(manifest, MANIFEST)), levels, settings,
        links=records(read_inputs(links, LINKS)),
        witnesses=[row for file in witnesses for row in records(read_made(file, WITNESSES))],
    )  # fmt: skip
    for table, file in zip(NEST, tables, strict=True):
        write(made[table.name], file, table)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
