"""The chapter on records: measures by site, undefined ones, witnesses, and words made literal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from insideout.reader import framed, records
from insideout.report import records as chapter
from insideout.report import stage, witnesses
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.declare import Table
from insideout.tables.records import EXTRACT, RECORDS_LEFT_OUT

Staged = Callable[[Data], tuple[Path, Evidence]]
OF = {table.name: table for table in EXTRACT}
SETTINGS = {
    "window_days": 365, "exclude": ["repeat_prescription"], "main_lead": 1,
    "usual_gp": {"above": 0.5, "base": "practice"},
}  # fmt: skip
NASTY = "*so* | <b>is</b> {{< var x >}} $y$ @z"
SPACE = "\u00a0"


def rows(table: Table, *found: dict[str, Any]) -> list[dict[str, Any]]:
    return records(framed(found, table))


def measured(data: Data, **tables: list[dict[str, Any]]) -> Data:
    """A study with records: tables that aren't given are empty."""
    made = {name: rows(table, *tables.get(name, ())) for name, table in OF.items()}
    report = data.study["report"] | {"chapters": ["records.qmd", "evidence.qmd"]}
    return replace(data, records=made, study=data.study | {"records": SETTINGS, "report": report})


def patient(name: str, site: str = "", **more: Any) -> dict[str, Any]:
    return {"patient": name, "site": site} | more


def met(name: str, site: str, **more: Any) -> dict[str, Any]:
    return patient(name, site, encounters=4, with_practice=3, usual_gp=True, initiator=False,
                   coc=0.25, **more)  # fmt: skip


def line_of(text: str, label: str) -> list[str]:
    """The cells of the row of a pipe table that starts with a label."""
    (line,) = [line for line in text.splitlines() if line.startswith(f"| {label} |")]
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_measures_stand_by_site_and_for_all(rich: Data) -> None:
    people = [met("A1", "east"), patient("A2", "east"), met("B1", "west", coordinators=2)]
    data = measured(rich, records_patients=people)
    text = chapter.measures(data)
    assert line_of(text, "") == [
        f"East (*n*{SPACE}={SPACE}2)", f"West (*n*{SPACE}={SPACE}1)", f"All (*n*{SPACE}={SPACE}3)",
    ]  # fmt: skip
    assert line_of(text, "Encounters") == ["4.0 (4–4)", "4.0 (4–4)", "4.0 (4–4)"]
    assert line_of(text, "Patients with a usual GP") == [
        "1 of 1 (1.00)", "1 of 1 (1.00)", "2 of 2 (1.00)",
    ]  # fmt: skip
    assert line_of(text, "Patients with an initiator") == [
        "0 of 1 (.00)", "0 of 1 (.00)", "0 of 2 (.00)",
    ]  # fmt: skip
    assert line_of(text, "Coordinators of a patient") == ["–", "2.0 (2–2)", "2.0 (2–2)"]
    assert line_of(chapter.continuity(data), "Bice-Boxerman (COC)")[2] == (
        f"0.25 (0.25–0.25), *n*{SPACE}={SPACE}2"
    )
    assert line_of(chapter.continuity(data), "Bice-Boxerman (COC)")[1] == (
        f"0.25 (0.25–0.25), *n*{SPACE}={SPACE}1"
    )
    assert "| at home |" not in text
    assert "landscape" not in text


def test_one_patient_without_a_site_has_one_column(plain: Data) -> None:
    data = measured(plain, records_patients=[met("A1", "")])
    assert line_of(chapter.measures(data), "") == [f"All (*n*{SPACE}={SPACE}1)"]
    assert chapter.variables(data)["patients"] == "1 patient"


def test_patients_of_no_site_have_a_column_of_their_own(rich: Data) -> None:
    data = measured(rich, records_patients=[met("A1", "east"), met("X", "")])
    heads = line_of(chapter.measures(data), "")
    assert [head.split(" (")[0] for head in heads] == ["East", "No site", "All"]


def test_a_record_with_everything_missing_has_no_tables_and_says_so(
    plain: Data, staged: Staged
) -> None:
    data = measured(plain, records_patients=[patient("A1")])
    folder, _ = staged(data)
    for name in ("measures", "continuity"):
        text = (folder / "_includes" / f"records-{name}.md").read_text("utf-8")
        assert text.startswith("Nothing could be measured")
        assert "|" not in text
    assert chapter.variables(data)["encounters"] == "0 encounters"
    assert chapter.coordinators(data) == ""


FEW = {"encounters": 5, "external_reviews": 1, "informations": 0, "information_transfers": 1,
       "discharges": 0}  # of an export with patient, date, provider and class  # fmt: skip


