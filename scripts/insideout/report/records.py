"""What the medical records show: their measures by site, and beside what was published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from statistics import fmean
from typing import Any

from insideout.extract.declared import AGGREGATES
from insideout.report.data import Data, words
from insideout.report.markup import capital, counted, listed, markdown, number, pipe, share
from insideout.report.unmade import defined, lacking, unmade

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
Told = Callable[[Sequence[Patient]], str]
Row = tuple[str, str, Callable[[str], Told]]  # label, column, how it is told
BASES = {  # of aggregates that are no shares of patients
    "encounters": "encounter", "at_surgery": "encounter", "with_practice": "encounter",
    "medication_reviews": "review", "referrals": "referral", "gp_referrals": "referral",
    "coordinators": "coordinator",
}  # fmt: skip


def party(name: str) -> str:
    """What people are, in words: gp → GP, practice_staff → practice staff."""
    return " ".join("GP" if word == "gp" else word for word in words(name).split(" "))


def mean_of(name: str) -> Told:
    """The mean of a count or index over the patients who have it, and its range."""

    def told(patients: Sequence[Patient]) -> str:
        values = [p[name] for p in patients if p[name] is not None]
        if not values:
            return "–"
        digits = 0 if isinstance(values[0], int) else 2
        ends = f"{number(min(values), digits)}–{number(max(values), digits)}"
        return f"{number(fmean(values), max(1, digits))} ({ends})"

    return told


def share_of(name: str) -> Told:
    """The patients with a measure that is yes, or above 0, of those in whom it is defined."""

    def told(patients: Sequence[Patient]) -> str:
        values = [bool(p[name]) for p in patients if p[name] is not None]
        return f"{sum(values)} of {len(values)} ({share(fmean(values))})" if values else "–"

    return told


MEASURES: tuple[Row, ...] = (
    ("Encounters", "encounters", mean_of),
    ("with the practice", "with_practice", mean_of),
    ("with a GP", "with_gp", mean_of),
    ("at home", "home", mean_of),
    ("in the patient's absence", "in_absence", mean_of),
    ("Information passed on by others", "information_transfers", mean_of),
    ("Patients with a usual GP", "usual_gp", share_of),
    ("GPs seen", "gps_seen", mean_of),
    ("Patients with an initiator", "initiator", share_of),
    ("Patients with an active coordinator", "active", share_of),
    ("Coordinators of a patient", "coordinators", mean_of),
    ("Patients who coordinate for themselves", "own_coordination", share_of),
    ("Patients with a recall or review", "reviewed", share_of),
    ("Patients with a care plan mentioned", "care_plans", share_of),
    ("Patients with community health involved", "community_involved", share_of),
)
PORTRAIT = 7  # columns that a page takes upright
USUAL = "A patient has a **usual GP** who was met in {usual_gp}. "
COORDINATOR = (
    "A **coordinator** is anybody who initiates care (criterion 1), or does more than that: seeks "
    "information, raises a query, speaks up for the patient, chases, delegates, or is the one whom "
    "the patient seeks first (criterion 2). "
)
MAIN = (
    "The **main coordinator** has {lead} by criterion 1, the most acts by criterion 2, and with a "
    "tie there is none. "
)
CODED = (
    "What coordination there was in an encounter was coded by people when they extracted it, "
    "never guessed from the words of a comment."
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
    """The numbers of the chapter's text, and its sentences on what not every record can show."""
    rows = data.records["records_patients"]
    encounters = sum(row["encounters"] or 0 for row in rows)
    settings = data.study["records"]
    window, usual = settings["window_days"], settings["usual_gp"]
    base = {"practice": "encounters with the practice", "gp": "encounters with its GPs"}
    usual_gp = f"more than {share(usual['above'])} of the {base[usual['base']]}"
    lead = "the most referrals"
    if settings["main_lead"] != 1:
        lead = f"at least {settings['main_lead']} referrals more than any other"
    has = {name: defined(rows, name) for name in ("usual_gp", "initiator", "initiators")}
    return {
        "patients": counted(len(rows), "patient"),
        "encounters": counted(encounters, "encounter"),
        "window": f"the {window} days before the interview" if window else "any time",
        "excluded": _excluded(data),
        "usual_gp": usual_gp, "lead": lead,
        "coded": CODED if has["initiator"] else "",
        "definitions": (USUAL.format(usual_gp=usual_gp) if has["usual_gp"] else "")
        + (COORDINATOR if has["initiator"] else "")
        + (MAIN.format(lead=lead) if has["initiators"] else ""),
    }  # fmt: skip


def _excluded(data: Data) -> str:
    """Which kinds of encounters don't count, where the records tell their kind."""
    if "transaction_type" in lacking(data, "informations"):
        return ""
    kinds = [words(kind) for kind in data.study["records"]["exclude"]]
    negated = "doesn't" if len(kinds) == 1 else "don't"
    return f"{capital(listed(kinds))} {negated} count." if kinds else "Every kind counts."


def by_site(data: Data) -> list[tuple[str, list[Patient]]]:
    """The patients with a record, site by site, and all of them at the end."""
    rows = list(data.records["records_patients"])
    order = [site for site in (*data.sites, "") if any((r["site"] or "") == site for r in rows)]
    parts = [(site, [r for r in rows if (r["site"] or "") == site]) for site in order]
    named = [(data.unit(site) if site else "No site", of) for site, of in parts]
    return [*named, ("All", rows)] if len(named) > 1 else [("All", rows)]


