"""A study file against its schema: problems with their lines, and defaults filled in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from insideout.problems import DataError, Problem, shown

SCHEMA = Path(__file__).resolve().parents[2] / "workflow" / "schemas" / "study.schema.yaml"
Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
KINDS = {
    "string": "text", "number": "a number", "integer": "a whole number", "boolean": "true or false",
    "array": "a list", "object": "keys and values",
}  # fmt: skip
OTHERS = {
    "minItems": "at least one", "minLength": "at least one character",
    "uniqueItems": "each item once",
}  # fmt: skip
LIMITS = {
    "minimum": "of at least", "maximum": "of at most",
    "exclusiveMinimum": "above", "exclusiveMaximum": "below",
}  # fmt: skip


def schema_of() -> dict[str, Any]:
    """The schema of study files."""
    schema: dict[str, Any] = yaml.load(SCHEMA.read_bytes(), Loader)  # noqa: S506 (a safe loader)
    return schema


def parsed(raw: bytes, file: str) -> dict[str, Any]:
    """The mapping in a YAML file.

    Raises DataError with the place of a syntax error, or with every key that stands there twice.
    """
    try:
        raw.decode("utf-8-sig")
        loader = Loader(raw)
        node = loader.get_single_node()
        value = loader.construct_document(node) if node is not None else None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        found = f"byte 0x{raw[error.start]:02x}, which no UTF-8 text has there"
        hint = "save it again as UTF-8"
        raise DataError(Problem(file, line, "", "text in UTF-8", found, hint)) from error
    except yaml.MarkedYAMLError as error:
        raise DataError(_syntax_problem(error, raw, file)) from error
    except yaml.YAMLError as error:
        found = " ".join(str(error).split())
        raise DataError(Problem(file, expected="YAML", found=found)) from error
    if not isinstance(value, dict):
        found = "nothing" if value is None else shown(value)
        raise DataError(Problem(file, 1, expected="keys and values", found=found))
    twice = list(_repeated(node, file))
    if twice:
        raise DataError(twice)
    return value


def _syntax_problem(error: yaml.MarkedYAMLError, raw: bytes, file: str) -> Problem:
    found, mark, began = str(error.problem), error.problem_mark, error.context_mark
    hint = "look for a missing colon, quotation mark or space just before that place"
    if "expected ':'" in found and began:
        mark, hint = began, "put a colon and a space after the key"
    elif "mapping values" in found:
        hint = "put text that holds a colon in quotation marks, and see that keys line up"
    elif "start any token" in found:
        hint = "indent with spaces, not tabs, and quote text that begins with a punctuation mark"
    elif began and mark and began.line < mark.line:
        hint = f"close what begins on line {began.line + 1}, and see that keys line up"
    if mark is None:
        return Problem(file, None, "", "YAML", found, hint)
    text = raw.decode("utf-8-sig").splitlines()[mark.line : mark.line + 1]
    found = found.removeprefix("found ")
    told = f"{found} in {shown(text[0])}" if text and text[0].strip() else found
    return Problem(file, mark.line + 1, f"character {mark.column + 1}", "YAML", told, hint)


def _repeated(node: Any, file: str, path: tuple[Any, ...] = ()) -> Iterator[Problem]:
    """Keys that a mapping has twice: YAML would take the last without a word."""
    if isinstance(node, yaml.MappingNode):
        first: dict[str, int] = {}
        for key, value in node.value:
            here, line = (*path, key.value), key.start_mark.line + 1
            if key.value in first:
                found, hint = f"{key.value}, as on line {first[key.value]}", "delete one of the two"
                yield Problem(file, line, _dotted(here), "each key once", found, hint)
            first.setdefault(key.value, line)
            yield from _repeated(value, file, here)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _repeated(value, file, (*path, index))


def schema_problems(
    raw: bytes, settings: dict[str, Any], schema: dict[str, Any], file: str
) -> list[Problem]:
    """Where a study file departs from its schema, each with its line and, for keys, a guess."""
    from jsonschema import Draft202012Validator  # 0.2 s, so only when the file has changed

    lines = key_lines(yaml.compose(raw, Loader))
    return [
        problem
        for error in Draft202012Validator(schema).iter_errors(settings)
        for deep in _deepest(error)
        for problem in _told(deep, settings, lines, file)
    ]


def holds(value: Any, schema: Mapping[str, Any]) -> bool:
    """Whether a value keeps to a schema."""
    from jsonschema import Draft202012Validator

    kept: bool = Draft202012Validator(schema).is_valid(value)
    return kept


def _deepest(error: Any) -> list[Any]:
    """The errors to tell of a `oneOf`: those of the branch that is of the value's type."""
    branches = [branch for branch in error.context or () if branch.validator != "type"
                or len(branch.absolute_path) > len(error.absolute_path)]  # fmt: skip
    if _exclusive(error) or not branches:
        return [error]
    return branches


