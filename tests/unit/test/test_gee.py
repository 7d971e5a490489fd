"""The model with clusters: when it is refused, and what doesn't change it. Its numbers: golden."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from statsmodels.tools.sm_exceptions import ConvergenceWarning

from insideout.test import gee
from insideout.test.gee import modelled


def cast(clusters: int = 20, each: int = 6, seed: int = 2) -> pd.DataFrame:
    draws = np.random.default_rng(seed)
    place = np.repeat(np.arange(clusters), each)
    by = draws.choice(["x", "y", "z"], len(place))
    number = draws.normal(size=clusters)[place] + (by == "z") + draws.normal(size=len(place))
    return pd.DataFrame(
        {"number": number, "yes": (number > 0.3).astype("float64"), "by": by,
         "practice": [f"p{p:02}" for p in place], "dose": draws.normal(size=len(place))}
    )  # fmt: skip


def p_of(cases: pd.DataFrame, outcome: str = "number", by: str = "by") -> float:
    values = cases[outcome].to_numpy(dtype="float64")
    found = modelled(values, cases[by], cases["practice"], binomial=outcome == "yes")
    assert found.p is not None, found.note
    return found.p


@pytest.mark.parametrize("outcome", ["number", "yes"])
def test_order_and_names_change_nothing(outcome: str) -> None:
    cases = cast()
    wanted = pytest.approx(p_of(cases, outcome), rel=1e-6)
    assert p_of(cases.sample(frac=1, random_state=4), outcome) == wanted
    renamed = cases.assign(by=cases["by"].map({"x": "second", "y": "first", "z": "third"}))
    assert p_of(renamed, outcome) == wanted
    assert p_of(cases.assign(practice="the " + cases["practice"]), outcome) == wanted
    if outcome == "yes":
        assert p_of(cases.assign(yes=1 - cases["yes"]), outcome) == wanted


def test_a_number_is_a_slope_whatever_its_unit() -> None:
    cases = cast()
    found = modelled(cases["number"].to_numpy(), cases["dose"], cases["practice"], binomial=False)
    assert found.df == 1
    other = cases.assign(dose=1e6 + 1000 * cases["dose"])
    assert p_of(other, by="dose") == pytest.approx(found.p, rel=1e-6)


def test_alike_clusters_weaken_what_varies_between_them() -> None:
    """A group told apart by practices alone: the model's p is far above that of single cases."""
    cases = cast(40)
    cases["by"] = np.where(cases["practice"] < "p20", "x", "y")
    clustered = p_of(cases)
    single = p_of(cases.assign(practice=[f"c{n:03}" for n in range(len(cases))]))
    assert clustered > single


def test_strata_are_adjusted_for() -> None:
    cases = cast()
    values, by = cases["number"].to_numpy(), cases["by"]
    strata = pd.Series(np.where(cases["dose"] > 0, "high", "low"), dtype="str")
    shifted = values + 50 * (strata == "high").to_numpy()
    plain, moved = (
        modelled(v, by, cases["practice"], binomial=False, strata=strata) for v in (values, shifted)
    )
    assert moved.p == pytest.approx(plain.p, rel=1e-6)


def test_what_is_refused_says_why() -> None:
    few = cast(5)
    numbers, answers = (few[name].to_numpy(dtype="float64") for name in ("number", "yes"))
    found = modelled(numbers, few["by"], few["practice"], binomial=False)
    assert (found.p, found.note) == (
        None, "no model with clusters: 5 practices are too few for 3 parameters",
    )  # fmt: skip
    cases = cast()
    same = modelled(
        cases["number"].to_numpy(), cases["by"], cases["practice"], binomial=False,
        strata=cases["by"],
    )  # fmt: skip
    assert "can't be told apart" in same.note
    answers = np.where(cases["by"] == "x", 1.0, cases["yes"])
    apart = modelled(answers, cases["by"], cases["practice"], binomial=True)
    assert "a group has but one value of the outcome" in apart.note


def test_a_model_that_doesnt_converge_has_no_p(monkeypatch: pytest.MonkeyPatch) -> None:
    def fit(*_: object, **__: object) -> None:
        warnings.warn("no", ConvergenceWarning, stacklevel=1)

    monkeypatch.setattr(gee.GEE, "fit", fit)
    cases = cast()
    found = modelled(cases["number"].to_numpy(), cases["by"], cases["practice"], binomial=False)
    assert (found.p, found.note) == (None, "no model with clusters: the model doesn't converge")