def measures(data: Data) -> str:
    """Measures by site, and which could not be made."""
    sites = by_site(data)
    patients = data.records["records_patients"]
    made = [row for row in MEASURES if defined(patients, row[1])]
    rows = [[label, *(tell(name)(of) for _, of in sites)] for label, name, tell in made]
    gone = unmade(data, {name: _within(label) for label, name, _ in MEASURES})
    if not rows:
        return gone
    head = ["", *(f"{markdown(name)} (*n*\u00a0=\u00a0{len(of)})" for name, of in sites)]
    by = " by site" if len(sites) > 1 else ""
    caption = f"Measures{by}: mean (lowest to highest), or number of patients (share)."
    return _wide(head, rows, caption, "tbl-records-measures") + gone


def _within(label: str) -> str:
    """A label as it stands within a sentence."""
    if label[0].islower():
        return f"encounters {label}"
    return label[0].lower() + label[1:] if label[1].islower() else label


def continuity(data: Data) -> str:
    """Indices of continuity by site: mean, range and the patients in whom they are defined."""
    sites = by_site(data)
    patients = data.records["records_patients"]
    rows = []
    for name, label in INDICES.items():
        cells = []
        for _, of in sites:
            n = sum(row[name] is not None for row in of)
            cells.append(f"{mean_of(name)(of)}, *n*\u00a0=\u00a0{n}")
        rows += [[label, *cells]] if defined(patients, name) else []
    gone = unmade(data, INDICES)
    if not rows:
        return gone
    by = ": means by site" if len(sites) > 1 else ": means"
    caption = f"Continuity with one provider{by}, with the lowest and highest."
    head = ["Index", *(markdown(name) for name, _ in sites)]
    return _wide(head, rows, caption, "tbl-records-continuity") + gone


def _wide(head: Sequence[str], rows: Sequence[Sequence[str]], caption: str, name: str) -> str:
    """A table with a column a site, on a page across where upright it has no room."""
    first = 22 if len(head) > 3 else 34
    widths = (first, *[round((100 - first) / (len(head) - 1))] * (len(head) - 1))
    made = pipe(head, rows, "l" + "r" * (len(head) - 1), caption, name, widths)
    return f"::: {{.landscape}}\n\n{made}\n:::\n" if len(head) > PORTRAIT else made


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
    """Who the main coordinators are, by the criteria that the records can tell of."""
    rows = data.records["records_patients"]
    needs = {"initiator": ("initiators", "referrals"), "active": ("active_coordinators",)}
    kinds = [kind for kind, names in needs.items() if all(defined(rows, n) for n in names)]
    if not kinds:
        return ""
    known = [r for r in rows if any(r[name] is not None for k in kinds for name in needs[k][:1])]
    roles = [Counter(r[f"main_{k}_role"] for r in known if r[f"main_{k}"]) for k in kinds]
    named = sorted({role for found in roles for role in found}, key=lambda r: -roles[0][r])
    body = [[markdown(capital(party(r))) if r else "Not known", *(number(f[r]) for f in roles)]
            for r in named]  # fmt: skip
    none = [str(sum(not r[f"main_{kind}"] for r in known)) for kind in kinds]
    body.append(["No main coordinator (nobody, or a tie)", *none])
    by = {"initiator": "by referrals", "active": "by acts"}
    which = "both criteria" if len(kinds) == 2 else "the criterion there is"
    caption = f"Main coordinators of patients' care, by what they are and by {which}."
    head = ["The main coordinator is a", *(by[kind] for kind in kinds)]
    return pipe(head, body, "l" + "r" * len(kinds), caption, "tbl-records-coordinators")


def published(data: Data) -> str:
    """Aggregates beside published figures."""
    rows = data.records["records_published"]
    if not rows:
        return ""
    bounds = {"at_least": "≥ ", "at_most": "≤ "}
    body = [
        [
            markdown(row["meaning"] + (f", {among(data, row['among'])}" if row["among"] else "")),
            figure(row["value"]), rests_on(row["aggregate"], row["n"]),
            bounds.get(row["bound"] or "", "") + figure(row["published"]),
            figure(row["difference"]), markdown(row["note"] or ""),
        ]
        for row in rows
    ]  # fmt: skip
    head = ["Figure", "This study", "Rests on", "Published", "Difference", "Bear in mind"]
    caption = "The records of this study beside the published figures."
    widths = (33, 9, 13, 11, 11, 23)
    return pipe(head, body, "lrlrrl", caption, "tbl-records-published", widths)


def rests_on(aggregate: str, n: int | None) -> str:
    """What an aggregate is made of, with its noun: 64 patients, 2,031 encounters."""
    if n is None:
        return "–"
    found = next((a for a in AGGREGATES if a.name == aggregate), None)
    if found is None or found.how not in ("ratio", "units_without"):
        return counted(n, "patient")
    if found.how == "units_without":
        return counted(n, "practice")
    return counted(n, BASES.get(found.base, "patient"))


def among(data: Data, group: str) -> str:
    """The group that an aggregate is of, in words."""
    return data.unit(group) if group in data.unit_names else f"{words(group)} practices"


def figure(value: float | None) -> str:
    """A whole number as it is, a share to two places, a mean to one."""
    if value is None or float(value).is_integer():
        return number(value)
    return number(value, 2 if abs(value) < 1 else 1)
