"""The whole stage: its tables as declared, and that names and order change nothing else."""

import random
import re
from typing import Any

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.compare.stage import compare, in_a_line
from insideout.tables.compare import COMPARED

BOOK = [
    {"code": "m", "parent": "", "shows": "", "feature": ""},
    {"code": "meet", "parent": "m", "shows": "f+", "feature": ""},
    {"code": "silo", "parent": "m", "shows": "f-", "feature": ""},
    {"code": "lead", "parent": "", "shows": "", "feature": ""},
    {"code": "lead_2", "parent": "lead", "shows": "", "feature": ""},
]
SETTINGS: dict[str, Any] = {
    "interfaces": [{"id": "ac", "label": "", "between": [["acute"], ["community"]]},
                   {"id": "gs", "label": "", "between": [["gp"], ["social"]]}],
    "barriers": ["silo"], "discretion": ["lead"],
    "truth_tables": [
        {"id": "t", "asks": "", "cases": "site", "conditions": {
            "one": {"services": ["acute", "community"]}, "meets": {"code": "meet"}},
         "outcome": {"code": "silo"}},
        {"id": "f", "asks": "", "cases": "unit", "kind": ["trust"],
         "conditions": {"one": {"services": ["acute", "community"]}},
         "outcome": {"feature": "f"}},
    ],
}  # fmt: skip
NEST = {"mechanisms": ["m"], "features": {"f": ["access"]}}
LINKS = [{"from": "lead_2", "to": "access", "sign": "+"}]
SHARES = {"east": 0.1, "five": 0.9, "tarn": 0.7, "west": 0.2}
PATTERNS = [{"site": site, "feature": "f", "share": share} for site, share in SHARES.items()]
ABOUTS = ["east_acute", "east_acute|east_community", "five_trust", "tarn_trust", "east_gp", "hub",
          "tarn_social", "tarn_social|tarn_gp", "west_acute", "governance", "five_gp|five_social",
          "ford", "tarn_social|tarn_trust"]  # fmt: skip
CODINGS = st.lists(
    st.tuples(
        st.sampled_from(["meet", "silo", "lead_2"]), st.sampled_from(ABOUTS),
        st.sampled_from(["i1", "i2", "i3", ""]), st.sampled_from(["present", "absent", "mixed"]),
        st.sampled_from(["", "horizontal", "vertical"]), st.sampled_from(["", "2012-11-01"]),
    ),
    max_size=30,
)  # fmt: skip
SOURCES = [{"source": f"i{n}", "date": date}
           for n, date in ((1, "2012-06-01"), (2, "2013-06-01"), (3, ""))]  # fmt: skip


def inputs(study: Any, asked: dict[str, Any], told: list[tuple[str, ...]]) -> list[Any]:
    codings = [
        study.coding(code, about, who, valence, direction=direction, period_from=start)
        for code, about, who, valence, direction, start in told
    ]
    plan = SETTINGS | {"comparisons": list(asked.values())}
    return [codings, BOOK, study.units, study.memberships, study.services, PATTERNS, plan, NEST]


def made(given_: list[Any]) -> dict[str, pd.DataFrame]:
    return all_of(compare(*given_, sources=SOURCES, links=LINKS))


def all_of(
    found: tuple[dict[str, pd.DataFrame], dict[str, pd.DataFrame]],
) -> dict[str, pd.DataFrame]:
    """The tables and the cases of truth tables, by the names of their files."""
    tables, cases = found
    return tables | {f"qca_{name}": frame for name, frame in cases.items()}


