"""Boolean minimisation of a crisp truth table, and how terms fit the cases.

By Quine and McCluskey, through sympy. No library for qualitative comparative analysis could take
its place when this was written (2026): PyQCA is MIT, but calls itself experimental and has had one
release; CORA serves another method; the reference, the package QCA for R, is under the GPL and not
for Python. The tables `qca_ID` are made for that package.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

Term = tuple[int | None, ...]  # a value (0, 1) of each condition; None: it doesn't matter
Row = tuple[int, ...]
Case = tuple[Row, int]  # the conditions' values and the outcome
MOST = 8  # conditions: beyond, minimising takes minutes, and nobody could read the solution
TRIED = 14  # terms of which every selection is tried


def covers(term: Term, row: Row) -> bool:
    """Whether a combination is in a term."""
    return all(value is None or value == at for value, at in zip(term, row, strict=True))


def minimised(positive: Iterable[Row], free: Iterable[Row]) -> list[Term]:
    """A shortest sum of terms that covers all positive rows, may cover free ones, and no others.

    Often one of several as short: see `alternatives`. [] without a positive row; one term without
    any condition where nothing is neither positive nor free. Rows are tuples of 0 and 1.
    """
    on = sorted(set(positive))
    if not on:
        return []
    rest = sorted(set(free) - set(on))
    if len(on) + len(rest) == 2 ** len(on[0]):
        return [(None,) * len(on[0])]
    every = itertools.product((0, 1), repeat=len(on[0]))
    negative = sorted(set(every) - set(on) - set(rest))
    terms = _irredundant(_by_sympy(on, rest), on)
    while shorter := [(term, other) for term, other in alternatives(terms, on, negative)
                      if _length(other) < _length(term)]:  # fmt: skip
        terms = [shorter[0][1] if term == shorter[0][0] else term for term in terms]
    return sorted(terms, key=_order)


def _by_sympy(on: Sequence[Row], free: Sequence[Row]) -> list[Term]:
    from sympy import And, Not, Or, SOPform, Symbol  # type: ignore[import-untyped]  # no types

    symbols = [Symbol(f"x{n:02d}") for n in range(len(on[0]))]
    found = SOPform(symbols, [list(row) for row in on], [list(row) for row in free])
    terms = []
    for product in found.args if isinstance(found, Or) else [found]:
        literals = product.args if isinstance(product, And) else [product]
        value = {(x.args[0] if isinstance(x, Not) else x): int(not isinstance(x, Not))
                 for x in literals}  # fmt: skip
        terms.append(tuple(value.get(symbol) for symbol in symbols))
    return sorted(terms, key=_order)


def _irredundant(terms: Sequence[Term], on: Sequence[Row]) -> list[Term]:
    """The fewest of the terms that still cover every positive row.

    Where terms overlap in a circle, sympy keeps all of them. Of very many such terms (`TRIED`) one
    after the other is left out while it can be.
    """
    covering = {row: [term for term in terms if covers(term, row)] for row in on}
    needed = {found[0] for found in covering.values() if len(found) == 1}
    open_ = [row for row, found in covering.items() if needed.isdisjoint(found)]
    others = [term for term in terms if term not in needed]
    for size in range(len(others) + 1 if len(others) <= TRIED else 0):
        for some in itertools.combinations(others, size):
            if all(any(covers(term, row) for term in some) for row in open_):
                return [term for term in terms if term in needed or term in some]
    kept = list(terms)
    for term in terms:
        rest = [other for other in kept if other != term]
        if all(any(covers(other, row) for other in rest) for row in on):
            kept = rest
    return kept


def alternatives(
    terms: Sequence[Term], positive: Sequence[Row], negative: Sequence[Row]
) -> list[tuple[Term, Term]]:
    """Terms of a solution that another, no longer one could replace, with the shortest such.

    Where there is one as short, the solution isn't the only one. Terms are changed one at a time:
    so that nearly all, not all, are found. `negative`: the rows
    that no term may cover.
    """
    found = []
    for term in terms:
        others = [other for other in terms if other != term]
        only = [row for row in positive if not any(covers(other, row) for other in others)]
        for other in _terms(len(term), _length(term)):
            fits = other not in terms and all(covers(other, row) for row in only)
            if fits and not any(covers(other, row) for row in negative):
                found.append((term, other))
                break
    return found


def _terms(conditions: int, most: int) -> Iterable[Term]:
    for length in range(1, most + 1):
        for places in itertools.combinations(range(conditions), length):
            for values in itertools.product((1, 0), repeat=length):
                value = dict(zip(places, values, strict=True))
                yield tuple(value.get(n) for n in range(conditions))


def _length(term: Term) -> int:
    return sum(value is not None for value in term)


def _order(term: Term) -> tuple[int, ...]:
    return tuple(2 if value is None else 1 - value for value in term)


def as_text(terms: Sequence[Term], conditions: Sequence[str]) -> str:
    """A solution in words: A*~B + C. A term without conditions is (always)."""
    return " + ".join(
        "*".join(
            ("" if value else "~") + name
            for name, value in zip(conditions, term, strict=True) if value is not None
        ) or "(always)"
        for term in terms
    )  # fmt: skip


def share(part: int, whole: int) -> float | None:
    """A share; None of nothing."""
    return part / whole if whole else None


def within(terms: Sequence[Term], cases: Sequence[Case]) -> list[bool]:
    """Of each case, whether one of the terms covers it."""
    return [any(covers(term, row) for term in terms) for row, _ in cases]
