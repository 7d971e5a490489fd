"""Every identifier of a document: where it stands, what it is, how sure that is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from insideout.deidentify.detect.allow import PHRASE, allowed
from insideout.deidentify.detect.capitals import left_over
from insideout.deidentify.detect.consistency import everywhere, learned, with_roles
from insideout.deidentify.detect.hits import spans_of
from insideout.deidentify.detect.labels import SPEAKER, label_names
from insideout.deidentify.detect.lists import Lists, lists_of
from insideout.deidentify.detect.names import names
from insideout.deidentify.detect.organisations import organisations
from insideout.deidentify.detect.roster import roster_hits
from insideout.deidentify.detect.spoken import spoken
from insideout.deidentify.detect.streets import streets
from insideout.deidentify.detect.structured import shapes as shaped
from insideout.deidentify.detect.tokens import HIDDEN, casing, composed, searched, tokens, words
from insideout.deidentify.detect.triggers import triggers
from insideout.deidentify.forms import type_of
from insideout.deidentify.span import STRUCTURED, Document, Entry, Span

__all__ = ["casing", "find", "lists_of"]

STATES = {"sure": 0, "masked": 1, "asked": 2}
# Where finds overlap: shapes before the study's own names, before all others.
RANK = {"roster": 1, "document": 3}
# Of finds as long as each other, those that only a list tells, or nothing, come last.
LISTED = words("first last first_last also_word place small unknown capital")


def find(
    document: Document, roster: Sequence[Entry], lists: Lists, extra: Sequence[Span] = ()
) -> list[Span]:
    """The identifiers of a document, sorted, apart from each other, each within one turn.

    Labels and what stands in brackets (pseudonyms) are left out, but for the roster's names in
    brackets. `extra`: spans that a trained model found; they add and never remove.
    """
    text, begins = composed(document.text)
    plain, hidden = searched(text, document.labels)
    found = tokens(plain)
    marks = allowed(found, lists)
    code = lists.language
    spans = [*shaped(plain, code), *spoken(found, code)]
    known = [
        hit._replace(state="asked")
        if hit.end == hit.begin + 1 and marks[hit.begin] == PHRASE
        else hit
        for hit in roster_hits(found, roster, document.source, lists)
    ]
    shapes = [*streets(found, lists), *organisations(found, lists, marks)]
    told = [*known, *shapes, *triggers(found, lists, marks)]
    listed = names(found, lists, marks)
    taught = learned(found, [*told, *listed], lists)
    for name in label_names(document.labels, lists):
        listed_name = lists.named(name) or name in lists.first_word or not lists.ordinary(name)
        taught.setdefault(name, SPEAKER if listed_name else SPEAKER._replace(state="masked"))
    hits = [*told, *everywhere(found, taught, lists, marks), *with_roles(found, listed, taught)]
    spans += spans_of([*hits, *left_over(found, hits, lists, marks)], found)
    spans += in_brackets(text, hidden, roster, document.source, lists)
    spans += moved(extra, begins)
    found_in = (span for span in pieces(spans, plain) if not left(span, plain, lists))
    return [there(span, begins) for span in apart(found_in)]


def left(span: Span, plain: str, lists: Lists) -> bool:
    """Whether the study allows what stands there, which goes before every rule but its roster."""
    return not span.entity and type_of(plain[span.start : span.end]) in lists.own


def in_brackets(
    text: str,
    hidden: Iterable[tuple[int, int]],
    roster: Sequence[Entry],
    source: str,
    lists: Lists,
) -> Iterator[Span]:
    """Names of the roster in brackets that are no pseudonyms of it (`[Karen laughs]`)."""
    if not roster:
        return
    pseudonyms = {entry.pseudonym.strip("[]").casefold() for entry in roster}
    for start, end in hidden:
        inner = text[start + 1 : end - 1]
        if inner.casefold() in pseudonyms:
            continue
        hits = roster_hits(tokens(inner), roster, source, lists)
        for span in spans_of(
            (h for h in hits if h.rule == "roster" and h.state == "sure"), tokens(inner)
        ):
            yield span._replace(
                start=span.start + start + 1, end=span.end + start + 1, rule="roster_bracket"
            )


def moved(extra: Iterable[Span], begins: Sequence[int] | None) -> list[Span]:
    """Spans of the text as it came, in the text as it is searched."""
    if begins is None:
        return list(extra)
    return [
        span._replace(start=bisect_left(begins, span.start), end=bisect_left(begins, span.end))
        for span in extra
    ]


def there(span: Span, begins: Sequence[int] | None) -> Span:
    """A span of the text as it is searched, in the text as it came."""
    if begins is None:
        return span
    return span._replace(start=begins[span.start], end=begins[span.end])


def pieces(spans: Iterable[Span], plain: str) -> Iterator[Span]:
    """Spans cut at line ends, labels (line breaks in `plain`) and brackets (hidden in it)."""
    for span in spans:
        said = plain[span.start : span.end]
        if span.rule == "roster_bracket":
            yield span
            continue
        if "\n" not in said and HIDDEN not in said:
            if said.strip():
                yield span
            continue
        begin = span.start
        for part in re.split(f"[\n{HIDDEN}]", said):
            if part.strip():
                yield span._replace(start=begin, end=begin + len(part))
            begin += len(part) + 1


def apart(spans: Iterable[Span]) -> list[Span]:
    """Spans that don't overlap: the surer before the less sure, then shapes, then the longer.

    What is left of a span that another one cuts stays as a span of its own.
    """
    kept: list[Span] = []
    starts: list[int] = []
    for span in sorted(set(spans), key=weight):
        for start, end in free(span, kept, starts):
            piece = span._replace(start=start, end=end)
            at = bisect_left(starts, start)
            starts.insert(at, start)
            kept.insert(at, piece)
    return kept


def weight(span: Span) -> tuple[int, int, int, int, bool, str]:
    """The order in which spans take their places."""
    rank = 0 if span.kind in STRUCTURED else RANK.get(span.rule, 2)
    listed = span.rule in LISTED
    return (STATES[span.state], rank, span.start - span.end, span.start, listed, span.rule)


def free(span: Span, kept: Sequence[Span], starts: Sequence[int]) -> list[tuple[int, int]]:
    """What of a span no other covers yet; kept spans are sorted and apart."""
    gaps: list[tuple[int, int]] = []
    here = span.start
    at = max(bisect_left(starts, span.start) - 1, 0)
    while at < len(kept) and kept[at].start < span.end:
        other = kept[at]
        if other.end > here:
            if other.start > here:
                gaps.append((here, other.start))
            here = max(here, other.end)
        at += 1
    if here < span.end:
        gaps.append((here, span.end))
    return gaps
