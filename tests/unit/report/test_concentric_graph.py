"""What a concentric picture shows of the tables, and how: a small study made by hand."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import Any

import pytest

from insideout.report import concentric, concentric_draw
from insideout.report import concentric_legend as legend
from insideout.report.concentric_graph import Edge, graph, thinned
from insideout.report.concentric_layout import alike, layout
from insideout.report.concentric_words import name
from insideout.report.data import Data

RINGS = [
    ("first_responder", "provider"), ("second_responder", "provider"), ("non_organisational", None),
    ("care_network", "care_network"),
]  # fmt: skip


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


def small() -> Data:
    link = {"site": "a", "feature": "reviews", "ring": "first_responder", "mechanism": "silos",
            "robustness": 0.5}  # fmt: skip
    rows = {
        "nest_rings": [{"ring": name, "level": level} for name, level in RINGS],
        "nest_patterns": [{"site": s, "feature": f} for f in ("reviews", "plan") for s in "ab"],
        "nest_findings": [finding("a", "reviews", "-", "explained", "pattern"),
                          finding("a", "plan", "+", "unexplained", "minority"),
                          finding("b", "plan", "+", "suggested", "pattern")],
        "nest_links": [{**link, "sign": "-", "valence": "present", "status": "explained"},
                       {**link, "sign": "-", "valence": "absent", "status": "ruled_out"}],
        "nest_shaped": [{"site": "a", "ring": "first_responder", "mechanism": "silos",
                         "valence": "present", "outer_ring": "care_network", "factor": "tariffs",
                         "factor_valence": "present", "sign": "+", "status": "suggested",
                         "robustness": None}],
    }  # fmt: skip
    return study(rows, ["a", "b"], {"silos": "Silos & trust", "tariffs": "Tariffs"})


def test_what_is_ruled_out_is_not_drawn_and_chains_go_on_outwards() -> None:
    found = graph(small().nest, ["a"])
    assert [key[:3] for key in found.marks] == [
        ("first_responder", "silos", "present"), ("care_network", "tariffs", "present"),
    ]  # fmt: skip
    assert [(e.explained, e.weight) for e in found.edges] == [(True, 0.5), (False, None)]
    assert graph(small().nest, ["b"]).marks == ()


def test_several_sites_take_the_least_robustness_of_what_explains() -> None:
    data = small()
    link, away = data.nest["nest_links"]
    at_b = {**link, "site": "b", "robustness": 0.2}
    more = [finding("b", "reviews", "-", "explained", "pattern")]

    def weight(*links: Any) -> tuple[bool, float | None, tuple[str, ...]]:
        rows = {**data.nest, "nest_links": [*links, away],
                "nest_findings": [*data.nest["nest_findings"], *more]}  # fmt: skip
        edge = next(e for e in graph(rows, ["a", "b"]).edges if not e.inner[0])
        return edge.explained, edge.weight, edge.sites

    assert weight(link, at_b) == (True, 0.2, ("a", "b"))
    assert weight(link, {**at_b, "status": "suggested"}) == (True, 0.5, ("a", "b"))
    found = graph(data.nest, ["a", "b"])
    plan = next(one for one in found.experiences if one.feature == "plan")
    assert (plan.stands, plan.sites, plan.unexplained) == ("pattern", ("a", "b"), ("a",))


def test_width_is_robustness_of_what_explains_and_a_suggestion_is_thin_however_robust() -> None:
    ends = ("", "plan", "+", "plan"), ("ring", "code", "present", "")
    wide = [concentric_draw.breadth(Edge(*ends, "+", True, w)) for w in (None, 0.0, 0.5, 1.0)]
    thin = {concentric_draw.breadth(Edge(*ends, "+", False, w)) for w in (None, 0.0, 0.5, 1.0)}
    assert wide == sorted(wide)
    assert wide[-1] > wide[1] > max(thin)
    assert len(thin) == 1


def test_a_line_keeps_the_sign_of_its_experience_outwards_and_is_neutral_for_both() -> None:
    data = small()
    link, _ = data.nest["nest_links"]
    shape = data.nest["nest_shaped"][0]
    absent = {**link, "mechanism": "review", "valence": "absent"}
    hindered = {**shape, "mechanism": "review", "valence": "absent", "sign": "-"}
    rows = {**data.nest, "nest_links": [absent], "nest_shaped": [hindered]}
    found = graph(rows, ["a"])
    assert [(e.inner[1], e.outer[1], e.sign) for e in found.edges] == [
        ("reviews", "review", "-"), ("review", "tariffs", "-"),
    ]  # fmt: skip
    had = {**absent, "mechanism": "silos", "valence": "present", "sign": "+"}
    both = {**data.nest, "nest_links": [absent, had], "nest_shaped": [hindered, shape],
            "nest_findings": [*data.nest["nest_findings"],
                              finding("a", "reviews", "+", "explained", "mixed")]}  # fmt: skip
    found = graph(both, ["a"])
    assert {(e.inner[1], e.outer[1]): e.sign for e in found.edges} == {
        ("reviews", "review"): "-", ("reviews", "silos"): "+",
        ("review", "tariffs"): "-", ("silos", "tariffs"): "+",
    }  # fmt: skip
    tariffs = next(key for key in found.marks if key[1] == "tariffs")
    assert concentric_draw.sign_of(tariffs, found.edges) == ""
    chain = {"site": "a", "ring": "care_network", "mechanism": "tariffs", "valence": "present",
             "outer_ring": "state", "factor": "law", "factor_valence": "absent", "sign": "-",
             "status": "suggested", "robustness": None}  # fmt: skip
    found = graph({**both, "nest_shaped": [hindered, shape, chain]}, ["a"])
    assert [e.sign for e in found.edges if e.outer[1] == "law"] == [""]


@pytest.mark.parametrize("long", [1.0, 4.0, 9.0, 50.0])
def test_lines_reach_their_marks_with_a_last_bit_of_the_length_wanted(long: float) -> None:
    line = [(0.0, 0.0), (3.0, 0.0), (3.0, 4.0), (9.0, 4.0)]
    bit = concentric_draw.last(line, long)
    assert bit[0] == line[-1]
    assert math.isclose(sum(math.dist(*ends) for ends in pairwise(bit)), min(long, 13.0))


def test_a_legend_has_what_is_drawn_and_no_more() -> None:
    nest = small().nest
    both, one = legend.entries([graph(nest, ["a", "b"])]), legend.entries([graph(nest, ["a"])])
    assert [kind for kind, _ in one] == [
        "+", "-", "few", "open", "line-", "dashed", "wide", "badge",
    ]  # fmt: skip
    assert {kind for kind, _ in both} - {kind for kind, _ in one} == {"part"}
    apart = [graph(nest, [site]) for site in "ab"]
    assert "few" in dict(legend.entries(apart, labelled=False))
    assert not {"part", "badge"} & dict(legend.entries(apart, labelled=False)).keys()


def test_what_shaped_a_mechanism_elsewhere_is_not_joined_to_it_here() -> None:
    data = small()
    away = {**data.nest["nest_shaped"][0], "site": "b"}
    found = graph({**data.nest, "nest_shaped": [away]}, ["a", "b"])
    assert [key[1] for key in found.marks] == ["silos"]


def test_labels_tell_absence_and_the_number_of_sites() -> None:
    data = small()
    key = ("care_network", "tariffs", "absent", "")
    assert name(data, key) == "Tariffs (absent)"
    assert name(data, key, 3) == "Tariffs (absent, 3 sites)"
    assert name(data, (*key[:2], "present", ""), 2) == "Tariffs (2 sites)"
    assert name(data, (*key[:2], "present", "")) == "Tariffs"


def test_unexplained_is_hollow_and_open_and_half_so_at_some_sites(monkeypatch: Any) -> None:
    drawn: list[tuple[str, tuple[str, ...]]] = []
    forks = []
    fork, mark = concentric_draw.fork, concentric_draw.experience

    def see_fork(*args: Any) -> None:
        forks.append(args)
        fork(*args)

    def see_mark(axes: Any, point: Any, one: Any, scale: float = 1.0) -> None:
        mark(axes, point, one, scale)
        line = axes.lines[-1]
        drawn.append((one.feature, (line.get_fillstyle(), line.get_markerfacecolor())))

    monkeypatch.setattr(concentric_draw, "fork", see_fork)
    monkeypatch.setattr(concentric_draw, "experience", see_mark)
    data = small()
    concentric.picture(data, ["a"], "a")
    assert len(forks) == 1
    assert ("plan", ("full", "white")) in drawn
    assert ("reviews", ("full", concentric_draw.TONE["-"])) in drawn
    drawn.clear()
    concentric.picture(data, ["a", "b"], "both")
    assert ("plan", ("left", concentric_draw.TONE["+"])) in drawn
    assert len(forks) == 2


def test_the_same_tables_give_the_same_bytes_in_any_order_of_rows() -> None:
    data = small()
    turned = {name: list(reversed(rows)) if name not in {"nest_rings", "nest_patterns"} else rows
              for name, rows in data.nest.items()}  # fmt: skip
    again = study(turned, ["a", "b"], {"tariffs": "Tariffs", "silos": "Silos & trust"})
    assert concentric.figures(data) == concentric.figures(again)


def test_the_description_counts_and_captions_name_every_figure() -> None:
    data = small()
    made = concentric.figures(data)
    _, told = made["concentric_a"]
    assert told == (
        "4 rings from first responders out to care networks around the experience at A, with 2 "
        "mechanisms in them. Of 2 experiences, 1 explained, 0 with a suggestion, 1 unexplained "
        "(Plan). The table nest_links.csv has all of it."
    )
    assert "(1 at A)" in made["concentric_sites"][1]
    assert made.keys() == concentric.captions(data).keys()
    assert "further down" in concentric.captions(data)["concentric_sites"]


def test_a_panel_of_the_sheet_has_the_rings_and_sectors_of_all_but_only_its_own_marks() -> None:
    data = small()
    whole = layout(graph(data.nest, ["a", "b"]))
    one = graph(data.nest, ["b"])
    made = alike(one, whole, 9.0, 9.0)
    assert (made.bands, made.sectors, made.middle) == (whole.bands, whole.sectors, whole.middle)
    assert made.marks.keys() == {e.key for e in one.experiences}
    assert whole.marks.keys() > made.marks.keys()


def test_too_many_marks_are_thinned_from_the_weakest_suggestion_but_never_what_explains() -> None:
    data = small()
    link = data.nest["nest_links"][0]
    more = [{**link, "mechanism": f"m{n:03}", "status": "suggested", "robustness": n / 100}
            for n in range(100)]  # fmt: skip
    many = study({**data.nest, "nest_links": [*data.nest["nest_links"], *more]}, ["a"])
    whole = graph(many.nest, ["a"])
    found = thinned(whole, 10)
    strongest = {f"m{n:03}" for n in range(92, 100)}
    assert {key[1] for key in found.marks} == {"silos", "tariffs"} | strongest
    assert thinned(found, 10) == found
    kept: list[Edge] = [edge for edge in thinned(whole, 0).edges if not edge.inner[0]]
    assert [edge.outer[1] for edge in kept] == ["silos"]
    svg, told = concentric.figures(many)["concentric_a"]
    high = float(re.findall(r'viewBox="0 0 [\d.]+ ([\d.]+)"', svg)[0])
    assert concentric.HIGH * 0.9 < high < concentric.HIGH + 60
    assert re.search(r"Not drawn: \d+ edges of the weakest suggestions\.$", told)
