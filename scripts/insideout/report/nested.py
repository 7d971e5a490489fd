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
MOST = 3  # handles of a sentence; where one more would be cut, it is shown


def table_of(data: Data, name: str) -> Records:
    """A table of the nest; no rows where it wasn't made."""
    return data.nest.get(name, ())


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
    """How firm an edge is, in words and figures; "" where no variation touches it."""
    if row.get("robustness") is None or not row.get("variations"):
        return ""
    word = next(name for least, name in FIRMNESS if row["robustness"] >= least)
    return f"{word}, {row['survived']:,} of {row['variations']:,}"


def survives(row: Row) -> str:
    """The same as a sentence."""
    if row.get("robustness") is None or not row.get("variations"):
        return ""
    of = counted(row["variations"], "variation")
    return f"Survives {row['survived']:,} of {of} ({share(row['robustness'])})."


def supporters(link: Row) -> str:
    """Who tells of a mechanism: other informants, and apart the people whose experience it is."""
    support, own = link["support"], link.get("own")
    if own is None:
        return counted(support, "informant")
    if link["ring"] == NON_ORGANISATIONAL:
        among = f" (among them {own:,} of the people themselves)" if own else ""
        return counted(support, "informant") + among
    others = counted(support, "other informant") if support else "No other informant"
    return others + (
        f" ({'and' if support else 'but'} {own:,} of the people themselves)" if own else ""
    )


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
