"""Interview and record side by side."""

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from insideout.extract.witnesses import recorded, verdict, witnesses
from insideout.reader import framed
from insideout.tables import INPUTS, OUTPUTS
from insideout.tables.records import RECORDS_PATIENTS, WITNESSES

Made = Callable[..., pd.DataFrame]
NEST = {"experience": "told", "teller_group": "patient", "features": {"reviews": ["flexible"]}}
CODES = [
    {"code": "told"},
    {"code": "one_gp", "parent": "told", "feature": "same_person", "sign": 1},
    {"code": "strangers", "parent": "told", "feature": "same_person", "sign": -1},
    {"code": "checked", "parent": "told", "feature": "reviews", "sign": 1},
    {"code": "money"},  # not below `told`
    {"code": "paid", "parent": "money", "feature": "funding", "sign": 1},
]
RULES: dict[str, dict[str, Any]] = {
    "same_person": {"measure": "usual_gp"},
    "reviews": {"present": ["reviewed"]},
}
SITES = {"east_1": "east", "west_1": "west"}


def said(*rows: tuple[str, str, str], source: str = "s") -> pd.DataFrame:
    """Consensus codings: informant, code and valence, each in a passage of its own in order."""
    found: list[dict[str, Any]] = [
        {"coding": f"{source}{k}", "passage": f"{source}{k}", "source": source, "start": 10 * k,
         "informant": who, "code": code, "valence": valence}
        for k, (who, code, valence) in enumerate(rows)
    ]  # fmt: skip
    return framed(found, OUTPUTS["consensus"])


def people(*names: str, group: str = "patient", unit: str = "east_1") -> pd.DataFrame:
    rows = ({"informant": name, "group": group, "unit": unit} for name in names)
    return framed(rows, INPUTS["informants"])


def measures(*rows: dict[str, Any]) -> pd.DataFrame:
    return framed(({"site": "east"} | row for row in rows), RECORDS_PATIENTS)


def side_by_side(
    told: pd.DataFrame, who: pd.DataFrame, measured: pd.DataFrame, encounters: pd.DataFrame,
    rules: dict[str, Any] | None = None, nest: dict[str, Any] | None = NEST, **more: Any,
) -> pd.DataFrame:  # fmt: skip
    codes = framed(CODES, OUTPUTS["codebook"])
    rules = RULES if rules is None else rules
    made = witnesses(told, codes, who, measured, encounters, rules, nest, SITES, **more)
    assert list(made) == WITNESSES.names
    return made


def row_of(made: pd.DataFrame, patient: str, feature: str) -> dict[str, Any]:
    found = made[(made["patient"] == patient) & (made["feature"] == feature)]
    return {str(name): value for name, value in found.iloc[0].items()}


@pytest.mark.parametrize(
    ("interview", "record", "expected"),
    [
        ("present", "present", "corroborated"),
        ("absent", "absent", "corroborated"),
        ("mixed", "mixed", "corroborated"),
        ("present", "absent", "contradicted"),
        ("absent", "present", "contradicted"),
        ("mixed", "present", "partly"),
        ("absent", "mixed", "partly"),
        ("not_told", "absent", "interview_silent"),
        ("not_told", "mixed", "interview_silent"),
        ("absent", "silent", "record_silent"),  # silence doesn't bear out that there was none
        ("not_told", "silent", "both_silent"),
        ("not_told", "not_recordable", "not_recordable"),
        ("mixed", "not_recordable", "not_recordable"),
        ("no_interview", "present", "one_witness"),
        ("no_interview", "not_recordable", "one_witness"),
        ("present", "no_record", "one_witness"),
    ],
)
def test_verdicts(interview: str, record: str, expected: str) -> None:
    assert verdict(interview, record) == expected


