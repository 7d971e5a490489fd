"""The tables of the stage `suggest`, made from those of the corpus and of the coding."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pandas as pd

from insideout.reader import framed, records
from insideout.suggest.classifier import classifier
from insideout.suggest.clusters import candidates, lost_decisions
from insideout.suggest.residual import residual
from insideout.suggest.sentences import carried, documents, leaves
from insideout.suggest.suggestions import suggestions
from insideout.tables.suggest import CANDIDATES

log = logging.getLogger("suggest")


def tables(
    read: Mapping[str, pd.DataFrame], texts: Mapping[str, str], settings: Mapping[str, Any],
    seed: int,
) -> dict[str, pd.DataFrame]:  # fmt: skip
    """Suggestions, the classifier's figures, the residual and its candidate themes, by name.

    `read`: tables tokens, sentences, turns, matches, consensus, disagreements, codebook, rejected
    and clusters. A code that was dropped from a passage isn't suggested there again.
    `settings`: the key `suggest` of the study file.
    """
    tokens, sentences, turns = read["tokens"], read["sentences"], read["turns"]
    consensus, codebook = read["consensus"], read["codebook"]
    said = documents(tokens, sentences, turns)
    on = carried(said, consensus, codebook)
    figures, learnt = classifier(said, on, leaves(codebook), settings)
    dropped = read["disagreements"][read["disagreements"]["decision"] == "drop"]
    known = pd.concat([on, carried(said, dropped, codebook)], ignore_index=True)
    made = suggestions(
        said, known, learnt, read["matches"], read["rejected"], codebook, tokens, texts, settings
    )
    left = residual(sentences, turns, texts, tokens, consensus, codebook)
    clustered, themes = candidates(left, tokens, turns, read["clusters"], settings, seed)
    for row in records(lost_decisions(read["clusters"], themes)):
        near = f"; nearest to it is {row['nearest']}" if row["nearest"] else ""
        what = f"candidate theme {row['cluster']} ({row['terms']}), {row['decision']}"
        log.warning("%s by %s, isn't found any more%s", what, row["by"], near)
    return {
        "suggestions": made,
        "classifier": figures,
        "residual": clustered,
        "candidates": framed(records(themes), CANDIDATES),
    }


def in_a_line(made: Mapping[str, pd.DataFrame]) -> str:
    """What the stage found, for the person watching."""
    suggested, figures = made["suggestions"], made["classifier"]
    themes, left = made["candidates"], made["residual"]
    learnt = int(figures["folds"].notna().sum())
    return (
        f"{len(suggested):,} suggestions for {suggested['code'].nunique()} codes; classifier: "
        f"{learnt} of {len(figures)} codes; {len(left):,} sentences without a deductive code → "
        f"{len(themes)} candidate themes"
    )
