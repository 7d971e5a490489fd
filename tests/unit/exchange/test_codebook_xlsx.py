"""A codebook as a workbook and as YAML again: nothing is lost on the way."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from insideout.code.codebook import read_codebook, version_of
from insideout.code.patterns import patterns_of
from insideout.exchange.codebook_xlsx import read_codebook_xlsx, write_codebook
from insideout.exchange.codebook_yaml import book_of_codes, codebook_yaml
from insideout.problems import DataError, Problem

REPO = Path(__file__).parents[3]
SMALL = REPO / "tests" / "studies" / "small" / "data" / "codebook.yaml"
BOOKS = [*sorted(REPO.glob("data/*/codebook.yaml")), SMALL]

letters = st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["Cs", "Cn"])
texts = st.text(letters, min_size=1, max_size=30).filter(
    lambda text: text.strip()[:1] not in ("", "'")  # a form strips the mark that guards a formula
)
words = st.sampled_from(["same doctor", "=1+1", "- always", "[sic]", '"so"', "1e5", "no", "@home"])
tokens = st.fixed_dictionaries(
    {"LOWER": st.one_of(texts, st.fixed_dictionaries({"IN": st.lists(texts, min_size=1)}))},
    optional={"OP": st.sampled_from(["?", "+", "{1,2}"])},
)
features = st.sampled_from(["same_person", "reviews"])
shows = st.lists(st.fixed_dictionaries({"feature": features, "sign": st.sampled_from([1, -1])}))
KEYS: dict[str, st.SearchStrategy[Any]] = {
    "definition": texts, "include": st.one_of(texts, st.lists(texts)), "exclude": texts,
    "example": texts, "origin": st.sampled_from(["deductive", "inductive"]),
    "since": st.sampled_from(["1", "1.10"]), "retired": st.just("2"), "cluster": texts,
    "valences": st.lists(st.sampled_from(["present", "absent", "mixed"])), "feature": features,
    "sign": st.sampled_from([1, -1]), "shows": shows, "organisational": st.booleans(),
    "patterns": st.lists(st.one_of(words, st.lists(tokens, min_size=1, max_size=2))),
}  # fmt: skip


@st.composite
def books(draw: st.DrawFn) -> dict[str, Any]:
    """Sound codebooks: ids, names and successors of one code fit those of the others."""
    numbers = iter(range(99))

    def codes(depth: int, retired: bool) -> Iterator[dict[str, Any]]:
        for _ in range(draw(st.integers(0 if depth else 1, 2))):
            number = next(numbers)
            item = {"id": f"code/{number}"} | draw(st.fixed_dictionaries({}, optional=KEYS))
            item |= {"name": f"{draw(texts)} {number}"} if draw(st.booleans()) else {}
            item |= {"retired": "2"} if retired else {}
            if number and draw(st.booleans()):
                item |= {"split_from": "code/0", "since": "1"}
            if number and "retired" in item and draw(st.booleans()):
                item["merged_into"] = f"code/{number - 1}"
            below = list(codes(depth + 1, "retired" in item)) if depth < 2 else []
            yield item | ({"codes": below} if below else {})

    version = draw(st.sampled_from([{}, {"version": "2"}, {"version": "3.10"}]))
    return {**version, "codes": list(codes(0, False))}


@settings(max_examples=60, deadline=None)
@given(books())
def test_yaml_to_workbook_to_yaml_keeps_everything(book: dict[str, Any]) -> None:
    with tempfile.TemporaryDirectory() as made:
        first, sheet, second = (Path(made, name) for name in ("a.yaml", "b.xlsx", "c.yaml"))
        first.write_text(codebook_yaml(book), "utf-8")
        codes, patterns = read_codebook(first), patterns_of(first, retired=True)
        sheet.write_bytes(write_codebook(codes, patterns, version_of(first)))
        second.write_text(codebook_yaml(read_codebook_xlsx(sheet)), "utf-8")
        for file in (sheet, second):
            assert read_codebook(file) == codes
            assert patterns_of(file, retired=True) == patterns
            assert version_of(file) == book.get("version", "")
        second.write_text(codebook_yaml(book_of_codes(codes, patterns)), "utf-8")
        assert read_codebook(second) == codes
        assert patterns_of(second, retired=True) == patterns


@settings(max_examples=60, deadline=None)
@given(books())
def test_yaml_says_what_the_book_says(book: dict[str, Any]) -> None:
    def filled(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [
            {k: filled(v) if k == "codes" else v for k, v in item.items() if v != []}
            for item in items
        ]

    again = yaml.safe_load(codebook_yaml(book))
    assert again == book | {"codes": filled(book["codes"])}


@pytest.mark.parametrize("file", BOOKS, ids=lambda file: file.parent.name)
def test_codebooks_of_the_studies_go_through_a_workbook(file: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "codebook.xlsx"
    codes = read_codebook(file)
    sheet.write_bytes(write_codebook(codes, patterns_of(file), version_of(file)))
    assert read_codebook(sheet) == codes
    assert sheet.read_bytes() == write_codebook(codes, patterns_of(file), version_of(file))


def test_the_printed_yaml_has_the_order_of_the_docs_and_quotes_versions() -> None:
    book = {"codes": [{"codes": [], "patterns": ["no", [{"LOWER": "see"}]], "since": "2",
                       "valences": ["present"], "name": "A: b", "id": "a"}],
            "version": "2.10", "team": "ours"}  # fmt: skip
    assert codebook_yaml(book) == (
        'version: "2.10"\nteam: ours\ncodes:\n- id: a\n  name: \'A: b\'\n  since: "2"\n'
        '  valences: [present]\n  patterns:\n  - "no"\n  - [{LOWER: see}]\n'
    )


def edited(change: Callable[[Any], None], folder: Path) -> Path:
    """The small study's codebook as a workbook, with its sheet changed."""
    codes = read_codebook(SMALL)
    book = load_workbook(io.BytesIO(write_codebook(codes, {})))
    change(book["codebook"])
    book.save(folder / "codebook.xlsx")
    return folder / "codebook.xlsx"


