"""Words that one part of the corpus uses more than the rest: a site's, or a theme's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.reader import framed, records
from insideout.tables.corpus import KEYNESS, THEME_KEYNESS

Counts: TypeAlias = NDArray[np.float64]
LEAST = 10.83  # log-likelihood of p < .001 for one word, one degree of freedom
INFORMANTS = 2
MOST = 15
ONE_LETTER = "åöø"  # content words of one letter, rivers and islands; others are stop words


def keyness(
    tokens: pd.DataFrame,
    turns: pd.DataFrame,
    site_of: Mapping[str, str],
    least: float = LEAST,
    informants: int = INFORMANTS,
    most: int = MOST,
) -> pd.DataFrame:
    """Lemmas that a site's informants use more than those of the other sites (table `keyness`).

    `site_of`: site of each informant. Kept are lemmas of at least `informants` of the site's
    people and a log-likelihood of at least `least`, the `most` highest of each site; see `contrast`
    for the formulas.
    """
    words = content_words(tokens, turns)
    words = words[~initials(words)].copy()
    words["site"] = words["informant"].map(lambda i: site_of.get(i, ""))
    words = words[words["site"] != ""]
    if words["site"].nunique() < 2:
        return framed([], KEYNESS)
    table = _uses(words, words, "site")
    return framed(records(_kept(table, "site", least, informants, most)), KEYNESS)


def theme_keyness(
    tokens: pd.DataFrame,
    turns: pd.DataFrame,
    placed: pd.DataFrame,
    codebook: pd.DataFrame,
    themes: Iterable[str] | None = None,
    least: float = LEAST,
    informants: int = INFORMANTS,
    most: int = MOST,
) -> pd.DataFrame:
    """Lemmas that passages of a theme hold more than all else informants say (`theme_keyness`).

    `placed`: table `codings_placed`; a passage belongs to a theme by a coding with it or a code
    below it. `themes`: codes; by default `themes_of` the codebook. A word in passages of several
    themes counts for each. What is kept is as in `keyness`. Themes without a passage, or without a
    word outside of their passages, have no rows.
    """
    words = content_words(tokens, turns)
    words = words[~initials(words)]
    top = theme_of(codebook, themes_of(codebook) if themes is None else themes)
    marked = placed.assign(theme=placed["code"].map(top)).dropna(subset=["theme"])
    parts = [
        words[inside].assign(theme=theme)
        for theme, passages in marked.groupby("theme")
        if 0 < (inside := within(words, passages)).sum() < len(words)
    ]
    if not parts:
        return framed([], THEME_KEYNESS)
    table = _uses(pd.concat(parts), words, "theme")
    order = {code: n for n, code in enumerate(codebook["code"])}
    kept = records(_kept(table, "theme", least, informants, most))
    return framed(sorted(kept, key=lambda row: order[row["theme"]]), THEME_KEYNESS)


def themes_of(codebook: pd.DataFrame) -> list[str]:
    """The codes that group others: below a top code with two levels under it, or else the top code.

    `codebook`: table `codebook`, parents before children.
    """
    parents = dict(zip(codebook["code"], codebook["parent"], strict=True))
    deep = {parents[parents[code]] for code in parents if parents[code] and parents[parents[code]]}
    tops = {code for code, parent in parents.items() if not parent}
    return [c for c, p in parents.items() if (p in tops & deep) or (not p and c not in deep)]


def theme_of(codebook: pd.DataFrame, themes: Iterable[str]) -> dict[str, str]:
    """The nearest theme at or above each code that has one."""
    chosen = set(themes)
    found: dict[str, str] = {}
    for code, parent in zip(codebook["code"], codebook["parent"], strict=True):
        theme = code if code in chosen else found.get(parent)
        if theme is not None:
            found[code] = theme
    return found


def content_words(tokens: pd.DataFrame, turns: pd.DataFrame) -> pd.DataFrame:
    """Words of informants that are no stop words, with who says them (`informant`)."""
    words = tokens[tokens["is_word"] & ~tokens["is_stop"]]
    words = words.assign(informant=speakers_of(words, turns))
    return words[words["informant"] != ""]


def initials(words: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each of some content words is a letter that stands for a name, as in Dr B.

    Such a letter is nobody's word, and the dictionary's form of it (m: be) means nothing here.
    Scripts without capitals write whole words with one sign: these are words.
    """
    form = words["lower"].astype("str")
    cased = (form.str.len() == 1) & (form.str.upper() != form)
    return (cased & ~form.isin(list(ONE_LETTER))).to_numpy(dtype=bool)


