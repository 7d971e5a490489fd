"""What a test comes to: one of four verdicts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.test.finding import counted_words
from insideout.test.multiplicity import PARTNER, PLAIN, adjusted, judged_on


def verdict(p: float | None, p_cluster: float | None, alpha: float) -> str:
    """`differs` needs both p-values below alpha; the plain one alone gives a conditional verdict.

    The condition: that cases are independent of each other, though people of one practice may not
    be. A test without a partner can say no more than that.
    """
    if p is None:
        return "not_tested"
    if p >= alpha:
        return "no_difference_shown"
    return "differs" if p_cluster is not None and p_cluster < alpha else "differs_if_independent"


def judged(rows: Sequence[Mapping[str, Any]], *, adjust: str, alpha: float) -> list[dict[str, Any]]:
    """Tests with their p-values adjusted within their families, and the verdicts on these.

    A p-value that was estimated within two standard errors of alpha leaves its verdict open, if it
    bears on it; the note says so.
    """
    made = adjusted(rows)
    for row in made:
        p, partner = (judged_on(row, name, adjust) for name in (PLAIN, PARTNER))
        row["verdict"] = verdict(p, partner, alpha)
        near = [
            said for name, said, value in ((PLAIN, "p", p), (PARTNER, "the partner's p", partner))
            if near_alpha(row[name], value, row[f"{name}_error"], alpha)
        ]  # fmt: skip
        if p is not None and p >= alpha and "p" not in near:
            near = []  # whatever the partner's p is, the verdict stays
        if near:
            verb = "is" if len(near) == 1 else "are"
            said = f"{' and '.join(near)} {verb} within two standard errors of {alpha:g}"
            row["note"] = "; ".join(
                filter(None, [row["note"], f"{said}: take the verdict as open"])
            )
    return made


def near_alpha(
    p: float | None, adjusted_p: float | None, error: float | None, alpha: float
) -> bool:
    """Whether an estimated p-value, adjusted or not, is too near alpha to be sure of its side."""
    if p is None or adjusted_p is None or not error:
        return False
    return abs(adjusted_p - alpha) < 2 * error * (adjusted_p / p if p else 1)


def in_a_line(verdicts: Iterable[str]) -> str:
    """Verdicts counted: `6 tests: 2 differ, 1 only if cases are independent, 3 not shown`."""
    count = Counter(verdicts)
    differ = count["differs"]
    parts = [f"{differ} differ{'s' * (differ == 1)}"] if differ else []
    for name, said in (
        ("differs_if_independent", "differing only if cases are independent"),
        ("no_difference_shown", "with no difference shown"),
        ("not_tested", "not tested"),
    ):
        parts += [f"{count[name]} {said}"] if count[name] else []
    return counted_words(count.total(), "test") + (f": {', '.join(parts)}" if parts else "")
