"""Tests of tables of counts: Pearson's chi-squared, Fisher's exact, Cochran-Mantel-Haenszel.

A table is a frame of counts, one row per group, one column per value of the outcome. Rows and
columns without a case are dropped first, and said so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.contingency_tables import StratifiedTable  # type: ignore[import-untyped]

from insideout.test.assumptions import few_expected, large_enough
from insideout.test.counts import described, largest_residual, odds_of, table_effects
from insideout.test.effects import positive_first
from insideout.test.exact import exact_p
from insideout.test.finding import Effect, Finding, counted_words, finite, p_words, percent, share

DRAWS = 99_999  # Monte Carlo tables: the standard error of a p near .05 is then .0007
BATCH = 2_000_000  # cells held in memory at once


def chi_squared(counts: pd.DataFrame, *, yates: bool = False, confidence: float = 0.95) -> Finding:
    """Pearson's chi-squared test of independence; Yates' correction (1934) is for 2 × 2 tables.

    Effect sizes don't use the correction.
    """
    kept, finding = described(counts, confidence)
    if kept.empty:
        return finding
    expected = stats.contingency.expected_freq(kept)
    result = stats.chi2_contingency(kept, correction=yates)
    notes = [*finding.notes, *largest_residual(kept)]
    if not large_enough(expected):
        small = few_expected(expected)
        notes.append(
            f"{small} of {counted_words(expected.size, 'expected count')} below 5 (smallest "
            f"{expected.min():.3g}): the p-value is approximate, and Fisher's exact test "
            "(method: fisher) is safer"
        )
    if yates and kept.shape != (2, 2):
        notes.append("Yates' correction is for 2 × 2 tables: none was made")
    return replace(
        finding, statistic=float(result.statistic), statistic_name="chi2", df=float(result.dof),
        p=share(result.pvalue), effects=table_effects(kept, confidence), notes=tuple(notes),
    )  # fmt: skip


def fisher(counts: pd.DataFrame, rng: np.random.Generator, *, confidence: float = 0.95) -> Finding:
    """Fisher's exact test; for tables larger than 2 × 2 that of Freeman and Halton.

    Those are enumerated where they are not too many, and otherwise drawn with `rng`; `p_error` is
    then p's standard error. 2 × 2 tables get the conditional odds ratio as their statistic.
    """
    kept, finding = described(counts, confidence)
    if kept.empty:
        return finding
    effects = table_effects(kept, confidence, exact=True)
    notes = [*finding.notes, *largest_residual(kept)]
    finding = replace(finding, effects=effects)
    if kept.shape != (2, 2):
        exact = exact_p(kept.to_numpy())
        if exact is not None:
            notes.append("exact p, from all tables with the same totals")
            return replace(finding, p=share(exact), notes=tuple(notes))
        p, error = monte_carlo(kept.to_numpy(), rng)
        notes.append(
            f"p from {DRAWS + 1:,} random tables with the same totals, standard error {error:.2g}: "
            "all such tables are too many to go through"
        )
        return replace(finding, p=p, p_error=error, notes=tuple(notes))
    ratio = next(effect for effect in effects if effect.name == "odds ratio")
    size = "infinite" if ratio.value is None else f"{ratio.value:.2f}"
    high = "upwards" if ratio.high is None else f"to {ratio.high:.2f}"
    notes.append(
        f"odds ratio: the odds of {odds_of(kept)}, is {size} ({percent(confidence)} interval from "
        f"{ratio.low:.2f} {high})"
    )
    p = share(stats.fisher_exact(kept.to_numpy()).pvalue)
    return replace(
        finding, statistic=ratio.value, statistic_name="odds ratio", p=p, notes=tuple(notes)
    )


def monte_carlo(counts: np.ndarray, rng: np.random.Generator) -> tuple[float, float]:
    """Share of random tables with the observed margins that are no more likely than the observed.

    Gives p, which counts the observed table as one of the draws and so is never 0 (Phipson and
    Smyth 2010), and its standard error. scipy.stats.fisher_exact would do this too, but takes
    tables that are equally likely for less likely by rounding (p .266 for .291 on a 5 × 2 table);
    here, as in R, probabilities are equal within 1e-7. The margins are put in order of size, so
    that the draws, and p, don't depend on the order of groups and values.
    """
    observed = stats.random_table.logpmf(counts, counts.sum(axis=1), counts.sum(axis=0))
    margins = np.sort(counts.sum(axis=1)), np.sort(counts.sum(axis=0))
    null = stats.random_table(*margins)
    as_extreme, left = 1, DRAWS
    while left:
        size = min(left, max(1, BATCH // counts.size))
        drawn = null.rvs(size=size, random_state=rng).reshape(size, *map(len, margins))
        as_extreme += int((null.logpmf(drawn) <= observed + 1e-7).sum())
        left -= size
    p = share(as_extreme / (DRAWS + 1))
    return p, float(np.sqrt(p * (1 - p) / DRAWS))


def cmh(
    strata: Mapping[str, pd.DataFrame], *, correction: bool = False, confidence: float = 0.95
) -> Finding:
    """Cochran-Mantel-Haenszel test of two groups and two values, a table per stratum.

    The effect is the odds ratio that the strata have in common (Mantel and Haenszel 1959), with the
    interval of Robins, Breslow and Greenland (1986). The notes have p with the continuity
    correction (without it, when `correction` is asked for) and Breslow and Day's test that all
    strata have one odds ratio, with Tarone's adjustment. Strata in which a group or a value is
    missing say nothing of the question: they are dropped, and said so.
    """
    union = _union(strata)
    kept, finding = described(sum(union.values(), start=_nothing(union)), confidence)
    if kept.empty:
        return finding
    if kept.shape != (2, 2):
        groups, values = kept.shape
        return _refused(
            finding,
            f"the test is for two groups and two values in each stratum: here are {groups} groups "
            f"and {values} values",
        )
    order = positive_first(list(kept.columns))
    tables = {name: table.loc[kept.index, order].to_numpy() for name, table in union.items()}
    telling = {name: t for name, t in tables.items() if t.sum(axis=0).all() and t.sum(axis=1).all()}
    dropped = [name for name in tables if name not in telling]
    notes = [*finding.notes]
    if dropped:
        notes.append(f"strata left out, a group or a value is missing: {', '.join(dropped)}")
    if not telling:
        return _refused(finding, "no stratum has both groups and both values", *notes)
    found = StratifiedTable(np.dstack(list(telling.values())).astype(float))
    statistic, other = (_statistic(found, corrected) for corrected in (correction, not correction))
    here, there = ("with", "without") if correction else ("without", "with")
    notes.append(f"{here} continuity correction; {there} it {p_words(_p(other))}")
    notes.append(_one_ratio(found, len(telling)))
    return replace(
        finding, statistic=statistic, statistic_name="chi2", df=1.0, p=_p(statistic),
        effects=(_common(found, f"odds of {odds_of(kept)}", confidence),), notes=tuple(notes),
    )  # fmt: skip


def _refused(finding: Finding, reason: str, *notes: str) -> Finding:
    return replace(finding, least_expected=None, notes=(reason, *(notes or finding.notes)))


def _nothing(union: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    return next(iter(union.values())) * 0 if union else pd.DataFrame()


def _union(strata: Mapping[str, pd.DataFrame]) -> dict[str, pd.DataFrame]:
    """The tables with the same groups and values, zeros where a stratum has none."""
    groups = list(dict.fromkeys(group for table in strata.values() for group in table.index))
    values = list(dict.fromkeys(value for table in strata.values() for value in table.columns))
    return {
        name: table.reindex(index=groups, columns=values, fill_value=0)
        for name, table in strata.items()
    }


def _p(statistic: float) -> float:
    # statsmodels' p is 1 minus the distribution function, and so 0 where it is only small
    return share(stats.chi2.sf(statistic, 1))


def _statistic(found: StratifiedTable, corrected: bool) -> float:
    """Chi-squared; as in R, a deviation smaller than the correction is left as it is."""
    rows, columns = found.table.sum(axis=1)[0], found.table.sum(axis=0)[0]
    apart = abs(float((found.table[0, 0] - rows * columns / found.table.sum(axis=(0, 1))).sum()))
    return float(found.test_null_odds(correction=corrected and apart >= 0.5).statistic)


def _common(found: StratifiedTable, of: str, confidence: float) -> Effect:
    with np.errstate(all="ignore"):  # infinite or 0 where a cell is empty in all strata
        ratio = finite(float(found.oddsratio_pooled))
        ends = found.oddsratio_pooled_confint(alpha=1 - confidence)
    low, high = map(finite, ends) if ratio else (None, None)
    if low is None or high is None:
        method = f"no interval: in every stratum one cell is empty; {of}"
        return Effect("common odds ratio", ratio, method=method)
    method = f"{percent(confidence)}, Robins, Breslow and Greenland; {of}"
    return Effect("common odds ratio", ratio, low, high, method)


def _one_ratio(found: StratifiedTable, strata: int) -> str:
    """Whether the strata have one odds ratio, in words."""
    asked = "that the strata have one odds ratio (Breslow-Day, with Tarone's adjustment)"
    if strata == 1:
        return f"one stratum only, so it can't be told {asked}"
    with np.errstate(all="ignore"):
        result = found.test_equal_odds(adjust=True)
    if not np.isfinite(result.statistic):
        return f"it can't be told {asked}: the common one is 0 or infinite"
    p = share(stats.chi2.sf(result.statistic, strata - 1))
    speaks = "this speaks against one odds ratio" if p < 0.05 else "nothing speaks against it"
    return f"test {asked}: {p_words(p)}, {speaks}"
