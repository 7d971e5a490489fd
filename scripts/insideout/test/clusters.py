"""The partner of a test: the same question asked so that patients of one practice may be alike.

`by` the practices: patients permuted within sites. `by` the same for all of a practice: whole
practices permuted between the groups. Otherwise: a model with clusters where there are practices
enough for one, else cases permuted within practices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]

from insideout.test.amounts import (
    Amounts,
    Codes,
    of_kinds,
    of_numbers,
    of_strata,
    of_two_numbers,
)
from insideout.test.finding import counted_words
from insideout.test.gee import modelled
from insideout.test.permuted import Permuted, whole, within

Values: TypeAlias = "pd.Series[Any]"
TABLES = ("chi_squared", "chi_squared_yates", "fisher", "two_proportions")
MEANS = ("anova", "welch", "t", "welch_t")
RANKS = ("kruskal_wallis", "mann_whitney")
CORRELATIONS = ("pearson", "spearman")
MOST_LOST = 0.1  # share of cases without a practice, above which the others say too little


@dataclass(frozen=True)
class Partner:
    """The test that respects clusters; `kind` is "" and `p` None where there is none.

    `clusters`: practices with cases; `least`: the smallest p that could be reached; `arrangements`:
    enumerated (`p_error` is None) or drawn; `note`: how it was done, or why there is none.
    """

    kind: str
    clusters: int
    p: float | None = None
    p_error: float | None = None
    least: float | None = None
    arrangements: int | None = None
    note: str = ""


def partner(
    outcome: Values, by: Values, practice: Values, site: Values, *, method: str,
    permutations: int, gee_from: int, rng: np.random.Generator,
    strata: Values | None = None,
) -> Partner:  # fmt: skip
    """The partner of a test by `method`, one value a case, all with the same index.

    `outcome` and `by`: text, or numbers where the method takes numbers; `practice`, `site`: ids,
    "" where unknown; `strata`: what cmh holds constant. Cases without outcome, by or stratum are
    left out; so are cases without a practice, up to a tenth of all, which the note then tells: with
    more of them there is no partner.
    """
    cases = pd.DataFrame({"outcome": outcome, "by": by, "practice": practice, "site": site})
    cases["stratum"] = "" if strata is None else strata
    known = ~_missing(cases["outcome"]) & ~_missing(cases["by"])
    if strata is not None:
        known &= ~_missing(cases["stratum"])
    cases = cases[known]
    at_home = cases[~_missing(cases["practice"])].reset_index(drop=True)
    lost = len(cases) - len(at_home)
    if cases.empty or lost > MOST_LOST * len(cases):
        said = f"{counted_words(lost, 'case')} of {len(cases)} without a practice"
        clusters = int(at_home["practice"].nunique())
        return Partner("", clusters, note=said if lost else "no case has both variables")
    found = _of_cases(at_home, method, permutations, gee_from, rng)
    said = f"; {counted_words(lost, 'case')} without a practice left out of it" if lost else ""
    return replace(found, note=found.note + said)


def _of_cases(
    cases: pd.DataFrame, method: str, permutations: int, gee_from: int, rng: np.random.Generator
) -> Partner:
    """The partner of cases that all have a practice."""
    clusters = int(cases["practice"].nunique())
    alone = next((f"the {n} doesn't vary" for n, column in (("outcome", "outcome"), ("group", "by"))
                  if cases[column].nunique() == 1), "")  # fmt: skip
    wrong = alone or _unfit(cases, method)
    if wrong:
        return Partner("", clusters, note=wrong)
    amounts, group = _amounts(cases, method)
    if _names_practices(cases, method):
        return _within_sites(cases, amounts, group, permutations, rng)
    if (cases.groupby("practice")["by"].nunique() == 1).all():
        return _whole_practices(cases, amounts, group, permutations, rng)
    return _inside(cases, amounts, group, method, permutations, gee_from, rng)


def _unfit(cases: pd.DataFrame, method: str) -> str:
    """Why the method's statistic can't be computed, if it can't."""
    if method == "cmh" and (cases["outcome"].nunique() > 2 or cases["by"].nunique() > 2):
        return "strata are held constant for two groups and two values only"
    known = (*TABLES, *MEANS, *RANKS, *CORRELATIONS, "cmh")
    return "" if method in known else f"no partner for {method}"


def _amounts(cases: pd.DataFrame, method: str) -> tuple[Amounts, Codes]:
    """The plain test's statistic, and each case's group as a code."""
    if method in CORRELATIONS:
        values, number = (cases[name].to_numpy(dtype="float64") for name in ("outcome", "by"))
        levels, group = np.unique(number, return_inverse=True)
        ranks = method == "spearman"
        return of_two_numbers(stats.rankdata(values) if ranks else values, levels, ranks=ranks), (
            group
        )
    group = _codes(cases["by"])
    if method in MEANS or method in RANKS:
        values = cases["outcome"].to_numpy(dtype="float64")
        return of_numbers(stats.rankdata(values) if method in RANKS else values), group
    if method == "cmh":
        return of_strata(_codes(cases["outcome"]) == 1, _codes(cases["stratum"])), group
    return of_kinds(_codes(cases["outcome"])), group


