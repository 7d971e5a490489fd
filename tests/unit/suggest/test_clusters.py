"""Candidate themes: those that were planted are found, whatever the order of the rows."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from insideout.reader import framed
from insideout.suggest.clusters import (
    candidates,
    cluster_id,
    lost_decisions,
    plain_terms,
    typical_rows,
)
from insideout.suggest.passages import Passages, runs
from insideout.tables.corpus import TURNS
from insideout.tables.inputs import CLUSTERS
from insideout.tables.suggest import CANDIDATES, RESIDUAL

THEMES = ("bus", "pay", "dog", "key", "tea")
SETTINGS = {"clusters": 5, "words": 4}
NONE = framed([], CLUSTERS)


def planted(count: int = 400) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    """A residual, tokens, turns, and the theme of each sentence ("" for two in five).

    Three of a sentence's seven words are of its theme's twenty; twelve people speak in turns of
    one sentence; the other words are drawn by Zipf's law.
    """
    random = np.random.default_rng(1)
    chances = 1 / np.arange(1, 1001)
    rows, tokens, turns, themes = [], [], [], []
    for number in range(count):
        source = f"S{number % 12:02}"
        theme = "" if random.random() < 0.4 else THEMES[number % len(THEMES)]
        words = [f"word{_letters(n)}" for n in random.choice(1000, 7, p=chances / chances.sum())]
        if theme:
            words[:3] = [f"{theme}{_letters(n)}" for n in random.integers(0, 20, 3)]
        place = {"source": source, "turn": number + 1, "sentence": number + 1}
        said = {"quote": " ".join(words), "informant": source, "words": len(words)}
        rows.append({**place, **said, "start": number * 100, "end": number * 100 + 90})
        turns.append({"source": source, "turn": number + 1, "informant": source})
        common = {**place, "is_word": True}
        tokens += [{**common, "lemma": w, "lower": w, "is_stop": False} for w in words]
        tokens += [{**common, "lemma": "the", "lower": "the", "is_stop": True}]
        themes.append(theme)
    return framed(rows, RESIDUAL), pd.DataFrame(tokens), framed(turns, TURNS), themes


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


@pytest.fixture(scope="module")
def corpus() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[str]]:
    return planted()


def test_planted_themes_are_found_and_named_by_their_words(corpus: Any) -> None:
    rows, tokens, turns, themes = corpus
    made, found = candidates(rows, tokens, turns, NONE, SETTINGS, 7)
    assert len(found) == len(THEMES)
    strongest = [{term[:3] for term in plain_terms(terms)[:5]} for terms in found["terms"]]
    assert sorted(map(sorted, strongest)) == sorted([theme] for theme in THEMES)
    truth = pd.Series(themes, index=rows["sentence"])[made["sentence"]].to_numpy()
    both = (made["cluster"] != "").to_numpy() & (truth != "")
    assert both.sum() > 0.7 * (truth != "").sum()
    assert adjusted_rand_score(truth[both], made["cluster"][both]) > 0.8


def test_sentences_that_fit_nothing_are_left_in_no_cluster(corpus: Any) -> None:
    rows, tokens, turns, themes = corpus
    made, _ = candidates(rows, tokens, turns, NONE, SETTINGS, 7)
    truth = pd.Series(themes, index=rows["sentence"])[made["sentence"]].to_numpy()
    assert (made["cluster"][truth == ""] == "").mean() > 0.7
    assert made["typical"].isna().equals(made["cluster"] == "")


def test_neither_order_of_rows_nor_threads_nor_noise_change_anything(
    corpus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, tokens, turns, _ = corpus
    made, found = candidates(rows, tokens, turns, NONE, SETTINGS, 7)
    shuffled = [frame.sample(frac=1, random_state=3) for frame in (rows, tokens, turns)]
    with threadpool_limits(2):
        again, found_again = candidates(*shuffled, NONE, SETTINGS, 7)
    pd.testing.assert_frame_equal(made, again)
    pd.testing.assert_frame_equal(found, found_again)

    from insideout.suggest import clusters

    def noisy(*arguments: Any) -> Passages:
        exact = original(*arguments)
        noise = np.random.default_rng(5).normal(0, 1e-7, exact.places.shape)
        return Passages(exact.of, exact.places + noise, exact.own, exact.telling)

    original = clusters.passages
    monkeypatch.setattr(clusters, "passages", noisy)
    third, _ = candidates(rows, tokens, turns, NONE, SETTINGS, 7)
    assert list(third["cluster"]) == list(made["cluster"])


def test_a_theme_of_one_informant_alone_is_none(corpus: Any) -> None:
    rows, tokens, turns, themes = corpus
    mine = {n for n, theme in zip(rows["sentence"], themes, strict=True) if theme == "bus"}
    rows, turns = rows.copy(), turns.copy()
    rows.loc[rows["sentence"].isin(mine), "informant"] = "S99"
    turns.loc[turns["turn"].isin(mine), "informant"] = "S99"
    _, found = candidates(rows, tokens, turns, NONE, SETTINGS, 7)
    assert not any(word.startswith("bus") for t in found["terms"] for word in plain_terms(t))


def test_neighbouring_sentences_of_a_turn_are_one_passage() -> None:
    places = [("A", 2, 3), ("A", 2, 4), ("A", 2, 6), ("A", 4, 7), ("B", 4, 8)]
    names = ("source", "turn", "sentence")
    rows = framed([dict(zip(names, place, strict=True)) for place in places], RESIDUAL)
    assert list(runs(rows)) == [0, 0, 1, 2, 3]


def test_short_sentences_are_clustered_with_their_neighbours(corpus: Any) -> None:
    rows, tokens, turns, _ = corpus
    halves = []
    for row in rows.to_dict("records"):
        pair = {"turn": row["turn"], "words": 4}
        halves.append({**row, **pair, "sentence": 2 * row["sentence"]})
        halves.append({**row, **pair, "sentence": 2 * row["sentence"] + 1, "words": 3})
    split = tokens.assign(sentence=2 * tokens["sentence"] + (tokens.index % 8 >= 4))
    settings = {"clusters": 5, "words": 7}
    made, found = candidates(framed(halves, RESIDUAL), split, turns, NONE, settings, 7)
    assert len(found) == len(THEMES)
    assert (made.groupby(["source", "turn"])["cluster"].nunique() == 1).all()


def test_too_little_to_cluster_gives_no_candidates(corpus: Any) -> None:
    rows, tokens, turns, _ = corpus
    for few in (rows.head(0), rows.head(1), rows.head(6)):
        made, found = candidates(few, tokens, turns, NONE, SETTINGS, 7)
        assert len(found) == 0
        assert list(made["cluster"]) == [""] * len(few)
    made, found = candidates(rows, tokens, turns, NONE, {"clusters": 5, "words": 99}, 7)
    assert len(found) == 0


def test_a_decision_is_found_again_and_lost_ones_are_told(corpus: Any) -> None:
    rows, tokens, turns, _ = corpus
    _, found = candidates(rows, tokens, turns, NONE, SETTINGS, 7)
    first = found.iloc[0]
    decided = framed(
        [{"cluster": first["cluster"], "terms": first["terms"], "decision": "named", "code": "bus",
          "by": "AM", "date": "2026-01-02", "reason": "often"},
         {"cluster": "c000000", "terms": "; ".join([*plain_terms(first["terms"])[:3], "moon"]),
          "decision": "rejected", "by": "AM", "date": "2026-01-02"},
         {"cluster": "c000001", "terms": "moon; sun", "decision": "rejected", "by": "AM",
          "date": "2026-01-02"}], CLUSTERS,
    )  # fmt: skip
    _, again = candidates(rows, tokens, turns, decided, SETTINGS, 7)
    row = again[again["cluster"] == first["cluster"]].iloc[0]
    assert tuple(row[["code", "decision", "by", "reason"]]) == ("bus", "named", "AM", "often")
    assert (again["decision"] != "").sum() == 1
    lost = lost_decisions(decided, again)
    assert lost[["cluster", "nearest"]].values.tolist() == [
        ["c000000", first["cluster"]], ["c000001", ""],
    ]  # fmt: skip
    assert len(lost_decisions(decided, framed([], CANDIDATES))) == 3


def test_an_id_is_that_of_the_strongest_terms_in_any_order() -> None:
    terms = [(word, 10.0 - n, 2.0) for n, word in enumerate("abcdef")]
    swapped = [terms[1], terms[0], *terms[2:5], ("z", 1.0, 1.0)]
    assert cluster_id(terms) == cluster_id(swapped)
    assert cluster_id(terms) != cluster_id(terms[1:])
    assert len(cluster_id(terms)) == 7


def test_typical_sentences_are_of_different_informants_first() -> None:
    people = [("A", 0.9), ("A", 0.8), ("B", 0.7), ("C", 0.1), ("A", 0.6)]
    rows = framed(
        [{"source": who, "sentence": n, "informant": who, "typical": typical}
         for n, (who, typical) in enumerate(people)], RESIDUAL,
    )  # fmt: skip
    assert list(typical_rows(rows, 4)["sentence"]) == [0, 2, 3, 1]
