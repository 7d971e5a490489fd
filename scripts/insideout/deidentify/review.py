"""What reviewers decided, applied to what was found.

A decision holds for a type (a word or name, wherever it stands). `name` makes every occurrence a
sure span, also those that nothing else found; `not_name` leaves every occurrence; `look` leaves it
to the rows of LOOKED, which count only while the raw text is the one that was looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from insideout.deidentify.forms import bare_genitive, folded_names, index_of, standing, type_of
from insideout.deidentify.span import Document, Span, State

__all__ = ["decided", "joined", "settle", "stale", "stretches", "type_of"]
Row = Mapping[str, Any]  # of DECISIONS or LOOKED


def decided(decisions: Iterable[Row]) -> dict[str, Row]:
    """The decisions by type."""
    return {type_of(str(row["type"])): row for row in decisions}


def settle(
    document: Document,
    sha256: str,
    spans: Sequence[Span],
    decisions: Iterable[Row],
    looked: Iterable[Row],
    *,
    ordinary: Callable[[str], bool] | None = None,
) -> list[Span]:
    """Spans with the decisions applied: what is decided is sure or gone, the rest is as it was.

    `sha256` is that of the raw text. `ordinary` says of a word in lower case whether it is an
    ordinary one of the document's language: such a word isn't taken for a name that somebody
    decided about, unless it was found as one here. Sorted; never overlapping.
    """
    verdicts = decided(decisions)
    places = _places(document, sha256, verdicts, looked)
    kept: list[Span] = []
    left: list[tuple[int, int]] = []
    said = list(stretches(document))
    for span in spans:
        if not any(start <= span.start and span.end <= end for start, end in said):
            continue  # in a label, or across turns: labels are replaced as a whole
        after = _judged(span, type_of(document.text[span.start : span.end]), verdicts, places)
        if after is None:
            left.append((span.start, span.end))
        else:
            kept.append(after)
    names = {key: row for key, row in verdicts.items() if row["decision"] == "name"}
    more = list(_occurrences(document, names, ordinary))
    more += [
        Span(start, end, str(row["kind"] or "unknown"), "review")
        for start, (end, row) in places.items() if row["decision"] == "name"
    ]  # fmt: skip
    spared = [a for a in more if not any(s <= a.start and a.end <= e for s, e in left)]
    return joined(kept, spared)


def _judged(
    span: Span, kind_of: str, verdicts: Mapping[str, Row], places: Mapping[int, tuple[int, Row]]
) -> Span | None:
    """A span after the decision about its type; None: it is no name."""
    row = verdicts.get(kind_of)
    if row is None:
        return span
    if row["decision"] == "look":
        end, place = places.get(span.start, (-1, row))
        if end != span.end:  # nobody looked at this one: a sure one was only sure before
            return span._replace(state="asked" if span.state == "asked" else "masked")
        row = place
    if row["decision"] == "not_name":
        return None
    return span._replace(state="sure", rule="review", kind=str(row["kind"] or span.kind))


def _places(
    document: Document, sha256: str, verdicts: Mapping[str, Row], looked: Iterable[Row]
) -> dict[int, tuple[int, Row]]:
    """What was decided place by place in this very text: start -> (end, row)."""
    said = list(stretches(document))
    found = {}
    for row in looked:
        start, end = int(row["start"]), int(row["end"])
        verdict = verdicts.get(type_of(str(row["type"])))
        by_type = verdict is not None and verdict["decision"] != "look"
        here = row["source"] == document.source and row["sha256"] == sha256 and not by_type
        if here and any(a <= start < end <= b for a, b in said):
            found[start] = (end, row)
    return found


def stale(looked: Iterable[Row], hashes: Mapping[str, str]) -> list[Row]:
    """Rows of LOOKED that don't count: their source's raw text has changed, or is gone."""
    return [row for row in looked if hashes.get(str(row["source"])) != row["sha256"]]


def stretches(document: Document) -> Iterator[tuple[int, int]]:
    """Where something is said: every block of the text without the label before it."""
    labels = sorted(filter(None, document.labels), key=len, reverse=True)
    start = 0
    while start < len(document.text):
        end = document.text.find("\n\n", start)
        end = len(document.text) if end < 0 else end
        label = next((x for x in labels if document.text.startswith(f"{x}: ", start)), None)
        yield start + (len(label) + 2 if label else 0), end
        start = end + 2


def _occurrences(
    document: Document, names: Mapping[str, Row], ordinary: Callable[[str], bool] | None
) -> Iterator[Span]:
    """Every place where a name that was decided stands in what is said."""
    if not names:
        return
    index = index_of(folded_names(names), bare_genitive(document.language))
    for start, end in stretches(document):
        for at, to, whole_end, name in standing(document.text, start, end, index):
            whole = document.text[at:whole_end]
            usual = ordinary is not None and ordinary(whole.casefold())
            if not usual or (not whole.islower() and whole_end == to):
                yield Span(at, to, str(names[name]["kind"] or "unknown"), "review")


def joined(kept: Iterable[Span], more: Iterable[Span]) -> list[Span]:
    """Both lists as one without overlaps: of two that do, the longer stands.

    One that is half inside another is joined with it. An open span that holds a decided name is
    masked till it is decided, too.
    """
    out: list[Span] = []
    order = sorted([*kept, *more], key=lambda s: (s.start, -s.end, s.rule == "review"))
    for span in order:
        if not out or span.start >= out[-1].end:
            out.append(span)
        else:
            out[-1] = _union(out[-1], span)
    return out


def _union(one: Span, other: Span) -> Span:
    """Of two spans that overlap, `one` being the first or the longer."""
    if (one.start, one.end) == (other.start, other.end):
        order: tuple[State, ...] = ("sure", "masked", "asked")
        first, second = sorted((one, other), key=lambda span: order.index(span.state))
        known = first._replace(entity=first.entity or second.entity, role=first.role or second.role)
        return known if known.kind != "unknown" else known._replace(kind=second.kind)
    if other.end <= one.end:
        masks = one.state == "asked" and other.state != "asked"
        return one._replace(state="masked") if masks else one
    both: State = "sure" if one.state == other.state == "sure" else "masked"
    return one._replace(end=other.end, state=both, entity="")
