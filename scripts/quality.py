"""Stage `quality`: what can't be right in the data, who met the criteria, what is missing."""

from pathlib import Path
from typing import Any

from insideout.chart.stale import none_stale
from insideout.entry import run
from insideout.extract.shapes import records_of
from insideout.informants import informants_of
from insideout.quality.stage import assessed, in_a_line
from insideout.reader import read_inputs, read_made, write
from insideout.tables import INPUTS, OUTPUTS
from insideout.tables.framework import FRAMEWORK


def main(
    turns: Path, informants: list[Path], patients: list[Path], responses: list[Path],
    units: list[Path], records: list[Path], left_out: list[Path], matrices: list[Path],
    summaries: list[Path], printed: list[Path], tables: list[Path], *, settings: dict[str, Any],
) -> str:  # fmt: skip
    """Look through everything; write what was found. Stale summaries stop a study that says so."""
    spoken = read_made(turns, OUTPUTS["turns"])
    given = {"patients": patients, "responses": responses, "units": units, "printed": printed}
    read = {n: read_inputs(f, INPUTS[n], settings["withdrawn"]) for n, f in given.items()}
    frames = {f.stem.removeprefix("framework_"): read_made(f, FRAMEWORK) for f in matrices}
    made = assessed(
        read | {"informants": informants_of(informants, spoken)}, frames, settings,
        records_of(records, settings["records"]) if records else None,
        read_made(left_out[0], OUTPUTS["records_left_out"]) if left_out else None,
        heard=spoken["source"].nunique(),
    )  # fmt: skip
    if settings["stale"] == "fail":
        none_stale(summaries, frames)
    for file in tables:
        write(made[file.stem], file, OUTPUTS[file.stem])
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
