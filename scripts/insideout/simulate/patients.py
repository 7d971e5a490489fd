"""The patients: those who were interviewed as they are, others made up around them by quota."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate.draw import Floats, Words, apportioned, chosen, coded
from insideout.tables.inputs import PATIENTS


class Site(NamedTuple):
    """A site's patients: letter of their ids, practices and their sizes, and what is published."""

    letter: str
    practices: Mapping[str, int]
    ages: tuple[int, int]
    conditions: float
    first_interview: str
    days: int


SITES = {
    "eastmere": Site("E", {"eastmere_1": 7, "eastmere_2": 6}, (62, 91), 3.3, "2012-05-08", 60),
    "whinshire": Site("W", {"whinshire_1": 7, "whinshire_2": 5}, (63, 91), 4.0, "2012-09-11", 50),
    "sedgeton": Site("S", {"sedgeton_1": 9, "sedgeton_2": 5}, (66, 89), 4.0, "2012-10-30", 45),
    "tarrow": Site("T", {"tarrow_1": 5, "tarrow_2": 9}, (66, 96), 4.4, "2012-11-20", 70),
    "fivecastles": Site("F", {"fivecastles_1": 12}, (72, 85), 3.5, "2013-02-12", 40),
}
HELD = {"S13": "sedgeton_2"}  # the patient with the long course of wound care
WITHOUT_RECORD = "F12"
UNDER_65 = ("E09", 62, "Not yet 65; kept because she had retired with long-standing conditions")
DIED = {"T11": 75}  # days after the interview
# Attribute -> its values and their published shares of patients; the last takes the rest
SHARES: dict[str, dict[str, float]] = {
    "sex": {"female": 0.55, "male": 0.45},
    "lives_alone": {"yes": 0.58, "no": 0.42},
    "housing": {"private": 0.78, "rented_or_other": 0.22},
    "major_change": {"yes": 0.62, "no": 0.38},
    "daily_activities": {"difficulty": 0.77, "no_difficulty": 0.23},
    "drives": {"not_for_health": 0.42, "never_learnt": 0.11, "yes": 0.47},
    "care_package": {"yes": 0.14, "no": 0.86},
    "equipment": {"yes": 0.18, "no": 0.82},
    "mental_health_problem": {"yes": 0.23, "no": 0.77},
}
TOLD = {  # what the interviews tell of these
    "drives": {"S10": "not_for_health", "E11": "yes"},
    "care_package": {"T02": "yes", "T06": "yes", "F01": "no", "E03": "no"},
    "mental_health_problem": {"W05": "yes", "W08": "yes", "F01": "yes", "S06": "yes", "T06": "yes"},
    "daily_activities": {"E03": "difficulty", "T02": "difficulty", "T06": "difficulty",
                         "W02": "difficulty", "S06": "difficulty", "S10": "difficulty"},
}  # fmt: skip
ATTRIBUTES = ("months_in_care", "organisations", "lives", "site", *SHARES)


