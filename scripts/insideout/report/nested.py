"""What the chapters of the nest share: rings in words, links of a finding, how firm they are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.report.data import Data, Records, words
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.markup import counted, listed, markdown, share
from insideout.tables.nest import NON_ORGANISATIONAL

Row = Mapping[str, Any]
Key = tuple[str, str, str]  # site, feature, sign
SIGNS = {"+": ("present", "had it", "with it"), "-": ("absent", "lacked it", "without it")}
# Rings whose names stand for one of several units, so that many of them are spoken of
COUNTABLE = re.compile(
    r"(responder|network|organisation|organization|provider|team|practice|body|group|service"
    r"|agency|authority|municipality|unit)$"
)
FIRMNESS = ((0.9, "firm"), (0.75, "fairly firm"), (0.5, "shaky"), (0.0, "weak"))
CONTRAST = {
    "yes": "contrast shown",
    "no": "told of less where the experience is the opposite",
    "not_reported": "not contradicted, but no contrast shown",
}  # of what explains, by the column `differs`; without a site of the opposite experience: none
MOST = 3  # handles of a sentence; where one more would be cut, it is shown


def table_of(data: Data, name: str) -> Records:
    """A table of the nest; no rows where it wasn't made."""
    return data.nest.get(name, ())


def called(data: Data, feature: str, sign: str) -> str:
    """A feature (+) or its lack (-) as sentences and headings call it, as in "they tell of …".

    The study file's words for it, else the feature's name, and "no" before it.
    """
    phrases = (data.study["nest"].get("phrases") or {}).get(feature) or {}
    if sign == "+":
        return phrases.get("with") or words(feature)
    return phrases.get("without") or f"no {words(feature)}"


def ring_order(data: Data) -> list[str]:
    """The rings from inside to outside, with any that links alone name at the end."""
    named = [row["ring"] for row in table_of(data, "nest_rings")]
    linked = [row["ring"] for row in table_of(data, "nest_links")]
    return list(dict.fromkeys([*named, *linked]))


def place(ring: str) -> str:
    """A ring as the place where a mechanism sits: first responders, outside organisations."""
    if ring == NON_ORGANISATIONAL:
        return "outside organisations"
    name = words(ring).replace(".", " ")
    if not COUNTABLE.search(name):
        return name
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


def by(ring: str) -> str:
    """A ring as what explains: by first responders, by something outside organisations."""
    return f"something {place(ring)}" if ring == NON_ORGANISATIONAL else place(ring)


def inside_of(ring: str) -> str:
    """A ring as the beginning of a sentence: Among first responders, In governance."""
    if ring == NON_ORGANISATIONAL:
        return "Outside organisations"
    many = COUNTABLE.search(words(ring)) is not None
    return f"{'Among' if many else 'In'} {place(ring)}"


def by_finding(rows: Iterable[Row]) -> dict[Key, list[Row]]:
    """Rows of links by the experience they are offered for."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault((row["site"], row["feature"], row["sign"]), []).append(row)
    return found


def spaced(cell: str | None) -> list[str]:
    """The ids of a cell that holds several, by spaces."""
    return (cell or "").split()


def firmness(row: Row) -> str:
    """How firm an explanation is, in words and figures; "" for a suggestion, or untouched ones.

    A suggestion survives as long as anything is offered, so that its share would say nothing.
    """
    if row["status"] != "explained" or row.get("robustness") is None or not row.get("variations"):
        return ""
    word = next(name for least, name in FIRMNESS if row["robustness"] >= least)
    return f"{word}, {row['survived']:,} of {row['variations']:,}"


def survives(row: Row) -> str:
    """The same as a sentence."""
    if not firmness(row):
        return ""
    of = counted(row["variations"], "variation")
    return f"Survives {row['survived']:,} of {of} ({share(row['robustness'])})."


def tellers(link: Row, group: str, who: Sequence[str] = ()) -> str:
    """Who tells of a mechanism: others, and apart from them the people whose experience it is.

    `who`: their names, printed where nobody else tells of it.
    """
    support, own = link["support"], link["own"]
    outside = link["ring"] == NON_ORGANISATIONAL  # there, the people themselves count as support
    if own and support == (own if outside else 0):
        names = f" ({listed(who)})" if len(who) == own else ""
        only = f"the {group}{names} tells" if own == 1 else f"{own:,} {group}s{names} tell"
        return f"only {only} of it"
    if outside:
        are = group if own == 1 else f"{group}s"
        return counted(support, "informant") + (f", {own:,} of them {are}" if own else "")
    others = counted(support, "other informant") if support else "nobody else"
    return others + (f" and {own:,} of the {group}s" if own else "")


def informants_of(evidence: Evidence, link: Row) -> list[str]:
    """The informants whose passages are a link's evidence."""
    passages = set(spaced(link["evidence"]))
    return sorted({
        coding["informant"] for quote in evidence.of(link["evidence"] or "")
        for coding in quote.codings if coding["passage"] in passages and coding["informant"]
    })  # fmt: skip


def handles(evidence: Evidence, passages: str | None, more: str = "") -> str:
    """Links to the first quotations of passages, in Markdown, and how many more there are.

    `more`: the anchor in the chapter where all of them are; "" for none.
    """
    found = evidence.of(passages or "")
    few = found if len(found) <= MOST + 1 else found[:MOST]
    linked = [handle(evidence, quote.handle, quote.anchor) for quote in few]
    rest = len(found) - len(few)
    if not rest:
        return ", ".join(linked)
    left = f"[{rest:,} more](#{more})" if more else f"{rest:,} more"
    return f"{', '.join(linked)} and {left}"


def handle(evidence: Evidence, name: str, anchor: str) -> str:
    """A quotation's handle in Markdown, linked where the chapter of evidence is in the book."""
    linked = CHAPTER in evidence.chapters
    return f"[{markdown(name)}]({CHAPTER}#{anchor})" if linked else markdown(name)


def in_brackets(*parts: str) -> str:
    """What there is of some parts, in brackets after a space; "" for nothing."""
    there = "; ".join(part for part in parts if part)
    return f" ({there})" if there else ""


def named(evidence: Evidence, code: str, valence: str) -> str:
    """A mechanism or factor in a sentence: its linked name, or the lack of it."""
    return f"{'the lack of ' if valence == 'absent' else ''}*{evidence.code(code)}*"


def units(data: Data, names: Sequence[str]) -> str:
    """Sites or units in a sentence, in Markdown and in the order of the table of units."""
    rank = {unit["unit"]: n for n, unit in enumerate(data.units)}
    ordered = sorted(dict.fromkeys(names), key=lambda name: (rank.get(name, len(rank)), name))
    return listed([markdown(data.unit(name)) for name in ordered])
