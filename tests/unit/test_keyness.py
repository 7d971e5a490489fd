"""Key words, against a published worked example and an independent sum."""

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.keyness import keyness, theme_keyness, theme_of, themes_of, within

LEMMA = {"m": "be"}  # as the dictionary has it


def corpus(counts: dict[str, dict[str, int]]) -> tuple[pd.DataFrame, pd.DataFrame, dict[str, str]]:
    """Tokens and turns of two people a site, who share the site's words evenly."""
    tokens, turns, sites = [], [], {}
    for site, words in counts.items():
        for n in (1, 2):
            source = f"{site}{n}"
            sites[source] = site
            turns.append({"source": source, "turn": 1, "informant": source})
            for word, count in words.items():
                share = count // 2 + (count % 2 if n == 1 else 0)
                row = {
                    "source": source,
                    "turn": 1,
                    "lower": word,
                    "lemma": LEMMA.get(word, word),
                    "is_word": True,
                    "is_stop": False,
                }
                tokens += [row] * share
    return pd.DataFrame(tokens), pd.DataFrame(turns), sites


def test_log_likelihood_is_rayson_and_garsides() -> None:
    """A = 100 of c = 1,000 words against b = 50 of d = 2,000.

    By their eq. 2, worked out apart: E1 = 1000 × 150 / 3000 = 50, E2 = 100,
    G² = 2 (100 ln 2 + 50 ln 0.5) = 100 ln 2 = 69.3147180560.
    Log ratio (Hardie 2014): log2(0.1 / 0.025) = 2.
    """
    table = keyness(*corpus({"n": {"wait": 100, "rest": 900}, "s": {"wait": 50, "rest": 1950}}))
    row = table[(table["site"] == "n") & (table["lemma"] == "wait")].iloc[0]
    assert row["log_likelihood"] == pytest.approx(69.3147180560, abs=1e-9)
    assert row["log_ratio"] == pytest.approx(2.0, abs=1e-12)
    assert (row["count"], row["elsewhere"], row["informants"]) == (100, 50, 2)


def test_a_word_nobody_else_uses_has_a_finite_ratio() -> None:
    table = keyness(*corpus({"n": {"hub": 40, "rest": 960}, "s": {"rest": 1000}}))
    row = table[table["lemma"] == "hub"].iloc[0]
    assert row["log_ratio"] == pytest.approx(6.321928094887363)  # log2(0.04 / 0.0005)


def test_a_word_of_one_informant_alone_is_not_a_sites() -> None:
    tokens, turns, sites = corpus({"n": {"hub": 40, "rest": 960}, "s": {"rest": 1000}})
    tokens = tokens[~((tokens["source"] == "n2") & (tokens["lemma"] == "hub"))]
    assert "hub" not in set(keyness(tokens, turns, sites)["lemma"])


@pytest.mark.parametrize("letter", ["b", "m"])
def test_a_letter_that_stands_for_a_name_is_nobodys_word(letter: str) -> None:
    said = corpus({"n": {letter: 40, "hub": 40, "rest": 920}, "s": {"rest": 1000}})
    table = keyness(*said)
    assert set(table.loc[table["site"] == "n", "lemma"]) == {"hub"}
    without = corpus({"n": {"hub": 40, "rest": 920}, "s": {"rest": 1000}})
    pd.testing.assert_frame_equal(table, keyness(*without))


@pytest.mark.parametrize("word", ["å", "ö", "水"])
def test_a_word_of_one_letter_is_a_word(word: str) -> None:
    table = keyness(*corpus({"n": {word: 40, "rest": 960}, "s": {"rest": 1000}}))
    assert word in set(table["lemma"])


def test_one_site_alone_has_no_key_words() -> None:
    assert len(keyness(*corpus({"n": {"wait": 10}}))) == 0


def tree(*codes: str) -> pd.DataFrame:
    """A codebook of paths such as care/nurse."""
    rows = [{"code": c.split("/")[-1], "parent": (["", *c.split("/")])[-2]} for c in codes]
    return pd.DataFrame(rows)


@pytest.mark.parametrize(
    ("codes", "themes"),
    [
        (["a", "b"], ["a", "b"]),
        (["a", "a/x", "a/y", "b"], ["a", "b"]),
        (["a", "a/x", "a/x/one", "a/y", "b", "b/z"], ["x", "y", "b"]),
        (["a", "a/x", "a/x/one", "a/x/one/deep"], ["x"]),
    ],
)
def test_themes_group_codes(codes: list[str], themes: list[str]) -> None:
    assert themes_of(tree(*codes)) == themes


