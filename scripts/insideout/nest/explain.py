"""Mechanisms matched with experiences, ring by ring outwards.

The rules are data: which feature a mechanism shows and with which sign stands in the codebook, and
which ring a unit belongs to in the table of units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.nest.experience import TELLING, speaks
from insideout.places import site_of_about

ORGANISATIONAL = ("first_responder", "second_responder")
RINGS = (*ORGANISATIONAL, "non_organisational")
Coding = Mapping[str, Any]


def findings(
    patterns: Iterable[Mapping[str, Any]],
    experiences: Mapping[tuple[str, str], tuple[str, list[Coding]]],
    site_of: Mapping[str, str],
    features: Mapping[str, tuple[str, int]],
) -> list[dict[str, Any]]:
    """What there is to explain: each site's experience of a feature, with and without it apart.

    A site where some tell of a feature and others of its lack gives two findings. `quotes` are the
    passages that carry it, `tellers` the people who tell of it.
    """
    rows = []
    for pattern in patterns:
        site, feature = pattern["site"], pattern["feature"]
        for sign, value in (("+", 1), ("-", -1)):
            tellers, quotes = [], dict[str, None]()
            for (person, of), (_, codings) in experiences.items():
                if of == feature and site_of.get(person) == site:
                    carry = [c["passage"] for c in codings if speaks(c, features) in (value, 0)]
                    tellers += [person] if carry else []
                    quotes |= dict.fromkeys(carry)
            if tellers:
                rows.append(
                    {"site": site, "feature": feature, "sign": sign, "patients": len(tellers),
                     "tellers": tellers, "across": pattern["across"], "quotes": " ".join(quotes)}
                )  # fmt: skip
    return rows


def mechanisms(
    codings: Iterable[Coding],
    shows: Mapping[str, Sequence[tuple[str, int]]],
    organisational: Mapping[str, bool],
    role_of: Mapping[str, str],
    site_of_unit: Mapping[str, str],
    site_of_speaker: Mapping[str, str],
) -> list[dict[str, Any]]:
    """Codings of mechanisms with their site, ring and what experience they lead one to expect.

    What only an interviewer says is nobody's testimony, and isn't among them.
    `shows`: features and signs of each mechanism code. `role_of`: service role of each unit. The
    site is that of what the passage is about. Expected sign = sign × (+1 present, −1 absent); a
    mixed valence expects both. Mechanisms of units in no ring (networks, governance) are left to
    the rings outside.
    """
    found = []
    for coding in codings:
        if coding["code"] not in shows or not coding["informant"]:
            continue
        about = coding["about"]
        if organisational[coding["code"]]:
            ring = ring_of(about, role_of)
            site = site_of_about(about, site_of_unit)
        else:
            ring = "non_organisational"
            site = site_of_about(about, site_of_unit) or site_of_speaker.get(
                coding["informant"], ""
            )
        valences = ("present", "absent") if coding["valence"] == "mixed" else (coding["valence"],)
        for valence in valences if ring and site else ():
            expects = {
                (f, "+" if s * TELLING[valence] > 0 else "-") for f, s in shows[coding["code"]]
            }
            found.append(
                {
                    "coding": coding,
                    "site": site,
                    "ring": ring,
                    "valence": valence,
                    "expects": expects,
                }
            )
    return found


def ring_of(about: str, role_of: Mapping[str, str]) -> str:
    """The innermost ring among the units that a passage is about; "" for none."""
    roles = {role_of.get(part, "") for part in about.split("|")}
    return next((role for role in ORGANISATIONAL if role in roles), "")


def links(
    finding: Mapping[str, Any],
    offered: Sequence[Mapping[str, Any]],
    told_at: Mapping[str, set[tuple[str, str]]],
    min_support: int,
) -> list[dict[str, Any]]:
    """Mechanisms of one site that explain (or suggest) one finding (rows of `nest_links`).

    `offered`: what `mechanisms` found at all sites that bears on the finding's feature; `told_at`:
    the (feature, sign) told of at each site. Support is the number of different informants, and
    for what organisations do, of those other than the people whose experience is explained: they
    are counted apart (`own`), for they can't be independent witnesses of its cause.
    """
    feature, sign = finding["feature"], finding["sign"]
    key, opposite = (feature, sign), (feature, "-" if sign == "+" else "+")
    here: dict[tuple[str, str, str], list[Mapping[str, Any]]] = {}
    for offer in offered:
        if offer["site"] == finding["site"] and key in offer["expects"]:
            here.setdefault((offer["ring"], offer["coding"]["code"], offer["valence"]), []).append(
                offer
            )
    rows = []
    for (ring, code, valence), offers in here.items():
        elsewhere = {
            o["site"] for o in offered if o["coding"]["code"] == code and key in o["expects"]
        }
        elsewhere.discard(finding["site"])
        reported = {o["site"] for o in offered if o["coding"]["code"] == code}
        contrast = {s for s, said in told_at.items() if opposite in said and key not in said}
        informants = {o["coding"]["informant"] for o in offers}
        own = informants & set(finding["tellers"])
        support = len(informants - own if ring in ORGANISATIONAL else informants)
        rows.append({
            "site": finding["site"], "feature": feature, "sign": sign, "ring": ring,
            "mechanism": code, "valence": valence,
            "units": _joined(o["coding"]["about"] for o in offers),
            "support": support,
            "own": len(own),
            "status": "explained" if support >= min_support else "suggested",
            "differs": _differs(finding, elsewhere, reported, contrast),
            "without_experience": _joined(s for s in elsewhere if key not in told_at.get(s, set())),
            "without_mechanism": _joined(
                s for s, said in told_at.items() if key in said and s not in elsewhere
                and s != finding["site"]
            ),
            "evidence": _joined(o["coding"]["passage"] for o in offers),
            "counter_evidence": _joined(
                o["coding"]["passage"] for o in offered
                if o["site"] == finding["site"] and o["coding"]["code"] == code
                and opposite in o["expects"]
            ),
        })  # fmt: skip
    order = {ring: n for n, ring in enumerate(RINGS)}
    return sorted(
        rows, key=lambda r: (order[r["ring"]], -r["support"], r["mechanism"], r["valence"])
    )


def _differs(
    finding: Mapping[str, Any], elsewhere: set[str], reported: set[str], contrast: set[str]
) -> str:
    """Whether a mechanism varies as a difference between sites does.

    Yes when at some site of the opposite experience it was reported otherwise and at none alike;
    no when it was reported alike there; not_reported when nothing was said of it there.
    """
    if finding["across"] != "difference" or not contrast:
        return ""
    if elsewhere & contrast:
        return "no"
    return "yes" if reported & contrast else "not_reported"


def _joined(words: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(sorted(words)))


def explained(finding: Mapping[str, Any], found: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A finding with the ring that explains it first, going outwards, and how well.

    Organisations come before other reasons; enough support at an outer ring is preferred to a mere
    suggestion further in. Without any mechanism it stays unexplained and is carried outwards.
    """
    for status in ("explained", "suggested"):
        for ring in RINGS:
            fitting = [row for row in found if row["ring"] == ring and row["status"] == status]
            if fitting:
                names = " ".join(dict.fromkeys(row["mechanism"] for row in fitting))
                return {**finding, "explained_at": ring, "status": status, "mechanisms": names}
    return {**finding, "explained_at": "", "status": "unexplained", "mechanisms": ""}


