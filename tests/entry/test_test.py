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
from insideout.tables.statistics import STATISTICS

main = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "test.py"))["main"]

INFORMANTS = "informant,unit,group,job,site\n" + "".join(
    f"p{n},,patient,,{'east' if n < 6 else 'west'}\n" for n in range(12)
)
PATIENTS = "patient,practice,age,rurality\n" + "".join(
    f"p{n},{'east' if n < 6 else 'west'}_{n % 3},{70 + n},r{n % 3}\n" for n in range(12)
)
UNITS = "unit,level,name,kind,service_role,ownership,structure\n" + "".join(
    f"{site},,{site.title()},site,,,\n"
    + "".join(f"{site}_{n},,Practice {n},practice,,,\n" for n in range(3))
    for site in ("east", "west")
)
MEMBERSHIPS = "unit,parent,from,to\n" + "".join(
    f"{site}_{n},{site},,\n" for site in ("east", "west") for n in range(3)
)
RESPONSES = "informant,item,value\n" + "".join(
    f"p{n},plan,{'often' if n % 2 else 'never'}\n" for n in range(12)
)
SHARES = (
    "contrast,asks,group,share,n,source\nplan,Has a plan,a,0.42,,x\nplan,Has a plan,b,0.31,,x\n"
)
SITE, CARE = {"attribute": "site", "told": True}, {"code": "care", "told": True}


def declared(name: str, method: str, outcome: dict[str, Any], group: str = "patient") -> Any:
    return {"id": name, "asks": f"{name}?", "unit": "informant", "method": method, "group": group,
            "outcome": outcome, "by": SITE, "post_hoc": "auto", "family": ""}  # fmt: skip


TESTS = [
    declared("age", "anova", {"attribute": "age", "told": True}),
    declared("care", "fisher", CARE),
    declared("rural", "fisher", {"attribute": "rurality", "told": True}),
    declared("told", "chi_squared", CARE | {"told": False}),
    declared("number", "anova", {"attribute": "rurality", "told": True}),
    declared("plan", "auto", {"item": "plan"}) | {"unit": "patient"},
    declared("usual", "auto", {"measure": "usual_gp"}) | {"unit": "patient"},
]
SETTINGS = {
    "withdrawn": [],
    "alpha": 0.05, "seed": 20260101, "adjust": "holm", "smallest_group": 3, "permutations": 199,
    "gee_from": 15, "items": {"plan": {"asks": "?", "scale": ["often", "never"], "aside": []}},
    "n": [50, 100],
}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> dict[str, Any]:
    """The named arguments of `main`, with every input written."""
    inputs = {"informants": INFORMANTS, "patients": PATIENTS, "units": UNITS,
              "memberships": MEMBERSHIPS, "responses": RESPONSES, "shares": SHARES}  # fmt: skip
    for name, text in inputs.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    said = [
        {"coding": f"c{n}", "informant": f"p{n}", "code": "nurse", "valence": "present"}
        if n < 6
        else {"coding": f"c{n}", "informant": f"p{n}", "code": "care", "valence": "absent"}
        for n in range(1, 11)
    ]
    speak = [{"source": f"i{n}", "turn": 1, "informant": f"p{n}"} for n in range(12)]
    codes = [{"code": "care", "parent": "", "sign": 1}, {"code": "nurse", "parent": "care"}]
    usual = [{"patient": f"p{n}", "usual_gp": n % 4 > 0} for n in range(12)]
    varied = [
        {"patient": f"p{n}", "measure": "usual_gp", "setting": f"above {level / 10}",
         "chosen": level == 5, "value": "yes" if n % 4 > level - 5 else "no"}
        for n in range(12) for level in (5, 6)
    ]  # fmt: skip
    both = [
        {"patient": f"p{n}", "feature": "reviews", "interview": "present", "record": "present",
         "verdict": "corroborated"} for n in range(12)
    ]  # fmt: skip
    made = {"consensus": said, "turns": speak, "codebook": codes, "records_patients": usual,
            "records_thresholds": varied, "witnesses": both, "records_left_out": []}  # fmt: skip
    for name, records in made.items():
        write(framed(records, OUTPUTS[name]), tmp_path / f"{name}.csv", OUTPUTS[name])
    extracted = [name for name in made if name.startswith(("records", "witnesses"))]
    return {
        **{name: [tmp_path / f"{name}.csv"] for name in inputs},
        "turns": tmp_path / "turns.csv", "codings": tmp_path / "consensus.csv",
        "codebook": tmp_path / "codebook.csv",
        "measured": [tmp_path / f"{name}.csv" for name in extracted],
        "tables": [tmp_path / "made" / f"{table.name}.csv" for table in STATISTICS],
        "declared": TESTS, "settings": SETTINGS,
    }  # fmt: skip