def study_patients(interviewed: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """The default study's 65 patients; `interviewed` are the rows of those who speak in a source.

    Their declared columns, sex and lives_alone stay as they are.
    """
    known = interviewed.set_index("patient")
    rows = [
        {"patient": f"{site.letter}{number:02d}", "site": name}
        for name, site in SITES.items()
        for number in range(1, sum(site.practices.values()) + 1)
    ]
    made = pd.DataFrame(rows, dtype="str")
    old = known.reindex(made["patient"])
    made["practice"] = _practices(made, old["practice"].to_numpy(dtype=object), rng)
    made["record"] = np.where(made["patient"] == WITHOUT_RECORD, "no", "yes")
    made["age"] = _ages(made, old["age"].to_numpy(dtype=float, na_value=np.nan), rng)
    conditions = old["conditions"].to_numpy(dtype=float, na_value=np.nan)
    made["conditions"] = _conditions(made, conditions, rng)
    kept = {UNDER_65[0]: UNDER_65[2], **known["exception"].to_dict()}
    made["exception"] = [kept.get(p, "") for p in made["patient"]]
    made["eligible"] = np.where(made["exception"] == "", "yes", "no")
    made = _dated(made, set(known.index), rng)
    told: dict[str, dict[str, str]] = {
        "sex": _told(known["sex"]) | {UNDER_65[0]: "female"},
        "lives_alone": _told(known["lives_alone"]),
        **TOLD,
    }
    for name, shares in SHARES.items():
        made[name] = values(made, shares, told.get(name, {}), rng)
    made["months_in_care"] = 12 + np.floor(rng.gamma(2.0, 40.0, len(made))).astype(int)
    made["organisations"] = 2 + rng.binomial(3, 0.4, len(made))
    family = (made["lives_alone"] == "no") & ~made["patient"].isin(known.index)
    with_family = chosen(rng, family.to_numpy().astype(np.int64), np.where(family, 0.25, 0.0))
    made["lives"] = np.where(with_family, "with_family", "own_home")
    return made[[*(name for name in PATIENTS.names if name in made), *ATTRIBUTES]]


def many_patients(n: int, rng: Generator) -> pd.DataFrame:
    """So many patients at the same practices, to try the line at scale."""
    practices = [(p, name) for name, site in SITES.items() for p in site.practices]
    at = np.arange(n) % len(practices)
    width = len(str(n))
    made = pd.DataFrame({
        "patient": [f"P{number:0{width}d}" for number in range(1, n + 1)],
        "practice": np.array([p for p, _ in practices], dtype=object)[at],
        "interviewed": "2012-12-31", "died": "", "record": "yes",
        "age": rng.integers(65, 97, n), "conditions": rng.integers(2, 8, n),
        "eligible": "yes", "exception": "",
        "site": np.array([s for _, s in practices], dtype=object)[at],
    })  # fmt: skip
    for name, shares in SHARES.items():
        made[name] = values(made, shares, {}, rng)
    return made


def _told(values: pd.Series[str]) -> dict[str, str]:
    return {str(patient): str(value) for patient, value in values.items()}


def _practices(made: pd.DataFrame, known: Words, rng: Generator) -> list[str]:
    """Each known patient where they are registered, the others to fill the practices' numbers."""
    held = [HELD.get(p, "") if not isinstance(k, str) else k
            for p, k in zip(made["patient"], known, strict=True)]  # fmt: skip
    for site in SITES.values():
        at = [i for i, p in enumerate(made["patient"]) if p.startswith(site.letter) and not held[i]]
        left = [
            practice
            for practice, size in site.practices.items()
            for _ in range(size - held.count(practice))
        ]
        for i, practice in zip(at, rng.permutation(left), strict=True):
            held[i] = str(practice)
    return held


def _ages(made: pd.DataFrame, known: Floats, rng: Generator) -> list[int]:
    """Ages over each site's published range, whose ends occur; only exceptions are under 65."""
    ages = known.copy()
    for name, site in SITES.items():
        low, high = site.ages
        ages[made["patient"] == UNDER_65[0]] = UNDER_65[1]
        at = np.flatnonzero((made["site"] == name) & np.isnan(ages))
        ages[at] = rng.integers(max(low, 66), high, len(at))
        there = ages[(made["site"] == name).to_numpy()]
        ends = [end for end in (low, high) if end not in there]
        ages[rng.permutation(at)[: len(ends)]] = ends
    return [int(age) for age in ages]


def _conditions(made: pd.DataFrame, known: Floats, rng: Generator) -> list[int]:
    """Long-standing conditions, two or more, with each site's published mean."""
    found = known.copy()
    for name, site in SITES.items():
        here = (made["site"] == name).to_numpy()
        at = np.flatnonzero(here & np.isnan(found))
        total = round(site.conditions * int(here.sum())) - int(np.nansum(found[here])) - 2 * len(at)
        found[at] = 2 + apportioned(rng, max(total, 0), rng.gamma(2.5, size=len(at)))
    return [int(number) for number in found]


def _dated(made: pd.DataFrame, known: set[str], rng: Generator) -> pd.DataFrame:
    """Days of interview of those whose source has none, and of deaths."""
    interviewed, died = [], []
    for patient, name in zip(made["patient"], made["site"], strict=True):
        site = SITES[name]
        first = datetime.date.fromisoformat(site.first_interview)
        day = first + datetime.timedelta(days=int(rng.integers(site.days)))
        day -= datetime.timedelta(days=max(day.weekday() - 4, 0))  # not at weekends
        interviewed.append("" if patient in known else day.isoformat())
        death = day + datetime.timedelta(days=DIED.get(patient, 0))
        died.append(death.isoformat() if patient in DIED else "")
    return made.assign(interviewed=interviewed, died=died)


def values(
    made: pd.DataFrame, shares: Mapping[str, float], told: Mapping[str, str], rng: Generator
) -> list[str]:
    """Values of an attribute in these shares of all patients, spread over the sites."""
    site, _ = coded(made["site"].to_numpy())
    found = np.array([told.get(p, "") for p in made["patient"]], dtype=object)
    left = {value: round(share * len(made)) - int((found == value).sum())
            for value, share in shares.items()}  # fmt: skip
    free = np.flatnonzero(found == "")
    order = free[np.lexsort((rng.random(len(free)), site[free]))]
    counts = apportioned(rng, len(order), np.maximum(list(left.values()), 0))
    # one value after the other at even distances, so that each site has its part of each
    place = np.concatenate([(np.arange(c) + rng.random()) / max(c, 1) for c in counts])
    names = np.repeat(np.array(list(shares), dtype=object), counts)
    found[order] = names[np.argsort(place, kind="stable")]
    return [str(value) for value in found]
