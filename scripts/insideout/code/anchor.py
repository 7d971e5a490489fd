"""Finding a quote in a text. The quote is the truth; offsets are a cache of where it stood.

What is looked for: the quote word for word; then with white space and typography folded; then its
words alone, without punctuation and capitals; then what is most like it. The first of these that
the text has counts. Which place is taken, and when none is:

- **Unique, word for word.** In a file with a column `occurrence`, a row without one was unique
  when it was coded. If its quote stands at one place, that is the place, wherever it went. One
  exception: a passage much like it has the old context, which this place has not. Then the original
  was reworded, this is a copy. A file without that column doesn't say that a quote was unique: of
  two, the coded one may be gone. There the place must have the context on one side at least, or the
  offset, or codings around it moved there; a row that has neither goes by its words.
- **Several equal places.** A second copy may have been made before or after the first, and
  neither the context (a block is copied with it) nor the occurrence (a copy before it shifts the
  count) nor the offset (a copy may land there) says alone which is meant. Two hints that don't hang
  together must agree: the context fits a place wholly, and the quote stood there, by its old
  offset or because the codings before and after it moved there, both equally far. Where the
  context fits several, the old offset and the occurrence must name the same. `occurrence` doesn't
  confirm a place elsewhere: take the coded one of two out, write another above, and it is wrong.
- **One place of a quote that was not unique** (`occurrence` above 1): as several. With `occurrence`
  1 a single place needs its context, and the quote must have stood there, or moved there with the
  codings around it: it may be the other one of two, whose context can be the same. In a file where
  every row has an occurrence, 1 is no sign that there was another, and a single place counts as
  unique.
- **Folded or approximate.** The quote itself is gone, perhaps taken out, and another sentence may
  be alike. The place must have its context on both sides, or on one side and the offset (a row
  without an offset: on one side); where the text before and after the quote now stands together,
  the quote was taken out. Only rows
  without context (such as segments exported from other tools) go by likeness alone, and only from
  `SHORT` characters, since one letter in a short quote is another word.
  What is left: where a text had a block twice, with its context, but for white space, and the one
  that was coded is deleted, its quote goes to the other, which reads the same.
- **Rows without context**: the old offset, else the occurrence, decides between equal places.
"""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from insideout.code.context import (
    LIKE,
    Lost,
    Place,
    Quote,
    bare,
    composed,
    fits,
    likeness,
    remembered,
    taken_out,
    there,
    vouched,
)
from insideout.code.folding import Folds, fold, spaced, worded
from insideout.code.similar import all_of, two_best

__all__ = ["Lost", "Place", "Quote", "find", "fold"]

CLOSE = 3.0  # two approximate places whose scores differ by no more can't be told apart
SHORT = 20  # characters; a shorter quote needs more than likeness
SHOWN = 10  # candidates kept


def find(quote: Quote, text: str, folds: Folds, threshold: float) -> Place | Lost:
    """The one place a quote stands at, or why there is none: the rule is told above.

    `folds`: of the text (`fold`). `threshold`: rapidfuzz ratio (0-100) from which a stretch is like
    the quote. Offsets count code points of `text`, which is in composed form (NFC).
    """
    quote = composed(quote)
    size = len(quote.text)
    exact = [Place(at, at + size, "exact", 100.0) for at in all_of(quote.text, text)]
    if exact:
        return _exactly(exact, quote, text, folds, threshold)
    same = _folded(quote, text, folds)
    return _alike(same, quote, text, folds) if same else _approximate(quote, text, folds, threshold)


def _exactly(
    places: list[Place], quote: Quote, text: str, folds: Folds, threshold: float
) -> Place | Lost:
    if len(places) > 1 or (quote.occurrence or 0) > 1:
        return _chosen(places, quote, text)
    place = places[0]
    several = quote.occurrence and not quote.always and not bare(quote)
    if several and not vouched(place, quote, text, folds):
        reason = "one place is left, and by its `occurrence` and context it may be another one"
        return Lost(reason, (place,))
    if quote.silent and not quote.occurrence and not remembered(place, quote, text, folds):
        return Lost(f"its words stand once, but {_elsewhere(quote)}", (place,))
    if several or there(place, quote):
        return place
    beside = fits(place, quote, text)  # the copy may have been made with its context
    rival = None if beside else _reworded(place, quote, text, folds, threshold)
    rival = rival or _rival(place, quote, text, folds)
    if rival is None:
        return place
    reason = "its words stand elsewhere now, and a passage much like them has their old context"
    return Lost(reason, (rival, place))


def _elsewhere(quote: Quote) -> str:
    """Why the one place of a quote may be another's."""
    return "not at its offsets" if bare(quote) else "with other words before and after them"


def _reworded(
    place: Place, quote: Quote, text: str, folds: Folds, threshold: float
) -> Place | None:
    """A passage much like the quote that has the old context, edited perhaps, as its own."""
    size = len(quote.text)
    stood = (start for start in (quote.start, *quote.near) if start is not None)
    others = [
        Place(start, min(len(text), start + size), "approximate",
              round(fuzz.ratio(quote.text, text[start : start + size]), 1))
        for start in stood
    ]  # fmt: skip
    alike = _likes(quote, folds) if size >= SHORT else []
    for other in (*others, *alike):
        apart = abs(other.start - place.start) >= size
        beside = max(likeness(other, quote, text), default=0) if apart else 0
        if beside >= LIKE and other.score >= threshold:
            return other
    return None


