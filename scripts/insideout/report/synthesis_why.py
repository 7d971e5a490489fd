"""What explains an experience, ring by ring, and what doesn't: the argument in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from insideout.report.data import Data, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.markup import capital, counted, listed, mark_md, markdown
from insideout.report.nested import (
    SIGNS,
    Key,
    Row,
    firmness,
    handles,
    in_brackets,
    inside_of,
    named,
    place,
    ring_order,
    spaced,
    units,
)
from insideout.report.synthesis_chains import Node, told
from insideout.tables.nest import LACKS, NON_ORGANISATIONAL, RULED_OUT

EXPLAINS = (
    "{what} explains it at {where}.",
    "So does {what}, at {where}.",
    "A further explanation is {what}, at {where}.",
)
STATUS = {
    "explained": "explained at {}", "suggested": "only suggested at {}",
    "unexplained": "unexplained at {}",
}  # fmt: skip
SHORT = {
    "support": "support", "reach": "reach", "pattern": "a pattern behind it",
    "alike": "company", "opposite": "contrast", "contradicted": "agreement",
}  # as the chapter's introduction calls what an explanation needs  # fmt: skip
MOST = 8  # items of a list; the chapter of explanations has all of them


@dataclass(frozen=True)
class Nest:
    """What the argument of every feature draws on."""

    data: Data
    evidence: Evidence
    links: Mapping[Key, Sequence[Row]]
    shaped: Mapping[Node, Sequence[Row]]

    def of(self, findings: Iterable[Row], *status: str) -> list[Row]:
        """The links of some experiences that have one of these statuses."""
        return [
            link
            for row in findings
            for link in self.links.get((row["site"], row["feature"], row["sign"]), ())
            if link["status"] in status
        ]


def why(nest: Nest, findings: Sequence[Row]) -> list[str]:
    """The paragraphs on one feature's experiences of one sign (rows of `nest_findings`)."""
    offered = [explained(nest, findings), suggested(nest, findings), ruled_out(nest, findings)]
    return [
        part
        for part in [opening(nest, findings), *offered, against(nest, findings),
                     unexplained(nest, findings)]
        if part
    ]  # fmt: skip


def all_quotations(feature: str) -> str:
    """The anchor of the box with every quotation of a feature's argument."""
    return f"quotes-{spelled(feature)}"


def opening(nest: Nest, findings: Sequence[Row]) -> str:
    """Whose experience it is, site by site, and where it is explained."""
    valence, said, _ = SIGNS[findings[0]["sign"]]
    ordered = sorted(findings, key=lambda row: row["stands"] == "minority")
    group, parts = words(nest.data.study["nest"]["teller_group"]), []
    for n, row in enumerate(ordered):
        people = f"{row['patients']:,}" if n else counted(row["patients"], group)
        few = "against the pattern of the site" if row["stands"] == "minority" else ""
        quotes = handles(nest.evidence, row["quotes"], all_quotations(row["feature"]))
        parts.append(f"{people} at {units(nest.data, [row['site']])}{in_brackets(few, quotes)}")
    verdicts = []
    for status, saying in STATUS.items():
        sites = [row["site"] for row in findings if row["status"] == status]
        verdicts += [saying.format(units(nest.data, sites))] if sites else []
    lead = mark_md(valence, f"Those who {said}")
    return f"**{lead}:** {listed(parts)}. This is {listed(verdicts)}."


def explained(nest: Nest, findings: Sequence[Row]) -> str:
    """The mechanisms that explain it, ring by ring outwards, and what shaped them."""
    links = nest.of(findings, "explained")
    paragraphs, followed = list[str](), set[Node]()
    for ring in ring_order(nest.data):
        groups = _grouped((link for link in links if link["ring"] == ring), ())
        sentences = []
        for n, same in enumerate(groups.values()):
            what = named(nest.evidence, same[0]["mechanism"], same[0]["valence"])
            where = listed([_at(nest, link, firmness(link)) for link in same])
            sentence = EXPLAINS[n % len(EXPLAINS)].format(what=what, where=where)
            sentences.append(f"{inside_of(ring)}, {sentence}" if not n else capital(sentence))
        sentences += [_shaped(nest, same, followed) for same in groups.values()]
        paragraphs += [" ".join(sentence for sentence in sentences if sentence)] if groups else []
    return "\n\n".join(paragraphs)


def _shaped(nest: Nest, same: Sequence[Row], followed: set[Node]) -> str:
    nodes = [(link["site"], link["ring"], link["mechanism"], link["valence"]) for link in same]
    more = all_quotations(same[0]["feature"])
    return told(nest.data, nest.evidence, nest.shaped, nodes, more, followed)


