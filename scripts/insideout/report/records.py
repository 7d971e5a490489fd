"""What the medical records show: their measures by site, and beside what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from insideout.report.data import Data, words
from insideout.report.markup import capital, counted, listed, markdown, number, pipe, share

INDICES = {
    "upc": "Usual provider (UPC)", "coc": "Bice-Boxerman (COC)", "secon": "Sequential (SECON)",
    "mmci": "MMCI", "herfindahl": "Herfindahl",
}  # fmt: skip
REASONS = {
    "unknown_patient": "of patients who aren't in the study",
    "no_record": "of patients whose records aren't of the study",
    "no_interview_date": "of patients whose interview has no date",
    "before_window": "before the window", "after_window": "after the window",
    "after_death": "after the patient's death", "excluded_kind": "of kinds that are left out",
    "duplicate": "there twice",
}  # fmt: skip
Patient = Mapping[str, Any]
Row = tuple[str, str, Callable[[Sequence[Patient]], str]]


def mean_of(name: str) -> Callable[[Sequence[Patient]], str]:
    """The mean of a count or index over the patients who have it, and its range."""

    def told(patients: Sequence[Patient]) -> str:
        values = [p[name] for p in patients if p[name] is not None]
        if not values:
            return "–"
        digits = 0 if isinstance(values[0], int) else 2
        ends = f"{number(min(values), digits)}–{number(max(values), digits)}"
        return f"{number(fmean(values), max(1, digits))} ({ends})"

    return told


def share_of(name: str) -> Callable[[Sequence[Patient]], str]:
    """The patients with a measure that is yes, or above 0, of those in whom it is defined."""

    def told(patients: Sequence[Patient]) -> str:
        values = [bool(p[name]) for p in patients if p[name] is not None]
        return f"{sum(values)} of {len(values)} ({share(fmean(values))})" if values else "–"

    return told


MEASURES: tuple[Row, ...] = (
    ("Encounters", "", mean_of("encounters")),
    ("with the practice", "", mean_of("with_practice")),
    ("with a GP", "", mean_of("with_gp")),
    ("at home", "", mean_of("home")),
    ("in the patient's absence", "", mean_of("in_absence")),
    ("Information passed on by others", "", mean_of("information_transfers")),
    ("Patients with a usual GP", "usual_gp", share_of("usual_gp")),
    ("GPs seen", "", mean_of("gps_seen")),
    ("Patients with an initiator", "", share_of("initiator")),
    ("Patients with an active coordinator", "", share_of("active")),
    ("Coordinators of a patient", "", mean_of("coordinators")),
    ("Patients who coordinate for themselves", "", share_of("own_coordination")),
    ("Patients with a recall or review", "", share_of("reviewed")),
    ("Patients with a care plan mentioned", "", share_of("care_plans")),
    ("Patients with community health involved", "", share_of("community_involved")),
)


def includes(data: Data) -> dict[str, str]:
    """The chapter's tables by name."""
    if not data.records:
        return {}
    return {
        "records-measures": measures(data), "records-continuity": continuity(data),
        "records-left-out": left_out(data), "records-published": published(data),
        "records-coordinators": coordinators(data),
    }  # fmt: skip


def variables(data: Data) -> dict[str, str]:
    """The numbers of the chapter's text."""
    rows = data.records["records_patients"]
    encounters = sum(row["encounters"] or 0 for row in rows)
    settings = data.study["records"]
    window, usual = settings["window_days"], settings["usual_gp"]
    base = {"practice": "encounters with the practice", "gp": "encounters with its GPs"}
    kinds = [words(kind) for kind in settings["exclude"]]
    negated = "doesn't" if len(kinds) == 1 else "don't"
    left_out = f"{capital(listed(kinds))} {negated} count."
    return {
        "patients": counted(len(rows), "patient"),
        "encounters": counted(encounters, "encounter"),
        "window": f"the {window} days before the interview" if window else "any time",
        "excluded": left_out if kinds else "Every kind counts.",
        "usual_gp": f"more than {share(usual['above'])} of the {base[usual['base']]}",
        "lead": "the most referrals"
        if settings["main_lead"] == 1
        else f"at least {settings['main_lead']} referrals more than any other",
    }


def by_site(data: Data) -> list[tuple[str, list[Patient]]]:
    """The patients with a record, site by site, and all of them at the end."""
    rows = list(data.records["records_patients"])
    order = [site for site in (*data.sites, "") if any((r["site"] or "") == site for r in rows)]
    parts = [(site, [r for r in rows if (r["site"] or "") == site]) for site in order]
    named = [(data.unit(site) if site else "No site", of) for site, of in parts]
    return [*named, ("All", rows)] if len(named) > 1 else [("All", rows)]


