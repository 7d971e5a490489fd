"""Hypotheses and questions that name what the study doesn't have."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from insideout.judge.files import lock_of, read_hypotheses, read_lock, read_questions
from insideout.judge.problems import hypothesis_problems, question_problems

FEATURES = {"same_person": ["relational"], "no_gaps": ["access"]}


def found(file: Path, units: Any, services: Any) -> list[str]:
    problems = hypothesis_problems(
        file, read_hypotheses(file), read_lock(lock_of(file)), features=FEATURES, units=units,
        services=services, codes={"lists", "rosters"},
    )  # fmt: skip
    assert all(problem.line is not None for problem in problems)
    return [str(problem) for problem in problems]


def test_a_sound_file_has_none(written: Callable[..., Path], units: Any, services: Any) -> None:
    predicts = (
        "{relational: {a: {predicted: high, setting: practice}, b: {predicted: lower, than: a}, "
        "c: {predicted: lower, than: network}}, each_continuity: mixed}"
    )
    assert found(written(predicts), units, services) == []


def test_all_that_is_unknown_is_told_at_once(
    written: Callable[..., Path], units: Any, services: Any
) -> None:
    predicts = (
        "\n    relatonal: high\n    access: {predicted: lower, than: netwrok, setting: "
        "{sites: [onne], units: [x_gp], kinds: [practise], together: [acute, comunity], "
        "stands: {code: list}, where: {contry: [GB], country: [FR]}, about_roles: [helper]}}\n"
        "    each_continuity: {predicted: rises, depends_on: services, over: [shop]}"
    )
    file = written(predicts, "[togethr, practice]", "continuities: [acces]\n")
    said = "\n".join(found(file, units, services))
    for name, hint in {
        "relatonal": "relational", "netwrok": "network", "onne": "one", "x_gp": "one_gp",
        "practise": "practice", "comunity": "community", "list": "lists", "contry": "country",
        "togethr": "together", "acces": "access",
    }.items():  # fmt: skip
        assert f"found:    '{name}'" in said
        assert f"did you mean `{hint}`?" in said
    for name in ("FR", "helper", "shop"):
        assert f"found:    '{name}'" in said
    assert "hypotheses.H1.predicts.access.setting.sites.0" in said


def test_thresholds_ids_and_locks(written: Callable[..., Path], units: Any, services: Any) -> None:
    more = "thresholds: {grid: {bands: [[0.5, 0.5], [0.7, 0.3]]}}\n"
    file = written("{relational: mixed}", more=more)
    twice = file.read_text().split("hypotheses:\n")[1]
    file.write_text(file.read_text() + twice)
    lock_of(file).write_text("H1: {hash: a, date: 2012-01-01}\nH0: {hash: a, date: 2012-01-01}\n")
    said = "\n".join(found(file, units, services))
    assert "low 0.7, high 0.3" in said
    assert "a band with a middle" in said
    assert "H1, as on line" in said
    assert "hypotheses.lock.yaml, line 2, H0" in said
    assert "put the hypothesis back" in said


def test_questions_rest_on_tables_that_are_made(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(
        "questions:\n- id: RQ1\n  asks: What?\n  rests_on: [nest_finding]\n  parts:\n    a: {asks: "
        "More?,\n      rests_on: [ledger, tets]}\n- id: RQ1\n  asks: Again?\n"
    )
    tables = ["nest_findings", "ledger", "tests"]
    problems = question_problems(file, read_questions(file), tables)
    assert [(p.line, p.found) for p in sorted(problems)] == [
        (4, "'nest_finding'"), (7, "'tets'"), (8, "RQ1, as on line 2"),
    ]  # fmt: skip
    assert min(problems).hint == "did you mean `nest_findings`?"


def test_questions_rest_on_no_table_that_is_not_counted_for_them(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text("questions:\n- {id: RQ1, asks: What?, rests_on: [versions, versoins]}\n")
    asked = read_questions(file)
    counted, other = question_problems(file, asked, ["revisions"], ["versions"])
    assert counted.hint.startswith("a question may rest on the tables of coding")
    assert other.found == "'versoins'"
