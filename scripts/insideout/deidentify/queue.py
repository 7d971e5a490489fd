"""The review queue: what somebody has to decide about, by type, with three places to go by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.deidentify.review import type_of
from insideout.deidentify.span import Document, Span

# Share of open items that turn out to be names, by the rule that found them. In a prototype's queue
# (196 types in 131,419 words) it was 4-12 % by class, words out of the lexicon the highest; items
# with a cue beside them weren't counted apart there: theirs are our guesses, and put them first.
YIELDS = {
    "roster": 0.6, "roster_misspelt": 0.6, "title": 0.5, "called": 0.5, "name_is": 0.5, "kin": 0.5,
    "review": 0.5, "study": 0.4, "first_last": 0.4, "document": 0.4, "trained": 0.4, "lives": 0.4,
    "works": 0.4, "address": 0.4, "street": 0.3, "organisation": 0.3, "saint": 0.3, "place": 0.3,
    "unknown": 0.12, "small": 0.1, "also_word": 0.08, "capital": 0.04,
}  # fmt: skip
USUAL = 0.08  # of a rule that isn't listed
WIDTH = 60  # characters of context on either side
CONTEXTS = 3

Open = tuple[Document, Sequence[Span]]


def queue(found: Iterable[Open]) -> list[dict[str, Any]]:
    """The rows of QUEUE: every type with an open span, those likeliest to be names first."""
    places: dict[str, list[tuple[Document, Span]]] = {}
    for document, spans in found:
        for span in spans:
            if span.state != "sure":
                name = type_of(document.text[span.start : span.end])
                places.setdefault(name, []).append((document, span))
    rows = [_row(name, where) for name, where in places.items()]
    return sorted(rows, key=lambda row: (-row["expected"], -row["count"], row["type"]))


def _row(name: str, places: Sequence[tuple[Document, Span]]) -> dict[str, Any]:
    kinds = [span.kind for _, span in places if span.kind != "unknown"] or ["unknown"]
    sources = list(dict.fromkeys(document.source for document, _ in places))
    shown = [context(document, span) for document, span in _spread(places)[:CONTEXTS]]
    shown += [""] * (CONTEXTS - len(shown))
    return {
        "type": name, "kind": max(kinds, key=lambda kind: (kinds.count(kind), kind)),
        "count": len(places), "sources": " ".join(sources),
        "expected": max(expected(span) for _, span in places),
        "context_1": shown[0], "context_2": shown[1], "context_3": shown[2],
        "decision": "", "kind_decided": "", "pseudonym": "",
    }  # fmt: skip


def expected(span: Span) -> float:
    """How often an open span of its rule is a name."""
    return YIELDS.get(span.rule, USUAL)


def _spread(places: Sequence[tuple[Document, Span]]) -> list[tuple[Document, Span]]:
    """Places with the first of every source in front, so that the contexts differ."""
    seen: dict[str, int] = {}
    order = []
    for at, (document, span) in enumerate(places):
        seen[document.source] = seen.get(document.source, 0) + 1
        order.append((seen[document.source], at, (document, span)))
    return [place for _, _, place in sorted(order, key=lambda item: item[:2])]


def context(document: Document, span: Span) -> str:
    """The words around an occurrence, which stands in »«, on one line."""
    text = document.text
    before = text[max(0, span.start - WIDTH) : span.start]
    after = text[span.end : span.end + WIDTH]
    if span.start > WIDTH:
        before = "…" + (before.partition(" ")[2] or before)
    if span.end + WIDTH < len(text):
        after = (after.rpartition(" ")[0] or after) + "…"
    return " ".join(f"{before}»{text[span.start : span.end]}«{after}".split())


def places(
    found: Iterable[Open], hashes: Mapping[str, str], types: set[str]
) -> list[dict[str, Any]]:
    """Every open occurrence of `types`: rows of LOOKED with context, the decision still empty."""
    return [
        {
            "source": document.source, "sha256": hashes[document.source], "start": span.start,
            "end": span.end, "type": name, "context": context(document, span), "decision": "",
            "kind": span.kind,
        }
        for document, spans in found for span in spans
        if span.state != "sure"
        and (name := type_of(document.text[span.start : span.end])) in types
    ]  # fmt: skip
