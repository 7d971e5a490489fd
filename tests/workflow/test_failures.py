"""A stage that fails: what is said, what is kept, what is gone, and how it goes on."""

import shutil
from typing import Any

import pytest

from insideout.house import NEST_TABLES

CODINGS = "studies/small/data/codings/AB.csv"
LOST = """
1 problem in 1 file

studies/small/data/codings/AB.csv, line 8, quote
    expected: words of source N2
    found:    'There is a heron on the roof.'
    Hint: """


@pytest.fixture
def spoilt_coding(line: Any) -> Any:
    """A finished run, of which one quotation is then no longer in its text."""
    line.edit(CODINGS, "No longer than anyone.", "There is a heron on the roof.")
    return line


def test_a_coding_whose_quote_is_not_in_the_text_stops_the_run_before_any_job(
    spoilt_coding: Any,
) -> None:
    line = spoilt_coding
    before = line.state()
    said = line.run(fails=True)
    assert LOST in said
    assert said.rstrip().endswith("Nothing was run; earlier results are untouched.")
    assert "Traceback" not in said
    assert line.state() == before


def test_a_failed_run_goes_on_from_where_it_stopped(line: Any) -> None:
    before = line.made()
    line.edit("studies/small/data/summaries.csv", ",AB,", ",CD,")
    line.edit("reports/tests.qmd", "# ", "# See @tbl-nowhere\n\n# ")
    line.run(fails=True)
    assert line.ran() == {"chart", "judge", "quality", "report", "seal"}
    line.edit("reports/tests.qmd", "# See @tbl-nowhere\n\n# ", "# ")
    line.edit("studies/small/data/summaries.csv", ",CD,", ",AB,")
    line.run()
    assert line.made() == before


def test_a_book_that_failed_is_made_again_and_the_old_one_is_never_sealed(line: Any) -> None:
    sealed = line.made()["provenance/outputs.csv"]
    line.edit("reports/tests.qmd", "# ", "# See @tbl-nowhere\n\n# ")
    for _ in range(2):  # the second run finds pages that are newer than the tables
        assert "tbl-nowhere" in line.run(fails=True)
        assert line.made()["provenance/outputs.csv"] == sealed
        assert (line.results / "report" / "html" / "index.html").exists()
        assert not (line.results / "report" / "whole.txt").exists()


def test_codings_without_a_place_are_counted_when_the_study_says_so(spoilt_coding: Any) -> None:
    line = spoilt_coding
    line.edit(
        "studies/small/small.yaml", "codings: codings", "codings: codings\nanchor: {orphans: count}"
    )
    line.run("results/small/tables/codings.csv")
    orphans = line.made()["tables/orphans.csv"].decode().splitlines()
    assert len(orphans) == 2
    assert "There is a heron on the roof." in orphans[1]


def test_a_fault_of_ours_is_told_with_its_traceback_and_leaves_nothing_half_made(line: Any) -> None:
    before = line.made()
    line.edit(
        "scripts/nest.py",
        "write(made[table.name], file, table)",
        "write(made[table.name], file, table); len(made) / (table.name != 'nest_links')",
    )
    said = line.run(fails=True)
    assert "The stage nest stopped (results/small/logs/nest.log):" in said
    assert "a fault of ours, not of the data: please report it\nTraceback" in said
    assert said.rstrip().endswith("ZeroDivisionError: division by zero")
    after = line.made()
    assert {f"tables/{name}.csv" for name in NEST_TABLES} == set(before) - set(after)
    assert set(after) <= set(before)
    assert {name for name in after if after[name] != before[name]} == {"logs/nest.log"}


def test_a_chapter_that_cannot_be_rendered_leaves_the_last_book_in_place(line: Any) -> None:
    before = line.made()
    line.edit("reports/tests.qmd", "# ", "# See @tbl-nowhere\n\n# ")
    said = line.run(fails=True)
    assert "reports/tests.qmd, line 1" in said
    after = line.made()
    changed = {name for name in before if after.get(name) != before[name]}
    assert changed == {"logs/report.log", "report/whole.txt"}


def test_a_book_that_was_deleted_is_made_again(line: Any) -> None:
    before = line.made()
    shutil.rmtree(line.results / "report")
    line.run()
    assert line.ran() == {"report", "seal"}
    assert line.made() == before


def test_a_run_with_nothing_to_do_says_so_and_where_the_report_is(line: Any) -> None:
    said = line.run()
    assert "nothing has changed; open results/small/report/html/index.html" in said
    assert line.ran() == set()
