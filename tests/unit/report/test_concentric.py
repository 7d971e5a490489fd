"""Concentric pictures: nothing lies over a label, what is unexplained is open, all is told."""

from __future__ import annotations

import math
from collections import Counter
from itertools import combinations, pairwise
from typing import Any
from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.report import concentric
from insideout.report.concentric_graph import Graph, graph
from insideout.report.concentric_labels import (
    HALF,
    NAME_LEADING,
    Placed,
    ring_names,
    width,
)
from insideout.report.concentric_layout import RADIUS, Layout, xy
from insideout.report.concentric_routes import routes
from insideout.report.data import Data, title
from insideout.report.nested import place

SHARED = ("overall", "sites")  # pictures of all sites
SVG = "{http://www.w3.org/2000/svg}"
Box = tuple[float, float, float, float]
RINGS = [
    ("first_responder", "provider"), ("second_responder", "provider"), ("non_organisational", None),
    ("care_network", "care_network"), ("region", "region"), ("governance", "governance"),
    ("a_very_distant_supranational_authority", "far"),
]  # fmt: skip
WORDS = ["plan", "one", "review", "capacity", "mismatch", "of", "non-organisational", "discharge",
         "Donaudampfschifffahrtsgesellschaftskapitän", "GP"]  # fmt: skip


def finding(site: str, feature: str, sign: str, status: str, stands: str) -> dict[str, Any]:
    at = "first_responder" if status != "unexplained" else None
    return {"site": site, "feature": feature, "sign": sign, "status": status, "stands": stands,
            "explained_at": at}  # fmt: skip


def study(nest: dict[str, Any], sites: list[str], names: dict[str, str] | None = None) -> Data:
    return Data(
        study={}, texts={}, manifest=(), turns=(), sentences=(), keyness=(), collocations=(),
        codings=(), orphans=(), informants=(), nest=nest,
        codebook=[{"code": code, "name": name} for code, name in (names or {}).items()],
        units=[{"unit": site, "kind": "site", "name": site.title()} for site in sites],
    )  # fmt: skip


@st.composite
def nests(draw: st.DrawFn) -> Data:
    """Studies of 1-3 sites, 1-12 features, 1-7 rings and up to 60 mechanisms."""
    sites = [f"site{n}" for n in range(draw(st.integers(1, 3)))]
    features = [f"feature_{n}" for n in range(draw(st.integers(1, 12)))]
    rings = RINGS[: draw(st.integers(1, 7))]
    many = draw(st.integers(0, 60))
    rows: dict[str, list[dict[str, Any]]] = {
        "nest_rings": [{"ring": name, "level": level} for name, level in rings],
        "nest_patterns": [{"site": s, "feature": f} for f in features for s in sites],
        "nest_findings": [], "nest_links": [], "nest_shaped": [],
    }  # fmt: skip
    chosen = draw(st.randoms(use_true_random=False))
    for site in sites:
        for feature in features:
            for sign in "+-":
                if chosen.random() < 0.7:
                    status = chosen.choice(["explained", "suggested", "unexplained"])
                    stands = chosen.choice(["pattern", "mixed", "minority"])
                    rows["nest_findings"].append(finding(site, feature, sign, status, stands))
    offered = [row for row in rows["nest_findings"] if row["status"] != "unexplained"]
    marks = [(chosen.choice(rings)[0], f"code{n}", chosen.choice(["present", "absent"]))
             for n in range(many)]  # fmt: skip
    for n, (at, code, valence) in enumerate(marks):
        edge = {"robustness": chosen.choice([None, 0.0, 0.5, 1.0]),
                "status": chosen.choice(["explained", "suggested", "ruled_out"])}  # fmt: skip
        one = {"ring": at, "mechanism": code, "valence": valence, **edge}
        if offered and chosen.random() < 0.8:
            of = chosen.choice(offered)
            told = {name: of[name] for name in ("site", "feature", "sign")}
            rows["nest_links"].append({**one, **told})
        outer, factor, there = marks[chosen.randrange(many)]
        order = [name for name, _ in rings]
        if n and order.index(outer) > order.index(at) and edge["status"] != "ruled_out":
            rows["nest_shaped"].append(
                {**one, "site": chosen.choice(sites), "sign": chosen.choice("+-"),
                 "outer_ring": outer, "factor": factor, "factor_valence": there}
            )  # fmt: skip
    names = {code: " ".join(chosen.choices(WORDS, k=chosen.randint(1, 7))) for _, code, _ in marks}
    return study(rows, sites, names)


def laid_out(data: Data, sites: list[str]) -> tuple[Graph, Layout, list[Placed]]:
    found = graph(data.nest, sites)
    return concentric.arranged(found, {key: data.code(key[1]) for key in found.marks}, len(sites))


def overlap(a: Box, b: Box) -> bool:
    return (min(a[2], b[2]) - max(a[0], b[0]) > 0.01) and (min(a[3], b[3]) - max(a[1], b[1]) > 0.01)


def inside(point: tuple[float, float], box: Box) -> bool:
    return box[0] < point[0] < box[2] and box[1] < point[1] < box[3]


def sampled(line: Any) -> list[tuple[float, float]]:
    """Points along a line, at most a point apart."""
    made = []
    for (x0, y0), (x1, y1) in pairwise(line):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0)))
        made += [(x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps) for n in range(steps + 1)]
    return made


