"""The first page: the study at a glance, and what each chapter holds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.markup import mark_md, markdown, pipe

CHAPTERS = {
    "sample.qmd": "who was asked, where, and who did the talking",
    "experience.qmd": "what people told of their care, by site and person by person",
    "responders.qmd": "the mechanisms that organisations offer for it, and what stays unexplained",
    "tests.qmd": "the study's statistical tests",
    "evidence.qmd": "every coded passage, with its source, speaker and turn",
    "methods.qmd": "how the report was made, the codebook, and what it can't show",
}


def includes(
    data: Data, evidence: Evidence, numbers: Mapping[str, Any], chapters: Sequence[str]
) -> dict[str, str]:
    """The page's parts by name."""
    return {
        "about": data.study["about"].strip() + "\n",
        "glance": glance(data, numbers),
        "chapters": guide(chapters),
        "handle": handle(evidence),
    }


def glance(data: Data, numbers: Mapping[str, Any]) -> str:
    """The study in a few numbers."""
    n, coding = numbers["n"], numbers["coding"]
    where = f" at {n['sites']}" if data.sites else ""
    done = {
        "Asked": f"{n['informants']}{where}: {numbers['sample']['groups']}",
        "Gathered": f"{n['sources']} with {n['words']} in {n['turns']}",
        "Coded": f"{n['codings']} by {n['coders']} ({coding['coders']}), on {n['quotations']}, "
        f"with {n['used']} of {n['codes']}",
    }
    if data.frames:
        done["Charted"] = (
            f"{n['frames']} with {n['cells']}, {n['filled']} of them filled; "
            f"{n['summaries']} by analysts, {n['stale']} of them stale"
        )
    if data.nest:
        nest = numbers["nest"]
        done["Explained"] = (
            f"{nest['experiences']}: {nest['explained']} explained, {nest['suggested']} suggested "
            f"(too few tell of the mechanism), {nest['unexplained']} unexplained"
        )
    if data.tests:
        t = numbers["tests"]
        done["Tested"] = (
            f"{t['count']}: {t['differences']} with a difference, {t['none']} without one shown, "
            f"{t['not_testable']} not testable"
        )
    rows = [[f"**{step}**", said] for step, said in done.items()]
    caption = "The study at a glance."
    return pipe(["Step", "In numbers"], rows, "ll", caption, "tbl-glance", (16, 84))


def guide(chapters: Sequence[str]) -> str:
    """What each chapter of this book holds."""
    lines = [
        f"- @sec-{name.removesuffix('.qmd')}: {CHAPTERS[name]}"
        for name in chapters
        if name in CHAPTERS
    ]
    return "\n".join(lines) + "\n"


def handle(evidence: Evidence) -> str:
    """What a handle is, with one of this study's as the example."""
    marks = ", ".join(mark_md(kind) for kind in ("present", "absent", "mixed", "not_told"))
    if not evidence.all:
        return f"Statuses have a mark and a word: {marks}.\n"
    first = evidence.all[0]
    name = markdown(first.handle)
    link = f"[{name}]({CHAPTER}#{first.anchor})" if CHAPTER in evidence.chapters else name
    return (
        f"Quotations have handles: {link} is the first one from the source "
        f"{markdown(first.source)}, in the order in which things were said. Statuses have a mark "
        f"and a word, so that nothing hangs on colour: {marks}.\n"
    )
