"""A form for charting, out and back in: what changes, what is wrong, what is refused."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from insideout.chart.charting import CONTROL, form, summary_hash
from insideout.chart.handed_in import HandedIn, read_form, sorted_out
from insideout.problems import DataError, Problem
from insideout.rows import Row

BOOK = [{"code": "t", "name": "Theme"}, {"code": "u", "name": "Other theme"}]
NONE = {"evidence": "e1", "codings": 1, "status": "present", "summary": None, "author": None,
        "stale": None}  # fmt: skip
CELLS = {("f", case, theme): NONE for case in ("a", "b") for theme in ("t", "u")}
OLD = {"summary": "Old.", "author": "AB", "evidence": "e1"}


def row(**more: Any) -> Row:
    """A row of a form that was made when the cell a × t had the summary `OLD`."""
    before = summary_hash("Old.", "AB")
    return Row(2, {"frame": "f", "case": "a", "theme": "t", "evidence": "e1", "before": before,
                   "summary": "Old.", "author": "AB", "holds": None} | more)  # fmt: skip


def handed(
    *rows: Row, old: dict[str, Any] | None = OLD, **more: Any
) -> tuple[HandedIn, list[Problem]]:
    before = {("f", "a", "t"): old} if old else {}
    return sorted_out([("form", each) for each in rows], CELLS, before, **more)


def test_a_row_that_says_what_it_said_brings_nothing_whatever_was_written_since() -> None:
    for old in (OLD, {**OLD, "summary": "Another's."}, {**OLD, "evidence": "e0"}, None):
        made, problems = handed(row(), row(case="b", before=None, summary=None), old=old)
        assert (made.changed, made.gone, made.refused, problems) == ({}, [], [], [])
        assert made.unchanged == 2


def test_new_and_changed_summaries_are_bound_to_the_evidence_of_the_form() -> None:
    new = row(case="b", before=None, summary=" New\r\nwords. ", author="CD")
    made, problems = handed(row(summary="Changed."), new)
    assert not problems
    assert made.changed == {
        ("f", "a", "t"): {"frame": "f", "case": "a", "theme": "t", "summary": "Changed.",
                          "author": "AB", "evidence": "e1"},
        ("f", "b", "t"): {"frame": "f", "case": "b", "theme": "t", "summary": "New\nwords.",
                          "author": "CD", "evidence": "e1"},
    }  # fmt: skip


def test_a_stale_summary_that_holds_is_bound_anew() -> None:
    made, _ = handed(row(holds="yes"), old={**OLD, "evidence": "e0"})
    assert made.changed["f", "a", "t"]["evidence"] == "e1"
    made, _ = handed(row(holds="yes"))  # it is bound already
    assert (made.changed, made.unchanged) == ({}, 1)
    made, _ = handed(row(holds="yes", evidence="e0"), old={**OLD, "evidence": ""})
    assert [p.column for p in made.refused] == ["evidence"]


def test_a_row_whose_codings_have_changed_since_is_refused() -> None:
    made, problems = handed(row(summary="Changed.", evidence="e0"))
    assert (made.changed, problems) == ({}, [])
    assert [(p.line, p.column, p.found) for p in made.refused] == [
        (2, "evidence", "others are there now")
    ]


def test_a_row_whose_summary_somebody_else_has_changed_since_is_refused() -> None:
    other = {**OLD, "summary": "Another's.", "author": "CD"}
    made, _ = handed(row(summary="Changed."), old=other)
    assert [p.found for p in made.refused] == ["another one, by CD"]
    made, _ = handed(row(summary="Changed."), old=None)
    assert [p.found for p in made.refused] == ["none: it was removed"]
    made, _ = handed(row(summary="Changed again."), old={**OLD, "summary": "Changed."})
    assert made.changed  # one's own: the same form, handed in twice


def test_what_is_handed_in_twice_is_there_already() -> None:
    again = row(summary="Changed.")
    made, _ = handed(again, old={**OLD, "summary": "Changed."})
    assert (made.changed, made.refused, made.unchanged) == ({}, [], 1)


def test_emptying_a_cell_removes_nothing_unless_it_is_asked_for() -> None:
    made, _ = handed(row(summary=None))
    assert (made.changed, made.gone, made.emptied) == ({}, [], 1)
    made, _ = handed(row(summary=None, author=None), remove=True)
    assert made.gone == [("f", "a", "t")]
    made, _ = handed(row(summary=None), remove=True, old={**OLD, "summary": "New.", "author": "C"})
    assert (made.gone, len(made.refused)) == ([], 1)
    made, _ = handed(row(summary=None, before=None), remove=True)  # it was empty in the form
    assert (made.gone, made.unchanged) == ([], 1)


def test_everything_that_is_wrong_is_told_at_once() -> None:
    said = {"before": None, "summary": "New.", "author": "CD"}
    _, problems = handed(
        row(**said | {"frame": "g"}), row(**said | {"case": "aa"}), row(**said | {"theme": "tt"}),
        row(**said | {"case": "b", "author": None}),
        row(**said | {"theme": "u"}), row(**said | {"theme": "u", "summary": "Else."}),
    )  # fmt: skip
    assert [(p.column, p.hint) for p in problems] == [
        ("frame", "known here: f"), ("case", "did you mean `a`?"), ("theme", "did you mean `t`?"),
        ("author", "add your id, such as your initials: every summary is kept with who wrote it"),
        ("theme", "empty or restore one of the two"),
    ]  # fmt: skip
    _, problems = handed(row(**said), frame="other")
    assert [(p.column, p.expected) for p in problems] == [("frame", "other")]


def test_a_table_of_ones_own_is_compared_with_the_summaries_there_are(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("case,theme,evidence,summary,author,note\na,t,e1,Old.,AB,x\nb,t,e1,New.,CD,\n")
    rows, problems = read_form(file, "f")
    assert not problems
    made, problems = sorted_out(rows, CELLS, {("f", "a", "t"): OLD}, frame="f")
    assert (list(made.changed), made.unchanged, problems) == ([("f", "b", "t")], 1, [])


def test_files_that_are_no_form_are_told_of(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text("case,theme,summary\na,t,New.\n")
    told = read_form(file, "")[1]
    assert [p.column for p in told] == ["evidence", "author", "frame"]
    file.write_text("case,theme,evidence,summary,author\na,t,e1,New.,A B\n")
    assert "--frame" in read_form(file, "")[1][0].hint
    assert [p.column for p in read_form(file, "f")[1]] == ["author"]
    empty = tmp_path / "empty.xlsx"
    empty.write_bytes(form("f", [], {}, BOOK))
    with pytest.raises(DataError, match="sheets with the columns case and theme"):
        read_form(empty, "")


def look(cell: dict[str, Any], *rows: Row) -> list[tuple[str, str]]:
    """What is told of rows whose cell a × t the last run left so."""
    cells = CELLS | {("f", "a", "t"): NONE | cell}
    before = {("f", "a", "t"): OLD} if cell.get("summary") else {}
    made, problems = sorted_out([("form", each) for each in rows], cells, before)
    assert not problems
    return [(p.column, p.hint) for p in made.told]


def test_an_edited_state_is_told_of_with_what_is_read_in_its_place() -> None:
    stale = {"summary": "Old.", "author": "AB", "stale": True}
    ((column, hint),) = look(stale, row(state="bound"))
    assert (column, "choose yes in the column holds" in hint) == ("state", True)
    assert [c for c, _ in look(stale, row(state=None))] == ["state"]
    assert look(stale, row(state="stale")) == look(stale, row()) == []
    assert look(stale, row(state="bound", holds="yes")) == []
    assert look(stale, row(state="bound", summary="Changed.")) == []
    assert look(stale, row(state="bound", evidence="e0")) == []  # a form of another run
    assert look(stale | {"stale": False}, row(state="unbound")) == []  # bound since


def test_edited_counts_and_statuses_are_told_of() -> None:
    row_of = {"status": "absent", "codings": "3", "state": "none", "before": None, "summary": None}
    assert [c for c, _ in look({}, row(**row_of))] == ["status", "codings"]
    assert look({}, row(**row_of | {"status": "present", "codings": "1"})) == []


def test_summary_of_an_empty_cell_is_taken_and_told_of() -> None:
    ((column, hint),) = look({"codings": 0, "status": "not_told"}, row(before=None, summary="New."))
    assert (column, "if that is meant" in hint) == ("summary", True)


def test_what_holds_must_be_there() -> None:
    ((column, hint),) = look({}, row(before=None, summary=" ", holds="yes"))
    assert (column, "write the summary" in hint) == ("holds", True)


SUMMARY = st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60)
AUTHOR = st.text(alphabet="abcÅ-=+@'.", min_size=1, max_size=5)


@settings(max_examples=30, deadline=None)
@given(st.lists(SUMMARY, min_size=4, max_size=4), st.lists(SUMMARY, min_size=4, max_size=4), AUTHOR)
def test_a_form_comes_back_with_what_was_written_into_it(
    old: list[str], new: list[str], author: str
) -> None:
    written = dict(zip(CELLS, old, strict=True))
    before = {key: {"summary": said, "author": author, "evidence": "e1"}
              for key, said in written.items() if said.strip()}  # fmt: skip
    cells = [
        {"case": key[1], "theme": key[2], "within": "", "codings": 1, "quotes": "q",
         "evidence": "e1", "status": "present", "stale": False,
         **before.get(key, {"summary": "", "author": ""})} for key in CELLS
    ]  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "form.xlsx"
        file.write_bytes(form("f", cells, {"q": "N1 turn 2: =words"}, BOOK))
        rows, problems = read_form(file, "f")
        made, wrong = sorted_out(rows, CELLS, before)
        assert (problems, wrong, made.changed, made.refused) == ([], [], {}, [])
        assert made.unchanged == len(CELLS)
        book = load_workbook(file)
        answers = dict(zip(CELLS, new, strict=True))
        pages: list[Any] = book.worksheets[1:]
        for page in pages:
            at = {cell.value: cell.column for cell in page[1]}
            for line in range(2, page.max_row + 1):
                key = ("f", page.cell(line, at["case"]).value, page.cell(line, at["theme"]).value)
                said = CONTROL.sub(" ", answers[key])
                cell = page.cell(line, at["summary"], said)
                cell.data_type = "s"  # typed as text, even if it begins like a formula
                page.cell(line, at["author"], "XY")
        book.save(file)
        made, wrong = sorted_out(read_form(file, "f")[0], CELLS, before)
    assert (wrong, made.refused) == ([], [])
    assert {key: " ".join(row["summary"].split()) for key, row in made.changed.items()} == {
        key: " ".join(unguarded.split()) for key, said in answers.items()
        if (unguarded := taken(CONTROL.sub(" ", said)))
    }  # fmt: skip
    assert all(row["author"] == "XY" for row in made.changed.values())


def taken(said: str) -> str:
    """What is read of words that a person typed."""
    from insideout.workbook import unguarded

    return unguarded(said.strip()).strip()
