"""Stage `seal`: hashes of inputs and outputs, and versions; leftovers of an earlier line go."""

from pathlib import Path

from insideout.entry import run
from insideout.files import write_rows
from insideout.seal import hashed, leftovers, versions
from insideout.tables.outputs import SEALED, VERSIONS


def main(
    inputs: list[Path], corpus: list[Path], tables: list[Path], forms: list[Path],
    report: list[Path], sealed_inputs: Path, sealed_outputs: Path, made_with: Path,
) -> str:  # fmt: skip
    """Hash what went in and came out; write three tables."""
    old = leftovers(made_with.parents[1], [*corpus, *tables])
    for file in old:
        file.unlink()
    pages = [file for file in sorted(report[0].parent.rglob("*")) if file.is_file()]
    went_in, came_out = hashed(inputs), hashed([*corpus, *tables, *forms, *pages, *report])
    write_rows(went_in, sealed_inputs, SEALED)
    write_rows(came_out, sealed_outputs, SEALED)
    write_rows(versions(), made_with, VERSIONS)
    removed = f", {len(old)} old tables removed" if old else ""
    return f"{len(went_in)} inputs and {len(came_out)} outputs hashed{removed}"


if "snakemake" in globals():
    run(main, globals()["snakemake"])
