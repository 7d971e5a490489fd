"""Every coded passage once, with a handle (E03.4) that the other chapters link to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from insideout.report.data import Data, words
from insideout.report.markup import html, mark_md, markdown

CHAPTER, CODES = "evidence.qmd", "codebook.qmd"
WITHHELD = {  # why a quotation can't be shown, by whether there is consent
    False: "Withheld: whoever speaks here has not agreed to be quoted.",
    True: "Withheld until the de-identification of this source is reviewed.",
}


@dataclass(frozen=True)
class Quotation:
    """A stretch of text that was coded; `passages` are the ids that other tables know it by."""

    source: str
    number: int
    start: int
    end: int
    passages: tuple[str, ...]
    codings: tuple[Mapping[str, Any], ...]

    @property
    def handle(self) -> str:
        """What the report calls it: source and number, E03.4."""
        return f"{self.source}.{self.number}"

    @property
    def anchor(self) -> str:
        """Its anchor in the chapter of evidence."""
        return f"q-{self.passages[0]}"


def quotations(
    codings: Iterable[Mapping[str, Any]], texts: Mapping[str, str], order: Sequence[str]
) -> list[Quotation]:
    """The quotations, by source (in `order`) and place.

    Passages of one span, white space and punctuation at its ends apart, are one quotation.
    """
    passages: dict[str, list[Mapping[str, Any]]] = {}
    for coding in codings:
        passages.setdefault(coding["passage"], []).append(coding)
    spans: dict[tuple[int, int, int], list[str]] = {}
    ends: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    rank = {source: n for n, source in enumerate(order)}
    for name, found in passages.items():
        start, end = min(c["start"] for c in found), max(c["end"] for c in found)
        source = found[0]["source"]
        key = rank[source], *trimmed(texts[source], start, end)
        spans.setdefault(key, []).append(name)
        ends.setdefault(key, []).append((start, end))
    made: list[Quotation] = []
    counts: dict[str, int] = {}
    for key, names in sorted(spans.items()):
        source = order[key[0]]
        start, end = min(s for s, _ in ends[key]), max(e for _, e in ends[key])
        counts[source] = counts.get(source, 0) + 1
        held = tuple(c for name in names for c in passages[name])
        made.append(Quotation(source, counts[source], start, end, tuple(names), held))
    return made


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A span without the white space and punctuation at its ends, if anything is left."""
    letters = [at for at in range(start, end) if text[at].isalnum()]
    return (letters[0], letters[-1] + 1) if letters else (start, end)


