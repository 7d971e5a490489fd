"""The synthesis: what patients said, what explains it ring by ring, what doesn't and what is left.

Every sentence is made from the tables of the nest. Its full tables are in the chapter of
explanations; here they are read as an argument.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby

from insideout.report import coverage, synthesis_tables
from insideout.report.concentric import OVERALL, SITES
from insideout.report.data import Data, words
from insideout.report.evidence import Evidence, spelled
from insideout.report.experience import continuities
from insideout.report.markup import capital, counted, listed, markdown
from insideout.report.nested import Row, by, by_finding, called, ring_order, table_of, units
from insideout.report.synthesis_answer import answer, leads, needed
from insideout.report.synthesis_chains import shaping
from insideout.report.synthesis_quotes import box
from insideout.report.synthesis_said import said
from insideout.report.synthesis_why import Nest, why


def includes(data: Data, evidence: Evidence) -> dict[str, str]:
    """The chapter's parts by name."""
    if not data.nest:
        return {}
    nest = Nest(
        data, evidence, by_finding(table_of(data, "nest_links")),
        shaping(table_of(data, "nest_shaped")),
    )  # fmt: skip
    return {
        "in-short": in_short(data),
        "argument": argument(nest),
        "pictures": pictures(data),
        "site-by-site": sites(nest),
        "coverage": coverage.table(data),
        "coverage-told": coverage.told(data),
        **synthesis_tables.includes(data, evidence),
    }


def in_short(data: Data) -> str:
    """The whole in a paragraph: what is explained at which ring, and what goes on outwards."""
    found = table_of(data, "nest_findings")
    if not found:
        return "Nobody told of an experience that could be explained.\n"
    status = Counter(row["status"] for row in found)
    rings = Counter(row["explained_at"] for row in found if row["status"] == "explained")
    parts = [f"{rings[ring]:,} by {by(ring)}" for ring in ring_order(data) if rings[ring]]
    which = f" ({_by_rings(parts)})" if parts else ""
    explained, left = status["explained"], status["unexplained"]
    sentences = [
        f"{capital(_tellers(data))}’ accounts give {counted(len(found), 'experience')} to explain.",
        _verdicts(explained, which, status["suggested"], left),
    ]
    links = [row for row in table_of(data, "nest_links") if row["status"] == "explained"]
    told = [*sentences, _contrast(links), _traced(data, links), _robust(links)]
    return " ".join(sentence for sentence in told if sentence) + "\n"


def _tellers(data: Data) -> str:
    """The people whose experience it is: patients."""
    return markdown(f"{words(data.study['nest']['teller_group'])}s")


def _by_rings(parts: Sequence[str]) -> str:
    """How many are explained by each ring; where one explains all, only by which."""
    return listed(parts) if len(parts) > 1 else parts[0].partition(" ")[2]


def _verdicts(explained: int, which: str, suggested: int, left: int) -> str:
    return (
        f"{_all(explained)} {'are' if explained > 1 else 'is'} explained{which}, for "
        f"{_all(suggested).lower()} an explanation is only suggested, and {_all(left).lower()} "
        f"{'stay' if left > 1 else 'stays'} unexplained."
    )


def _all(n: int) -> str:
    return f"{n:,}" if n else "None"


def _contrast(links: Sequence[Row]) -> str:
    """How many explanations have the contrast shown, and how many are only not contradicted."""
    if not links:
        return ""
    kinds = Counter(row["differs"] or "" for row in links)
    shown, silent, less, alone = (kinds[kind] for kind in ("yes", "not_reported", "no", ""))
    of = "the one explanation" if len(links) == 1 else f"the {len(links):,} explanations"
    has = "has" if shown == 1 else "have"
    first = f"{_all(shown)} of {of} (a mechanism at a site) {has} the contrast shown: where the "
    parts = [f"{first}experience is the opposite, so is what was told of the mechanism"]
    if silent:
        they = "it is" if silent == 1 else "they are"
        parts.append(f"for {silent:,} nobody at a site with the opposite experience spoke of the "
                     f"mechanism, so that {they} not contradicted, which is weaker")  # fmt: skip
    if less:
        parts.append(f"for {less:,} the mechanism was told of there too, by fewer")
    if alone:
        parts.append(f"for {alone:,} no site has the opposite experience")
    return "; ".join(parts) + "."


