"""Codings as rows: identity, speakers, passages, counts."""

from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.code.anchor import Lost, Place
from insideout.code.gather import (
    coding_id,
    codings_in,
    read_codings,
    read_segments,
    with_valences,
)
from insideout.code.place import counts, orphan_problems, orphans_among, passages, place_all, sought
from insideout.problems import DataError
from insideout.reader import framed, records
from insideout.tables.outputs import CODEBOOK, CODINGS_PLACED, TURNS

TEXT = "I: Who?\n\nP: Dr B, she knows me well.\n\nD: He never knows me.\n"


def turns() -> pd.DataFrame:
    rows = [
        ("I", "", "interviewer", 3, 7),
        ("P", "p1", "informant", 12, 37),
        ("D", "d1", "companion", 42, 60),
    ]
    return framed(
        ({"source": "s", "turn": n, "label": label, "informant": who, "role": role, "start": a,
          "end": b} for n, (label, who, role, a, b) in enumerate(rows, 1)), TURNS,
    )  # fmt: skip


def coding(quote: str, code: str = "c", coder: str = "A", **more: Any) -> dict[str, Any]:
    row = {
        "source": "s", "start": None, "end": None, "quote": quote, "prefix": None, "suffix": None,
        "occurrence": None, "code": code, "valence": "present", "about": None, "coder": coder,
        "round": 1, "file": "A.csv", "line": 2, **more,
    }  # fmt: skip
    return {**row, "coding": coding_id(row)}


def placed(*codings: dict[str, Any]) -> list[dict[str, Any]]:
    return records(place_all(codings, {"s": TEXT}, turns(), {"s": "practice"}, 85)[0])


def test_a_passage_belongs_to_whoever_says_most_of_it() -> None:
    two = turns()
    two.loc[2, "role"] = "informant"
    codings = [coding("she knows me"), coding("well.\n\nD: He never knows"), coding("He never")]
    found, _ = place_all(codings, {"s": TEXT}, two, {}, 85)
    assert list(found["informant"]) == ["p1", "d1", "d1"]


def test_a_companion_speaks_for_the_only_informant() -> None:
    assert placed(coding("He never knows me"))[0]["informant"] == "p1"


def test_an_interviewers_words_are_nobodys_account() -> None:
    assert placed(coding("Who?"))[0]["informant"] == ""
    assert placed(coding("Who?\n\nP: Dr B"))[0]["informant"] == "p1"


def test_the_coders_words_are_kept_where_the_text_has_others() -> None:
    rows = placed(coding("Dr B, she know me wel"), coding("He never knows"))
    assert [(row["how"], row["coded_quote"]) for row in rows] == [
        ("approximate", "Dr B, she know me wel"), ("exact", ""),
    ]  # fmt: skip


def test_a_coding_without_valence_says_that_the_thing_is_there() -> None:
    """Of codes that tell of experience or mechanisms; other codes have none."""
    codes = [
        {"code": "c", "feature": "same_person", "shows": ""},
        {"code": "m", "feature": "", "shows": "same_person-"},
        {"code": "t", "feature": "", "shows": ""},
    ]
    codings = [coding("Dr B", code, valence=v) for code in "cmt" for v in ("", "absent")]
    said = [row["valence"] for row in with_valences(codings, codes)]
    assert said == ["present", "absent", "present", "absent", "", "absent"]


def test_a_coding_without_about_is_about_its_sources_unit() -> None:
    rows = placed(coding("Who?"), coding("Dr B", about="trust"))
    assert [row["about"] for row in rows] == ["practice", "trust"]


def test_overlapping_codings_of_one_code_share_a_passage() -> None:
    rows = placed(
        coding("Dr B, she knows"),
        coding("knows me well", coder="B"),
        coding("He never", coder="B"),
        coding("she knows", code="other"),
    )
    passage = {(row["quote"], row["code"]): row["passage"] for row in rows}
    assert passage["Dr B, she knows", "c"] == passage["knows me well", "c"]
    assert len(set(passage.values())) == 3


