"""What is wrong with rings, memberships and links, before anything is computed."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from insideout.code.codebook import below
from insideout.nest.circles import circle_problem, cycles, dated_cycles
from insideout.nest.levels import rings
from insideout.problems import Problem, shown
from insideout.rows import Row
from insideout.schema import did_you_mean, line_near
from insideout.tables.inputs import SERVICE_ROLES
from insideout.tables.nest import NON_ORGANISATIONAL

Path = tuple[Any, ...]  # keys of the study file
SHOWN = "what a mechanism does to an experience stands in its `shows` in the codebook"
EVER = (datetime.date.min, datetime.date.max)


class Names(NamedTuple):
    """What a link may name. `outcomes`: features and continuities; `experience`: its codes."""

    codes: Collection[str]
    experience: Mapping[str, str]  # code of experience → its feature
    units: Collection[str]
    outcomes: Collection[str]


def nest_problems(
    study_file: str,
    lines: Mapping[Path, int],
    nest: Mapping[str, Any] | None,
    levels: Sequence[str],
    codebook: Sequence[Mapping[str, Any]],
    rows: Mapping[str, Sequence[Row]],
    files: Mapping[str, str],
    told: Collection[str] = (),
) -> list[Problem]:
    """Everything wrong with the keys of `nest`, with memberships, and with links.

    `lines`: line of each key of the study file (schema.key_lines_of); `nest`: the study file's
    key, None where the stage is off; `rows`, `files`: rows and file of the tables units,
    memberships and links, as far as the study has them; `told`: units in rows with a bad cell too
    (references.told). Levels of units and units of memberships are checked elsewhere
    (check.table_references). Without a codebook nothing is said of codes.
    """
    units = rows.get("units", [])
    problems = membership_problems(
        files.get("memberships", ""), rows.get("memberships", []), units, levels
    )
    if nest is not None:
        problems += _settings(study_file, lines, nest, levels, codebook, units)
    if "links" in rows:
        names = names_of(nest, codebook, {*told, *(row["unit"] for row in units)})
        problems += link_problems(files["links"], rows["links"], names)
    return problems


def _settings(
    file: str,
    lines: Mapping[Path, int],
    nest: Mapping[str, Any],
    levels: Sequence[str],
    codebook: Sequence[Mapping[str, Any]],
    units: Sequence[Row],
) -> list[Problem]:
    """Rings, the rings in which mechanisms count, and the grid of thresholds."""
    problems: list[Problem] = []

    def wrong(path: Path, expected: str, found: object, hint: str = "") -> None:
        at = ("nest", *path)
        near = line_near(lines, at)
        problems.append(Problem(file, near, ".".join(map(str, at)), expected, shown(found), hint))

    declared = nest.get("rings") or []
    _rings(wrong, declared, levels)
    known = {ring["ring"] for ring in declared} | {NON_ORGANISATIONAL}
    if not declared:
        given = [{name: row[name] for name in ("unit", "level", "service_role")} for row in units]
        known = {ring.ring for ring in rings(levels, given)}
    codes = [code["code"] for code in codebook]
    for code, within in (nest.get("within") or {}).items():
        if codes and code not in codes:
            wrong(("within", code), "a code of the codebook", code, did_you_mean(code, codes))
        for n, ring in enumerate(within):
            if ring not in known:
                hint = did_you_mean(ring, sorted(known))
                wrong(("within", code, n), "a ring of this study", ring, hint)
    for n, (low, high) in enumerate((nest.get("grid") or {}).get("bands", ())):
        if low > high:
            hint = f"write [{high}, {low}]"
            wrong(("grid", "bands", n), "the lower threshold first", f"[{low}, {high}]", hint)
    return problems


def _rings(
    wrong: Callable[..., None], declared: Sequence[Mapping[str, Any]], levels: Sequence[str]
) -> None:
    """Rings of unknown levels or roles, out of the order of levels, or declared twice."""
    names: set[str] = set()
    places: set[tuple[str, str]] = set()
    furthest = ""
    for n, ring in enumerate(declared):
        level, role = ring["level"], ring.get("service_role") or ""
        if level not in levels:
            hint = did_you_mean(level, levels)
            wrong(("rings", n, "level"), "one of `levels`", level, hint)
        elif furthest and levels.index(level) < levels.index(furthest):
            hint = f"`levels` says that {level} lies inside {furthest}: change their order here"
            wrong(("rings", n, "level"), "rings from inside to outside", level, hint)
        else:
            furthest = level
        if role and role not in SERVICE_ROLES:
            hint = did_you_mean(role, SERVICE_ROLES)
            wrong(("rings", n, "service_role"), "a service role of units", role, hint)
        if ring["ring"] in {*names, NON_ORGANISATIONAL}:
            hint = "name it otherwise"
            if ring["ring"] == NON_ORGANISATIONAL:
                hint += ": the ring of reasons in no organisation has this name"
            wrong(("rings", n, "ring"), "a name that no other ring has", ring["ring"], hint)
        elif (level, role) in places:
            found = f"{level} {role}".strip()
            wrong(("rings", n), "units that no other ring has", found, "take one of the two out")
        names.add(ring["ring"])
        places.add((level, role))


def names_of(
    nest: Mapping[str, Any] | None,
    codebook: Sequence[Mapping[str, Any]],
    units: Iterable[str],
) -> Names:
    """What links may name. `units`: units that rows of other tables may name."""
    features = dict((nest or {}).get("features") or {})
    outcomes = {name for of in features.values() for name in of} | features.keys()
    root = str((nest or {}).get("experience"))
    book = [dict(code) for code in codebook]
    inside = set(below(book, root)) if root in {code["code"] for code in book} else set()
    experience = {code["code"]: code["feature"] or "" for code in book if code["code"] in inside}
    return Names(
        {code["code"] for code in book}, experience, set(units),
        outcomes | {code["feature"] for code in book if code["feature"]},
    )  # fmt: skip


def link_problems(file: str, links: Sequence[Row], names: Names) -> list[Problem]:
    """Links from or to what isn't there, without what they rest on, or that go round in a circle.

    Links between features or continuities may go both ways: they are dependencies. Whether the
    evidence is there is seen in the stage, where the codings have their ids.
    """
    problems = []
    for row in links:
        problems += [
            Problem(file, row.line, column, expected, shown(found) if found else "nothing", hint)
            for column, expected, found, hint in _ends(row, names)
        ]
        if row["basis"] == "theory" and not row["reference"]:
            hint = "give its key in the bibliography, or `informant` with the codings that say so"
            wanted = "with theory, the publication that says so"
            problems.append(Problem(file, row.line, "reference", wanted, "nothing", hint))
        if row["basis"] == "informant" and not row["evidence"]:
            hint = "give ids of codings (tables/codings.csv or tables/consensus.csv of a run)"
            wanted = "with informant, the codings that say so"
            problems.append(Problem(file, row.line, "evidence", wanted, "nothing", hint))
    codes = set(names.codes) - names.experience.keys()
    joins = [
        (row["from"], row["to"], row.line) for row in links
        if {row["from"], row["to"]} <= codes and not {row["from"], row["to"]} <= set(names.outcomes)
    ]  # fmt: skip
    for circle in cycles((a, b) for a, b, _ in joins):
        wanted = "links that lead from outside to inside, and never back"
        problems.append(
            circle_problem(file, "to", joins, circle, wanted, "take one of these links out")
        )
    return problems


def _ends(row: Row, names: Names) -> list[tuple[str, str, Any, str]]:
    """What is wrong with the two ends of a link: column, expected, found, hint."""
    start, end = row["from"], row["to"]
    codes = set(names.codes) - names.experience.keys()
    if not names.codes:
        return []
    if end not in codes and end not in names.outcomes:
        return [("to", *_wrong_end(end, names))]
    if end in codes and start in names.units and start in codes:
        hint = "nobody could say which of the two is meant: rename the unit"
        return [("from", "a name that is a unit's or a code's, but not both", start, hint)]
    expected, known = [], set[str]()
    if end in codes:
        expected, known = ["a code of the codebook", "a unit"], {*codes, *names.units}
    if end in names.outcomes:
        expected.append("a feature or continuity, as its `to` is one")
        known |= set(names.outcomes)
    if start in known:
        return []
    hint = did_you_mean(start, sorted(known))
    if start in codes:
        hint = SHOWN
    elif start in names.experience:
        hint = "a code of experience shapes no mechanism"
    return [("from", ", or ".join(expected), start, hint)]


def _wrong_end(end: str, names: Names) -> tuple[str, str, str]:
    """Expected, found and hint for what a link can't lead to."""
    expected = "the code of a mechanism or of what shapes one, or a feature or continuity"
    if end in names.experience:
        feature = names.experience[end]
        return expected, end, SHOWN + (f"; link to its feature, `{feature}`?" if feature else "")
    if end in names.units:
        return expected, end, "a unit isn't brought about: name the code of the mechanism"
    known = {*names.codes, *names.outcomes} - names.experience.keys()
    return expected, end, did_you_mean(end, sorted(known))


