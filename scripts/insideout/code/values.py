"""What the keys of a codebook may hold, one key at a time."""

from __future__ import annotations

from typing import Any

from insideout.code.book import Lines
from insideout.code.versions import VERSION
from insideout.problems import Problem, shown
from insideout.rows import IDENTIFIER
from insideout.tables.inputs import VALENCES

KEYS = (
    "id", "name", "definition", "include", "exclude", "example", "origin", "since", "retired",
    "merged_into", "split_from", "valences", "feature", "sign", "shows", "organisational",
    "cluster", "patterns", "codes",
)  # fmt: skip
IDS = ("id", "merged_into", "split_from")
CHOICES: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("sign", (1, -1)),
    ("origin", ("deductive", "inductive")),
    ("organisational", (True, False)),
)


def value_problems(
    item: dict[str, Any], here: tuple[Any, ...], file: str, lines: Lines
) -> list[Problem]:
    """What is wrong with the values of a code that stands at the path `here`."""

    def wrong(key: str, expected: str, value: Any, hint: str = "") -> Problem:
        line = lines.get((*here, key), lines.get(here))
        return Problem(file, line, f"{item['id']}.{key}", expected, shown(value), hint)

    problems = []
    shows = item.get("shows") or []
    if not (isinstance(shows, list) and all(map(_shows, shows))):
        problems.append(wrong("shows", "a list of {feature: NAME, sign: 1 or -1}", shows))
    for key, allowed in CHOICES:
        value = item.get(key, allowed[0])
        if value not in allowed:
            problems.append(wrong(key, "one of " + ", ".join(map(str, allowed)), value))
    for key in IDS:
        value = item.get(key)
        if value is not None and not IDENTIFIER.fullmatch(str(value)):
            expected = "an id: without spaces, commas and semicolons"
            problems.append(wrong(key, expected, value))
    told = {key: version_fault(item.get(key)) for key in ("since", "retired")}
    problems += [wrong(key, why[0], item[key], why[1]) for key, why in told.items() if why]
    valences = item.get("valences") or []
    expected = "any of " + ", ".join(VALENCES)
    if not isinstance(valences, list):
        hint = f"put it in square brackets: [{valences}]"
        return [*problems, wrong("valences", f"a list with {expected}", valences, hint)]
    return problems + [wrong("valences", expected, v) for v in valences if v not in VALENCES]


def _shows(shown_by: Any) -> bool:
    return bool(
        isinstance(shown_by, dict) and shown_by.get("feature") and shown_by.get("sign") in (1, -1)
    )


def version_problems(book: dict[str, Any], file: str, lines: Lines) -> list[Problem]:
    """What is wrong with the version of the whole book."""
    told = version_fault(book.get("version"))
    if not told:
        return []
    line = lines.get(("version",), 1)
    return [Problem(file, line, "version", told[0], shown(book["version"]), told[1])]


def version_fault(value: Any) -> tuple[str, str] | None:
    """What a version should be and a hint, when a value is none; nothing at all is fine."""
    if isinstance(value, float):  # YAML reads 1.10 as 1.1
        return "a version in quotation marks", f'write "{value}" (without them 1.10 reads as 1.1)'
    if value is None or (not isinstance(value, bool) and VERSION.fullmatch(str(value).strip())):
        return None
    return 'a version: numbers joined by dots, such as "2" or "1.3"', ""
