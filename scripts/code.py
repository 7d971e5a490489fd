"""Stage `code`: find every coding in its text, and count."""

from pathlib import Path

from insideout.code.codebook import read_codebook
from insideout.code.gather import of_sources, read_codings, read_segments, with_valences
from insideout.code.place import counts, in_a_line, orphan_problems, place_all
from insideout.entry import run
from insideout.problems import DataError
from insideout.reader import framed, read_made, records, write
from insideout.tables.outputs import CODE_COUNTS, CODEBOOK, CODINGS_PLACED, MANIFEST, ORPHANS, TURNS


def main(
    texts: list[Path], turns: Path, manifest: Path, codebook: list[Path], codings: list[Path],
    segments: list[Path], placed: Path, orphans: Path, code_counts: Path, codes: Path, *,
    book: dict[str, str] | None, segment: dict[str, str] | None, threshold: float, orphaned: str,
) -> str:  # fmt: skip
    """Read codebook, coders' files and exported segments; write the four tables of the stage."""
    tree = read_codebook(codebook[0], book)
    read = read_codings(codings) + (read_segments(segments[0], segment, tree) if segment else [])
    canonical = {file.stem: file.read_text("utf-8") for file in texts}
    kept = with_valences(of_sources(read, canonical), tree)
    units = read_made(manifest, MANIFEST).set_index("source")["unit"].to_dict()
    found, lost = place_all(kept, canonical, read_made(turns, TURNS), units, threshold)
    if len(lost) and orphaned == "fail":
        raise DataError(orphan_problems(records(lost)))
    table = framed(tree, CODEBOOK)
    write(found, placed, CODINGS_PLACED)
    write(lost, orphans, ORPHANS)
    write(table, codes, CODEBOOK)
    write(counts(found, table), code_counts, CODE_COUNTS)
    return in_a_line(found, lost, len(tree), len(read) - len(kept))


if "snakemake" in globals():
    run(main, globals()["snakemake"])