def name_boxes(names: list[tuple[float, list[str]]]) -> list[Box]:
    boxes = [(-width("experience") / 2, -4.0, width("experience") / 2, 4.0)]
    for y, lines in names:
        half, high = max(map(width, lines)) / 2, len(lines) * NAME_LEADING / 2
        boxes.append((-half, y - high, half, y + high))
    return boxes


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=nests())
def test_nothing_lies_over_a_label_or_the_name_of_a_ring(data: Data) -> None:
    found, made, placed = laid_out(data, data.sites)
    boxes = [(one, one.box) for one in placed if one.lines]
    for (_, one), (_, other) in combinations(boxes, 2):
        assert not overlap(one, other)
    lines = [sampled(way) for way in routes(found, made).values()]
    ends = made.middle + sum(high - low for low, high in made.bands)
    assert math.isclose(ends, RADIUS) or not made.bands
    names = name_boxes(
        ring_names(made, [f"{n} {place(one)}" for n, one in enumerate(found.rings, 1)])
    )
    marks = [xy(place) for place in made.marks.values()]
    for box in [box for _, box in boxes] + names:
        assert not any(inside(point, box) for line in lines for point in line)
        assert not any(inside(mark, box) for mark in marks)
    for one, box in boxes:
        others = [p for p in placed if p is not one and p.leader]
        assert not any(inside(point, box) for p in others for point in sampled(p.leader))
        assert not any(overlap(box, name) for name in names)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=nests())
def test_every_label_is_on_the_canvas_and_every_mark_and_feature_has_one(data: Data) -> None:
    found, _, placed = laid_out(data, data.sites)
    bottom, top = concentric.extent(placed)
    for one in placed:
        left, low, right, high = one.box
        assert -HALF <= left <= right <= HALF
        assert bottom < low <= high < top
    gone = [one.key for one in found.experiences if one.unexplained]
    for kind, things in (("mark", found.marks), ("open", gone)):
        assert sorted(p.label.key for p in placed if p.label.kind == kind and p.label.key) == (
            sorted(things)
        )
    heads = {p.label.words for p in placed if p.label.kind == "heading"}
    assert heads == {title(feature) for feature in found.features}
    for one in placed:
        assert one.label.kind == "rule" or one.lines


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=nests())
def test_marks_stand_in_their_ring_and_sector_each_at_an_angle_of_its_own(data: Data) -> None:
    found, made, _ = laid_out(data, data.sites)
    for key in found.marks:
        radius, angle = made.marks[key]
        low, high = made.bands[found.rings.index(key[0])]
        assert low < radius < high
        if key[3]:
            start, end = made.sectors[key[3]]
            assert start < angle < end
    angles = sorted(made.marks[key][1] for key in found.marks)
    assert all(later - one > 0.2 for one, later in pairwise(angles))
    for one in found.experiences:
        radius, angle = made.marks[one.key]
        assert radius < made.middle
        assert made.sectors[one.feature][0] < angle < made.sectors[one.feature][1]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=nests())
def test_a_label_tells_its_ring_and_leaders_never_cross_one_another(data: Data) -> None:
    found, _, placed = laid_out(data, data.sites)
    for one in placed:
        key = one.label.key
        at = found.rings.index(key[0]) + 1 if key and one.label.kind == "mark" else 0
        assert one.label.ring == at
    for side in (1, -1):
        leaders = [one.leader for one in placed if one.leader and one.side == side]
        for one, other in combinations(leaders, 2):
            assert not any(crossing(a, b) for a in pairwise(one[1:]) for b in pairwise(other[1:]))


def crossing(one: Any, other: Any) -> bool:
    """Whether two straight lines cross within both."""

    def turn(a: Any, b: Any, c: Any) -> float:
        return float((b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]))

    (a, b), (c, d) = one, other
    return turn(a, b, c) * turn(a, b, d) < -1e-6 and turn(c, d, a) * turn(c, d, b) < -1e-6


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=nests())
def test_a_description_is_short_counts_what_is_open_and_names_five_features(data: Data) -> None:
    made = concentric.figures(data)
    for name, (svg, told) in made.items():
        site = name.removeprefix("concentric_")
        rows = [row for row in data.nest["nest_findings"] if site in (*SHARED, row["site"])]
        by = Counter(row["status"] for row in rows)
        assert f"{by['explained']} explained, {by['suggested']} with a suggestion, " in told
        assert f"{by['unexplained']} unexplained" in told
        assert len(told) <= 430
        gone = sorted({row["feature"] for row in rows if row["status"] == "unexplained"})
        if site != "sites":
            assert [feature for feature in gone if f"{title(feature)}," in told
                    or f"{title(feature)} " in told or f"{title(feature)})" in told] == (
                [feature for n, feature in enumerate(gone) if n < 5]
            )  # fmt: skip
            assert (f"and {len(gone) - 5} more)" in told) == (len(gone) > 5)
        root = ET.fromstring(svg)  # noqa: S314 (our own)
        assert root.get("role") == "img"
        assert root.findtext(f"{SVG}desc") == told
        assert root.findtext(f"{SVG}title")


def test_no_links_no_rings_and_one_feature_are_drawn_as_well() -> None:
    rows = {"nest_rings": [], "nest_patterns": [{"site": "a", "feature": "same_person"}],
            "nest_findings": [finding("a", "same_person", "-", "unexplained", "pattern")],
            "nest_links": []}  # fmt: skip
    made = concentric.figures(study(rows, ["a"]))
    assert list(made) == ["concentric_overall", "concentric_a"]
    assert "0 with a suggestion, 1 unexplained (Same person)." in made["concentric_a"][1]
    assert concentric.figures(study({}, ["a"])) == {}
