"""What the methods chapter says of the nest: its rings, its rules, and how its edges fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from insideout.report.data import Data, title, words
from insideout.report.evidence import Evidence
from insideout.report.markup import (
    capital,
    counted,
    floating,
    html,
    listed,
    markdown,
    number,
    pipe,
    share,
    table,
    td,
    tr,
)
from insideout.report.nested import FIRMNESS, Row, place, spaced, table_of

KINDS = {
    "informant": "One informant left out",
    "source": "One source left out",
    "site": "One site left out",
    "thresholds": "Thresholds varied",
}
EDGES = {"link": "explanations", "shaped": "what shaped them"}
LINK = ("site", "feature", "sign", "ring", "mechanism", "valence")
SHAPED = ("site", "ring", "mechanism", "valence", "outer_ring", "factor", "factor_valence", "basis")
KEYS = {"link": ("nest_links", LINK), "shaped": ("nest_shaped", SHAPED)}  # as both tables have it
MOST = 10  # of what breaks most


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The tables by name."""
    if not data.nest:
        return {}
    return {
        "nest-rings": rings(data),
        "nest-rules": rules(data, evidence),
        "robustness": robustness(data),
        "breaks": breaks(data),
    }


def rings(data: Data) -> str:
    """The rings from inside to outside, with what was told of each."""
    found = table_of(data, "nest_rings")
    if not found:
        return ""
    rows = [
        [capital(markdown(place(row["ring"]))), markdown(words(row["level"] or "")) or "–",
         markdown(words(row["service_role"] or "")) or "–", number(row["units"]),
         number(row["codings"])]
        for row in found
    ]  # fmt: skip
    head = ["Ring", "Level", "Service role", "Units", "Statements"]
    caption = "The rings around the experience, from inside to outside, and the statements on each."
    return pipe(head, rows, "lllrr", caption, "tbl-nest-rings")


def rules(data: Data, evidence: Evidence) -> str:
    """Which experience a mechanism, where it is present, leads one to expect."""
    found = table_of(data, "nest_rules")
    if not found:
        return "No mechanism leads one to expect an experience.\n"
    expects: dict[str, dict[str, list[str]]] = {}
    of: dict[str, Row] = {}
    for row in found:
        signs = expects.setdefault(row["mechanism"], {"+": [], "-": []})
        signs[row["sign"]].append(title(row["feature"]))
        of[row["mechanism"]] = row
    rows = [
        tr([td(html(listed(signs["+"])) or "–"), td(html(listed(signs["-"])) or "–"),
            td(_counts_in(of[name])), td(number(of[name]["codings"]), right=True)],
           evidence.code_html(name))
        for name, signs in expects.items()
    ]  # fmt: skip
    head = ["Mechanism", "Helps", "Costs", "Counts in", "Codings"]
    caption = (
        "The rules of matching, as the codebook has them: what a mechanism that is present helps "
        "and what it costs. An absent one does the reverse."
    )
    return floating("tbl-nest-rules", table(head, rows, widths=[24, 24, 24]), caption)


def _counts_in(rule: Row) -> str:
    if not rule["organisational"]:
        return "outside organisations"
    named = spaced(rule["rings"])
    return html(listed([place(ring) for ring in named])) if named else "every ring"


def statuses(data: Data) -> dict[tuple[str, ...], str]:
    """Whether an edge explains or only suggests, by its kind and key."""
    return {
        (edge, *(row[column] or "" for column in columns)): row["status"]
        for edge, (name, columns) in KEYS.items() for row in table_of(data, name)
    }  # fmt: skip


def status_of(known: Mapping[tuple[str, ...], str], row: Row) -> str:
    """The status of the edge that a row of `nest_robustness` is about."""
    columns = KEYS[row["edge"]][1]
    return known.get((row["edge"], *(row[column] or "" for column in columns)), "suggested")


def robustness(data: Data) -> str:
    """How many edges are touched by each kind of variation, and how many survive all of it."""
    found, known = table_of(data, "nest_robustness"), statuses(data)
    if not found:
        return "No variation touches any edge.\n"
    rows = []
    for status in ("explained", "suggested"):
        for edge, name in EDGES.items():
            for kind, what in KINDS.items():
                of = [row for row in found if row["edge"] == edge and row["kind"] == kind
                      and status_of(known, row) == status]  # fmt: skip
                if not of:
                    continue
                kept = sum(row["survived"] == row["variations"] for row in of)
                survived = sum(row["survived"] for row in of)
                tried = sum(row["variations"] for row in of)
                rows.append([capital(status), capital(name), what, number(len(of)), number(kept),
                             number(tried), share(survived / tried)])  # fmt: skip
    head = ["Status", "Edges", "Variation", "Edges touched", "Survive all", "Variations",
            "Share survived"]  # fmt: skip
    caption = (
        "How the edges of the graph fare when somebody is left out or a threshold is moved, those "
        "that explain first. Only variations that touch an edge count. An explanation survives "
        "when it still explains; a suggestion when anything is still offered, which says little."
    )
    return pipe(head, rows, "lllrrrr", caption, "tbl-robustness") + "\n" + firm(data)


def firm(data: Data) -> str:
    """How many explanations are firm, and how many hang on little."""
    links = [row for row in table_of(data, "nest_links") if row["status"] == "explained"]
    touched = [row["robustness"] for row in links if row["robustness"] is not None]
    if not touched:
        return ""
    counts = Counter(next(name for least, name in FIRMNESS if value >= least) for value in touched)
    said = [
        f"{counts[name]:,} {name} ({f'{share(least)} of them or more' if least else 'less'})"
        for least, name in FIRMNESS if counts[name]
    ]  # fmt: skip
    return f"Explanations by the share of variations that they survive: {listed(said)}.\n"


def breaks(data: Data) -> str:
    """Which informants, sources, sites or settings most edges hang on, explanations first."""
    found, known = table_of(data, "nest_robustness"), statuses(data)
    counts: dict[tuple[str, str], Counter[str]] = {}
    for row in found:
        for name in spaced(row["breaks"]):
            counts.setdefault((row["kind"], name), Counter())[status_of(known, row)] += 1
    if not counts:
        return "Nothing that was left out or varied breaks an edge.\n" if found else ""
    alike: dict[tuple[str, int, int], list[str]] = {}  # a source of one informant breaks the same
    for kind, what in KINDS.items():
        for (of, name), n in sorted(counts.items(), key=lambda it: it[0]):
            if of == kind:
                key = _broken_by(data, kind, name), n["explained"], n["suggested"]
                alike.setdefault(key, []).append(what)
    top = sorted(alike.items(), key=lambda it: (-it[0][1], -it[0][2], it[0][0]))[:MOST]
    rows = [
        [markdown(name), capital(listed(whats).lower().replace(" and ", ", or ")), number(n),
         number(lost)]
        for (name, n, lost), whats in top
    ]  # fmt: skip
    left = len(alike) - len(rows)
    more = f" {counted(left, 'other breaks', 'others break')} as many or fewer." if left else ""
    caption = (
        "What most explained edges hang on: how many of them break when it is left out (or the "
        f"thresholds are set so), and how many suggestions are lost.{more}"
    )
    head = ["Left out or set", "Variation", "Explained edges broken", "Suggestions lost"]
    return pipe(head, rows, "llrr", caption, "tbl-breaks")


def _broken_by(data: Data, kind: str, name: str) -> str:
    if kind == "site":
        return data.unit(name)
    return words(name) if kind == "thresholds" else name
