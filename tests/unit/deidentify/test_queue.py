"""The review queue: which items, in which order, and as files that people fill in."""

import io
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from insideout.deidentify.handed_in import decisions_in, merged, places_in
from insideout.deidentify.queue import context, places, queue
from insideout.deidentify.sheets import read_filled, told, workbook, write_queue
from insideout.deidentify.span import Document, Span, State
from insideout.problems import DataError
from insideout.rows import Row
from insideout.tables.deidentify import DECISIONS


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
    page = load_workbook(io.BytesIO(workbook(content)))["queue"]
    cells = [page.cell(2, column) for column in (6, 7, 8)]
    assert [cell.value for cell in cells] == ['\'=HYPERLINK("x")', "'-1", "'@a"]
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_workbook_is_frozen_offers_choices_and_has_the_same_bytes_every_time(
    tmp_path: Path,
) -> None:
    content = {"queue": queue(FOUND), "places": places(FOUND, {"S1": "a", "S2": "b"}, {"grace"})}
    raw = workbook(content)
    assert raw == workbook(content)
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


def fill(file: Path, **cells: str) -> None:
    book = load_workbook(file)
    page = book["queue"]
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
    filled, problems = read_filled(tmp_path / name)
    assert problems == []
    (row,) = filled["queue"]
    assert (row["type"], row["decision"], row["count"], row["context_1"]) == (
        "zorb", "name", 3, "=x",
    )  # fmt: skip


@pytest.mark.parametrize("name", ["queue.csv", "queue.xlsx"])
def test_an_unknown_decision_is_told_with_its_place(tmp_path: Path, name: str) -> None:
    write_queue(tmp_path, rows_with(decision="nmae", kind_decided="persn"), [])
    _, problems = read_filled(tmp_path / name)
    assert [(p.line, p.column) for p in problems] == [(2, "decision"), (2, "kind_decided")]
    assert "name" in problems[0].hint


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.xlsx").write_bytes(b"PK nothing")
    with pytest.raises(DataError, match="a workbook"):
        read_filled(tmp_path / "q.xlsx")


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
