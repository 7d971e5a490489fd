"""intake: transcripts in the formats they come in → canonical texts, turns and manifest."""

from pathlib import Path

from insideout.entry import run
from insideout.files import write_text
from insideout.intake.stage import inline_sources, remarked, take_in
from insideout.reader import read_inputs, write
from insideout.tables.inputs import SOURCES, SPEAKERS
from insideout.tables.outputs import MANIFEST, TURNS


def main(sources: list[Path], files: list[Path], speakers: list[Path], texts: list[Path],
         turns: Path, manifest: Path, *, root: str, pattern: dict[str, str] | None,
         roles: dict[str, str] | None, ids: list[str], language: str,
         columns: dict[str, str], encoded: bool) -> str:  # fmt: skip
    """Read the files of the sources `ids` and write a text for each, and the two tables."""
    table = (inline_sources(pattern["files"], pattern["kind"], Path(root))[0] if pattern
             else read_inputs(sources, SOURCES))  # fmt: skip
    table["encoding"] = table["encoding"] if encoded else ""
    people = read_inputs(speakers, SPEAKERS) if speakers else roles or {}
    taken = take_in(table, dict(zip(ids, files, strict=True)), people,
                    root=Path(root), language=language, columns=columns)  # fmt: skip
    for source, text in zip(ids, texts, strict=True):
        write_text(text, taken.texts[source])
    for old in {text for new in texts for text in new.parent.glob("*.txt")} - set(texts):
        old.unlink()
    write(taken.turns, turns, TURNS)
    write(taken.manifest, manifest, MANIFEST)
    words = int(taken.manifest["words"].sum())
    made = f"{len(taken.texts)} texts, {len(taken.turns):,} turns, {words:,} words"
    return f"{len(ids)} sources → {made}{remarked(taken, manifest)}"


if "snakemake" in globals():
    run(main, globals()["snakemake"])
