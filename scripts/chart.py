"""Stage `chart`: one framework matrix a frame."""

from pathlib import Path
from typing import Any

from insideout.chart import in_a_line, matrices_of
from insideout.entry import run
from insideout.informants import informants_of
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, records, write
from insideout.tables.inputs import MEMBERSHIPS, SUMMARIES, UNITS
from insideout.tables.outputs import CODEBOOK, CODINGS_PLACED, FRAMEWORK, MANIFEST, TURNS


def main(
    placed: Path, codes: Path, turns: Path, manifest: Path, informants: list[Path],
    units: list[Path], memberships: list[Path], summaries: list[Path], matrices: list[Path], *,
    frames: dict[str, dict[str, Any]],
) -> str:  # fmt: skip
    """Read codings and summaries; write the matrix of each frame."""
    places = records(read_inputs(units, UNITS))
    made = matrices_of(
        frames,
        records(read_made(placed, CODINGS_PLACED)),
        records(read_made(codes, CODEBOOK)),
        records(informants_of(informants, read_made(turns, TURNS))),
        list(read_made(manifest, MANIFEST)["source"]),
        places,
        sites_of(places, records(read_inputs(memberships, MEMBERSHIPS))),
        records(read_inputs(summaries, SUMMARIES)),
    )
    for table, file in zip(made.values(), matrices, strict=True):
        write(table, file, FRAMEWORK)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
