"""Every number of the text, by the name that `{{< var … >}}` gives it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from insideout.report import deidentified, hypotheses, quality, records, witnesses
from insideout.report.coders import coders, others
from insideout.report.coding import consensus
from insideout.report.coding import variables as agreed
from insideout.report.data import Data, Records, words
from insideout.report.evidence import Evidence
from insideout.report.frames import summaries
from insideout.report.inductive import variables as inductive
from insideout.report.markup import counted, listed, markdown, number, share
from insideout.report.sample import spoken
from insideout.report.test_variables import variables as tests

UNTOLD = "No experience was told of that could be explained."
BEARING = (
    "“Evidence of” names the feature of care that a code speaks of, or the features that a "
    "mechanism is expected to help or to cost. "
)


def variables(data: Data, evidence: Evidence) -> dict[str, Any]:
    """The book's variables; those of a stage only when the study has it."""
    made: dict[str, Any] = {"study": {"title": markdown(data.study["title"])}}
    made |= {"n": sizes(data, evidence)}
    made |= {"coding": coding(data), "sample": sample(data)}
    made |= {"agree": agreed(data), "suggest": inductive(data)}
    made |= {"design": design(data)}
    made |= {"masked": deidentified.variables(data)} if data.deidentified else {}
    made |= {"nest": nest(data)} if data.nest else {}
    made |= {"quality": quality.variables(data)} if data.quality else {}
    if data.compared:
        n = len(data.study["compare"]["comparisons"])
        made |= {"compared": {"count": counted(n, "comparison")}}
    made |= {"judged": hypotheses.variables(data)} if data.judged else {}
    if data.responses:
        people = len({row["informant"] for row in data.responses})
        made |= {"items": {"people": counted(people, "person", "people")}}
    if data.records:
        made |= {"records": records.variables(data), "witnesses": witnesses.variables(data)}
    return made | ({"tests": tests(data)} if data.tests or data.statistics else {})


def design(data: Data) -> str:
    """What the analysis follows, with what was published of it; ends in a space."""
    framework = "the framework method [@ritchie1994; @gale2013]"
    if data.nest:
        return (
            "The design follows inside-out framework analysis [@sheaff2015], a form of "
            f"{framework} that starts from what patients experience and explains it ring by ring "
            "outwards. "
        )
    return f"Codings are charted as in {framework}. " if any(data.frames.values()) else ""


def sizes(data: Data, evidence: Evidence) -> dict[str, str]:
    """How many there are of everything, with its noun."""
    cells = [cell for frame in data.frames.values() for cell in frame if not cell["within"]]
    summed, bound, stale = summaries(cells)
    withheld = {s["source"] for s in data.manifest if not s["quotable"]}
    return {
        "sources": counted(len(data.manifest), "source"),
        "words": counted(sum(s["words"] for s in data.manifest), "word"),
        "turns": counted(len(data.turns), "speaking turn"),
        "sentences": counted(len(data.sentences), "sentence"),
        "informants": counted(len(data.informants), "informant"),
        "speaking": f"{counted(len(data.informants), 'informant')} "
        f"{'speaks' if len(data.informants) == 1 else 'speak'} in them",
        "sites": counted(len(data.sites), "site"),
        "codes": counted(len(data.codebook), "code"),
        "used": number(sum(count["codings"] > 0 for count in data.counts)),
        "codings": counted(len(data.placed), "coding"),
        "passages": counted(len({c["passage"] for c in consensus(data)}), "passage"),
        "quotations": counted(len(evidence.all), "quotation"),
        "withheld": counted(sum(q.source in withheld for q in evidence.all), "quotation"),
        "coders": counted(len(coders(data)), "coder"),
        "frames": counted(len(data.frames), "framework matrix", "framework matrices"),
        "cells": counted(len(cells), "cell"),
        "filled": number(sum(cell["codings"] > 0 for cell in cells)),
        "summaries": counted(sum(bool(cell["summary"]) for cell in cells), "summary", "summaries"),
        "bound": number(bound),
        "stale": number(stale),
        "summing": summing(summed, bound, stale),
    }


def summing(summed: int, bound: int, stale: int) -> str:
    """What is known of the summaries' age, in sentences."""
    if not summed:
        return "No summaries were written."
    one = summed == 1
    told = (
        f"{counted(summed, 'summary', 'summaries')} {'was' if one else 'were'} written by analysts."
    )
    if bound:
        which = "It is" if one else "All are" if bound == summed else (
            f"{bound:,} of them {'is' if bound == 1 else 'are'}"
        )  # fmt: skip
        told += (
            f" {which} bound to the codings that were read in writing: when these change, a "
            f"summary is called stale, older than its evidence ({stale or 'none'} now)."
        )
    if bound < summed:
        free = summed - bound
        told += (
            f" {free:,} {'is' if free == 1 else 'are'} not bound to any codings, so that nobody "
            "can tell from the tables whether the evidence has changed since."
        )
    return told


