"""Stage `annotate`: tokens, sentences and lemmas; key words; words that fit a code's patterns."""

from pathlib import Path

from insideout.annotate import annotate_and_match, in_a_line
from insideout.code.patterns import patterns_of
from insideout.collocations import collocations
from insideout.entry import run
from insideout.informants import informants_of
from insideout.keyness import keyness
from insideout.places import sites_of
from insideout.reader import read_inputs, read_made, records, write, write_parquet
from insideout.tables.corpus import COLLOCATIONS, KEYNESS, MANIFEST, MATCHES, SENTENCES, TURNS
from insideout.tables.inputs import MEMBERSHIPS, UNITS


def main(
    texts: list[Path], turns: Path, manifest: Path, codebook: list[Path], informants: list[Path],
    units: list[Path], memberships: list[Path], tokens: Path, sentences: Path, words: Path,
    pairs: Path, matches: Path, *, pipelines: dict[str, str],
) -> str:  # fmt: skip
    """Read the canonical texts; write tokens (Parquet) and the four tables of the stage."""
    spoken = read_made(turns, TURNS)
    languages = read_made(manifest, MANIFEST).set_index("source")["language"].to_dict()
    read = {file.stem: file.read_text("utf-8") for file in texts}
    patterns = patterns_of(codebook[0]) if codebook else {}
    found, ends, fit = annotate_and_match(spoken, read, languages, pipelines, patterns)
    at = sites_of(*(records(read_inputs(*t)) for t in ((units, UNITS), (memberships, MEMBERSHIPS))))
    people = records(informants_of(informants, spoken))
    site_of = {p["informant"]: at.get(p["unit"], "") for p in people}
    write_parquet(found, tokens)
    write(ends, sentences, SENTENCES)
    write(fit, matches, MATCHES)
    write(keyness(found, spoken, site_of), words, KEYNESS)
    write(collocations(found, spoken, site_of), pairs, COLLOCATIONS)
    return in_a_line(found, spoken, ends)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
