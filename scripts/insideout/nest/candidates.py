"""What patients tell of their care, and what is told of mechanisms, each where it belongs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from insideout.nest import left_out
from insideout.nest.experience import TELLING, speaks
from insideout.nest.levels import Places, When, ring_of, site_at, sites_of
from insideout.nest.periods import days, experienced, stated
from insideout.periods import Span, meet
from insideout.tables.nest import NON_ORGANISATIONAL

Coding = Mapping[str, Any]
Unused = list[tuple[Coding, str]]
Key = tuple[str, str, str]  # a mechanism: ring, code, valence
BOTH = {"mixed": ("present", "absent"), "present": ("present",), "absent": ("absent",)}


class Telling(NamedTuple):
    """A passage of experience. `says`: +1 with the feature, -1 without it, 0 both."""

    coding: Coding
    unit: str  # the teller's
    site: str
    feature: str
    says: int
    span: Span


class Statement(NamedTuple):
    """A passage on a mechanism that is there, or is not; a mixed one makes two.

    `sites`: those it reaches, and when. `home`: where it was placed by who tells it, not by what it
    is about, their unit: it reaches all patients there.
    """

    coding: Coding
    key: Key
    sites: When
    span: Span
    home: str


def tellings(
    codings: Iterable[Coding], features: Mapping[str, tuple[str, int]], unit_of: Mapping[str, str],
    dates: Mapping[str, str], at: Places,
) -> tuple[list[Telling], Unused]:  # fmt: skip
    """What the people told whose experience is explained, and codings of others' experience.

    `features`: feature and sign of each code of experience; `unit_of`: unit of each teller;
    `dates`: of each source. An experience belongs to the site of the teller's unit at the time.
    """
    found: list[Telling] = []
    unused: Unused = []
    for coding in codings:
        if coding["code"] not in features:
            continue
        who = coding["informant"]
        span = days(experienced(coding, dates.get(coding["source"]) or ""))
        site = site_at(unit_of[who], span, at) if who in unit_of else ""
        reason = _unheard(coding, unit_of, site)
        if reason:
            unused.append((coding, reason))
        else:
            feature = features[coding["code"]][0]
            found.append(
                Telling(coding, unit_of[who], site, feature, speaks(coding, features), span)
            )
    return found, unused


def _unheard(coding: Coding, unit_of: Mapping[str, str], site: str) -> str:
    if not coding["informant"]:
        return left_out.NOBODY
    if coding["informant"] not in unit_of:
        return left_out.OTHERS
    if not coding["valence"]:
        return left_out.UNCLEAR
    return "" if site else left_out.HOMELESS


def statements(
    codings: Iterable[Coding], organisational: Mapping[str, bool], homes: Mapping[str, str],
    within: Mapping[str, Sequence[str]], patients: str, at: Places,
) -> tuple[list[Statement], Unused]:  # fmt: skip
    """What is told of mechanisms, and codings of mechanisms that can't be used.

    `organisational`: the codes of mechanisms, and whether each lies in an organisation; `homes`:
    unit of each informant; `within`: the rings in which a mechanism counts, where not in all;
    `patients`: the innermost level. A mechanism stands in the ring and at the sites of what the
    passage is about. A reason that lies in no organisation has a ring of its own; told of no place
    in particular, or of patients as such, it stands at the site of whoever tells it.
    """
    found: list[Statement] = []
    unused: Unused = []
    for coding in codings:
        if coding["code"] not in organisational:
            continue
        ring, sites, home = placed(coding, organisational[coding["code"]], homes, patients, at)
        span = days(stated(coding))
        reason = _unusable(coding, ring, sites, span, within.get(coding["code"], ()))
        if reason:
            unused.append((coding, reason))
            continue
        for valence in BOTH[coding["valence"]]:
            key = ring, coding["code"], valence
            found.append(Statement(coding, key, sites, span, home))
    return found, unused


def placed(
    coding: Coding, organisational: bool, homes: Mapping[str, str], patients: str, at: Places
) -> tuple[str, When, str]:
    """Ring and sites of a coding, and, where its teller decides on these, the teller's unit."""
    about = coding["about"]
    if organisational:
        return ring_of(about, at), sites_of(about, at), ""
    home = homes.get(coding["informant"], "")
    sites: When = {} if about == patients else sites_of(about, at)
    if sites or not at.up.get(home):
        return NON_ORGANISATIONAL, sites or sites_of(about, at), ""
    return NON_ORGANISATIONAL, at.up[home], home


def _unusable(coding: Coding, ring: str, sites: When, span: Span, within: Sequence[str]) -> str:
    if not coding["informant"]:
        return left_out.NOBODY
    if not coding["valence"]:
        return left_out.UNCLEAR
    if not ring:
        return left_out.NO_RING
    if within and ring not in within:
        return left_out.WITHIN
    if not sites:
        return left_out.NO_SITE
    met = any(meet(span, other) for spans in sites.values() for other in spans)
    return "" if met else left_out.THEN


def expectations(
    shows: Mapping[str, Sequence[tuple[str, int]]], keys: Iterable[Key]
) -> dict[Key, dict[str, set[int]]]:
    """What experience a mechanism leads one to expect: feature → signs (+1 with, -1 without it).

    `shows`: features and signs of each code. An absent mechanism leads to the opposite.
    """
    found: dict[Key, dict[str, set[int]]] = {}
    for key in keys:
        of = found.setdefault(key, {})
        for feature, sign in shows[key[1]]:
            of.setdefault(feature, set()).add(sign * TELLING[key[2]])
    return found
