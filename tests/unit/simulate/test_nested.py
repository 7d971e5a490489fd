"""Made-up studies with planted explanations: what is drawn is what it says it is."""

from __future__ import annotations

import datetime
from collections import Counter
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.simulate.nested.decoys import (
    DECOYS,
    ENDED,
    EVERYWHERE,
    LATER,
    LEFT,
    OTHER_PROVIDER,
    OTHER_SITE,
)
from insideout.simulate.nested.left import planted_rows, remains, tellers
from insideout.simulate.nested.mechanisms import Mechanism, Said
from insideout.simulate.nested.noise import Noise, noise_of
from insideout.simulate.nested.study import Drawn, Study, drawn, study
from insideout.simulate.nested.world import NON_ORGANISATIONAL, RINGS, World

SEEDS = range(1, 31)
SIGNS = {"+": 1, "-": -1}


@cache
def truth(seed: int, decoys: int = 2) -> Drawn:
    return drawn(seed, decoys)


@cache
def clean(seed: int) -> Study:
    return study(truth(seed), Noise(), seed)


def of_kind(kind: str) -> list[tuple[Drawn, Mechanism, list[Said]]]:
    found = [
        (made, mechanism, [word for word in made.said if word.code == mechanism.code])
        for made in map(truth, SEEDS)
        for mechanism in made.mechanisms
        if mechanism.kind == kind
    ]
    assert found
    return found


def site_of(place: World, unit: str) -> str:
    return next(s for s in place.sites if unit in place.responders(s) + place.networks[s])


