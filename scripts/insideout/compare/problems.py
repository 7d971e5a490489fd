"""What is wrong with the table of services, and with the comparisons that a study file declares."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from insideout.problems import Problem, shown
from insideout.rows import Row
from insideout.schema import did_you_mean, line_near

Path = tuple[Any, ...]
CONDITION = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
TAKEN = ("case", "outcome")  # columns of the table of cases
Asked = tuple[Path, str, str, Collection[str]]  # where, what is named, expected, what is known


def service_problems(file: str, rows: Sequence[Row]) -> list[Problem]:
    """Services that end before they begin, or that one unit provides twice at a time."""
    problems = []
    by: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row["from"] and row["to"] and row["to"] < row["from"]:
            wanted, hint = f"a day from {row['from']} on", "is one of the two dates mistyped?"
            problems.append(Problem(file, row.line, "to", wanted, shown(row["to"]), hint))
        else:
            by.setdefault((row["unit"], row["service"]), []).append(row)
    for (unit, service), found in by.items():
        ordered = sorted(found, key=lambda row: (str(row["from"] or ""), row.line))
        for before, after in pairwise(ordered):
            if not before["to"] or not after["from"] or after["from"] <= before["to"]:
                wanted = f"one row at a time for {service} of {unit}"
                said = f"days that line {before.line} has too"
                hint = "end the earlier row the day before the later one begins, or delete one"
                problems.append(Problem(file, after.line, "from", wanted, said, hint))
    return problems


def compare_problems(
    settings: Mapping[str, Any] | None,
    nest: Mapping[str, Any] | None,
    units: Sequence[Mapping[str, Any]],
    services: Sequence[Mapping[str, Any]],
    codes: Collection[str],
    features: Collection[str],
    *,
    file: str,
    lines: Mapping[Path, int],
) -> list[Problem]:
    """Everything that the key `compare` names and the study doesn't have.

    `settings`: the key `compare`, `nest` the key `nest`, as read. `units` and `services`: the rows
    of these tables, or [] where they can't be read or aren't there. `codes`: of the codebook.
    `features`: of `nest.features` and of the codebook. `file` and `lines`: of the study file.
    """
    if not settings:
        return []
    named: list[Asked] = [*_codes(settings, codes), *_features(settings, features),
                          *_services(settings, {row["service"] for row in services}),
                          *_attributes(settings, units)]  # fmt: skip
    problems = [
        _problem(file, lines, path, expected, shown(name), did_you_mean(name, sorted(known)))
        for path, name, expected, known in named if known and name not in known
    ]  # fmt: skip
    for path, expected, found, hint in (*_repeated(settings), *_odd(settings, nest, services)):
        problems.append(_problem(file, lines, path, expected, found, hint))
    return problems


def _problem(
    file: str, lines: Mapping[Path, int], path: Path, expected: str, found: str, hint: str
) -> Problem:
    path = ("compare", *path)
    return Problem(file, line_near(lines, path), ".".join(map(str, path)), expected, found, hint)


def _codes(settings: Mapping[str, Any], codes: Collection[str]) -> Iterator[Asked]:
    for key in ("mechanisms", "barriers", "discretion"):
        for n, code in enumerate(settings.get(key, ())):
            yield (key, n), code, "a code of the codebook", codes
    for path, one in _sets(settings):
        if "code" in one:
            yield (*path, "code"), one["code"], "a code of the codebook", codes


def _features(settings: Mapping[str, Any], features: Collection[str]) -> Iterator[Asked]:
    for path, one in _sets(settings):
        if "feature" in one:
            expected = "a feature of `nest.features` or of the codebook"
            yield (*path, "feature"), one["feature"], expected, features


def _services(settings: Mapping[str, Any], services: Collection[str]) -> Iterator[Asked]:
    places: list[tuple[Path, Sequence[str]]] = [
        ((*path, "services"), one.get("services", ()))
        for path, one in _each(settings, "comparisons")
    ]
    places += [
        ((*path, "between", side), names)
        for path, one in _each(settings, "interfaces")
        for side, names in enumerate(one["between"])
    ]
    places += [((*path, "services"), one.get("services", ())) for path, one in _sets(settings)]
    for path, names in places:
        for n, name in enumerate(names):
            yield (*path, n), name, "a service of the table of services", services


def _attributes(settings: Mapping[str, Any], units: Sequence[Mapping[str, Any]]) -> Iterator[Asked]:
    """Columns of the table of units, their values, and kinds of units."""
    columns = {name for row in units for name in row}
    values = {name: {str(row[name]) for row in units if row.get(name)} for name in columns}
    asked = [*_each(settings, "comparisons"), *_each(settings, "truth_tables")]
    for path, one in asked:
        for n, kind in enumerate(one.get("kind", ())):
            yield (*path, "kind", n), kind, "a kind of the units", values.get("kind", ())
        for column, wanted in one.get("where", {}).items():
            yield (*path, "where", column), column, "a column of the units", columns
            for n, value in enumerate(wanted):
                expected = f"a value that a unit has in `{column}`"
                yield (*path, "where", column, n), value, expected, values.get(column, ())
    for path, one in (*asked, *_sets(settings)):
        if column := one.get("attribute"):
            yield (*path, "attribute"), column, "a column of the units", columns
            for n, value in enumerate(one.get("is", ())):
                expected = f"a value that a unit has in `{column}`"
                yield (*path, "is", n), value, expected, values.get(column, ())


def _each(settings: Mapping[str, Any], key: str) -> list[tuple[Path, Mapping[str, Any]]]:
    """The declared comparisons, interfaces or truth tables, with their places."""
    return [((key, n), one) for n, one in enumerate(settings.get(key, ()))]


def _sets(settings: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The conditions and outcomes of the truth tables."""
    for path, one in _each(settings, "truth_tables"):
        for name, condition in one["conditions"].items():
            yield (*path, "conditions", name), condition
        yield (*path, "outcome"), one["outcome"]


