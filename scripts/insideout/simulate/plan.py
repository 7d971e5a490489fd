"""The plan: a row a patient, saying what their record will show. Encounters are made to fit it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd
from numpy.random import Generator

from insideout.simulate import calibration as to
from insideout.simulate.draw import (
    Bools,
    Floats,
    Ints,
    apportioned,
    chosen,
    coded,
    lognormal,
    numbers,
    rounded,
    spread,
)

Pins = Callable[[str], Floats]


def plan(
    patients: pd.DataFrame,
    rng: Generator,
    *,
    per_patient: float = to.ENCOUNTERS,
    pinned: Mapping[str, Mapping[str, float]] = to.PINNED,
) -> pd.DataFrame:
    """What each patient's record is to show; `patients` has patient, practice and site.

    Counts are whole numbers of encounters, flags truth values; `per_patient` encounters on average.
    """
    made = patients[["patient", "practice", "site"]].reset_index(drop=True)
    site, sites = coded(made["site"].to_numpy())
    practice, practices = coded(made["practice"].to_numpy())
    of_practice = [to.PRACTICES.get(name, to.OTHER_PRACTICE) for name in practices]
    of_site = [to.SITES.get(name, to.OTHER_SITE) for name in sites]

    def pins(name: str) -> Floats:
        return np.array([pinned.get(p, {}).get(name, np.nan) for p in made["patient"]])

    def by_practice(name: str) -> Floats:
        return np.array([getattr(one, name) for one in of_practice], dtype=float)[practice]

    made["gps"] = by_practice("gps").astype(np.int64)
    made["gp_home"] = by_practice("gp_home")
    for name in ("usual_gp", "active", "care_plan"):
        made[name] = chosen(rng, practice, by_practice(name), pins(name))
    community = np.array([one.community for one in of_site])[site]
    made["community"] = chosen(rng, site, community, pins("community"))
    without = np.array([one.without_transfers for one in of_site])[site]
    made["without_transfers"] = chosen(
        rng, site, without, np.where(made["community"], 0, pins("without_transfers"))
    )
    for name, share in (("own", to.OWN), ("resists", to.RESISTS),
                        ("unreviewed", to.UNREVIEWED)):  # fmt: skip
        made[name] = spread(rng, site, share * len(made), pins(name))
    made["initiator"] = _split(rng, site, made["active"].to_numpy(), to.INITIATOR_AMONG_ACTIVE,
                               to.INITIATOR_AMONG_OTHERS, pins("initiator"))  # fmt: skip
    made["several"] = _split(rng, site, made["usual_gp"].to_numpy(), to.SEVERAL_WITH_USUAL_GP,
                             to.SEVERAL_WITHOUT, pins("several"))  # fmt: skip
    every = np.zeros(len(made), np.int64)
    told = np.where(made["without_transfers"], 0, pins("good"))
    made["good"] = chosen(rng, every, np.full(len(made), to.INFORMATION_GOOD), told)
    told = np.where(made["without_transfers"] | made["good"], 0, pins("missing"))
    made["missing"] = chosen(rng, every, np.full(len(made), to.INFORMATION_MISSING), told)
    made["never_reviewed"] = _first(made["unreviewed"].to_numpy() & (pins("unreviewed") != 1))
    made["visits"] = np.nan_to_num(pins("visits"), nan=1.0)
    for name in ("main_gp", "care_agency"):
        made[name] = np.nan_to_num(pins(name)) == 1
    made["not_attended"] = np.nan_to_num(pins("not_attended")).astype(np.int64)
    scale = per_patient / to.ENCOUNTERS
    transfers = np.array([one.transfers for one in of_site])[site] * scale
    made = _sized(made, rng, site, transfers, scale, pins)
    return _seen(made, rng, pins)


def _split(
    rng: Generator, site: Ints, has: Bools, share: float, otherwise: float, pinned: Floats
) -> Bools:
    """One share among those who have it, another among those who don't, alike at all sites."""
    found = np.zeros(len(has), dtype=bool)
    for value, wanted in ((True, share), (False, otherwise)):
        at = np.flatnonzero(has == value)
        found[at] = spread(rng, site[at], wanted * len(at), pinned[at])
    return found


