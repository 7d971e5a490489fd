"""The reference pages of docs/ say what the schema and the declarations say."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from insideout.reference import study_file_page, tables_page
from insideout.schema import schema_of
from insideout.tables import INPUTS, OUTPUTS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize(
    ("name", "page"), [("study-file.md", study_file_page), ("tables.md", tables_page)]
)
def test_the_page_is_up_to_date(name: str, page: Callable[[], str]) -> None:
    assert (DOCS / name).read_text("utf-8") == page(), "run `make docs` and commit the page"


def keys(schema: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    for name, declared in schema.get("properties", {}).items():
        yield f"{path}{name}", declared
        yield from keys(declared, f"{path}{name}.")
        yield from keys(declared.get("items", {}), f"{path}{name}[].")
        for branch in declared.get("oneOf", []):
            yield from keys(branch, f"{path}{name}.")
        if isinstance(declared.get("additionalProperties"), dict):
            yield from keys(declared["additionalProperties"], f"{path}{name}.*.")


def test_every_key_of_the_schema_is_described_and_nothing_else_is_allowed() -> None:
    schema = schema_of()
    for path, declared in keys(schema):
        said = declared
        if set(declared) == {"$ref"}:
            said = schema["$defs"][declared["$ref"].rsplit("/", 1)[1]]
        assert said.get("description"), f"{path} has no description"
        if said.get("type") == "object":
            assert "additionalProperties" in said, f"{path} allows any key"


def test_every_column_says_what_it_means() -> None:
    for table in [*INPUTS.values(), *OUTPUTS.values()]:
        assert table.row
        assert all(column.meaning for column in table.columns), table.name
        assert len(set(table.names)) == len(table.names), table.name
        assert set(table.key) <= set(table.names), table.name
