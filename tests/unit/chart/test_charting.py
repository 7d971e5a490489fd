"""The form for charting: what stands in it, what can be changed, what a cell can hold."""

import io
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from insideout.chart import charting
from insideout.chart.charting import cell_text, form, quotations_of, sheet_names, state
from insideout.tables.framework import CHARTING

TEXTS = {"N1": "I: How?\n\nP: She comes\nherself. =Always. " + "x" * 5000, "N2": "P: Secret."}
MANIFEST = {
    "N1": {"source": "N1", "quotable": True, "consent_quote": True},
    "N2": {"source": "N2", "quotable": False, "consent_quote": False},
    "N3": {"source": "N3", "quotable": False, "consent_quote": True},
}
BOOK = [{"code": "theme", "name": "A theme: of/care"}, {"code": "sub", "name": "Sub"},
        {"code": "other", "name": "Other"}]  # fmt: skip


def coding(name: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"coding": name, "passage": name, "source": "N1", "start": start, "end": end, "turn": 2,
            "valence": ""} | more  # fmt: skip


def cell(case: str, theme: str, within: str = "", quotes: str = "", **more: Any) -> dict[str, Any]:
    count = len(quotes.split())
    return {"case": case, "theme": theme, "within": within, "codings": count, "evidence": "e1",
            "status": "present" if count else "not_told", "summary": "", "author": "",
            "stale": None, "quotes": quotes} | more  # fmt: skip


CELLS = [
    cell("N1", "theme", quotes="q1 q2", summary="=Hers.", author="AB", stale=True),
    cell("N1", "sub", "theme", quotes="q1"),
    cell("N1", "other"),
    cell("N2", "theme", quotes="q3"),
    cell("N2", "sub", "theme"),
    cell("N2", "other"),
]
QUOTES = {"q1": "N1 turn 2: She comes", "q2": "N1 turn 3 (absent): Nobody", "q3": "N2 turn 1: …"}


def pages(made: bytes) -> dict[str, list[dict[str, Any]]]:
    book = load_workbook(io.BytesIO(made))
    found = {}
    for page in book.worksheets:
        header, *rows = page.iter_rows(values_only=True)
        found[page.title] = [dict(zip(map(str, header), row, strict=True)) for row in rows]
    return found


def test_a_sheet_is_a_theme_with_its_sub_themes_and_quotations_in_order() -> None:
    made = pages(form("patients", CELLS, QUOTES, BOOK))
    assert list(made) == ["how", "A theme of care", "Other"]
    rows = made["A theme of care"]
    assert list(rows[0]) == CHARTING.names
    assert [(r["case"], r["theme"]) for r in rows] == [
        ("N1", "theme"), ("N1", "sub"), ("N2", "theme"), ("N2", "sub"),
    ]  # fmt: skip
    assert rows[0]["quotations"] == "N1 turn 2: She comes\nN1 turn 3 (absent): Nobody"
    assert (rows[0]["state"], rows[0]["summary"], rows[0]["author"]) == ("stale", "'=Hers.", "AB")
    assert [r["status"] for r in made["Other"]] == ["not_told", "not_told"]


def test_only_what_is_to_be_filled_in_can_be_changed_and_there_is_no_password() -> None:
    page = load_workbook(io.BytesIO(form("patients", CELLS, QUOTES, BOOK)))["Other"]
    assert page.protection.sheet
    assert page.protection.password is None
    open_cells = {
        CHARTING.names[(c.column or 1) - 1] for row in page.iter_rows() for c in row
        if not c.protection.locked
    }  # fmt: skip
    assert open_cells == {"summary", "author", "holds"}
    assert all(c.protection.locked for c in page[1])
    assert not page.protection.autoFilter  # may be used


def test_the_same_cells_are_the_same_bytes() -> None:
    assert form("f", CELLS, QUOTES, BOOK) == form("f", [dict(c) for c in CELLS], QUOTES, BOOK)


def test_a_quotation_has_its_source_turn_and_valences_and_its_passage_whole() -> None:
    start = TEXTS["N1"].index("She")
    said = [coding("q", start + 4, start + 18, valence="mixed", turn=9),
            coding("r", start, start + 9, passage="q", valence="present")]  # fmt: skip
    assert quotations_of(said, TEXTS, MANIFEST)["q"] == (
        "N1 turn 2 (mixed and present): She comes herself."
    )