def speakers_of(tokens: pd.DataFrame, turns: pd.DataFrame) -> NDArray[np.object_]:
    """Who speaks each token: an informant, or "" (an interviewer, or no turn of the table)."""
    who = turns.set_index(["source", "turn"])["informant"].astype(object)
    said = who.reindex(pd.MultiIndex.from_frame(tokens[["source", "turn"]]))
    return said.fillna("").to_numpy(dtype=object)


def within(words: pd.DataFrame, passages: pd.DataFrame) -> NDArray[np.bool_]:
    """Whether each word overlaps a passage (`source`, `start`, `end`); any order, any overlaps."""
    inside = np.zeros(len(words), dtype=bool)
    source, start, end = (words[name].to_numpy() for name in ("source", "start", "end"))
    for name, here in passages.groupby("source"):
        at = np.flatnonzero(source == name)
        at = at[np.argsort(start[at], kind="stable")]
        first = np.searchsorted(end[at], here["start"].to_numpy("int64"), "right")
        last = np.searchsorted(start[at], here["end"].to_numpy("int64"), "left")
        begun = np.zeros(len(at) + 1, dtype="int64")  # passages that begin less those that end
        np.add.at(begun, first, 1)
        np.add.at(begun, np.maximum(first, last), -1)
        inside[at] = np.cumsum(begun)[:-1] > 0
    return inside


def contrast(
    count: Counts, here: Counts, elsewhere: Counts, there: Counts
) -> tuple[Counts, Counts]:
    """Log-likelihood and log ratio of words that are used `count` times in `here` words ...

    ... and `elsewhere` times in `there` words. G² = 2 Σ O ln(O / E) over the two corpora's counts
    of the word (Rayson and Garside 2000, eq. 2); the log ratio is the binary log of the ratio of
    relative frequencies (Hardie 2014), with 0.5 for no uses elsewhere.
    """
    expected = (count + elsewhere) / (here + there)
    with np.errstate(divide="ignore", invalid="ignore"):
        other = np.where(elsewhere > 0, elsewhere * np.log(elsewhere / (there * expected)), 0.0)
        g2 = 2 * (count * np.log(count / (here * expected)) + other)
        ratio = np.log2((count / here) / (np.maximum(elsewhere, 0.5) / there))
    return g2, ratio


def _uses(part: pd.DataFrame, whole: pd.DataFrame, by: str) -> pd.DataFrame:
    """Uses of each lemma in each part, against those in all of the rest of the whole."""
    used = part.groupby([by, "lemma"]).agg(
        count=("lemma", "size"), informants=("informant", "nunique")
    )
    table = used.reset_index()
    here = table[by].map(part.groupby(by).size()).to_numpy().astype("float64")
    count = table["count"].to_numpy().astype("float64")
    everywhere = table["lemma"].map(whole.groupby("lemma").size()).to_numpy().astype("float64")
    elsewhere = everywhere - count
    measures = contrast(count, here, elsewhere, len(whole) - here)
    table["elsewhere"] = elsewhere
    table["log_likelihood"], table["log_ratio"] = measures
    return table


def _kept(table: pd.DataFrame, by: str, least: float, informants: int, most: int) -> pd.DataFrame:
    kept = table[
        (table["log_ratio"] > 0)
        & (table["log_likelihood"] >= least)
        & (table["informants"] >= informants)
    ]
    kept = kept.sort_values([by, "log_likelihood", "lemma"], ascending=[True, False, True])
    return kept.groupby(by, sort=False).head(most)
