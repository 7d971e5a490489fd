"""One declared test: chosen, done or refused, with its partner that respects clusters."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import partial
from typing import Any

import numpy as np
import pandas as pd

from insideout.attributes import SITE, number
from insideout.test import correlation, means, pairs, proportions, ranks, tables
from insideout.test.cases import PRACTICE, complete, counted, groups_in
from insideout.test.choose import (
    COUNTS,
    GROUPS,
    NUMBERS,
    STRATA,
    Choice,
    chosen,
    grouped,
    not_numbers,
    paired,
)
from insideout.test.clusters import Partner, partner
from insideout.test.counts import cells_of
from insideout.test.finding import Finding, counted_words
from insideout.test.groups import described_groups
from insideout.test.sentence import named
from insideout.test.variables import key_of, name_of, numbers_of, variables_of

Declared = Mapping[str, Any]
Finder = Callable[..., Finding]
OF_COUNTS: dict[str, Finder] = {
    "chi_squared": tables.chi_squared,
    "chi_squared_yates": partial(tables.chi_squared, yates=True),
    "two_proportions": proportions.two_proportions,
}
OF_GROUPS: dict[str, Finder] = {
    "anova": means.anova, "welch": means.welch, "t": means.t_test, "welch_t": means.welch_t,
    "kruskal_wallis": ranks.kruskal_wallis, "mann_whitney": ranks.mann_whitney,
}  # fmt: skip
OF_NUMBERS: dict[str, Finder] = {"pearson": correlation.pearson, "spearman": correlation.spearman}
POST_HOC = {"anova": "tukey", "welch": "games_howell", "kruskal_wallis": "dunn"}
AFTER: dict[str, Callable[..., list[dict[str, Any]]]] = {
    "tukey": pairs.tukey, "games_howell": pairs.games_howell, "dunn": pairs.dunn,
}  # fmt: skip
ANSWERS = "answers are ranked by their place in the scale, the most favourable first"
SHOWN = ("differs", "differs_if_independent")  # verdicts after which pairs are looked at


@dataclass(frozen=True)
class Settings:
    """What the study file says of all tests together."""

    alpha: float = 0.05
    seed: int = 0
    adjust: str = "holm"
    smallest_group: int = 3
    permutations: int = 9999
    gee_from: int = 15

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> Settings:
        """The settings that concern tests, of those that a stage is handed."""
        return cls(**{one.name: settings[one.name] for one in fields(cls)})


@dataclass(frozen=True)
class Done:
    """One test as it was done: `row` is one of the table tests, before families and verdicts."""

    test: Declared
    cases: pd.DataFrame
    choice: Choice
    finding: Finding
    row: dict[str, Any]


def one(
    test: Declared, cases: pd.DataFrame, settings: Settings, names: Mapping[str, str] | None = None
) -> Done:
    """One declared test of its cases (see `case_table`). `names`: of the units, by id."""
    choice = chosen(test, cases)
    both = complete(cases, test)
    few = too_small(test, both, choice.method, settings, names or {})
    reason = choice.refused or few
    if few and choice.why:
        choice = replace(choice, why="")  # what few cases look like says nothing of the variables
    if reason:
        found = refused(test, both, choice, reason, 1 - settings.alpha)
    else:
        found = find(test, cases, choice, settings)
    beside = beside_it(test, both, choice.method, settings) if found.p is not None else None
    drawn = f"random numbers from seed {settings.seed} and the test's id"
    if found.p_error is not None:
        found = replace(found, notes=(*found.notes, drawn))
    if beside and beside.p_error is not None:
        beside = replace(beside, note=f"{beside.note}; {drawn}")
    return Done(test, cases, choice, found, row_of(test, cases, choice, found, beside))


def cases_noun(test: Declared) -> str:
    """What one case is called: patient, or the group of informants."""
    patient = test.get("unit", "informant") == "patient"
    return "patient" if patient else named(test.get("group") or "informant")


def too_small(
    test: Declared, both: pd.DataFrame, method: str, settings: Settings, names: Mapping[str, str]
) -> str:
    """Why there are too few cases, if there are: `2 patients in one group (North)`."""
    noun, least = cases_noun(test), settings.smallest_group
    needed = f"at least {least} are needed"
    if method in NUMBERS:
        few = len(both) < least
        return f"{counted_words(len(both), noun)} with both numbers, where {needed}" if few else ""
    sizes = both[key_of(test["by"])].value_counts()
    groups = groups_in(both, key_of(test["by"]))
    small = {group: int(sizes[group]) for group in groups if sizes[group] < least}
    if not small:
        return ""
    called = {group: names.get(group, named(group)) for group in small}
    if len(small) == 1:
        [(group, n)] = small.items()
        return f"{counted_words(n, noun)} in one group ({called[group]}), where {needed}"
    listed = ", ".join(f"{called[group]}: {n}" for group, n in small.items())
    return f"fewer than {least} {noun}s in {len(small)} groups ({listed})"


def refused(
    test: Declared, both: pd.DataFrame, choice: Choice, reason: str, confidence: float
) -> Finding:
    """What is known of a test that isn't done: why, and what its groups look like."""
    outcome, by = key_of(test["outcome"]), key_of(test["by"])
    if choice.method in NUMBERS:
        return Finding(1 if len(both) else 0, notes=(reason,))
    if choice.method in GROUPS and not not_numbers(both, (outcome,)):
        groups = grouped(both, outcome, by)
        return Finding(len(groups), notes=(reason,), cells=described_groups(groups, confidence))
    counts = counted(both, outcome, by)
    return Finding(len(counts), notes=(reason,), cells=cells_of(counts, None, confidence))


