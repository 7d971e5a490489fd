"""Stage `test`: the study's plan of statistical tests, and what stands beside it."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.informants import informants_of
from insideout.reader import framed, read_inputs, read_made, write
from insideout.tables.inputs import INPUTS
from insideout.tables.outputs import OUTPUTS
from insideout.test.cases import Tables
from insideout.test.stage import said, stage_tables


def main(
    informants: list[Path], patients: list[Path], units: list[Path], memberships: list[Path],
    turns: Path, codings: Path, codebook: Path, measured: list[Path], responses: list[Path],
    shares: list[Path], tables: list[Path],
    *, declared: list[dict[str, Any]], settings: dict[str, Any],
) -> str:  # fmt: skip
    """Run the plan; returns the verdicts counted, in a line. `measured`: what extract made."""
    names = ("patients", "units", "memberships", "responses")
    files = zip(names, (patients, units, memberships, responses), strict=True)
    given = {n: read_inputs(f, INPUTS[n], settings["withdrawn"]) for n, f in files if f}
    wanted = ("records_patients", "records_thresholds", "witnesses")
    known = {f.stem: read_made(f, OUTPUTS[f.stem]) for f in measured if f.stem in wanted}
    spoken, book = read_made(turns, OUTPUTS["turns"]), read_made(codebook, OUTPUTS["codebook"])
    who, said_of = informants_of(informants, spoken), read_made(codings, OUTPUTS["consensus"])
    measures, items = known.get("records_patients"), settings["items"]
    cases = Tables(who, said_of, book, measures=measures, items=items, **given)
    varied, both = (known.get(name, framed([], OUTPUTS[name])) for name in wanted[1:])
    published, file = read_inputs(shares, INPUTS["shares"]), str(*shares[:1])
    made = stage_tables(declared, cases, settings, varied, both, published, file)
    for out in tables:
        write(made[out.stem], out, OUTPUTS[out.stem])
    return said(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
