"""A model with clusters: generalized estimating equations with exchangeable correlation."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.genmod.cov_struct import Exchangeable  # type: ignore[import-untyped]
from statsmodels.genmod.families import Binomial, Gaussian  # type: ignore[import-untyped]
from statsmodels.genmod.generalized_estimating_equations import (  # type: ignore[import-untyped]
    GEE,
)
from statsmodels.tools.sm_exceptions import (  # type: ignore[import-untyped]
    ConvergenceWarning,
    IterationLimitWarning,
)

ROBUST_FROM = 30  # clusters; the sandwich is too small with fewer (Mancl and DeRouen 2001)
CLUSTERS_EACH = 2  # clusters for each parameter, at least


@dataclass(frozen=True)
class Modelled:
    """The Wald test of all coefficients of the groups; `p` is None when `note` says why not."""

    p: float | None
    note: str
    statistic: float | None = None
    df: int | None = None
    correlation: float | None = None


def modelled(
    outcome: NDArray[np.float64],
    by: pd.Series[str] | pd.Series[float],
    cluster: pd.Series[str],
    *,
    binomial: bool,
    strata: pd.Series[str] | None = None,
) -> Modelled:
    """Does the outcome go with `by`, given that cases of one cluster are alike?

    `outcome`: 0 and 1 with `binomial` (logit link), else any numbers. `by`: text for groups, a
    number for a slope. `strata` are adjusted for. The covariance is the sandwich (Liang and Zeger
    1986) from 30 clusters, and bias-reduced (Mancl and DeRouen 2001) with fewer.
    """
    tested, design = _design(by, strata)
    clusters = cluster.nunique()
    if why := _unfit(outcome, by, design, clusters, binomial=binomial):
        return _refused(why)
    order = np.argsort(cluster.to_numpy(), kind="stable")
    model = GEE(
        outcome[order], design[order], groups=cluster.to_numpy()[order],
        family=Binomial() if binomial else Gaussian(), cov_struct=Exchangeable(),
    )  # fmt: skip
    kind = "robust" if clusters >= ROBUST_FROM else "bias_reduced"
    with warnings.catch_warnings(), np.errstate(all="ignore"):  # looked at below
        warnings.simplefilter("error", ConvergenceWarning)
        warnings.simplefilter("error", IterationLimitWarning)
        try:
            fit = model.fit(maxiter=200, ctol=1e-9, cov_type=kind)
        except (ConvergenceWarning, IterationLimitWarning, np.linalg.LinAlgError):
            return _refused("the model doesn't converge")
    covariance = np.asarray(fit.cov_params())[np.ix_(tested, tested)]
    if not fit.converged or not np.isfinite(covariance).all():
        return _refused("the model doesn't converge")
    found = fit.wald_test(np.eye(design.shape[1])[tested], scalar=True)
    correlation = float(fit.cov_struct.dep_params)
    note = (
        f"generalized estimating equations, cases of one of {clusters} practices correlated "
        f"(about {correlation:.2f}), Wald test with "
        + ("robust errors" if kind == "robust" else "bias-reduced errors (under 30 practices)")
    )
    return Modelled(float(found.pvalue), note, float(found.statistic), len(tested), correlation)


def _unfit(
    outcome: NDArray[np.float64],
    by: pd.Series[str] | pd.Series[float],
    design: NDArray[np.float64],
    clusters: int,
    *,
    binomial: bool,
) -> str:
    """Why the model isn't fitted, if it isn't."""
    if clusters < CLUSTERS_EACH * design.shape[1]:
        return f"{clusters} practices are too few for {design.shape[1]} parameters"
    if np.linalg.matrix_rank(design) < design.shape[1]:
        return "the groups and strata can't be told apart"
    if binomial and _separated(outcome, by):
        return "a group has but one value of the outcome"
    return ""


def _design(
    by: pd.Series[str] | pd.Series[float], strata: pd.Series[str] | None
) -> tuple[list[int], NDArray[np.float64]]:
    """The columns that are tested, and all columns: an intercept first, the first group as base."""
    if pd.api.types.is_numeric_dtype(by):
        numbers = by.to_numpy(dtype="float64")
        groups = ((numbers - numbers.mean()) / (numbers.std() or 1.0))[:, None]
    else:
        groups = _others_than_first(by)
    tested = list(range(1, 1 + groups.shape[1]))
    held = [] if strata is None else [_others_than_first(strata)]
    return tested, np.column_stack([np.ones(len(by)), groups, *held])


def _others_than_first(names: pd.Series[Any]) -> NDArray[np.float64]:
    codes, found = pd.factorize(names, sort=True)
    return np.eye(len(found))[codes][:, 1:]


def _separated(outcome: NDArray[np.float64], by: pd.Series[str] | pd.Series[float]) -> bool:
    """A group without a yes, or without a no: its log odds would be infinite."""
    if pd.api.types.is_numeric_dtype(by):
        return False
    shares = pd.Series(outcome).groupby(by.to_numpy()).mean()
    return bool(((shares == 0) | (shares == 1)).any())


def _refused(why: str) -> Modelled:
    return Modelled(None, f"no model with clusters: {why}")