def test_a_measure_speaks_both_ways_and_lists_one_way() -> None:
    measured = measures(
        {"patient": "a", "usual_gp": True, "information_good": 2, "information_missing": 0},
        {"patient": "b", "usual_gp": False, "information_good": 0, "information_missing": 1},
        {"patient": "c", "information_good": 1, "information_missing": 3},
        {"patient": "d", "information_good": 0, "information_missing": 0},
    )
    assert list(recorded(measured, {"measure": "usual_gp"})) == [
        "present", "absent", "silent", "silent"
    ]  # fmt: skip
    both = {"present": ["information_good"], "absent": ["information_missing"]}
    assert list(recorded(measured, both)) == ["present", "absent", "mixed", "silent"]
    either = {"present": ["usual_gp", "information_good"]}
    assert list(recorded(measured, either)) == ["present", "silent", "present", "silent"]
    named = measured.assign(usual_gp_id=["g1", "", "", ""])
    assert list(recorded(named, {"present": ["usual_gp_id"]}))[:2] == ["present", "silent"]


def test_every_patient_and_feature_has_a_row_and_silence_is_no_absence(encounters: Made) -> None:
    told = said(
        ("a", "one_gp", "present"), ("a", "strangers", "absent"),  # both for it
        ("a", "checked", "absent"), ("b", "strangers", "present"), ("b", "checked", ""),
        ("c", "one_gp", "present"), ("gp", "one_gp", "absent"), ("a", "paid", "present"),
    )  # fmt: skip
    who = pd.concat([people("a", "b", "c", unit="west_1"), people("gp", group="staff")])
    measured = measures(
        {"patient": "b", "usual_gp": True, "reviewed": False},
        {"patient": "a", "usual_gp": True, "reviewed": False},
        {"patient": "d", "usual_gp": False, "reviewed": True},
    )
    met = {"staff": "g1", "role": "gp", "place": "surgery"}
    seen = encounters(*(met | {"patient": patient} for patient in "bbaa"))
    made = side_by_side(told, who, measured, seen)
    plain = made[["patient", "site", "feature", "interview", "record", "verdict"]]
    assert plain.to_numpy().tolist() == [
        ["b", "east", "reviews", "not_told", "silent", "both_silent"],
        ["b", "east", "same_person", "absent", "present", "contradicted"],
        ["a", "east", "reviews", "absent", "silent", "record_silent"],
        ["a", "east", "same_person", "present", "present", "corroborated"],
        ["d", "east", "reviews", "no_interview", "present", "one_witness"],
        ["d", "east", "same_person", "no_interview", "absent", "one_witness"],
        ["c", "west", "reviews", "not_told", "no_record", "one_witness"],
        ["c", "west", "same_person", "present", "no_record", "one_witness"],
    ]


def test_a_feature_without_a_rule_isnt_recordable(encounters: Made) -> None:
    measured = measures({"patient": "a", "usual_gp": True})
    made = side_by_side(said(), people("a"), measured, encounters(), {})
    assert set(made["record"]) == {"not_recordable"}
    assert set(made["verdict"]) == {"not_recordable"}
    assert set(made["said"]) == {""}


def test_evidence_of_both_sides_in_order(encounters: Made) -> None:
    told = pd.concat([
        said(("p", "strangers", "present"), ("p", "one_gp", "present"), source="z"),
        said(("p", "strangers", "present"), source="b"),
    ])  # fmt: skip
    told = told.iloc[::-1]
    gp = {"staff": "g1", "role": "gp", "place": "surgery"}
    made = side_by_side(
        told, people("p"), measures({"patient": "p", "usual_gp": True, "reviewed": True}),
        encounters(
            gp, gp | {"place": "in_absence"}, gp | {"review": "recall"},
            {"staff": "n1", "role": "nurse", "place": "phone", "review": "medication"},
            {"review": "recall"}, {"review": "review"}, gp | {"patient": "other"},
        ),
    )  # fmt: skip
    usual = row_of(made, "p", "same_person")
    assert (usual["interview"], usual["verdict"]) == ("mixed", "partly")
    assert usual["quotes"] == "b0 z0 z1"
    assert usual["encounters"] == "e0 e2 e3"
    assert usual["said"] == "the same GP (g1) at 2 of 3 encounters with the practice"
    reviews = row_of(made, "p", "reviews")
    assert reviews["encounters"] == "e2 e4 e5"
    assert reviews["said"] == "2 encounters with a recall, 1 with a review"