def test_an_id_hangs_on_what_is_claimed_not_on_the_offset() -> None:
    assert coding("Dr B", start=3)["coding"] == coding("Dr B", start=9)["coding"]
    assert coding("Dr B", valence="absent")["coding"] != coding("Dr B")["coding"]
    assert coding("Dr B", about="trust")["coding"] != coding("Dr B")["coding"]


def test_lost_codings_are_told_with_file_and_line() -> None:
    found, lost = place_all([coding("no such words here")], {"s": TEXT}, turns(), {}, 85)
    assert len(found) == 0
    problem = orphan_problems(records(lost))[0]
    assert (problem.file, problem.line, problem.column) == ("A.csv", 2, "quote")
    assert "orphans: count" in problem.hint


def test_of_an_open_blind_round_only_the_line_is_told() -> None:
    """Whoever sees what others coded doesn't code blind any more."""
    rounds = [{"round": 1, "closed": True}, {"round": 2, "blind": True, "closed": False}]
    codings = [coding("Dr B, he knows me so", "secret", valence="mixed", round=n) for n in (1, 2)]
    orphans = orphans_among(codings, {"s": TEXT}, 99)
    first, second = orphan_problems(orphans, rounds)
    assert "he knows" in first.found
    assert "perhaps" in first.hint
    assert (second.file, second.line) == ("A.csv", 2)
    told = f"{second} {second.found} {second.hint}"
    assert not any(word in told for word in ("Dr B", "knows", "secret", "mixed"))
    assert orphan_problems(orphans, rounds[:1])[1].found == first.found


def test_a_file_without_the_column_does_not_say_that_a_quote_was_unique(tmp_path: Path) -> None:
    text = "P: He came. I wait here. They left.\n"
    row: dict[str, Any] = {
        "start": 90,
        "prefix": "nobody told me that ",
        "suffix": ", said the other",
    }
    found = {}
    for name, more in (("with", ",occurrence"), ("without", "")):
        file = tmp_path / f"{name}.csv"
        cells = f's,90,I wait here,{row["prefix"]},"{row["suffix"]}",c,A{"," if more else ""}'
        header = f"source,start,quote,prefix,suffix,code,coder{more}"
        file.write_text(f"{header}\n{cells}\n", "utf-8-sig")
        one = codings_in([file])[0][0]
        found[name] = next(at for _, at in sought([one], {"s": text}, 85))
    assert isinstance(found["with"], Place)
    assert isinstance(found["without"], Lost)
    assert [place.start for place in found["without"].candidates] == [text.index("I wait")]


def test_only_coders_files_can_be_silent() -> None:
    one = coding("Dr B", start=90, prefix="no such words")  # as segments are: no such key
    assert isinstance(next(at for _, at in sought([one], {"s": TEXT}, 85)), Place)


def test_counts_go_up_the_tree() -> None:
    book = framed([{"code": "root", "parent": ""}, {"code": "c", "parent": "root"}], CODEBOOK)
    found, _ = place_all(
        [coding("Dr B"), coding("Dr B, she", coder="B", valence="absent"), coding("He never")],
        {"s": TEXT}, turns(), {}, 85,
    )  # fmt: skip
    table = {row["code"]: row for row in records(counts(found, book))}
    assert table["c"]["codings"] == 3
    assert table["c"]["passages"] == 2
    assert table["c"]["informants"] == 1
    assert (table["c"]["present"], table["c"]["absent"]) == (2, 1)
    assert (table["root"]["codings"], table["root"]["with_below"]) == (0, 3)


def test_the_same_coding_twice_is_told(tmp_path: Path) -> None:
    file = tmp_path / "A.csv"
    file.write_text("source,quote,code,coder\ns,Dr B,c,A\ns,Dr B,c,A\n")
    with pytest.raises(DataError, match="line 3, quote"):
        read_codings([file])


