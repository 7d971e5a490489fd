"""What a finder masks against what was planted, at four operating points."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from deid.generate import Planted, Planting, Study

from insideout.deidentify.span import STRUCTURED, Document, Entry, Span

POINTS = {
    "a": "structured patterns only",
    "b": "what is sure",
    "c": "unattended: sure and masked",
    "d": "queue completed",
}
TOKEN = re.compile(r"\w+(?:['’]\w+)*")
RESAMPLES = 1000
Finder = Callable[[Document, Sequence[Entry]], list[Span]]


class Tally(NamedTuple):
    """At one point, of one document. A span or token only around a name is neither true nor false.

    `hit`: planted identifiers masked to the last letter, by class.
    """

    hit: Counter[str]
    spans_true: int
    spans_false: int
    tokens_true: int
    tokens_false: int
    missed: tuple[Planted, ...]
    false: tuple[Span, ...]


@dataclass(frozen=True)
class Scored:
    """A document's tallies by point, and what it asks of a reviewer."""

    planting: Planting
    study: int
    words: int
    seconds: float
    planted: Counter[str]
    tallies: dict[str, Tally]
    # Of each item: its type, and whether it names anybody.
    queue: tuple[tuple[str, bool], ...]


def type_of(text: str) -> str:
    """The type an item of the queue belongs to, as the review has it."""
    try:
        from insideout.deidentify.review import type_of as of
    except ImportError:
        return re.sub(r"['’]s?$", "", " ".join(text.split())).casefold()
    return of(text)


def words_of(document: Document) -> int:
    """The words that are said: labels left out."""
    return len(document.text.split()) - sum(
        block.partition(": ")[0].count(" ") + 1 for block in document.text.split("\n\n")
    )


def overlaps(span: Span | Planted, others: Iterable[Planted]) -> bool:
    """Whether a span shares a letter with any of the others."""
    return any(span.start < other.end and other.start < span.end for other in others)


def orderly(document: Document, spans: Sequence[Span]) -> None:
    """Raise ValueError where spans break their contract: sorted, apart, inside one turn."""
    before = 0
    for span in spans:
        inside = document.text[span.start : span.end]
        if not before <= span.start < span.end <= len(document.text) or "\n\n" in inside:
            raise ValueError(f"{document.source}: {span} overlaps, crosses a turn or is unsorted")
        before = span.end


def chosen(planting: Planting, spans: Sequence[Span]) -> dict[str, list[Span]]:
    """The spans that are masked at each point.

    A perfect reviewer keeps a type that always names somebody, drops one that never does, and looks
    at each place of the rest: so of what is not sure stays just what overlaps an identifier.
    """
    return {
        "a": [span for span in spans if span.kind in STRUCTURED and span.state != "asked"],
        "b": [span for span in spans if span.state == "sure"],
        "c": [span for span in spans if span.state != "asked"],
        "d": [span for span in spans
              if span.state == "sure" or overlaps(span, planting.planted)],
    }  # fmt: skip


def tally(planting: Planting, spans: Sequence[Span]) -> Tally:
    """Count what is masked rightly, wrongly, and not."""
    text = planting.document.text
    masked = bytearray(len(text))
    for span in spans:
        masked[span.start : span.end] = b"\1" * (span.end - span.start)
    hit: Counter[str] = Counter()
    missed = []
    for one in planting.planted:
        if all(masked[at] for at in range(one.start, one.end) if text[at].isalnum()):
            hit[one.cls] += 1
        else:
            missed.append(one)
    false = [span for span in spans if not overlaps(span, planting.planted)]
    false = [span for span in false if not overlaps(span, planting.around)]
    right = sum(overlaps(span, planting.planted) for span in spans)
    good = bad = 0
    for token in TOKEN.finditer(text):
        if any(masked[token.start() : token.end()]):
            here = Planted(token.start(), token.end(), "")
            if overlaps(here, planting.planted):
                good += 1
            elif not overlaps(here, planting.around):
                bad += 1
    return Tally(hit, right, len(false), good, bad, tuple(missed), tuple(false))


