"""The default study's codings are found again when its transcripts are corrected."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from insideout.code.anchor import Place
from insideout.code.gather import read_codings
from insideout.code.place import sought

DATA = Path(__file__).parents[3] / "data" / "polyclinics"
SHORT = 8  # letters and signs of an answer such as "No." or "I do."
PUT_IN = (" Well, you know.", " [laughs]", " I mean it, I do.", "\n\nInterviewer: Mm.", " — yes —")


def coded() -> tuple[list[dict[str, Any]], dict[str, str]]:
    codings = read_codings(sorted((DATA / "codings").glob("*.csv")))
    names = {coding["source"] for coding in codings}
    texts = {name: (DATA / "texts" / f"{name}.txt").read_text("utf-8") for name in sorted(names)}
    return codings, texts


def corrected(
    text: str, spans: set[tuple[int, int]], draw: random.Random
) -> tuple[str, list[tuple[int, int, int]]]:
    """A text with a dozen corrections outside what is coded: (start, end, how much longer)."""
    edits: list[tuple[int, int, int]] = []
    parts, done = [], 0
    spaces = sorted(draw.sample([n for n, sign in enumerate(text) if sign == " "], 12))
    for at in spaces:
        end = text.find(" ", at + draw.choice((1, 1, 12)))
        new = draw.choice((*PUT_IN, "", " word", " corrected"))
        if new in PUT_IN:
            end = at
        touched = any((at < last and first < end) or first < at < last for first, last in spans)
        if at < done or end < 0 or touched:
            continue
        parts += [text[done:at], new]
        edits.append((at, end, len(new) - (end - at)))
        done = end
    return "".join([*parts, text[done:]]), edits


@pytest.mark.parametrize("seed", range(6))
def test_a_coding_is_found_where_it_went_or_given_up_where_its_words_recur(seed: int) -> None:
    codings, texts = coded()
    draw = random.Random(seed)  # noqa: S311 - a test's dice
    truth, edits, after = {}, {}, {}
    before = {c["coding"]: at for c, at in sought(codings, texts, 85)}
    for source, text in texts.items():
        rows = [c for c in codings if c["source"] == source]
        spans = {(before[c["coding"]].start, before[c["coding"]].end) for c in rows}
        after[source], edits[source] = corrected(text, spans, draw)
        for c in rows:
            start = before[c["coding"]].start
            moved = sum(more for _, end, more in edits[source] if end <= start)
            truth[c["coding"]] = start + moved
    tally: Counter[str] = Counter()
    for coding, found in sought(codings, after, 85):
        if isinstance(found, Place):
            assert found.start == truth[coding["coding"]]
            assert found.how == "exact"
        else:  # a bare "No." beside a turn that was corrected could be any of them
            assert len(coding["quote"]) < SHORT
            assert after[coding["source"]].count(coding["quote"]) > 1
        tally[type(found).__name__] += 1
    assert tally["Place"] > 0.995 * len(codings)
