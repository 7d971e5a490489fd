"""What a concentric picture shows of the tables, and how: a small study made by hand."""

from __future__ import annotations

import re
from typing import Any

from insideout.report import concentric, concentric_draw
from insideout.report.concentric_graph import Edge, graph, thinned
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


def test_several_sites_weigh_an_edge_by_their_number() -> None:
    found = graph(small().nest, ["a", "b"])
    assert {e.weight for e in found.edges} == {0.5}
    plan = next(one for one in found.experiences if one.feature == "plan")
    assert (plan.stands, plan.sites, plan.unexplained) == ("pattern", ("a", "b"), ("a",))


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


def test_the_description_tells_what_explains_what_and_captions_name_every_figure() -> None:
    data = small()
    made = concentric.figures(data)
    _, told = made["concentric_a"]
    assert "Reviews: lacked it, by Silos & trust at first responders." in told
    assert "Tariffs at care networks brings about Silos & trust (suggested)" in told
    assert made.keys() == concentric.captions(data).keys()


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
