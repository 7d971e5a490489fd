"""Stage `chart`: one framework matrix a frame, and the words that mark each theme."""

from pathlib import Path
from typing import Any

from insideout.chart import in_a_line, matrices_of
from insideout.entry import run
from insideout.informants import informants_of
from insideout.keyness import theme_keyness
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, read_parquet, records, write
from insideout.tables.inputs import MEMBERSHIPS, SUMMARIES, UNITS
from insideout.tables.outputs import CODEBOOK, CODINGS_PLACED, FRAMEWORK, MANIFEST, TURNS
from insideout.tables.outputs import THEME_KEYNESS as WORDS


def main(
    placed: Path, codes: Path, tokens: Path, turns: Path, manifest: Path, informants: list[Path],
    units: list[Path], memberships: list[Path], summaries: list[Path], matrices: list[Path],
    theme_words: Path, *, frames: dict[str, dict[str, Any]],
) -> str:  # fmt: skip
    """Read codings and summaries; write the matrix of each frame."""
    places = records(read_inputs(units, UNITS))
    codings, book = read_made(placed, CODINGS_PLACED), read_made(codes, CODEBOOK)
    spoken = read_made(turns, TURNS)
    made = matrices_of(
        frames, records(codings), records(book), records(informants_of(informants, spoken)),
        list(read_made(manifest, MANIFEST)["source"]), places,
        sites_of(places, records(read_inputs(memberships, MEMBERSHIPS))),
        records(read_inputs(summaries, SUMMARIES)),
    )  # fmt: skip
    write(theme_keyness(read_parquet(tokens), spoken, codings, book), theme_words, WORDS)
    for table, file in zip(made.values(), matrices, strict=True):
        write(table, file, FRAMEWORK)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
