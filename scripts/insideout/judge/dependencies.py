"""How one continuity goes with another: among patients, and as informants state it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from itertools import permutations
from typing import Any

from insideout.judge.levels import Telling, grouped, state_of

Passages = Mapping[str, Mapping[str, Any]]  # codings by their ids and those they are derived from
Row = dict[str, Any]


def by_id(codings: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    """Codings by their own ids and by those of the coders' codings behind them."""
    found: dict[str, Mapping[str, Any]] = {}
    for coding in codings:
        for name in (coding.get("derived_from") or "").split():
            found.setdefault(name, coding)
        found[coding["coding"]] = coding
    return found


def dependencies(
    patients: Mapping[str, list[Telling]],
    features: Mapping[str, list[str]],
    links: Iterable[Mapping[str, Any]],
    codings: Passages,
) -> list[Row]:
    """Rows of the table `dependencies`: every ordered pair of continuities that is told of.

    `patients`: tellings by feature; `features`: of each continuity. A feature that speaks of both
    says nothing of how they go together: it is left out, and named.
    """
    stated = _stated(links, features, codings)
    states: dict[tuple[str, ...], dict[str, str]] = {}
    rows = []
    for first, second in permutations(features, 2):
        shared = sorted(set(features[first]) & set(features[second]))
        kept = [tuple(f for f in features[one] if f not in shared) for one in (first, second)]
        for key in kept:
            if key not in states:
                states[key] = _states(patients, key)
        counted = _together(states[kept[0]], states[kept[1]])
        said = stated.get((first, second), {})
        if counted["patients"] or said:
            rows.append({"first": first, "second": second, **counted, **_told(said),
                         "shared": " ".join(shared)})  # fmt: skip
    return rows


def _states(patients: Mapping[str, list[Telling]], features: Iterable[str]) -> dict[str, str]:
    """Present, absent or mixed of each patient, over some features together."""
    group = grouped(telling for feature in features for telling in patients.get(feature, ()))
    return {person: state_of(said) for person, said in group.said.items()}


def _together(first: Mapping[str, str], second: Mapping[str, str]) -> Row:
    """Patients who told of both, in a table of four; mixed ones are only counted."""
    pairs = [(first[person], second[person]) for person in first.keys() & second.keys()]
    plain = [pair for pair in pairs if "mixed" not in pair]
    both, first_only, second_only, neither = (
        plain.count(pair) for pair in (
            ("present", "present"), ("present", "absent"), ("absent", "present"),
            ("absent", "absent"),
        )
    )  # fmt: skip
    with_, without = both + first_only, second_only + neither
    sides = with_ * without * (both + second_only) * (first_only + neither)
    return {
        "patients": len(pairs), "both": both, "first_only": first_only,
        "second_only": second_only, "neither": neither, "mixed": len(pairs) - len(plain),
        "given": both / with_ if with_ else None,
        "given_not": second_only / without if without else None,
        "phi": (both * neither - first_only * second_only) / math.sqrt(sides) if sides else None,
    }  # fmt: skip


def _stated(
    links: Iterable[Mapping[str, Any]], features: Mapping[str, list[str]], codings: Passages
) -> dict[tuple[str, str], dict[str, set[str]]]:
    """What is stated of each pair of continuities: signs, informants, passages, references."""
    speaks: dict[str, list[str]] = {continuity: [continuity] for continuity in features}
    for continuity, names in features.items():
        for name in names:
            if name not in features:
                speaks.setdefault(name, []).append(continuity)
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for link in links:
        cited = [codings[name] for name in (link["evidence"] or "").split() if name in codings]
        for first in speaks.get(link["from"], ()):
            for second in speaks.get(link["to"], ()):
                if first == second:
                    continue
                said = found.setdefault((first, second), {
                    "sign": set(), "informants": set(), "evidence": set(), "references": set(),
                })  # fmt: skip
                said["sign"].add(link["sign"])
                said["references"] |= {link.get("reference") or ""} - {""}
                said["informants"] |= {coding["informant"] or "" for coding in cited} - {""}
                said["evidence"] |= {coding["passage"] for coding in cited}
    return found


def _told(said: Mapping[str, set[str]]) -> Row:
    signs = said.get("sign", set())
    return {
        "statements": len(said.get("informants", ())),
        "sign": "both" if len(signs) > 1 else "".join(signs),
        "references": " ".join(sorted(said.get("references", ()))),
        "evidence": " ".join(sorted(said.get("evidence", ()))),
    }
