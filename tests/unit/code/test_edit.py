"""A code is put into a codebook, and every other line stays as somebody wrote it."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from insideout.code.edit import with_code
from insideout.problems import DataError

NEW = {"id": "bus", "name": "The bus: late, or “never”", "origin": "inductive", "since": "1"}


def below(items: list[dict[str, Any]], parent: str) -> list[dict[str, Any]] | None:
    """The codes below a parent, of a tree."""
    for item in items:
        if item["id"] == parent:
            return list(item.get("codes") or [])
        if (found := below(item.get("codes") or [], parent)) is not None:
            return found
    return None


def inserted(before: str, after: str) -> list[str]:
    """The lines that were put in, in one place; everything around them is as before."""
    old, new = before.split("\n"), after.split("\n")
    first = next((n for n, line in enumerate(old) if new[n] != line), len(old))
    added = len(new) - len(old)
    while first >= 0 and new[:first] + new[first + added :] != old:
        first -= 1
    assert first >= 0, after
    return new[first : first + added]


BOOK = """# A book, with remarks.
version: "1"
codes:
- id: wait   # often told
  name: Waiting
  definition: Waiting for
    an answer.
  codes:
  - {id: desk, name: The desk}

  # phones
  - id: phone
    example: |
      It rang.

      And rang.
  # the end of waiting
- id: care
  valences: [present,
    absent]

