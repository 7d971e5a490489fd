"""What the stage `report` puts into chapters: every table and list, and every figure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report import (
    codebook,
    coding,
    comparison,
    comparison_figures,
    concentric,
    deidentified,
    experience,
    figures,
    frames,
    hypotheses,
    inductive,
    likert,
    methods,
    overview,
    quality,
    queries,
    records,
    responders,
    robustness,
    sample,
    statistics,
    synthesis,
    truth_tables,
    vocabulary,
    witnesses,
)
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence

CAPTIONS = {
    "voices": "Words by who speaks them.",
    "patterns": "Share with each feature among those who told, with its interval. A filled dot is "
    "the pattern present, an open one absent, a half-filled one mixed; the grey band lies between "
    "the thresholds; n is the number who told.",
    "coverage": "Experiences by the ring that offers their mechanism: explained (filled) and only "
    "suggested (hatched); so far is the share explained at this ring or further in.",
    "agreement": "Agreement on each code: κ with its interval, and AC1; in brackets the units that "
    "anybody gave it to. Codes with fewer than five are grey and hollow: their figures are next to "
    "chance.",
    "flow": "From those approached to those heard.",
    "saturation": "Different codes and themes by interview: in the order they were held (line), "
    "and the mean of random orders (dotted).",
}


def drawn(data: Data) -> tuple[dict[str, str], dict[str, str]]:
    """Every figure as SVG by name, and by the name of its include the text that shows it."""
    made = figures.figures(data) | comparison_figures.figures(data) | concentric.figures(data)
    captions = CAPTIONS | comparison_figures.captions(data) | concentric.captions(data)
    shown = {f"fig-{name}": "" for name in captions}  # chapters name figures with nothing to show
    shown |= {
        f"fig-{name}": figures.block(name, described, captions[name])
        for name, (_, described) in made.items()
    }
    closed = likert.figures(data) if data.responses else {}
    blocks = (figures.block(n, told, likert.caption(n)) for n, (_, told) in closed.items())
    shown["fig-items"] = "\n".join(blocks)
    return {name: svg for name, (svg, _) in (made | closed).items()}, shown


def content(
    data: Data,
    evidence: Evidence,
    numbers: Mapping[str, Any],
    chapters: Sequence[str],
    versions: Sequence[Mapping[str, str]],
) -> dict[str, str]:
    """Every table and list of the book by the name of its include."""
    told, mechanisms = frames.split(data)
    shown_later = "responders.qmd" in chapters
    return {
        **overview.includes(data, evidence, numbers, chapters),
        **sample.includes(data),
        **vocabulary.includes(data),
        **experience.includes(data, evidence),
        "frames-experience": frames.matrices(
            data, evidence, told if shown_later else [*told, *mechanisms]
        ),
        "frames-mechanisms": frames.matrices(data, evidence, mechanisms if shown_later else []),
        **queries.includes(data),
        **records.includes(data),
        **witnesses.includes(data, evidence),
        **synthesis.includes(data, evidence),
        **responders.includes(data, evidence),
        **robustness.includes(data, evidence),
        **comparison.includes(data, evidence),
        **truth_tables.includes(data),
        **statistics.includes(data),
        **hypotheses.includes(data, evidence),
        **quality.includes(data),
        "items": likert.table(data) if data.responses else "",
        "evidence": evidence.chapter() if CHAPTER in chapters else "",
        **deidentified.includes(data),
        **codebook.includes(data, evidence),
        **coding.includes(data, evidence),
        **inductive.includes(data, evidence),
        **methods.includes(data, evidence, versions),
    }