def test_the_same_seed_draws_the_same_study() -> None:
    assert drawn(7) == drawn(7)
    first, again = (study(drawn(7), noise_of(0.15), 7) for _ in range(2))
    assert first.codings == again.codings
    assert (first.people, first.links) == (again.people, again.links)
    assert planted_rows(first) == planted_rows(again)
    assert drawn(7) != drawn(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_sites_units_and_people_are_as_many_as_asked(seed: int) -> None:
    made = truth(seed)
    place = made.world
    assert 4 <= len(place.sites) <= 8
    assert 5 <= len(made.features) <= 8
    for site in place.sites:
        assert 1 <= len(place.practices[site]) <= 3
        assert 1 <= len(place.seconds[site]) <= 3
        assert 5 <= len(place.patients_of(site)) <= 12
    for feature in made.features:
        alike = [m for m in made.mechanisms if m.feature == feature.name and m.kind != "planted"]
        assert len(alike) == 2
    known = {unit["unit"] for unit in place.units}
    assert all({m["unit"], m["parent"]} <= known for m in place.memberships)


def test_sizes_rings_and_kinds_of_decoys_vary() -> None:
    every = [truth(seed) for seed in SEEDS]
    assert {len(made.world.sites) for made in every} == set(range(4, 9))
    assert {len(place) for m in every for place in m.world.practices.values()} == {1, 2, 3}
    assert {edge.ring for made in every for edge in made.edges} == set(RINGS)
    assert {edge.valence for made in every for edge in made.edges} == {"present", "absent"}
    assert {m.kind for made in every for m in made.mechanisms} == {"planted", *DECOYS}
    assert {shape.outer_ring for made in every for shape in made.shapes} == set(RINGS[3:])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_experience_told_is_the_one_planted_and_causes_are_stated(seed: int) -> None:
    made, left = truth(seed), remains(clean(seed))
    for feature in made.features:
        for site, sign in feature.sign_of.items():
            assert (site, feature.name, "+" if sign > 0 else "-") in left.patterns
    mechanisms = {m.code: m for m in made.mechanisms}
    assert all(of.keeps for of in left.edges.values())
    assert all(of.keeps for of in left.shapes.values())
    for edge in made.edges:
        mechanism = mechanisms[edge.mechanism]
        shown = mechanism.sign * (1 if edge.valence == "present" else -1)
        assert (mechanism.feature, shown) == (edge.feature, SIGNS[edge.sign])


def test_as_a_rule_three_informants_or_more_state_a_cause() -> None:
    stated = [number for seed in SEEDS for number in truth(seed).edges.values()]
    assert min(stated) >= 2
    assert sum(number >= 3 for number in stated) > 0.85 * len(stated)


def test_some_experiences_have_no_cause() -> None:
    rows = [row for seed in SEEDS for row in planted_rows(clean(seed))]
    without = [row for row in rows if row["what"] == "unexplained"]
    caused = {
        (seed, e.site, e.feature, e.sign) for seed in SEEDS for e in truth(seed).edges
    }  # fmt: skip
    assert 0.1 < len(without) / (len(without) + len(caused)) < 0.4


@pytest.mark.parametrize("kind", DECOYS)
def test_decoys_share_feature_and_sign_with_an_experience_and_explain_nothing(kind: str) -> None:
    for made, mechanism, words in of_kind(kind):
        feature = next(f for f in made.features if f.name == mechanism.feature)
        assert mechanism.like in feature.signs()
        value = 1 if words[0].valence == "present" else -1
        assert mechanism.sign * value == mechanism.like
        assert not any(edge.mechanism == mechanism.code for edge in made.edges)
        assert {word.valence for word in words} == {words[0].valence}
        assert len({word.who for word in words}) >= 2


def test_decoys_everywhere_are_told_of_at_every_site_and_their_feature_differs() -> None:
    for made, mechanism, words in of_kind(EVERYWHERE):
        place = made.world
        reached = {
            s for word in words
            for s in (place.below(word.about) or [site_of(place, word.about)])
        }  # fmt: skip
        assert reached == set(place.sites)
        assert not next(f for f in made.features if f.name == mechanism.feature).common


def test_no_patient_of_a_decoys_practice_tells_of_the_experience() -> None:
    for made, mechanism, words in of_kind(OTHER_PROVIDER):
        (practice,) = {word.about for word in words}
        place = made.world
        telling = tellers(made, made.said)
        cell = (site_of(place, practice), mechanism.feature, "+" if mechanism.like > 0 else "-")
        assert telling[cell]
        assert place.patients[practice]
        assert not telling[cell] & set(place.patients[practice])
        codes = {
            code for f in made.features if f.name == mechanism.feature for code, _ in f.codes
        }  # fmt: skip
        assert not any(word.about == practice for word in made.said if word.code in codes)


def test_decoys_of_another_site_stand_where_the_opposite_is_experienced() -> None:
    for made, mechanism, words in of_kind(OTHER_SITE):
        feature = next(f for f in made.features if f.name == mechanism.feature)
        (site,) = {site_of(made.world, word.about) for word in words}
        assert feature.sign_of[site] == -mechanism.like


def test_decoys_that_ended_did_so_before_the_time_that_anybody_tells_of() -> None:
    for made, _, words in of_kind(ENDED):
        day = min(map(datetime.date.fromisoformat, made.world.dates.values()))
        earliest = day.replace(year=day.year - 1).isoformat()
        assert all("" < word.period_to < earliest for word in words)
    for made, mechanism, words in of_kind(LEFT):
        assert {word.about for word in words} <= set(made.world.gone.values())
        until = {m["unit"]: m["to"] for m in made.world.memberships}
        assert all("" < until[word.about] < "2020" for word in words)
        feature = next(f for f in made.features if f.name == mechanism.feature)
        assert set(feature.sites(mechanism.like)) <= set(made.world.gone)


def test_decoys_that_come_later_begin_after_the_last_interview() -> None:
    for made, _, words in of_kind(LATER):
        last = max(made.world.dates.values())
        assert all(word.period_from > last for word in words)


def test_each_feature_has_the_decoys_that_it_allows_in_equal_parts() -> None:
    kinds: Counter[str] = Counter()
    for made in map(truth, range(1, 61)):
        for feature in made.features:
            mine = Counter(m.kind for m in made.mechanisms
                           if m.feature == feature.name and m.kind != "planted")  # fmt: skip
            assert mine[EVERYWHERE] == (not feature.common)
            kinds += mine
    before, provider = kinds[ENDED] + kinds[LEFT], kinds[OTHER_PROVIDER] + kinds[OTHER_SITE]
    parts = (kinds[EVERYWHERE], provider, before + kinds[LATER])
    assert all(0.28 < part / kinds.total() < 0.39 for part in parts)
    assert abs(before - kinds[LATER]) <= 60
    assert 0 < kinds[OTHER_SITE] <= provider / 4


@pytest.mark.parametrize("seed", SEEDS)
def test_without_noise_everything_that_was_said_is_coded_as_it_was(seed: int) -> None:
    made = clean(seed)
    assert sorted(c.number for c in made.coded) == list(range(len(made.drawn.said)))
    assert all(c.coding == c.said for c in made.coded)
    assert len(made.people) == len(made.drawn.world.people)
    assert len({row["coding"] for row in made.codings}) == len(made.codings)


def test_noise_has_the_shares_asked_for() -> None:
    noise = noise_of(0.15)
    assert vars(noise) == pytest.approx(vars(Noise(0.15, 0.05, 0.05, 0.2)))
    made = [study(truth(seed), noise, seed) for seed in range(1, 61)]
    people = sum(len(m.drawn.world.people) for m in made)
    assert sum(len(m.people) for m in made) / people == pytest.approx(0.8, abs=0.02)
    there = [{p["informant"] for p in m.people} for m in made]
    able = sum(word.who in who for m, who in zip(made, there, strict=True) for word in m.drawn.said)
    codings = [c for m in made for c in m.coded]
    assert len(codings) / able == pytest.approx(0.85, abs=0.01)
    wrong = sum(c.coding.code != c.said.code for c in codings) / len(codings)
    assert wrong == pytest.approx(0.05, abs=0.005)
    moved = sum(c.coding.about != c.said.about for c in codings) / len(codings)
    assert moved == pytest.approx(0.05, abs=0.005)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 50))
