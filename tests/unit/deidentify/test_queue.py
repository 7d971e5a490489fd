"""The review queue: which items, in which order, and as files that people fill in."""

import io
import os
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from insideout.deidentify.filled import read_filled, told
from insideout.deidentify.handed_in import decisions_in, merged, places_in
from insideout.deidentify.queue import context, places, queue
from insideout.deidentify.sheets import damaged, form, write_queue
from insideout.deidentify.span import Document, Span, State
from insideout.problems import DataError
from insideout.rows import Row
from insideout.tables.deidentify import DECISIONS
from insideout.workbook import chosen, workbook


def filled_in(content: dict[str, list[dict[str, Any]]]) -> bytes:
    return workbook({name: form(name, rows) for name, rows in content.items()})


def span(text: str, name: str, rule: str, state: State = "masked", kind: str = "person") -> Span:
    at = text.index(name)
    return Span(at, at + len(name), kind, rule, state)


ONE = "A: I met Zorb and then Grace at\nBoots, you know, the one in town."
TWO = "A: Zorb's car. Zorb!"
FOUND = [
    (Document("S1", ONE), [span(ONE, "Zorb", "unknown"), span(ONE, "Grace", "also_word", "asked"),
                           span(ONE, "Boots", "roster", "sure")]),
    (Document("S2", TWO), [span(TWO, "Zorb", "unknown", kind="unknown"),
                           Span(15, 19, "unknown", "unknown", "asked")]),
]  # fmt: skip


def test_open_spans_are_items_by_type_those_likeliest_first() -> None:
    rows = queue(FOUND)
    assert [(row["type"], row["kind"], row["count"], row["sources"]) for row in rows] == [
        ("zorb", "person", 3, "S1 S2"), ("grace", "person", 1, "S1"),
    ]  # fmt: skip
    assert rows[0]["expected"] > rows[1]["expected"]


def test_contexts_are_from_different_sources_first() -> None:
    row = queue(FOUND)[0]
    assert [row[f"context_{n}"] for n in (1, 2, 3)] == [
        "A: I met »Zorb« and then Grace at Boots, you know, the one in town.",
        "A: »Zorb«'s car. Zorb!",
        "A: Zorb's car. »Zorb«!",
    ]


def test_a_context_is_cut_at_words() -> None:
    text = "word " * 30 + "Zorb" + " word" * 30
    shown = context(Document("S1", text), span(text, "Zorb", "x"))
    assert shown.startswith("…word word")
    assert shown.endswith("word word…")
    assert len(shown) < 140


def test_places_are_the_open_occurrences_of_types_to_look_at() -> None:
    (row,) = places(FOUND, {"S1": "aa", "S2": "bb"}, {"grace"})
    assert (row["source"], row["sha256"], row["start"], row["type"]) == ("S1", "aa", 23, "grace")
    assert "»Grace«" in row["context"]


def rows_with(**cells: Any) -> list[dict[str, Any]]:
    return [{**queue(FOUND)[0], **cells}]


