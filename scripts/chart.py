"""Stage `chart`: framework matrices and their forms, and what a researcher asks of the coding."""

from pathlib import Path
from typing import Any

from insideout.chart.matrix import in_a_line
from insideout.chart.stage import charted
from insideout.entry import run
from insideout.files import write_bytes
from insideout.informants import informants_of
from insideout.reader import read_inputs, read_made, read_parquet, write
from insideout.tables import INPUTS, OUTPUTS
from insideout.tables.framework import CHART, FRAMEWORK


def main(
    agreed: Path, codes: Path, tokens: Path, sentences: Path, texts: list[Path], turns: Path,
    manifest: Path, informants: list[Path], patients: list[Path], units: list[Path],
    memberships: list[Path], summaries: list[Path], matrices: list[Path], theme_words: Path,
    tables: list[Path], forms: list[Path], *, frames: dict[str, Any], queries: dict[str, Any],
) -> str:  # fmt: skip
    """Read consensus and summaries; write matrices, key words, tables (those of CHART), forms."""
    made = {"consensus": agreed, "codebook": codes, "sentences": sentences, "turns": turns,
            "manifest": manifest}  # fmt: skip
    given = {"patients": patients, "units": units, "memberships": memberships,
             "summaries": summaries}  # fmt: skip
    read = {name: read_made(file, OUTPUTS[name]) for name, file in made.items()}
    read |= {name: read_inputs(files, INPUTS[name]) for name, files in given.items()}
    read |= {"informants": informants_of(informants, read["turns"]), "tokens": read_parquet(tokens)}
    found = charted(read, {file.stem: file.read_text("utf-8") for file in texts}, frames, queries)
    for table, file in zip((*CHART, OUTPUTS["theme_keyness"]), (*tables, theme_words), strict=True):
        write(found.tables[table.name], file, table)
    for name, matrix, form in zip(frames, matrices, forms, strict=True):
        write(found.matrices[name], matrix, FRAMEWORK)
        write_bytes(form, found.forms[name])
    return in_a_line(found.matrices)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
