"""Stage `test`: the study's statistical tests, on the cases of one group each."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.informants import informants_of
from insideout.reader import read_inputs, read_made, write
from insideout.tables.inputs import INPUTS
from insideout.tables.outputs import OUTPUTS
from insideout.test.run import in_a_line, run_tests


def main(
    informants: list[Path], patients: list[Path], turns: Path, codings: Path, codebook: Path,
    tests: Path, cells: Path, *, declared: list[dict[str, Any]], alpha: float, seed: int,
) -> str:  # fmt: skip
    """Run the declared tests; returns the verdicts counted, in a line."""
    made, compared = run_tests(
        informants_of(informants, read_made(turns, OUTPUTS["turns"])),
        read_inputs(patients, INPUTS["patients"]) if patients else None,
        read_made(codings, OUTPUTS["consensus"]),
        read_made(codebook, OUTPUTS["codebook"]),
        declared, alpha=alpha, seed=seed,
    )  # fmt: skip
    write(made, tests, OUTPUTS["tests"])
    write(compared, cells, OUTPUTS["test_cells"])
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