def test_ten_encounters_are_listed_and_all_are_counted(encounters: Made) -> None:
    made = side_by_side(
        said(), people("p"), measures({"patient": "p", "reviewed": True}),
        encounters(*({"review": "recall"} for _ in range(12))),
    )  # fmt: skip
    row = row_of(made, "p", "reviews")
    assert row["encounters"].split() == [f"e{k}" for k in range(10)]
    assert row["said"] == "12 encounters with a recall"


@pytest.mark.parametrize(
    ("rule", "measured", "expected"),
    [
        ({"present": ["active"]}, {"active": True},
         "1 encounter in which staff coordinate actively"),
        ({"present": ["reviewed"]}, {"reviewed": False},
         "no encounter with a recall or with a review"),
        ({"present": ["information_good"], "absent": ["information_missing"]},
         {"information_good": 0, "information_missing": 1},
         "1 encounter with information noted as missing"),
        ({"measure": "usual_gp"}, {"usual_gp": False},
         "no GP at more than 1 of 3 encounters with the practice"),
        ({"measure": "usual_gp_of_gps"}, {"usual_gp_of_gps": False},
         "no GP at more than 1 of 2 encounters with its GPs"),
        ({"measure": "usual_gp"}, {},
         "a usual GP can't be told from 3 encounters with the practice"),
        ({"present": ["care_plans"]}, {}, "undefined in this record"),
        ({"present": ["gps_seen", "upc"]}, {"gps_seen": 2, "upc": 1 / 3},
         "gps seen: 2, upc: 0.33"),
    ],
)  # fmt: skip
def test_what_the_record_says_in_words(
    encounters: Made, rule: dict[str, Any], measured: dict[str, Any], expected: str
) -> None:
    made = side_by_side(
        said(), people("p"), measures({"patient": "p"} | measured),
        encounters(
            {"staff": "g1", "role": "gp", "place": "surgery", "information": "missing"},
            {"staff": "g2", "role": "gp", "place": "phone", "acts": "chases"},
            {"staff": "n1", "role": "nurse", "place": "home"},
        ),
        {"reviews": rule},
    )  # fmt: skip
    assert row_of(made, "p", "reviews")["said"] == expected


def test_the_base_is_the_studys(encounters: Made) -> None:
    met = encounters(*({"staff": staff, "role": role, "place": "surgery"} for staff, role in
                       (("g1", "gp"), ("n1", "nurse"), ("n1", "nurse"), ("g1", "gp"))))  # fmt: skip
    measured = measures({"patient": "p", "usual_gp": True})
    row = row_of(side_by_side(said(), people("p"), measured, met, base="gp"), "p", "same_person")
    assert row["said"] == "the same GP (g1) at 2 of 2 encounters with its GPs"
    assert row["encounters"] == "e0 e3"


def test_without_a_nest_all_features_of_the_codebook_count(encounters: Made) -> None:
    told = said(("p", "paid", "present"), ("stranger", "paid", "absent"))
    measured = measures({"patient": "p"})
    made = side_by_side(told, people("p", "stranger", group=""), measured, encounters(), nest=None)
    assert made[["patient", "feature", "interview"]].to_numpy().tolist() == [
        ["p", "same_person", "not_told"],
        ["p", "reviews", "not_told"],
        ["p", "funding", "present"],
    ]


def test_without_anything_there_are_no_rows(encounters: Made) -> None:
    assert side_by_side(said(), people(), measures(), encounters()).empty
    measured = measures({"patient": "p"})
    nobody = side_by_side(said(), people(), measured, encounters({}))
    assert set(nobody["verdict"]) == {"one_witness"}
    no_codes = witnesses(said(), framed([], OUTPUTS["codebook"]), people("p"), measured,
                         encounters({}), {}, None, SITES)  # fmt: skip
    assert no_codes.empty
