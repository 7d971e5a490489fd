"""The classifier: planted vocabularies are found, and no source is judged by what it taught."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from insideout.suggest.classifier import classifier, dealt, figures, parts, terms_of

SETTINGS = {"threshold": 0.5, "positives": 20, "folds": 5}


def planted(
    told: float, sources: int = 20, each: int = 25, rate: float = 0.1
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sentences of seven words by Zipf's law, and the code `bus` on one in ten.

    A share `told` of those with the code say one of its three words.
    """
    random = np.random.default_rng(1)
    chances = 1 / np.arange(1, 401)
    size = sources * each
    drawn = random.choice(400, size=(size, 7), p=chances / chances.sum())
    has = random.random(size) < rate
    says = has & (random.random(size) < told)
    words = random.choice(["bus", "stop", "fare"], size)
    documents = [
        " ".join([*(f"w{n}" for n in row), *([word] if say else [])])
        for row, word, say in zip(drawn, words, says, strict=True)
    ]
    said = pd.DataFrame(
        {"source": [f"S{n // each:02}" for n in range(size)], "document": documents}
    )
    carried = pd.DataFrame({"row": np.flatnonzero(has), "code": "bus", "half": True})
    other = pd.DataFrame({"row": range(0, size, each), "code": "other", "half": True})
    return said, pd.concat([carried, other], ignore_index=True)  # every source was coded


def rows_of(carried: pd.DataFrame) -> NDArray[np.int64]:
    return carried.loc[carried["code"] == "bus", "row"].to_numpy("int64")


def only(carried: pd.DataFrame, rows: NDArray[np.int64]) -> pd.DataFrame:
    return carried[(carried["code"] == "other") | carried["row"].isin(rows)]


def row_of(table: pd.DataFrame) -> dict[str, Any]:
    found: dict[str, Any] = table.iloc[0].to_dict()
    return found


def test_a_planted_vocabulary_is_found_and_its_words_are_the_reasons() -> None:
    said, carried = planted(told=1.0)
    # one sentence with the words, that nobody coded
    rows = rows_of(carried)
    missed = int(rows[3])
    table, learnt = classifier(said, only(carried, rows[rows != missed]), ["bus"], SETTINGS)
    row = row_of(table)
    assert row["recall"] > 0.85
    assert row["precision"] > 0.9  # what nobody coded counts as wrong
    assert row["average_precision"] > 0.9
    assert row["found"] == row["recall"] * row["positives"] + len(learnt["bus"].reasons)
    assert {"bus", "stop", "fare"} & set(learnt["bus"].reasons[missed])
    assert learnt["bus"].probability[missed] > 0.5


def test_figures_of_a_code_without_words_of_its_own_are_as_bad_as_they_should_be() -> None:
    said, carried = planted(told=0.0)
    row = row_of(classifier(said, carried, ["bus"], SETTINGS)[0])
    share = row["positives"] / row["sentences"]
    assert row["average_precision"] < 2 * share
    assert row["recall"] < 0.1
    assert row["brier"] == pytest.approx(share * (1 - share), abs=0.02)  # no better than the share


