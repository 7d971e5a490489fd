"""Which sentences are suggested, in what order, and the form on which people decide."""

import io
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import pytest

from insideout.reader import framed, records
from insideout.suggest.classifier import Learnt
from insideout.suggest.sentences import carried, documents
from insideout.suggest.suggestion_form import SUGGESTION_FORM, form
from insideout.suggest.suggestions import suggestions
from insideout.tables.agreement import CONSENSUS
from insideout.tables.coding import CODEBOOK
from insideout.tables.inputs import REJECTED
from insideout.tables.suggest import SUGGESTIONS

BOOK = framed(
    [{"code": "care", "name": "Care"}, {"code": "wait", "name": "Waiting", "parent": "care",
      "definition": "Somebody waits."}, {"code": "bus", "name": "Bus", "parent": "care"},
     {"code": "old", "name": "Old", "retired": "2"}], CODEBOOK,
)  # fmt: skip
TEXT = {
    "A": "I: Did you wait?\n"
    "P: We waited for weeks. The bus was late. I never waited long.\n"
    "P: Waiting rooms, waiting lists. Nothing else to say.\n",
    "B": "P: The waiting was long. We waited for weeks.\n",
}
PATTERNS = {"wait": ["wait", "waiting list"], "bus": ["bus"], "old": ["late"]}
SETTINGS = {"threshold": 0.5, "most": 25}

Suggest = Callable[..., pd.DataFrame]


@pytest.fixture
def suggest(corpus_of: Any) -> Suggest:
    corpus = corpus_of(TEXT, PATTERNS)

    def suggested(
        coded: Mapping[str, str] | None = None,
        learnt: Mapping[str, Learnt] | None = None,
        rejected: list[dict[str, Any]] | None = None,
        **settings: Any,
    ) -> pd.DataFrame:
        """`coded`: words of source A and their code."""
        said = documents(corpus.tokens, corpus.sentences, corpus.turns)
        rows = [{**corpus.place("A", quote), "code": c} for quote, c in (coded or {}).items()]
        return suggestions(
            said, carried(said, framed(rows, CONSENSUS), BOOK), learnt or {}, corpus.matches,
            framed(rejected or [], REJECTED), BOOK, corpus.tokens, corpus.texts,
            {**SETTINGS, **settings},
        )  # fmt: skip

    return suggested


def quotes(table: pd.DataFrame, code: str) -> list[str]:
    return table.loc[table["code"] == code, "quote"].tolist()


def learnt(probability: list[float], reasons: dict[int, list[str]]) -> Learnt:
    return Learnt(np.array(probability), reasons)


def test_patterns_suggest_what_informants_say_the_negated_last_and_the_retired_never(
    suggest: Suggest,
) -> None:
    table = suggest()
    assert list(table.columns) == SUGGESTIONS.names
    assert quotes(table, "wait") == [
        "Waiting rooms, waiting lists.",  # two patterns
        "We waited for weeks.",
        "The waiting was long.",
        "We waited for weeks.",
        "I never waited long.",
    ]
    assert table["negated"].tolist() == [False] * 4 + [True, False]
    assert table["words"].tolist()[0] == "Waiting, waiting lists"
    assert quotes(table, "bus") == ["The bus was late."]
    assert set(table["by"]) == {"pattern"}
    assert table["confidence"].isna().all()
    assert set(table["code"]) == {"wait", "bus"}
    assert table["suggestion"].is_unique


def test_what_carries_the_code_or_touches_it_is_not_suggested_again(suggest: Suggest) -> None:
    table = suggest({"for weeks. The": "wait", "The bus": "wait", "rooms": "care"})
    assert "We waited for weeks." not in quotes(table[table["source"] == "A"], "wait")
    assert quotes(table, "bus") == ["The bus was late."]  # another code stands there
    assert "Waiting rooms, waiting lists." in quotes(table, "wait")  # one above says less