def membership_problems(
    file: str, memberships: Sequence[Row], units: Sequence[Row], levels: Sequence[str]
) -> list[Problem]:
    """Memberships that end before they begin, lead inwards, or lead back to where they began.

    A circle is one only where its memberships have a day in common. Sites have no level, and may
    stand between any two.
    """
    problems = []
    level = {row["unit"]: levels.index(row["level"]) for row in units if row["level"] in levels}
    sound = []
    for row in memberships:
        unit, parent = row["unit"], row["parent"]
        first, last = span = (row["from"] or EVER[0], row["to"] or EVER[1])
        if last < first:
            found, hint = str(last), "look whether the two were swapped"
            wanted = f"a last day on or after the first, {first}"
            problems.append(Problem(file, row.line, "to", wanted, shown(found), hint))
        elif unit == parent:
            wanted, hint = "another unit", "a unit is no member of itself: delete the row"
            problems.append(Problem(file, row.line, "parent", wanted, shown(parent), hint))
        else:
            sound.append((unit, parent, row.line, span))
        if unit in level and parent in level and level[unit] > level[parent]:
            wanted = f"a unit of the level {levels[level[unit]]} or further out"
            hint = f"{parent} is of the level {levels[level[parent]]}, which lies inside; "
            hint += "swap unit and parent, or correct a level in the table of units"
            problems.append(Problem(file, row.line, "parent", wanted, shown(parent), hint))
    joins = [(unit, parent, line) for unit, parent, line, _ in sound]
    wanted = "memberships that lead outwards, and never back on one day"
    hint = "delete one of these rows, or correct its days"
    circles = dated_cycles([(unit, parent, span) for unit, parent, _, span in sound])
    return problems + [circle_problem(file, "parent", joins, c, wanted, hint) for c in circles]
