"""The stage: from raw texts to texts with pseudonyms, and what is still open."""

import hashlib
import re
import sys
import types
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from insideout.deidentify.private import Private
from insideout.deidentify.span import Document, Entry, Span
from insideout.deidentify.stage import Deidentified, deidentified, in_a_line, without_names
from insideout.intake.canonical import Turn, canonical
from insideout.intake.taken import TakenIn
from insideout.reader import framed
from insideout.tables.deidentify import KEY
from insideout.tables.inputs import SPEAKERS
from insideout.tables.outputs import MANIFEST, TURNS

NAMES = {"Margaret Hill": ("person", "sure"), "Margaret": ("person", "sure"),
         "Leeds": ("place", "sure"), "Zorblatt": ("unknown", "masked"),
         "Grace": ("person", "asked"), "Anna": ("person", "sure")}  # fmt: skip


def found(
    document: Document, _roster: Sequence[Entry], _lists: Any, extra: Sequence[Span] = ()
) -> list[Span]:
    """A detector that knows six names and the order of turns."""
    pattern = "|".join(sorted(NAMES, key=len, reverse=True))
    spans = [
        Span(m.start(), m.end(), NAMES[m[0]][0], "capital", NAMES[m[0]][1])  # type: ignore[arg-type]
        for m in re.finditer(pattern, document.text)
        if not document.text.startswith(": ", m.end())
    ]
    taken = {at for span in spans for at in range(span.start, span.end)}
    return sorted([*spans, *(e for e in extra if e.start not in taken)])


@pytest.fixture(autouse=True)
def detector(monkeypatch: pytest.MonkeyPatch) -> None:
    """The stage's detector is another module's work, with tests of its own."""
    stub = types.ModuleType("insideout.deidentify.detect.find")
    stub.find = found  # type: ignore[attr-defined]
    stub.lists_of = lambda *_: types.SimpleNamespace(ordinary=lambda _: False)  # type: ignore[attr-defined]
    stub.casing = lambda text: "lower" if text == text.lower() else "cased"  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "insideout.deidentify.detect.find", stub)


def taken(said: dict[str, list[tuple[str, str]]], warnings: str = "") -> TakenIn:
    """What intake makes of turns; `Int` is the interviewer, all others are the informant."""
    texts, manifest, turns = {}, [], []
    for source, lines in said.items():
        text, spans = canonical(Turn(label, words) for label, words in lines)
        texts[source] = text
        for n, ((label, _), (start, end)) in enumerate(zip(lines, spans, strict=True), 1):
            asks = label == "Int"
            turns.append({"source": source, "turn": n, "label": label, "start": start, "end": end,
                          "informant": "" if asks else source,
                          "role": "interviewer" if asks else "informant"})  # fmt: skip
        manifest.append({
            "source": source, "file": f"raw/{source}.txt", "format": "txt", "kind": "interview",
            "sha256": hashlib.sha256(text.encode()).hexdigest(), "language": "en",
            "consent_quote": True, "quotable": True, "words": len(text.split()),
            "turns": len(lines), "informants": source, "warnings": warnings,
        })  # fmt: skip
    return TakenIn(texts, framed(manifest, MANIFEST), framed(turns, TURNS))


def public(*rows: tuple[str, str, str]) -> pd.DataFrame:
    return framed(
        (
            dict(zip(("source", "label", "role"), row, strict=True))
            | {"informant": "" if row[2] == "interviewer" else row[0]}
            for row in rows
        ),
        SPEAKERS,
    )


TALK = {
    "S1": [("Int", "Where were you, Margaret Hill?"),
           ("Margaret", "In Leeds, with Margaret's cat.")]
}  # fmt: skip
LABELS = public(("S1", "Interviewer", "interviewer"), ("S1", "Patient", "informant"))


def test_names_and_labels_are_masked() -> None:
    made = deidentified(taken(TALK), Private(), speakers=LABELS)
    assert made.texts["S1"] == (
        "Interviewer: Where were you, [Patient]?\n\n"
        "Patient: In [Place 1], with [Patient]'s cat.\n"
    )  # fmt: skip


def test_turns_and_manifest_are_those_of_the_masked_text() -> None:
    made = deidentified(taken(TALK), Private(), speakers=LABELS)
    text = made.texts["S1"]
    said = [text[a:b] for a, b in zip(made.turns["start"], made.turns["end"], strict=True)]
    assert said == ["Where were you, [Patient]?", "In [Place 1], with [Patient]'s cat."]
    assert list(made.turns["label"]) == ["Interviewer", "Patient"]
    again = canonical(Turn(*pair) for pair in zip(made.turns["label"], said, strict=True))
    assert again[0] == text
    row = made.manifest.iloc[0]
    assert row["sha256"] == hashlib.sha256(text.encode()).hexdigest()
    assert row["words"] == len(text.split())
    assert row["file"] == "raw/S1.txt"


