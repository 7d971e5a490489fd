"""Stage `extract`: medical records made into measures a patient, and set beside the interviews."""

from pathlib import Path
from typing import Any

from insideout.columns import read_columns
from insideout.entry import run
from insideout.extract.shapes import columns_told, records_of
from insideout.extract.stage import extracted, in_a_line
from insideout.informants import informants_of
from insideout.reader import read_inputs, read_made, write
from insideout.tables import INPUTS, OUTPUTS


def main(
    records: list[Path], patients: list[Path], informants: list[Path], units: list[Path],
    memberships: list[Path], manifest: Path, turns: Path, agreed: Path, codes: Path,
    benchmarks: list[Path], tables: list[Path], *, settings: dict[str, Any],
    rules: dict[str, Any], nest: dict[str, Any] | None,
) -> str:  # fmt: skip
    """Read the records, and who the patients are; write measures, aggregates and witnesses."""
    made = {"manifest": manifest, "turns": turns, "consensus": agreed, "codebook": codes}
    given = {"units": units, "memberships": memberships, "benchmarks": benchmarks}
    read = {name: read_made(file, OUTPUTS[name]) for name, file in made.items()}
    read |= {name: read_inputs(files, INPUTS[name]) for name, files in given.items()}
    listed = read_columns(patients, INPUTS["patients"])
    read["patients"] = listed[~listed["patient"].isin(settings["withdrawn"])]
    read["informants"] = informants_of(informants, read["turns"])
    encounters, told = records_of(records, settings), columns_told(records, settings)
    found = extracted(read, encounters, told, settings, rules, nest)
    for file in tables:
        write(found[file.stem.removeprefix("records_")], file, OUTPUTS[file.stem])
    return in_a_line(found)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
