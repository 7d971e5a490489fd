"""Tests that respect clusters against R's numbers (clusters.R makes clusters.json)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from insideout.test import gee
from insideout.test.clusters import Partner, partner

GOLDEN = json.loads(Path(__file__).with_name("clusters.json").read_text("utf-8"))
WHOLE: list[dict[str, Any]] = GOLDEN["whole"]
WITHIN: list[dict[str, Any]] = GOLDEN["within"]
MODELS: list[dict[str, Any]] = GOLDEN["models"]


def asked(golden: dict[str, Any], permutations: int = 99) -> Partner:
    cases = pd.DataFrame(golden["cases"])
    site = pd.Series("", index=cases.index)
    return partner(
        cases["outcome"], cases["by"], cases["practice"], site, method=golden["method"],
        permutations=permutations, gee_from=10**6, rng=np.random.default_rng(5),
    )  # fmt: skip


def named(golden: list[dict[str, Any]]) -> list[str]:
    return [f"{at}-{one['method']}" for at, one in enumerate(golden)]


def test_golden_numbers_say_what_made_them() -> None:
    assert re.match(r"R version \d+\.\d+\.\d+.*, gee .*, geepack ", GOLDEN["made_by"])


@pytest.mark.parametrize("golden", WHOLE, ids=named(WHOLE))
def test_whole_practices_permuted_as_r_enumerates_them(golden: dict[str, Any]) -> None:
    found = asked(golden)
    assert found.kind == "practices_permuted"
    assert found.p == pytest.approx(golden["p"], rel=1e-12)
    assert found.least == pytest.approx(golden["least"], rel=1e-12)
    assert found.p_error is None
    assert found.arrangements is not None
    assert golden["arrangements"] % found.arrangements == 0
    assert f"{golden['arrangements']:,} " in found.note


def test_one_practice_against_eight_cant_fall_below_a_ninth() -> None:
    found = asked(WHOLE[-1])
    assert found.clusters == 9
    assert found.p == found.least == pytest.approx(1 / 9)
    assert "p can't fall below .111" in found.note


@pytest.mark.parametrize("golden", WITHIN, ids=named(WITHIN))
def test_cases_permuted_within_practices_have_rs_exact_p(golden: dict[str, Any]) -> None:
    found = asked(golden)
    assert (found.kind, found.p_error) == ("within_practices", None)
    assert found.arrangements == golden["arrangements"]
    assert found.p == pytest.approx(golden["p"], rel=1e-12)


@pytest.mark.parametrize("golden", WITHIN, ids=named(WITHIN))
def test_arrangements_that_are_drawn_come_near_rs_exact_p(
    golden: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("insideout.test.permuted.ENUMERATED", 0)
    found = asked(golden, permutations=40_000)
    assert found.p_error is not None
    assert found.p == pytest.approx(golden["p"], abs=4 * found.p_error)
    assert found.p_error < 0.0025


@pytest.mark.parametrize("golden", MODELS, ids=["40", "40 binomial", "18", "18 binomial"])
@pytest.mark.parametrize("reduced", [False, True])
def test_the_model_is_rs(
    golden: dict[str, Any], reduced: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The statistic of gee's robust errors; Mancl and DeRouen's are written out in the R script."""
    monkeypatch.setattr(gee, "ROBUST_FROM", 10**6 if reduced else 1)
    cases = pd.DataFrame(golden["cases"])
    found = gee.modelled(
        cases["outcome"].to_numpy(dtype="float64"), cases["by"], cases["practice"],
        binomial=golden["family"] == "binomial",
    )  # fmt: skip
    before = "reduced_" if reduced else ""
    assert found.correlation == pytest.approx(golden["correlation"], rel=1e-6)
    assert found.statistic == pytest.approx(golden[f"{before}statistic"], rel=1e-6)
    assert found.p == pytest.approx(golden[f"{before}p"], rel=1e-6)
    assert found.df == 2
    if not reduced:  # geepack estimates the correlation otherwise
        assert found.p == pytest.approx(golden["geepack_p"], rel=0.02)


def test_errors_are_bias_reduced_under_thirty_practices() -> None:
    for golden, kind in ((MODELS[0], "robust"), (MODELS[2], "bias-reduced")):
        cases = pd.DataFrame(golden["cases"])
        found = partner(
            cases["outcome"], cases["by"], cases["practice"], cases["practice"], method="anova",
            permutations=99, gee_from=15, rng=np.random.default_rng(1),
        )  # fmt: skip
        wanted = golden["p" if kind == "robust" else "reduced_p"]
        assert found.kind == "gee"
        assert found.p == pytest.approx(wanted, rel=1e-6)
        assert kind in found.note
