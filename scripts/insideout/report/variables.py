"""Every number of the text, by the name that `{{< var … >}}` gives it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from insideout.report.data import Data, words
from insideout.report.evidence import Evidence
from insideout.report.markup import counted, listed, markdown, number, share
from insideout.report.sample import spoken


def variables(data: Data, evidence: Evidence) -> dict[str, Any]:
    """The book's variables; those of a stage only when the study has it."""
    made = {"study": {"title": markdown(data.study["title"])}, "n": sizes(data, evidence)}
    made |= {"coding": coding(data), "sample": sample(data)}
    made |= {"nest": nest(data)} if data.nest else {}
    return made | ({"tests": tests(data)} if data.tests else {})


def sizes(data: Data, evidence: Evidence) -> dict[str, str]:
    """How many there are of everything, with its noun."""
    cells = [cell for frame in data.frames.values() for cell in frame]
    coders = {c["coder"] for c in data.codings}
    withheld = {s["source"] for s in data.manifest if not s["consent_quote"]}
    return {
        "sources": counted(len(data.manifest), "source"),
        "words": counted(sum(s["words"] for s in data.manifest), "word"),
        "turns": counted(len(data.turns), "speaking turn"),
        "sentences": counted(len(data.sentences), "sentence"),
        "informants": counted(len(data.informants), "informant"),
        "sites": counted(len(data.sites), "site"),
        "codes": counted(len(data.codebook), "code"),
        "used": number(sum(count["codings"] > 0 for count in data.counts)),
        "codings": counted(len(data.codings), "coding"),
        "passages": counted(len({c["passage"] for c in data.codings}), "passage"),
        "quotations": counted(len(evidence.all), "quotation"),
        "withheld": counted(sum(q.source in withheld for q in evidence.all), "quotation"),
        "coders": counted(len(coders), "coder"),
        "frames": counted(len(data.frames), "framework matrix", "framework matrices"),
        "cells": counted(len(cells), "cell"),
        "filled": number(sum(cell["codings"] > 0 for cell in cells)),
        "summaries": counted(sum(bool(cell["summary"]) for cell in cells), "summary", "summaries"),
        "stale": number(sum(bool(cell["stale"]) for cell in cells)),
    }


def coding(data: Data) -> dict[str, str]:
    """Who coded, and how the quotes were found."""
    how = Counter(c["how"] for c in data.codings)
    coders = sorted({c["coder"] for c in data.codings})
    used: dict[tuple[str, str], set[str]] = {}
    for c in data.codings:
        used.setdefault((c["passage"], c["code"]), set()).add(c["coder"])
    both = sum(len(found) > 1 for found in used.values())
    return {
        "coders": markdown(listed(coders)) or "nobody yet",
        "exact": number(how["exact"]),
        "folded": number(how["folded"]),
        "approximate": number(how["approximate"]),
        "orphans": counted(len(data.orphans), "coding"),
        "threshold": number(data.study["anchor"]["threshold"]),
        "shared": f"{both:,} of {counted(len(used), 'passage')}",
    }


def sample(data: Data) -> dict[str, str]:
    """What kinds of sources and people there are, and who did the talking."""
    kinds = Counter(words(s["kind"]) for s in data.manifest)
    formats = Counter(s["format"] for s in data.manifest)
    groups = Counter(words(p["group"]) for p in data.informants)
    total = Counter[str]()
    for _, said in spoken(data):
        total.update(said)
    dates = sorted(s["date"] for s in data.manifest if s["date"])
    whole = total.total()
    return {
        "kinds": markdown(listed([counted(n, kind) for kind, n in kinds.items()])),
        "formats": markdown(listed([f"{n} {kind}" for kind, n in sorted(formats.items())])),
        "groups": markdown(listed([counted(n, group) for group, n in groups.items()])),
        "dates": f" They were made between {dates[0]} and {dates[-1]}." if dates else "",
        "asked_share": share(total["interviewer"] / whole) if whole else "–",
        "told_share": share(1 - total["interviewer"] / whole) if whole else "–",
    }


def nest(data: Data) -> dict[str, str]:
    """The inside-out analysis in numbers."""
    found = data.nest["nest_findings"]
    status = Counter(row["status"] for row in found)
    settings = data.study["nest"]
    seen = data.nest["nest_patterns"]
    fewest = [row["tellers"] for row in seen if row["tellers"]]
    across = {row["feature"]: row["across"] for row in seen if row["tellers"]}
    return {
        "experiences": counted(len(found), "experience"),
        "explained": number(status["explained"]),
        "suggested": number(status["suggested"]),
        "unexplained": number(status["unexplained"]),
        "links": counted(len(data.nest["nest_links"]), "link"),
        "behind": counted(len(data.nest["nest_behind"]), "mechanism"),
        "features": counted(len({row["feature"] for row in seen}), "feature"),
        "common": number(sum(kind == "common" for kind in across.values())),
        "fewest": number(min(fewest)) if fewest else "0",
        "most": number(max(fewest)) if fewest else "0",
        "group": markdown(words(settings["teller_group"])),
        "support": counted(settings["min_support"], "informant"),
        "high": share(settings["high"]),
        "low": share(settings["low"]),
        "confidence": f"{settings['confidence']:.0%}".replace("%", " per cent"),
    }


def tests(data: Data) -> dict[str, str]:
    """The tests in numbers."""
    verdicts = Counter(test["verdict"] for test in data.tests)
    return {
        "count": counted(len(data.tests), "test"),
        "differences": number(verdicts["difference"]),
        "none": number(verdicts["no_difference_shown"]),
        "not_testable": number(verdicts["not_testable"]),
        "alpha": share(data.study["alpha"]),
        "by_chance": number(len(data.tests) * data.study["alpha"], 1),
    }
