"""A project's cases as the informants and units of a study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from insideout.exchange.project import Case
from insideout.exchange.refi.write_guids import Missed
from insideout.exchange.study_ids import level_slug, slug, unique_ids
from insideout.exchange.study_speakers import Cast
from insideout.tables.inputs import SERVICE_ROLES

INFORMANT, SITE = "informant", "site"  # levels that cases of ours have, beside those of units
PARTICIPANT = "participant"  # the level of a study that tells of none
UNIT = ("unit", "level", "name", "kind", "service_role", "ownership", "structure")
Rows = list[dict[str, str]]


def units_among(cases: Sequence[Case]) -> list[Case]:
    """Cases that others lie in, and those of a level other than an informant's."""
    above = {case.parent for case in cases}
    return [c for c in cases if c.guid in above or c.level not in ("", INFORMANT)]


def unit_rows(cases: Sequence[Case], missed: list[Missed]) -> tuple[Rows, Rows, dict[str, str]]:
    """Rows of units and of memberships, and the id of each unit by its case."""
    units = units_among(cases)
    taken = {PARTICIPANT, *(level_slug(case.level) for case in units)}  # no unit is called so

    def made(name: str) -> str:
        return f"{slug(name)}_unit" if slug(name) in taken else slug(name)

    ids = unique_ids({case.guid: case.name for case in units}, made, "unit")
    rows, memberships = [], []
    for case in units:
        given = {key: case.attributes.get(key, "") for key in UNIT}
        row = given | {
            "unit": ids[case.guid],
            "name": _first(given["name"], case.name, ids[case.guid]),
        }
        row["level"] = "" if case.level in ("", SITE) else level_slug(case.level)
        row["kind"] = slug(given["kind"]) or slug(case.level) or "unit"
        row["ownership"] = slug(given["ownership"])
        if given["service_role"] not in SERVICE_ROLES:
            row["service_role"] = ""
        missed += [
            ("attribute of a unit", key, "the table of units has no such column")
            for key in case.attributes if key not in UNIT
        ]  # fmt: skip
        rows.append(row)
        if case.parent in ids:
            memberships.append({"unit": ids[case.guid], "parent": ids[case.parent]})
    return rows, memberships, ids


def _first(*names: str) -> str:
    """The first of several names that says something."""
    return next((name.strip() for name in names if name.strip()), "")


def levels_of(cases: Sequence[Case], ids: Mapping[str, str], abouts: Iterable[str]) -> list[str]:
    """The levels of a study, from inside to outside, as well as cases tell them.

    What codings are about (`abouts`), and is no unit (`ids`), is a level without units: it comes
    first. Then those of units, whose cases lie deeper before those that they lie in.
    """
    by_guid = {case.guid: case for case in cases}
    depths: dict[str, int] = {}
    units = units_among(cases)
    for case in units:
        depth, at, seen = 0, case.parent, {case.guid}
        while at in by_guid and at not in seen:
            seen.add(at)
            depth, at = depth + 1, by_guid[at].parent
        if case.level not in ("", SITE):
            level = level_slug(case.level)
            depths[level] = max(depth, depths.get(level, 0))
    parts = {part for about in abouts for part in about.split("|")}
    others = {level_slug(part) for part in parts - {case.name for case in units}} - {
        "",
        *depths,
        *ids.values(),
    }
    first = sorted(others) if units else []
    depths.pop("", None)
    return [*first, *sorted(depths, key=lambda level: -depths[level])] or [PARTICIPANT]


def informant_rows(
    cases: Sequence[Case],
    sources: Mapping[str, str],
    units: Mapping[str, str],
    casts: Mapping[str, Cast],
    missed: list[Missed],
) -> tuple[Rows, dict[str, str], dict[str, str]]:
    """A row for each informant; the id of each by name; and the unit of each source, by GUID.

    Informants are those that sources name as their speakers (`casts`), and otherwise one of each
    source, called as the source. Their attributes are those of the case of that name, or of the
    case that has this source and no other. `sources`: GUID → id of those in the study; `units`:
    case → id. No rows where no case tells anything of a source.
    """
    named = {c.name: c for c in cases if c.guid not in units}
    alone = {source: id_ for source, id_ in sources.items() if not casts.get(source)}
    own, placed = _own_cases(cases, sources, alone, units)
    names = [row["informant"] for source in sources for row in casts.get(source, ())]
    speaking = dict.fromkeys(name for name in names if name)
    why = "informants are called as their sources: a case must have one, and alone"
    kept = {*(case.guid for case in own.values()), *(named[n].guid for n in speaking if n in named)}
    missed += [("case", case.name, why) for case in named.values() if case.guid not in kept]
    ours = {*alone.values()}
    ids = unique_ids(
        {**{id_: id_ for id_ in alone.values()}, **{f"{name} ": name for name in speaking}},
        lambda name: name if name in ours else slug(name), "I",
    )  # fmt: skip
    people = [(id_, own.get(source)) for source, id_ in alone.items()]
    people += [(ids[f"{name} "], named.get(name)) for name in speaking]
    columns = _columns(case for _, case in people if case)
    rows = [_row(id_, case, units, columns) for id_, case in people]
    told = any(case for _, case in people)
    return (rows if told else []), {name: ids[f"{name} "] for name in speaking}, placed


def _own_cases(
    cases: Sequence[Case],
    sources: Mapping[str, str],
    alone: Mapping[str, str],
    units: Mapping[str, str],
) -> tuple[dict[str, Case], dict[str, str]]:
    """The case that has a source alone, and the unit of each source: its own, or the case's."""
    own: dict[str, Case] = {}
    direct: dict[str, str] = {}
    through: dict[str, str] = {}
    for case in cases:
        here = [source for source in case.sources if source in sources]
        if case.guid in units:
            direct |= dict.fromkeys(here, units[case.guid])
            continue
        if case.parent in units:
            through = dict.fromkeys(here, units[case.parent]) | through
        if len(here) == 1 and here[0] in alone:
            own.setdefault(here[0], case)
    return own, through | direct


def _row(
    id_: str, case: Case | None, units: Mapping[str, str], columns: Mapping[str, str]
) -> dict[str, str]:
    given = case.attributes if case else {}
    unit = units.get(case.parent, "") if case else ""
    row = {"informant": id_, "unit": unit, "group": slug(given.get("group", "")) or INFORMANT}
    return row | {column: given.get(key, "") for key, column in columns.items()}


def _columns(cases: Iterable[Case]) -> dict[str, str]:
    """The column of each attribute."""
    named = [case.attributes for case in cases]
    keys = {key: key for given in named for key in given if key != "group"}
    taken = {"informant": "informant_attribute", "unit": "unit_attribute"}
    return unique_ids(keys, lambda key: taken.get(slug(key), slug(key)), "attribute")
