"""The first page: the study at a glance, and what each chapter holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.frames import summaries
from insideout.report.markup import counted, listed, mark_md, markdown, pipe
from insideout.report.predictions import VERDICTS

CHAPTERS = {
    "sample.qmd": "who was asked, and who did the talking",
    "coding.qmd": "how far the coders agree, suggestions, themes from what no code covers",
    "experience.qmd": "what people told, case by case",
    "records.qmd": "what the medical records show, beside what patients tell",
    "synthesis.qmd": "the argument: what explains it, ring by ring, and what stays open",
    "responders.qmd": "every mechanism offered for it, with the evidence for it and against it",
    "comparison.qmd": "what was told where services are organised together, and where apart",
    "tests.qmd": "the study's statistical tests",
    "hypotheses.qmd": "what was predicted, and what was found",
    "answers.qmd": "the research questions, and where in this report their answers come from",
    "quality.qmd": "what in the data can't be right, or is missing",
    "evidence.qmd": "every passage of the consensus, with its source, speaker and turn",
    "methods.qmd": "how the report was made, and what it can't show",
    "codebook.qmd": "the codes, what they mean, and how often they were used",
}

FIXED = {  # hypotheses of which readers are warned on the first page
    "changed": "changed since fixed", "fixed_after": "fixed after the first source",
    "not_locked": "never fixed",
}  # fmt: skip
COUNTS = """A *coding* is one code on a stretch of text, as one coder put it. What coders put alike,
and what was decided where they differ, is the *consensus*: it has such codings once, and every
other chapter counts from it. Codings of one code that overlap are one *passage*; passages that
cover the same words are one *quotation*, whatever their codes. So the consensus has at least as
many codings as passages, and at least as many passages as quotations.
"""


def includes(
    data: Data, evidence: Evidence, numbers: Mapping[str, Any], chapters: Sequence[str]
) -> dict[str, str]:
    """The page's parts by name."""
    return {
        "about": data.study["about"].strip() + "\n",
        "glance": glance(data, numbers),
        "chapters": guide(data, chapters),
        "counts": COUNTS if data.codings else "",
        "reading": reading(data, evidence),
        "written": written(data),
        "handle": handle(evidence),
    }


def glance(data: Data, numbers: Mapping[str, Any]) -> str:
    """The study in a few numbers."""
    n, coding = numbers["n"], numbers["coding"]
    where = f" at {n['sites']}" if data.sites else ""
    done = {
        "Asked": f"{n['informants']}{where}{numbers['sample']['of_groups']}",
        "Gathered": f"{n['sources']} with {n['words']} in {n['turns']}",
        "Coded": f"{n['codings']} placed in the texts; {n['coders']} coded ({coding['coders']})."
        f"{coding['others']}",
        "Agreed": f"a consensus of {numbers['agree']['consensus']}, on {n['quotations']}, "
        f"with {n['used']} of {n['codes']}",
    }
    if any(data.frames.values()):
        done["Charted"] = (
            f"{n['frames']} with {n['cells']}, {n['filled']} of them filled{_summed(data)}"
        )
    if data.nest:
        nest = numbers["nest"]
        told = (
            f"{nest['experiences']}: {nest['explained']} explained, {nest['suggested']} suggested "
            f"(something is lacking), {nest['unexplained']} unexplained"
        )
        done["Explained"] = (
            told if data.nest["nest_findings"] else "nothing: no experience was told of"
        )
    if data.records:
        done["Measured"] = (
            f"{numbers['records']['encounters']} of {numbers['records']['patients']}, from their "
            "medical records"
        )
    done["Compared"] = _compared(data)
    if data.tests:
        done["Tested"] = numbers["tests"]["glance"]
    done |= {"Predicted": _predicted(data), "Answered": _answered(data)}
    rows = [[f"**{step}**", said] for step, said in done.items() if said]
    caption = "The study at a glance."
    return pipe(["Step", "In numbers"], rows, "ll", caption, "tbl-glance", (16, 84))


def _compared(data: Data) -> str:
    """What was set side by side; "" when nothing was."""
    rows = data.compared.get("comparison", ())
    verdicts = Counter(row["verdict"] for row in rows)
    one = verdicts["only_first"] + verdicts["only_second"]
    parts = []
    if rows:
        many = counted(len({row["comparison"] for row in rows}), "comparison")
        silent = sum(row["other_side"] == "silent" for row in rows)
        both = counted(verdicts["both"], "stands", "stand")
        parts.append(f"{many}: of what was stated of mechanisms and obstacles, {both} on both "
                     f"sides, {one} on one alone; of {silent} of these nobody spoke on the other "
                     "side")  # fmt: skip
    for name, key, what in (
        ("interface_barriers", "interface", "interface"), ("truth_table", "analysis", "truth table")
    ):  # fmt: skip
        if n := len({row[key] for row in data.compared.get(name, ())}):
            parts.append(counted(n, what))
    return "; ".join(parts)