def test_an_export_of_few_columns_says_nothing_that_it_does_not_hold(plain: Data) -> None:
    gaps = [{"about": "records", "column": name, "rows": 5, "missing": 0}
            for name in ("patient", "date", "staff", "transaction_type")]  # fmt: skip
    data = measured(plain, records_patients=[patient("A1", **FEW), patient("A2", **FEW)])
    data = replace(data, quality={"missing": gaps})
    text = chapter.measures(data)
    assert [line.split("|")[1].strip() for line in text.splitlines()[2:] if line[:1] == "|"] == [
        "Encounters", "Information passed on by others",
    ]  # fmt: skip
    assert (
        "For want of the columns `place`, `originator`, `transfer_type`, `recipient`, `role`, "
        "`acts`, `coordinator`, `review` and `care_plan` in the records these could not be made: "
        "encounters with the practice; encounters with a GP; encounters at home;"
    ) in text
    assert "patients with a usual GP; GPs seen; patients with an initiator" in text
    assert "`staff`" not in text
    assert chapter.coordinators(data) == ""
    index = chapter.continuity(data)
    assert "For want of the column `role`" in index
    assert "|" not in index
    told = chapter.variables(data)
    assert (told["coded"], told["definitions"]) == ("", "")
    assert told["excluded"] == "Repeat prescription doesn't count."


def test_without_the_kind_of_an_encounter_none_is_said_to_be_left_out(plain: Data) -> None:
    data = measured(plain, records_patients=[patient("A1", encounters=5, initiator=True)])
    told = chapter.variables(data)
    assert told["excluded"] == ""
    assert "coded by people" in told["coded"]
    assert "usual GP" not in told["definitions"]
    assert "**coordinator**" in told["definitions"]
    assert "**main coordinator**" not in told["definitions"]


def test_measures_that_want_no_column_are_undefined_for_too_few_encounters(plain: Data) -> None:
    data = measured(plain, records_patients=[met("A1", "") | {"usual_gp": None, "gps_seen": 1}])
    text = chapter.measures(data)
    (few,) = [line for line in text.splitlines() if line.startswith("For want of")]
    assert "patients with a usual GP" in few.split("too few encounters: ")[1]


def test_with_many_sites_the_table_takes_a_page_across(rich: Data) -> None:
    people = [met(f"A{n}", f"s{n}") for n in range(7)]
    units = [{"unit": f"s{n}", "name": f"S{n}", "kind": "site"} for n in range(7)]
    wide = chapter.measures(replace(measured(rich, records_patients=people), units=units))
    assert wide.startswith("::: {.landscape}")


def test_every_reason_for_leaving_out_is_told_of(plain: Data) -> None:
    (reason,) = [c for c in RECORDS_LEFT_OUT.columns if c.name == "reason"]
    out = [{"encounter": f"A-{n}", "patient": "A", "date": "2020-01-01", "reason": name}
           for n, name in enumerate(reason.choices)]  # fmt: skip
    text = chapter.left_out(measured(plain, records_left_out=out))
    assert sum(line.endswith("| 1 |") for line in text.splitlines()) == len(reason.choices)
    assert "2020-01-01" not in text
    none = chapter.left_out(measured(plain))
    assert none == "Every encounter of the table counts.\n"


def test_main_coordinators_are_counted_by_both_criteria(plain: Data) -> None:
    known = {"initiators": 1, "active_coordinators": 1, "referrals": 2}
    people = [
        patient("A1", main_initiator="g1", main_initiator_role="gp", **known),
        patient("A2", main_initiator="g1", main_initiator_role="gp", main_active="n1",
                main_active_role="nurse", **known),
        patient("B1", main_initiator="z", **known),
        patient("C1"),
    ]  # fmt: skip
    text = chapter.coordinators(measured(plain, records_patients=people))
    body = [line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("|")]
    found = {label: counts for label, *counts in body[2:]}
    assert found["Not known"] == ["1", "0"]
    assert sorted(counts for label, counts in found.items() if label != "Not known") == [
        ["0", "1"], ["0", "2"], ["2", "0"],
    ]  # fmt: skip
    assert found["GP"] == ["2", "0"]
    people[0]["referrals"] = people[1]["referrals"] = people[2]["referrals"] = None
    assert "by referrals" not in chapter.coordinators(measured(plain, records_patients=people))


def test_the_settings_are_told_in_words(plain: Data) -> None:
    data = measured(plain)
    told = chapter.variables(data)
    assert told["window"] == "the 365 days before the interview"
    assert told["excluded"] == "Repeat prescription doesn't count."
    assert told["usual_gp"] == "more than .50 of the encounters with the practice"
    other = {"window_days": 0, "exclude": [], "main_lead": 2,
             "usual_gp": {"above": 0.6, "base": "gp"}}  # fmt: skip
    told = chapter.variables(replace(data, study=data.study | {"records": other}))
    assert (told["window"], told["excluded"]) == ("any time", "Every kind counts.")
    assert told["usual_gp"] == "more than .60 of the encounters with its GPs"
    assert "2 referrals more" in told["lead"]