def scored(planting: Planting, study: int, spans: Sequence[Span], seconds: float) -> Scored:
    """A document's score by what was found in it."""
    orderly(planting.document, spans)
    text = planting.document.text
    queue = (
        (type_of(text[span.start : span.end]), overlaps(span, planting.planted))
        for span in spans
        if span.state != "sure"
    )
    return Scored(
        planting,
        study,
        words_of(planting.document),
        seconds,
        Counter(one.cls for one in planting.planted),
        {point: tally(planting, some) for point, some in chosen(planting, spans).items()},
        tuple(queue),
    )


def measured(studies: Sequence[Study], finder: Callable[[str], Finder]) -> list[Scored]:
    """All documents scored. `finder`: of a language, with its lists already loaded.

    Seconds are CPU time of the finder alone.
    """
    results = []
    finders = {language: finder(language) for language in sorted({s.language for s in studies})}
    for number, study in enumerate(studies):
        find = finders[study.language]
        for planting in study.documents:
            start = time.process_time()
            spans = find(planting.document, study.roster)
            seconds = time.process_time() - start
            results.append(scored(planting, number, spans, seconds))
    return results


def ratio(above: Sequence[float], below: Sequence[float]) -> tuple[float, float, float]:
    """A ratio of sums over documents, and the bounds of 95 % of its bootstrap by document.

    NaN where nothing can be divided by.
    """
    top, bottom = np.asarray(above, float), np.asarray(below, float)
    if not bottom.sum():
        return (float("nan"),) * 3
    rng = np.random.default_rng(1)
    weights = rng.multinomial(len(top), [1 / len(top)] * len(top), RESAMPLES)
    sums = weights @ bottom
    drawn = (weights @ top)[sums > 0] / sums[sums > 0]
    low, high = np.percentile(drawn, (2.5, 97.5))
    return float(top.sum() / bottom.sum()), float(low), float(high)


def recall(
    some: Sequence[Scored], point: str, classes: Iterable[str] = ()
) -> tuple[float, float, float]:
    """The share of planted identifiers (of `classes`; empty: all) masked to the last letter."""
    wanted = set(classes)

    def of(counts: Counter[str]) -> int:
        return sum(count for cls, count in counts.items() if not wanted or cls in wanted)

    return ratio([of(one.tallies[point].hit) for one in some], [of(one.planted) for one in some])


def precision(
    some: Sequence[Scored], point: str, tokens: bool = False
) -> tuple[float, float, float]:
    """The share of masked spans (or of their words) that overlap a planted identifier."""
    tallies = [one.tallies[point] for one in some]
    right = [each.tokens_true if tokens else each.spans_true for each in tallies]
    wrong = [each.tokens_false if tokens else each.spans_false for each in tallies]
    return ratio(right, [a + b for a, b in zip(right, wrong, strict=True)])


def without_leak(some: Sequence[Scored], point: str) -> tuple[float, float, float]:
    """The share of documents in which nothing planted was missed."""
    return ratio([not one.tallies[point].missed for one in some], [1] * len(some))


class Queue(NamedTuple):
    """What a reviewer has to do: `mixed` types are decided place by place, the rest at once.

    `types` and `mixed` are counted in each study apart and added up; `all_types`: over all of them.
    """

    items: int
    types: int
    all_types: int
    mixed: int
    decisions: int
    names: int


def queued(some: Sequence[Scored]) -> Queue:
    """The queue of some documents."""
    seen: dict[tuple[int, str], list[bool]] = defaultdict(list)
    for one in some:
        for kind, name in one.queue:
            seen[one.study, kind].append(name)
    mixed = [places for places in seen.values() if len(set(places)) > 1]
    return Queue(
        sum(map(len, seen.values())),
        len(seen),
        len({kind for _, kind in seen}),
        len(mixed),
        len(seen) + sum(map(len, mixed)),
        sum(any(places) for places in seen.values()),
    )
