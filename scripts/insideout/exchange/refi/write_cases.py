"""Variables, cases and sets, as elements of REFI-QDA."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from xml.etree.ElementTree import Element, SubElement

from insideout.exchange.project import Case, Project
from insideout.exchange.refi.convention import LEVEL, PARENT, made_guid, set_of_case
from insideout.exchange.refi.write_guids import Guids, Missed

INTEGER = re.compile(r"0|-?[1-9]\d{0,17}", re.ASCII)
FLOAT = re.compile(r"-?(?:0|[1-9]\d{0,14})\.\d{1,15}", re.ASCII)
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
OWN = (PARENT, LEVEL)


def variables_and_cases(
    project: Project, guids: Guids, missed: list[Missed]
) -> tuple[Element, Element]:
    """Elements Variables and Cases. A case's parent and level go out as variables."""
    values = {case.guid: _values(case, guids, missed) for case in project.cases}
    by_variable: dict[str, list[str]] = {}
    for own in values.values():
        for name, value in own.items():
            by_variable.setdefault(name, []).append(value)
    types = {name: _type(found) for name, found in by_variable.items()}
    variables, cases = Element("Variables"), Element("Cases")
    for name, kind in types.items():
        guid = made_guid("variable", name)
        SubElement(variables, "Variable", guid=guid, name=name, typeOfVariable=kind)
    written = {source.guid for source in project.sources if source.text is not None}
    for case in project.cases:
        element = SubElement(cases, "Case", guid=guids["case"][case.guid], name=case.name)
        for name, value in values[case.guid].items():
            given = SubElement(element, "VariableValue")
            SubElement(given, "VariableRef", targetGUID=made_guid("variable", name))
            SubElement(given, f"{types[name]}Value").text = value
        for source in case.sources:
            if source in written:
                SubElement(element, "SourceRef", targetGUID=guids["source"][source])
            else:
                why = "the project doesn't hold the source, or not its text"
                missed.append(("source of a case", case.name, why))
    return variables, cases


def _values(case: Case, guids: Guids, missed: list[Missed]) -> dict[str, str]:
    """A case's variables; those without a value are left out."""
    values = {}
    for name, value in case.attributes.items():
        if name in OWN:
            why = f"{name} tells how cases nest; it is called {_aside(name)} there"
            missed.append(("name of an attribute", name, why))
        values[_aside(name) if name in OWN else name] = value
    if case.parent and case.parent not in guids["case"]:
        missed.append(("case above", case.name, "the project doesn't list it"))
    nested = {PARENT: guids["case"].get(case.parent, ""), LEVEL: case.level}
    return {name: value for name, value in (values | nested).items() if value}


def _aside(name: str) -> str:
    return f"{name} (attribute)"


def _type(values: Iterable[str]) -> str:
    """The narrowest type of the standard that writes each of these values as it stands."""
    found = list(values)
    tests = (("Integer", INTEGER.fullmatch), ("Float", FLOAT.fullmatch), ("Date", _day))
    return next((kind for kind, test in tests if all(map(test, found))), "Text")


def _day(value: str) -> bool:
    try:
        return bool(DAY.fullmatch(value) and datetime.date.fromisoformat(value))
    except ValueError:
        return False


def sets_element(project: Project, guids: Guids, missed: list[Missed]) -> Element:
    """Element Sets: the project's, and one for every case that others lie in."""
    root = Element("Sets")
    written = {source.guid for source in project.sources if source.text is not None}
    for one in project.sets:
        element = SubElement(root, "Set", guid=guids["set"][one.guid], name=one.name)
        members = {
            "MemberCode": [m for m in one.members if m in guids["code"]],
            "MemberSource": [m for m in one.members if m in written],
            "MemberNote": [m for m in one.members if m in guids["note"]],
        }
        _members(element, members, guids)
        kept = {member for found in members.values() for member in found}
        for member in one.members:
            if member not in kept:
                why = "sets of the standard hold codes, sources and notes, and no others"
                missed.append(("member of a set", one.name, why))
    for case, sources in sources_below(project.cases):
        guid, name = guids["case"][case.guid], f"{case.level}: {case.name}".removeprefix(": ")
        element = SubElement(root, "Set", guid=set_of_case(guid), name=name)
        _members(element, {"MemberSource": [s for s in sources if s in written]}, guids)
    return root


def _members(element: Element, members: Mapping[str, Sequence[str]], guids: Guids) -> None:
    for tag, found in members.items():
        kind = tag.removeprefix("Member").lower()
        for member in found:
            SubElement(element, tag, targetGUID=guids[kind][member])


def sources_below(cases: Sequence[Case]) -> list[tuple[Case, list[str]]]:
    """Cases that others lie in, with the sources of their own and of all cases within."""
    by_id = {case.guid: case for case in cases}
    found: dict[str, list[str]] = {case.parent: [] for case in cases if case.parent in by_id}
    for case in cases:
        at, seen = case.guid, set[str]()
        while at in by_id and at not in seen:  # a ring of cases ends where it began
            seen.add(at)
            if at in found:
                found[at] += case.sources
            at = by_id[at].parent
    return [(by_id[at], list(dict.fromkeys(sources))) for at, sources in found.items()]
