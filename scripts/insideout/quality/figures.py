"""A printed figure, and what it stands for: whatever is printed like that."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

NUMBER = re.compile(
    r"([+-]?)(\d{1,3}(?:[, \u00a0\u202f]\d{3})+|\d+(?=\D|$)|(?=\.\d))(\.\d+)?\s*(%?)"
)


@dataclass(frozen=True)
class Figure:
    """A printed number: its value, how far it may be off by rounding, and its base."""

    value: Fraction
    half: Fraction
    share: bool
    n: int | None

    @property
    def low(self) -> Fraction:
        """The smallest value that is printed like this."""
        return self.value - self.half

    @property
    def high(self) -> Fraction:
        """The largest."""
        return self.value + self.half

    @property
    def counts(self) -> range:
        """The numbers of people of `n` that round to the share; empty: none does."""
        base = self.n or 0
        return range(
            max(0, math.ceil(self.low * base)), min(base, math.floor(self.high * base)) + 1
        )


def figure(text: str, n: int | None = None, rounded: bool | None = None) -> Figure | None:
    """A printed number, or None where the text is none: 9,000, 3.5, 56%, 0.56, .56.

    `rounded`: whether it was rounded to be printed. Where that isn't said, whole numbers are counts
    and exact, while shares and numbers with decimals were rounded.
    """
    found = NUMBER.fullmatch(text.strip())
    if found is None:
        return None
    sign, whole, decimals, percent = found[1], re.sub(r"\D", "", found[2]), found[3] or "", found[4]
    unit = Fraction(1, 10 ** max(0, len(decimals) - 1)) / (100 if percent else 1)
    value = Fraction(sign + (whole or "0") + decimals) / (100 if percent else 1)
    share = bool(percent) or (bool(decimals) and 0 <= value <= 1)
    loose = (share or bool(decimals)) if rounded is None else rounded
    return Figure(value, unit / 2 if loose else Fraction(0), share, n)


def told(value: Fraction, *, share: bool = False) -> str:
    """A number as it is printed; shares in per cent."""
    return f"{float(value * 100):.3g}%" if share else f"{float(value):,.10g}"
