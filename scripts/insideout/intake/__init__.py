"""Intake: transcripts in the formats people have them in become canonical texts and turns."""

from insideout.intake.canonical import canonical
from insideout.intake.source import READABLE, Taken, read_source
from insideout.intake.stage import TakenIn, inline_sources, remarked, take_in

__all__ = [
    "READABLE",
    "Taken",
    "TakenIn",
    "canonical",
    "inline_sources",
    "read_source",
    "remarked",
    "take_in",
]
