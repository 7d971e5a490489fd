"""The synthesis' tables: paths outwards, before and after."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from insideout.report import synthesis
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence
from insideout.report.synthesis_tables import compared, strongest, went_came

BOOK = frozenset({CHAPTER, "codebook.qmd", "responders.qmd", "synthesis.qmd"})


def made(data: Data, *chapters: str) -> dict[str, str]:
    return synthesis.includes(data, Evidence(data, frozenset(chapters) or BOOK))


def changed(data: Data, table: str, at: int, **cells: Any) -> Data:
    rows = [dict(row) for row in data.nest[table]]
    rows[at] |= cells
    return replace(data, nest={**data.nest, table: rows})


def test_paths_are_sorted_by_their_weakest_edge_and_cut(told: Data) -> None:
    row = dict(told.nest["nest_paths"][0])
    rows = [{**row, "path": f"own_list@first_responder < m{n}@x", "robustness": n / 100}
            for n in range(50)]  # fmt: skip
    rows += [{**row, "robustness": None, "path": "none@x"}]
    rows += [{**row, "robustness": 1.0, "status": "suggested", "support": n} for n in (1, 3)]
    ordered = strongest(rows)
    assert [r["robustness"] for r in ordered][:2] == [0.49, 0.48]
    assert ordered[-3]["robustness"] is None
    assert [r["support"] for r in ordered[-2:]] == [3, 1]
    text = made(replace(told, nest={**told.nest, "nest_paths": rows}))["paths"]
    assert text.count("<tr>") == 22  # with the head and the band
    assert "The 20 strongest of 53 paths" in text
    assert "tables/nest_paths.csv" in text


def test_suggested_paths_stand_apart_and_without_robustness(told: Data) -> None:
    text = made(changed(told, "nest_paths", 1, status="suggested", robustness=1.0))["paths"]
    explained, _, suggested = text.partition("Only suggested: an edge at least is")
    assert ">.90<" in explained
    assert "1.00" not in text
    assert ">–<" in suggested


def test_path_names_each_ring_and_what_is_lacking(told: Data) -> None:
    text = made(told)["paths"]
    assert "← lack of <a href" in text
    assert '<span class="quotation-source">care networks</span>' in text


def test_before_and_after_stand_beside_each_other(told: Data) -> None:
    parts = made(told)
    assert "left East (2012\\-10\\-01)." in parts["changes"]
    assert "<p>.50 of 2</p><p><strong>Went:</strong> lack of <a" in parts["before-after"]
    assert '<td class="not-told"><p>not told</p></td>' in parts["before-after"]
    assert 'Same person <span class="quotation-source">changed</span>' in parts["before-after"]


def test_what_was_told_throughout_neither_went_nor_came(told: Data) -> None:
    row = {"mechanisms_before": "money meetings", "mechanisms_after": "meetings own_list"}
    assert went_came(row) == (["money"], ["own_list"], ["meetings"])
    assert went_came({**row, "mechanisms_throughout": "tariffs"})[2] == ["tariffs", "meetings"]
    some = changed(told, "nest_before_after", 0, mechanisms_throughout="tariffs !meetings")
    assert "<td>Tariffs and lack of Meetings</td>" in made(some)["before-after"]
    many = " ".join(f"m{n}" for n in range(6))
    cut = changed(told, "nest_before_after", 0, mechanisms_throughout=many)
    assert "<td>M0, m1, m2 and 3 more</td>" in made(cut)["before-after"]


def test_rows_with_nothing_to_set_side_by_side_are_left_out(told: Data) -> None:
    row = dict(told.nest["nest_before_after"][0])
    assert compared(row)
    assert not compared({**row, "mechanisms_before": ""})
    assert compared({**row, "mechanisms_before": "", "tellers_after": 1})
    data = changed(told, "nest_before_after", 0, mechanisms_before="")
    parts = made(data)
    assert "nobody told of both sides of it, or of a change" in parts["before-after"]
    assert "left East" in parts["changes"]


def test_units_that_join_together_are_one_event(told: Data) -> None:
    row = dict(told.nest["nest_before_after"][0])
    rows = [{**row, "event": "began", "unit": unit} for unit in ("north", "west")]
    parts = made(replace(told, nest={**told.nest, "nest_before_after": rows}))
    assert parts["before-after"].count('scope="rowgroup"') == 1
    assert "North and West &lt;i&gt; *End* join East" in parts["before-after"]
    assert parts["changes"].count("joined") == 1