def _exclusive(error: Any) -> list[str]:
    """The keys of which a mapping must have one, when that is what a `oneOf` asks."""
    if error.validator != "oneOf" or not all("required" in way for way in error.validator_value):
        return []
    return [key for way in error.validator_value for key in way["required"]]


def _told(
    error: Any, settings: dict[str, Any], lines: dict[tuple[Any, ...], int], file: str
) -> list[Problem]:
    path, given = tuple(error.absolute_path), error.instance
    if error.validator == "additionalProperties" and isinstance(given, dict):
        known = list(error.schema.get("properties", {}))
        return [
            Problem(
                file, lines.get((*path, key)), _named((*path, key), settings),
                "a key of the study file", shown(key), did_you_mean(str(key), known),
            )
            for key in given if key not in known
        ]  # fmt: skip
    if error.validator == "required":
        about = error.schema.get("properties", {})
        return [
            Problem(file, lines.get(path, 1), _named((*path, key), settings), "this key", "nothing",
                    f"add `{key}:` - {about.get(key, {}).get('description', 'see the docs')}")
            for key in error.validator_value if key not in given
        ]  # fmt: skip
    if keys := _exclusive(error):
        both = [key for key in keys if key in given]
        expected = "one of " + ", ".join(f"`{key}`" for key in keys)
        found = " and ".join(f"`{key}`" for key in both) or "none of them"
        return [Problem(file, lines.get(path), _named(path, settings), expected, found)]
    expected, hint = _wanted(error)
    where = _named(path, settings)
    return [Problem(file, lines.get(path), where, expected, _as_written(given), hint)]


def _wanted(error: Any) -> tuple[str, str]:
    """What a value should be, and a hint: what it is for, or how it may have gone wrong."""
    rule, about = error.validator_value, str(error.schema.get("description", ""))
    match error.validator:
        case "enum":
            known = list(map(str, rule))
            return "one of " + ", ".join(known), nearest(str(error.instance), known)
        case "type":
            return KINDS.get(rule, str(rule)), _other_kind(error.instance, rule) or about
        case "oneOf":
            kinds = [_kind_of(way) for way in rule]
            return " or ".join(dict.fromkeys(kinds)), about
        case "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum":
            return f"a number {LIMITS[error.validator]} {rule:g}", about
    wanted = OTHERS.get(error.validator)
    return (wanted, about) if wanted else (about or error.message, "")


def _kind_of(way: dict[str, Any]) -> str:
    return KINDS[way.get("type", "string")]  # a branch without a type is a path or an id


def _other_kind(value: Any, wanted: str) -> str:
    """How a value of another kind may have come about."""
    if wanted == "string" and not isinstance(value, dict | list) and value is not None:
        return "put it in quotation marks"
    if wanted in ("number", "integer") and isinstance(value, str):
        return "leave out the quotation marks" if value.replace(".", "", 1).isdigit() else ""
    if wanted == "array" and isinstance(value, str):
        return f"put it in square brackets: [{value}]"
    return ""


def _as_written(value: Any) -> str:
    if value is None:
        return "nothing"
    return shown(value) if isinstance(value, str) else shown(value).strip("'\"")


def _dotted(path: tuple[Any, ...]) -> str:
    return ".".join(map(str, path))


def _named(path: tuple[Any, ...], settings: Any) -> str:
    """A path with dots, an item of a list by its id where it has one, else by its place from 0."""
    names: list[Any] = []
    value = settings
    for key in path:
        inside = isinstance(value, list) or (isinstance(value, dict) and key in value)
        value = value[key] if inside else {}
        name = value.get("id") if isinstance(key, int) and isinstance(value, dict) else None
        names.append(name if isinstance(name, str) else key)
    return _dotted(tuple(names))


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


def line_near(lines: Mapping[tuple[Any, ...], int], path: tuple[Any, ...]) -> int | None:
    """The line of a key, or of the nearest one around it that has one."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path)


def key_lines_of(file: Path) -> dict[tuple[Any, ...], int]:
    """Line of every key and item of a YAML file that is known to parse."""
    return key_lines(yaml.compose(file.read_bytes(), Loader))


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, if there is one: where the known are listed."""
    near = difflib.get_close_matches(word, list(known), 1, 0.6)
    return f"did you mean `{near[0]}`?" if near else ""


def did_you_mean(word: str, known: Any, else_: str = "") -> str:
    """A hint that names the nearest known word."""
    known = list(known)
    if near := nearest(word, known):
        return near
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