Odd = tuple[Path, str, str, str]  # where, expected, found, hint


def _repeated(settings: Mapping[str, Any]) -> Iterator[Odd]:
    """Two of one name; one service on both sides."""
    for key in ("comparisons", "interfaces", "truth_tables"):
        seen: set[str] = set()
        for path, one in _each(settings, key):
            if one["id"] in seen:
                yield (*path, "id"), "an id of its own", shown(one["id"]), "rename one of the two"
            seen.add(one["id"])
    for path, one in _each(settings, "interfaces"):
        first, second = one["between"]
        for name in sorted({*first} & {*second}):
            yield ((*path, "between"), "two sides without a service in common",
                   f"{shown(name)} on both", "take it out of one side")  # fmt: skip
    for path, one in (*_each(settings, "comparisons"), *_sets(settings)):
        names = one.get("services", ())
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield (*path, "services"), "each service once", f"{shown(name)} twice", ""


def _odd(
    settings: Mapping[str, Any],
    nest: Mapping[str, Any] | None,
    services: Sequence[Mapping[str, Any]],
) -> Iterator[Odd]:
    """What can't be compared as it is declared."""
    if not settings.get("mechanisms") and not nest and settings.get("comparisons"):
        hint = "add `mechanisms` here, or the key `nest` with its `mechanisms`"
        yield ("mechanisms",), "root codes of what is compared", "none", hint
    by_services = [path for path, one in (*_each(settings, "comparisons"), *_sets(settings))
                   if "services" in one]  # fmt: skip
    by_services += [path for path, _ in _each(settings, "interfaces")]
    if not services:
        for path in by_services:
            hint = "name the table in the study file: `services: services.csv`"
            yield path, "a table of services", "no service at all", hint
    for path, one in _sets(settings):
        if "feature" in one and not nest:
            hint = "patterns of experience are made by the stage `nest`: add its key"
            yield (*path, "feature"), "a study with the key `nest`", "none", hint
    for path, one in _each(settings, "truth_tables"):
        yield from _truth_table(path, one, settings)


def _truth_table(path: Path, one: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[Odd]:
    if one["id"] == "fits":
        hint = "tables/qca_fits.csv is the table of all solutions: give it another id"
        yield (*path, "id"), "another id", shown(one["id"]), hint
    if not one["conditions"]:
        yield (*path, "conditions"), "at least one condition", "none", ""
    for name in one["conditions"]:
        if not CONDITION.fullmatch(str(name)) or str(name).lower() in TAKEN:
            wanted = "a name of letters, digits and _, other than case and outcome"
            hint = "it becomes a column of the table of cases, which other software reads"
            yield (*path, "conditions", name), wanted, shown(name), hint
    folded = [str(name).lower() for name in one["conditions"]]
    for name in sorted({name for name in folded if folded.count(name) > 1}):
        yield ((*path, "conditions"), "names that differ in more than capital letters",
               shown(name), "software for truth tables takes capitals for presence")  # fmt: skip
    for place, a_set in _sets({"truth_tables": [one]}):
        if "one_organisation" in a_set and one.get("cases") != "interface":
            hint = "add `cases: interface`, or name the `services` that one organisation provides"
            yield ((*path, *place[2:], "one_organisation"), "interfaces as cases",
                   shown(one.get("cases", "site")), hint)  # fmt: skip
    if one.get("cases") == "interface" and not settings.get("interfaces"):
        hint = "declare `compare.interfaces`, or take sites or units as cases"
        yield (*path, "cases"), "interfaces", "none declared", hint
    if one.get("cases", "site") != "unit" and one.get("kind"):
        hint = "add `cases: unit`, or take `kind` out"
        yield (*path, "kind"), "no `kind`, which is for units as cases", shown(one["kind"]), hint
