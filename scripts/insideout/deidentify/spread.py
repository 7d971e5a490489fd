"""Names that stand in one source and are masked there, in the study's other sources."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from insideout.deidentify.forms import (
    Index,
    bare_genitive,
    folded_names,
    index_of,
    standing,
    type_of,
)
from insideout.deidentify.people import SHORT, bare, forename_of, forms_of
from insideout.deidentify.review import joined, stretches
from insideout.deidentify.span import STRUCTURED, Document, Span

Found = tuple[Document, list[Span]]
# Before the first word of a sentence, or of a cell: its capital says nothing.
STARTS = re.compile(r"(?:^|[.?!:;…\"“”»«()\[\]|>])\s*['\"“‘(]*$")


def spread(
    found: Sequence[Found],
    names: Iterable[tuple[str, str]],
    decided: Iterable[str],
    ordinary: Mapping[str, Callable[[str], bool]],
) -> list[Found]:
    """Spans with those of names (and their kind) that stand elsewhere in the study.

    What is masked in one source is masked in all, since the leak gate looks for it in all. A name
    with a capital is sure; in lower case, or an ordinary word (with a capital inside a sentence),
    it is masked till it is reviewed; so is the forename of a full name, inside a sentence and no
    ordinary word. `decided`: types that a reviewer left or looks at one by one;
    inside one that is left nothing is masked either. `ordinary` tells ordinary words by language.
    """
    settled = {type_of(word) for word in decided}
    kinds: dict[str, str] = {}
    pairs = list(names)
    for name, kind in pairs:
        if kind not in STRUCTURED:
            for form in forms_of(name, kind):
                if len(form) >= SHORT and form not in settled and bare(form) == form:
                    kinds.setdefault(form, kind)
    first = {form for name, kind in pairs if (form := forename_of(name, kind))}
    first -= settled | kinds.keys()
    kinds |= dict.fromkeys(first, "person")
    wanted = folded_names(kinds)
    out = []
    for document, spans in found:
        nordic = bare_genitive(document.language)
        left = index_of(folded_names(word for word in settled if " " in word), nordic)
        more = _more(
            document, index_of(wanted, nordic), left, kinds, first, ordinary[document.language]
        )
        new = [_at_least(span, spans) for span in more if _adds(span, spans)]
        out.append((document, joined(spans, new)))
    return out


def _adds(span: Span, spans: Sequence[Span]) -> bool:
    """Whether a span isn't inside one that is masked anyway."""
    return not any(
        s.start <= span.start and span.end <= s.end and s.state != "asked" for s in spans
    )


def _at_least(span: Span, spans: Sequence[Span]) -> Span:
    """A span, sure if it takes in one that is."""
    inside = any(s.state == "sure" and s.start < span.end and span.start < s.end for s in spans)
    return span._replace(state="sure") if inside else span


def _more(
    document: Document,
    index: Index,
    left: Index,
    kinds: Mapping[str, str],
    first: Collection[str],
    ordinary: Callable[[str], bool],
) -> Iterator[Span]:
    text = document.text
    for start, end in stretches(document):
        spared = [(a, b) for a, b, _, _ in standing(text, start, end, left)]
        for at, to, whole, name in standing(text, start, end, index):
            if any(a <= at and to <= b for a, b in spared):
                continue
            usual = name in first or len(name) <= SHORT or all(map(ordinary, name.split()))
            formed = text[at:whole].casefold()  # with an -s it may be a word: Bank, banks
            lower = not text[at].isupper()
            if usual and (lower or STARTS.search(text[max(start, at - 8) : at])):
                continue
            if name in first and ordinary(name):
                continue
            if lower and (ordinary(formed) or (whole > to and ordinary(name))):
                continue
            state = "masked" if usual or lower else "sure"
            yield Span(at, to, kinds[name], "study", state)  # type: ignore[arg-type]
