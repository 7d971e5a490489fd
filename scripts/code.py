"""Stage `code`: find every coding in its text, bring old ones up to the codebook, and count."""

from pathlib import Path
from typing import Any

from insideout.code.codebook import read_codebook
from insideout.code.gather import read_codings, read_segments
from insideout.code.stage import in_a_line, tables
from insideout.entry import run
from insideout.reader import read_made, write
from insideout.tables.outputs import OUTPUTS


def main(
    texts: list[Path], turns: Path, manifest: Path, codebook: list[Path], codings: list[Path],
    segments: list[Path], placed: Path, orphans: Path, code_counts: Path, codes: Path,
    changes: Path, notes: Path, *, book: dict[str, str] | None, segment: dict[str, str] | None,
    rounds: list[dict[str, Any]], threshold: float, orphaned: str,
) -> str:  # fmt: skip
    """Read codebook, coders' files and exported segments; write the six tables of the stage."""
    tree = read_codebook(codebook[0], book)
    read = read_codings(codings) + (read_segments(segments[0], segment, tree) if segment else [])
    canonical = {file.stem: file.read_text("utf-8") for file in texts}
    units = read_made(manifest, OUTPUTS["manifest"]).set_index("source")["unit"].to_dict()
    spoken = read_made(turns, OUTPUTS["turns"])
    made, left = tables(read, tree, canonical, spoken, units, rounds, threshold, orphaned)
    files = {"codings_placed": placed, "orphans": orphans, "code_counts": code_counts,
             "codebook": codes, "code_changes": changes, "codebook_notes": notes}  # fmt: skip
    for name, file in files.items():
        write(made[name], file, OUTPUTS[name])
    return in_a_line(made, left)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