def test_segments_name_codes_by_path_and_repeated_ones_are_numbered(tmp_path: Path) -> None:
    file = tmp_path / "segments.csv"
    file.write_text("doc,path,text\ns,Root > See,Dr B\ns,root>see,Dr B\ns,Rot > See,x\n")
    codes = [{"code": "see", "path": "Root > See"}]
    columns = {"document": "doc", "code": "path", "quote": "text", "coder": "team"}
    with pytest.raises(DataError, match="did you mean `Root > See`"):
        read_segments(file, columns, codes)
    file.write_text("doc,path,text\ns,Root > See,Dr B\ns,root>see,Dr B\n")
    rows = read_segments(file, columns, codes)
    assert [row["occurrence"] for row in rows] == [None, 2]
    assert {row["code"] for row in rows} == {"see"}


def test_codings_come_back_in_their_order_with_their_places() -> None:
    texts = {"s": TEXT, "t": "P: He never did.\n"}
    rows = [coding("He never", source=source) for source in "stst"] + [coding("Who?")]
    found = list(sought(rows, texts, 85))
    assert [row["coding"] for row, _ in found] == [row["coding"] for row in rows]
    places = [place.start for _, place in found if isinstance(place, Place)]
    assert places == [TEXT.index("He"), 3, TEXT.index("He"), 3, 3]


def test_columns_are_of_their_declared_types() -> None:
    found, _ = place_all(
        [coding("Who?", period_from=date(2020, 1, 2), occurrence=1), coding("Dr B")],
        {"s": TEXT}, turns(), {}, 85,
    )  # fmt: skip
    again = framed(records(found), CODINGS_PLACED)
    pd.testing.assert_frame_equal(found, again)
    assert list(found["period_from"]) == ["2020-01-02", ""]
    assert found["occurrence"].isna().tolist() == [False, True]


def test_nothing_placed_is_a_table_too() -> None:
    found, lost = place_all([], {"s": TEXT}, turns(), {}, 85)
    assert (len(found), len(lost)) == (0, 0)
    pd.testing.assert_frame_equal(found, framed([], CODINGS_PLACED))


def test_rows_get_the_passage_they_overlap_with() -> None:
    rows: list[dict[str, Any]] = [
        {"source": "s", "code": code, "start": start, "end": end, "coding": name}
        for name, code, start, end in (("a", "c", 0, 9), ("b", "d", 3, 5), ("e", "c", 8, 12),
                                       ("f", "c", 12, 14))
    ]  # fmt: skip
    passages(rows)
    assert [row["passage"] for row in rows] == ["a", "b", "a", "f"]


def test_an_equal_quote_goes_where_the_codings_around_it_went() -> None:
    old = "P: One came first. Yes. Then two came by. Yes. And three came last.\n"
    rows = [
        coding(words, start=old.index(words, at), prefix=old[:at][-9:], suffix=suffix, occurrence=n)
        for words, at, suffix, n in (("One came first", 3, ". Yes.", None),
                                     ("Yes", 42, ". And thr", 2),
                                     ("three came last", 51, ".", None))
    ]  # fmt: skip
    new = old.replace("P: One", "P: Well, yes. Yes. One")
    places = [place for _, place in sought(rows, {"s": new}, 85)]
    assert isinstance(places[1], Place), places
    assert new[places[1].start :].startswith("Yes. And three")
    alone = [place for _, place in sought(rows[1:2], {"s": new}, 85)]
    assert isinstance(alone[0], Lost)


def test_where_every_row_has_an_occurrence_one_says_nothing() -> None:
    text = " ".join(f"word{n}" for n in range(60)) + "\n"
    rows = [
        coding(f"word{n}", start=9000 + n, prefix="no such ", suffix=" words", occurrence=1)
        for n in range(10, 40)
    ]
    assert all(isinstance(place, Place) for _, place in sought(rows, {"s": text}, 85))
    rows[0]["occurrence"] = None
    lost = [isinstance(place, Lost) for _, place in sought(rows, {"s": text}, 85)]
    assert lost == [False] + [True] * 29
