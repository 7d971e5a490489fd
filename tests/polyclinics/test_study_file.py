"""The default study file shows every key there is, and says of each when to change it."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
SCHEMA = yaml.safe_load((ROOT / "workflow/schemas/study.schema.yaml").read_text("utf-8"))
LINES = (ROOT / "config/polyclinics.yaml").read_text("utf-8").splitlines()
NEAR = 3  # lines above a key in which its comment may stand


def referred(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        found: Any = SCHEMA
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        node = found
    return node


def keys(node: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Every key of the schema as a path; list items and alternatives are no step of their own."""
    node = referred(node)
    for key, below in node.get("properties", {}).items():
        yield (*above, key)
        yield from keys(below, (*above, key))
    further = [*node.get("oneOf", []), *node.get("anyOf", []), *node.get("allOf", [])]
    for below in (node.get("items"), node.get("additionalProperties"), *further):
        if isinstance(below, dict):
            yield from keys(below, above)


KEYS = sorted({".".join(path) for path in keys(SCHEMA)})


def lines_of(key: str) -> list[int]:
    """Where a key stands, used or commented out."""
    wanted = re.compile(rf"(^|[\s{{,#`-]){re.escape(key.rsplit('.', 1)[-1])}(:|`)")
    return [number for number, line in enumerate(LINES) if wanted.search(line)]


def explained(number: int) -> bool:
    """Whether a comment stands on a line, or close above it."""
    if "#" in LINES[number]:
        return True
    above = LINES[max(0, number - NEAR) : number]
    return any(line.lstrip().startswith("#") for line in above)


def test_the_schema_has_keys_at_all() -> None:
    assert len(KEYS) > 200


@pytest.mark.parametrize("key", KEYS)
def test_a_key_stands_in_the_default_study_file_with_a_comment(key: str) -> None:
    found = lines_of(key)
    assert found, f"config/polyclinics.yaml doesn't show {key}: use it, or comment it out"
    assert any(explained(number) for number in found), f"say when to change {key}"
