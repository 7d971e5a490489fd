"""What a test finds, in words."""

from __future__ import annotations

import math

import pytest

from insideout.test.finding import Effect, Finding, finite, p_words, percent, share


@pytest.mark.parametrize(
    ("p", "words"),
    [(0.0312, "p = .031"), (0.0004, "p < .001"), (0.9996, "p > .999"), (0.5, "p = .500"),
     (0.001, "p = .001"), (0.999, "p = .999"), (0.0, "p < .001"), (1.0, "p > .999")],
)  # fmt: skip
def test_p_in_words(p: float, words: str) -> None:
    assert p_words(p) == words


def test_percent_has_no_needless_decimals() -> None:
    assert [percent(0.95), percent(0.975), percent(0.9)] == ["95%", "97.5%", "90%"]


def test_the_main_effect_is_the_first() -> None:
    two = Finding(2, p=0.5, effects=(Effect("phi", 0.3), Effect("odds ratio", 2.0)))
    assert two.effect == 0.3
    assert Finding(2, notes=("no case has both variables",)).effect is None


def test_rounding_leaves_no_share_outside_0_to_1() -> None:
    assert (share(1.0000000001), share(-1e-17), share(0.4)) == (1.0, 0.0, 0.4)
    assert (finite(math.inf), finite(math.nan), finite(2)) == (None, None, 2.0)
