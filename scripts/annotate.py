"""Stage `annotate`: tokens, sentences and lemmas, key words, and words that go together."""

from pathlib import Path

from insideout.annotate import annotate, in_a_line
from insideout.collocations import collocations
from insideout.entry import run
from insideout.informants import informants_of
from insideout.keyness import keyness
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, records, write, write_parquet
from insideout.tables.inputs import MEMBERSHIPS, UNITS
from insideout.tables.outputs import COLLOCATIONS, KEYNESS, MANIFEST, SENTENCES, TURNS


def main(
    texts: list[Path], turns: Path, manifest: Path, informants: list[Path], units: list[Path],
    memberships: list[Path], tokens: Path, sentences: Path, words: Path, pairs: Path, *,
    pipelines: dict[str, str],
) -> str:  # fmt: skip
    """Read the canonical texts; write tokens (Parquet), sentences, key words and collocations."""
    spoken = read_made(turns, TURNS)
    sources = read_made(manifest, MANIFEST)
    languages = dict(zip(sources["source"], sources["language"], strict=True))
    canonical = {file.stem: file.read_text("utf-8") for file in texts}
    found, ends = annotate(spoken, canonical, languages, pipelines)
    members = records(read_inputs(memberships, MEMBERSHIPS))
    sites = sites_of(records(read_inputs(units, UNITS)), members)
    people = records(informants_of(informants, spoken))
    site_of = {p["informant"]: sites.get(p["unit"], "") for p in people}
    write_parquet(found, tokens)
    write(ends, sentences, SENTENCES)
    write(keyness(found, spoken, site_of), words, KEYNESS)
    write(collocations(found, spoken, site_of), pairs, COLLOCATIONS)
    return in_a_line(found, spoken, ends)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
