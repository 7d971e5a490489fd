"""Stage `chart`: one framework matrix a frame."""

from pathlib import Path
from typing import Any

from insideout.chart import case_of, cases_of, columns_of, matrix
from insideout.entry import run
from insideout.informants import informants_of
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, records, write
from insideout.tables.inputs import MEMBERSHIPS, SUMMARIES, UNITS
from insideout.tables.outputs import CODEBOOK, CODINGS_PLACED, FRAMEWORK, MANIFEST, TURNS


def main(
    placed: Path,
    codes: Path,
    turns: Path,
    manifest: Path,
    informants: list[Path],
    units: list[Path],
    memberships: list[Path],
    summaries: list[Path],
    matrices: list[Path],
    *,
    frames: dict[str, dict[str, Any]],
) -> str:
    """Read codings and summaries; write the matrix of each frame."""
    people = records(informants_of(informants, read_made(turns, TURNS)))
    places = records(read_inputs(units, UNITS))
    sites = sites_of(places, records(read_inputs(memberships, MEMBERSHIPS)))
    sources = list(read_made(manifest, MANIFEST)["source"])
    unit_of = {person["informant"]: person["unit"] for person in people}
    written = records(read_inputs(summaries, SUMMARIES))
    codings = records(read_made(placed, CODINGS_PLACED))
    book = records(read_made(codes, CODEBOOK))
    told = []
    for (name, frame), file in zip(frames.items(), matrices, strict=True):
        cases = cases_of(frame["cases"], people, sources, places, frame["groups"])
        cased = [{**c, "case": case_of(c, frame["cases"], sites, unit_of)} for c in codings]
        cells = {(s["case"], s["theme"]): s for s in written if s["frame"] == name}
        table = matrix(cased, book, cases, columns_of(book, frame), cells)
        write(table, file, FRAMEWORK)
        filled = int((table["codings"] > 0).sum())
        size = f"{len(cases)} × {table['theme'].nunique()}"
        told.append(f"{name} {size} ({filled} of {len(table)} cells filled)")
    return f"{len(codings):,} codings, {len(written)} summaries → " + ", ".join(told)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
