"""Codings that the nest could not use, each with its reason: nothing is dropped silently."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from insideout.nest.explain import ring_of
from insideout.places import site_of_about

NOBODY = "only an interviewer says it"
OTHERS = "experience told by somebody else than those whose experience is explained"
HOMELESS = "whoever tells it belongs to no single site"
NO_SITE = "it is about no single site"
NO_RING = "it is about no first or second responder"


def left_out(
    codings: Iterable[Mapping[str, Any]],
    experience: Collection[str],
    mechanisms: Collection[str],
    organisational: Mapping[str, bool],
    site_of_teller: Mapping[str, str],
    site_of_speaker: Mapping[str, str],
    role_of: Mapping[str, str],
    site_of_unit: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Rows of the table `nest_left_out`: codings of experience or mechanisms with no part in it.

    `experience` and `mechanisms`: the codes that the nest reads; codings with other codes were
    never meant for it. `site_of_teller`: site of each person whose experience is explained;
    `site_of_speaker`: of each informant.
    """
    rows = []
    for coding in codings:
        if coding["code"] in experience:
            reason = _experience(coding, site_of_teller)
        elif coding["code"] in mechanisms:
            site = site_of_about(coding["about"], site_of_unit)
            if not organisational[coding["code"]]:
                reason = _elsewise(coding, site or site_of_speaker.get(coding["informant"], ""))
            else:
                reason = _mechanism(coding, site, role_of)
        else:
            continue
        rows += [{**coding, "reason": reason}] if reason else []
    return rows


def _experience(coding: Mapping[str, Any], site_of_teller: Mapping[str, str]) -> str:
    if not coding["informant"]:
        return NOBODY
    if coding["informant"] not in site_of_teller:
        return OTHERS
    return "" if site_of_teller[coding["informant"]] else HOMELESS


def _mechanism(coding: Mapping[str, Any], site: str, role_of: Mapping[str, str]) -> str:
    if not coding["informant"]:
        return NOBODY
    if not ring_of(coding["about"], role_of):
        return NO_RING
    return "" if site else NO_SITE


def _elsewise(coding: Mapping[str, Any], site: str) -> str:
    if not coding["informant"]:
        return NOBODY
    return "" if site else NO_SITE
