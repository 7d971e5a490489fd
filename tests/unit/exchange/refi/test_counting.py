"""Which way of counting a project follows."""

from __future__ import annotations

from insideout.exchange.refi.counting import Passage, found_countings
from insideout.exchange.refi.offsets import Counting, text_of

RAW = (
    "\ufeffI: 😀 How was it?\r\nP: It was good, mostly.\r\n\r\nI: And then?\r\nP: Ännu bättre.\r\n"
)


def passage(start: int, end: int, *hints: str) -> Passage:
    return Passage(start, end, hints)


def test_an_emoji_tells_utf_16_units_and_line_ends_tell_how_they_count() -> None:
    raw = RAW.lstrip("\ufeff")
    units = raw.index("It was") + 1  # the emoji has two units
    given = [passage(units, units + 21, "It was good, mostly.…")]
    given += [passage(raw.index("Ännu") + 1, raw.index("bättre") + 7, "Ännu bättre")]
    found = found_countings({"a": text_of(RAW)}, {"a": given}, {"a": "A"})
    assert found.of_source["a"] == Counting("UTF-16 units")
    assert found.told[0].startswith(
        "positions count UTF-16 units, line ends as they stand, a byte order mark not counted: "
        "100 % of 2 passages"
    )


def test_a_mark_counts_where_passages_begin_and_end_better_by_it() -> None:
    text = text_of("\ufeff- - - -\n" * 2)
    found = found_countings({"a": text}, {"a": [passage(1, 8)]}, {"a": "A"})
    assert found.of_source["a"].marks == 1  # by it, the passage ends with a dash, not a line
    assert "a byte order mark counted: 100 % of 1 passage looked" in found.told[0]


def test_of_equal_ways_the_one_known_of_the_tool_is_taken() -> None:
    text = text_of("---\r\n-------")
    given = {"a": [passage(7, 9)]}
    names = {"a": "A"}
    plain = found_countings({"a": text}, given, names)
    atlas = found_countings({"a": text}, given, names, "ATLAS.ti 23")
    assert plain.of_source["a"] == Counting()
    assert atlas.of_source["a"] == Counting("characters", "as one")
    for found in (plain, atlas):
        assert "can't be told apart, and 1 passage would stand elsewhere" in found.told[0]


def test_a_source_that_clashes_with_the_rest_is_counted_by_itself() -> None:
    raw = "one two\r\nthree four\r\nfive six seven eight"
    right = [passage(raw.index(w), raw.index(w) + len(w), w) for w in ("three", "five", "eight")]
    one = raw.replace("\r\n", "\n")
    other = [passage(one.index(w), one.index(w) + len(w), w) for w in ("three", "five", "eight")]
    text = text_of(raw)
    found = found_countings(
        {"a": text, "b": text, "c": text},
        {"a": right, "b": right, "c": other},
        dict.fromkeys("abc", "C"),
    )
    assert found.of_source == {
        "a": Counting(),
        "b": Counting(),
        "c": Counting("characters", "as one"),
    }
    assert found.told[1] == (
        "C: positions count characters, line ends as one here: 100 % fit, and 0 % as in the rest"
    )


def test_texts_that_are_not_those_that_were_coded_are_told() -> None:
    text = text_of("abcdefghijklmnopqrstuvwxyz")
    found = found_countings({"a": text}, {"a": [passage(3, 5), passage(7, 9)]}, {"a": "A"})
    assert found.told[0] == (
        "positions count characters, line ends as they stand: 0 % of 2 passages "
        "looked at start and end where they should; no other way of counting gives other places. "
        "That is little: look whether these texts are those that were coded"
    )


def test_a_text_that_is_not_the_one_that_was_coded_is_told_by_its_name() -> None:
    text = text_of("one two three four five")
    right = [passage(0, 3), passage(4, 7), passage(8, 13), passage(14, 18)]
    wrong = [passage(1, 5), passage(5, 9), passage(9, 15), passage(15, 20)]
    here = {"a": right, "b": right, "c": wrong}
    found = found_countings(dict.fromkeys(here, text), here, dict.fromkeys(here, "C"))
    assert set(found.of_source.values()) == {Counting()}
    assert found.told[1:] == ["C: 0 of 4 passages fit: it may not be the text that was coded"]


def test_our_own_projects_need_no_finding_out() -> None:
    text = text_of("abcdef")
    found = found_countings({"a": text}, {"a": [passage(3, 5)]}, {"a": "A"}, "Inside-Out")
    assert (found.of_source, found.told) == ({}, [])
