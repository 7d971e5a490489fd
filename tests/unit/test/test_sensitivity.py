"""Verdicts under other thresholds."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from insideout.reader import framed, records
from insideout.tables.inputs import INPUTS
from insideout.tables.outputs import OUTPUTS
from insideout.tables.records import RECORDS_PATIENTS, RECORDS_THRESHOLDS
from insideout.test.cases import Tables
from insideout.test.one import Settings, one
from insideout.test.run import run_plan
from insideout.test.sensitivity import sensitivity

PATIENTS = [f"P{n:02}" for n in range(60)]
SHARES = dict(zip(PATIENTS, np.linspace(0.2, 0.8, 60), strict=True))
AT = (0.4, 0.5, 0.6)
SETTINGS = Settings(permutations=199, smallest_group=3)


def given() -> Tables:
    """Sixty patients of twelve practices in three sites; those with a high share are older."""
    practices = [f"p{n:02}" for n in range(12)]
    units = [{"unit": p, "kind": "practice", "level": "organisation"} for p in practices]
    units += [{"unit": s, "kind": "site", "level": "organisation"} for s in ("a", "b", "c")]
    members = [{"unit": p, "parent": "abc"[n % 3]} for n, p in enumerate(practices)]
    rows = [
        {"patient": who, "practice": practices[n % 12], "age": str(60 + n // 2 + n % 5)}
        for n, who in enumerate(PATIENTS)
    ]  # fmt: skip
    measured = [{"patient": who, "usual_gp": SHARES[who] > 0.5} for who in PATIENTS]
    return Tables(
        framed([], INPUTS["informants"]).assign(group=""), framed([], OUTPUTS["consensus"]),
        framed([], OUTPUTS["codebook"]), patients=framed(rows, INPUTS["patients"]),
        units=framed(units, INPUTS["units"]), memberships=framed(members, INPUTS["memberships"]),
        measures=framed(measured, RECORDS_PATIENTS),
    )  # fmt: skip


def thresholds(*at: float) -> pd.DataFrame:
    rows = [
        {"patient": who, "measure": "usual_gp", "setting": f"above {above:g}",
         "chosen": above == 0.5, "value": "yes" if SHARES[who] > above else "no"}
        for above in at for who in PATIENTS
    ]  # fmt: skip
    return framed(rows, RECORDS_THRESHOLDS)


def declared(name: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name, "asks": name, "unit": "patient", "group": "patient", "method": "welch_t",
        "outcome": {"attribute": "age"}, "by": {"measure": "usual_gp"}, "post_hoc": "auto",
        "family": "", **more,
    }  # fmt: skip


def found(*tests: dict[str, Any], at: tuple[float, ...] = AT) -> list[dict[str, Any]]:
    done, _ = run_plan(list(tests), given(), SETTINGS)
    return records(sensitivity(done, thresholds(*at), SETTINGS))


def test_a_row_for_each_setting_with_its_cases() -> None:
    rows = found(declared("ages"))
    assert [row["setting"] for row in rows] == ["above 0.4", "above 0.5", "above 0.6"]
    assert [row["chosen"] for row in rows] == [False, True, False]
    assert [row["n"] for row in rows] == [60, 60, 60]
    wanted = [sum(share > above for share in SHARES.values()) for above in AT]
    assert [row["positive"] for row in rows] == wanted


def test_the_studys_own_setting_is_the_test_itself() -> None:
    tests = [declared("ages", family="one"), declared("sites", method="chi_squared", family="one",
             outcome={"measure": "usual_gp"}, by={"attribute": "site"})]  # fmt: skip
    plain = {row["test"]: row for row in records(run_plan(tests, given(), SETTINGS)[1]["tests"])}
    own = [row for row in found(*tests) if row["chosen"]]
    assert [row["test"] for row in own] == ["ages", "sites"]
    for row in own:
        for column in ("p", "p_cluster", "effect", "verdict", "n"):
            assert row[column] == pytest.approx(plain[row["test"]][column])
        assert row["same"]


def test_a_verdict_that_changes_is_told() -> None:
    rows = found(declared("ages"), at=(0.5, 0.795))
    assert [(row["positive"], row["verdict"] == "not_tested") for row in rows] == [
        (30, False), (1, True),
    ]  # fmt: skip
    assert [row["same"] for row in rows] == [True, False]


def test_verdicts_are_adjusted_within_the_family() -> None:
    """The p stays the test's own; its verdict is that of the table tests, family and all."""
    alone = found(declared("ages"), at=(0.5,))[0]
    weak = {"outcome": {"attribute": "site"}, "by": {"measure": "usual_gp"}, "method": "fisher"}
    mates = [declared(f"mate{n}", family="one", **weak) for n in range(6)]
    rows = found(declared("ages", family="one"), *mates)
    assert len(rows) == 7 * len(AT)
    own = next(row for row in rows if row["test"] == "ages" and row["chosen"])
    assert own["p"] == pytest.approx(alone["p"])
    tests = run_plan([declared("ages", family="one"), *mates], given(), SETTINGS)[1]["tests"]
    assert own["verdict"] == tests.loc[tests["test"] == "ages", "verdict"].item()


def test_tests_without_such_a_measure_are_left_alone() -> None:
    other = declared("other", by={"attribute": "site"}, method="anova")
    assert found(other) == []
    assert {row["test"] for row in found(other, declared("ages"))} == {"ages"}


def test_without_thresholds_there_is_nothing_to_vary() -> None:
    empty = framed([], RECORDS_THRESHOLDS)
    done, _ = run_plan([declared("ages")], given(), SETTINGS)
    assert sensitivity(done, empty, SETTINGS).empty


def test_a_threshold_that_changes_nobody_is_not_tested_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done, _ = run_plan([declared("ages")], given(), SETTINGS)
    again: list[str] = []

    def counted(test: Any, *more: Any) -> Any:
        again.append(test["id"])
        return one(test, *more)

    monkeypatch.setattr("insideout.test.sensitivity.one", counted)
    near = sensitivity(done, thresholds(0.5, 0.5001), SETTINGS)
    assert near["same"].tolist() == [True, True]
    assert again == []
    assert len(sensitivity(done, thresholds(*AT), SETTINGS)) == len(AT)
    assert again == ["ages", "ages"]
