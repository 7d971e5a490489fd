"""The entry script of the stage `test` on small files."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.problems import DataError
from insideout.reader import framed, read_made, write
from insideout.tables.outputs import OUTPUTS

main = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "test.py"))["main"]

INFORMANTS = "informant,unit,group,job,site\n" + "".join(
    f"p{n},,patient,,{'east' if n < 6 else 'west'}\n" for n in range(12)
)
PATIENTS = "patient,age,rurality\n" + "".join(f"p{n},{70 + n},r{n % 3}\n" for n in range(12))
SITE, CARE = {"attribute": "site", "told": True}, {"code": "care", "told": True}


def declared(name: str, method: str, outcome: dict[str, Any], group: str = "patient") -> Any:
    return {"id": name, "asks": f"{name}?", "method": method, "group": group,
            "outcome": outcome, "by": SITE}  # fmt: skip


TESTS = [
    declared("age", "anova", {"attribute": "age", "told": True}),
    declared("care", "fisher", CARE),
    declared("rural", "fisher", {"attribute": "rurality", "told": True}),
    declared("told", "chi_squared", CARE | {"told": False}),
    declared("number", "anova", {"attribute": "rurality", "told": True}),
]


@pytest.fixture
def study(tmp_path: Path) -> dict[str, Any]:
    """The named arguments of `main`, with every input written."""
    (tmp_path / "informants.csv").write_text(INFORMANTS, "utf-8")
    (tmp_path / "patients.csv").write_text(PATIENTS, "utf-8")
    said = [
        {"coding": f"c{n}", "informant": f"p{n}", "code": "nurse", "valence": "present"}
        if n < 6
        else {"coding": f"c{n}", "informant": f"p{n}", "code": "care", "valence": "absent"}
        for n in range(1, 11)
    ]
    speak = [{"source": f"i{n}", "turn": 1, "informant": f"p{n}"} for n in range(12)]
    codes = [{"code": "care", "parent": "", "sign": 1}, {"code": "nurse", "parent": "care"}]
    for name, records in (("codings_placed", said), ("turns", speak), ("codebook", codes)):
        write(framed(records, OUTPUTS[name]), tmp_path / f"{name}.csv", OUTPUTS[name])
    return {
        "informants": [tmp_path / "informants.csv"], "patients": [tmp_path / "patients.csv"],
        "turns": tmp_path / "turns.csv", "codings": tmp_path / "codings_placed.csv",
        "codebook": tmp_path / "codebook.csv", "tests": tmp_path / "made" / "tests.csv",
        "cells": tmp_path / "made" / "test_cells.csv",
        "declared": TESTS, "alpha": 0.05, "seed": 20260101,
    }  # fmt: skip


def made(study: dict[str, Any]) -> tuple[pd.DataFrame, pd.DataFrame]:
    return (
        read_made(study["tests"], OUTPUTS["tests"]).set_index("test"),
        read_made(study["cells"], OUTPUTS["test_cells"]),
    )


def test_tests_and_cells_are_written(study: dict[str, Any]) -> None:
    assert main(**study) == "5 tests: 3 show a difference, 1 doesn't, 1 not testable"
    tests, cells = made(study)
    assert tests["verdict"].to_dict() == {
        "age": "difference", "care": "difference", "rural": "no_difference_shown",
        "told": "difference", "number": "not_testable",
    }  # fmt: skip
    assert tests.loc["age", ["n", "df", "df_within"]].tolist() == [12, 1, 10]
    assert tests.loc["care", ["n", "left_out", "groups"]].tolist() == [10, 2, 2]
    assert tests.loc["rural", "p"] == 1
    assert tests.loc["rural", "p_error"] == 0
    assert tests.loc["number", "note"].endswith("is not a number, such as 'r0'")
    told = cells[cells["test"] == "told"]
    assert told[["group", "value", "n"]].to_numpy().tolist() == [
        ["east", "absent", 0], ["east", "not_told", 1], ["east", "present", 5],
        ["west", "absent", 5], ["west", "not_told", 1], ["west", "present", 0],
    ]  # fmt: skip
    means = cells[cells["test"] == "age"]
    assert means[["group", "value", "n", "mean"]].to_numpy().tolist() == [
        ["east", "", 6, 72.5], ["west", "", 6, 78.5],
    ]  # fmt: skip


def test_made_again_the_bytes_are_the_same(study: dict[str, Any]) -> None:
    main(**study)
    before = [study[name].read_bytes() for name in ("tests", "cells")]
    study["informants"][0].write_text(
        "".join(sorted(INFORMANTS.splitlines(keepends=True), key=lambda s: (s[0] != "i", s[::-1]))),
        "utf-8",
    )
    main(**study)
    assert [study[name].read_bytes() for name in ("tests", "cells")] == before
    assert b"nan" not in before[0]
    assert b"inf" not in before[0]


def test_without_a_table_those_who_speak_are_the_informants(study: dict[str, Any]) -> None:
    test = declared("care", "fisher", CARE, "informant")
    test["by"] = {"attribute": "rurality", "told": True}
    line = main(**study | {"informants": [], "declared": [test]})
    assert line == "1 test: 1 shows no difference"
    assert made(study)[0].loc["care", "n"] == 10


def test_a_test_that_names_what_is_not_there_leaves_earlier_results(study: dict[str, Any]) -> None:
    main(**study)
    before = study["tests"].read_bytes()
    with pytest.raises(DataError, match="did you mean `site`"):
        main(**study | {"declared": [TESTS[0] | {"by": {"attribute": "sites", "told": True}}]})
    assert study["tests"].read_bytes() == before


def test_a_bad_table_is_told_with_its_line(study: dict[str, Any]) -> None:
    study["patients"][0].write_text("patient,age\np1,old\n", "utf-8")
    with pytest.raises(DataError, match=r"patients.csv, line 2, age"):
        main(**study)
