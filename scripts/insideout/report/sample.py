"""Who was asked: sources, people, patients' eligibility, and words that mark a site."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from insideout.report.data import Data, words
from insideout.report.markup import (
    band,
    capital,
    counted,
    floating,
    html,
    listed,
    markdown,
    number,
    pipe,
    table,
    td,
    tr,
)
from insideout.report.records import party

RANGES = {
    "age": ("Age", "age"),
    "conditions": ("Long-standing conditions", "number of conditions"),
}
ROLES = ("informant", "companion", "interviewer")


def includes(data: Data) -> dict[str, str]:
    """The chapter's tables by name."""
    return {
        "sources": sources(data),
        "people": people(data),
        "patients": patients(data),
    }


def sources(data: Data) -> str:
    """The table of sources, site by site."""
    head = ["Source", "Who speaks", "Gathered in", "Date", "Format", "Words", "Turns",
            "May be quoted"]  # fmt: skip
    rows: list[str] = []
    for site, names in groupby(data.by_site, data.site_of_case):
        if data.sites:
            rows.append(band(html(data.unit(site) if site else "No site"), len(head)))
        rows += [_source(data, data.sources[name]) for name in names]
    caption = (
        "The sources: who speaks in them besides the interviewer, where and when they were "
        "gathered, and whether their words may be quoted."
    )
    return floating("tbl-sources", table(head, rows), caption)


def _source(data: Data, row: Mapping[str, Any]) -> str:
    people = [_who(data, who, row["source"]) for who in row["informants"].split()]
    kind = "" if row["kind"] == "interview" else f", {html(words(row['kind']))}"
    cells = [
        td(html(row["source"]) + kind),
        td(", ".join(people) or "–"),
        td(html(data.unit(row["unit"])) if row["unit"] else "–"),
        td(f'<span style="white-space: nowrap">{html(row["date"]) or "–"}</span>'),
        td(html(row["format"])),
        td(number(row["words"]), right=True),
        td(number(row["turns"]), right=True),
        td("yes" if row["consent_quote"] else "no"),
    ]
    return tr(cells)


def _who(data: Data, person: str, source: str) -> str:
    """Group of a person who speaks, and their id where it isn't the source's."""
    group = html(party(data.people.get(person, {}).get("group", "")))
    if person == source and group:
        return group
    return f"{html(person)} ({group})" if group else html(person)


def people(data: Data) -> str:
    """Informants by group and site."""
    sites = [*data.sites, ""] if data.sites else [""]
    seen = Counter(
        (p["group"], data.site_of.get(p["unit"], "") if data.sites else "") for p in data.informants
    )
    shown = [site for site in sites if site or not data.sites or any(k[1] == "" for k in seen)]
    groups = list(dict.fromkeys(p["group"] for p in data.informants))
    heads = [markdown(data.unit(site)) if site else "No site" for site in shown]
    several = len(shown) > 1
    head = ["Group", *heads, "All"] if several else ["Group", "People"]
    rows = [
        _counts(markdown(capital(party(g))), [seen[g, s] for s in shown], several) for g in groups
    ]
    if len(groups) > 1:
        totals = [sum(seen[g, site] for g in groups) for site in shown]
        rows.append([f"**{cell}**" for cell in _counts("All", totals, several)])
    where = " and site" if several else ""
    return pipe(
        head, rows, "l" + "r" * (len(head) - 1), f"Informants by group{where}.", "tbl-people"
    )


def _counts(name: str, counts: list[int], several: bool) -> list[str]:
    return [name, *map(str, counts), *([str(sum(counts))] if several else [])]


def patients(data: Data) -> str:
    """Patients' ages and conditions by site, and those kept in spite of the criteria."""
    if not data.patients:
        return ""
    of_site: dict[str, list[Mapping[str, Any]]] = {}
    for patient in data.patients:
        site = data.site_of.get(patient["practice"], "") or data.site_of_person(patient["patient"])
        of_site.setdefault(site, []).append(patient)
    order = [site for site in (*data.sites, "") if site in of_site]
    none = "No site" if data.sites else "All"
    known = [name for name in RANGES if any(p[name] is not None for p in data.patients)]
    rows = [
        [markdown(data.unit(s)) if s else none, number(len(of_site[s])),
         *(_ends(p[name] for p in of_site[s]) for name in known)]
        for s in order
    ]  # fmt: skip
    head = ["Site", "Patients", *(RANGES[name][0] for name in known)]
    ranges = listed([RANGES[name][1] for name in known])
    caption = f"Patients by site{', with the lowest and highest ' if known else ''}{ranges}."
    made = pipe(head, rows, "lr" + "r" * len(known), caption, "tbl-patients")
    if data.quality.get("eligibility"):  # criterion by criterion, in a section of its own
        return made
    return f"{made}\n{_eligible(data.patients)}\n"


def _eligible(patients: Sequence[Mapping[str, Any]]) -> str:
    """What the table of patients says of who is eligible; nothing where it doesn't."""
    stated = [p["eligible"] for p in patients if p["eligible"] is not None]
    if False in stated:
        return _exceptions([p for p in patients if p["eligible"] is False])
    if not stated:
        return ""
    whom = "Every patient" if len(stated) == len(patients) else (
        f"Each of the {counted(len(stated), 'patient')} of whom it is noted"
    )  # fmt: skip
    return f"{whom} is noted as eligible."


def _ends(values: Iterable[int | None]) -> str:
    known = sorted(value for value in values if value is not None)
    if not known:
        return "–"
    return str(known[0]) if known[0] == known[-1] else f"{known[0]} to {known[-1]}"


def _exceptions(odd: list[Mapping[str, Any]]) -> str:
    which = "One patient doesn't" if len(odd) == 1 else f"{len(odd)} patients don't"
    lines = [
        f"- {markdown(p['patient'])}: {markdown(p['exception'] or 'no reason given')}" for p in odd
    ]
    return "\n".join(
        [f"{which} meet the study's criteria, and stayed in for a reason:", "", *lines]
    )


def spoken(data: Data) -> list[tuple[str, dict[str, int]]]:
    """Words by speaker's role, for each site (or, without sites, for all sources together)."""
    role = {(turn["source"], turn["turn"]): turn["role"] for turn in data.turns}
    counts: dict[str, Counter[str]] = {}
    for sentence in data.sentences:
        site = data.site_of_case(sentence["source"])
        said = counts.setdefault(site, Counter())
        said[role[sentence["source"], sentence["turn"]]] += sentence["words"]
    order = [site for site in (*data.sites, "") if site in counts]
    alone = "No site" if data.sites else "All sources"
    return [(data.unit(s) if s else alone, {r: counts[s][r] for r in ROLES}) for s in order]
