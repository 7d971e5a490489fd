"""Files of hypotheses and questions: their form, their defaults, and what a hash rests on."""

from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.judge.files import (
    hash_of,
    lock_of,
    predictions,
    read_hypotheses,
    read_lock,
    read_questions,
)
from insideout.problems import DataError

Write = Callable[..., Path]


def told(read: Callable[[Path], object], file: Path) -> list[str]:
    with pytest.raises(DataError) as raised:
        read(file)
    return [str(problem) for problem in raised.value.problems]


def test_defaults_are_filled_in(written: Write) -> None:
    book = read_hypotheses(written("{relational: high}"))
    assert (book["thresholds"]["high"], book["thresholds"]["min_tellers"]) == (0.6, 5)
    assert book["thresholds"]["grid"]["bands"] == [[0.5, 0.5], [0.4, 0.6], [0.3, 0.7]]
    (row,) = predictions(book["hypotheses"][0], book, [])
    assert row["selectors"] == [{"label": "together", "together": ["acute", "community"]}]


def test_every_problem_of_the_form_is_told_with_its_line(written: Write) -> None:
    predicts = (
        "\n    relational: hihg\n    access: {predicted: lower}\n    flexible: {predicted: rises, "
        "depends_on: services, than: x}\n    informational: {a: {setting: {site: [one]}}}"
    )
    file = written(predicts, more="thresholds: {hihg: 0.6}\n")
    found = "\n".join(told(read_hypotheses, file))
    for text in ("line 12", "line 15", "one of high, low, mixed", "did you mean `high`?",
                 "a key of this file", "did you mean `sites`?", "predicted"):  # fmt: skip
        assert text in found
    fixed = file.read_text().replace("hihg", "high").replace("site:", "sites:")
    file.write_text(fixed.replace("{a: {", "{a: {predicted: low, "))
    found = "\n".join(told(read_hypotheses, file))
    assert "hypotheses.H1.predicts.access" in found
    assert "lower needs `than`" in found
    assert "leave it out: rises isn't compared so" in found


def test_a_file_that_is_not_there_or_no_yaml(tmp_path: Path) -> None:
    assert "correct `hypotheses` in the study file" in told(read_hypotheses, tmp_path / "h.yaml")[0]
    (tmp_path / "q.yaml").write_text("questions: [")
    assert "q.yaml, line" in told(read_questions, tmp_path / "q.yaml")[0]


SAME = {
    "a comment": ("thresholds:", "# why\nthresholds:"),
    "order of keys": ("{together: [acute, community]}", "{together: [community, acute]}"),
    "a number's form": ("low: 0.4", "low: 0.40"),
    "a line break": ("It helps.", "It\n    helps."),
    "a label": ("together: {together", "together: {label: one roof, together"),
    "a setting's name": ("setting: together", "setting: {together: [acute, community]}"),
    "another setting": ("apart: [acute, community]", "apart: [acute, community, other]"),
    "its default": ("relational: high", "relational: {predicted: high}"),
    "the grid of the defaults in another order": (
        "low: 0.4",
        "low: 0.4, grid: {bands: [[0.3, 0.7], [0.5, 0.5], [0.4, 0.6]], margin: [0.2, 0, 0.1]}",
    ),
}
OTHER = {
    "the statement": ("It helps.", "It hinders."),
    "a prediction": ("relational: high", "relational: low"),
    "a threshold": ("low: 0.4", "low: 0.3"),
    "a grid": ("low: 0.4", "low: 0.4, grid: {bands: [[0.4, 0.6]]}"),
    "its setting": ("{together: [acute, community]}", "{together: [acute, other]}"),
    "the rule": ("the opposite shows", "something else shows"),
    "one more": ("relational: high", "relational: high, access: low"),
}


@pytest.mark.parametrize(("change", "same"), [*((c, True) for c in SAME.values()),
                                              *((c, False) for c in OTHER.values())],
                         ids=[*SAME, *OTHER])  # fmt: skip
