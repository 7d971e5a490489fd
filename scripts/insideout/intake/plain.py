"""Plain text and Markdown: one paragraph a line, blank lines between turns or not."""

from __future__ import annotations

import re

from insideout.intake.canonical import folded
from insideout.intake.labels import Piece

# **Anna:** or __Anna__: before a turn, and the number signs of a heading.
BOLD_LABEL = re.compile(r"^\s*(\*\*|__)([^*_]{1,60}?)\s*(?::\s*\1|\1\s*:)\s*")
HEADING = re.compile(r"^\s*#{1,6}\s+")


def lines(text: str, *, markdown: bool = False) -> list[Piece]:
    """The lines of a text that hold something."""
    pieces = []
    for number, line in enumerate(text.split("\n"), 1):
        bare = HEADING.sub("", BOLD_LABEL.sub(r"\2: ", line)) if markdown else line
        if plain := folded(bare):
            pieces.append(Piece(plain, number))
    return pieces
