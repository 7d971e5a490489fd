"""Cases and their attributes, and sets, from variables that stand on cases or on sources."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from insideout.exchange.project import Case, Set
from insideout.exchange.refi.convention import EXTRAS, LEVEL, PARENT, made_guid, set_of_case
from insideout.exchange.refi.records import CaseRecord, SetRecord, SourceRecord, guid_in
from insideout.exchange.refi.texts import TAKEN, Missed


def named_variables(found: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Variables' names by guid; a name that comes again gets a number."""
    names: dict[str, str] = {}
    times: dict[str, int] = {}
    for guid, name in found:
        times[name] = times.get(name, 0) + 1
        names.setdefault(guid, name if times[name] == 1 else f"{name} ({times[name]})")
    return names


def cases_of(
    records: Sequence[CaseRecord],
    sources: Sequence[SourceRecord],
    variables: Mapping[str, str],
    origin: str,
    missed: Missed,
) -> list[Case]:
    """The cases. Variables of a source belong to the case that has it alone, or make a new one."""
    cases: dict[str, Case] = {}
    names = {source.guid: source.name for source in sources}
    for record in records:
        name = record.name or next((names[s] for s in record.sources if s in names), record.guid)
        known = tuple(dict.fromkeys(s for s in record.sources if s in names))
        _miss(missed, "source of a case", name, len(set(record.sources) - set(known)),
              "the project has no source with this GUID")  # fmt: skip
        _miss(missed, "code of a case", name, record.codes, "codes stand on passages here")
        _miss(missed, "passage of a case", name, record.selections,
              "cases have whole sources here")  # fmt: skip
        attributes = _attributes(record.values, variables, name, missed)
        if record.guid in cases:
            missed["case", name, TAKEN] += 1
        cases.setdefault(record.guid, Case(record.guid, name, attributes, known))
    nested = _nested(cases, origin, missed)
    return _with_sources(nested, sources, variables, missed)


def _attributes(
    values: Sequence[tuple[str, str]], variables: Mapping[str, str], name: str, missed: Missed
) -> dict[str, str]:
    lost = sum(guid not in variables for guid, _ in values)
    _miss(missed, "value of a variable", name, lost, "the project has no variable with this GUID")
    return {variables[guid]: value for guid, value in values if guid in variables}


def _miss(missed: Missed, what: str, which: str, count: int, why: str) -> None:
    if count:
        missed[what, which, why] += count


def _nested(cases: Mapping[str, Case], origin: str, missed: Missed) -> list[Case]:
    """Cases with parent and level, where the variables of these names are those of our writer."""
    parents = {guid: guid_in(case.attributes.get(PARENT, "")) for guid, case in cases.items()}
    if not origin.startswith(EXTRAS) and not any(found in cases for found in parents.values()):
        return list(cases.values())
    nested = []
    for guid, case in cases.items():
        rest = {key: value for key, value in case.attributes.items() if key not in (PARENT, LEVEL)}
        parent = parents[guid] if parents[guid] in cases else ""
        why = "the project has no case with this GUID"
        _miss(missed, "case above", case.name, int(bool(parents[guid]) and not parent), why)
        level = case.attributes.get(LEVEL, "")
        nested.append(replace(case, attributes=rest, parent=parent, level=level))
    return nested


def _with_sources(
    cases: list[Case],
    sources: Sequence[SourceRecord],
    variables: Mapping[str, str],
    missed: Missed,
) -> list[Case]:
    """Cases with what is said of sources; a source that no case has alone becomes one."""
    alone = {case.sources[0]: at for at, case in enumerate(cases) if len(case.sources) == 1}
    for source in sources:
        attributes = _attributes(source.values, variables, source.name, missed)
        at = alone.get(source.guid)
        if attributes and at is not None:
            cases[at] = replace(cases[at], attributes={**attributes, **cases[at].attributes})
        elif attributes:
            guid = made_guid("case of source", source.guid)
            cases.append(Case(guid, source.name, attributes, (source.guid,)))
    return cases


def sets_of(
    records: Sequence[SetRecord],
    cases: Sequence[Case],
    known: Mapping[str, Container[str]],
    missed: Missed,
) -> list[Set]:
    """The sets, empty ones too; those that our writer made of cases are left out.

    `known`: kind → guids. A member that isn't there, or is a thing of another kind, is missed.
    """
    ours: AbstractSet[str] = {set_of_case(case.guid) for case in cases}
    sets = []
    for record in records:
        members = tuple(guid for kind, guid in record.members if guid in known[kind])
        _miss(missed, "member of a set", record.name, len(record.members) - len(members),
              "the project has nothing of this kind with its GUID")  # fmt: skip
        if record.guid not in ours:
            sets.append(Set(record.guid, record.name, members))
    return sets
