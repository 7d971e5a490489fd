"""What the study file asks of the data: columns, measures, features and steps that aren't there."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.house import Study, open_study
from insideout.plans import patient_problems, plan_problems, response_problems
from insideout.problems import Problem
from insideout.rows import read_rows
from insideout.tables.inputs import INPUTS

SMALL = Path(__file__).parents[1] / "studies" / "small"
Edited = Callable[..., Study]


@pytest.fixture
def edited(tmp_path: Path) -> Edited:
    """Opens a copy of the small study with passages of its files replaced."""

    def make(*edits: tuple[str, str, str]) -> Study:
        folder = tmp_path / f"small{len(list(tmp_path.iterdir()))}"
        shutil.copytree(SMALL, folder)
        for file, old, new in edits:
            text = (folder / file).read_text("utf-8")
            assert old in text, (file, old)
            (folder / file).write_text(text.replace(old, new, 1), "utf-8")
        return open_study(str(folder / "small.yaml"))

    return make


def told(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.column, problem.found) for problem in problems]


def line_with(study: Study, words: str) -> int:
    lines = study.path.read_text("utf-8").splitlines()
    return next(n for n, line in enumerate(lines, 1) if words in line)


YAML = "small.yaml"
ASKED = [
    ("cases: site", "cases: sites", "frames.sites.cases", "did you mean `site`?"),
    ("{measure: usual_gp}", "{measure: usual_pg}", "witnesses.same_person.measure", "`usual_gp`"),
    ("[information_missing]", "[information_missing, infos]",
     "witnesses.information_transfer.absent.1", "known here"),
    ("  same_person: {m", "  same_persons: {m", "witnesses.same_persons", "`same_person`"),
    ("file: records.csv", "file: records.csv\n  exclude: [repeat_prescriptions]",
     "records.exclude.0", "`repeat_prescription`"),
    ("attribute: conditions, m", "attribute: condition, m", "eligibility.0.attribute",
     "`conditions`"),
    ("attributes: [own_doctor]", "attributes: [group, doctor]", "queries.attributes.1",
     "`own_doctor`"),
    ("of: Asked", "of: asked", "flow.1.of", "`Asked`"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "key", "hint"), ASKED, ids=[case[2] for case in ASKED])
def test_what_is_not_there_is_told_with_its_line_and_what_is_meant(
    edited: Edited, old: str, new: str, key: str, hint: str
) -> None:
    study = edited((YAML, old, new))
    (problem,) = plan_problems(study)
    assert problem.column == key
    assert problem.line == line_with(study, new.splitlines()[-1])
    assert hint in problem.hint


def test_the_small_study_asks_for_nothing_that_is_not_there(edited: Edited) -> None:
    assert plan_problems(edited()) == []


def test_kinds_and_levels_of_units_are_cases(edited: Edited) -> None:
    for cases in ("practice", "provider_organisation", "informant", "source", "network_body"):
        study = edited((YAML, "cases: site", f"cases: {cases}"))
        known = cases != "network_body"  # a service role
        assert (plan_problems(study) == []) == known


def test_a_study_without_units_has_only_informants_and_sources_as_cases(edited: Edited) -> None:
    study = edited((YAML, "units: units.csv\n", ""), (YAML, "memberships: memberships.csv\n", ""))
    (problem,) = plan_problems(study)
    assert (problem.column, problem.hint) == (
        "frames.sites.cases", "known here: informant, source",
    )  # fmt: skip


@pytest.mark.parametrize("head", ["unit,level,name,sort,", "unit,level,name,kind,kind,"])
def test_a_table_of_units_that_is_wrong_itself_hides_no_cases(edited: Edited, head: str) -> None:
    study = edited(("data/units.csv", "unit,level,name,kind,", head))
    assert plan_problems(study) == []


def test_a_study_without_records_witnesses_criteria_or_steps_is_asked_for_nothing(
    edited: Edited,
) -> None:
    whole = (SMALL / YAML).read_text("utf-8")
    begin = whole.index("queries:")
    study = edited((YAML, whole[begin:], ""))
    assert plan_problems(study) == []
    assert response_problems(study, []) == []


def test_witnesses_without_a_nest_are_of_no_known_feature_and_pass(edited: Edited) -> None:
    whole = (SMALL / YAML).read_text("utf-8")
    nest = whole[whole.index("nest:") : whole.index("tests:")]
    assert plan_problems(edited((YAML, nest, ""))) == []


def answers(study: Study, text: str) -> list[Problem]:
    file = study.place("responses")
    assert file is not None
    file.write_text(f"informant,item,value\n{text}", "utf-8")
    return response_problems(study, read_rows(file, INPUTS["responses"])[0])


def test_answers_are_of_known_people_to_known_items_and_on_their_scale(edited: Edited) -> None:
    study = edited()
    assert answers(study, "N1,same_doctor_matters,agree\nS2,same_doctor_matters,can't say\n") == []
    found = answers(study, "X1,same_doctor_matters,Agree\nN1,waiting,agree\n")
    assert told(found) == [("informant", "'X1'"), ("value", "'Agree'"), ("item", "'waiting'")]
    assert [problem.line for problem in found] == [2, 2, 3]
    assert "strongly agree, agree, disagree" in found[1].expected
    assert "`agree`" in found[1].hint


def test_an_answer_far_from_the_scale_says_where_scales_are(edited: Edited) -> None:
    (problem,) = answers(edited(), "N1,same_doctor_matters,4\n")
    assert "`aside`" in problem.hint


def test_answers_of_patients_who_were_not_interviewed_are_welcome(edited: Edited) -> None:
    study = edited(("data/patients.csv", "S2,68", "S3,70,2,yes,,south,no\nS2,68"))
    assert answers(study, "S3,same_doctor_matters,agree\n") == []


def of_patients(study: Study) -> list[Problem]:
    file = study.place("patients")
    assert file is not None
    return patient_problems(study, read_rows(file, INPUTS["patients"])[0])


def test_a_patient_is_an_informant_or_has_a_practice(edited: Edited) -> None:
    assert of_patients(edited()) == []
    (problem,) = of_patients(edited(("data/patients.csv", "S2,68", "S22,68")))
    assert (problem.line, problem.found) == (5, "'S22'")
    assert "`S2`" in problem.hint
    rows = ("data/patients.csv", "patient,age,", "patient,practice,age,")
    ids = [("data/patients.csv", f"{who},", f"{new},south_practice,")
           for who, new in (("N1", "Z1"), ("N2", "Z2"), ("S1", "Z3"), ("S2", "Z4"))]  # fmt: skip
    assert of_patients(edited(rows, *ids)) == []


def test_without_a_table_of_informants_nobody_is_unknown(edited: Edited) -> None:
    study = edited((YAML, "informants: informants.csv\n", ""),
                   ("data/patients.csv", "S2,68", "S22,68"))  # fmt: skip
    assert of_patients(study) == []
