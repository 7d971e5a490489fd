"""Who speaks in a source: carried in its description, since REFI-QDA knows nothing of speakers.

A line for each label, "LABEL = ROLE INFORMANT": other tools show it, and our import makes the table
of speakers of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from insideout.exchange.project import Source
from insideout.exchange.refi.convention import values_of
from insideout.tables.inputs import SPEAKER_ROLES

SPEAKERS_KEY = "speakers"
Cast = list[dict[str, str]]  # rows of the table `speakers`, but for the source


def casts_told(turns: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The lines of each source, from rows of the table `turns`."""
    found: dict[str, dict[str, None]] = {}
    for turn in turns:
        if turn["label"]:
            line = f"{turn['label']} = {turn['role']} {turn['informant']}".rstrip()
            found.setdefault(turn["source"], {})[line] = None
    return {source: "\n".join(lines) for source, lines in found.items()}


def cast_of(source: Source) -> Cast:
    """What a source's description says of its speakers; nothing where that isn't ours."""
    told = (values_of(source.description) or {}).get(SPEAKERS_KEY, "")
    cast = []
    for line in told.split("\n") if told else ():
        label, _, who = line.rpartition(" = ")
        role, _, informant = who.partition(" ")
        if not label or role not in SPEAKER_ROLES:
            return []
        cast.append({"label": label, "role": role, "informant": informant})
    return cast