def _predicted(data: Data) -> str:
    """How the hypotheses fared, and which aren't what was fixed; "" without any."""
    rows = data.judged.get("ledger", ())
    if not rows:
        return ""
    fared = {word: sum(row[name] or 0 for row in rows) for name, word in VERDICTS.items()}
    told = listed([f"{n} {word}" for word, n in fared.items() if n])
    said = f"{counted(len(rows), 'hypothesis', 'hypotheses')}, with "
    said += counted(sum(fared.values()), "prediction") + f": {told}"
    for standing, words in FIXED.items():
        names = [markdown(row["hypothesis"]) for row in rows if row["standing"] == standing]
        if names:
            said += f"; **{words}: {listed(names)}**"
    return said


def _answered(data: Data) -> str:
    """How many research questions have an answer; "" without any."""
    status = [row["status"] for row in data.judged.get("questions", ()) if not row["part"]]
    answered = status.count("answered")
    said = f"{counted(len(status), 'research question')}: {answered} answered"
    left = len(status) - answered
    return said + (f", {left} not" if left else "") if status else ""


def _summed(data: Data) -> str:
    summed, bound, stale = summaries(cell for cells in data.frames.values() for cell in cells)
    if not summed:
        return ""
    of = "none of them bound to its codings"
    if bound:
        which = "all" if bound == summed else f"{bound:,}"
        of = f"{which} of them bound to their codings and {stale or 'none'} older than these"
    return f"; {counted(summed, 'summary', 'summaries')} by analysts, {of}"


def guide(data: Data, chapters: Sequence[str]) -> str:
    """What each chapter of this book holds."""
    told = dict(CHAPTERS)
    if data.sites:
        told["sample.qmd"] = "who was asked, where, and who did the talking"
    if data.nest:
        cases = ", and case by case" if data.frames else ""
        told["experience.qmd"] = f"what people told of their care, by site{cases}"
    lines = [
        f"- @sec-{name.removesuffix('.qmd')}: {told[name]}" for name in chapters if name in CHAPTERS
    ]
    return "\n".join(lines) + "\n"


def written(data: Data) -> str:
    """What is computed, and what was written by hand."""
    summed, _, _ = summaries(cell for cells in data.frames.values() for cell in cells)
    more = (
        " Only the summaries in the framework matrices, which name their author, are written "
        "by hand."
        if summed else ""
    )  # fmt: skip
    return (
        "Numbers, tables and figures are computed from the transcripts, the codings and the "
        f"study's tables, and made anew when these change.{more}\n"
    )


def reading(data: Data, evidence: Evidence) -> str:
    """How numbers lead to what was said."""
    kinds = ["status"] if data.frames else []
    kinds += ["pattern", "mechanism"] if data.nest else []
    behind = f"Behind {'each ' + listed(kinds) if kinds else 'the codes'} stand quotations"
    paper = (
        " On paper it finds the passage in the chapter of evidence."
        if CHAPTER in evidence.chapters else ""
    )  # fmt: skip
    link = (
        "A handle is a link to the passage in full, with its source, speaker and turn, and the "
        f"codes of the consensus and who put them.{paper}" if CHAPTER in evidence.chapters else ""
    )  # fmt: skip
    return (
        f"**From a count to its evidence.** {behind}, each known by a short name, its *handle*. "
        f"{link}\n"
    )


def handle(evidence: Evidence) -> str:
    """What a handle is, with one of this study's as the example."""
    kinds = ["present", "absent", "mixed"]
    kinds += ["not_told"] if evidence.data.frames or evidence.data.nest else []
    marks = ", ".join(mark_md(kind) for kind in kinds)
    told = f"Statuses have a mark and a word, so that nothing hangs on colour: {marks}."
    if not evidence.all:
        return f"{told}\n"
    first = evidence.all[0]
    name = markdown(first.handle)
    link = f"[{name}]({CHAPTER}#{first.anchor})" if CHAPTER in evidence.chapters else name
    return (
        f"Quotations have handles: {link} is the first one from the source "
        f"{markdown(first.source)}, in the order in which things were said. {told}\n"
    )
