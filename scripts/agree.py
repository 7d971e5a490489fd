"""Stage `agree`: how far coders agree, what the team makes of it, and saturation."""

from pathlib import Path
from typing import Any

from insideout.agree.forms import form as sheet
from insideout.agree.stage import in_a_line, tables
from insideout.entry import run
from insideout.files import write_bytes
from insideout.reader import read_inputs, read_made, records, write
from insideout.tables.inputs import ADJUDICATIONS, ASSIGNMENTS, MAPPING
from insideout.tables.outputs import OUTPUTS


def main(
    texts: list[Path], turns: Path, manifest: Path, sentences: Path, placed: Path, codes: Path,
    assignments: list[Path], adjudications: list[Path], mapping: list[Path], agreed: Path,
    agreement: Path, disagreements: Path, saturation_table: Path, mapped: Path, form: Path, *,
    settings: dict[str, Any], rounds: list[dict[str, Any]], saturation_settings: dict[str, Any],
    seed: int,
) -> str:  # fmt: skip
    """Read codings and what people decided; write five tables, and the form to decide on."""
    made = {"turns": turns, "manifest": manifest, "sentences": sentences,
            "codings_placed": placed, "codebook": codes}  # fmt: skip
    given = ((ASSIGNMENTS, assignments), (ADJUDICATIONS, adjudications), (MAPPING, mapping))
    read = {name: read_made(file, OUTPUTS[name]) for name, file in made.items()}
    read |= {table.name: read_inputs(files, table) for table, files in given}
    spoken = {file.stem: file.read_text("utf-8") for file in texts}
    found = tables(read, spoken, settings, rounds, saturation_settings, seed)
    out = {"consensus": agreed, "agreement": agreement, "disagreements": disagreements,
           "saturation": saturation_table, "mapped": mapped}  # fmt: skip
    for name, file in out.items():
        write(found[name], file, OUTPUTS[name])
    of = (found["disagreements"], read["adjudications"], read["codebook"])
    write_bytes(form, sheet(*map(records, of), spoken))
    return in_a_line(found, read["codings_placed"])


if "snakemake" in globals():
    run(main, globals()["snakemake"])
