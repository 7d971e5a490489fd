"""Paths of explanation by hand, and against a naive search; how much patients see."""

from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.nest.graph import paths, seen

RINGS = ("first", "second", "network", "governance")
Row = dict[str, Any]


def offered(mechanism: str, ring: str = "first", **more: Any) -> Row:
    return {
        "site": "north", "feature": "reviews", "sign": "-", "ring": ring, "mechanism": mechanism,
        "valence": "present", "status": "explained", "support": 2, "robustness": 0.8,
    } | more  # fmt: skip


def shaping(mechanism: str, ring: str, factor: str, outer: str, **more: Any) -> Row:
    return {
        "site": "north", "ring": ring, "mechanism": mechanism, "valence": "present",
        "outer_ring": outer, "factor": factor, "factor_valence": "present", "basis": "informant",
        "status": "explained", "support": 3, "robustness": 0.9,
    } | more  # fmt: skip


LINKS = [offered("lists")]
OUT = [
    shaping("lists", "first", "pool", "network", robustness=0.5),
    shaping("pool", "network", "law", "governance", support=1, status="suggested"),
]


def test_a_path_goes_outwards_as_far_as_it_can() -> None:
    (row,), cut = paths(LINKS, OUT)
    assert row == {
        "site": "north", "feature": "reviews", "sign": "-",
        "path": "lists@first < pool@network < law@governance", "edges": 3,
        "outermost": "governance", "weakest": "pool@network < law@governance", "support": 1,
        "robustness": 0.5, "status": "suggested",
    }  # fmt: skip
    assert cut == []


def test_a_mechanism_that_nothing_shaped_ends_its_path_in_the_link() -> None:
    (row,), _ = paths([offered("lists", valence="absent")], [])
    assert row["path"] == "!lists@first"
    assert row["weakest"] == "reviews- < !lists@first"
    assert row["outermost"] == "first"


def test_what_is_ruled_out_leads_nowhere() -> None:
    ruled_out = offered("lists", status="ruled_out", robustness=None)
    assert paths([ruled_out], OUT) == ([], [])


def test_another_site_or_valence_shapes_nothing_here() -> None:
    others = [OUT[0] | {"site": "south"}, OUT[0] | {"valence": "absent"}]
    (row,), _ = paths(LINKS, others)
    assert row["path"] == "lists@first"


def test_equally_robust_edges_are_told_apart_by_support() -> None:
    (row,), _ = paths([offered("lists", robustness=0.5)], [OUT[0]])
    assert row["weakest"] == "reviews- < lists@first"
    assert row["support"] == 2


def test_of_two_edges_between_the_same_the_explained_one_counts() -> None:
    theory = OUT[0] | {"basis": "theory", "status": "suggested", "robustness": 1.0, "support": 9}
    for shaped in ([OUT[0], theory], [theory, OUT[0]]):
        (row,), _ = paths(LINKS, shaped)
        assert (row["status"], row["robustness"], row["support"]) == ("explained", 0.5, 2)


def test_an_edge_that_nothing_touches_is_no_weak_one() -> None:
    (row,), _ = paths([offered("lists", robustness=None)], [])
    assert row["robustness"] is None
    (row,), _ = paths([offered("lists", robustness=None)], [OUT[0]])
    assert (row["robustness"], row["weakest"]) == (0.5, "lists@first < pool@network")


def test_a_suggestion_is_weaker_than_anything_that_is_explained() -> None:
    sure = offered("meeting", robustness=0.1, support=2)
    offer = offered("lists", status="suggested", robustness=1.0, support=9)
    rows, _ = paths([offer, sure], [])
    assert [row["path"] for row in rows] == ["meeting@first", "lists@first"]
    (row,), _ = paths([offer], [OUT[0] | {"robustness": 0.1}])
    assert row["weakest"] == "reviews- < lists@first"
    assert [r["path"] for r in paths([offer, sure], [], most=1)[0]] == ["meeting@first"]


def test_an_edge_inwards_is_refused() -> None:
    back = shaping("pool", "network", "lists", "first")
    with pytest.raises(ValueError, match="inwards"):
        paths(LINKS, [OUT[0], back])


