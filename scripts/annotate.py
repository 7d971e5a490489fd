"""Stage `annotate`: tokens, sentences and lemmas, and the words that set the sites apart."""

from pathlib import Path

from insideout.annotate import annotate
from insideout.entry import run
from insideout.informants import informants_of
from insideout.keyness import keyness
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, records, write, write_parquet
from insideout.tables.inputs import MEMBERSHIPS, UNITS
from insideout.tables.outputs import KEYNESS, MANIFEST, SENTENCES, TURNS


def main(
    texts: list[Path], turns: Path, manifest: Path, informants: list[Path], units: list[Path],
    memberships: list[Path], tokens: Path, sentences: Path, words: Path,
) -> str:  # fmt: skip
    """Read the canonical texts; write the token table (Parquet), sentences, and key words."""
    spoken = read_made(turns, TURNS)
    sources = read_made(manifest, MANIFEST)
    languages = dict(zip(sources["source"], sources["language"], strict=True))
    canonical = {file.stem: file.read_text("utf-8") for file in texts}
    found, ends = annotate(spoken, canonical, languages)
    members = records(read_inputs(memberships, MEMBERSHIPS))
    sites = sites_of(records(read_inputs(units, UNITS)), members)
    people = records(informants_of(informants, spoken))
    key = keyness(found, spoken, {p["informant"]: sites.get(p["unit"], "") for p in people})
    write_parquet(found, tokens)
    write(ends, sentences, SENTENCES)
    write(key, words, KEYNESS)
    lemmas = found.loc[found["is_word"], "lemma"].nunique()
    return (
        f"{len(spoken):,} turns → {len(ends):,} sentences, {len(found):,} tokens, {lemmas:,} lemmas"
    )


if "snakemake" in globals():
    run(main, globals()["snakemake"])
