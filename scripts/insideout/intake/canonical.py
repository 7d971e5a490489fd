"""The canonical text: the one form of a transcript that offsets and quotes refer to.

UTF-8 in NFC without a byte order mark, LF. A turn is `Label: what is said`; a single line break
stands between its paragraphs and a blank line between turns. Runs of white space are one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

# What ends a line, in any of the conventions that word processors and recorders follow.
LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
# Control characters other than tabs and line ends, and halves of surrogate pairs.
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")
# Not to be seen, but in the way of a search: soft hyphen, zero-width space, word joiner, BOM.
INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
SPACE = re.compile(r"\s+")


class Turn(NamedTuple):
    """What one speaker says at a stretch; times in seconds where the file has them."""

    label: str
    text: str
    time_start: float | None = None
    time_end: float | None = None


def folded(text: str) -> str:
    """Text on one line: NFC, no control or invisible characters, white space folded."""
    seen = INVISIBLE.sub("", CONTROL.sub("", text))
    return SPACE.sub(" ", unicodedata.normalize("NFC", seen)).strip()


def said(text: str) -> str:
    """What is said in a turn: its paragraphs folded, one line each, empty ones left out."""
    return "\n".join(line for part in LINE_END.split(text) if (line := folded(part)))


def canonical(turns: Iterable[Turn]) -> tuple[str, list[tuple[int, int]]]:
    """The canonical text of turns, and where in it the words of each stand (label apart).

    Spans are half-open, in code points. A turn without words takes no place in the text.
    """
    blocks: list[str] = []
    spans: list[tuple[int, int]] = []
    here = 0
    for turn in turns:
        label, text = folded(turn.label), said(turn.text)
        lead = f"{label}: " if label else ""
        if not text:
            spans.append((here, here))
            continue
        before = here + (2 if blocks else 0) + len(lead)
        here = before + len(text)
        blocks.append(lead + text)
        spans.append((before, here))
    return ("\n\n".join(blocks) + "\n" if blocks else ""), spans