def test_tables_are_as_declared(study: Any, asked: dict[str, Any]) -> None:
    told = [("meet", "five_trust", "i1", "present", "horizontal", ""),
            ("silo", "five_trust", "i2", "absent", "", ""),
            ("meet", "east_acute", "i1", "absent", "horizontal", ""),
            ("silo", "east_acute|east_community", "i2", "present", "horizontal", ""),
            ("lead_2", "east_gp", "i3", "present", "", "")]  # fmt: skip
    found = made(inputs(study, asked, told))
    assert list(found) == [*(table.name for table in COMPARED), "qca_t", "qca_f"]
    for table in COMPARED:
        frame = found[table.name]
        assert list(frame) == table.names
        assert len(frame)
        assert not frame.duplicated(list(table.key)).any()
        for column in table.columns:
            cells = frame[column.name]
            if column.choices:
                assert set(cells) <= {*column.choices, *([] if column.required else [""])}
            if column.required:
                assert not cells.isna().any()
                assert not (cells.astype("str") == "").any()
    assert found["qca_t"].to_dict("list") == {
        "case": ["east", "five", "ford", "tarn", "west"], "one": ["0", "1", "0", "1", "0"],
        "meets": ["0", "1", "", "", ""], "outcome": ["1", "0", "", "", ""],
    }  # fmt: skip
    assert list(found["comparison"]["code"].unique()) == ["meet", "silo"]  # not the theme m
    discretion = found["discretion"].to_dict("records")
    assert [(row["about"], row["effect"], row["features"]) for row in discretion] == [
        ("east_gp", "helps", "access+"),
    ]  # fmt: skip
    fits = found["qca_fits"]
    solved = fits[(fits["analysis"] == "f") & (fits["kind"] == "solution")]
    assert solved["term"].tolist() == ["one", "one", "~one", "~one"]
    assert in_a_line(found) == (
        "3 comparisons, 5 mechanisms and obstacles told of on a side, 0 of them on both "
        "(passages on no side: 2 of social, 4 of owned); "
        "2 interfaces; 1 use of discretion; 2 truth tables, 1 of them minimised"
    )


def test_nothing_asked_and_nothing_told_gives_empty_tables(study: Any) -> None:
    found, _ = compare([], BOOK, study.units, [], [], [], {}, None)
    assert {name: len(frame) for name, frame in found.items()} == {
        table.name: 0 for table in COMPARED
    }
    assert in_a_line(found).startswith("0 comparisons")


MANY = settings(
    deadline=None, max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # the study isn't changed
)  # fmt: skip


@MANY
@given(CODINGS, st.randoms())
def test_the_order_of_rows_changes_nothing(
    study: Any, asked: dict[str, Any], told: list[tuple[str, ...]], chance: random.Random
) -> None:
    given_ = inputs(study, asked, told)
    before = made(given_)
    for n in (0, 2, 3, 4, 5):
        given_[n] = chance.sample(given_[n], len(given_[n]))
    after = made(given_)
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name])


@MANY
@given(CODINGS)
def test_a_passage_twice_gives_no_new_support(
    study: Any, asked: dict[str, Any], told: list[tuple[str, ...]]
) -> None:
    before = made(inputs(study, asked, told))
    after = made(inputs(study, asked, told + told))
    for name, frame in before.items():
        pd.testing.assert_frame_equal(frame, after[name])


@MANY
@given(CODINGS, st.randoms())
def test_names_of_units_informants_and_codes_are_but_names(
    study: Any, asked: dict[str, Any], told: list[tuple[str, ...]], chance: random.Random
) -> None:
    given_ = inputs(study, asked, told)
    names = sorted({u["unit"] for u in given_[2]} | {"i1", "i2", "i3"} | {c["code"] for c in BOOK})
    numbers = chance.sample(range(len(names)), len(names))
    new = {name: f"z{number:02d}" for name, number in zip(names, numbers, strict=True)}
    before = made(given_)
    after = all_of(
        compare(*renamed(given_, new), sources=renamed(SOURCES, new), links=renamed(LINKS, new))
    )
    for name, frame in after.items():
        wanted = [words(row) for row in renamed(before[name].to_numpy().tolist(), new)]
        assert sorted(map(words, frame.to_numpy().tolist())) == sorted(wanted)


def renamed(value: Any, new: dict[str, str]) -> Any:
    """The same with every name in it another."""
    if isinstance(value, dict):
        return {key: renamed(one, new) for key, one in value.items()}
    if isinstance(value, list):
        return [renamed(one, new) for one in value]
    if isinstance(value, str):
        return re.sub(r"[^ |@;]+", lambda found: new.get(found[0], found[0]), value)
    return value


def words(row: list[Any]) -> list[list[str]]:
    """What stands in each cell, in any order."""
    return [sorted(re.split("[ ;]+", str(cell))) for cell in row]