def made(study: dict[str, Any]) -> dict[str, pd.DataFrame]:
    return {file.stem: read_made(file, OUTPUTS[file.stem]) for file in study["tables"]}


def test_every_table_of_the_stage_is_written(study: dict[str, Any]) -> None:
    line = main(**study)
    assert line.startswith("7 tests: ")
    assert "1 of 1 verdict the same" in line
    assert line.endswith("1 published contrast; interview and record on 1 feature")
    tables = made(study)
    tests = tables["tests"].set_index("test")
    assert tests["verdict"].to_dict() == {
        "age": "differs_if_independent", "care": "differs_if_independent",
        "rural": "no_difference_shown", "told": "differs_if_independent", "number": "not_tested",
        "plan": "no_difference_shown", "usual": "no_difference_shown",
    }  # fmt: skip
    assert tests.loc["age", ["n", "df", "df_within", "clusters"]].tolist() == [12, 1, 10, 6]
    assert tests.loc["age", "p_cluster_least"] == pytest.approx(0.1)
    assert tests.loc["care", ["n", "left_out", "groups"]].tolist() == [10, 2, 2]
    assert tests.loc["rural", "p"] == 1
    assert tests.loc["number", "note"].startswith("12 of 12 values of rurality are not numbers")
    told = tables["test_cells"].query("test == 'told'")
    assert told[["group", "value", "n"]].to_numpy().tolist() == [
        ["east", "absent", 0], ["east", "not_told", 1], ["east", "present", 5],
        ["west", "absent", 5], ["west", "not_told", 1], ["west", "present", 0],
    ]  # fmt: skip
    means = tables["test_cells"].query("test == 'age'")
    assert means[["group", "n", "mean"]].to_numpy().tolist() == [["east", 6, 72.5],
                                                                 ["west", 6, 78.5]]  # fmt: skip
    assert tables["sensitivity"]["chosen"].tolist() == [True, False]
    assert tables["contrasts"]["first_n"].tolist() == [50, 100]
    assert tables["witness_agreement"]["corroborated"].tolist() == [12]


def test_made_again_the_bytes_are_the_same(study: dict[str, Any]) -> None:
    main(**study)
    before = [file.read_bytes() for file in study["tables"]]
    study["informants"][0].write_text(
        "".join(sorted(INFORMANTS.splitlines(keepends=True), key=lambda s: (s[0] != "i", s[::-1]))),
        "utf-8",
    )
    main(**study)
    assert [file.read_bytes() for file in study["tables"]] == before
    assert b"nan" not in before[0]
    assert b",inf," not in before[0]


def test_a_study_of_transcripts_alone_has_its_tests_too(study: dict[str, Any]) -> None:
    test = declared("care", "fisher", CARE, "informant")
    test["by"] = {"code": "nurse", "told": False}
    without = ("informants", "patients", "units", "memberships", "responses", "shares", "measured")
    line = main(**study | {key: [] for key in without} | {"declared": [test]})
    assert line == "1 test: 1 differing only if cases are independent"
    row = made(study)["tests"].set_index("test").loc["care"]
    assert (row["n"], row["partner"], row["partner_note"]) == (
        10, "", "10 cases of 10 without a practice",
    )  # fmt: skip


def test_a_test_that_names_what_is_not_there_leaves_earlier_results(study: dict[str, Any]) -> None:
    main(**study)
    before = [file.read_bytes() for file in study["tables"]]
    with pytest.raises(DataError, match="did you mean `site`"):
        main(**study | {"declared": [TESTS[0] | {"by": {"attribute": "sites", "told": True}}]})
    assert [file.read_bytes() for file in study["tables"]] == before


def test_a_bad_table_is_told_with_its_line(study: dict[str, Any]) -> None:
    study["patients"][0].write_text("patient,age\np1,old\n", "utf-8")
    with pytest.raises(DataError, match=r"patients.csv, line 2, age"):
        main(**study)
