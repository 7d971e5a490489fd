"""Finding a quote in a text. The quote is the truth; offsets are a cache of where it stood."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

CLOSE = 3.0  # two approximate places whose scores differ by less can't be told apart
AS_QUOTED = 5.0  # what it is worth, in points, that a stretch begins (or ends) as the quote does
EDGE = 4  # shortest run of equal characters that may begin or end an approximate match
TRIED = 6  # such runs tried at either end
RUN = 20  # characters compared when asking whether a stretch begins as the quote does
SLACK = 60  # characters looked at beyond a quote's own length
TYPOGRAPHY = str.maketrans("‘’‚‛“”„‟‐‑‒–—", "''''\"\"\"\"-----")


@dataclass(frozen=True)
class Quote:
    """What is known of a passage: its words, and hints at which of several equal ones is meant.

    `start` is where it stood (code points, or None); `prefix` and `suffix` stand just before and
    after it; `occurrence` counts equal quotes from 1.
    """

    text: str
    start: int | None = None
    prefix: str = ""
    suffix: str = ""
    occurrence: int | None = None


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


@dataclass(frozen=True)
class Folded:
    """A text with white space and typography folded, and the way back.

    `origin[i]` is the offset in the original of folded character i; one more entry for the end.
    """

    text: str
    origin: tuple[int, ...]


def fold(text: str) -> Folded:
    """Fold white space, quotation marks and dashes, keeping each character's offset."""
    out: list[str] = []
    origin: list[int] = []
    for run in re.finditer(r"\s+|\S+", text):
        if run[0][0].isspace():
            out.append(" ")
            origin.append(run.start())
        else:
            out.append(run[0].translate(TYPOGRAPHY))
            origin.extend(range(run.start(), run.end()))
    return Folded("".join(out), (*origin, len(text)))


def find(quote: Quote, text: str, folded: Folded, threshold: float) -> Place | Lost:
    """The one place a quote stands at, or why there is none.

    Exact matches come first, then matches with white space folded, then approximate ones of at
    least `threshold` (rapidfuzz ratio, 0-100). Of several equal places the context decides, then
    the old offset, then the occurrence; a quote is never put at a place that is a guess.
    """
    size = len(quote.text)
    exact = [Place(at, at + size, "exact", 100.0) for at in _all(quote.text, text)]
    if exact:
        return _chosen(exact, quote, text)
    words = " ".join(quote.text.split()).translate(TYPOGRAPHY)
    same = [
        Place(folded.origin[at], _end(folded, at + len(words)), "folded", 100.0)
        for at in _all(words, folded.text)
    ]
    if same:
        return _chosen(same, quote, text)
    return _approximate(words, folded, threshold)


def _all(needle: str, text: str) -> list[int]:
    found, at = [], text.find(needle)
    while at >= 0 and needle:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _end(folded: Folded, end: int) -> int:
    return folded.origin[end - 1] + 1


def _chosen(places: list[Place], quote: Quote, text: str) -> Place | Lost:
    if len(places) == 1:
        return places[0]
    if quote.prefix or quote.suffix:
        fitting = [place for place in places if _fits(place, quote, text)]
        if len(fitting) == 1:
            return fitting[0]
        places = fitting or places
    for place in places:
        if place.start == quote.start:
            return place
    if quote.occurrence and quote.start is None and quote.occurrence <= len(places):
        return places[quote.occurrence - 1]
    return Lost(f"{len(places)} equal places, and nothing says which", tuple(places[:10]))


def _fits(place: Place, quote: Quote, text: str) -> bool:
    before, after = text[: place.start].split(), text[place.end :].split()
    prefix, suffix = quote.prefix.split(), quote.suffix.split()
    # the outermost words of a context may be cut, so they need only match in part
    head = "".join(before[len(before) - len(prefix) :]) if prefix else ""
    tail = "".join(after[: len(suffix)])
    return head.endswith("".join(prefix)) and tail.startswith("".join(suffix))