def _names_practices(cases: pd.DataFrame, method: str) -> bool:
    """A group is a practice: there is nothing to permute practices between."""
    pairs = cases[["by", "practice"]].drop_duplicates()
    one_to_one = pairs["by"].is_unique and pairs["practice"].is_unique
    return bool(one_to_one) and method not in CORRELATIONS


def _within_sites(
    cases: pd.DataFrame, amounts: Amounts, group: Codes, permutations: int, rng: np.random.Generator
) -> Partner:
    clusters = cases["practice"].nunique()
    if _missing(cases["site"]).any():
        return Partner("", clusters, note="the site of some practices is not known")
    shared = int((cases.groupby("site")["practice"].nunique() > 1).sum())
    if not _something_varies(cases, "site"):
        why = "no site has cases of two practices that differ in the outcome"
        return Partner("", clusters, note=why if shared else "every site has one practice")
    found = within(amounts, group, _strata(cases, "site"), permutations=permutations, rng=rng)
    sites = counted_words(shared, "site")
    note = f"cases permuted between the practices of their site ({sites} with several practices)"
    return _made("within_sites", clusters, found, note)


def _whole_practices(
    cases: pd.DataFrame, amounts: Amounts, group: Codes, permutations: int, rng: np.random.Generator
) -> Partner:
    cluster = _codes(cases["practice"])
    found = whole(amounts, group, cluster, permutations=permutations, rng=rng)
    note = "whole practices permuted between the groups"
    return _made("practices_permuted", int(cluster.max()) + 1, found, note)


def _inside(
    cases: pd.DataFrame, amounts: Amounts, group: Codes, method: str, permutations: int,
    gee_from: int, rng: np.random.Generator,
) -> Partner:  # fmt: skip
    """`by` varies within practices: the model where it can be had, else cases permuted."""
    clusters = cases["practice"].nunique()
    before = ""
    if clusters >= gee_from:
        p, note = _model(cases, method)
        if p is not None:
            return Partner("gee", clusters, p, note=note)
        before = f"{note}; "
    if not _something_varies(cases, "practice"):
        why = f"{before}no practice has cases of two groups that differ in the outcome"
        return Partner("", clusters, note=why)
    strata = _strata(cases, "practice")
    found = within(amounts, group, strata, permutations=permutations, rng=rng)
    return _made("within_practices", clusters, found, f"{before}cases permuted within practices")


def _model(cases: pd.DataFrame, method: str) -> tuple[float | None, str]:
    if method in RANKS or method == "spearman":
        return None, "no model with clusters: it knows no ranks"
    binomial = method not in MEANS and method not in CORRELATIONS
    if binomial and cases["outcome"].nunique() > 2:
        return None, "no model with clusters: the outcome has more than two values"
    values = cases["outcome"]
    numbers = _codes(values).astype("float64") if binomial else values.to_numpy(dtype="float64")
    by = cases["by"].astype("float64" if method in CORRELATIONS else "str")
    strata = cases["stratum"] if method == "cmh" else None
    found = modelled(numbers, by, cases["practice"], binomial=binomial, strata=strata)
    return found.p, found.note


def _made(kind: str, clusters: int, found: Permuted, note: str) -> Partner:
    if found.p_error is None:
        note += f": all {found.arrangements:,} arrangements"
        if found.labelled is not None and found.labelled != found.arrangements:
            note += f" ({found.labelled:,} with groups of one size told apart)"
        note += f"; p can't fall below {found.least:.3g}".replace(" 0.", " .")
    else:
        note += f": {found.arrangements:,} random arrangements"
        note += f" of {found.labelled:,}" if found.labelled and found.labelled < 10**12 else ""
    return Partner(kind, clusters, found.p, found.p_error, found.least, found.arrangements, note)


def _something_varies(cases: pd.DataFrame, place: str) -> bool:
    """Some place (and stratum) has cases that differ in both variables, so that shuffling tells."""
    different = cases.groupby([place, "stratum"])[["outcome", "by"]].nunique()
    return bool((different > 1).all(axis=1).any())


def _strata(cases: pd.DataFrame, place: str) -> Codes:
    """Cases are permuted within a place, and within a stratum of it where strata are held."""
    return np.asarray(cases.groupby([place, "stratum"]).ngroup(), dtype=np.intp)


def _codes(values: Values) -> Codes:
    return np.asarray(pd.factorize(values, sort=True)[0], dtype=np.intp)


def _missing(values: Values) -> pd.Series[bool]:
    return values.isna() | (values == "")