def _grouped(links: Iterable[Row], columns: Sequence[str]) -> dict[tuple[str, ...], list[Row]]:
    """Links of one mechanism together, whatever their site, the most often told of first."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for link in links:
        key = link["ring"], link["mechanism"], link["valence"], *(link[c] or "" for c in columns)
        found.setdefault(key, []).append(link)
    order = sorted(found, key=lambda key: -sum(link["support"] for link in found[key]))
    return {key: found[key] for key in order}


def _at(nest: Nest, link: Row, *more: str) -> str:
    """A site with who tells of the mechanism there, whom it reaches, and the quotations."""
    group = words(nest.data.study["nest"]["teller_group"])
    quotes = handles(nest.evidence, link["evidence"], all_quotations(link["feature"]))
    site = units(nest.data, [link["site"]])
    return f"{site}{in_brackets(tellers(link, group), *more, quotes)}"


def tellers(link: Row, group: str) -> str:
    """Who tells of a mechanism: others, and apart from them the people whose experience it is."""
    support, own = link["support"], link["own"]
    themselves = f"{own:,} of the {markdown(group)}s themselves"
    if link["ring"] == NON_ORGANISATIONAL:
        return counted(support, "informant") + (f", among them {themselves}" if own else "")
    others = counted(support, "other informant") if support else "no other informant"
    return others + (f", {'and' if support else 'but'} {themselves}" if own else "")


def _items(nest: Nest, lead: str, items: Sequence[str], feature: str) -> str:
    """One item behind its lead, or several as a list, cut where it is long."""
    if not items:
        return ""
    if len(items) == 1:
        return f"*{lead}:* {items[0]}."
    kept = list(items) if len(items) <= MOST + 1 else list(items[:MOST])
    lines = [f"- {item}." for item in kept]
    if left := len(items) - len(kept):
        told_in = f"[{left:,} more]({full(nest.evidence, feature)})"
        lines.append(f"- {told_in if full(nest.evidence, feature) else f'{left:,} more'}")
    return "\n".join([f"*{lead}:*", "", *lines])


def full(evidence: Evidence, feature: str) -> str:
    """Where the book has the full table of a feature; "" where that chapter is left out."""
    there = "responders.qmd" in evidence.chapters
    return f"responders.qmd#sec-feature-{spelled(feature)}" if there else ""


def suggested(nest: Nest, findings: Sequence[Row]) -> str:
    """What only suggests an explanation: what lacks one thing, and in short what lacks more."""
    found: dict[str, list[str]] = {}
    others = []
    for same in _grouped(nest.of(findings, "suggested"), ("lacks",)).values():
        lacks = spaced(same[0]["lacks"])
        if len(lacks) > 1:
            sites = units(nest.data, [link["site"] for link in same])
            short = listed([SHORT.get(name, words(name)) for name in lacks])
            others.append(f"{_what(nest, same[0])} at {sites} (lacks {short})")
            continue
        sites = listed([_at(nest, link) for link in same])
        lack = LACKS.get(lacks[0], words(lacks[0])) if lacks else ""
        found.setdefault(lack, []).append(f"{_what(nest, same[0])} at {sites}")
    feature = findings[0]["feature"]
    parts = [_reasons(nest, "Only suggested", found, feature)]
    if others:
        kept = others if len(others) <= MOST + 1 else others[:MOST]
        left = len(others) - len(kept)
        more = f"; and {left:,} more" if left else ""
        lead = "Weaker suggestions" if found else "Only suggested"
        parts.append(f"*{lead}, for want of more than one thing:* {'; '.join(kept)}{more}.")
    return "\n\n".join(part for part in parts if part)


def _reasons(nest: Nest, lead: str, found: Mapping[str, Sequence[str]], feature: str) -> str:
    """Mechanisms by what they lack, or why they are ruled out."""
    if len(found) == 1 and all(found):
        ((reason, whats),) = found.items()
        return _items(nest, f"{lead}, since {reason}", ["; ".join(whats)], feature)
    items = [f"{reason}: {'; '.join(whats)}" if reason else "; ".join(whats)
             for reason, whats in found.items()]  # fmt: skip
    return _items(nest, lead, [capital(item) for item in items], feature)


def _what(nest: Nest, link: Row) -> str:
    name = named(nest.evidence, link["mechanism"], link["valence"])
    return f"{name} ({place(link['ring'])})"


def ruled_out(nest: Nest, findings: Sequence[Row]) -> str:
    """What was told of there and yet can't explain it, and why."""
    found: dict[str, list[str]] = {}
    for same in _grouped(nest.of(findings, "ruled_out"), ("reason",)).values():
        quoted = (handles(nest.evidence, link["evidence"], all_quotations(link["feature"]))
                  for link in same)  # fmt: skip
        sites = listed([
            f"{units(nest.data, [link['site']])}{in_brackets(quotes)}"
            for link, quotes in zip(same, quoted, strict=True)
        ])  # fmt: skip
        reason = same[0]["reason"] or ""
        why_not = RULED_OUT.get(reason, words(reason))
        found.setdefault(why_not, []).append(f"{_what(nest, same[0])} at {sites}")
    return _reasons(nest, "Ruled out", found, findings[0]["feature"])