def _rival(place: Place, quote: Quote, text: str, folds: Folds) -> Place | None:
    """Another passage with the old context that reads as the quote does when folded."""
    if bare(quote) or taken_out(quote, folds):
        return None
    same = [
        other
        for other in _folded(quote, text, folds)
        if abs(other.start - place.start) >= len(quote.text)
    ]
    return next((other for other in same if fits(other, quote, text)), None)


def _folded(quote: Quote, text: str, folds: Folds) -> list[Place]:
    """Places equal but for white space and typography, else but for punctuation and capitals."""
    wanted = spaced(quote.text)
    spans = [folds.spaces.span(at, at + len(wanted)) for at in all_of(wanted, folds.spaces.text)]
    if spans:
        return [Place(start, end, "folded", 100.0) for start, end in spans]
    words = worded(quote.text)
    places = []
    for at in all_of(words, folds.words.text):
        start, end = folds.words.span(at + 1, at + len(words) - 1)
        # marks around the words belong to the passage where the quote has some
        while _mark(quote.text[:1]) and _mark(text[start - 1 : start]):
            start -= 1
        while _mark(quote.text[-1:]) and _mark(text[end : end + 1]):
            end += 1
        score = min(99.9, round(fuzz.ratio(wanted, spaced(text[start:end])), 1))
        places.append(Place(start, end, "folded", score))
    return places


def _alike(same: list[Place], quote: Quote, text: str, folds: Folds) -> Place | Lost:
    """Of places that read as the quote does when folded, the one that is meant."""
    if taken_out(quote, folds):
        return _gone(same)
    if len(same) > 1 or (quote.occurrence or 0) > 1:
        return _chosen(same, quote, text)
    sure = same[0].score == 100 or len(quote.text) >= SHORT
    if (bare(quote) and sure) or vouched(same[0], quote, text, folds):
        return same[0]
    why = "is too short for a likeness" if bare(quote) else "has other words before and after it"
    return Lost(f"not word for word in the text; what reads alike {why}", tuple(same))


def _mark(character: str) -> bool:
    return bool(character) and not character.isalnum() and not character.isspace()


def _chosen(places: list[Place], quote: Quote, text: str) -> Place | Lost:
    """The one of several equal places that two hints agree on."""
    which = quote.occurrence or 0
    named = places[which - 1] if 0 < which <= len(places) else None
    if quote.prefix or quote.suffix:
        fitting = [place for place in places if fits(place, quote, text)]
        found = _confirmed(fitting, named, quote)
    elif quote.start is not None:
        found = next((place for place in places if place.start == quote.start), None)
        found = None if quote.occurrence and found != named else found
    else:
        found = named
    if found:
        return found
    best = sorted(places, key=lambda place: -sum(likeness(place, quote, text)))
    count = f"{len(places)} equal places" if len(places) > 1 else "one place, where there were more"
    return Lost(f"{count}, and nothing says for sure which", tuple(best[:SHOWN]))


def _confirmed(fitting: list[Place], named: Place | None, quote: Quote) -> Place | None:
    """Of places that the context fits, the one where the quote stood."""
    one = fitting[0] if len(fitting) == 1 else None
    if quote.start is None:
        agrees = named in fitting if quote.occurrence else one is not None
        return (named if quote.occurrence else one) if agrees else None
    if one is not None and one.start == quote.start:
        return one
    if named in fitting and named is not None and named.start == quote.start:
        return named
    moved = set(quote.near) if len(quote.near) > 1 else set()
    return next((place for place in fitting if moved == {place.start}), None)


def _gone(candidates: Sequence[Place]) -> Lost:
    reason = "taken out of the text: what stood before and after it stands together"
    return Lost(reason, tuple(candidates[:SHOWN]))


def _likes(quote: Quote, folds: Folds) -> list[Place]:
    """The two places most like a quote; only a quote found word for word is 100% like."""
    return [
        Place(*folds.spaces.span(start, end), "approximate", min(99.9, round(score, 1)))
        for start, end, score in two_best(spaced(quote.text), folds.spaces.text)
    ]


def _approximate(quote: Quote, text: str, folds: Folds, threshold: float) -> Place | Lost:
    places = _likes(quote, folds)
    if taken_out(quote, folds):
        return _gone(places)
    alike = [place for place in places if place.score >= threshold]
    if not alike:
        near = f"; the nearest is {places[0].score:.0f}% similar" if places else ""
        return Lost(f"not in the text{near} (threshold {threshold:g})", tuple(places[:1]))
    known = [] if bare(quote) else alike
    sure = [place for place in known if vouched(place, quote, text, folds)]
    if len(sure) == 1 and (quote.occurrence or 1) == 1:
        return sure[0]
    if len(alike) > 1 and (sure or alike[0].score - alike[1].score <= CLOSE):
        return Lost("two places are about equally similar", tuple(alike))
    if bare(quote) and len(quote.text) >= SHORT:
        return alike[0]
    what = "is too short for a likeness" if bare(quote) else "has other words before and after it"
    return Lost(f"not in the text; what is {alike[0].score:.0f}% similar {what}", tuple(alike))
