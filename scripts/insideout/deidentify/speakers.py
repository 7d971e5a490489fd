"""Labels of raw transcripts that are people's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from insideout.deidentify.forms import WORD, type_of
from insideout.deidentify.people import KIN, TITLES
from insideout.deidentify.span import Entry
from insideout.intake.canonical import folded

PARENTHESIS = re.compile(r"\s*\([^()]*\)")
PLAIN = """
    interviewer informant companion patient carer doctor nurse gp manager receptionist pharmacist
    facilitator moderator researcher participant speaker respondent interviewee unknown int res
    intervjuare patient läkare sköterska intervjuer pasient lege sykepleier pasienten patienten
technician assistant practitioner clinician therapist physio physiotherapist midwife consultant
secretary administrator worker pharmacy practice clinic hospital health care team lead staff social
support district community man woman male female group focus person voice audio other first second
"""
ROLES = frozenset(PLAIN.split()) | TITLES | KIN  # labels that name nobody


def of_labels(
    turns: Iterable[tuple[Mapping[str, Any], str]],
    roster: Iterable[Entry],
    key: Iterable[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Rows for the key of raw labels that name somebody, those of roster and key apart.

    `turns`: rows of TURNS, each with the label that will stand there.

    Who is called by name in an interview is then `[Patient]`, as the label says, and the name is
    looked for in outputs even if nobody says it.
    """
    have = {(type_of(str(row["name"])), str(row["source"] or "")) for row in key}
    known = {type_of(name) for entry in roster for name in entry.names}
    rows: list[dict[str, Any]] = []
    for row, label in turns:
        raw, source = folded(str(row["label"])), str(row["source"])
        name = in_order(raw)
        if raw == label or type_of(name) in known or (type_of(name), source) in have:
            continue
        if names_somebody(name):
            have.add((type_of(name), source))
            rows.append({
                "name": name, "kind": "person", "pseudonym": f"[{label}]", "entity": "",
                "source": source,
            })  # fmt: skip
    return rows


def in_order(label: str) -> str:
    """A name as people say it: `Marsh, Annika (Study team)` → `Annika Marsh`."""
    name = PARENTHESIS.sub("", label).strip()
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}".strip() if comma else name


def names_somebody(label: str) -> bool:
    """Whether a label can be a name: a word of three letters or more that is no role."""
    words = [word[0] for word in WORD.finditer(label.casefold())]
    return any(word.isalpha() and len(word) > 2 and word not in ROLES for word in words)
