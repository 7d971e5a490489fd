"""Encounters that speak of a measure, and how a record that speaks is put into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.extract.continuity import Base
from insideout.extract.coordinators import active, initiates
from insideout.extract.counts import MEASURES
from insideout.extract.kinds import with_gp, with_nurse, with_practice
from insideout.extract.thresholds import USUAL_GP

Mask = Callable[[pd.DataFrame], "pd.Series[bool]"]
BASES: dict[str, tuple[Mask, str]] = {
    "practice": (with_practice, "encounters with the practice"),
    "gp": (with_gp, "encounters with its GPs"),
}


def coordinating(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters in which staff initiate care, or do more than that."""
    return initiates(encounters) | active(encounters)


def by_known_staff(encounters: pd.DataFrame) -> pd.Series[bool]:
    """Encounters that the indices of continuity rest on."""
    return with_practice(encounters) & (encounters["staff"] != "")


# Counts of encounters, and how each goes on after "3 encounters …"
PHRASES: dict[str, tuple[Mask, str]] = {
    "initiator_encounters": (initiates, "in which staff initiate care"),
    "active_encounters": (active, "in which staff coordinate actively"),
    "coordinating": (coordinating, "in which staff coordinate"),
    **{name: (MEASURES[name][0], phrase) for name, phrase in {
        "encounters": "in all", "with_practice": "with the practice", "with_gp": "with a GP",
        "with_nurse": "with a nurse",
        "at_surgery": "at the surgery", "procedures": "for a routine procedure",
        "phone": "by phone", "home": "at home", "gp_home": "at home with a GP",
        "in_absence": "in the patient's absence",
        "external_reviews": "with a review or treatment by others",
        "informations": "with other information from providers",
        "discharges": "with a discharge summary",
        "originated_secondary": "that secondary care brought about",
        "originated_community": "that community health brought about",
        "originated_elsewhere": "that others outside the practice brought about",
        "referrals": "with a referral", "gp_referrals": "with a referral by a GP",
        "gp_referrals_secondary": "with a referral by a GP to secondary care",
        "gp_referrals_community": "with a referral by a GP to community health",
        "referrals_secondary": "with a referral to secondary care",
        "referrals_community": "with a referral to community health",
        "community_involved": "in which community health is involved",
        "recalls": "with a recall", "reviews": "with a review",
        "medication_reviews": "with a review of medication",
        "medication_reviews_in_absence": "with a review of medication in the patient's absence",
        "information_transfers": "in which others passed on information",
        "information_good": "with information noted as good",
        "information_missing": "with information noted as missing",
        "several_problems": "about several problems",
        "care_plans": "with a care plan mentioned",
        "own_coordination": "in which the patient coordinates their own care",
        "resistances": "in which the patient resists care",
    }.items()},
}  # fmt: skip
# Measures that say of people or in a word what the counts say of encounters
MADE_OF: dict[str, tuple[str, ...]] = {
    "reviewed": ("recalls", "reviews"),
    "several_problems_ever": ("several_problems",),
    "initiator": ("initiator_encounters",), "initiators": ("initiator_encounters",),
    "active": ("active_encounters",), "active_coordinators": ("active_encounters",),
    "coordinators": ("coordinating",),
}  # fmt: skip
KNOWN_STAFF = ("n_providers", "upc", "coc", "secon", "mmci", "herfindahl")
NEITHER = {"gps_seen": with_gp, "nurses_seen": with_nurse} | dict.fromkeys(
    KNOWN_STAFF, by_known_staff
)


def base_of(measure: str, base: Base) -> Base:
    """The base of a measure of USUAL_GP; `base`: the study's own, that of `usual_gp`."""
    bases: dict[str, Base] = {"usual_gp_of_practice": "practice", "usual_gp_of_gps": "gp"}
    return bases.get(measure, base)


def encounters_of(measure: str, base: Base) -> list[Mask]:
    """The encounters that speak of a measure: those it counts, or those of its base."""
    if measure in USUAL_GP:
        return [BASES[base_of(measure, base)][0]]
    if measure in NEITHER:
        return [NEITHER[measure]]
    return [PHRASES[part][0] for part in parts_of([measure])]


def parts_of(measures: Iterable[str]) -> list[str]:
    """The counts of PHRASES that say of measures what encounters there are, each once."""
    parts = dict.fromkeys(part for name in measures for part in MADE_OF.get(name, (name,)))
    return [part for part in parts if part in PHRASES]


def in_words(
    measures: Sequence[str], row: Mapping[str, Any], counts: Mapping[str, int],
    seen: Mapping[str, Any], base: Base,
) -> str:  # fmt: skip
    """What a patient's record says of measures: "3 encounters with a review, 8 with a recall".

    `row`: the patient's of records_patients; `counts`: their encounters, by `parts_of`;
    `seen`: their row of `usual_gp.most_seen`, empty without encounters.
    """
    said = [_usual(row[name], seen, base_of(name, base)) for name in measures if name in USUAL_GP]
    known = [name for name in measures if name not in USUAL_GP and row[name] is not None]
    counted = [(counts[part], PHRASES[part][1]) for part in parts_of(known)]
    said += [_counted(counted)] if counted else []
    said += [_number(name, row[name]) for name in known if not parts_of([name])]
    return ", ".join(said) or "undefined in this record"


def _counted(counted: Sequence[tuple[int, str]]) -> str:
    """What there is; of nothing at all, what there could have been."""
    some = [(n, phrase) for n, phrase in counted if n]
    if not some:
        return f"no encounter {' or '.join(phrase for _, phrase in counted)}"
    n, phrase = some[0]
    first = f"{n} encounter{'s' * (n != 1)} {phrase}"
    return ", ".join([first, *(f"{n} {phrase}" for n, phrase in some[1:])])


def _usual(has: bool | None, seen: Mapping[str, Any], base: Base) -> str:
    """How often the GP seen most was seen; `has`: they are the usual GP (None: undefined)."""
    total = int(seen.get("practice" if base == "practice" else "gps", 0))
    noun = BASES[base][1] if total != 1 else BASES[base][1].replace("encounters", "encounter")
    if has is None:
        return f"a usual GP can't be told from {total or 'no'} {noun}"
    most, gp = int(seen["seen"]), str(seen["gp"])
    if has:
        return f"the same GP{f' ({gp})' if gp else ''} at {most} of {total} {noun}"
    if most:
        return f"no GP at more than {most} of {total} {noun}"
    return f"no known GP at any of {total} {noun}"


def _number(measure: str, value: Any) -> str:
    """Any other measure: its name and value."""
    told = f"{value:.2f}" if isinstance(value, float) else value
    return f"{measure.replace('_', ' ')}: {'none' if told == '' else told}"