def told(file: Path) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        read_codebook(file)
    return caught.value.problems


def put(cell: str, value: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        sheet[cell] = value

    return change


@pytest.mark.parametrize(
    ("cell", "value", "column"),
    [
        ("B4", "nowhere", "parent"),
        ("B2", "same_doctor", "parent"),
        ("A4", None, "id"),
        ("A5", "experience", "id"),
        ("P4", "reviews", "shows"),
        ("S4", "[see]", "patterns"),
        ("S4", '[{"LEMA": "see"}]', "letters.patterns.1"),
        ("M4", "present, missing", "letters.valences"),
        ("J4", "soon", "letters.retired"),
        ("O4", 0, "letters.sign"),
        ("Q4", "perhaps", "organisational"),
    ],
)
def test_every_problem_of_a_sheet_has_its_row(
    cell: str, value: Any, column: str, tmp_path: Path
) -> None:
    found = told(edited(put(cell, value), tmp_path))
    assert (int(cell[1:]), column) in [(p.line, p.column) for p in found]


def test_rows_may_stand_in_any_order_and_numbers_are_versions(tmp_path: Path) -> None:
    def change(sheet: Any) -> None:
        sheet["I4"], sheet["J4"] = 1, 2.0
        row = [cell.value for cell in sheet[2]]
        sheet.delete_rows(2)
        sheet.append(row)

    file = edited(change, tmp_path)
    codes = {code["code"]: code for code in read_codebook(file)}
    assert set(codes) == {code["code"] for code in read_codebook(SMALL)}
    late = [code for code in codes.values() if code["since"] == "1"]
    assert [code["retired"] for code in late] == ["2"]


def test_equal_names_below_one_parent_are_let_stand(tmp_path: Path) -> None:
    file = edited(lambda sheet: sheet.append(["again", "experience", "Waiting"]), tmp_path)
    assert [code["code"] for code in read_codebook(file)].count("again") == 1


def test_a_workbook_without_the_sheet_says_so(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "codebook.xlsx")
    assert "no such sheet" in told(tmp_path / "codebook.xlsx")[0].found
    (tmp_path / "codebook.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert "damaged" in told(tmp_path / "codebook.xlsx")[0].found


def test_texts_longer_than_a_cell_are_refused() -> None:
    codes = read_codebook(SMALL)
    with pytest.raises(DataError, match="32,767"):
        write_codebook([codes[0] | {"definition": "x" * 40_000}], {})
