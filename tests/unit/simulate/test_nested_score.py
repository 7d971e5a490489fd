"""The score of planted explanations, and what the nest reaches."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest

from insideout.simulate.nested.left import remains
from insideout.simulate.nested.mechanisms import Edge
from insideout.simulate.nested.noise import Noise, noise_of
from insideout.simulate.nested.score import EDGE, SHAPE, inside_out_of, rates, scored
from insideout.simulate.nested.study import Study, drawn, nest_settings, study


def tables(made: Study, edges: set[Edge], *, status: str = "explained") -> dict[str, pd.DataFrame]:
    """What a method would make that states these edges, and all planted ones outwards."""
    links = [{**vars(e), "status": status, "lacks": "", "reason": ""} for e in edges]
    shapes = [{**vars(s), "status": "explained"} for s in made.drawn.shapes]
    caused = {(e.site, e.feature, e.sign) for e in edges}
    findings = [
        {"site": site, "feature": feature, "sign": sign,
         "status": status if (site, feature, sign) in caused else "unexplained"}
        for site, feature, sign in remains(made).tellers
    ]  # fmt: skip
    return {
        "nest_links": pd.DataFrame(links, columns=[*EDGE, "status", "lacks", "reason"]),
        "nest_shaped": pd.DataFrame(shapes, columns=[*SHAPE, "status"]),
        "nest_findings": pd.DataFrame(findings),
    }


def test_who_states_what_was_planted_and_nothing_else_is_wholly_right() -> None:
    made = study(drawn(5), noise_of(0.3), 5)
    got = rates(scored(made, tables(made, set(made.drawn.edges))))
    assert (got["recall"], got["false"]) == (1, 0)
    assert (got["shaped_recall"], got["shaped_false"]) == (1, 0)
    assert (got["both_recall"], got["both_cited_recall"], got["both_false"]) == (1, 1, 0)


def test_what_is_not_stated_is_missed_and_what_was_not_planted_is_false() -> None:
    made = study(drawn(5), Noise(), 5)
    edges = sorted(made.drawn.edges, key=str)
    decoy = next(m for m in made.drawn.mechanisms if m.kind != "planted")
    wrong = Edge(edges[0].site, decoy.feature, "+", decoy.ring, decoy.code, "present")
    counts = scored(made, tables(made, {*edges[1:], wrong}))
    assert counts["kept"] - counts["found"] == counts["missed: not offered"] == 1
    assert counts["false"] == counts[f"false: decoy, {decoy.kind}"] == 1
    assert rates(counts)["false"] == pytest.approx(1 / len(edges))
    suggested = scored(made, tables(made, set(edges), status="suggested"))
    assert suggested["stated"] == suggested["found"] == 0


def test_both_kinds_of_edges_are_added_before_shares_are_made() -> None:
    counts = Counter({
        "kept": 10, "found": 9, "twice": 14, "twice found": 9, "stated": 20, "false": 1,
        "shaped kept": 5, "shaped found": 3, "shaped cited": 6, "shaped cited found": 3,
        "shaped stated": 5, "shaped false": 4,
    })  # fmt: skip
    got = rates(counts)
    assert (got["both_recall"], got["both_false"]) == (12 / 15, 5 / 25)
    assert (got["both_twice_recall"], got["both_cited_recall"]) == (12 / 19, 12 / 20)


def test_statements_left_count_even_where_the_experience_is_no_pattern_any_more() -> None:
    made = study(drawn(5), noise_of(0.3), 5)
    left = remains(made).edges.values()
    counts = scored(made, tables(made, set()))
    assert counts["twice"] == sum(of.support >= 2 for of in left) > counts["kept"]
    assert counts["twice found"] == 0


def test_a_decoy_among_the_links_that_is_stated_is_false() -> None:
    made = study(drawn(5), Noise(), 5)
    link = next(link for link in made.drawn.links if link.kind)
    edge = next(e for e in made.drawn.edges if e.mechanism == link.mechanism)
    row = {"site": edge.site, "ring": edge.ring, "mechanism": edge.mechanism,
           "valence": edge.valence, "outer_ring": "governance", "factor": link.factor,
           "factor_valence": "present", "status": "explained"}  # fmt: skip
    given = tables(made, set(made.drawn.edges))
    given["nest_shaped"] = pd.concat([given["nest_shaped"], pd.DataFrame([row])])
    counts = scored(made, given)
    assert counts["shaped false"] == counts[f"shaped false: decoy link, {link.kind}"] == 1
    assert counts[f"taken links: {link.kind}"] == 1
    assert rates(counts)["both_false"] == pytest.approx(
        1 / (len(made.drawn.edges) + len(made.drawn.shapes) + 1)
    )


def test_experiences_that_lost_their_causes_are_to_be_left_unexplained() -> None:
    made = study(drawn(5), noise_of(0.4), 5)
    silent = scored(made, tables(made, set()))
    assert silent["removed"] == silent["removed: unexplained"] > 0
    guessed = scored(made, tables(made, set(made.drawn.edges)))
    assert guessed["removed: explained"] == silent["removed"]


def nested(seeds: range, noise: Noise, decoys: int) -> Counter[str]:
    settings, counts = nest_settings(), Counter[str]()
    for seed in seeds:
        made = study(drawn(seed, decoys), noise, seed)
        counts += scored(made, inside_out_of(made, settings))
    return counts


def test_without_noise_and_decoys_the_nest_finds_all_that_was_planted_and_nothing_else() -> None:
    counts = nested(range(1, 9), Noise(), 0)
    assert counts["found"] == counts["kept"] == counts["planted"] == counts["stated"] > 300
    assert counts["shaped found"] == counts["shaped planted"] == counts["shaped stated"] > 0
    assert counts["causeless: unexplained"] == counts["causeless"] > 0


def test_without_noise_no_decoy_is_stated_as_an_explanation_or_as_an_edge_outwards() -> None:
    counts = nested(range(1, 9), Noise(), 2)
    assert counts["found"] == counts["kept"] == counts["planted"] == counts["stated"]
    assert counts["shaped found"] == counts["shaped planted"] == counts["shaped stated"] > 0


def test_with_the_noise_of_a_real_study_most_is_found_and_little_of_it_is_false() -> None:
    counts = nested(range(1, 21), noise_of(0.15), 2)
    got = rates(counts)
    assert got["recall"] >= 0.9
    assert got["false"] <= 0.05
    assert got["both_recall"] >= 0.9
    assert got["both_false"] <= 0.05
    assert counts["removed: explained"] <= 0.05 * counts["removed"]
