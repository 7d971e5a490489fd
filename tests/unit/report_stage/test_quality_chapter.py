"""The chapter on the data: findings by weight, no dates, gaps, criteria and their exceptions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report import quality, stage
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.quality import QUALITY

Staged = Callable[[Data], tuple[Path, Evidence]]
OF = {table.name: table for table in QUALITY}
NASTY = "*so* | <b>is</b> {{< var x >}}"


def assessed(data: Data, **tables: list[dict[str, Any]]) -> Data:
    made = {name: records(framed(tables.get(name, ()), table)) for name, table in OF.items()}
    report = data.study["report"] | {"chapters": ["quality.qmd"]}
    return replace(data, quality=made, study=data.study | {"report": report})


def finding(weight: str, **more: Any) -> dict[str, Any]:
    return {"check": "c", "about": "records", "where": "A1", "expected": "one", "found": "two",
            "count": 1, "weight": weight} | more  # fmt: skip


def judged(who: str, met: str, exception: str = "", **more: Any) -> dict[str, Any]:
    return {"patient": who, "criterion": "old", "label": "65 or older", "value": "60", "met": met,
            "exception": exception} | more  # fmt: skip


def test_findings_have_a_table_a_weight_and_the_numbers_of_the_text(plain: Data) -> None:
    data = assessed(plain, data_quality=[finding("impossible"), finding("known"),
                                         finding("known", where="", about="printed")])  # fmt: skip
    text = quality.findings(data)
    assert text.index("{#tbl-quality-impossible") < text.index("{#tbl-quality-known")
    assert "tbl-quality-doubtful" not in text
    assert "Can't be true: 1 finding in the study's data." in text
    told = quality.variables(data)
    assert {name: told[name] for name in ("all", "impossible", "doubtful", "known")} == {
        "all": "2 things", "impossible": "1", "doubtful": "0", "known": "1",
    }  # fmt: skip
    assert "1 thing in them can't be true as printed (@tbl-quality-printed)" in told["printed"]
    assert quality.variables(assessed(plain))["printed"] == ""
    assert "None" not in text
    assert quality.findings(assessed(plain)) == "Nothing was found that can't be right.\n"


def test_figures_in_print_have_a_table_of_their_own_after_the_studys_data(plain: Data) -> None:
    print_ = finding("impossible", about="printed", where="the size of the list (set list_of_1)",
                     found="8 and 9 (Somebody 2015, Table 5)")  # fmt: skip
    data = assessed(plain, data_quality=[print_, finding("known")])
    text = quality.findings(data)
    assert text.index("{#tbl-quality-known") < text.index("{#tbl-quality-printed")
    assert "tbl-quality-impossible" not in text
    assert "| The size of the list | one |" in text
    assert "Somebody 2015" in text
    assert "list_of_1" not in text
    assert "@tbl-quality-printed" not in quality.variables(assessed(plain))["printed"]


def test_units_items_and_summaries_have_their_names(rich: Data) -> None:
    both = finding("doubtful", where="locum", column="practice", found="east_1 and west_1")
    asked = finding("known", about="responses", where="followed_up")
    stale = finding("doubtful", about="summaries", where="all: A1 × same_person")
    data = assessed(rich, data_quality=[both, asked, stale])
    items = {"followed_up": {"asks": "Was somebody there?", "scale": []}}
    text = quality.findings(replace(data, study=data.study | {"items": items}))
    assert f"{data.unit_names['east_1']} and {data.unit_names['west_1']}" in text
    assert "| Was somebody there" in text
    assert "followed" not in text
    assert f"All\\: A1 × {data.code('same_person')}" in text


def test_a_share_is_all_or_none_only_where_it_is() -> None:
    told = [quality.part(some, 2283) for some in (2283, 2274, 2200, 3, 0)]
    assert told == ["1.00", "> .99", ".96", "< .01", ".00"]


def test_no_day_of_a_visit_or_a_death_is_printed(plain: Data) -> None:
    """The gate would refuse the book: such a day can tell who somebody is."""
    death = finding("impossible", expected="a death after the interview on 2021-03-01",
                    found="2020-05-20")  # fmt: skip
    text = quality.findings(assessed(plain, data_quality=[death, finding("doubtful")]))
    assert "2020" not in text
    assert "2021" not in text
    assert "a death after the interview on \\[date\\]" in text
    assert text.count("Dates are left out here") == 1
    when = judged("A1", "no", value="2019-01-02")
    assert "2019" not in quality.eligibility(assessed(plain, eligibility=[when]))


def test_words_of_people_are_literal(plain: Data) -> None:
    rows = [finding("known", where=NASTY, expected=NASTY, found=NASTY)]
    unmet = [judged("A1", "no", NASTY, label=NASTY)]
    data = assessed(plain, data_quality=rows, eligibility=unmet)
    for text in (quality.findings(data), quality.eligibility(data)):
        assert "<b>" not in text
        assert "{{<" not in text
        assert "\\*so\\* \\|" in text


def test_columns_with_gaps_come_emptiest_first(plain: Data) -> None:
    gaps = [{"about": "patients", "column": name, "rows": 4, "missing": n}
            for name, n in (("age", 1), ("died", 3), ("site", 0))]  # fmt: skip
    text = quality.missing(assessed(plain, missing=gaps))
    assert text.index("died") < text.index("age")
    assert "site" not in text
    assert "| 3 | 4 | .75 |" in text
    full = quality.missing(assessed(plain, missing=gaps[2:]))
    assert full == "No column of the tables has an empty cell.\n"


def test_criteria_are_counted_and_exceptions_have_their_reason(plain: Data) -> None:
    rows = [judged("A1", "yes"), judged("B1", "no", "kept by mistake."), judged("C1", "unknown")]
    text = quality.eligibility(assessed(plain, eligibility=rows))
    assert "| 65 or older | 1 | 1 | 1 |" in text
    assert "One patient was kept as an exception:" in text
    assert text.rstrip().endswith("B1 doesn't meet: 65 or older \\(60\\). Kept by mistake.")
    more = [*rows, judged("D1", "no"), judged("D1", "no", criterion="ill", label="ill")]
    text = quality.eligibility(assessed(plain, eligibility=more))
    assert "2 patients were kept as exceptions:" in text
    assert "65 or older \\(60\\)\\; ill \\(60\\). No reason is given." in text
    assert quality.eligibility(assessed(plain)) == ""


def test_everybody_who_is_known_to_be_eligible_is_said_to_be(plain: Data) -> None:
    text = quality.eligibility(assessed(plain, eligibility=[judged("A1", "yes")]))
    assert "Every patient meets every criterion that is known of them." in text


@pytest.mark.parametrize("whole", [True, False])
def test_parts_of_the_chapter_are_there_when_the_study_has_them(
    plain: Data, staged: Staged, whole: bool
) -> None:
    steps = [{"step": 1, "label": NASTY, "n": 6, "counted": False}]
    data = assessed(plain, flow=steps, eligibility=[judged("A1", "no")]) if whole else (
        assessed(plain)
    )  # fmt: skip
    folder, _ = staged(data)
    assert (folder / "quality.qmd").is_file()
    assert (folder / "figures" / "flow.svg").is_file() == whole
    assert bool((folder / "_flow.qmd").read_text("utf-8")) == whole
    assert bool((folder / "_eligibility.qmd").read_text("utf-8")) == whole


def test_a_study_without_the_stage_has_no_chapter(plain: Data) -> None:
    report = plain.study["report"] | {"chapters": ["quality.qmd"]}
    chapters, left_out = stage.chosen(replace(plain, study=plain.study | {"report": report}))
    assert "quality.qmd" not in chapters
    assert left_out == [("quality.qmd", "quality")]
    assert quality.includes(plain) == {}
