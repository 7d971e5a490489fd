"""What is known of a passage that was coded, and whether a place in the text has its context."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from insideout.code.folding import Folds, squeezed

LIKE = 80.0  # similarity from which the text beside a place is the quote's old context, edited
JOINT = 12  # characters before and after a quote that are looked for side by side


@dataclass(frozen=True)
class Quote:
    """What is known of a passage: its words, and hints at which of several equal ones is meant.

    `start` is where it stood (code points, or None); `prefix` and `suffix` stand just before and
    after it; `occurrence` counts equal quotes from 1. `near`: where it would stand if it had moved
    as the codings before it did, and as those after it did. `always`: its file has an occurrence
    in every row, so that 1 doesn't say that there was another. `silent`: its file has no column for
    it, so that a row without one doesn't say that its quote was unique.
    """

    text: str
    start: int | None = None
    prefix: str = ""
    suffix: str = ""
    occurrence: int | None = None
    near: tuple[int, ...] = ()
    always: bool = False
    silent: bool = False


@dataclass(frozen=True)
class Place:
    """Where a quote was found: half-open, in code points; `score` 0-100."""

    start: int
    end: int
    how: str
    score: float


@dataclass(frozen=True)
class Lost:
    """Why a quote has no place, and the places it might have."""

    reason: str
    candidates: tuple[Place, ...] = ()


def composed(quote: Quote) -> Quote:
    """A quote with its words and context in composed form (NFC), as all texts are."""
    words = (quote.text, quote.prefix, quote.suffix)
    if all(unicodedata.is_normalized("NFC", part) for part in words):
        return quote
    text, prefix, suffix = (unicodedata.normalize("NFC", part) for part in words)
    return replace(quote, text=text, prefix=prefix, suffix=suffix)


def bare(quote: Quote) -> bool:
    """Whether nothing is known of what stood beside it."""
    return not quote.prefix and not quote.suffix


def there(place: Place, quote: Quote) -> bool:
    """Whether a place is where the quote stood, or where a neighbour says it went."""
    return place.start in (quote.start, *quote.near)


def fits(place: Place, quote: Quote, text: str) -> bool:
    """Whether the context stands before and after a place, white space and typography apart."""
    if text.endswith(quote.prefix, 0, place.start) and text.startswith(quote.suffix, place.end):
        return True
    before, after = _beside(place, quote, text)
    return before.endswith(squeezed(quote.prefix)) and after.startswith(squeezed(quote.suffix))


def _beside(place: Place, quote: Quote, text: str) -> tuple[str, str]:
    """What stands just before and just after a place, white space left out."""
    # canonical texts have one or two characters of white space between words
    before = text[max(0, place.start - 3 * len(quote.prefix)) : place.start]
    return squeezed(before), squeezed(text[place.end : place.end + 3 * len(quote.suffix)])


def likeness(place: Place, quote: Quote, text: str) -> list[float]:
    """How like the context is to what stands before, and after, a place (0-100 each)."""
    before, after = _beside(place, quote, text)
    prefix, suffix = squeezed(quote.prefix), squeezed(quote.suffix)
    pairs = [(prefix, before[-len(prefix) :]), (suffix, after[: len(suffix)])]
    return [fuzz.ratio(old, new) for old, new in pairs if old]


def remembered(place: Place, quote: Quote, text: str, folds: Folds) -> bool:
    """Whether a row that doesn't say its quote was unique has a sign that this is the place.

    Its old offset, the codings before and after it, which both moved there, or its context on one
    side. A few letters, such as a speaker's label, are no sign while the other side differs; nor is
    anything where what stood before and after it stands together. One coding beside it is no sign:
    that may be at a twin itself. A row of words alone has nothing that could differ.
    """
    moved = len(quote.near) > 1 and set(quote.near) == {place.start}
    if moved or place.start == quote.start or (bare(quote) and quote.start is None):
        return True
    before, after = squeezed(quote.prefix), squeezed(quote.suffix)
    sides = [part for part in (before, after) if part]
    beside = likeness(place, quote, text)
    known = any(
        like >= LIKE and (len(part) >= JOINT or min(beside) >= LIKE)
        for part, like in zip(sides, beside, strict=True)
    )
    return known and not taken_out(quote, folds)


def vouched(place: Place, quote: Quote, text: str, folds: Folds) -> bool:
    """The context is there on one side and the quote stood there, or on both and nowhere else.

    A context that was corrected will do only where the quote stood, and where nothing says that
    there was another. Where there was another, whose context may be the same, it must have stood
    there.
    """
    beside = likeness(place, quote, text)
    stood = there(place, quote)
    if not beside:
        return stood
    another = quote.occurrence and quote.start is not None and not quote.always
    if stood or quote.start is None:  # without an offset, nothing speaks against it
        return max(beside) >= (100 if another else LIKE)
    if another or len(beside) < 2 or min(beside) < 100:
        return False
    return not twice(quote, folds) and not taken_out(quote, folds)


def twice(quote: Quote, folds: Folds) -> bool:
    """The text has both contexts more than once, so that it may be another's."""
    parts = (squeezed(quote.prefix), squeezed(quote.suffix))
    return all(folds.squeezed.count(part) > 1 for part in parts)


def taken_out(quote: Quote, folds: Folds) -> bool:
    """What stood before and after the quote now stands together."""
    before, after = squeezed(quote.prefix)[-JOINT:], squeezed(quote.suffix)[:JOINT]
    return bool(before and after) and before + after in folds.squeezed
