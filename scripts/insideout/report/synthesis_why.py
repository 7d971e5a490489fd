"""What explains an experience, ring by ring, and what doesn't: the argument in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from insideout.report.data import Data, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import capital, counted, listed, mark_md, markdown
from insideout.report.nested import (
    CONTRAST,
    SIGNS,
    Key,
    Row,
    called,
    firmness,
    handles,
    in_brackets,
    inside_of,
    named,
    place,
    ring_order,
    spaced,
    table_of,
    tellers,
    units,
)
from insideout.report.synthesis_chains import Node, told
from insideout.tables.nest import LACKS, RULED_OUT

EXPLAINS = (
    "{what} explains this at {where}.",
    "So does {what}, at {where}.",
    "A further explanation is {what}, at {where}.",
)
MOST = 6  # mechanisms that lack the same; the chapter of explanations has all of them


@dataclass(frozen=True)
class Nest:
    """What the argument of every feature draws on."""

    data: Data
    evidence: Evidence
    links: Mapping[Key, Sequence[Row]]
    shaped: Mapping[Node, Sequence[Row]]

    @cached_property
    def spoken(self) -> set[tuple[str, str, str]]:
        """Sites where a ring's mechanism, or its lack, was told of: site, ring, mechanism."""
        links = [link for of_finding in self.links.values() for link in of_finding]
        behind = table_of(self.data, "nest_behind")
        return {(row["site"], row["ring"], row["mechanism"]) for row in [*links, *behind]}

    @property
    def group(self) -> str:
        """One of those whose experience it is: patient."""
        return markdown(words(self.data.study["nest"]["teller_group"]))

    def of(self, findings: Iterable[Row], *status: str) -> list[Row]:
        """The links of some experiences that have one of these statuses."""
        return [
            link
            for row in findings
            for link in self.links.get((row["site"], row["feature"], row["sign"]), ())
            if link["status"] in status
        ]

    def nearest(self, findings: Iterable[Row]) -> list[Row]:
        """The suggestions that lack only one thing to explain."""
        return [row for row in self.of(findings, "suggested") if len(spaced(row["lacks"])) < 2]

    def weaker(self, findings: Iterable[Row]) -> list[Row]:
        """The suggestions that lack more: the chapter of explanations has them."""
        return [row for row in self.of(findings, "suggested") if len(spaced(row["lacks"])) > 1]


def why(nest: Nest, findings: Sequence[Row]) -> list[str]:
    """The paragraphs on one feature's experiences of one sign (rows of `nest_findings`)."""
    parts = [opening(nest, findings), explained(nest, findings), opposed(nest, findings),
             unspoken(nest, findings), suggested(nest, findings),
             ruled_out(nest, findings)]  # fmt: skip
    return [part for part in parts if part]


def all_quotations(feature: str) -> str:
    """The anchor of the box with every quotation of a feature's argument."""
    return f"quotes-{spelled(feature)}"


def full(evidence: Evidence, feature: str) -> str:
    """Where the book has the full table of a feature; "" where that chapter is left out."""
    there = "responders.qmd" in evidence.chapters
    return f"responders.qmd#sec-feature-{spelled(feature)}" if there else ""


def opening(nest: Nest, findings: Sequence[Row]) -> str:
    """Whose experience it is, site by site, with its quotations."""
    first = findings[0]
    valence, _, _ = SIGNS[first["sign"]]
    of = {row["site"]: row["tellers"] for row in table_of(nest.data, "nest_patterns")
          if row["feature"] == first["feature"]}  # fmt: skip
    parts = []
    for n, row in enumerate(sorted(findings, key=lambda row: row["stands"] == "minority")):
        told_of = of.get(row["site"]) or row["patients"]
        people = f" {nest.group}{'s' if told_of > 1 else ''}" if not n else ""
        few = "against the pattern" if row["stands"] == "minority" else ""
        quotes = handles(nest.evidence, row["quotes"], all_quotations(row["feature"]))
        parts.append(
            f"{row['patients']:,} of {told_of:,}{people} at {units(nest.data, [row['site']])}"
            f"{in_brackets(few, quotes)}"
        )
    lead = mark_md(valence, capital(called(nest.data, first["feature"], first["sign"])))
    return f"**{lead}:** {listed(parts)}."