def test_published_figures_have_their_bound_and_literal_notes(rich: Data) -> None:
    beside = [
        {"aggregate": "a", "among": "east", "meaning": NASTY, "value": 0.254, "n": 4,
         "published": 0.3, "bound": "at_least", "difference": -0.046, "note": NASTY},
        {"aggregate": "b", "meaning": "undefined", "published": 9000},
    ]  # fmt: skip
    text = chapter.published(measured(rich, records_published=beside))
    assert "≥ 0.30" in text
    assert "−0.05" in text
    assert "9,000" in text
    assert "\\{\\{\\< var x \\>\\}\\}" in text
    assert "<b>" not in text
    assert ", East" in text
    assert chapter.published(measured(rich)) == ""


def witness(who: str, feature: str, interview: str, record: str, verdict: str,
            **more: Any) -> dict[str, Any]:  # fmt: skip
    return {"patient": who, "feature": feature, "interview": interview, "record": record,
            "verdict": verdict} | more  # fmt: skip


def test_a_contradiction_shows_both_evidences(rich: Data, staged: Staged) -> None:
    passage = rich.codings[0]["passage"]
    found = [witness("A1", "same_person", "present", "absent", "contradicted", quotes=passage,
                     said=NASTY)]  # fmt: skip
    folder, evidence = staged(measured(rich, records_witnesses=[], witnesses=found))
    text = (folder / "_includes" / "contradictions.md").read_text("utf-8")
    assert f'href="evidence.qmd#{evidence.all[0].anchor}"' in text
    assert "&lt;b&gt;is&lt;/b&gt;" in text
    assert "{{<" not in text
    assert "Two witnesses" in (folder / "_witnesses.qmd").read_text("utf-8")


def test_a_study_without_witnesses_says_nothing_of_them(rich: Data, staged: Staged) -> None:
    folder, _ = staged(measured(rich, records_patients=[met("A1", "east")]))
    assert (folder / "_witnesses.qmd").read_text("utf-8") == ""
    assert (folder / "_records_published.qmd").read_text("utf-8") == ""
    assert (folder / "records.qmd").read_text("utf-8")


def test_one_witness_alone_is_none(rich: Data) -> None:
    alone = [witness("A1", "trust", "present", "no_record", "one_witness")]
    data = measured(rich, witnesses=alone)
    assert "witnessed" not in stage.switched_on(data)


def test_what_no_record_can_hold_is_told_though_somebody_has_no_record(rich: Data) -> None:
    found = [witness("A1", "trust", "present", "not_recordable", "not_recordable"),
             witness("B1", "trust", "present", "no_record", "one_witness")]  # fmt: skip
    told = witnesses.variables(measured(rich, witnesses=found))
    assert (told["not_recordable"], told["patients"]) == ("trust", "1 patient")
    assert witnesses.variables(measured(rich))["not_recordable"] == "none"


def test_an_aggregate_says_what_it_rests_on() -> None:
    told = {
        "share_home": "2,031 encounters", "encounters_originated_care_agency": "2,031 patients",
        "share_referrals_by_gp": "2,031 referrals", "practices_without_gp_home": "2,031 practices",
        "share_several_problems_with_usual_gp": "2,031 patients", "of_their_own": "2,031 patients",
    }  # fmt: skip
    assert {name: chapter.rests_on(name, 2031) for name in told} == told
    assert chapter.rests_on("share_home", None) == "–"


def test_the_book_with_a_chapter_on_records_can_be_rendered(rich: Data, tmp_path: Path) -> None:
    people = [met("A1", "east", practice="east_1"), patient("B1", "west")]
    found = [witness("A1", "same_person", "present", "absent", "contradicted", said=NASTY,
                     quotes=rich.codings[0]["passage"])]  # fmt: skip
    beside = [{"aggregate": "a", "meaning": NASTY, "published": 1, "value": 2, "n": 1}]
    data = measured(rich, records_patients=people, witnesses=found, records_published=beside)
    reports = Path(__file__).parents[3] / "reports"
    book = [file for file in sorted(reports.rglob("*")) if file.is_file()]
    html, pdf = tmp_path / "html", tmp_path / "report.pdf"
    stage.report(data, book, html, pdf, [{"package": "python", "version": "3"}], str)
    page = (html / "records.html").read_text("utf-8")
    assert "*so* | &lt;b&gt;is&lt;/b&gt; {{&lt; var x &gt;}} $y$ @z" in page.replace("&#123;", "{")
    assert ">None<" not in page
