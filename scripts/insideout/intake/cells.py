"""Rows of a document's table, in which the first column may name who speaks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from insideout.intake.canonical import folded
from insideout.intake.labels import Piece
from insideout.intake.names import plausible

TIME = re.compile(r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?")


def row_pieces(
    rows: Iterable[Iterable[tuple[str, int]]], known: Collection[str]
) -> tuple[list[Piece], int]:
    """A piece for each row, and how many cells were left out for they hold a time only.

    Cells are their text (lines folded, as of `said`) and the number of their last paragraph. What
    the first names is the speaker of the others if it can name one.
    """
    pieces, times = [], 0
    for row in rows:
        cells = list(row)
        spoken = [cell for cell in cells if not TIME.fullmatch(cell[0])]
        times += len(cells) - len(spoken)
        full = [cell for cell in spoken if cell[0]]
        voice = _voice(full[0][0], known) if len(full) > 1 else ""
        text = "\n".join(text for text, _ in (full[1:] if voice else full))
        if text:
            pieces.append(Piece(text, full[0][1], voice))
    return pieces, times


def _voice(cell: str, known: Collection[str]) -> str:
    """The label a cell holds, or nothing."""
    label = folded(cell.removesuffix(":"))
    return label if label in known or ("\n" not in cell and plausible(label)) else ""


def counted(what: str, kinds: Iterable[tuple[str, int]]) -> list[str]:
    """A warning that counts kinds of things, or none if there are none."""
    listed = ", ".join(f"{kind} ({n})" for kind, n in kinds if n > 0)
    return [f"{what}: {listed}"] if listed else []