def test_words_that_may_not_be_quoted_are_withheld_with_the_reason() -> None:
    said = [coding("q", 3, 9, source="N2"), coding("r", 3, 9, source="N3")]
    told = quotations_of(said, TEXTS | {"N3": TEXTS["N2"]}, MANIFEST)
    assert "Secret" not in "".join(told.values())
    assert "has not agreed to be quoted" in told["q"]
    assert "until the de-identification" in told["r"]


def test_a_very_long_passage_is_shown_in_part() -> None:
    line = quotations_of([coding("q", 0, len(TEXTS["N1"]))], TEXTS, MANIFEST)["q"]
    assert " […] " in line
    assert len(line) < 4100


def test_the_same_words_of_a_theme_and_its_sub_theme_stand_once() -> None:
    lines = {"q1": "N1 turn 2: She", "q2": "N1 turn 2: She"}
    made = pages(form("f", [cell("N1", "theme", quotes="q1 q2")], lines, BOOK))
    assert made["A theme of care"][0]["quotations"] == "N1 turn 2: She"


@given(st.lists(st.text(alphabet="ab=🦉\u00e5 ", max_size=4000), max_size=400))
def test_a_cell_never_holds_more_than_a_spreadsheet_can(lines: list[str]) -> None:
    made = cell_text(lines)
    assert len(f"'{made}".encode("utf-16-le")) // 2 <= 32_767 + 1
    assert made.count("\n") <= 253
    kept = made.split("\n")
    if kept != lines and lines:
        assert f"of {len(lines)} quotations are left out" in kept[-1]
        assert kept[:-1] == lines[: len(kept) - 1]


@pytest.mark.parametrize(("line", "count"), [("å" * 1000, 100), ("🦉" * 900, 50), ("x", 400)])
def test_how_many_quotations_are_left_out_is_said(line: str, count: int) -> None:
    *kept, last = cell_text([line] * count).split("\n")
    assert kept
    assert last.startswith(f"[{count - len(kept)} of {count} quotations are left out")


@given(st.lists(st.text(max_size=40), max_size=12))
def test_names_of_sheets_are_legal_and_no_two_alike(names: list[str]) -> None:
    made = sheet_names(names)
    assert len({name.casefold() for name in made} | {"how", "history"}) == len(names) + 2
    for name in made:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31
        assert not set(name) & set("\\/*?:[]")
        assert "'" not in (name[0], name[-1])


def test_names_that_are_cut_alike_are_told_apart() -> None:
    long = "What patients tell of their doctors, "
    assert sheet_names([f"{long} one", f"{long} two", "How", "History"]) == [
        "What patients tell of their doc", "What patients tell of their d 2", "How 2", "History 2",
    ]  # fmt: skip


def test_a_summary_too_long_for_a_cell_is_left_out_and_told_of() -> None:
    made = pages(form("f", [cell("N1", "other", summary="å" * 32_768)], {}, BOOK))
    assert made["Other"] == []
    assert any("1 summary is longer than a cell" in str(row["how"]) for row in made["how"])


def test_a_matrix_too_large_for_people_has_what_there_is_to_do_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(charting, "MOST", 2)
    cells = [
        cell("a", "other", quotes="q1", summary="s", stale=False), cell("b", "other"),
        cell("c", "other", quotes="q1"), cell("d", "other", quotes="q1", summary="s", stale=True),
    ]  # fmt: skip
    made = pages(form("f", cells, QUOTES, BOOK))
    assert [row["case"] for row in made["Other"]] == ["c", "d"]
    how = [row["how"] for row in made["how"]]
    assert "1 cells with nothing in them are left out." in how
    assert "1 more cells come when these have summaries." in how


def test_an_empty_matrix_is_a_form_that_says_so() -> None:
    made = pages(form("f", [], {}, BOOK))
    assert list(made) == ["how"]
    assert "no case or no theme" in made["how"][-1]["how"]


def test_the_state_of_a_summary() -> None:
    assert state(cell("a", "t")) == "none"
    assert state(cell("a", "t", summary="s", stale=None)) == "unbound"
    assert state(cell("a", "t", summary="s", stale=True)) == "stale"
    assert state(cell("a", "t", summary="s", stale=False)) == "bound"