def find(test: Declared, cases: pd.DataFrame, choice: Choice, settings: Settings) -> Finding:
    """What a test finds in its cases, by the method that was chosen."""
    method, confidence = choice.method, 1 - settings.alpha
    outcome, by = key_of(test["outcome"]), key_of(test["by"])
    numbers = numbers_of(test["outcome"], method)
    if method in NUMBERS:
        x, y = paired(complete(cases, test), numbers, numbers_of(test["by"], method))
        found = OF_NUMBERS[method](x, y, confidence=confidence)
        answers = all(test[role].get("item") for role in ("outcome", "by")) and found.p is not None
        return _of_answers(test, cases, found, confidence) if answers else found
    if method in GROUPS:
        found = OF_GROUPS[method](grouped(cases, numbers, by), confidence=confidence)
        return found if numbers == outcome else _of_answers(test, cases, found, confidence)
    if method == STRATA:
        both = complete(cases, test)
        parts = both.groupby(key_of(test["strata"]))
        held = {str(name): counted(part, outcome, by) for name, part in parts}
        return tables.cmh(held, confidence=confidence)
    counts = counted(cases, outcome, by)
    if method == "fisher":
        return tables.fisher(counts, generator(test, settings), confidence=confidence)
    return OF_COUNTS[method](counts, confidence=confidence)


def _of_answers(
    test: Declared, cases: pd.DataFrame, found: Finding, confidence: float
) -> Finding:  # fmt: skip
    """What a test of ranks finds in answers: beside it stands who gave which answer."""
    counts = counted(complete(cases, test), key_of(test["outcome"]), key_of(test["by"]))
    cells = cells_of(counts, None, confidence)
    return replace(found, notes=(*found.notes, ANSWERS), cells=cells)


def generator(test: Declared, settings: Settings, *more: int) -> np.random.Generator:
    """A generator of random numbers for one test alone, by the study's seed and the test's id."""
    return np.random.default_rng([settings.seed, zlib.crc32(test["id"].encode()), *more])


def beside_it(test: Declared, both: pd.DataFrame, method: str, settings: Settings) -> Partner:
    """The test's partner, which respects that people of one practice may be alike."""
    outcome, by = (
        numbers_in(both, numbers_of(test[role], method)) if takes_numbers
        else both[key_of(test[role])]
        for role, takes_numbers in (
            ("outcome", method not in (*COUNTS, STRATA)), ("by", method in NUMBERS),
        )
    )  # fmt: skip
    held = both[key_of(test["strata"])] if method == STRATA else None
    return partner(
        outcome, by, both[PRACTICE], both[SITE], method=method, strata=held,
        permutations=settings.permutations, gee_from=settings.gee_from,
        rng=generator(test, settings, 1),
    )  # fmt: skip


def numbers_in(cases: pd.DataFrame, key: str) -> pd.Series[Any]:
    """A column of the cases as numbers."""
    found: pd.Series[Any] = cases[key].map(number).astype("float64")
    return found


def effects_of(done: Done) -> list[dict[str, Any]]:
    """Rows of test_effects."""
    return [
        {"effect": e.name, "value": e.value, "low": e.low, "high": e.high, "method": e.method}
        for e in done.finding.effects
    ]


def pairs_of(done: Done, verdict: str, confidence: float) -> list[dict[str, Any]]:
    """Rows of test_pairs: where they are asked for, or the test of all groups shows something."""
    method, asked = done.choice.method, done.test.get("post_hoc", "auto")
    how = POST_HOC.get(method, "") if asked == "auto" else asked
    groups = done.finding.groups
    if method not in GROUPS or how not in AFTER or done.finding.p is None or groups < 3:
        return []
    if asked == "auto" and verdict not in SHOWN:
        return []
    outcome = numbers_of(done.test["outcome"], method)
    values = grouped(done.cases, outcome, key_of(done.test["by"]))
    kept = {group: numbers for group, numbers in values.items() if numbers}
    return [{"method": how} | dict(row) for row in AFTER[how](kept, confidence=confidence)]


def row_of(
    test: Declared, cases: pd.DataFrame, choice: Choice, found: Finding, beside: Partner | None
) -> dict[str, Any]:
    """A row of the table tests, without what its family and its verdict add."""
    n, main = len(complete(cases, test)), found.effects[0] if found.effects else None
    with_partner = beside is not None and beside.p is not None
    return {
        "test": test["id"], "asks": test["asks"], "unit": test.get("unit", "informant"),
        "method": choice.method, "chosen": choice.why,
        **{role: name_of(variable) for role, variable in variables_of(test).items()},
        "n": n, "left_out": len(cases) - n, "groups": found.groups,
        "statistic": found.statistic, "statistic_name": found.statistic_name, "df": found.df,
        "df_within": found.df_within, "p": found.p, "p_error": found.p_error,
        "family": test.get("family", ""), "least_expected": found.least_expected,
        "effect": main and main.value, "effect_name": main.name if main else "",
        "effect_low": main and main.low, "effect_high": main and main.high,
        "partner": beside.kind if beside and with_partner else "",
        "clusters": beside.clusters if beside else None,
        "p_cluster": beside.p if beside else None,
        "p_cluster_error": beside.p_error if beside else None,
        "p_cluster_least": beside.least if beside else None,
        "arrangements": beside.arrangements if beside else None,
        "partner_note": beside.note if beside else "", "note": "; ".join(found.notes),
    }  # fmt: skip