def test_probabilities_mean_what_they_say() -> None:
    """Six in ten sentences with a word of the code have the code: so the word says 0.6."""
    said, carried = planted(told=1.0, sources=60)
    rows = rows_of(carried)
    kept = np.random.default_rng(2).permutation(rows)[: len(rows) * 6 // 10]
    _, learnt = classifier(said, only(carried, kept), ["bus"], SETTINGS)
    probability = learnt["bus"].probability
    assert probability[rows].mean() == pytest.approx(0.6, abs=0.1)
    assert probability.mean() == pytest.approx(len(kept) / len(said), abs=0.02)


def test_no_sentence_is_judged_by_what_its_source_taught() -> None:
    """Every source has a word of its own for the code: other sources can't teach it."""
    rows = [(f"S{s:02}", f"own{s} w{n % 3}" if n < 4 else f"w{n % 7} w{n % 3}", n < 4)
            for s in range(12) for n in range(20)]  # fmt: skip
    said = pd.DataFrame({"source": [r[0] for r in rows], "document": [r[1] for r in rows]})
    carried = pd.DataFrame(
        {"row": [n for n, r in enumerate(rows) if r[2]], "code": "bus", "half": True}
    )
    table, learnt = classifier(said, carried, ["bus"], SETTINGS)
    terms = terms_of(said["document"])
    assert terms is not None
    assert "own3" in terms.names
    has = np.array([r[2] for r in rows])
    probability = learnt["bus"].probability
    # nothing but w0 to w6 can be known of a source unseen: equal words, equal probabilities
    common = [d.split()[-1] for d, h in zip(said["document"], has, strict=True) if h]
    spread = pd.Series(probability[has]).groupby([said["source"][has].to_numpy(), common]).std()
    assert spread.fillna(0).max() == pytest.approx(0)
    assert not any("own" in term for r in learnt["bus"].reasons.values() for term in r)
    assert row_of(table)["folds"] == 5


def test_sources_that_nobody_coded_teach_nothing_and_are_judged() -> None:
    said, carried = planted(told=1.0)
    new = said["source"].isin(["S03", "S04"]).to_numpy()
    left = carried[~new[carried["row"]]]
    table, learnt = classifier(said, left, ["bus"], SETTINGS)
    assert row_of(table)["sentences"] == (~new).sum()
    probability, with_words = learnt["bus"].probability, np.zeros(len(said), dtype=bool)
    with_words[rows_of(carried)] = True
    assert probability[new & with_words].min() > probability[new & ~with_words].mean() + 0.3
    assert not np.isnan(probability).any()


@pytest.mark.parametrize(
    ("keep", "note"),
    [
        (lambda rows: rows[:17], "17 sentences; 20 are needed"),
        (lambda rows: rows[:1], "1 sentence; 20 are needed"),
        (lambda rows: rows[:0], "0 sentences; 20 are needed"),
        (lambda rows: rows[rows < 75], "sentences of 3 sources; 5 are needed"),
    ],
)
def test_codes_with_too_little_have_no_figures_and_say_why(keep: Any, note: str) -> None:
    said, carried = planted(told=1.0, rate=0.4)
    rows = keep(rows_of(carried))
    coded = pd.DataFrame({"row": rows, "code": "bus", "half": True})
    table, learnt = classifier(said, coded, ["bus"], SETTINGS)
    row = row_of(table)
    assert row["note"] == note
    assert row["positives"] == len(rows)
    assert learnt == {}
    assert pd.isna(row["precision"])
    assert pd.isna(row["folds"])


@pytest.mark.parametrize("document", ["", "same same"])
def test_where_there_is_nothing_to_learn_from_the_table_says_so(document: str) -> None:
    said = pd.DataFrame({"source": [f"S{n // 5}" for n in range(50)], "document": document})
    carried = pd.DataFrame({"row": range(50), "code": "bus", "half": True})
    table, learnt = classifier(said, carried, ["bus"], SETTINGS)
    assert row_of(table)["note"] == "too few words, or too few sentences without the code"
    assert learnt == {}


def test_the_same_sentences_give_the_same_numbers() -> None:
    said, carried = planted(told=0.5)
    first, again = (classifier(said, carried, ["bus"], SETTINGS) for _ in range(2))
    pd.testing.assert_frame_equal(first[0], again[0])
    assert first[1]["bus"].probability.tolist() == again[1]["bus"].probability.tolist()


SOURCES = st.lists(st.lists(st.booleans(), min_size=1, max_size=6), min_size=2, max_size=12)


@given(SOURCES, st.integers(2, 5))
def test_sources_are_dealt_whole_and_the_code_to_as_many_folds_as_can_be(
    said: list[list[bool]], folds: int
) -> None:
    source = np.array([n for n, one in enumerate(said) for _ in one])
    has = np.array([h for one in said for h in one])
    fold = dealt(has, source, np.ones(len(has), dtype=bool), folds)
    assert all(len(set(fold[source == n])) == 1 for n in set(source))
    with_code = sum(any(one) for one in said)
    assert len(set(fold[has])) == min(folds, with_code)
    judged = np.zeros(len(has), dtype=int)
    for train, test in parts(has, source, np.ones(len(has), dtype=bool), folds):
        assert not set(source[train]) & set(source[test])
        judged += test
    assert (judged == 1).all()


def test_figures_are_those_of_their_definitions() -> None:
    probability = np.array([0.9, 0.6, 0.5, 0.2, 0.1])
    has = np.array([True, False, True, True, False])
    found = figures(probability, has, SETTINGS)
    assert (found["precision"], found["recall"], found["found"]) == (2 / 3, 2 / 3, 3)
    # precision at each sentence that has it: 1/1, 2/3, 3/4
    assert found["average_precision"] == pytest.approx((1 + 2 / 3 + 3 / 4) / 3, abs=1e-6)
    squares = 0.01 + 0.36 + 0.25 + 0.64 + 0.01
    assert found["brier"] == pytest.approx(squares / 5)
    none = figures(probability / 10, has, SETTINGS)
    assert none["precision"] is None
    assert none["note"] == "no sentence reaches 0.5"
