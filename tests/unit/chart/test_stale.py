"""Summaries older than their evidence, told with file and line."""

from insideout.chart.stale import cells_of, stale_problems
from insideout.reader import framed
from insideout.rows import Row
from insideout.tables.framework import FRAMEWORK

MADE = framed(
    [{"case": "p1", "theme": "t", "codings": 1, "evidence": "new"},
     {"case": "p2", "theme": "t", "codings": 0, "evidence": "none"}],
    FRAMEWORK,
)  # fmt: skip


def row(line: int, case: str, evidence: str | None, frame: str = "f") -> Row:
    return Row(line, {"frame": frame, "case": case, "theme": "t", "evidence": evidence})


def test_each_stale_summary_is_told_with_what_to_do() -> None:
    rows = [row(2, "p1", "old"), row(3, "p1", "new"), row(4, "p1", None), row(5, "p2", "old"),
            row(6, "p3", "old"), row(7, "p1", "old", "other")]  # fmt: skip
    told = stale_problems("summaries.csv", rows, cells_of({"f": MADE}))
    assert [(p.file, p.line, p.column) for p in told] == [
        ("summaries.csv", 2, "evidence"), ("summaries.csv", 5, "evidence"),
    ]  # fmt: skip
    assert "'p1 × t' of f, where there is 1 coding, and others" in told[0].found
    assert "no coding any more" in told[1].found
    assert "forms/charting_f.xlsx" in told[0].hint
    assert "yes chosen in its column holds" in told[0].hint
    assert "bound" not in told[0].hint
