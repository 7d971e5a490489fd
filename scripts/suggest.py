"""Stage `suggest`: sentences that may deserve a code, and themes for what no code covers."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.files import write_bytes
from insideout.reader import read_inputs, read_made, read_parquet, write
from insideout.suggest.inductive_form import form as sheet_of_themes
from insideout.suggest.stage import in_a_line, tables
from insideout.suggest.suggestion_form import form as sheet_of_suggestions
from insideout.tables.inputs import CLUSTERS, REJECTED
from insideout.tables.outputs import OUTPUTS


def main(
    texts: list[Path], turns: Path, tokens: Path, sentences: Path, matches: Path, agreed: Path,
    disagreements: Path, codes: Path, rejected: list[Path], clusters: list[Path],
    suggestions: Path, classifier: Path, residual: Path, candidates: Path, suggestion_form: Path,
    inductive_form: Path, *, settings: dict[str, Any], seed: int,
) -> str:  # fmt: skip
    """Read corpus, consensus and what people decided; write four tables, and two forms."""
    files = {"turns": turns, "sentences": sentences, "matches": matches, "consensus": agreed,
             "disagreements": disagreements, "codebook": codes}  # fmt: skip
    read = {name: read_made(file, OUTPUTS[name]) for name, file in files.items()}
    read |= {"rejected": read_inputs(rejected, REJECTED), "tokens": read_parquet(tokens),
             "clusters": read_inputs(clusters, CLUSTERS)}  # fmt: skip
    spoken = {file.stem: file.read_text("utf-8") for file in texts}
    made = tables(read, spoken, settings, seed)
    for name, file in zip(made, (suggestions, classifier, residual, candidates), strict=True):
        write(made[name], file, OUTPUTS[name])
    book, ends = read["codebook"], read["sentences"]
    write_bytes(suggestion_form, sheet_of_suggestions(made["suggestions"], ends, book, spoken))
    themes = sheet_of_themes(made["residual"], made["candidates"], book, spoken)
    write_bytes(inductive_form, themes)
    return in_a_line(made)


if "snakemake" in globals():
    run(main, globals()["snakemake"])