VALENCES = ("present", "absent")
SHARE = st.sampled_from([None, 0.25, 0.5, 0.75, 1.0])
STATUS = st.sampled_from(["explained", "suggested"])


@st.composite
def graphs(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    code, valence = st.sampled_from("abc"), st.sampled_from(VALENCES)
    site = st.sampled_from(["north", "south"])
    link = st.builds(
        lambda site, feature, ring, code, valence, status, support, share: offered(
            code, ring, site=site, feature=feature, valence=valence, status=status,
            support=support, robustness=share),
        site, st.sampled_from(["reviews", "access"]), st.sampled_from(RINGS), code, valence,
        st.sampled_from(["explained", "suggested", "ruled_out"]), st.integers(1, 4), SHARE,
    )  # fmt: skip
    steps = [(a, b) for n, a in enumerate(RINGS) for b in RINGS[n + 1 :]]
    outer = st.builds(
        lambda site, step, code, valence, factor, other, basis, status, support, share: shaping(
            code, step[0], factor, step[1], site=site, valence=valence, factor_valence=other,
            basis=basis, status=status, support=support, robustness=share),
        site, st.sampled_from(steps), code, valence, code, valence,
        st.sampled_from(["informant", "theory"]), STATUS, st.integers(1, 4), SHARE,
    )  # fmt: skip
    return draw(st.lists(link, max_size=12)), draw(st.lists(outer, max_size=30))


def naively(links: list[Row], shaped: list[Row]) -> set[tuple[str, ...]]:
    """Every way outwards, walked row by row."""

    def name(code: str, ring: str, valence: str) -> str:
        return f"{'!' if valence == 'absent' else ''}{code}@{ring}"

    def on(site: str, ring: str, code: str, valence: str, so_far: str) -> list[str]:
        further = [
            r for r in shaped
            if (r["site"], r["ring"], r["mechanism"], r["valence"]) == (site, ring, code, valence)
        ]  # fmt: skip
        if not further:
            return [so_far]
        return [
            way for r in further
            for way in on(site, r["outer_ring"], r["factor"], r["factor_valence"], so_far + " < "
                          + name(r["factor"], r["outer_ring"], r["factor_valence"]))
        ]  # fmt: skip

    found = set()
    for r in links:
        if r["status"] != "ruled_out":
            first = name(r["mechanism"], r["ring"], r["valence"])
            for way in on(r["site"], r["ring"], r["mechanism"], r["valence"], first):
                found.add((r["site"], r["feature"], r["sign"], way))
    return found


@given(graphs())
def test_all_simple_paths_are_found_once(graph: tuple[list[Row], list[Row]]) -> None:
    rows, cut = paths(*graph)
    named = [(r["site"], r["feature"], r["sign"], r["path"]) for r in rows]
    assert set(named) == naively(*graph)
    assert len(set(named)) == len(named)
    assert cut == []
    assert all(r["edges"] == r["path"].count("@") for r in rows)
    assert all(r["path"].endswith(f"@{r['outermost']}") for r in rows)


@given(graphs())
def test_a_path_is_a_chain_of_edges_and_no_stronger_than_any(
    graph: tuple[list[Row], list[Row]],
) -> None:
    links, shaped = graph
    for row in paths(links, shaped)[0]:
        chain = [f"{row['feature']}{row['sign']}", *row["path"].split(" < ")]
        shares, explained, edges = [], [], []
        for inner, outer in pairwise(chain):
            between = [r for r in [*links, *shaped] if ends(r, row) == (inner, outer)]
            assert between
            best = max(between, key=lambda r: (r["status"] == "explained", share(r), r["support"]))
            shares.append((share(best), best["support"]))
            explained.append(best["status"] == "explained")
            edges.append((explained[-1], *shares[-1], f"{inner} < {outer}"))
        assert row["weakest"] == min(edges, key=lambda edge: edge[:3])[3]
        least = min(of for of, _ in shares)
        assert row["robustness"] == (None if least == 9 else least)
        assert row["support"] == min(of for _, of in shares)
        assert (row["status"] == "explained") == all(explained)


def share(row: Row) -> float:
    return 9 if row["robustness"] is None else float(row["robustness"])


def ends(row: Row, of: Row) -> tuple[str, str] | None:
    """Inner and outer name of an edge of a finding's site, as a path has them."""
    if row["site"] != of["site"] or row["status"] == "ruled_out":
        return None
    mark = {"present": "", "absent": "!"}
    inside = f"{mark[row['valence']]}{row['mechanism']}@{row['ring']}"
    if "factor" not in row:
        named = (row["feature"], row["sign"]) == (of["feature"], of["sign"])
        return (f"{row['feature']}{row['sign']}", inside) if named else None
    return inside, f"{mark[row['factor_valence']]}{row['factor']}@{row['outer_ring']}"


@given(graphs(), st.integers(1, 4))
def test_of_too_many_the_strongest_are_kept(graph: tuple[list[Row], list[Row]], most: int) -> None:
    every, _ = paths(*graph)
    kept, cut = paths(*graph, most)
    of = lambda r: (r["site"], r["feature"], r["sign"])  # noqa: E731
    numbers = {of(r): sum(of(o) == of(r) for o in every) for r in every}
    assert {of(c): c["paths"] for c in cut} == {f: n for f, n in numbers.items() if n > most}
    for finding, number in numbers.items():
        mine = [strength(r, *graph) for r in kept if of(r) == finding]
        best = sorted((strength(r, *graph) for r in every if of(r) == finding), reverse=True)
        assert mine == best[: min(most, number)]


def strength(row: Row, links: list[Row], shaped: list[Row]) -> tuple[bool, float, int]:
    """Whether a path's weakest edge is explained, its robustness and its support."""
    inner, outer = row["weakest"].split(" < ")
    between = [r for r in [*links, *shaped] if ends(r, row) == (inner, outer)]
    best = max(between, key=lambda r: (r["status"] == "explained", share(r), r["support"]))
    return best["status"] == "explained", share(best), best["support"]


@given(graphs(), st.randoms(use_true_random=False))
def test_other_names_and_order_change_nothing_else(
    graph: tuple[list[Row], list[Row]], random: Any
) -> None:
    links, shaped = ([dict(row) for row in rows] for rows in graph)
    for row in [*links, *shaped]:
        row["site"] = {"north": "z", "south": "y"}[row["site"]]
        row["mechanism"] = row["mechanism"].upper()
        if "factor" in row:
            row["factor"] = row["factor"].upper()
    random.shuffle(links)
    random.shuffle(shaped)
    back = {"z": "north", "y": "south"}
    key = lambda r: (r["site"], r["feature"], r["sign"], r["path"].lower())  # noqa: E731
    before = sorted(paths(*graph)[0], key=key)
    after = sorted(({**r, "site": back[r["site"]]} for r in paths(links, shaped)[0]), key=key)
    assert [{k: str(v).lower() for k, v in r.items()} for r in before] == [
        {k: str(v).lower() for k, v in r.items()} for r in after
    ]


def test_what_patients_see_of_each_ring() -> None:
    told = [
        {"site": "north", "ring": "first", "mechanism": "lists", "valence": "present",
         "expects": {("same_person", "-")}},
        {"site": "north", "ring": "first", "mechanism": "lists", "valence": "present",
         "expects": {("same_person", "-")}},
        {"site": "south", "ring": "first", "mechanism": "lists", "valence": "present",
         "expects": {("same_person", "-")}},
        {"site": "south", "ring": "network", "mechanism": "budget", "valence": "present",
         "expects": set()},
    ]  # fmt: skip
    told_at = {"north": {("same_person", "-")}, "south": {("same_person", "+")}}
    assert seen(told, told_at, ["first", "network"]) == [
        {"ring": "first", "mechanisms": 2, "seen": 1, "share": 0.5},
        {"ring": "network", "mechanisms": 0, "seen": 0, "share": None},
    ]
