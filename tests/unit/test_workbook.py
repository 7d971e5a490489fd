"""Forms: what their sheets let people do, and the same bytes for the same rows."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from insideout.tables.declare import Column, Table
from insideout.workbook import FORMULA, Sheet, guarded, how, unguarded, workbook

TABLE = Table(
    "form",
    "a row",
    (
        Column("id", "id", "its id", True),
        Column("says", "text", "what it says"),
        Column("decision", "choice", "yes or no", False, ("yes", "no")),
    ),
)
ROWS = [{"id": f"r{n}", "says": "=1", "decision": None} for n in range(3)]


@pytest.mark.parametrize(("rows", "ref"), [(ROWS, "A1:C4"), ([], "A1:C1")])
def test_rows_can_be_filtered_by_any_column(rows: list[dict[str, str]], ref: str) -> None:
    made = workbook({"form": Sheet(TABLE, rows, ("decision",)), "how": how(["Fill it in."])})
    book = load_workbook(io.BytesIO(made))
    assert book["form"].auto_filter.ref == ref
    assert book["how"].auto_filter.ref is None
    assert [row[0] for row in book["how"].iter_rows(values_only=True)] == ["how", "Fill it in."]


def test_the_same_rows_are_the_same_bytes() -> None:
    sheets = {"form": Sheet(TABLE, ROWS, ("decision",)), "how": how(["Fill it in."])}
    assert workbook(sheets) == workbook(dict(sheets))


def test_a_protected_sheet_can_be_filled_in_and_no_more() -> None:
    sheet = Sheet(TABLE, ROWS, ("decision",), protected=True)
    page = load_workbook(io.BytesIO(workbook({"form": sheet})))["form"]
    assert page.protection.sheet
    assert [[cell.protection.locked for cell in row] for row in page.iter_rows(min_row=2)] == [
        [True, True, False]
    ] * len(ROWS)
    plain = load_workbook(io.BytesIO(workbook({"form": Sheet(TABLE, ROWS, ("decision",))})))
    assert not plain["form"].protection.sheet


@given(st.text(alphabet="'=+-@\t ab", max_size=6))
def test_a_guarded_cell_is_no_formula_and_comes_back_as_it_was(cell: str) -> None:
    assert not guarded(cell).startswith(FORMULA)
    assert unguarded(guarded(cell)) == cell
