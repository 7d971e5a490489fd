"""What of a file of hypotheses or questions can be looked at further, where its form has problems.

Whatever departs from the schema is taken out, so that the names in all the rest are looked up in
the same pass, and nothing is said twice. Entries keep their places: problems are told by line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insideout.schema import holds

BLANK: Mapping[str, Mapping[str, Any]] = {  # entries of which nothing but the id can be said
    "hypotheses": {"statement": "", "predicts": {}, "falsified_when": ""},
    "questions": {"asks": ""},
}
Schema = Mapping[str, Any]


def sound_part(book: Mapping[str, Any], schema: Schema, listed: str) -> dict[str, Any] | None:
    """The file without what departs from its schema; None where that leaves nothing to look at.

    `listed`: the key of its entries. One without an id has the id "".
    """
    if not isinstance(book.get(listed), list) or not isinstance(book.get("settings", {}), dict):
        return None
    properties = schema["properties"]
    kept = _kept(book, schema, schema)
    for key in ("settings", "thresholds"):
        if key in properties and key in book:
            kept[key] = _inside(book[key], properties[key], schema)
    entries = [_entry(entry, properties[listed]["items"], schema) for entry in book[listed]]
    return kept | {listed: [{**BLANK[listed], **entry} for entry in entries]}


def _entry(entry: Any, schema: Schema, whole: Schema) -> dict[str, Any]:
    """An entry's sound keys; of its parts and predictions, each sound one."""
    if not isinstance(entry, dict):
        return {"id": ""}
    kept = _kept(entry, schema, whole)
    for key in ("predicts", "parts"):
        if key in entry and key not in kept and isinstance(entry[key], dict):
            kept[key] = _inside(entry[key], schema["properties"][key], whole)
    name = entry.get("id")
    return kept | {"id": str(name) if isinstance(name, str | int | float) else ""}


def _inside(value: Any, schema: Schema, whole: Schema) -> dict[str, Any]:
    """A mapping whose values lose what departs: its names stay known."""
    if not isinstance(value, dict):
        return {}
    if "properties" in schema:
        return _kept(value, schema, whole)
    rule = schema["additionalProperties"]
    ref = str(rule.get("$ref") or rule.get("then", {}).get("$ref", ""))
    named = whole["$defs"].get(ref.rpartition("/")[2], {})
    return {
        str(name): one if _holds(one, rule, whole)
        else _kept(one, named, whole) if isinstance(one, dict) else {}
        for name, one in value.items()
    }  # fmt: skip


def _kept(value: Mapping[Any, Any], schema: Schema, whole: Schema) -> dict[str, Any]:
    """The declared keys whose values hold."""
    declared = schema.get("properties", {})
    return {k: v for k, v in value.items() if k in declared and _holds(v, declared[k], whole)}


def _holds(value: Any, schema: Schema, whole: Schema) -> bool:
    return holds(value, {"$defs": whole["$defs"], **schema})
