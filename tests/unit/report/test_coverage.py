"""Coverage by ring: figure, table and sentence hold the same numbers."""

from __future__ import annotations

from dataclasses import replace

from defusedxml import ElementTree

from insideout.report import coverage
from insideout.report.data import Data


def test_table_and_sentence_hold_the_same_numbers(told: Data) -> None:
    text = coverage.table(told)
    assert "| First responders | 1 | 1 | .50 | 0 | 0 | .00 |" in text
    assert "| *Unexplained* | 0 of 2 |  | .00 | 1 of 1 |  | 1.00 |" in text
    said = coverage.told(told)
    assert (
        "Of the 2 experiences with the feature, 1 is explained (by first responders), for 1 "
        "something is only suggested, and none stays unexplained."
    ) in said
    assert "Of the one experience without it, none is explained" in said


def test_figure_is_described_and_doesnt_hang_on_colour(told: Data) -> None:
    svg, described = coverage.figure(told)
    ElementTree.fromstring(svg)
    assert "url(#h" in svg  # the hatching of what is only suggested
    assert "<text" not in svg
    assert "first responders 1 explained and 1 suggested, 0 unexplained" in described
    assert "Without it" in described


def test_figure_is_the_same_for_the_same_tables(told: Data) -> None:
    assert coverage.figure(told) == coverage.figure(told)


def test_nothing_to_cover_makes_no_table(told: Data) -> None:
    bare = replace(told, nest={**told.nest, "nest_coverage": []})
    assert coverage.table(bare) == ""
    assert coverage.told(bare).strip() == ""