# the last line
"""


@pytest.mark.parametrize(
    ("parent", "line"),
    [("", "- id: bus"), ("wait", "  - id: bus"), ("care", "  codes:"), ("phone", "    codes:")],
)
def test_the_lines_go_where_the_codes_of_the_parent_end(parent: str, line: str) -> None:
    made = with_code(BOOK, NEW, parent)
    added = inserted(BOOK, made)
    assert added[0] == line
    codes = yaml.safe_load(made)["codes"]
    assert (codes if not parent else below(codes, parent) or [])[-1] == NEW


def test_a_remark_stays_before_what_follows_it() -> None:
    made = with_code(BOOK, NEW, "care")
    assert "    absent]\n  codes:\n  - id: bus\n" in made
    assert made.endswith("\n\n# the last line\n")


def test_a_remark_of_the_code_before_stays_with_it() -> None:
    book = "codes:\n- id: a\n  # of a\n# of b\n- id: b\n  # of b, too\n# the end\n"
    made = with_code(book, {"id": "c"})
    assert made == book.replace("# the end", "- id: c\n# the end")
    made = with_code(book, {"id": "c"}, "a")
    assert made == book.replace("# of b\n-", "  codes:\n  - id: c\n# of b\n-")


def test_flow_style_is_kept() -> None:
    made = with_code("codes: [{id: a}, {id: b, codes: []}] # all\n", NEW, "b")
    assert made.count("\n") == 1
    assert made.endswith("}]}] # all\n")
    assert below(yaml.safe_load(made)["codes"], "b") == [NEW]
    made = with_code("codes:\n- {id: a}\n- id: b\n", NEW, "a")
    assert below(yaml.safe_load(made)["codes"], "a") == [NEW]


@pytest.mark.parametrize("value", ["", " null", " ~  # none yet"])
def test_an_empty_list_of_codes_is_filled(value: str) -> None:
    made = with_code(f"codes:\n- id: a\n  codes:{value}\n- id: b\n", NEW, "a")
    assert below(yaml.safe_load(made)["codes"], "a") == [NEW]
    assert made.endswith("- id: b\n")


def test_ends_of_lines_and_the_byte_order_mark_stay() -> None:
    before = "\ufeff" + BOOK.replace("\n", "\r\n").rstrip()
    made = with_code(before, NEW, "care")
    assert made.startswith("\ufeff#")
    assert made.count("\n") == made.count("\r\n")
    assert inserted(before.replace("\r", ""), made.replace("\r", ""))[0] == "  codes:"


def test_a_file_that_does_not_end_its_last_line() -> None:
    assert with_code("codes:\n  - id: a", {"id": "b"}) == "codes:\n  - id: a\n  - id: b\n"


def test_a_parent_that_is_not_there_is_a_problem() -> None:
    with pytest.raises(DataError, match="nowhere"):
        with_code(BOOK, NEW, "nowhere")


def test_what_can_not_be_edited_is_refused_with_what_to_write() -> None:
    book = "codes:\n- id: a\n- id: d\n  codes: none yet\n"
    with pytest.raises(DataError, match="by hand: id: bus"):
        with_code(book, NEW, "d")


NO = "\ufeff\u2028\u2029"
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters=NO), max_size=12)
IDS = st.lists(st.integers(0, 999).map(lambda n: f"c{n}"), min_size=1, max_size=9, unique=True)


@st.composite
def books(draw: Any) -> tuple[str, list[str]]:
    """The text of a codebook as people might write it, and its ids."""
    ids = draw(IDS)
    step, deep = draw(st.sampled_from([(0, 2), (2, 2), (2, 3), (4, 4), (1, 2)]))
    lines = [*draw(st.sampled_from([[], ["# head", ""], ["version: '2'"]])), "codes:"]
    at, levels = 0, [step]
    for id_ in ids:
        level = draw(st.integers(0, min(len(levels) - 1, 3)))
        if level == len(levels) - 1 and level and lines[-1] != " " * at + "codes:":
            lines.append(" " * at + "codes:")
        levels = levels[: level + 1]
        dash = levels[level]
        at = dash + deep
        lines.append(" " * dash + "-" + " " * (deep - 1) + f"id: {id_}")
        lines += draw(
            st.lists(st.sampled_from([" " * at + f"# {id_}", "", "# far left"]), max_size=2)
        )
        if draw(st.booleans()):
            name = yaml.safe_dump({"name": draw(TEXTS)}, allow_unicode=True, width=10**6)
            lines.append(" " * at + name.rstrip("\n"))
        more = draw(st.sampled_from(["", "example: |\n{}  one\n\n{}  two", "include: one\n{}  two",
                                     "valences: [present,\n{}  absent]", "exclude:"]))  # fmt: skip
        lines += (" " * at + more.replace("{}", " " * at)).split("\n") if more else []
        lines += draw(st.lists(st.sampled_from(["", "# between"]), max_size=2))
        levels.append(at + step)
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n# end\n"])), ids


@given(books(), st.data(), TEXTS)
def test_any_book_gets_the_code_and_keeps_every_line(
    book: tuple[str, list[str]], data: st.DataObject, name: str
) -> None:
    text, ids = book
    parent = data.draw(st.sampled_from(["", *ids]))
    code = {"id": "new", "name": name, "sign": -1}
    made = with_code(text, code, parent)
    text += "\n" if made.endswith("\n") and not text.endswith("\n") else ""
    before, after = yaml.safe_load(text), yaml.safe_load(made)
    there = before["codes"] if not parent else below(before["codes"], parent)
    here = after["codes"] if not parent else below(after["codes"], parent)
    assert here == [*(there or []), code]
    inserted(text, made)


@pytest.mark.parametrize(
    ("book", "lines"),
    [
        ("codes:\n- id: a\n", ['- id: bus', '  since: "2"', "  valences: [present, absent]",
                               "  cluster: 'c1: a, b'"]),
        ("codes: []\n", [
            """codes: [{id: bus, since: "2", valences: [present, absent], cluster: 'c1: a, b'}]"""
        ]),
    ],
)  # fmt: skip
def test_versions_and_lists_are_written_as_the_houses_codebooks_have_them(
    book: str, lines: list[str]
) -> None:
    code = {"id": "bus", "since": "2", "valences": ["present", "absent"], "cluster": "c1: a, b"}
    made = with_code(book, code)
    assert made.splitlines()[-len(lines) :] == lines
    assert yaml.safe_load(made)["codes"][-1] == code