def _approximate(words: str, folded: Folded, threshold: float) -> Place | Lost:
    best = _best(words, folded.text, folded.text)
    if best is None or best[2] < threshold:
        near = f"; the nearest is {best[2]:.0f}% similar" if best else ""
        found = (_place(best, folded),) if best else ()
        return Lost(f"not in the text{near} (threshold {threshold:g})", found)
    start, end, score = best
    rest = folded.text[:start] + "\0" * (end - start) + folded.text[end:]
    second = _best(words, rest, folded.text)
    if second and second[2] >= threshold and score - second[2] < CLOSE:
        both = (_place(best, folded), _place(second, folded))
        return Lost("two places are about equally similar", both)
    return _place(best, folded)


def _place(found: tuple[int, int, float], folded: Folded) -> Place:
    start, end, score = found
    return Place(folded.origin[start], _end(folded, end), "approximate", round(score, 1))


def _best(words: str, where: str, text: str) -> tuple[int, int, float] | None:
    """The stretch of `text` most like `words`: (start, end, similarity)."""
    region = _region(words, where)
    if region is None:
        return None
    low, high = region
    blocks = [b for b in Indel.opcodes(words, where[low:high]) if b.tag == "equal"]
    firm = [b for b in blocks if b.src_end - b.src_start >= EDGE] or blocks
    if not firm:
        return None
    # A quote's own start and end may be garbled, and a firm run may be a stray: try a few of each.
    starts = {max(low, low + b.dest_start - b.src_start) for b in firm[:TRIED]}
    starts |= {low + b.dest_start for b in firm[:TRIED]}
    ends = {min(high, low + b.dest_end + len(words) - b.src_end) for b in firm[-TRIED:]}
    ends |= {low + b.dest_end for b in firm[-TRIED:]}
    spans = {_to_words(text, start, end) for start in starts for end in ends if start < end}
    scored = [(s, e, fuzz.ratio(words, text[s:e])) for s, e in spans if s < e]
    return max(scored, key=lambda found: _merit(words, text, *found), default=None)


def _merit(words: str, text: str, start: int, end: int, score: float) -> tuple[float, int, int]:
    """Similarity, and a little for a stretch that begins or ends just as the quote does."""
    ends = (text[start : start + RUN] == words[:RUN]) + (text[end - RUN : end] == words[-RUN:])
    return score + AS_QUOTED * ends, -start, -end


def _region(words: str, where: str) -> tuple[int, int] | None:
    """Where to look: around the densest cluster of runs of words that quote and text share."""
    hits = sorted((at, off) for off, run in _runs(words) for at in _all(run, where))
    reach = len(words) * 3 // 2 + SLACK
    best, most, left = 0, 0, 0
    for right, (at, _) in enumerate(hits):
        while at - hits[left][0] > reach:
            left += 1
        count = len({off for _, off in hits[left : right + 1]})
        if count > most:
            most, best = count, left
    if hits:
        near = [hit for hit in hits[best:] if hit[0] <= hits[best][0] + reach]
        usual = sorted(at - off for at, off in near)[len(near) // 2]
        # a run may recur: trust, of the quote's first and last runs, the one nearest the others
        first = min(near, key=lambda hit: (hit[1], abs(hit[0] - hit[1] - usual)))
        last = min(near, key=lambda hit: (-hit[1], abs(hit[0] - hit[1] - usual)))
        low, high = first[0] - first[1], last[0] + len(words) - last[1]
    else:
        rough = fuzz.partial_ratio_alignment(words, where) if len(words) <= len(where) else None
        if rough is None:
            return None
        low, high = rough.dest_start, rough.dest_end
    return max(0, low - SLACK), min(len(where), high + SLACK)


def _runs(words: str, size: int = 4) -> list[tuple[int, str]]:
    """Every run of `size` words of a quote, with its offset there."""
    at = [word.span() for word in re.finditer(r"\S+", words)]
    return [
        (start, words[start : at[n + size - 1][1]])
        for n, (start, _) in enumerate(at[: max(0, len(at) - size + 1)])
    ]


def _to_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Move the ends of a stretch to the nearest ends of words, inwards at white space."""
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
