"""What noise has left of a planted graph, counted from the codings without the nest."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from insideout.simulate.nested.mechanisms import WORD, Edge, Said
from insideout.simulate.nested.shaped import Shape
from insideout.simulate.nested.study import Drawn, Study
from insideout.simulate.nested.world import NON_ORGANISATIONAL, World

MIN_SUPPORT, HIGH, LOW = 2, 0.6, 0.4  # the study file's defaults
SIGN = {"+": 1, "-": -1}
SPEAKS = {"present": 1, "absent": -1, "mixed": 0}
Cell = tuple[str, str, str]  # site, feature, sign


@dataclass(frozen=True)
class Left:
    """What is left of one planted edge.

    `support`: independent informants whose statements still say it; `statements`: codings of any
    sort that still say it at the site; `told`: for an edge outwards that the mechanism is still
    told of, else that the experience is still the site's pattern; `inner`: of an edge outwards,
    the informants who still tell of the mechanism that was shaped.
    """

    support: int
    statements: int
    told: bool
    inner: int = 0

    @property
    def stated(self) -> bool:
        """Two independent statements are left, whatever became of what they explain."""
        return self.support >= MIN_SUPPORT

    @property
    def keeps(self) -> bool:
        """It keeps its support: a method that misses it can't blame the data."""
        return self.told and self.stated

    @property
    def keeps_ends(self) -> bool:
        """An edge outwards keeps its support, and so does the mechanism that was shaped."""
        return self.keeps and self.inner >= MIN_SUPPORT


@dataclass(frozen=True)
class Remains:
    """What noise has left: of edges, of edges outwards, and of the experience itself."""

    edges: Mapping[Edge, Left]
    shapes: Mapping[Shape, Left]
    tellers: Mapping[Cell, set[str]]
    patterns: set[Cell]


def remains(study: Study) -> Remains:
    """Count what is left in a study."""
    codings = [coded.coding for coded in study.coded]
    telling = tellers(study.drawn, codings)
    patterns = patterns_in(telling)
    by_code: dict[tuple[str, str], list[Said]] = defaultdict(list)
    for coding in codings:
        by_code[coding.code, coding.valence].append(coding)
    place = study.drawn.world
    return Remains(
        {edge: _of_edge(edge, by_code, place, telling, patterns) for edge in study.drawn.edges},
        _of_shapes(study, by_code),
        telling,
        patterns,
    )


def _of_edge(
    edge: Edge, by_code: Mapping[tuple[str, str], Sequence[Said]], place: World,
    telling: Mapping[Cell, set[str]], patterns: set[Cell],
) -> Left:  # fmt: skip
    """Those whose experience it is are no independent witnesses of what organisations do."""
    words = by_code.get((edge.mechanism, edge.valence), [])
    says = {w.who for w in words if w.about in place.at(edge.site, edge.ring)}
    cell = (edge.site, edge.feature, edge.sign)
    if edge.ring != NON_ORGANISATIONAL:
        says -= telling.get(cell, set())
    return Left(len(says), len(_at_site(words, place, edge.site)), cell in patterns)


def _at_site(words: Iterable[Said], place: World, site: str) -> list[Said]:
    """Statements about whatever belongs to a site or reaches it."""
    around = {*place.responders(site), *place.networks[site], place.gone.get(site, "")}
    return [w for w in words if w.about in around or site in place.below(w.about)]


def _of_shapes(
    study: Study, by_code: Mapping[tuple[str, str], Sequence[Said]]
) -> dict[Shape, Left]:
    place = study.drawn.world
    cited = {(link["from"], link["to"]): set(link["evidence"].split()) for link in study.links}
    homes = place.homes()
    coding = {row["coding"]: c.coding for row, c in zip(study.codings, study.coded, strict=True)}
    found = {}
    for shape in study.drawn.shapes:
        words = [coding[name] for name in cited.get((shape.factor, shape.mechanism), ())]
        right = [w for w in words if (w.code, w.valence) == (shape.factor, shape.factor_valence)]
        says = {w.who for w in right if w.about in place.at(shape.site, shape.outer_ring)}
        says = {who for who in says if homes.get(who, shape.site) == shape.site}
        inner = by_code.get((shape.mechanism, shape.valence), ())
        tell = {w.who for w in inner if w.about in place.at(shape.site, shape.ring)}
        found[shape] = Left(len(says), len(right), bool(tell), len(tell))
    return found