def test_without_public_labels_informants_are_called_by_their_identifier() -> None:
    made = deidentified(taken(TALK), Private(), speakers=public())
    assert list(made.turns["label"]) == ["Interviewer", "S1"]
    assert "Margaret" not in made.texts["S1"]


def test_a_second_run_with_the_key_of_the_first_gives_the_same() -> None:
    first = deidentified(taken(TALK), Private(), speakers=LABELS)
    again = deidentified(taken(TALK), Private(key=first.key), speakers=LABELS)
    assert again.texts == first.texts
    assert again.key == first.key
    assert {row["name"] for row in first.key} == {"Margaret", "Margaret Hill", "Leeds"}
    assert framed(first.key, KEY)["pseudonym"].ne("").all()


def test_a_new_source_in_front_renumbers_nothing() -> None:
    first = deidentified(taken(TALK), Private(), speakers=LABELS)
    more = {"S0": [("Int", "And Zorblatt? And Anna?")], **TALK}
    again = deidentified(taken(more), Private(key=first.key), speakers=LABELS)
    assert again.texts["S1"] == first.texts["S1"]
    assert again.texts["S0"] == "Interviewer: And [Name 1]? And [Person 1]?\n"


def test_a_name_masked_in_one_source_is_masked_in_the_others() -> None:
    more = {"S1": TALK["S1"], "S2": [("Int", "And leeds, and Mr Hill?")]}
    made = deidentified(taken(more), Private(), speakers=public())
    assert made.texts["S2"] == "Interviewer: And [Place 1], and Mr [Person 1]?\n"
    assert list(made.summary["open_items"]) == [0, 1]


def test_who_is_called_by_the_name_of_a_label_is_who_the_label_says() -> None:
    said = {"S1": [("Int", "Well, Margaret?"), ("Hill, Margaret (Leeds)", "Yes.")]}
    made = deidentified(taken(said), Private(), speakers=LABELS)
    assert made.texts["S1"] == "Interviewer: Well, [Patient]?\n\nPatient: Yes.\n"
    assert [row["name"] for row in made.key] == ["Margaret Hill", "Margaret"]


def released(made: Deidentified) -> list[tuple[str, int, bool]]:
    rows = made.summary.merge(made.manifest, on="source")
    return list(zip(rows["release"], rows["open_items"], rows["quotable"], strict=True))


OPEN = {"S1": [("Int", "Was Zorblatt with Grace?"), ("P", "So she was.")]}


def test_a_source_with_open_items_is_blocked() -> None:
    made = deidentified(taken(OPEN), Private(), speakers=public())
    assert released(made) == [("blocked", 2, False)]
    assert made.texts["S1"].startswith("Interviewer: Was [Name 1] with Grace?")
    assert [row["type"] for row in made.queue] == ["grace", "zorblatt"]
    said = "1 texts → 1 passages masked, 2 words or names to be reviewed in 2 places; 1 texts may"
    assert in_a_line(made).startswith(said)


def test_a_study_may_let_it_out_unattended_but_not_in_lower_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = deidentified(taken(OPEN), Private(), speakers=public(), release="unattended")
    assert released(made) == [("unattended", 2, True)]
    monkeypatch.setattr(
        sys.modules["insideout.deidentify.detect.find"], "casing", lambda _: "lower"
    )
    made = deidentified(taken(OPEN), Private(), speakers=public(), release="unattended")
    assert released(made) == [("blocked", 2, False)]


def test_decisions_close_it() -> None:
    decisions = [
        {"type": "zorblatt", "decision": "not_name", "kind": None, "pseudonym": None},
        {"type": "grace", "decision": "name", "kind": "person", "pseudonym": "[The nurse]"},
    ]
    made = deidentified(taken(OPEN), Private(decisions=decisions), speakers=public())
    assert released(made) == [("reviewed", 0, True)]
    assert made.texts["S1"].startswith("Interviewer: Was Zorblatt with [The nurse]?")
    assert made.queue == []


def test_consent_not_given_stays_not_given() -> None:
    source = taken(TALK)
    source = replace(source, manifest=source.manifest.assign(consent_quote=False, quotable=False))
    made = deidentified(source, Private(), speakers=LABELS)
    assert released(made) == [("reviewed", 0, False)]


