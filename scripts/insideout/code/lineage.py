"""What codes say of each other: ids, names, versions, successors and parents that must agree."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from insideout.code.book import Lines
from insideout.code.versions import VERSION, version_key
from insideout.problems import Problem, shown
from insideout.schema import did_you_mean

Found = tuple[dict[str, Any], tuple[Any, ...]]  # a code's record, and its path in the book
Wrong = Callable[[Found, str, str, str, str], Problem]  # code, key, expected, found, hint


def lineage_problems(
    codes: Sequence[Found], version: str, file: str, lines: Lines, *, same_paths: bool = True
) -> list[Problem]:
    """Where codes contradict each other, or the book's version.

    `version` "" is open: any version may be named. `same_paths`: two codes in use must not have one
    name under one parent.
    """

    def wrong(found: Found, key: str, expected: str, value: str, hint: str = "") -> Problem:
        code, here = found
        line = lines.get((*here, key), lines.get((*here, "id"), lines.get(here)))
        column = key if key == "id" else f"{code['code']}.{key}"
        return Problem(file, line, column, expected, value, hint)

    by_id = {found[0]["code"]: found for found in reversed(codes)}

    def line_of(code: str) -> int | None:
        here = by_id[code][1]
        return lines.get((*here, "id"), lines.get(here))

    problems = _repeated_ids(codes, wrong, line_of)
    problems += _repeated_names(codes, wrong, line_of) if same_paths else []
    for found in codes:
        problems += _version_order(found, version, wrong)
        problems += _lineage_of(found, by_id, wrong)
        parent = by_id.get(found[0]["parent"])
        if parent and parent[0]["retired"] and not found[0]["retired"]:
            hint = "retire this code too, or move it below a code in use"
            told = f"{shown(parent[0]['code'])}, retired in version {parent[0]['retired']}"
            problems.append(wrong(found, "id", "a code in use below a code in use", told, hint))
    for key in ("merged_into", "split_from"):
        problems += _circles(codes, by_id, key, wrong)
    return problems


def _repeated_ids(
    codes: Sequence[Found], wrong: Wrong, line_of: Callable[[str], int | None]
) -> list[Problem]:
    seen = set[str]()
    problems = []
    for found in codes:
        name = found[0]["code"]
        if name in seen:
            told = f"{shown(name)}, already on line {line_of(name)}"
            hint = "ids are unique in the whole codebook: give one of the two another id"
            problems.append(wrong(found, "id", "an id no other code has", told, hint))
        seen.add(name)
    return problems


def _repeated_names(
    codes: Sequence[Found], wrong: Wrong, line_of: Callable[[str], int | None]
) -> list[Problem]:
    first = dict[tuple[str, str], str]()
    problems = []
    for found in codes:
        code = found[0]
        key = code["parent"], code["name"].casefold()
        other = first.setdefault(key, code["code"]) if not code["retired"] else code["code"]
        if other != code["code"]:
            told = f"{shown(code['name'])}, as {other} on line {line_of(other)}"
            hint = "rename one of the two, or merge them: retire one with `merged_into` the other"
            expected = "a name no other code below the same parent has"
            problems.append(wrong(found, "name", expected, told, hint))
    return problems


def _version_order(found: Found, present: str, wrong: Wrong) -> list[Problem]:
    """A code comes, is retired, then comes the present; what is no version is told elsewhere."""
    code = found[0]
    keys = [key for key in ("since", "retired") if VERSION.fullmatch(code[key])]
    problems = []
    if len(keys) == 2 and version_key(code["since"]) > version_key(code["retired"]):
        expected = f"a version from {code['since']} on, which brought the code"
        problems.append(wrong(found, "retired", expected, shown(code["retired"]), ""))
    for key in keys if VERSION.fullmatch(present) else ():
        if version_key(code[key]) > version_key(present):
            expected = f"a version up to the book's own, {present}"
            hint = "raise `version` at the top of the codebook, or correct it here"
            problems.append(wrong(found, key, expected, shown(code[key]), hint))
    return problems


def _lineage_of(found: Found, by_id: Mapping[str, Found], wrong: Wrong) -> list[Problem]:
    """Successors and origins that must be there, and what they require."""
    code = found[0]
    problems = []
    for key in ("merged_into", "split_from"):
        other = code[key]
        if other and other not in by_id:
            hint = did_you_mean(other, sorted(by_id))
            problems.append(wrong(found, key, "a code of the codebook", shown(other), hint))
        elif other and other == code["code"]:
            problems.append(wrong(found, key, "another code", "the code itself", ""))
    if code["merged_into"] and not code["retired"]:
        hint = "add `retired:` with the version that merged it"
        problems.append(wrong(found, "merged_into", "a retired code", "a code in use", hint))
    if code["split_from"] and not code["since"]:
        hint = "add `since:` with the version that split it off"
        problems.append(wrong(found, "split_from", "a code with `since`", "no version", hint))
    return problems


def _circles(
    codes: Sequence[Found], by_id: Mapping[str, Found], key: str, wrong: Wrong
) -> list[Problem]:
    """Chains of codes that come back to where they began, each told of once."""
    problems = []
    done = set[str]()
    for found in codes:
        chain: list[str] = []
        at = found[0]["code"]
        while at in by_id and at not in done and at not in chain:
            chain.append(at)
            at = by_id[at][0][key]
        if at in chain and by_id[at][0][key] != at:
            told = " → ".join([*chain[chain.index(at) :], at])
            problems.append(wrong(by_id[at], key, "a chain of codes that ends", told, ""))
        done.update(chain)
    return problems