def behind_the_scenes(
    offered: Iterable[Mapping[str, Any]], told_at: Mapping[str, set[tuple[str, str]]]
) -> list[dict[str, Any]]:
    """Mechanisms whose expected experience no patient of the site tells of (`nest_behind`)."""
    unseen: dict[tuple[str, str, str], list[Coding]] = {}
    for offer in offered:
        organisational = offer["ring"] in ORGANISATIONAL
        if organisational and not offer["expects"] & told_at.get(offer["site"], set()):
            key = (offer["site"], offer["coding"]["code"], offer["valence"])
            unseen.setdefault(key, []).append(offer["coding"])
    return [
        {"site": site, "mechanism": code, "valence": valence,
         "informants": len({c["informant"] for c in codings}),
         "evidence": _joined(c["passage"] for c in codings)}
        for (site, code, valence), codings in sorted(unseen.items())
    ]  # fmt: skip


def coverage(found: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """How many experiences of each sign are explained (or suggested) at each ring, or at none."""
    rows = []
    for sign in ("+", "-"):
        of = [row for row in found if row["sign"] == sign]
        for ring in (*RINGS, ""):
            cells = sum(row["explained_at"] == ring for row in of)
            share = cells / len(of) if of else None
            rows.append({"sign": sign, "ring": ring, "cells": cells, "of": len(of), "share": share})
    return rows