def test_what_was_looked_at_in_another_text_counts_no_longer() -> None:
    decisions = [{"type": "grace", "decision": "look", "kind": None, "pseudonym": None}]
    row = {"source": "S1", "sha256": "0" * 64, "start": 23, "end": 28, "type": "grace",
           "decision": "name", "kind": "person", "reviewer": "AB"}  # fmt: skip
    made = deidentified(taken(OPEN), Private(decisions=decisions, looked=[row]), speakers=public())
    assert made.stale == {"S1": 1}
    (place,) = [p for p in made.places if p["type"] == "grace"]
    assert "with »Grace«?" in place["context"]
    now = {**row, "sha256": place["sha256"], "start": place["start"], "end": place["end"]}
    made = deidentified(taken(OPEN), Private(decisions=decisions, looked=[now]), speakers=public())
    assert made.stale == {}
    assert "with [Person 1]?" in made.texts["S1"]
    assert made.places == []


def test_warnings_hold_no_names() -> None:
    said = "label 'Margaret' (3 turns) is read as 'Margret'; comment by Leeds; 2 cues left out"
    made = deidentified(taken(TALK, said), Private(), speakers=LABELS)
    (warnings,) = made.manifest["warnings"]
    assert "argaret" not in warnings
    assert "Leeds" not in warnings
    assert warnings.endswith("2 cues left out")


@pytest.mark.parametrize(
    "said",
    [
        "encoding isn't asked for; label 'Wilhelmina Quux' of speakers.csv stands before no turn",
        "the patients' words aren't 'x'; stands before one turn only: 'Wilhelmina Quux' (did you)",
        "it isn't; label \"Wilhelmina O'Quux\" (3 turns); it isn't",
        r"label 'W \'Wilhelmina\' \"Quux' is",
        "'tis so; label 'Wilhelmina Quux' is",
        "label 'Wilhelmina; Quux' is; comment by 'Quux",
    ],
)
def test_quoted_names_leave_the_warnings_whatever_apostrophes_stand_there(said: str) -> None:
    plain = without_names(said, [])
    assert "Wilhelmina" not in plain
    assert "Quux" not in plain
    assert "[…]" in plain


def test_what_is_not_quoted_stays() -> None:
    said = "encoding isn't asked for; label 'Quux' stands before no turn; 2 cues weren't read"
    assert without_names(said, []) == said.replace("'Quux'", "[…]")


def test_raw_labels_leave_the_warnings_quoted_or_not() -> None:
    said = "read as Wilhelmina Quux, 3 turns; by O'Quux-x"
    assert without_names(said, [], {"Quux", "Wilhelmina Quux", "3", "", "turn", "O'Quux-x"}) == (
        "read as […], 3 turns; by […]"
    )


def test_a_label_that_never_speaks_is_looked_for_and_leaves_the_warnings() -> None:
    raw = public(("S1", "Int", "interviewer"), ("S1", "Margaret", "informant"),
                 ("S1", "Wilhelmina Quux", "interviewer"), ("S1", "Speaker 2", "informant"),
                 ("S9", "Ada Pellow", "informant"))  # fmt: skip
    raw["informant"] = None  # as the private table has it where the cell is empty
    said = "it isn't asked; label Wilhelmina Quux of speakers.csv stands before no turn"
    made = deidentified(taken(TALK, said), Private(speakers=raw), speakers=LABELS)
    rows = {(row["name"], row["pseudonym"], row["source"]) for row in made.key}
    assert ("Wilhelmina Quux", "[Interviewer]", "S1") in rows
    assert ("Ada Pellow", "[S9]", "S9") in rows
    assert "Speaker 2" not in {row["name"] for row in made.key}
    assert "Quux" not in made.manifest["warnings"][0]


def test_a_title_that_the_pseudonym_says_isnt_said_twice() -> None:
    roster = (Entry("m", ("Margaret",), "person", "Dr Birch"),)
    said = {"S1": [("Int", "Ask Dr. Anna, or Mr Anna, or Dr Anna's.")]}
    row = {"type": "anna", "decision": "name", "kind": "person", "pseudonym": "Dr Birch"}
    made = deidentified(taken(said), Private(roster, decisions=[row]), speakers=public())
    assert made.texts["S1"] == "Interviewer: Ask Dr Birch, or Mr Dr Birch, or Dr Birch's.\n"


def test_a_trained_pipeline_adds() -> None:
    source = taken({"S1": [("Int", "Did Ludmilla come?")]})
    at = source.texts["S1"].index("Ludmilla")
    more = {"S1": [Span(at, at + 8, "person", "trained")]}
    made = deidentified(source, Private(), speakers=public(), trained=more)
    assert made.texts["S1"] == "Interviewer: Did [Person 1] come?\n"


def test_the_summary_counts_by_kind() -> None:
    made = deidentified(taken(TALK), Private(), speakers=LABELS)
    row = made.summary.iloc[0]
    assert (row["masked"], row["person"], row["place"], row["casing"]) == (3, 2, 1, "cased")
    assert len(made.offsets) == 5  # the two labels, too
