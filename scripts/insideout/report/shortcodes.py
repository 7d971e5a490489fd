"""Shortcodes of a chapter, expanded: include, var and pagebreak. Any other is a problem.

Every line of the result remembers the file and line it came from, so that later findings
point at what the author wrote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from insideout.problems import Problem, shown
from insideout.report.book import VARIABLES, inside

KNOWN = ("include", "var", "pagebreak")
SHORTCODE = re.compile(r"\{\{\{<.*?>\}\}\}|\{\{<\s*(?P<name>\S+)\s*(?P<argument>.*?)\s*>\}\}")


@dataclass(frozen=True)
class Line:
    """One line of expanded text and where it was written."""

    text: str
    file: str
    number: int


@dataclass(frozen=True)
class Source:
    """A chapter with its shortcodes expanded."""

    file: str
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The expanded lines as one text."""
        return "\n".join(line.text for line in self.lines) + "\n"

    def origin(self, number: int) -> tuple[str, int]:
        """File and line that expanded line `number` (from 1) was written in."""
        if not self.lines:
            return self.file, 1
        line = self.lines[min(max(number, 1), len(self.lines)) - 1]
        return line.file, line.number

    def places(self, needle: re.Pattern[str]) -> list[tuple[str, int]]:
        """File and line of every line that holds `needle`."""
        return [(line.file, line.number) for line in self.lines if needle.search(line.text)]


def expand(
    folder: Path, file: str, variables: Mapping[str, Any], problems: list[Problem]
) -> Source:
    """The chapter `file` with every shortcode replaced; what is wrong goes to `problems`."""
    return Source(file, tuple(_lines(folder, file, variables, problems, ())))


def _lines(
    folder: Path,
    file: str,
    variables: Mapping[str, Any],
    problems: list[Problem],
    trail: tuple[str, ...],
) -> Iterator[Line]:
    path = inside(folder, file)
    text = path.read_text(encoding="utf-8") if path else ""
    for number, line in enumerate(text.splitlines(), start=1):
        alone = SHORTCODE.fullmatch(line.strip())
        if alone and alone["name"] == "include":
            name = _plain(alone["argument"])
            problem = _include_problem(folder, name, (*trail, file))
            if problem:
                problems.append(Problem(file, number, "include", **problem))
                continue
            yield from _lines(folder, name, variables, problems, (*trail, file))
            continue
        changed = _line(line, file, number, variables, problems)
        yield from (Line(piece, file, number) for piece in changed.split("\n"))


def _include_problem(folder: Path, name: str, trail: tuple[str, ...]) -> dict[str, str]:
    if name in trail:
        return {"found": shown(name), "expected": "a file that does not include itself"}
    if inside(folder, name) is None:
        return {
            "found": shown(name),
            "expected": "a file of the book",
            "hint": "paths start at the folder of _quarto.yml",
        }
    return {}


def _line(
    line: str, file: str, number: int, variables: Mapping[str, Any], problems: list[Problem]
) -> str:
    return SHORTCODE.sub(lambda match: _inline(match, file, number, variables, problems), line)


def _inline(
    match: re.Match[str],
    file: str,
    number: int,
    variables: Mapping[str, Any],
    problems: list[Problem],
) -> str:
    name, argument = match["name"], _plain(match["argument"] or "")
    if name is None:  # {{{< … >}}} stands for itself
        return match[0][1:-1]
    if name == "pagebreak":
        return "\n::: {.pagebreak}\n:::\n"
    if name == "var":
        return _variable(argument, file, number, variables, problems)
    if name == "include":
        problems.append(Problem(file, number, name, "an include on a line of its own"))
        return ""
    found = shown(match[0])
    problems.append(Problem(file, number, name, "one of " + ", ".join(KNOWN), found))
    return ""


def _variable(
    key: str, file: str, number: int, variables: Mapping[str, Any], problems: list[Problem]
) -> str:
    value: Any = variables
    for part in key.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str | int | float):
        return str(value)
    near = get_close_matches(key, list(_keys(variables)), n=1)
    hint = f"did you mean {near[0]}?" if near else ""
    problems.append(Problem(file, number, "var", f"a value in {VARIABLES}", shown(key), hint))
    return ""


def _keys(values: Mapping[str, Any], before: str = "") -> Iterator[str]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _keys(value, f"{before}{key}.")
        else:
            yield f"{before}{key}"


def _plain(argument: str) -> str:
    return argument.strip().strip("\"'")