def test_a_code_belongs_to_the_nearest_theme_above_it() -> None:
    book = tree("a", "a/x", "a/x/one", "b")
    assert theme_of(book, ["a", "x"]) == {"a": "a", "x": "x", "one": "x"}


def spoken(words: dict[str, list[str]]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Tokens of three characters each, ten apart, and turns; the interviewer is called "i"."""
    tokens = [
        {"source": who, "turn": 1, "start": 10 * n, "end": 10 * n + 3, "lower": word,
         "lemma": LEMMA.get(word, word),  "is_word": True, "is_stop": False}
        for who, said in words.items() for n, word in enumerate(said)
    ]  # fmt: skip
    turns = [{"source": who, "turn": 1, "informant": "" if who == "i" else who} for who in words]
    return pd.DataFrame(tokens), pd.DataFrame(turns)


def test_a_themes_words_stand_against_all_else_that_informants_say() -> None:
    """5 of 50 words in the theme against 2 of 200 outside, worked out with R 4.2.2.

    2 * (5 * log(5 / (50 * 7 / 250)) + 2 * log(2 / (200 * 7 / 250))) is 8.61117908940424;
    log2((5 / 50) / (2 / 200)) is 3.32192809488736.
    """
    inside = ["wait", "wait", "wait", *["rest"] * 22]
    more = ["wait", "wait", *["rest"] * 23]
    words = {"p": inside + ["wait"] + ["rest"] * 99, "q": more + ["wait"] + ["rest"] * 99}
    tokens, turns = spoken(words | {"i": ["wait"] * 9})
    placed = pd.DataFrame(
        [
            {"source": "p", "start": 0, "end": 120, "code": "one"},
            {"source": "p", "start": 100, "end": 243, "code": "a"},  # overlaps the first
            {"source": "q", "start": 0, "end": 243, "code": "one"},
            {"source": "i", "start": 0, "end": 90, "code": "one"},
            {"source": "q", "start": 900, "end": 950, "code": "b"},
        ]
    )
    table = theme_keyness(tokens, turns, placed, tree("a", "a/one", "b"), least=5)
    assert list(table["theme"]) == ["a"]
    row = table.iloc[0]
    assert (row["lemma"], row["count"], row["elsewhere"], row["informants"]) == ("wait", 5, 2, 2)
    assert row["log_likelihood"] == pytest.approx(8.61117908940424, abs=1e-12)
    assert row["log_ratio"] == pytest.approx(3.32192809488736, abs=1e-12)
    assert math.isfinite(row["log_ratio"])


def test_a_letter_that_stands_for_a_name_is_no_themes_word() -> None:
    said = {who: ["m"] * 9 + ["wait"] * 9 + ["rest"] * 30 for who in "pq"}
    tokens, turns = spoken(said)
    placed = pd.DataFrame([{"source": who, "start": 0, "end": 175, "code": "a"} for who in "pq"])
    assert list(theme_keyness(tokens, turns, placed, tree("a"))["lemma"]) == ["wait"]


def test_a_theme_without_words_inside_or_outside_has_no_key_words() -> None:
    tokens, turns = spoken({"p": ["wait"] * 5})
    placed = pd.DataFrame([{"source": "p", "start": 0, "end": 99, "code": "a"}])
    assert len(theme_keyness(tokens, turns, placed, tree("a"), least=0)) == 0
    assert len(theme_keyness(tokens, turns, placed.assign(start=50), tree("a"), least=0)) == 0
    assert len(theme_keyness(tokens, turns, placed.iloc[:0], tree("a"), least=0)) == 0


PLACES = st.tuples(st.sampled_from("pqr"), st.integers(0, 60), st.integers(0, 20))


@given(st.lists(PLACES, min_size=1, max_size=8), st.permutations(range(10)))
def test_a_word_is_within_a_passage_when_they_share_a_character(
    places: list[tuple[str, int, int]], order: list[int]
) -> None:
    passages = pd.DataFrame(
        [{"source": source, "start": at, "end": at + size} for source, at, size in places]
    )
    tokens, _ = spoken({"p": ["word"] * 5, "q": ["word"] * 5})
    tokens = tokens.iloc[order]
    expected = [
        any(
            token.source == source and token.start < at + size and token.end > at
            for source, at, size in places
            if size
        )
        for token in tokens.itertuples()
    ]
    assert list(within(tokens, passages[passages["start"] < passages["end"]])) == expected
