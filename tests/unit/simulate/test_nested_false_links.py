"""Decoys among the links outwards: told of at both ends, and resting on too little."""

from __future__ import annotations

from functools import cache

import pytest

from insideout.simulate.nested.false_links import (
    AFTER,
    BEFORE,
    ELSEWHERE,
    LINK_DECOYS,
    OUTVOTED,
    THEORY,
)
from insideout.simulate.nested.mechanisms import Said
from insideout.simulate.nested.shaped import Link
from insideout.simulate.nested.study import Drawn, drawn


@cache
def of_kind(kind: str) -> list[tuple[Drawn, Link]]:
    found = [(made, link) for made in map(drawn, range(1, 31)) for link in made.links
             if link.kind == kind]  # fmt: skip
    assert found
    return found


def cited(made: Drawn, numbers: tuple[int, ...]) -> list[Said]:
    return [made.said[n] for n in numbers]


def of_code(made: Drawn, code: str) -> list[Said]:
    return [word for word in made.said if word.code == code]


@pytest.mark.parametrize("seed", range(1, 31))
def test_a_study_with_decoys_has_one_of_each_and_one_without_has_none(seed: int) -> None:
    kinds = [link.kind for link in drawn(seed).links if link.kind]
    untimely = {BEFORE, AFTER} & set(kinds)
    assert len(untimely) == 1
    assert {THEORY, OUTVOTED} <= set(kinds) <= {ELSEWHERE, THEORY, OUTVOTED, *untimely}
    assert len(kinds) == len(set(kinds))
    assert not any(link.kind for link in drawn(seed, 0).links)


@pytest.mark.parametrize("kind", LINK_DECOYS)
def test_both_ends_are_told_of_and_the_edge_was_never_planted(kind: str) -> None:
    for made, link in of_kind(kind):
        assert any(edge.mechanism == link.mechanism for edge in made.edges)
        factor = of_code(made, link.factor)
        assert len({word.who for word in factor if word.valence == "present"}) >= 2
        assert not any(shape.factor == link.factor for shape in made.shapes)
        evidence = cited(made, link.evidence)
        assert {word.code for word in evidence} <= {link.factor}
        assert bool(evidence) == (link.basis == "informant") == (kind != THEORY)


def test_only_people_of_sites_without_the_mechanism_say_so() -> None:
    for made, link in of_kind(ELSEWHERE):
        home, evidence = made.world.homes(), cited(made, link.evidence)
        stands = {edge.site for edge in made.edges if edge.mechanism == link.mechanism}
        (speaking,) = {home[word.who] for word in evidence}
        assert speaking not in stands
        (body,) = {word.about for word in of_code(made, link.factor)}
        assert stands & set(made.world.below(body))
        telling = {word.who for word in of_code(made, link.factor)}
        assert telling - {word.who for word in evidence}


def test_at_every_place_more_people_say_the_opposite() -> None:
    for made, link in of_kind(OUTVOTED):
        say, against = cited(made, link.evidence), cited(made, link.counter)
        assert {word.valence for word in say} == {"present"}
        assert {word.valence for word in against} == {"absent"}
        for place in {word.about for word in say}:
            one, other = ({w.who for w in words if w.about == place} for words in (say, against))
            assert not one & other
            assert len(other) > len(one) > 0


@pytest.mark.parametrize("kind", [BEFORE, AFTER])
def test_factor_and_mechanism_share_no_day_and_the_mechanism_holds_when_patients_tell(
    kind: str,
) -> None:
    for made, link in of_kind(kind):
        days = made.world.dates.values()
        for word in of_code(made, link.mechanism):
            assert word.period_from < "2019"
            assert word.period_to > max(days) or not word.period_to
            for factor in of_code(made, link.factor):
                if kind == BEFORE:
                    assert "" < factor.period_to < word.period_from
                else:
                    assert factor.period_from > word.period_to > ""
