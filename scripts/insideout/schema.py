"""A study file against its schema: problems with their lines, and defaults filled in."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import yaml

from insideout.problems import DataError, Problem, shown

SCHEMA = Path(__file__).resolve().parents[2] / "workflow" / "schemas" / "study.schema.yaml"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def schema_of() -> dict[str, Any]:
    """The schema of study files."""
    schema: dict[str, Any] = yaml.load(SCHEMA.read_bytes(), Loader)  # noqa: S506 (a safe loader)
    return schema


def parsed(raw: bytes, file: str) -> dict[str, Any]:
    """The mapping in a YAML file. Raises DataError with the line of a syntax error."""
    try:
        value = yaml.load(raw, Loader)  # noqa: S506 (a safe loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise DataError(
            Problem(file, mark.line + 1 if mark else None, expected="YAML",
                    found=error.problem or "something else",
                    hint="look for a missing colon, quote or space just before that place")
        ) from error  # fmt: skip
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        found = " ".join(str(error).split())
        raise DataError(Problem(file, expected="YAML in UTF-8", found=found)) from error
    if not isinstance(value, dict):
        raise DataError(Problem(file, 1, expected="keys and values", found=shown(value)))
    return value


def schema_problems(
    raw: bytes, settings: dict[str, Any], schema: dict[str, Any], file: str
) -> list[Problem]:
    """Where a study file departs from its schema, each with its line and, for keys, a guess."""
    from jsonschema import Draft202012Validator  # 0.2 s, so only when the file has changed

    lines = key_lines(yaml.compose(raw, Loader))
    problems = []
    for error in Draft202012Validator(schema).iter_errors(settings):
        for deep in error.context or [error]:
            if deep.parent is not None and deep.validator == "type":
                continue  # the other branch of a oneOf
            problems += _told(deep, lines, file)
    return problems


def _told(error: Any, lines: dict[tuple[Any, ...], int], file: str) -> list[Problem]:
    path = tuple(error.absolute_path)
    if error.validator == "additionalProperties" and isinstance(error.instance, dict):
        known = list(error.schema.get("properties", {}))
        return [
            Problem(
                file, lines.get((*path, key)), ".".join(map(str, (*path, key))),
                "a key of the study file", shown(key), did_you_mean(key, known),
            )
            for key in error.instance if key not in known
        ]  # fmt: skip
    expected = str(error.schema.get("description", "")) or error.message
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        return [
            Problem(file, lines.get(path, 1), ".".join(map(str, (*path, key))), "this key",
                    "nothing", f"add `{key}:` (see the study file config/polyclinics.yaml)")
            for key in missing
        ]  # fmt: skip
    if error.validator == "enum":
        expected = "one of " + ", ".join(map(str, error.validator_value))
    hint = error.message.removeprefix(repr(error.instance)).strip()
    if error.validator == "enum":
        hint = did_you_mean(str(error.instance), map(str, error.validator_value))
    return [
        Problem(
            file, lines.get(path), ".".join(map(str, path)), expected, shown(error.instance), hint
        )
    ]


def key_lines(node: Any, path: tuple[Any, ...] = ()) -> dict[tuple[Any, ...], int]:
    """Line (from 1) of every key and item of a composed YAML document, by path."""
    lines: dict[tuple[Any, ...], int] = {}
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*path, key.value)
            lines |= {here: key.start_mark.line + 1} | key_lines(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            here = (*path, index)
            lines |= {here: value.start_mark.line + 1} | key_lines(value, here)
    return lines


def key_lines_of(file: Path) -> dict[tuple[Any, ...], int]:
    """Line of every key and item of a YAML file that is known to parse."""
    return key_lines(yaml.compose(file.read_bytes(), Loader))


def did_you_mean(word: str, known: Any, else_: str = "") -> str:
    """A hint that names the nearest known word."""
    known = list(known)
    near = difflib.get_close_matches(word, known, 1, 0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    listed = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    return else_ or (f"known here: {listed}" if known else "")


def with_defaults(value: Any, schema: dict[str, Any], whole: dict[str, Any]) -> Any:
    """A value completed with the schema's defaults, at every depth; nothing given is changed."""
    if "$ref" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]] | schema
    for branch in schema.get("oneOf", ()):
        if isinstance(value, dict) and branch.get("type") == "object":
            schema = branch
    if isinstance(value, list) and "items" in schema:
        return [with_defaults(item, schema["items"], whole) for item in value]
    if not isinstance(value, dict):
        return value
    properties = schema.get("properties", {})
    filled = {k: p["default"] for k, p in properties.items() if "default" in p} | value
    others = schema.get("additionalProperties")
    others = others if isinstance(others, dict) else {}
    return {k: with_defaults(v, properties.get(k, others), whole) for k, v in filled.items()}