def _traced(data: Data, links: Sequence[Row]) -> str:
    """How many of the mechanisms that explain something are traced outwards, and how firmly."""
    if not links:
        return ""
    edges = table_of(data, "nest_shaped")
    explained = {_node(row) for row in edges if row["status"] == "explained"}
    nodes = {_node(row) for row in links}
    traced = len(nodes & explained)
    more = len(nodes & {_node(row) for row in edges} - explained)
    of = counted(len(nodes), "mechanism that explains", "mechanisms that explain")
    said = (
        f"Of the {of} something, counted site by site, {_all(traced).lower()} "
        f"{'is' if traced == 1 else 'are'} traced to what shaped "
        f"{'it' if traced == 1 or len(nodes) == 1 else 'them'} further out"
    )
    also = f"{more:,} more" if traced else f"{more:,}"
    return f"{said}; for {also} such a link is only suggested." if more else f"{said}."


def _robust(links: Sequence[Row]) -> str:
    """How many explanations hold whoever is left out and wherever the thresholds lie."""
    touched = [row for row in links if row.get("variations")]
    if not touched:
        return ""
    firm = sum(row["survived"] == row["variations"] for row in touched)
    of = "the one explanation" if len(touched) == 1 else f"the {len(touched):,} explanations"
    survive = "survive" if firm > 1 else "survives"
    return (
        f"{_all(firm)} of {of} {survive} every variation of who is heard and where the thresholds "
        "lie."
    )


def _node(row: Row) -> tuple[str, str, str, str]:
    return row["site"], row["ring"], row["mechanism"], row["valence"]


def argument(nest: Nest) -> str:
    """A section for each feature that anybody told of: its answer, what it rests on, its gaps."""
    data, parts, silent = nest.data, list[str](), list[str]()
    findings = table_of(data, "nest_findings")
    for feature, rows in groupby(table_of(data, "nest_patterns"), lambda r: r["feature"]):
        patterns = list(rows)
        of_feature = [row for row in findings if row["feature"] == feature]
        if not of_feature or not any(row["tellers"] for row in patterns):
            silent.append(markdown(called(data, feature, "+")))
            continue
        name = f"{markdown(capital(called(data, feature, '+')))}{continuities(data, feature)}"
        parts.append(f"### {name} {{#sec-argument-{spelled(feature)}}}")
        parts.append(f"**In short:** {answer(nest, patterns, of_feature)}")
        parts.append(said(data, patterns))
        for sign in "+-":
            of_sign = [row for row in of_feature if row["sign"] == sign]
            parts += why(nest, of_sign) if of_sign else []
        parts += [needed(nest, of_feature), leads(nest, feature, of_feature),
                  box(nest, feature, of_feature)]  # fmt: skip
    if silent:
        parts.append(f"Nobody told of {listed(silent)}.")
    return "\n\n".join(part for part in parts if part) + "\n"


def sites(nest: Nest) -> str:
    """A section for each site that has something to explain: its picture, and the sum of it."""
    data, parts = nest.data, list[str]()
    findings = table_of(data, "nest_findings")
    for site in data.sites:
        found = [row for row in findings if row["site"] == site]
        if not found:
            continue
        parts += [
            f"### {markdown(data.unit(site))} {{#sec-nest-site-{spelled(site)}}}",
            _site(nest, site, found),
            _shown(f"concentric_{site}"),
        ]
    silent = [site for site in data.sites if all(row["site"] != site for row in findings)]
    if silent and parts:
        parts.append(f"Nobody told of an experience at {units(data, silent)}.")
    return "\n\n".join(parts) + "\n"


def _shown(figure: str) -> str:
    """The line that puts a figure into a chapter."""
    return f"{{{{< include _includes/fig-{figure}.md >}}}}"


def pictures(data: Data) -> str:
    """The concentric pictures of all sites: together, and side by side where there are several."""
    names = [OVERALL, *([SITES] if len(data.sites) > 1 else [])]
    return "\n\n".join(_shown(name) for name in names) + "\n"


def _site(nest: Nest, site: str, found: Sequence[Row]) -> str:
    data = nest.data
    about = next((unit for unit in data.units if unit["unit"] == site), {})
    structure = markdown(about.get("structure") or "")
    lines = []
    for status, lead in (("explained", "Explained"), ("suggested", "Only suggested"),
                         ("unexplained", "Unexplained")):  # fmt: skip
        rows = [row for row in found if row["status"] == status]
        if rows:
            which = "; ".join(_experiences(data, rows))
            lines.append(f"- *{lead}*, {len(rows):,} of {len(found):,}: {which}.")
    about_it = f"{capital(structure)}.\n\n" if structure else ""
    return about_it + "\n".join(lines)


def _experiences(data: Data, rows: Sequence[Row]) -> list[str]:
    """Experiences of one status in words, by the ring that offers their mechanism."""
    told = []
    for ring in [*ring_order(data), ""]:
        parts = [
            markdown(called(data, row["feature"], row["sign"]))
            for row in rows if (row["explained_at"] or "") == ring
        ]  # fmt: skip
        told += [f"{', '.join(parts)}{f' (by {by(ring)})' if ring else ''}"] if parts else []
    return told