def test_a_hash_changes_with_what_is_said_alone(
    written: Write, change: tuple[str, str], same: bool
) -> None:
    file = written("{relational: high}", more="thresholds: {low: 0.4}\n")
    book = read_hypotheses(file)
    before = hash_of(book["hypotheses"][0], book)
    assert len(before) == 12
    text = file.read_text()
    assert change[0] in text
    file.write_text(text.replace(*change))
    book = read_hypotheses(file)
    assert (hash_of(book["hypotheses"][0], book) == before) is same


def test_the_order_of_bands_changes_no_hash_and_the_name_of_a_part_does(written: Write) -> None:
    bands, hashes = "[[0.4, 0.6], [0.4, 0.7], [0.2, 0.8]]", []
    for part, order in (("a", bands), ("a", "[[0.2, 0.8], [0.4, 0.7], [0.4, 0.6]]"), ("b", bands)):
        predicts = f"{{relational: {{{part}: {{predicted: high, setting: practice}}}}}}"
        more = f"thresholds: {{grid: {{bands: {order}}}}}\n"
        book = read_hypotheses(written(predicts, more=more))
        hashes.append(hash_of(book["hypotheses"][0], book))
    assert hashes[0] == hashes[1] != hashes[2]


def test_a_hash_knows_what_is_compared_and_what_each_stands_for(written: Write) -> None:
    hashes = set()
    for more in ("", "continuities: [access]\n"):
        for than in ("network", "practice"):
            predicts = f"{{each_continuity: {{predicted: higher, than: {than}}}}}"
            book = read_hypotheses(written(predicts, more=more))
            hashes.add(hash_of(book["hypotheses"][0], book))
    assert len(hashes) == 4


def test_a_lock_is_read_and_checked(tmp_path: Path) -> None:
    file = lock_of(tmp_path / "hypotheses.yaml")
    assert file.name == "hypotheses.lock.yaml"
    assert read_lock(file) == {}
    file.write_text("H1: {hash: abc, date: 2012-01-01, before: [{hash: x, date: '2011-01-01'}]}\n")
    assert read_lock(file) == {
        "H1": {"hash": "abc", "date": "2012-01-01", "before": [{"hash": "x", "date": "2011-01-01"}]}
    }
    file.write_text("H1: {hash: abc}\nH2: {hash: a, date: soon}\nH3: 5\n")
    found = told(read_lock, file)
    assert [", line 1" in found[0], ", line 2" in found[1], ", line 3" in found[2]] == [True] * 3


def test_questions_are_read(tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    file.write_text(
        "questions:\n- id: RQ1\n  asks: What changes?\n  parts: {a: Continuity?, b: {asks: Costs?, "
        "answered_in: [tbl-costs]}}\n"
    )
    assert read_questions(file)[0]["parts"]["b"]["answered_in"] == ["tbl-costs"]
    file.write_text("questions:\n- id: RQ1\n  ask: What?\n  answered_in: [costs]\n")
    found = "\n".join(told(read_questions, file))
    assert "did you mean `asks`?" in found
    assert "tbl-" in found


def test_each_continuity_leaves_out_what_is_predicted_by_name(written: Write) -> None:
    book = read_hypotheses(written("{each_continuity: high, access: low}"))
    rows = predictions(book["hypotheses"][0], book, ["relational", "access"])
    assert [(r["continuity"], r["predicted"]) for r in rows] == [
        ("relational", "high"), ("access", "low"),
    ]  # fmt: skip


def test_locks_of_earlier_versions_stay_good(written: Write) -> None:
    """A hash that the program no longer gives would tell of changes that nobody made."""
    predicts = "{relational: {a: {predicted: low, setting: practice}, b: {predicted: lower, "
    predicts += "than: a}}, access: {predicted: rises, depends_on: services, over: [practice]}, "
    book = read_hypotheses(written(predicts + "each_continuity: high}"))
    assert hash_of(book["hypotheses"][0], book) == "a3a7578e0e90"
