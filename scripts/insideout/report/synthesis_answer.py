"""Where the argument of a feature begins and ends: its answer, and what it would still need."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from insideout.report.data import words
from insideout.report.markup import capital, counted, listed, markdown
from insideout.report.nested import Row, called, spaced, units
from insideout.report.synthesis_said import experienced
from insideout.report.synthesis_why import Nest, full, grouped, what

NEEDS = {
    "support": "another independent informant",
    "reach": "proof that it reaches more of those who tell",
    "pattern": "more people with the experience",
    "alike": "the same from other sites with the experience",
    "opposite": "a reason why it stands as well at a site with the opposite experience",
    "contradicted": "somebody to settle which of two opposite accounts holds",
}  # what a suggestion that lacks one thing would have to have


def answer(nest: Nest, patterns: Sequence[Row], findings: Sequence[Row]) -> str:
    """What is experienced where, what explains it and what stays open, in two sentences."""
    return f"{experienced(nest.data, patterns)} {_verdict(nest, findings)}"


def _verdict(nest: Nest, findings: Sequence[Row]) -> str:
    """What explains a feature's experiences, and how many stay open."""
    explains = [clause for sign in "+-" if (clause := _explains(nest, findings, sign))]
    of = len(findings)
    some = sum(row["status"] == "suggested" for row in findings)
    none = sum(row["status"] == "unexplained" for row in findings)
    kinds = ((some, "with suggestions only"), (none, "with nothing offered"))
    open_ones = [f"{n:,} {kind}" if some and none else kind for n, kind in kinds if n]
    stay = f"{'stays' if some + none == 1 else 'stay'} open ({listed(open_ones)})"
    if not explains:
        which = "the one experience" if of == 1 else f"all {of:,} experiences"
        return f"Nothing explains this: {which} {stay}."
    said = capital("; ".join(explains))
    if not open_ones:
        return f"{said}; nothing stays open."
    return f"{said}; {some + none:,} of {of:,} experiences {stay}."


def _explains(nest: Nest, findings: Sequence[Row], sign: str) -> str:
    """The mechanisms that explain a feature, or its lack, as one clause."""
    of_sign = [row for row in findings if row["sign"] == sign]
    phrase, parts = markdown(called(nest.data, findings[0]["feature"], sign)), list[str]()
    before = ""
    for same in grouped(nest.of(of_sign, "explained")).values():
        sites = units(nest.data, [link["site"] for link in same])
        mechanism = what(nest, same[0])
        also = f"as {mechanism} does{f' at {sites}' if sites != before else ''}"
        before = sites
        parts.append(also if parts else f"{mechanism} explains {phrase} at {sites}")
    return ", ".join(parts)


def needed(nest: Nest, findings: Sequence[Row]) -> str:
    """What would close a feature's argument: contrasts, witnesses, any offer at all."""
    lacks = Counter(link["lacks"] for link in nest.nearest(findings) if link["lacks"])
    some = [f"{NEEDS.get(lack, words(lack))} ({n:,})"
            for lack, n in sorted(lacks.items(), key=lambda it: (-it[1], it[0]))]  # fmt: skip
    above = "the suggestion above" if lacks.total() == 1 else "the suggestions above"
    items = _contrasts(nest, findings)
    items += [f"for {above}, {', '.join(some)}"] if some else []
    items += _offers(nest, findings)
    return f"**What would be needed:** {'; '.join(items)}." if items else ""


def _contrasts(nest: Nest, findings: Sequence[Row]) -> list[str]:
    """Whom to ask of the mechanisms that explain without a contrast shown."""
    opposite = {(row["site"], row["sign"]): spaced(row["opposite"]) for row in findings}
    asked: dict[tuple[str, ...], list[str]] = {}
    for same in grouped(nest.of(findings, "explained")).values():
        sites = {site for link in same if link["differs"] == "not_reported"
                 for site in opposite.get((link["site"], link["sign"]), ())}  # fmt: skip
        if sites:
            asked.setdefault(tuple(sorted(sites)), []).append(what(nest, same[0]))
    return [f"to show the contrast, word of {listed(names)} from {units(nest.data, sites)}"
            for sites, names in asked.items()]  # fmt: skip


def _offers(nest: Nest, findings: Sequence[Row]) -> list[str]:
    """Where an experience has no mechanism at all, or only such as are ruled out."""
    none, out = list[str](), list[str]()
    for sign in "+-":
        left = [row for row in findings if row["sign"] == sign and row["status"] == "unexplained"]
        phrase = markdown(called(nest.data, findings[0]["feature"], sign))
        ruled = [row["site"] for row in left if nest.of([row], "ruled_out")]
        open_ones = [row["site"] for row in left if row["site"] not in ruled]
        none += [f"for {phrase} at {units(nest.data, open_ones)}"] if open_ones else []
        out += [f"for {phrase} at {units(nest.data, ruled)}"] if ruled else []
    said = (
        [f"any mechanism at all {listed(none)} (nobody told of one, in any ring)"] if none else []
    )
    said += [f"another mechanism {listed(out)} (all that was told of is ruled out)"] if out else []
    return said


def leads(nest: Nest, feature: str, findings: Sequence[Row]) -> str:
    """Where the weaker suggestions are, and the checks on all that is offered."""
    target, weaker = full(nest.evidence, feature), len(nest.weaker(findings))
    many = counted(weaker, "weaker suggestion", "weaker suggestions")
    lack = "lacks" if weaker == 1 else "lack"
    more = f"{capital(many)}, which {lack} more than one thing" if weaker else ""
    if not target:
        return f"{more}, {'isn’t' if weaker == 1 else 'aren’t'} told here." if more else ""
    if not more:
        return f"The checks on all that is offered are in [the full table]({target})."
    return f"{more}, and the checks on all the others are in [the full table]({target})."
