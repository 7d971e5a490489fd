"""The form of candidate themes: what stands in it, and that it is the same each time."""

import io
from typing import Any

from openpyxl import load_workbook

from insideout.reader import framed
from insideout.suggest.inductive_form import LINES, QUOTES_EACH, form
from insideout.tables.coding import CODEBOOK
from insideout.tables.suggest import CANDIDATES, RESIDUAL

TEXT = "Interviewer: And?\n\nPatient: The bus is late. It never comes. I walk."
QUOTE = "It never comes."
CANDIDATE = {
    "cluster": "c12ab3f", "sentences": 1, "sources": 1, "informants": 1, "terms": "bus (9.1, 2.0)",
    "quotes": QUOTE,
}  # fmt: skip
BOOK = framed(
    [{"code": "bus", "parent": "roads", "name": "The bus", "definition": "Of buses."}], CODEBOOK
)


def residual(count: int = 1) -> Any:
    start = TEXT.index(QUOTE)
    row = {"source": "A", "turn": 2, "start": start, "end": start + len(QUOTE), "quote": QUOTE,
           "informant": "A", "cluster": "c12ab3f"}  # fmt: skip
    other = {**row, "sentence": 0, "cluster": ""}
    more = [{**row, "sentence": n + 1, "typical": 1 / (n + 1)} for n in range(count)]
    return framed([other, *more], RESIDUAL)


def sheets(book: bytes) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for page in load_workbook(io.BytesIO(book)):
        header, *rows = page.iter_rows(values_only=True)
        found[page.title] = [dict(zip(header, row, strict=True)) for row in rows]
    return found


def test_an_undecided_theme_has_empty_answers_and_quotes_have_their_context() -> None:
    made = sheets(form(residual(), framed([CANDIDATE], CANDIDATES), BOOK, {"A": TEXT}))
    (theme,) = made["themes"]
    assert {k: theme[k] for k in ("cluster", "terms", "quotes")} == {
        "cluster": "c12ab3f", "terms": "bus (9.1, 2.0)", "quotes": QUOTE,
    }  # fmt: skip
    answers = ("decision", "name", "code", "parent", "definition", "reason")
    assert [theme[name] for name in answers] == [None] * len(answers)
    (quote,) = made["quotes"]
    assert quote["quote"] == QUOTE
    assert quote["before"] == "Interviewer: And? Patient: The bus is late."
    assert quote["after"] == "I walk."
    assert TEXT[quote["start"] : quote["end"]] == QUOTE
    assert [quote[name] for name in ("keep", "valence", "about")] == [None] * 3


def test_what_was_decided_stands_there() -> None:
    decided = {**CANDIDATE, "decision": "named", "code": "bus", "by": "AM", "reason": "often"}
    (theme,) = sheets(form(residual(), framed([decided], CANDIDATES), BOOK))["themes"]
    assert [theme[k] for k in ("decision", "code", "name", "parent", "definition", "reason")] == [
        "named", "bus", "The bus", "roads", "Of buses.", "often",
    ]  # fmt: skip
    merged = {**decided, "decision": "merged"}
    (theme,) = sheets(form(residual(), framed([merged], CANDIDATES), BOOK))["themes"]
    assert (theme["decision"], theme["code"], theme["name"]) == ("merged", "bus", None)


def test_so_many_sentences_of_a_theme_and_the_same_bytes() -> None:
    themes = framed([CANDIDATE], CANDIDATES)
    made = form(residual(40), themes, BOOK, {"A": TEXT})
    assert len(sheets(made)["quotes"]) == QUOTES_EACH
    assert made == form(residual(40), themes, BOOK, {"A": TEXT})


def test_no_candidates_make_an_empty_form() -> None:
    made = sheets(form(framed([], RESIDUAL), framed([], CANDIDATES), BOOK))
    assert (made["themes"], made["quotes"]) == ([], [])


def test_it_says_what_to_do_before_it() -> None:
    made = sheets(form(residual(), framed([CANDIDATE], CANDIDATES), BOOK))
    lines = [row["how"] for row in made["how"]]
    assert lines == list(LINES)
    first = " ".join(lines[:2])
    words = ["Adjudicate", "accept suggestions", "run the pipeline", "name themes"]
    assert sorted(words, key=first.index) == words
    assert max(map(len, lines)) <= 110  # as wide as the column


def test_inductive_codes_that_are_there_already_are_told() -> None:
    rows = residual(3).assign(inductive=["dog", "bus", "dog bus", ""])
    (theme,) = sheets(form(rows, framed([CANDIDATE], CANDIDATES), BOOK))["themes"]
    assert theme["coded"] == "bus (2); dog (1)"
