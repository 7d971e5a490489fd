"""Our intraclass correlations and alpha against R's psych and multilevel (reliability.R)."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from insideout.test.reliability import cronbach_alpha, group_means, intraclass, nested

GOLDEN = json.loads(Path(__file__).with_name("reliability.json").read_text("utf-8"))


def near(expected: Any) -> Any:
    return pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_golden_numbers_say_what_made_them() -> None:
    assert re.match(r"R version \d+\.\d+\.\d+ .*, psych \d.*, multilevel \d", GOLDEN["made_by"])


@pytest.mark.parametrize("name", GOLDEN["ratings"])
def test_intraclass_correlations_are_psychs(name: str) -> None:
    golden = GOLDEN["ratings"][name]
    for found, (value, f, df1, df2, p, low, high) in zip(
        intraclass(golden["ratings"]), golden["icc"], strict=True
    ):
        assert [found.value, found.f, found.p] == near([value, f, p])
        assert found.df == (df1, df2)
        assert found.high == near(high)
        # Where one rater's lower end is below -1 / (k - 1), psych's for the mean passes through
        # infinity and comes back above 1.
        assert found.low == (near(low) if low < 1 else None)
    alpha = cronbach_alpha(golden["ratings"])
    assert [alpha.value, alpha.low, alpha.high] == near([golden["alpha"], *golden["feldt"]])


@pytest.mark.parametrize("name", GOLDEN["nested"])
def test_icc_of_groups_is_multilevels(name: str) -> None:
    golden = GOLDEN["nested"][name]
    assert nested(golden["groups"]).value == near(golden["n0"])
    assert nested(golden["groups"], mean_size=True).value == near(golden["mean_size"])
    assert group_means(golden["groups"]).value == near(golden["group_means"])
