"""Two shares compared."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportions_ztest  # type: ignore[import-untyped]

from insideout.test.counts import described, risk_difference, table_effects
from insideout.test.effects import positive_first
from insideout.test.finding import Finding, share


def two_proportions(counts: pd.DataFrame, *, confidence: float = 0.95) -> Finding:
    """The z test of two groups' shares of a value, with the shares' pooled standard error.

    z² is chi-squared of the same table without Yates' correction. The effect is the difference of
    the shares with Newcombe's interval; the cells have each share with Wilson's. The value is the
    one that is there (yes, present), else the first.
    """
    kept, finding = described(counts, confidence)
    if kept.empty:
        return finding
    if kept.shape != (2, 2):
        groups, values = kept.shape
        reason = (
            f"the test is for two groups and an outcome of two values: here are {groups} groups "
            f"and {values} values"
        )
        return replace(finding, least_expected=None, notes=(reason, *finding.notes))
    value = positive_first(list(kept.columns))[0]
    with np.errstate(all="ignore"):
        z, p = proportions_ztest(kept[value].to_numpy(), kept.sum(axis=1).to_numpy())
    apart = risk_difference(kept, confidence)
    others = [one for one in table_effects(kept, confidence) if one.name != apart.name]
    few = finding.least_expected is not None and finding.least_expected < 5
    note = ["an expected count is below 5: the p-value is approximate"] if few else []
    return replace(
        finding, statistic=float(z), statistic_name="z", p=share(p), effects=(apart, *others),
        notes=(*finding.notes, f"shares of {value}", *note),
    )  # fmt: skip
