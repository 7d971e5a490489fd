"""A codebook printed as YAML in the house's style, so that versions of it differ by few lines."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from insideout.code.patterns import Pattern
from insideout.code.values import KEYS

WIDTH = 100
TEXT = "tag:yaml.org,2002:str"
LINE_ENDS = re.compile("[\x85\u2028\u2029]")
INLINE = ("valences", "shows", "patterns")  # lists whose items are short


class _Printer(yaml.SafeDumper):
    """Our own representations, apart from PyYAML's."""


class _Inline(list[Any]):
    """A list on one line."""


class _InlineMap(dict[str, Any]):
    """A mapping on one line."""


def _text(printer: yaml.SafeDumper, value: str) -> yaml.ScalarNode:
    """A text; those that YAML would take for a number, a date, yes or no in quotation marks.

    So are those with line ends of Unicode: YAML's reader folds them, unless they are escaped.
    """
    untyped: Any = printer  # of PyYAML's resolver nobody has stubs
    plain = untyped.resolve(yaml.ScalarNode, value, (True, False)) == TEXT
    plain = plain and not LINE_ENDS.search(value)
    return printer.represent_scalar(TEXT, value, None if plain else '"')


_Printer.add_representer(str, _text)
_Printer.add_representer(
    _Inline, lambda p, v: p.represent_sequence("tag:yaml.org,2002:seq", v, flow_style=True)
)
_Printer.add_representer(
    _InlineMap, lambda p, v: p.represent_mapping("tag:yaml.org,2002:map", v, flow_style=True)
)


def codebook_yaml(book: Mapping[str, Any]) -> str:
    """A codebook with the structure of its YAML form, as YAML.

    `version` comes first and `codes` last. The keys of a code are in the order of the docs; keys
    that aren't known, and would be a mistake, come after them. Keys that hold nothing are left out.
    """
    others = [key for key in book if key not in ("version", "codes")]
    order = [*(["version"] if book.get("version") else []), *others]
    whole = {key: book[key] for key in order} | {"codes": list(map(_code, book.get("codes") or ()))}
    return yaml.dump(
        _apart(whole), Dumper=_Printer, sort_keys=False, allow_unicode=True, width=WIDTH,
        default_flow_style=False,
    )  # fmt: skip


def _apart(value: Any) -> Any:
    """A copy in which nothing stands twice: YAML would print a reference to the first."""
    if isinstance(value, dict):
        return type(value)((key, _apart(inner)) for key, inner in value.items())
    return type(value)(map(_apart, value)) if isinstance(value, list) else value


def _code(item: Mapping[str, Any]) -> dict[str, Any]:
    order = [*(key for key in KEYS if key in item), *(key for key in item if key not in KEYS)]
    kept = {key: item[key] for key in order if item[key] not in (None, "", [])}
    for key in INLINE:
        if key in kept:
            kept[key] = _inline(key, kept[key])
    if "codes" in kept:
        kept["codes"] = list(map(_code, kept["codes"]))
    return kept


def _inline(key: str, value: Any) -> Any:
    """Valences on one line; each feature shown and each list of tokens on a line of its own."""
    if not isinstance(value, list):
        return value
    if key == "valences":
        return _Inline(value)
    return [
        _InlineMap(item) if isinstance(item, dict) else _Inline(item) if isinstance(item, list)
        else item
        for item in value
    ]  # fmt: skip


def book_of_codes(
    codes: Sequence[Mapping[str, Any]],
    patterns: Mapping[str, Sequence[Pattern]] | None = None,
    version: str = "",
) -> dict[str, Any]:
    """Records of the table `codebook` (parents before children) as a book for `codebook_yaml`.

    What is understood without being said is left out: a name equal to the id, the sign 1, and
    `organisational` as the code above has it.
    """
    items: dict[str, dict[str, Any]] = {}
    top: list[dict[str, Any]] = []
    inside = {"": True} | {code["code"]: code["organisational"] for code in codes}
    for code in codes:
        item = _item(code, inside[code["parent"]]) | {
            "patterns": list((patterns or {}).get(code["code"], ())), "codes": [],
        }  # fmt: skip
        items[code["code"]] = item
        (items[code["parent"]]["codes"] if code["parent"] else top).append(item)
    return ({"version": version} if version else {}) | {"codes": top}


def _item(code: Mapping[str, Any], inherited: bool) -> dict[str, Any]:
    """A code's keys, but for `patterns` and `codes`; some hold nothing."""
    item = {"id": code["code"], **{key: code[key] for key in KEYS if key in code}}
    if item["name"] == item["id"]:
        item["name"] = ""
    if item["organisational"] == inherited:
        item["organisational"] = None
    if item["sign"] != -1:
        item["sign"] = None
    item["valences"] = code["allowed"].split()
    item["shows"] = shows_of(code["shows"])
    return item


def shows_of(told: str) -> list[dict[str, Any]]:
    """The table's 'same_person- reviews+' as the list of YAML. Raises ValueError."""
    found = []
    for word in told.split():
        if word[-1] not in "+-" or not word[:-1]:
            raise ValueError(word)
        found.append({"feature": word[:-1], "sign": 1 if word[-1] == "+" else -1})
    return found
