"""What a test finds."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Effect:
    """An effect size; `low` and `high` are None where an end is infinite or there is no interval.

    `method` says which interval it is, or why there is none. `value` is None when infinite.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    method: str = ""


@dataclass(frozen=True)
class Finding:
    """One test's result; the fields are columns of the table tests.

    `effects` are rows of test_effects, the main one first; `cells` are rows of test_cells. `p` is
    None when the test could not be done; the first note then says why, in words.
    """

    groups: int
    statistic: float | None = None
    statistic_name: str = ""
    df: float | None = None
    df_within: float | None = None
    p: float | None = None
    p_error: float | None = None
    effects: tuple[Effect, ...] = ()
    least_expected: float | None = None
    notes: tuple[str, ...] = ()
    cells: tuple[dict[str, Any], ...] = field(default=(), repr=False)

    @property
    def effect(self) -> float | None:
        """The size of the main effect."""
        return self.effects[0].value if self.effects else None


def share(value: float) -> float:
    """A probability or share of variation, kept from leaving 0 to 1 by rounding.

    Raises ValueError for one that isn't a number: nothing may pass for 0.
    """
    if math.isnan(value):
        raise ValueError("a probability or share that is not a number")
    return min(1.0, max(0.0, float(value)))


def p_words(p: float) -> str:
    """A p-value in a sentence: `p = .031`, `p < .001`, `p > .999`."""
    if p < 0.001:
        return "p < .001"
    return "p > .999" if p > 0.999 else f"p = {p:.3f}".replace("0.", ".", 1)


def percent(share: float) -> str:
    """A share as a percentage without needless decimals: `95%`, `97.5%`."""
    return f"{share * 100:.4g}%"


def counted_words(count: int, what: str) -> str:
    """`1 case`, `2 cases`, `1,200 cases`."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")


def dropped_words(groups: list[str], values: list[str]) -> tuple[str, ...]:
    """A note of the groups and values left out because no case is in them, if there are any."""
    named = [
        f"{what if len(names) == 1 else what + 's'} {', '.join(names)}"
        for what, names in (("group", groups), ("value", values)) if names
    ]  # fmt: skip
    return (f"left out, no case with both variables: {'; '.join(named)}",) if named else ()


def finite(value: float) -> float | None:
    """A number that can be printed, or None."""
    return float(value) if math.isfinite(value) else None