def test_what_somebody_rejected_does_not_come_again(suggest: Suggest) -> None:
    gone = {"source": "A", "code": "wait", "quote": "We  waited for\nweeks."}
    table = suggest(rejected=[gone, {"source": "B", "code": "bus", "quote": "The bus was late."}])
    left = table[table["quote"] == "We waited for weeks."]
    assert left["source"].tolist() == ["B"]
    assert quotes(table, "bus") == ["The bus was late."]


def test_pattern_and_classifier_are_put_together(suggest: Suggest) -> None:
    found = learnt(
        [0.2, 0.91234, 0.8, 0.1, 0.7, 0.6, 0.3],
        {1: ["bus late", "late"], 2: ["long", "wait"], 4: [], 5: ["long wait"]},
    )
    table = suggest(learnt={"wait": found})
    rows = {(r["source"], r["quote"]): r for r in records(table[table["code"] == "wait"])}
    assert rows["A", "The bus was late."]["by"] == "classifier"
    assert rows["A", "The bus was late."]["confidence"] == 0.9123
    assert rows["A", "The bus was late."]["words"] == "bus late, late"
    never = rows["A", "I never waited long."]
    assert (never["by"], never["negated"], never["words"]) == ("both", True, "waited, long")
    assert rows["A", "We waited for weeks."]["confidence"] == 0.2
    assert rows["A", "We waited for weeks."]["by"] == "pattern"
    assert ("A", "Nothing else to say.") not in rows  # no word speaks for it
    confidences = table.loc[(table["code"] == "wait") & ~table["negated"], "confidence"]
    assert confidences.is_monotonic_decreasing


def test_of_each_code_only_the_first_are_listed(suggest: Suggest) -> None:
    table = suggest(most=2)
    assert table["code"].tolist() == ["wait", "wait", "bus"]
    assert quotes(table, "wait") == ["Waiting rooms, waiting lists.", "We waited for weeks."]


def test_ids_depend_on_place_and_code_alone(suggest: Suggest) -> None:
    before = suggest()
    after = suggest({"The bus was late": "bus"}, {"wait": learnt([0.5] * 7, {})})
    shared = before[before["code"] == "wait"]
    assert set(shared["suggestion"]) == set(after["suggestion"])
    same = before[before["quote"] == "We waited for weeks."]
    assert same["suggestion"].nunique() == 2


def test_the_form_shows_each_with_the_sentences_around_it(suggest: Suggest, corpus_of: Any) -> None:
    corpus, table = corpus_of(TEXT, PATTERNS), suggest()
    made = form(table, corpus.sentences, BOOK, corpus.texts)
    assert made == form(table, corpus.sentences, BOOK, corpus.texts)
    page = openpyxl.load_workbook(io.BytesIO(made))["suggestions"]
    header, *lines = [list(row) for row in page.iter_rows(values_only=True)]
    assert header == SUGGESTION_FORM.names
    rows = [dict(zip(header, line, strict=True)) for line in lines]
    assert [row["suggestion"] for row in rows] == table["suggestion"].tolist()
    first = rows[1]
    assert first["quote"] == "We waited for weeks."
    assert (first["before"], first["after"]) == ("Did you wait?", "The bus was late.")
    assert (first["name"], first["definition"]) == ("Waiting", "Somebody waits.")
    last = next(row for row in rows if row["source"] == "B" and row["quote"].startswith("We"))
    assert last["after"] is None
    assert first["decision"] is None


def test_where_nothing_is_suggested_table_and_form_are_empty(corpus_of: Any) -> None:
    corpus = corpus_of({"A": "P: Yes.\n"})
    said = documents(corpus.tokens, corpus.sentences, corpus.turns)
    table = suggestions(
        said, carried(said, framed([], CONSENSUS), BOOK), {}, corpus.matches, framed([], REJECTED),
        BOOK, corpus.tokens, corpus.texts, SETTINGS,
    )  # fmt: skip
    assert table.empty
    page = openpyxl.load_workbook(io.BytesIO(form(table, corpus.sentences, BOOK, corpus.texts)))
    assert page["suggestions"].max_row == 1
