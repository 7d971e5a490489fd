"""Suggestion patterns of a codebook: what is taken, and what is told of the rest."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.matcher import Matcher
from spacy.schemas import validate_token_pattern

from insideout.code.patterns import KNOWN, LISTS, NESTED, faults, patterns_of
from insideout.problems import DataError

BOOK = """\
codes:
- id: theme
  codes:
  - id: same_doctor
    patterns:
    - same   doctor
    - [{LEMMA: see}, {LOWER: {IN: [same, usual]}}, {IS_ALPHA: true, OP: "*"}, {LEMMA: doctor}]
  - id: gone
    retired: "2"
    patterns: [old words]
  - id: without
"""
MATCHER = Matcher(spacy.blank("en").vocab, validate=True)


def test_patterns_are_read_by_code_and_those_of_retired_codes_left(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    file.write_text(BOOK, "utf-8")
    found = patterns_of(file)
    assert list(found) == ["same_doctor"]
    assert found["same_doctor"][0] == "same doctor"
    assert found["same_doctor"][1][1] == {"LOWER": {"IN": ["same", "usual"]}}
    assert list(patterns_of(file, retired=True)) == ["same_doctor", "gone"]


def test_a_table_of_paths_has_none(tmp_path: Path) -> None:
    file = tmp_path / "codes.csv"
    file.write_text("code_path\nA > B\n", "utf-8")
    assert patterns_of(file) == {}
    assert patterns_of(tmp_path / "codes", {"path": "code_path", "separator": ">"}) == {}


def test_every_malformed_pattern_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "codebook.yaml"
    text = BOOK.replace("same   doctor", "''").replace("LEMMA: see", "LEMA: see")
    file.write_text(text.replace("[old words]", "old words"), "utf-8")
    with pytest.raises(DataError) as caught:
        patterns_of(file)
    assert [(p.line, p.column) for p in caught.value.problems] == [
        (6, "same_doctor.patterns.1"),
        (7, "same_doctor.patterns.2"),
        (10, "gone.patterns"),
    ]
    assert caught.value.problems[1].hint == "did you mean `LEMMA`?"


@pytest.mark.parametrize(
    ("pattern", "hint"),
    [
        ({"LEMMA": "see"}, "square brackets"),
        ([], "delete it"),
        (None, "delete it"),
        (7, "quotation marks"),
        (["see"], "{LEMMA: see}"),
        ([{}], "LEMMA or LOWER"),
        ([{"OP": "*"}], "LEMMA or LOWER"),
        ([{"lemma": "see"}], "in capitals: LEMMA"),
        ([{"POS": "VERB"}], "trained pipelines"),
        ([{"LOWER": False}], "quotation marks"),
        ([{"LOWER": {"IN": [False]}}], "quotation marks"),
        ([{"LOWER": {"REGEX": "("}}], "backslash"),
        ([{"LOWER": "no", "OP": "2"}], "quotation marks"),
    ],
)
def test_hints_say_what_to_do(pattern: Any, hint: str) -> None:
    told = faults(pattern)
    assert len(told) == 1
    assert hint in told[0][2]


texts = st.sampled_from(["see", "doctor", "", "(", "^d", "yes"])
values = st.recursive(
    st.one_of(texts, st.booleans(), st.integers(-1, 9), st.none(), st.lists(texts, max_size=2),
              st.lists(st.integers(0, 9), max_size=2)),
    lambda inner: st.dictionaries(
        st.sampled_from([*LISTS, *NESTED, "==", ">=", "LIKE"]), inner, max_size=2
    ),
    max_leaves=3,
)  # fmt: skip
operators = st.sampled_from(["!", "+", "{2}", "{,3}", "{}", "x", 1])
tokens = st.one_of(
    st.dictionaries(st.sampled_from([*KNOWN, "POS", "LEMA", "_"]), values, max_size=2),
    st.fixed_dictionaries({"LEMMA": texts, "OP": operators}),
    st.fixed_dictionaries({"LENGTH": st.dictionaries(st.sampled_from(["==", "<"]), values)}),
    st.fixed_dictionaries({"LOWER": st.dictionaries(st.sampled_from([*LISTS, *NESTED]), values)}),
)


@settings(max_examples=300, deadline=None)
@given(st.lists(tokens, max_size=2))
def test_spacy_takes_whatever_is_taken_here(pattern: list[dict[str, Any]]) -> None:
    if not faults(pattern):
        assert validate_token_pattern(pattern) == []
        MATCHER.add("pattern", [pattern])
        MATCHER(spacy.blank("en").make_doc("See the same doctor"), allow_missing=True)
        MATCHER.remove("pattern")
    else:
        assert all(expected and found for expected, found, _ in faults(pattern))


@pytest.mark.parametrize("name", KNOWN)
def test_every_attribute_that_is_known_here_is_known_to_spacy(name: str) -> None:
    value: Any = "x" if name in KNOWN[:6] else 3 if name == "LENGTH" else True
    pattern = [{"LOWER": "x", "OP": "+"}] if name == "OP" else [{name: value}]
    assert faults(pattern) == []
    assert validate_token_pattern(pattern) == []
