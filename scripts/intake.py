"""intake: transcripts in the formats they come in → canonical texts, turns and manifest."""

from pathlib import Path

from insideout.entry import run
from insideout.files import replace_texts
from insideout.intake.stage import remarked, take_in
from insideout.reader import framed, read_inputs, write
from insideout.tables.inputs import SOURCES, SPEAKERS
from insideout.tables.outputs import MANIFEST, TURNS


def main(sources: list[Path], files: list[Path], speakers: list[Path], texts: list[Path],
         turns: Path, manifest: Path, *, root: str, pattern: dict[str, str] | None,
         roles: dict[str, str] | None, ids: list[str], language: str,
         columns: dict[str, str], encoded: bool) -> str:  # fmt: skip
    """Read the files of the sources `ids` and write a text for each, and the two tables."""
    named = dict(zip(ids, files, strict=True))
    table = (framed(({"source": source, "file": file.name, "kind": pattern["kind"]}
                     for source, file in named.items()), SOURCES) if pattern
             else read_inputs(sources, SOURCES))  # fmt: skip
    table["encoding"] = table["encoding"] if encoded else ""
    people = read_inputs(speakers, SPEAKERS) if speakers else roles or {}
    taken = take_in(table, named, people, root=Path(root), language=language, columns=columns)
    replace_texts(texts, taken.texts)
    write(taken.turns, turns, TURNS)
    write(taken.manifest, manifest, MANIFEST)
    words = int(taken.manifest["words"].sum())
    made = f"{len(taken.texts)} texts, {len(taken.turns):,} turns, {words:,} words"
    return f"{len(ids)} sources → {made}{remarked(taken, manifest)}"


if "snakemake" in globals():
    run(main, globals()["snakemake"])