def _first(mask: Bools) -> Bools:
    """Only the first of those that are true."""
    first: Bools = mask & (np.cumsum(mask) == 1)
    return first


def _sized(
    made: pd.DataFrame, rng: Generator, site: Ints, transfers: Floats, scale: float, pins: Pins
) -> pd.DataFrame:
    """How many encounters of each sort: contacts, wound care, transfers, discharges, the rest."""
    n = len(made)
    contacts = lognormal(rng, site, to.CONTACTS * scale, to.TYPICAL_SPREAD)
    contacts = np.maximum(contacts, to.FEWEST_CONTACTS)
    uneven = np.maximum(0.25, 1 + 0.35 * rng.standard_normal(n))
    told = rounded(rng, site, np.where(made["without_transfers"], 0.0, transfers * uneven),
                   transfers)  # fmt: skip
    told = np.where(made["without_transfers"], 0, np.maximum(told, 1))
    discharges = apportioned(rng, round(to.DISCHARGES * scale * n), rng.gamma(1.0, size=n))
    discharges = np.where(
        np.isnan(pins("discharges")), discharges, np.nan_to_num(pins("discharges"))
    )
    rest = 1 + apportioned(rng, round((to.ADMINISTRATION * scale - 1) * n), rng.gamma(3.0, size=n))
    fewest = _first(made["without_transfers"].to_numpy())
    contacts = np.where(fewest, to.FEWEST_CONTACTS, contacts)
    discharges = np.where(fewest, 0, discharges).astype(np.int64)
    rest = np.where(fewest, to.FEWEST - to.FEWEST_CONTACTS, rest)
    wound = np.where(pins("wound") == 1, to.WOUND_CARE, 0)
    free = to.MOST - wound - told - discharges
    contacts = np.where(wound > 0, np.clip(free - 3, 5, 14), contacts)
    rest = np.where(wound > 0, np.maximum(free - contacts, 1), rest)
    return made.assign(contacts=contacts, transfers=told, discharges=discharges,
                       administration=rest, wound=wound)  # fmt: skip


def _seen(made: pd.DataFrame, rng: Generator, pins: Pins) -> pd.DataFrame:
    """Contacts with GPs and others, how many of them, and how often the GP who is seen most.

    With a usual GP that is more than half of all contacts, without at most half: exactly.
    """
    n = len(made)
    usual, contacts = made["usual_gp"].to_numpy(), made["contacts"].to_numpy()
    share = np.where(usual, to.GP_AMONG_CONTACTS[True], to.GP_AMONG_CONTACTS[False])
    half = contacts // 2
    with_gp = np.floor(share * contacts + rng.random(n)).astype(np.int64)
    with_gp = np.clip(with_gp, np.where(usual, half + 1, 1), contacts)
    gps = np.zeros(n, np.int64)
    for value in (True, False):
        at = np.flatnonzero(usual == value)
        gps[at] = numbers(rng, to.GPS_SEEN[value], contacts[at])
    gps = np.where(np.isnan(pins("gps_seen")), gps, np.nan_to_num(pins("gps_seen"))).astype(int)
    gps = np.minimum(gps, np.where(usual, with_gp - half, with_gp))
    wound = made["wound"].to_numpy()
    loose = (rng.random(n) < 0.15) | (wound > 0)  # most of the GPs' contacts, not of the practice's
    least = np.where(usual, half + 1, -(-with_gp // gps))
    most = np.where(usual, with_gp, np.where(loose, half, np.minimum(with_gp, contacts) // 2))
    most = np.maximum(np.minimum(most, with_gp - gps + 1), least)
    with_most = least + np.floor(rng.random(n) * (most - least + 1)).astype(np.int64)
    with_most = np.where(pins("loyal") == 1, most, with_most)
    with_most = np.where((wound > 0) | (gps == 1), with_gp - gps + 1, with_most)
    others = contacts - with_gp + wound
    nurses = np.minimum(numbers(rng, to.NURSES_SEEN, np.minimum(others, 30)), others)
    return made.assign(with_gp=with_gp, gps_seen=gps, with_most=with_most, others=others,
                       nurses_seen=np.where(wound > 0, np.maximum(nurses, 2), nurses))  # fmt: skip