def test_what_is_lost_at_little_noise_is_lost_at_more(seed: int) -> None:
    levels = [study(truth(seed), noise_of(n), seed) for n in (0.05, 0.15, 0.3)]
    for less, more in pairwise({c.number: c.coding for c in m.coded} for m in levels):
        assert set(more) <= set(less)
        wrong = {n for n in more if less[n] != levels[0].drawn.said[n]}
        assert all(less[n] == more[n] for n in wrong if less[n].code != levels[0].drawn.said[n].code
                   and less[n].about != levels[0].drawn.said[n].about)  # fmt: skip


@pytest.mark.parametrize("seed", range(1, 11))
def test_noise_touches_no_truth_and_links_cite_codings_that_are_there(seed: int) -> None:
    made = drawn(seed)
    noisy = study(made, noise_of(0.3), seed)
    assert made == drawn(seed)
    ids = {row["coding"] for row in noisy.codings}
    assert noisy.links
    for link in noisy.links:
        assert {*link["evidence"].split(), *link["counter_evidence"].split()} <= ids
    assert {row["informant"] for row in noisy.codings} <= {p["informant"] for p in noisy.people}


def test_what_is_left_is_counted_by_informants_who_are_independent() -> None:
    made = clean(3)
    edge = next(e for e in made.drawn.edges if e.ring != NON_ORGANISATIONAL)
    says = [row for row in made.codings
            if (row["code"], row["valence"]) == (edge.mechanism, edge.valence)]  # fmt: skip
    here = [row for row in says if row["about"] in made.drawn.world.at(edge.site, edge.ring)]
    telling = remains(made).tellers[edge.site, edge.feature, edge.sign]
    wanted = {row["informant"] for row in here} - telling
    assert remains(made).edges[edge].support == len(wanted) >= 2
    gone = {row["coding"] for row in here}
    kept = [
        c for c, row in zip(made.coded, made.codings, strict=True) if row["coding"] not in gone
    ]  # fmt: skip
    rows = [row for row in made.codings if row["coding"] not in gone]
    without = Study(made.drawn, kept, rows, made.people, made.sources, made.links)
    assert remains(without).edges[edge].support == 0
    assert not remains(without).edges[edge].keeps