def coding(data: Data) -> dict[str, str]:
    """Who coded, and how the quotes were found."""
    how = Counter(c["how"] for c in data.placed)
    return {
        "coders": markdown(listed(coders(data))) or "nobody yet",
        "others": others(data),
        "exact": number(how["exact"]),
        "folded": number(how["folded"]),
        "approximate": number(how["approximate"]),
        "orphans": counted(len(data.orphans), "coding"),
        "threshold": number(data.study["anchor"]["threshold"]),
        "bearing": BEARING if any(c["feature"] or c["shows"] for c in data.codebook) else "",
    }


def _so_many(n: int, named: str) -> str:
    """How many of a kind; names that have no plural in s stand before their number."""
    if named.endswith(("s", "y", "care")):
        return f"{named} ({n:,})"
    return counted(n, named)


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
    told = markdown(listed([_so_many(n, group) for group, n in groups.items()]))
    return {
        "kinds": markdown(listed([_so_many(n, kind) for kind, n in kinds.items()])),
        "formats": markdown(listed([f"{n} {kind}" for kind, n in sorted(formats.items())])),
        "groups": told,
        "of_groups": f": {told}" if set(groups) - {"informant", ""} else "",
        "dates": f" {_dated(dates)}" if dates else "",
        "marking": ", from which the words that mark a site were found" if data.keyness else "",
        "asked_share": share(total["interviewer"] / whole) if whole else "–",
        "told_share": share(1 - total["interviewer"] / whole) if whole else "–",
    }


def _dated(dates: list[str]) -> str:
    if dates[0] == dates[-1]:
        return f"The sources that are dated are of {dates[0]}."
    return f"The sources that are dated are from between {dates[0]} and {dates[-1]}."


def nest(data: Data) -> dict[str, str]:
    """The inside-out analysis in numbers."""
    found = data.nest["nest_findings"]
    status = Counter(row["status"] for row in found)
    settings = data.study["nest"]
    seen = data.nest["nest_patterns"]
    across = {row["feature"]: row["across"] for row in seen if row["tellers"]}
    return {
        "experiences": counted(len(found), "experience"),
        "explained": number(status["explained"]),
        "are_explained": "is" if status["explained"] == 1 else "are",
        "suggested": number(status["suggested"]),
        "are_suggested": "is" if status["suggested"] == 1 else "are",
        "unexplained": number(status["unexplained"]),
        "stay": "stays" if status["unexplained"] == 1 else "stay",
        "links": counted(len(data.nest["nest_links"]), "link"),
        "ruled_out": number(sum(link["status"] == "ruled_out" for link in data.nest["nest_links"])),
        "behind": counted(len(data.nest["nest_behind"]), "mechanism"),
        "features": counted(len({row["feature"] for row in seen}), "feature"),
        "common": number(sum(kind == "common" for kind in across.values())),
        "base": base(seen, settings["low"], settings["high"]),
        "untold": "" if found else UNTOLD,
        "group": markdown(words(settings["teller_group"])),
        "support": counted(settings["min_support"], "informant"),
        "min_reach": share(settings["min_reach"]),
        "min_alike": share(settings["min_alike"]),
        "grid": grid(settings["grid"]),
        "high": share(settings["high"]),
        "low": share(settings["low"]),
        "confidence": f"{settings['confidence']:.0%}".replace("%", " per cent"),
    }


def grid(varied: Mapping[str, Any]) -> str:
    """The thresholds that are varied, in brackets after a space."""
    support = listed([f"{n}" for n in varied.get("min_support", ())])
    bands = listed([f"{share(low)}/{share(high)}" for low, high in varied.get("bands", ())])
    said = [f"least support {support}"] if support else []
    said += [f"a pattern absent up to/present from {bands}"] if bands else []
    return f" ({'; '.join(said)})" if said else ""


def base(rows: Records, low: float, high: float) -> str:
    """How many people the shares rest on, and how far one more of them could shift a pattern."""
    told = [row for row in rows if row["tellers"]]
    if not told:
        return "Nobody told of any of these features, so that there is no pattern to show."
    people = sorted({row["tellers"] for row in told})
    rest = f"{people[0]} to {people[-1]} people" if len(people) > 1 else counted(
        people[0], "person", "people"
    )  # fmt: skip
    loose = sum(_loose(row, low, high) for row in told)
    wide = sum(row["low"] <= low and row["high"] >= high for row in told)
    shift = (
        f"One more person could change {loose} of the {counted(len(told), 'pattern')}, and "
        f"{wide or 'none'} of the intervals {'runs' if wide < 2 else 'run'} across all three kinds."
    )
    return f"The base of these shares is {rest}. {shift}"


def _loose(row: Mapping[str, Any], low: float, high: float) -> bool:
    """Whether one more person with the feature, or without it, would change the pattern."""

    def called(value: float) -> str:
        return "present" if value >= high else "absent" if value <= low else "mixed"

    carried, n = row["share"] * row["tellers"], row["tellers"] + 1
    return {called(carried / n), called((carried + 1) / n)} != {called(row["share"])}
