"""What the report's search finds its text in."""

from insideout.report.pandoc import Fragment
from insideout.report.search import entries


def told(html: str) -> str:
    fragment = Fragment("one.qmd", "sec-one", "1", "", "One", "One", (), html)
    (entry,) = entries([fragment])
    return entry["text"]


def test_cells_are_parted_so_that_a_count_is_nobodys_age() -> None:
    row = "<table><tr><td>score, high, age</td><td>104</td></tr></table>"
    assert told(row) == "score, high, age · 104 ·"


def test_empty_cells_leave_no_trace() -> None:
    row = "<table><tr><td></td><td>a</td><td></td><td>b</td></tr></table>"
    assert told(row) == "a · b ·"
