"""Key words, against a published worked example."""

import pandas as pd
import pytest

from insideout.keyness import keyness


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
                    "lemma": word,
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


def test_one_site_alone_has_no_key_words() -> None:
    assert len(keyness(*corpus({"n": {"wait": 10}}))) == 0
