"""The stretch of a text that is most like a quote."""

from __future__ import annotations

import re

from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

AS_QUOTED = 5.0  # what it is worth, in points, that a stretch begins (or ends) as the quote does
EDGE = 4  # shortest run of equal characters that may begin or end an approximate match
TRIED = 6  # such runs tried at either end
RUN = 20  # characters compared when asking whether a stretch begins as the quote does
SLACK = 60  # characters looked at beyond a quote's own length

Stretch = tuple[int, int, float]  # start, end, similarity


def two_best(words: str, text: str) -> list[Stretch]:
    """The stretch most like a quote, and the next that doesn't overlap it; may be fewer."""
    best = _best(words, text, text)
    if best is None:
        return []
    start, end, _ = best
    second = _best(words, text[:start] + "\0" * (end - start) + text[end:], text)
    return [best, second] if second else [best]


def all_of(needle: str, text: str) -> list[int]:
    """Where a string occurs, overlapping ones too."""
    found, at = [], text.find(needle)
    while at >= 0 and needle:
        found.append(at)
        at = text.find(needle, at + 1)
    return found


def _best(words: str, where: str, text: str) -> Stretch | None:
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
    hits = sorted((at, off) for off, run in _runs(words) for at in all_of(run, where))
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
