"""Stage `report`: the book, as HTML and PDF."""

from pathlib import Path
from typing import Any

from insideout.entry import run
from insideout.report.data import read
from insideout.report.stage import report
from insideout.seal import versions


def main(
    texts: list[Path], turns: Path, manifest: Path, annotations: list[Path], coding: list[Path],
    analyses: list[Path], informants: list[Path], patients: list[Path], units: list[Path],
    memberships: list[Path], book: list[Path], html: Path, pdf: Path, *, study: dict[str, Any],
) -> str:  # fmt: skip
    """Read every table; write the book. `html` is its first page."""
    data = read(
        texts, turns, manifest, annotations, coding, analyses,
        informants, patients, units, memberships, study,
    )  # fmt: skip
    return report(data, book, html.parent, pdf, versions())


if "snakemake" in globals():
    run(main, globals()["snakemake"])