@dataclass(frozen=True)
class Evidence:
    """The quotations of a study, and links to them and to the codebook.

    `chapters`: those of the book; where one is left out, links to it are plain text.
    """

    data: Data
    chapters: Collection[str]

    @cached_property
    def all(self) -> list[Quotation]:
        """Every quotation."""
        return quotations(self.data.codings, self.data.texts, self.data.by_site)

    @cached_property
    def _at(self) -> dict[str, tuple[int, Quotation]]:
        return {p: (n, quote) for n, quote in enumerate(self.all) for p in quote.passages}

    def of(self, passages: str) -> list[Quotation]:
        """The quotations of passages (ids between spaces), each once, in the order of the book."""
        found = dict(self._at[p] for p in passages.split() if p in self._at)
        return [found[n] for n in sorted(found)]

    def html(self, passages: str) -> str:
        """Links to the quotations of passages, as HTML."""
        return ", ".join(
            f'<a href="{CHAPTER}#{q.anchor}">{html(q.handle)}</a>'
            if CHAPTER in self.chapters else html(q.handle)
            for q in self.of(passages)
        )  # fmt: skip

    def code(self, name: str) -> str:
        """A code's name in Markdown, linked to its definition."""
        text = markdown(self.data.code(name))
        linked = CODES in self.chapters and name in self.data.codes
        return f"[{text}]({CODES}#{code_anchor(name)})" if linked else text

    def code_html(self, name: str) -> str:
        """A code's name in HTML, linked to its definition."""
        text = html(self.data.code(name))
        linked = CODES in self.chapters and name in self.data.codes
        return f'<a href="{CODES}#{code_anchor(name)}">{text}</a>' if linked else text

    def chapter(self) -> str:
        """The body of the chapter: sections for sites and sources, an entry for each quotation."""
        parts: list[str] = []
        for site, of_site in groupby(self.all, lambda q: self.data.site_of_case(q.source)):
            name = self.data.unit(site) if site else "Other sources" if parts else "Sources"
            parts.append(f"## {markdown(name)} {{#sec-quotations-{spelled(site)}}}\n")
            for source, found in groupby(of_site, lambda q: q.source):
                parts += [self._heading(source), *(self._entry(quote) for quote in found)]
        return "\n".join(parts)

    def _heading(self, source: str) -> str:
        about = self.data.sources[source]
        unit = f", {self.data.unit(about['unit'])}" if about["unit"] else ""
        name = f"{source}: {words(about['kind'])}{unit}"
        return f"### {markdown(name)} {{#sec-source-{spelled(source)} .unnumbered}}\n"

    def _entry(self, quote: Quotation) -> str:
        others = "".join(f"[]{{#q-{name}}}" for name in quote.passages[1:])
        abouts = list(dict.fromkeys(c["about"] for c in quote.codings))
        shared = abouts[0] if len(abouts) == 1 else ""
        about = f", about {markdown(self.data.unit(shared))}" if shared else ""
        head = f"{others}**{markdown(quote.handle)}** {self._speaker(quote)}{about}"
        told = "\\\n".join(self._codes(quote, each=not shared))
        return (
            f"::: {{#{quote.anchor} .quotation}}\n{_small(head)}\n\n"
            f"{self._words(quote)}\n\n{_small(told)}\n:::\n"
        )

    def _words(self, quote: Quotation) -> str:
        source = self.data.sources[quote.source]
        if not source["quotable"]:
            return f"> *{WITHHELD[source['consent_quote']]}*"
        said = [
            (f"*{markdown(label)}:* " if n else "") + markdown(text)
            for n, (label, text) in enumerate(self._turns(quote))
        ]
        return "\n>\n".join(f"> {text}" for text in said)

    def _turns(self, quote: Quotation) -> Iterator[tuple[str, str]]:
        """What is said in each turn that the quotation runs through, with its speaker's label."""
        text = self.data.texts[quote.source]
        said = []
        for turn in self._spoken[quote.source]:
            start, end = max(turn["start"], quote.start), min(turn["end"], quote.end)
            said += [(turn["label"] or "–", text[start:end])] if start < end else []
        yield from said or [("", text[quote.start : quote.end])]

    @cached_property
    def _spoken(self) -> dict[str, list[Mapping[str, Any]]]:
        spoken: dict[str, list[Mapping[str, Any]]] = {name: [] for name in self.data.sources}
        for turn in self.data.turns:
            spoken[turn["source"]].append(turn)
        return spoken

    def _speaker(self, quote: Quotation) -> str:
        """Who says it: whoever has the turn it begins in, else whose codings it has."""
        first = quote.codings[0]
        turns = {turn["turn"]: turn for turn in self._spoken[quote.source]}
        turn = turns.get(first["turn"], {})
        label, person = turn.get("label", ""), turn.get("informant") or first["informant"]
        group = words(self.data.people.get(person, {}).get("group", ""))
        who = label or person
        more = person if person and person != who else group
        more = "" if more.lower() == who.lower() else more
        named = f"{who} ({more})" if who and more else who or more or "no speaker named"
        return f"{markdown(named)}, turn {first['turn']}"

    def _codes(self, quote: Quotation, each: bool) -> Iterator[str]:
        """A line for each code: its name, what is said of it and by which coders."""
        lines: dict[tuple[str, str], dict[str, list[str]]] = {}
        for coding in quote.codings:
            key = coding["code"], coding["about"] if each else ""
            coders = lines.setdefault(key, {}).setdefault(coding["valence"], [])
            coders += [who for who in _who(coding) if who not in coders]
        for (code, about), said in lines.items():
            told = "; ".join(
                (f"{mark_md(valence)} " if valence else "") + f"({_coders(coders)})"
                for valence, coders in said.items()
            )
            of = f", about {markdown(self.data.unit(about))}" if about else ""
            yield f"{self.code(code)}: {told}{of}"


def _who(coding: Mapping[str, Any]) -> list[str]:
    """The coders behind a coding of the consensus, and whether others differ."""
    coders = sorted(coding["coders"].split())
    return (
        [*coders[:-1], f"{coders[-1]}, unresolved"] if coding["status"] == "unresolved" else coders
    )


def _coders(coders: Iterable[str]) -> str:
    return markdown(", ".join(coders))


def code_anchor(code: str) -> str:
    """The anchor of a code in the codebook."""
    return f"code-{spelled(code)}"


def spelled(name: str) -> str:
    """An id as part of an anchor; different ids stay different."""
    return "".join(
        c if c.isascii() and (c.isalnum() or c in "_-") else f"-{ord(c):x}-" for c in name
    )


def _small(text: str) -> str:
    """Source or codes of a quotation: a div, because nested brackets are slow to parse."""
    return f":::: {{.quotation-source}}\n{text}\n::::"
