"""Words that stand together more often than their frequencies explain."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.keyness import INFORMANTS, LEAST, initials, speakers_of
from insideout.reader import framed, records
from insideout.tables.corpus import COLLOCATIONS

WINDOW = 5  # words to either side
COUNT = 3
MOST = 25


class Pairs(NamedTuple):
    """Pairs of words: rows of the table of words that hold the first and the second."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]


def collocations(
    tokens: pd.DataFrame,
    turns: pd.DataFrame,
    site_of: Mapping[str, str],
    window: int = WINDOW,
    count: int = COUNT,
    informants: int = INFORMANTS,
    least: float = LEAST,
    most: int = MOST,
) -> pd.DataFrame:
    """Pairs of lemmas that attract each other (table `collocations`), in all and at each site.

    `site_of`: site of each informant. Counted are the informants' words, within sentences: pairs
    of neighbours, in their order, and pairs at most `window` words apart, in either order.
    Stop words and single letters take their place in the distance and in the totals, but are in no
    pair that is kept.
    Kept are pairs with at least `count` occurrences by `informants` people, more often than
    expected and with a log-likelihood of at least `least`, the `most` highest of each site and
    kind. With one site alone there are no rows for it: they would repeat those of all.
    """
    words = tokens[tokens["is_word"]]
    words = words.assign(informant=speakers_of(words, turns))
    words = words[words["informant"] != ""].reset_index(drop=True)
    places = words["informant"].map(lambda i: site_of.get(i, ""))
    sites = sorted(set(places) - {""})
    kept = []
    for site in ["", *(sites if len(sites) > 1 else [])]:
        here = words if site == "" else words[places == site].reset_index(drop=True)
        for apart in ("adjacent", "window"):
            pairs = pairs_of(here, window) if apart == "window" else neighbours(here)
            table = _scored(here, pairs, symmetric=apart == "window")
            good = table[
                (table["count"] >= count)
                & (table["informants"] >= informants)
                & (table["log_likelihood"] >= least)
                & (table["count"] > table["expected"])
            ].sort_values(["log_likelihood", "first", "second"], ascending=[False, True, True])
            kept += records(good.head(most).assign(site=site, apart=apart))
    return framed(kept, COLLOCATIONS)


def pairs_of(words: pd.DataFrame, reach: int) -> Pairs:
    """Pairs of rows at most `reach` apart in the same sentence, the earlier row first.

    `words`: words alone, with `source` and `sentence`, in the order of the text.
    """
    new = words["sentence"].ne(words["sentence"].shift()) | words["source"].ne(
        words["source"].shift()
    )
    sentence = new.cumsum().to_numpy()
    first, second = [np.empty(0, dtype=np.intp)], [np.empty(0, dtype=np.intp)]
    for step in range(1, reach + 1):
        same = np.flatnonzero(sentence[:-step] == sentence[step:])
        first.append(same)
        second.append(same + step)
    return Pairs(np.concatenate(first), np.concatenate(second))


def neighbours(words: pd.DataFrame) -> Pairs:
    """Pairs of rows with one character between them, a space or a hyphen, and so no comma."""
    pairs = pairs_of(words, 1)
    gap = words["start"].to_numpy()[pairs.second] - words["end"].to_numpy()[pairs.first]
    return Pairs(pairs.first[gap <= 1], pairs.second[gap <= 1])


def _scored(words: pd.DataFrame, pairs: Pairs, symmetric: bool) -> pd.DataFrame:
    """Counts and measures of the pairs of two different words with content.

    A symmetric table counts every pair from both of its ends, and names it by the lemma that comes
    first in the alphabet.
    """
    lemma, names = pd.factorize(words["lemma"], sort=True)
    one, two = lemma[pairs.first], lemma[pairs.second]
    if symmetric:
        ends = np.bincount(np.append(one, two), minlength=len(names))
        rows, columns, total = ends, ends, 2 * len(one)
    else:
        rows = np.bincount(one, minlength=len(names))
        columns = np.bincount(two, minlength=len(names))
        total = len(one)
    content = ~words["is_stop"].to_numpy(dtype=bool) & (names.str.len() > 1)[lemma]
    content &= ~initials(words)  # the dictionary has "be" for the m of Dr M
    kept = content[pairs.first] & content[pairs.second] & (one != two)
    low, high = (np.minimum(one, two), np.maximum(one, two)) if symmetric else (one, two)
    who = words["informant"].to_numpy()[pairs.first[kept]]
    found = pd.DataFrame({"low": low[kept], "high": high[kept], "who": pd.factorize(who)[0]})
    table = found.groupby(["low", "high"])["who"].agg(["size", "nunique"]).reset_index()
    low, high, both = (table[name].to_numpy() for name in ("low", "high", "size"))
    expected, g2 = log_likelihood(both, rows[low], columns[high], total)
    uses = np.bincount(lemma, minlength=len(names))
    return pd.DataFrame(
        {
            "first": names.take(low),
            "second": names.take(high),
            "count": both,
            "informants": table["nunique"],
            "count_first": uses[low],
            "count_second": uses[high],
            "expected": expected,
            "log_likelihood": g2,
            "log_dice": log_dice(both, uses[low], uses[high]),
        }
    )


def log_likelihood(
    both: NDArray[np.int64], row: NDArray[np.int64], column: NDArray[np.int64], total: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Expected count and G² = 2 Σ O ln(O / E) over the four cells of each pair (Dunning 1993).

    The cells are both words, the first alone, the second alone, and neither. `both`: occurrences of
    the pair; `row`, `column`: pairs with its first and its second word; `total`: all pairs.
    """
    observed = np.array([both, row - both, column - both, total - row - column + both], "float64")
    sums = np.array([row, row, total - row, total - row], dtype="float64")
    across = np.array([column, total - column, column, total - column], dtype="float64")
    expected = sums * across / max(total, 1)
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(observed > 0, observed * np.log(observed / expected), 0.0)
    return expected[0], 2 * terms.sum(axis=0)


def log_dice(
    both: NDArray[np.int64], first: NDArray[np.int64], second: NDArray[np.int64]
) -> NDArray[np.float64]:
    """14 + log2(2 both / (first + second)) (Rychlý 2008), by the words' own uses.

    14 is for words that never stand alone; one less is half as often. Doesn't grow with the corpus.
    """
    return 14 + np.log2(2 * both / (first + second))
