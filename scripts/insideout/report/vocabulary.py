"""The words themselves: those that mark a site or a theme, and those that go together."""

from __future__ import annotations

from itertools import groupby

from insideout.report.data import Data
from insideout.report.markup import listed, markdown, number, pipe

PAIRS = 20  # rows of the table of pairs
WORDS = 8  # words listed of each theme


def includes(data: Data) -> dict[str, str]:
    """The tables by name."""
    return {
        "keyness": keyness(data),
        "theme-words": theme_words(data),
        "collocations": collocations(data),
    }


def keyness(data: Data) -> str:
    """The words that mark each site."""
    if not data.keyness:
        return "No word passes the thresholds.\n"
    rows = [
        [
            markdown(data.unit(row["site"])), f"*{markdown(row['lemma'])}*", str(row["count"]),
            str(row["informants"]), str(row["elsewhere"]), number(row["log_likelihood"], 1),
            number(row["log_ratio"], 1),
        ]
        for row in sorted(data.keyness, key=lambda r: data.sites.index(r["site"]))
    ]  # fmt: skip
    head = ["Site", "Word", "Uses here", "By people", "Uses elsewhere", "G²", "Log ratio"]
    caption = "Words that a site's informants use more than those of the other sites."
    quiet = [data.unit(s) for s in data.sites if s not in {r["site"] for r in data.keyness}]
    none = f"\nNo word marks {markdown(listed(quiet))}.\n" if quiet else ""
    return pipe(head, rows, "llrrrrr", caption, "tbl-keyness") + none


def theme_words(data: Data) -> str:
    """The words that mark the passages of each theme, a row a theme."""
    rows = [
        [markdown(data.code(theme)),
         ", ".join(f"*{markdown(row['lemma'])}* ({row['count']})" for row in list(found)[:WORDS])]
        for theme, found in groupby(data.theme_keyness, lambda row: row["theme"])
    ]  # fmt: skip
    if not rows:
        return "No word passes the thresholds.\n"
    caption = "Words that mark the passages of a theme, with their uses in them."
    return pipe(["Theme", "Words"], rows, "ll", caption, "tbl-theme-words")


def collocations(data: Data) -> str:
    """The pairs of words that stand together most, over all informants."""
    pairs = [row for row in data.collocations if not row["site"] and row["apart"] == "window"]
    rows = [
        [f"*{markdown(row['first'])}* – *{markdown(row['second'])}*", str(row["count"]),
         str(row["informants"]), number(row["log_likelihood"], 1), number(row["log_dice"], 1)]
        for row in pairs[:PAIRS]
    ]  # fmt: skip
    if not rows:
        return "No pair passes the thresholds.\n"
    head = ["Words", "Together", "People", "G²", "Log Dice"]
    caption = "Words that informants put within five words of each other."
    return pipe(head, rows, "lrrrr", caption, "tbl-collocations")