def test_no_cell_begins_a_formula() -> None:
    content = {"queue": rows_with(context_1='=HYPERLINK("x")', context_2="-1", context_3="@a")}
    page = load_workbook(io.BytesIO(filled_in(content)))["queue"]
    cells = [page.cell(2, column) for column in (6, 7, 8)]
    assert [cell.value for cell in cells] == ['\'=HYPERLINK("x")', "'-1", "'@a"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_workbook_is_frozen_offers_choices_and_has_the_same_bytes_every_time(
    tmp_path: Path,
) -> None:
    content = {"queue": queue(FOUND), "places": places(FOUND, {"S1": "a", "S2": "b"}, {"grace"})}
    raw = filled_in(content)
    assert raw == filled_in(content)
    book = load_workbook(io.BytesIO(raw))
    assert book.sheetnames == ["queue", "places"]
    assert book["queue"].freeze_panes == "B2"
    offered = {v.formula1 for v in book["queue"].data_validations.dataValidation}
    assert '"name,not_name,look"' in offered
    with zipfile.ZipFile(io.BytesIO(raw)) as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
    (tmp_path / "q.xlsx").write_bytes(raw)
    assert told(tmp_path / "q.xlsx", "queue") == [
        {k: "" if v == "" else str(v) for k, v in row.items()} for row in queue(FOUND)
    ]


def test_files_are_for_their_owner_alone_and_not_written_twice(tmp_path: Path) -> None:
    assert write_queue(tmp_path, queue(FOUND), [])
    names = {file.name: stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()}
    assert names == {"queue.csv": 0o600, "queue.xlsx": 0o600, "places.csv": 0o600}
    assert not write_queue(tmp_path, queue(FOUND), [])


def fill(file: Path, sheet: str = "queue", **cells: str | None) -> None:
    book = load_workbook(file)
    page = book[sheet]
    header = [cell.value for cell in page[1]]
    for name, value in cells.items():
        page.cell(2, header.index(name) + 1).value = value
    book.save(file)


def test_what_is_filled_in_survives_the_next_run(tmp_path: Path) -> None:
    write_queue(tmp_path, queue(FOUND), [])
    fill(tmp_path / "queue.xlsx", decision="name", kind_decided="place")
    write_queue(tmp_path, queue(FOUND)[:1], [])
    (row,) = told(tmp_path / "queue.xlsx", "queue")
    assert (row["type"], row["decision"], row["kind_decided"]) == ("zorb", "name", "place")
    assert told(tmp_path / "queue.csv", "queue") == [row]


@pytest.mark.parametrize("name", ["queue.csv", "queue.xlsx"])
def test_a_filled_queue_is_read_back(tmp_path: Path, name: str) -> None:
    write_queue(tmp_path, rows_with(decision="name", context_1="=x"), [])
    filled, problems, _ = read_filled(tmp_path / name)
    assert problems == []
    (row,) = filled["queue"]
    assert (row["type"], row["decision"], row["count"], row["context_1"]) == (
        "zorb", "name", 3, "=x",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["queue.csv", "queue.xlsx"])
def test_an_unknown_decision_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    write_queue(tmp_path, rows_with(decision="nmae", kind_decided="persn"), [])
    _, problems, _ = read_filled(tmp_path / name)
    assert [(p.line, p.column) for p in problems] == [(2, "decision"), (2, "kind_decided")]
    assert "name" in problems[0].hint


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(DataError, match="a workbook"):
        read_filled(tmp_path / "q.xlsx")


def emptied(file: Path, *names: str) -> None:
    fill(file, **dict.fromkeys(names))


def aged(folder: Path, *newest_last: str) -> None:
    """Say of the files of a folder when they were written, one minute after another."""
    for minute, name in enumerate(newest_last):
        os.utime(folder / name, (60 * minute, 60 * minute))


def test_a_decision_that_was_cleared_stays_cleared(tmp_path: Path) -> None:
    write_queue(tmp_path, queue(FOUND), [])
    fill(tmp_path / "queue.xlsx", decision="name", pseudonym="[X]")
    write_queue(tmp_path, queue(FOUND), [])
    assert told(tmp_path / "queue.csv", "queue")[0]["decision"] == "name"
    emptied(tmp_path / "queue.xlsx", "decision", "pseudonym")
    write_queue(tmp_path, queue(FOUND), [])
    for name in ("queue.csv", "queue.xlsx"):
        row = told(tmp_path / name, "queue")[0]
        assert (row["decision"], row["pseudonym"]) == ("", "")


@pytest.mark.parametrize(("newer", "decision"), [("queue.csv", "look"), ("queue.xlsx", "name")])
def test_of_workbook_and_csv_the_newer_counts(tmp_path: Path, newer: str, decision: str) -> None:
    write_queue(tmp_path, rows_with(decision="look"), [])
    fill(tmp_path / "queue.xlsx", decision="name")
    aged(tmp_path, *sorted(["queue.csv", "queue.xlsx"], key=lambda name: name == newer))
    write_queue(tmp_path, rows_with(), [])
    assert told(tmp_path / "queue.csv", "queue")[0]["decision"] == decision


def test_places_are_carried_over_and_cleared_too(tmp_path: Path) -> None:
    there = places(FOUND, {"S1": "a", "S2": "b"}, {"grace"})
    write_queue(tmp_path, queue(FOUND), [{**there[0], "decision": "name"}])
    write_queue(tmp_path, queue(FOUND), there)
    assert told(tmp_path / "queue.xlsx", "places")[0]["decision"] == "name"
    fill(tmp_path / "queue.xlsx", sheet="places", decision=None)
    write_queue(tmp_path, queue(FOUND), there)
    assert told(tmp_path / "places.csv", "places")[0]["decision"] == ""


def test_what_is_filled_in_without_a_decision_is_kept_and_so_are_own_columns(
    tmp_path: Path,
) -> None:
    write_queue(tmp_path, queue(FOUND), [])
    book = load_workbook(tmp_path / "queue.xlsx")
    book["queue"].cell(1, 13).value, book["queue"].cell(2, 13).value = "my notes", "- ask Jo"
    book.save(tmp_path / "queue.xlsx")
    fill(tmp_path / "queue.xlsx", pseudonym="[X]", kind_decided="place")
    write_queue(tmp_path, queue(FOUND), [])
    for name in ("queue.csv", "queue.xlsx"):
        row = told(tmp_path / name, "queue")[0]
        assert (row["pseudonym"], row["kind_decided"], row["decision"]) == ("[X]", "place", "")
        assert row["my notes"] == "- ask Jo"
        filled, problems, own = read_filled(tmp_path / name)
        assert (problems, own) == ([], ["my notes"])
        assert "my notes" not in filled["queue"][0].cells


def test_a_misspelt_column_is_none_of_ones_own(tmp_path: Path) -> None:
    write_queue(tmp_path, rows_with(decision="name"), [])
    text = (tmp_path / "queue.csv").read_text()
    (tmp_path / "q.csv").write_text(text.replace("decision,", "decison,", 1))
    _, problems, _ = read_filled(tmp_path / "q.csv")
    assert {problem.column for problem in problems} == {"decision", "decison"}
    (tmp_path / "q.csv").write_text(text.replace("decision,", "what I think,", 1))
    _, (problem,), _ = read_filled(tmp_path / "q.csv")
    assert problem.column == "decision"


BROKEN = io.BytesIO()
with zipfile.ZipFile(BROKEN, "w") as archive:
    for part in ("[Content_Types].xml", "xl/workbook.xml", "_rels/.rels"):
        archive.writestr(part, "<a><b></a>")


@pytest.mark.parametrize("content", [b"", b"PK nothing", BROKEN.getvalue()])
def test_a_damaged_workbook_is_set_aside_and_the_csv_goes_on(
    tmp_path: Path, content: bytes
) -> None:
    write_queue(tmp_path, rows_with(decision="name"), [])
    (tmp_path / "queue.xlsx").write_bytes(content)
    (tmp_path / "queue.xlsx").chmod(0o644)
    with pytest.raises(DataError, match="damaged"):
        read_filled(tmp_path / "queue.xlsx")
    write_queue(tmp_path, rows_with(), [])
    aside = damaged(tmp_path / "queue.xlsx")
    assert (aside.name, aside.read_bytes()) == ("queue.damaged.xlsx", content)
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600
    assert told(tmp_path / "queue.xlsx", "queue")[0]["decision"] == "name"


def test_a_damaged_csv_is_set_aside_and_the_workbook_goes_on(tmp_path: Path) -> None:
    write_queue(tmp_path, rows_with(decision="name"), [])
    (tmp_path / "queue.csv").write_bytes(b'type,decision\n"zorb,name\n')
    with pytest.raises(DataError, match="CSV"):
        read_filled(tmp_path / "queue.csv")
    write_queue(tmp_path, rows_with(), [])
    assert damaged(tmp_path / "queue.csv").is_file()
    assert told(tmp_path / "queue.csv", "queue")[0]["decision"] == "name"


@pytest.mark.parametrize("name", ["queue.csv", "queue.xlsx"])
@pytest.mark.parametrize("cell", ["not name", "Not_name", " NOT-NAME ", "not_name"])
def test_a_decision_may_be_written_in_other_ways(tmp_path: Path, name: str, cell: str) -> None:
    write_queue(tmp_path, rows_with(decision=cell, kind_decided="Person"), [])
    filled, problems, _ = read_filled(tmp_path / name)
    assert problems == []
    (row,) = filled["queue"]
    assert (row["decision"], row["kind_decided"]) == ("not_name", "person")


@given(st.text(max_size=12))
def test_a_cell_becomes_a_choice_or_stays_as_it_is(cell: str) -> None:
    column = DECISIONS.column("decision")
    assert chosen(cell, column) in (cell, *column.choices)


def test_a_row_of_a_csv_with_too_many_cells_is_told(tmp_path: Path) -> None:
    write_queue(tmp_path, rows_with(decision="name"), [])
    text = (tmp_path / "queue.csv").read_text().rstrip("\n")
    (tmp_path / "q.csv").write_text(f"{text},one more\n")
    _, (problem,), _ = read_filled(tmp_path / "q.csv")
    assert (problem.line, problem.found) == (2, "12 cells")


def answer(line: int, name: str, decision: str | None, **cells: str) -> Row:
    return Row(line, {"type": name, "decision": decision, **cells})


QUEUE_OF = [{"type": "zorb", "kind": "place"}, {"type": "grace", "kind": "person"}]


def test_a_name_without_a_kind_has_that_of_the_queue() -> None:
    rows = [answer(2, "Zorb", "name"), answer(3, "grace", "name", kind_decided="unknown"),
            answer(4, "hm", None)]  # fmt: skip
    made, problems = decisions_in("q", rows, QUEUE_OF, [], "AB")
    assert problems == []
    assert [(row["type"], row["kind"], row["reviewer"]) for row in made] == [
        ("zorb", "place", "AB"), ("grace", "unknown", "AB"),
    ]  # fmt: skip


def test_everything_wrong_is_told_at_once() -> None:
    rows = [answer(2, "zorb", "name"), answer(3, "Zorb", "not_name"), answer(4, "who", "look"),
            answer(5, "grace", None, pseudonym="[X]"), answer(6, "zorb", "name")]  # fmt: skip
    _, problems = decisions_in("q", rows, QUEUE_OF, [], "AB")
    assert [(p.line, p.column) for p in problems] == [
        (3, "decision"), (4, "type"), (5, "decision"),
    ]  # fmt: skip


def test_a_decision_can_be_changed_later() -> None:
    before = [{"type": "zorb", "decision": "name", "kind": "place", "pseudonym": None,
               "reviewer": "CD", "note": "a pub"}]  # fmt: skip
    made, problems = decisions_in("q", [answer(2, "zorb", "not_name")], [], before, "AB")
    assert problems == []
    rows, changes = merged(before, made, DECISIONS.key)
    assert [(r["decision"], r["reviewer"], r["note"]) for r in rows] == [
        ("not_name", "AB", "a pub")
    ]
    assert changes[0][0] == before[0]


def test_a_decision_repeated_changes_nothing() -> None:
    before = [{"type": "Zorb", "decision": "name", "kind": "place", "pseudonym": None,
               "reviewer": "CD", "note": None}]  # fmt: skip
    made, _ = decisions_in("q", [answer(2, "zorb", "name", kind_decided="place")], [], before, "AB")
    assert merged(before, made, DECISIONS.key) == (before, [])


def test_places_of_another_text_are_refused() -> None:
    cells = {"source": "S1", "sha256": "aa", "start": 23, "end": 28, "type": "grace",
             "decision": "name", "kind": "person"}  # fmt: skip
    there = places(FOUND, {"S1": "aa", "S2": "bb"}, {"grace"})
    made, problems = places_in("q", [Row(2, cells)], there, [], "AB")
    assert problems == []
    assert made[0]["reviewer"] == "AB"
    _, (problem,) = places_in("q", [Row(2, {**cells, "sha256": "cc"})], there, [], "AB")
    assert problem.column == "start"
