"""Who is compared with whom, on which sources."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, Literal, TypeAlias

from insideout.agree.assigned import Assignment

Hand: TypeAlias = tuple[str, int]  # a coder in a round


@dataclass(frozen=True)
class Compared:
    """Codings that are compared: of two coders or more in a round, or of one in two rounds.

    `sources`: those that two of them coded at least; `shared`: those that all of them coded.
    """

    compared: Literal["inter", "intra"]
    hands: tuple[Hand, ...]
    sources: tuple[str, ...]
    shared: int

    @property
    def coders(self) -> str:
        """The coders, separated by spaces."""
        return " ".join(dict.fromkeys(coder for coder, _ in self.hands))

    @property
    def rounds(self) -> str:
        """The rounds, separated by spaces."""
        return " ".join(dict.fromkeys(str(number) for _, number in self.hands))

    @property
    def name(self) -> str:
        """What it is called in seeds."""
        return f"{self.compared} {self.coders} {self.rounds}"


def comparisons(
    assigned: Iterable[Assignment],
    validators: Iterable[str],
    rounds: Sequence[Mapping[str, Any]],
) -> list[Compared]:
    """Every pair of coders of a blind round, all of its coders where there are more, then intra.

    Rounds that weren't blind don't count, and those that are still open neither; a round that
    `rounds` doesn't name is blind. Validators saw what they checked, so they are left out.
    """
    seen = {
        row["round"] for row in rounds if not row.get("blind", True) or not row.get("closed", True)
    }
    coded: dict[Hand, set[str]] = defaultdict(set)
    for work in assigned:
        if work.round not in seen and work.coder not in set(validators):
            coded[work.coder, work.round].add(work.source)
    found = []
    for number in sorted({number for _, number in coded}):
        hands = sorted(hand for hand in coded if hand[1] == number)
        found += [_compared("inter", pair, coded) for pair in combinations(hands, 2)]
        found += [_compared("inter", tuple(hands), coded)] if len(hands) > 2 else []
    for coder in sorted({coder for coder, _ in coded}):
        hands = sorted(hand for hand in coded if hand[0] == coder)
        found += [_compared("intra", pair, coded) for pair in combinations(hands, 2)]
    return [group for group in found if group.sources]


def _compared(
    kind: Literal["inter", "intra"], hands: tuple[Hand, ...], coded: Mapping[Hand, set[str]]
) -> Compared:
    times: dict[str, int] = defaultdict(int)
    for hand in hands:
        for source in coded[hand]:
            times[source] += 1
    sources = tuple(sorted(source for source, n in times.items() if n > 1))
    return Compared(kind, hands, sources, sum(n == len(hands) for n in times.values()))
