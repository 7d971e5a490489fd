"""Stage `report`: the book, as HTML and PDF, and the gate that no name gets through."""

from functools import partial
from pathlib import Path
from typing import Any

from insideout.deidentify.gate.search import searched
from insideout.entry import run
from insideout.files import write_text
from insideout.report.data import read
from insideout.report.stage import report
from insideout.seal import versions


def main(
    texts: list[Path], turns: Path, manifest: Path, deidentified: list[Path],
    annotations: list[Path], coding: list[Path], analyses: list[Path], informants: list[Path],
    patients: list[Path], units: list[Path], memberships: list[Path], services: list[Path],
    responses: list[Path], disclosed: list[Path], book: list[Path], html: Path, pdf: Path,
    whole: Path,
    *, study: dict[str, Any],
) -> str:  # fmt: skip
    """Read every table; write the book. `html` is its first page."""
    data = read(
        texts, turns, manifest, deidentified, annotations, coding, analyses,
        informants, patients, units, memberships, services, responses, study,
    )  # fmt: skip
    made_with = versions()
    search = partial(
        searched, disclosed=disclosed, languages=data.languages,
        allow=[*data.printed, *(row["version"] for row in made_with)], shown_as=pdf.parent,
        also=[*texts, turns, manifest, *annotations, *coding, *analyses],
    )  # fmt: skip
    made = report(data, book, html.parent, pdf, made_with, search)
    write_text(whole, f"{made}\n")
    return made


if "snakemake" in globals():
    run(main, globals()["snakemake"])