def against(nest: Nest, findings: Sequence[Row]) -> str:
    """What speaks against the explanations: here, and at the other sites."""
    links = nest.of(findings, "explained")
    items = []
    for same in _grouped(links, ()).values():
        said = " ".join(_against(nest, same))
        lower = f"{said[:1].lower()}{said[1:]}".removesuffix(".")
        items += [f"{capital(_what(nest, same[0]))}: {lower}"] if said else []
    if links and not items:
        return "*What speaks against it:* nothing that was told."
    return _items(nest, "What speaks against it", items, findings[0]["feature"])


def _against(nest: Nest, same: Sequence[Row]) -> list[str]:
    more = all_quotations(same[0]["feature"])
    here = [
        f"{counted(link['against'], 'informant')} at {units(nest.data, [link['site']])}"
        f"{in_brackets(handles(nest.evidence, link['counter_evidence'], more))}"
        for link in same if link["against"]
    ]  # fmt: skip
    said = [f"The opposite of it is told by {listed(here)}."] if here else []
    without = _sites(same, "without_experience")
    if without:
        said.append(f"It was told of at {units(nest.data, without)} too, without the experience.")
    without = _sites(same, "without_mechanism")
    if without:
        said.append(
            f"The same experience is told of at {units(nest.data, without)}, where it was not "
            "reported."
        )
    silent = [link["site"] for link in same if link["differs"] == "not_reported"]
    if silent:
        said.append("Where the experience is the opposite, nobody told of it or of its lack.")
    return said


def _sites(same: Sequence[Row], column: str) -> list[str]:
    """The sites of a column, but for those where the mechanism itself is an explanation."""
    here = {link["site"] for link in same}
    return [site for link in same for site in spaced(link[column]) if site not in here]


def unexplained(nest: Nest, findings: Sequence[Row]) -> str:
    """Where it stays open: nothing fits, or all that was told of is ruled out."""
    left = [row for row in findings if row["status"] == "unexplained"]
    out = [row["site"] for row in left if nest.of([row], "ruled_out")]
    none = [row["site"] for row in left if row["site"] not in out]
    sentences = []
    if none:
        sentences.append(f"at {units(nest.data, none)} nobody told of anything, in any ring, that "
                         "would lead one to expect it")  # fmt: skip
    if out:
        sentences.append(f"at {units(nest.data, out)} all that was told of is ruled out")
    return f"*Unexplained:* {'; '.join(sentences)}." if sentences else ""


def quotations(nest: Nest, findings: Sequence[Row]) -> list[tuple[str, str]]:
    """What the argument of a feature cites: a heading in Markdown, and passages."""
    found: dict[str, list[str]] = {}
    for row in findings:
        lead = f"{units(nest.data, [row['site']])}, {SIGNS[row['sign']][2]}"
        found.setdefault(lead, []).append(row["quotes"] or "")
    for link in nest.of(findings, "explained", "suggested", "ruled_out"):
        site = units(nest.data, [link["site"]])
        name = capital(named(nest.evidence, link["mechanism"], link["valence"]))
        cited = [link["evidence"] or "", link["counter_evidence"] or ""]
        found.setdefault(f"{name}, {markdown(place(link['ring']))}, {site}", []).extend(cited)
        for edge in nest.shaped.get(
            (link["site"], link["ring"], link["mechanism"], link["valence"]), ()
        ):
            factor = capital(named(nest.evidence, edge["factor"], edge["factor_valence"]))
            lead = f"{factor}, {markdown(place(edge['outer_ring']))}, {site}"
            found.setdefault(lead, []).append(edge["evidence"] or "")
    return [(lead, " ".join(passages)) for lead, passages in found.items() if any(passages)]
