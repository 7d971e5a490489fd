"""Versions of a codebook: which codes each has, and old codings under the codes of the present.

A code's `since` and `retired` name the version that brought it and the one that took it away. A
retired code is in the book still, so that what was coded with it can be accounted for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Code = Mapping[str, Any]
Parts = Mapping[str, Sequence[Code]]

VERSION = re.compile(r"[0-9]+(\.[0-9]+)*")


def version_key(text: str) -> tuple[int, ...]:
    """A version's place among others: 1 < 1.2 < 1.10 < 2, and 1.0 is 1.

    Raises ValueError when the text isn't numbers joined by dots.
    """
    if not VERSION.fullmatch(text):
        raise ValueError(text)
    numbers = [int(part) for part in text.split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    return tuple(numbers)


def codes_of_version(
    codes: Sequence[Mapping[str, Any]], version: str, roots: Iterable[str]
) -> frozenset[str]:
    """Ids of the codes that existed in a version and weren't retired by then.

    `version`: "" means the present. `roots`: only these codes and those below them; none: all.
    A code without `since` was there from the start.
    """
    wanted = set(roots)
    inside: set[str] = set()
    kept = set()
    for code in codes:  # parents come before children
        if not wanted or code["code"] in wanted or code["parent"] in inside:
            inside.add(code["code"])
            if in_use(code, version):
                kept.add(code["code"])
    return frozenset(kept)


def in_use(code: Mapping[str, Any], version: str = "") -> bool:
    """Whether a code is among those that coders of a version ("": the present) may put."""
    if not version:
        return not code["retired"]
    now = version_key(version)
    came = not code["since"] or version_key(code["since"]) <= now
    return came and (not code["retired"] or version_key(code["retired"]) > now)


def brought_up(
    codings: Sequence[Mapping[str, Any]], codes: Sequence[Mapping[str, Any]]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Codings under the present codebook, and a row of table `code_changes` for each changed one.

    A code that was merged gives way to its successor. Codings of a retired code that has neither
    a successor nor codes split from it are set aside: they are in the log only. Codings of a code
    that was split stay until somebody recodes them. A coding keeps its id, `coding`, which was
    computed with the code that its coder put. `codes` have passed the codebook's checks.
    """
    changed = became(codes)
    kept: list[dict[str, Any]] = []
    log: list[dict[str, Any]] = []
    for coding in codings:
        change = changed.get(coding["code"])
        if change:
            told = {key: coding[key] for key in ("coding", "source", "coder", "code")}
            log.append({**told, **change})
        if not change or change["to"]:
            kept.append({**coding, "code": change["to"] if change else coding["code"]})
    return kept, log


def became(codes: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, str]]:
    """What became of each code that a version changed: to, what, version and into, by its id."""
    by_id = {code["code"]: code for code in codes}
    parts: dict[str, list[Code]] = {}
    for code in codes:
        if code["split_from"]:
            parts.setdefault(code["split_from"], []).append(code)
    made = {name: _change(code, by_id, parts) for name, code in by_id.items()}
    return {name: change for name, change in made.items() if change}


def _change(code: Code, by_id: Mapping[str, Code], parts: Parts) -> dict[str, str] | None:
    end, merged = code, ""
    while end["merged_into"]:
        merged, end = end["retired"], by_id[end["merged_into"]]
    since = [
        part for part in parts.get(end["code"], ())
        if not merged or _key(part["since"]) >= _key(merged)
    ]  # fmt: skip
    heirs = [heir for part in since for heir in _heirs(part, by_id, parts, {end["code"]})]
    into = " ".join(dict.fromkeys(heirs))
    if end["retired"] and not into:
        return {"to": "", "what": "retired", "version": end["retired"], "into": ""}
    if merged:
        return {"to": end["code"], "what": "merged", "version": merged, "into": into}
    if into:
        version = end["retired"] or max((part["since"] for part in since), key=_key)
        return {"to": end["code"], "what": "split", "version": version, "into": into}
    return None


def _heirs(code: Code, by_id: Mapping[str, Code], parts: Parts, seen: set[str]) -> Iterator[str]:
    """The codes in use that a passage of a code may belong to now; `seen` are passed over."""
    if code["code"] in seen:
        return
    seen.add(code["code"])
    if not code["retired"]:
        yield code["code"]
    following = [by_id[code["merged_into"]]] if code["merged_into"] else parts.get(code["code"], ())
    for other in following:
        yield from _heirs(other, by_id, parts, seen)


def _key(version: str) -> tuple[int, ...]:
    return version_key(version) if version else ()
