"""Stage `nest`: explain patients' experience from the inside out."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.informants import informants_of
from insideout.nest.rings import in_a_line, inside_out
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, records, write
from insideout.tables.agreement import CONSENSUS
from insideout.tables.inputs import MEMBERSHIPS, UNITS
from insideout.tables.nest import NEST
from insideout.tables.outputs import CODEBOOK, TURNS


def main(
    agreed: Path, codes: Path, turns: Path, informants: list[Path], units: list[Path],
    memberships: list[Path], tables: list[Path], *, settings: dict[str, Any],
) -> str:  # fmt: skip
    """Read codings, codebook, people and units; write the tables of the nest."""
    people = records(informants_of(informants, read_made(turns, TURNS)))
    places = records(read_inputs(units, UNITS))
    sites = sites_of(places, records(read_inputs(memberships, MEMBERSHIPS)))
    codings = records(read_made(agreed, CONSENSUS))
    made = inside_out(codings, records(read_made(codes, CODEBOOK)), people, places, sites, settings)
    for table, file in zip(NEST, tables, strict=True):
        write(made[table.name], file, table)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