def tellers(truth: Drawn, codings: Iterable[Said]) -> dict[Cell, set[str]]:
    """Who tells of each experience, by site, feature and sign; mixed ones in two."""
    practice = {p: s for s, practices in truth.world.practices.items() for p in practices}
    site_of = {
        who: practice[unit] for unit, patients in truth.world.patients.items() for who in patients
    }
    codes = {code: (f.name, sign) for f in truth.features for code, sign in f.codes}
    found: dict[Cell, set[str]] = defaultdict(set)
    for coding in codings:
        if coding.code in codes and coding.who in site_of:
            feature, by = codes[coding.code]
            value = SPEAKS[coding.valence] * by
            for sign, number in SIGN.items():
                if value in (number, 0):
                    found[site_of[coding.who], feature, sign].add(coding.who)
    return found


def patterns_in(telling: Mapping[Cell, set[str]]) -> set[Cell]:
    """The experiences that are a site's pattern: the share with it from 0.6, or up to 0.4."""
    found = set()
    for site, feature in {cell[:2] for cell in telling}:
        having, lacking = (telling.get((site, feature, sign), set()) for sign in SIGN)
        share = (len(having - lacking) + len(having & lacking) / 2) / len(having | lacking)
        if share >= HIGH:
            found.add((site, feature, "+"))
        elif share <= LOW:
            found.add((site, feature, "-"))
    return found


def planted_rows(study: Study) -> list[dict[str, Any]]:
    """What was planted and what is left of it, a row an edge, an experience without a cause, or a
    decoy (with the kind of decoy that it is), mechanism or link.
    """
    left = remains(study)
    rows: list[dict[str, Any]] = []
    kinds: tuple[tuple[str, Mapping[Any, int], Mapping[Any, Left], Callable[[Left], bool]], ...] = (
        ("link", study.drawn.edges, left.edges, lambda of: of.keeps),
        ("shaped", study.drawn.shapes, left.shapes, lambda of: of.keeps_ends),
    )  # fmt: skip
    for what, of, remain, of_keeping in kinds:
        rows += [
            {"what": what, **vars(edge), "stated": number, "left": remain[edge].support,
             "statements": remain[edge].statements, "told": _yes(remain[edge].told),
             "keeps_support": _yes(of_keeping(remain[edge])),
             "removed": _yes(not remain[edge].statements)}
            for edge, number in of.items()
        ]  # fmt: skip
    caused = {(edge.site, edge.feature, edge.sign) for edge in study.drawn.edges}
    for feature in study.drawn.features:
        for site, of_site in feature.sign_of.items():
            cell = (site, feature.name, "+" if of_site > 0 else "-")
            if cell not in caused:
                names = dict(zip(("site", "feature", "sign"), cell, strict=True))
                rows.append({"what": "unexplained", **names, "told": _yes(cell in left.patterns)})
    rows += [
        {"what": f"decoy_{m.kind}", "feature": m.feature, "ring": m.ring, "mechanism": m.code,
         "sign": "+" if m.like > 0 else "-", "valence": WORD[m.like * m.sign]}
        for m in study.drawn.mechanisms if m.kind != "planted"
    ]  # fmt: skip
    return rows + [
        {"what": f"decoy_link_{link.kind.replace(' ', '_')}", "mechanism": link.mechanism,
         "factor": link.factor, "sign": link.sign}
        for link in study.drawn.links if link.kind
    ]  # fmt: skip


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"