def measures(data: Data) -> str:
    """Measures by site."""
    sites = by_site(data)
    rows = [[label, *(tell(of) for _, of in sites)] for label, _, tell in MEASURES]
    head = ["", *(f"{markdown(name)} (*n*\u00a0=\u00a0{len(of)})" for name, of in sites)]
    caption = (
        "What the records hold, by site: means of a patient with the lowest and highest, or "
        "patients of those in whom it is defined."
    )
    widths = (22, *[round(78 / len(sites))] * len(sites))
    made = pipe(head, rows, "l" + "r" * len(sites), caption, "tbl-records-measures", widths)
    return f"::: {{.landscape}}\n\n{made}\n:::\n"


def continuity(data: Data) -> str:
    """Indices of continuity by site: mean, range and the patients in whom they are defined."""
    sites = by_site(data)
    rows = []
    for name, label in INDICES.items():
        cells = []
        for _, of in sites:
            defined = sum(row[name] is not None for row in of)
            cells.append(f"{mean_of(name)(of)}, *n*\u00a0=\u00a0{defined}")
        rows.append([label, *cells])
    caption = "Continuity with one provider: means by site, with the lowest and highest."
    head = ["Index", *(markdown(name) for name, _ in sites)]
    widths = (22, *[round(78 / len(sites))] * len(sites))
    made = pipe(head, rows, "l" + "r" * len(sites), caption, "tbl-records-continuity", widths)
    return f"::: {{.landscape}}\n\n{made}\n:::\n"


def left_out(data: Data) -> str:
    """What no measure counts, by reason."""
    found = Counter(row["reason"] for row in data.records["records_left_out"])
    if not found:
        return "Every encounter of the table counts.\n"
    told = f"{counted(found.total(), 'encounter')} of the table"
    told += f" {'counts' if found.total() == 1 else 'count'} nowhere (@tbl-records-left-out)."
    rows = [[text, number(found[reason])] for reason, text in REASONS.items() if found[reason]]
    caption = "Encounters that no measure counts, and why."
    made = pipe(["Encounters", "Number"], rows, "lr", caption, "tbl-records-left-out")
    return f"{told}\n\n{made}"


def coordinators(data: Data) -> str:
    """Who the main coordinators are, by both criteria."""
    rows = data.records["records_patients"]
    roles = [Counter(r[f"main_{kind}_role"] for r in rows if r[f"main_{kind}"])
             for kind in ("initiator", "active")]  # fmt: skip
    named = sorted({role for found in roles for role in found}, key=lambda r: -roles[0][r])
    body = [[markdown(capital(words(r)) if r else "Not known"), *(number(f[r]) for f in roles)]
            for r in named]  # fmt: skip
    none = [str(sum(not r[f"main_{kind}"] for r in rows)) for kind in ("initiator", "active")]
    body.append(["No main coordinator (nobody, or a tie)", *none])
    caption = "Main coordinators of patients' care, by what they are and by both criteria."
    head = ["The main coordinator is a", "by referrals", "by acts"]
    return pipe(head, body, "lrr", caption, "tbl-records-coordinators")


def published(data: Data) -> str:
    """Aggregates beside published figures."""
    rows = data.records["records_published"]
    if not rows:
        return ""
    bounds = {"at_least": "≥ ", "at_most": "≤ "}
    body = [
        [
            markdown(row["meaning"] + (f", {among(data, row['among'])}" if row["among"] else "")),
            figure(row["value"]), number(row["n"]),
            bounds.get(row["bound"] or "", "") + figure(row["published"]),
            figure(row["difference"]), markdown(row["note"] or ""),
        ]
        for row in rows
    ]  # fmt: skip
    head = ["Figure", "This study", "*n*", "Published", "Difference", "Bear in mind"]
    caption = "The records of this study beside the published figures."
    widths = (36, 10, 8, 11, 11, 24)
    return pipe(head, body, "lrrrrl", caption, "tbl-records-published", widths)


def among(data: Data, group: str) -> str:
    """The group that an aggregate is of, in words."""
    return data.unit(group) if group in data.unit_names else f"{words(group)} practices"


def figure(value: float | None) -> str:
    """A whole number as it is, a share to two places, a mean to one."""
    if value is None or float(value).is_integer():
        return number(value)
    return number(value, 2 if abs(value) < 1 else 1)
