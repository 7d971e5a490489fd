"""Stage `chart`: one framework matrix a frame, each theme's words, codes by case and by code."""

from pathlib import Path
from typing import Any

from insideout.chart import in_a_line, matrices_of
from insideout.crosstab import by_case, together
from insideout.entry import run
from insideout.informants import informants_of
from insideout.keyness import theme_keyness
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, read_parquet, records, write
from insideout.tables import INPUTS, OUTPUTS


def main(
    agreed: Path, codes: Path, tokens: Path, turns: Path, manifest: Path, informants: list[Path],
    units: list[Path], memberships: list[Path], summaries: list[Path], matrices: list[Path],
    theme_words: Path, cases: Path, pairs: Path, *, frames: dict[str, dict[str, Any]],
) -> str:  # fmt: skip
    """Read consensus and summaries; write matrices, key words and cross-tabulations."""
    places = records(read_inputs(units, INPUTS["units"]))
    sites = sites_of(places, records(read_inputs(memberships, INPUTS["memberships"])))
    coded, book = read_made(agreed, OUTPUTS["consensus"]), read_made(codes, OUTPUTS["codebook"])
    spoken = read_made(turns, OUTPUTS["turns"])
    people = records(informants_of(informants, spoken))
    sources = list(read_made(manifest, OUTPUTS["manifest"])["source"])
    cells = records(read_inputs(summaries, INPUTS["summaries"]))
    made = matrices_of(frames, records(coded), records(book), people, sources, places, sites, cells)
    for table, file in zip(made.values(), matrices, strict=True):
        write(table, file, OUTPUTS["framework"])
    words = theme_keyness(read_parquet(tokens), spoken, coded, book)
    write(words, theme_words, OUTPUTS["theme_keyness"])
    write(by_case(coded, book, people, sites), cases, OUTPUTS["code_cases"])
    write(together(coded, book), pairs, OUTPUTS["code_pairs"])
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