def explained(nest: Nest, findings: Sequence[Row]) -> str:
    """The mechanisms that explain it, ring by ring outwards, and what shaped them."""
    links = nest.of(findings, "explained")
    paragraphs, followed = list[str](), set[Node]()
    for ring in ring_order(nest.data):
        groups = grouped(link for link in links if link["ring"] == ring)
        sentences = []
        for n, same in enumerate(groups.values()):
            what = named(nest.evidence, same[0]["mechanism"], same[0]["valence"])
            where = listed([_at(nest, link) for link in same])
            sentence = EXPLAINS[n % len(EXPLAINS)].format(what=what, where=where)
            sentences.append(f"{inside_of(ring)}, {sentence}" if not n else capital(sentence))
        sentences += [_shaped(nest, same, followed) for same in groups.values()]
        paragraphs += [" ".join(sentence for sentence in sentences if sentence)] if groups else []
    return "\n\n".join(paragraphs)


def _shaped(nest: Nest, same: Sequence[Row], followed: set[Node]) -> str:
    nodes = [(link["site"], link["ring"], link["mechanism"], link["valence"]) for link in same]
    more = all_quotations(same[0]["feature"])
    return told(nest.data, nest.evidence, nest.shaped, nodes, more, followed)


def grouped(links: Iterable[Row], *columns: str) -> dict[tuple[str, ...], list[Row]]:
    """Links of one mechanism together, whatever their site, the most often told of first."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for link in links:
        key = link["ring"], link["mechanism"], link["valence"], *(link[c] or "" for c in columns)
        found.setdefault(key, []).append(link)
    order = sorted(found, key=lambda key: -sum(link["support"] for link in found[key]))
    return {key: found[key] for key in order}


def what(nest: Nest, link: Row) -> str:
    """A mechanism with the place where it sits."""
    name = named(nest.evidence, link["mechanism"], link["valence"])
    return f"{name} ({place(link['ring'])})"


def _at(nest: Nest, link: Row) -> str:
    """A site with who tells of the mechanism there, how it fares, and the quotations."""
    quotes = handles(nest.evidence, link["evidence"], all_quotations(link["feature"]))
    told_in = in_brackets(
        tellers(link, nest.group), CONTRAST.get(link["differs"] or "", ""), firmness(link), quotes
    )
    return f"{units(nest.data, [link['site']])}{told_in}"


def _quoted(nest: Nest, link: Row, column: str = "evidence") -> str:
    """A site with the quotations alone, and whether the people themselves are all who tell."""
    quotes = handles(nest.evidence, link[column], all_quotations(link["feature"]))
    who = tellers(link, nest.group)
    only = who if who.startswith("only") and column == "evidence" else ""
    return f"{units(nest.data, [link['site']])}{in_brackets(only, quotes)}"


def opposed(nest: Nest, findings: Sequence[Row]) -> str:
    """Statements that say the opposite of what explains: here, and at the other sites."""
    links = nest.of(findings, "explained")
    items = []
    for same in grouped(links).values():
        here = [
            f"{counted(link['against'], 'informant')} at {_quoted(nest, link, 'counter_evidence')}"
            for link in same if link["against"]
        ]  # fmt: skip
        if here:
            items.append(f"the opposite of {what(nest, same[0])} is told by {listed(here)}")
        if without := _sites(same, "without_experience"):
            phrase = markdown(called(nest.data, same[0]["feature"], same[0]["sign"]))
            items.append(f"{what(nest, same[0])} was told of at {units(nest.data, without)} too, "
                         f"without {nest.group}s who tell of {phrase}")  # fmt: skip
        if elsewhere := _sites(same, "opposed_at"):
            items.append(f"the opposite of {what(nest, same[0])} is told at "
                         f"{units(nest.data, elsewhere)}, with the same experience")  # fmt: skip
    lead = "*Statements that say the opposite:*"
    return f"{lead} {'; '.join(items) or 'none'}." if links else ""


def unspoken(nest: Nest, findings: Sequence[Row]) -> str:
    """Where nobody spoke of what explains: no evidence against it, nor for it."""
    links, items = nest.of(findings, "explained"), []
    opposite = {row["site"]: spaced(row["opposite"]) for row in findings}
    for same in grouped(links).values():
        of = same[0]["ring"], same[0]["mechanism"]
        there = {site for link in same for site in opposite.get(link["site"], ())}
        silent = {site for link in same if link["differs"] == "not_reported"
                  for site in opposite.get(link["site"], ())}  # fmt: skip
        alike = {site for site in _sites(same, "without_mechanism")
                 if site not in there and (site, *of) not in nest.spoken}  # fmt: skip
        at = [(silent, "where the experience is the opposite"), (alike, "where it is the same")]
        said = [f"at {units(nest.data, sorted(sites))}, {why}" for sites, why in at if sites]
        items += [f"{what(nest, same[0])} {', and '.join(said)}"] if said else []
    return f"*Where nobody spoke of the mechanism:* {'; '.join(items)}." if items else ""


def _sites(same: Sequence[Row], column: str) -> list[str]:
    """The sites of a column, but for those where the mechanism itself is an explanation."""
    here = {link["site"] for link in same}
    return [site for link in same for site in spaced(link[column]) if site not in here]


def suggested(nest: Nest, findings: Sequence[Row]) -> str:
    """What lacks one thing to explain; where all that is offered lacks more, that it does."""
    found: dict[str, list[str]] = {}
    for same in grouped(nest.nearest(findings), "lacks").values():
        lacks = LACKS.get(same[0]["lacks"] or "", words(same[0]["lacks"] or ""))
        sites = listed([_quoted(nest, link) for link in same])
        found.setdefault(lacks, []).append(f"{what(nest, same[0])} at {sites}")
    if found:
        return _reasons(nest, "Only suggested", found, findings[0]["feature"])
    weaker, explains = nest.weaker(findings), nest.of(findings, "explained")
    if not weaker or explains:
        return ""
    return f"*Only suggested*, by {counted(len(weaker), 'mechanism')} that lack" + (
        "s more than one thing." if len(weaker) == 1 else " more than one thing."
    )


def ruled_out(nest: Nest, findings: Sequence[Row]) -> str:
    """What was told of there and yet can't explain it, and why."""
    found: dict[str, list[str]] = {}
    for same in grouped(nest.of(findings, "ruled_out"), "reason").values():
        reason = same[0]["reason"] or ""
        sites = listed([_quoted(nest, link) for link in same])
        why_not = RULED_OUT.get(reason, words(reason))
        found.setdefault(why_not, []).append(f"{what(nest, same[0])} at {sites}")
    return _reasons(nest, "Ruled out", found, findings[0]["feature"])


def _reasons(nest: Nest, lead: str, found: Mapping[str, Sequence[str]], feature: str) -> str:
    """Mechanisms by what they lack, or why they are ruled out: a sentence, or a list."""
    items = [(reason, _cut(nest, whats, feature)) for reason, whats in found.items()]
    if not items:
        return ""
    if len(items) == 1:
        ((reason, whats),) = items
        return f"*{lead}{f', since {reason}' if reason else ''}:* {whats}."
    lines = [f"- {capital(f'{reason}: {whats}' if reason else whats)}." for reason, whats in items]
    return "\n".join([f"*{lead}:*", "", *lines])


def _cut(nest: Nest, whats: Sequence[str], feature: str) -> str:
    kept = list(whats) if len(whats) <= MOST + 1 else list(whats[:MOST])
    if left := len(whats) - len(kept):
        target = full(nest.evidence, feature)
        kept.append(f"[{left:,} more]({target})" if target else f"{left:,} more")
    return "; ".join(kept)
