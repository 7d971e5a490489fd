"""Stage `deidentify`: raw texts → texts with pseudonyms, the key, and what is to be reviewed."""

from pathlib import Path
from typing import Any

from insideout.deidentify.kept import keep
from insideout.deidentify.private import read_private
from insideout.deidentify.stage import deidentified, in_a_line
from insideout.deidentify.trained import trained_spans
from insideout.entry import run
from insideout.files import replace_texts
from insideout.intake.taken import taken_from
from insideout.reader import read_inputs, write
from insideout.tables.deidentify import DEIDENTIFIED
from insideout.tables.inputs import SPEAKERS
from insideout.tables.outputs import MANIFEST, TURNS


def main(
    raw_texts: list[Path], raw_turns: Path, raw_manifest: Path, speakers: list[Path],
    texts: list[Path], turns: Path, manifest: Path, summary: Path, offsets: Path, digest: Path, *,
    roles: dict[str, str] | None, settings: dict[str, Any], pipelines: dict[str, str],
) -> str:  # fmt: skip
    """Mask the texts; write what may be shared, and beside `digest` what may not."""
    raw = taken_from(raw_texts, raw_manifest, raw_turns)
    labels = read_inputs(speakers, SPEAKERS) if speakers else roles or {}
    made = deidentified(raw, read_private(digest.parent), speakers=labels,
                        trained=trained_spans(raw, pipelines), **settings)  # fmt: skip
    keep(made, offsets, digest)
    replace_texts(texts, made.texts)
    write(made.turns, turns, TURNS)
    write(made.manifest, manifest, MANIFEST)
    write(made.summary, summary, DEIDENTIFIED)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
