"""Words that go together, against R and against counts made one by one."""

from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.collocations import collocations, log_likelihood, neighbours, pairs_of
from insideout.tables.corpus import COLLOCATIONS

STOP = {"the", "of"}
LEMMA = {"m": "be"}  # as the dictionary has it
Said = list[tuple[str, str]]  # informant and sentence


def corpus(said: Said) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Tokens and turns, a source for each informant, whose first letter is the site."""
    rows, at = [], Counter[str]()
    for number, (who, sentence) in enumerate(said):
        for word in sentence.split():
            bare = word.rstrip(",")
            row = {"source": who, "turn": 1, "sentence": number, "start": at[who],
                   "end": at[who] + len(bare), "lower": bare, "lemma": LEMMA.get(bare, bare),
                   "is_word": True, "is_stop": bare in STOP}  # fmt: skip
            rows.append(row)
            at[who] += len(word) + 1
    people = sorted({who for who, _ in said})
    turns = pd.DataFrame([{"source": who, "turn": 1, "informant": who} for who in people])
    tokens = pd.DataFrame(rows).sort_values(["source", "start"], ignore_index=True)
    return tokens, turns, {who: who[0] for who in people}


TWENTY: Said = [
    *[("n1", "care plan")] * 2, *[("n2", "care plan")] * 2, *[("n1", "care home")] * 2,
    *[("n2", "day plan")] * 3, *[("n1", "old chair")] * 11,
]  # fmt: skip


def row_of(table: pd.DataFrame, apart: str, first: str, second: str, site: str = "") -> pd.Series:
    rows = table[
        (table["apart"] == apart) & (table["first"] == first) & (table["second"] == second)
        & (table["site"] == site)
    ]  # fmt: skip
    assert len(rows) == 1
    return rows.iloc[0]


def test_measures_are_rs() -> None:
    """Twenty pairs: care plan 4, care with another 2, plan after another 3, neither 11.

    R 4.2.2: loglin(matrix(c(4, 2, 3, 11), 2, byrow = TRUE), list(1, 2))$lrt is 3.71146004619311,
    and from both ends, as the window counts, with 31 for 11, 9.16630990220382. Log Dice by hand:
    14 + log2(2 × 4 / (6 + 7)).
    """
    table = collocations(*corpus(TWENTY), least=3.0)
    row = row_of(table, "adjacent", "care", "plan")
    assert row["log_likelihood"] == pytest.approx(3.71146004619311, abs=1e-12)
    assert row["log_dice"] == pytest.approx(13.2995602818589, abs=1e-12)
    assert (row["count"], row["count_first"], row["count_second"]) == (4, 6, 7)
    assert row["informants"] == 2
    row = row_of(table, "window", "care", "plan")
    assert row["log_likelihood"] == pytest.approx(9.16630990220382, abs=1e-12)
    assert list(table.columns) == COLLOCATIONS.names


def test_a_letter_that_stands_for_a_name_is_in_no_pair() -> None:
    said: Said = [(who, "dr m care plan") for who in ("n1", "n2") for _ in range(4)]
    kept = collocations(*corpus(said + [("n1", "old chair"), ("n2", "old chair")] * 9), least=0.0)
    assert {"be", "m"}.isdisjoint({*kept["first"], *kept["second"]})
    assert ("care", "plan") in set(zip(kept["first"], kept["second"], strict=True))


def test_pairs_of_one_informant_alone_or_seldom_are_left_out() -> None:
    kept = collocations(*corpus(TWENTY), least=0.0)
    pairs = set(zip(kept["first"], kept["second"], strict=True))
    assert ("old", "chair") not in pairs  # n1 alone
    assert ("care", "home") not in pairs  # twice
    assert ("old", "chair") in {
        (row.first, row.second) for row in collocations(*corpus(TWENTY), informants=1).itertuples()
    }


def test_each_site_has_its_own_pairs_where_there_are_several() -> None:
    said = [(who[0].replace("n", site) + who[1:], text) for site in "ns" for who, text in TWENTY]
    table = collocations(*corpus(said), least=3.0)
    assert set(table["site"]) == {"", "n", "s"}
    assert row_of(table, "adjacent", "care", "plan", "s")["count"] == 4
    assert row_of(table, "adjacent", "care", "plan")["count"] == 8
    assert set(collocations(*corpus(TWENTY), least=3.0)["site"]) == {""}


def test_stop_words_keep_their_place_but_are_in_no_pair() -> None:
    said = [("n1", "ward of care"), ("n2", "ward of care")] * 3 + TWENTY
    table = collocations(*corpus(said), least=0.0)
    assert "of" not in {*table["first"], *table["second"]}
    adjacent = table[table["apart"] == "adjacent"]
    assert not ((adjacent["first"] == "ward") & (adjacent["second"] == "care")).any()
    assert row_of(table, "window", "care", "ward")["count"] == 6


def test_neighbours_have_no_comma_between() -> None:
    tokens, _, _ = corpus([("n1", "nurse, doctor came")])
    pairs = neighbours(tokens)
    assert (list(pairs.first), list(pairs.second)) == ([1], [2])


def test_interviewers_are_not_counted() -> None:
    tokens, turns, sites = corpus(TWENTY)
    turns["informant"] = turns["informant"].replace("n2", "")
    assert collocations(tokens, turns, sites, informants=1)["informants"].max() == 1


def test_without_words_there_are_no_pairs() -> None:
    tokens, turns, sites = corpus(TWENTY)
    assert len(collocations(tokens.iloc[:0], turns, sites)) == 0
    assert len(collocations(tokens.iloc[:1], turns, sites)) == 0


WORDS = st.lists(st.sampled_from(["aa", "bb", "cc", "the"]), min_size=1, max_size=9).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(["n1", "n2"]), WORDS), min_size=1, max_size=6))
def test_counts_are_those_of_a_walk_over_every_sentence(said: Said) -> None:
    table = collocations(*corpus(said), window=3, count=1, informants=1, least=0.0, most=99)
    near: Counter[tuple[str, ...]] = Counter()
    for _, sentence in said:
        for (i, one), (j, two) in itertools.combinations(enumerate(sentence.split()), 2):
            near[tuple(sorted((one, two)))] += j - i <= 3
    window = table[table["apart"] == "window"]
    for row in window.itertuples():
        assert row.count == near[row.first, row.second]
    pairs = pairs_of(corpus(said)[0], 3)
    assert len(pairs.first) == sum(near.values())


@given(st.lists(st.integers(0, 40), min_size=4, max_size=4).filter(any))
def test_log_likelihood_is_never_negative_and_nothing_where_words_are_independent(
    cells: list[int],
) -> None:
    both, first, second, neither = cells
    row, column, total = both + first, both + second, sum(cells)
    expected, g2 = log_likelihood(np.array([both]), np.array([row]), np.array([column]), total)
    assert expected[0] == pytest.approx(row * column / total)
    assert g2[0] >= -1e-9
    if both * neither == first * second:
        assert g2[0] == pytest.approx(0, abs=1e-9)
