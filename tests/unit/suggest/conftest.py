"""A corpus from transcripts as people read them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
import pytest

from insideout.annotate import annotate_and_match
from insideout.reader import framed
from insideout.tables.outputs import TURNS


@dataclass(frozen=True)
class Corpus:
    """Texts by source, and the tables that `intake` and `annotate` make of them."""

    texts: dict[str, str]
    turns: pd.DataFrame
    tokens: pd.DataFrame
    sentences: pd.DataFrame
    matches: pd.DataFrame

    def place(self, source: str, words: str) -> dict[str, Any]:
        """Where words stand: source, start, end."""
        start = self.texts[source].index(words)
        return {"source": source, "start": start, "end": start + len(words)}


@pytest.fixture(scope="session")
def corpus_of() -> Callable[..., Corpus]:
    def made(texts: Mapping[str, str], patterns: Mapping[str, Any] | None = None) -> Corpus:
        """`texts`: lines "I: words" of the interviewer and "P: words" of the informant."""
        turns = []
        for source, text in texts.items():
            at = 0
            for number, line in enumerate(text.splitlines(keepends=True), 1):
                role = "interviewer" if line.startswith("I") else "informant"
                who = {"role": role, "informant": source if role == "informant" else ""}
                span = {"start": at + 3, "end": at + len(line.rstrip("\n"))}
                turns.append({"source": source, "turn": number, **who, **span})
                at += len(line)
        said = framed(turns, TURNS)
        english = dict.fromkeys(texts, "en")
        return Corpus(dict(texts), said, *annotate_and_match(said, texts, english, None, patterns))

    return made
