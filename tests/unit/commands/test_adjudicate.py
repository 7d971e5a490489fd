"""`python -m insideout adjudicate`: the form of disagreements, out and back into the ledger."""

import csv
import datetime
import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from insideout.agree.forms import FORM, LINES, form
from insideout.commands import adjudicate
from insideout.reader import framed, records, write
from insideout.tables.inputs import ADJUDICATIONS
from insideout.tables.outputs import OUTPUTS

TEXT = "I: How is it?\n\nP: Nobody comes, =not even once, I tell you.\n" + "More of it. " * 30
START = TEXT.index("Nobody")


def disputed(name: str, item: str = "i1", **more: Any) -> dict[str, Any]:
    return {"coding": name, "item": item, "source": "N1", "start": START, "end": START + 12,
            "quote": TEXT[START : START + 12], "code": "same_doctor", "valence": "present",
            "about": "north_practice", "coder": name[:2], "others": "CD", "about_what": "valence",
            "status": "open", **more}  # fmt: skip


ROWS = [
    disputed("AB1", memo="=wait"), disputed("CD1", valence="absent", others="AB"),
    disputed("AB2", item="i2", code="letters", about_what="presence"),
]  # fmt: skip
BOOK = [{"code": "same_doctor", "name": "The same doctor", "allowed": "present absent mixed"},
        {"code": "letters", "name": "Letters"},
        {"code": "bus", "name": "The bus", "allowed": "present"},
        {"code": "old", "name": "Old", "retired": "2"}]  # fmt: skip


def made(rows: list[dict[str, Any]], ledger: list[dict[str, Any]] | None = None) -> Path:
    """What a run leaves in the results: the tables, and the form."""
    tables = Path("results/small/tables")
    table = framed(rows, OUTPUTS["disagreements"])
    write(table, tables / "disagreements.csv", OUTPUTS["disagreements"])
    write(framed(BOOK, OUTPUTS["codebook"]), tables / "codebook.csv", OUTPUTS["codebook"])
    book = records(framed(BOOK, OUTPUTS["codebook"]))
    decisions = records(framed(ledger or [], ADJUDICATIONS))
    file = Path("results/small/forms/disagreements.xlsx")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(form(records(table), decisions, book, {"N1": TEXT}))
    return file


def fill(file: Path, **answers: dict[str, str]) -> Path:
    """A copy of the form with answers by coding."""
    book = load_workbook(file)
    page = book["disagreements"]
    header = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        for name, value in answers.get(str(row[header.index("coding")].value), {}).items():
            row[header.index(name)].value = value
    book.save("copy.xlsx")
    return Path("copy.xlsx")


def keeping(study: Path) -> Path:
    """The study file with a ledger; where the ledger lies."""
    study.write_text(study.read_text() + "adjudications: adjudications.csv\n")
    return study.parent / "data" / "adjudications.csv"


def rows_of(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_text("utf-8"))))


KEEP = {"decision": "keep", "reason": "she says so"}


def take(study: Path, file: Path, *more: str) -> int:
    return adjudicate.main([str(study), str(file), "--by", "EF", "--date", "2026-02-03", *more])


def test_the_form_shows_the_passage_and_who_says_what(study: Path) -> None:
    page = load_workbook(made(ROWS))["disagreements"]
    header, *lines = [[cell.value for cell in row] for row in page.iter_rows()]
    assert header == FORM.names
    row = dict(zip(header, lines[0], strict=True))
    assert row["quote"].startswith("I: How is it?\n\nP: ⟦Nobody comes⟧, =not even once")
    assert row["quote"].endswith("…")
    assert row["says"] == ("AB: present about north_practice (=wait)\n"
                           "CD: absent about north_practice")  # fmt: skip
    assert (row["name"], row["status"], row["decision"]) == ("The same doctor", "open", None)
    assert dict(zip(header, lines[2], strict=True))["says"].endswith("\nCD: nothing here")
    how = [row[0].value for row in load_workbook(made(ROWS))["how"].iter_rows(min_row=2)]
    assert how == list(LINES)
    assert study.is_file()


def test_the_same_rows_give_the_same_form(study: Path) -> None:
    assert study.is_file()
    assert made(ROWS).read_bytes() == made(ROWS).read_bytes()


def test_a_form_too_long_for_people_has_the_open_ones_first(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert study.is_file()
    monkeypatch.setattr("insideout.agree.forms.MOST", 2)
    done = {"status": "decided", "decision": "keep", "by": "EF", "date": "2026-01-01"}
    rows = [disputed("AB0", **done), *(disputed(f"CD{n}", item="i2") for n in range(1, 5))]
    ledger = [{"coding": "AB0", "decision": "keep", "reason": "clear"}]
    book = load_workbook(made(rows, ledger), read_only=True)
    first = [row[1] for row in book["disagreements"].iter_rows(min_row=2, values_only=True)]
    assert first == [f"CD{n}" for n in (1, 2)]
    *_, last = book["how"].iter_rows(values_only=True)
    assert str(last[0]).startswith("3 more rows are not shown")


def test_what_is_open_is_shown(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made([*ROWS, disputed("AB3", status="stale", decision="keep")])
    assert adjudicate.main([str(study)]) == 0
    said = capsys.readouterr().out
    assert "4 codings are open, in 2 passages; 0 are decided" in said
    assert "1 were decided when other codings stood there" in said
    assert "  same_doctor              3\n" in said
    assert "results/small/forms/disagreements.xlsx" in said


def test_decisions_are_taken_into_the_ledger(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = keeping(study)
    copy = fill(made(ROWS), AB1=KEEP, CD1={"decision": "Change", "valence_new": "mixed",
                                           "reason": "'=both"})  # fmt: skip
    assert take(study, copy) == 0
    said = capsys.readouterr().out
    assert "AB1 (N1, same_doctor, AB): keep" in said
    assert "CD1 (N1, same_doctor, CD): change to valence mixed" in said
    assert rows_of(ledger) == [
        {"coding": "AB1", "decision": "keep", "code": "", "valence": "", "about": "", "by": "EF",
         "date": "2026-02-03", "reason": "she says so", "evidence": "i1"},
        {"coding": "CD1", "decision": "change", "code": "", "valence": "mixed", "about": "",
         "by": "EF", "date": "2026-02-03", "reason": "=both", "evidence": "i1"},
    ]  # fmt: skip
    assert not ledger.with_name("adjudications.csv.bak").exists()


def test_later_decisions_stand_beside_the_earlier_ones(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = keeping(study)
    take(study, fill(made(ROWS), AB1=KEEP, CD1=KEEP))
    before = ledger.read_bytes()
    old = rows_of(ledger)
    done = [{**row, "status": "decided", "decision": "keep", "by": "EF", "date": "2026-02-03"}
            for row in ROWS[:2]]  # fmt: skip
    copy = fill(made([*done, ROWS[2]], old), AB2={"decision": "drop", "reason": "no"},
                CD1={"decision": "", "reason": ""})  # fmt: skip
    assert take(study, copy) == 0
    assert [(r["coding"], r["decision"]) for r in rows_of(ledger)] == [
        ("AB1", "keep"), ("CD1", "keep"), ("AB2", "drop"),
    ]  # fmt: skip
    assert ledger.with_name("adjudications.csv.bak").read_bytes() == before
    said = capsys.readouterr().out
    assert "1 decisions are new or changed" in said
    assert "1 stand there already" in said
    assert "1 are empty in the form and stay all the same: to take one back" in said


def test_a_decision_that_is_changed_names_the_former(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = keeping(study)
    take(study, fill(made(ROWS), AB1=KEEP))
    assert take(study, fill(made(ROWS), AB1={"decision": "drop", "reason": "on second thoughts"}),
                "--by", "GH") == 0  # fmt: skip
    assert "AB1 (N1, same_doctor, AB): drop, before keep by EF" in capsys.readouterr().out
    (row,) = rows_of(ledger)
    assert (row["decision"], row["by"]) == ("drop", "GH")


def test_rows_whose_codings_have_changed_are_refused_one_by_one(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = keeping(study)
    copy = fill(made(ROWS), AB1=KEEP, CD1=KEEP, AB2=KEEP)
    made([ROWS[0], disputed("AB2", item="i9")])
    assert take(study, copy) == 1
    assert [row["coding"] for row in rows_of(ledger)] == ["AB1"]
    said = capsys.readouterr().err
    assert "2 problems in 1 file" in said
    assert "other codings stand in that passage now" in said
    assert "no such coding in dispute" in said


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"decision": "keep"}, "a few words will do"),
        ({"decision": "change", "reason": "r"}, "fill in code_new, valence_new or about_new"),
        ({"decision": "keep", "reason": "r", "code_new": "letters"}, "choose change as the"),
        ({"code_new": "letters"}, "choose change as the decision"),
        ({"decision": "change", "reason": "r", "code_new": "leters"}, "letters"),
        (
            {"decision": "change", "reason": "r", "code_new": "old"},
            "a code of the codebook, in use",
        ),
        ({"decision": "change", "reason": "r", "about_new": "north_practise"}, "north_practice"),
        ({"decision": "maybe", "reason": "r"}, "one of keep, drop, change"),
        ({"decision": "change", "reason": "r", "code_new": "bus"}, "an empty cell: absent stays"),
        (
            {"decision": "change", "reason": "r", "code_new": "bus", "valence_new": "mixed"},
            "the codebook allows bus no other `valences`",
        ),
    ],
)
def test_a_form_with_a_mistake_changes_nothing(
    study: Path, capsys: pytest.CaptureFixture[str], answers: dict[str, str], said: str
) -> None:
    ledger = keeping(study)
    assert take(study, fill(made(ROWS), CD1=answers, AB1=KEEP)) == 1
    assert said in capsys.readouterr().err
    assert not ledger.exists()


def test_without_a_ledger_in_the_study_file_the_line_to_add_is_said(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert take(study, fill(made(ROWS), AB1=KEEP)) == 1
    assert "add the line `adjudications: adjudications.csv`" in capsys.readouterr().err


def test_what_is_missing_is_asked_for(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert adjudicate.main([str(study)]) == 1
    assert "run the pipeline first" in capsys.readouterr().err
    keeping(study)
    copy = fill(made(ROWS), AB1=KEEP)
    assert adjudicate.main([str(study), str(copy)]) == 1
    assert "add --by ID" in capsys.readouterr().err
    assert take(study, copy, "--date", "2026-02-30") == 1
    assert "a date as YYYY-MM-DD" in capsys.readouterr().err
    Path("other.csv").write_text("coding,decision\nAB1,keep\n")
    assert take(study, Path("other.csv")) == 1
    assert "fill in a copy of that" in capsys.readouterr().err
    assert take(study, Path("gone.xlsx")) == 1
    assert "no such file" in capsys.readouterr().err


def test_the_day_is_todays_unless_it_is_said(study: Path) -> None:
    ledger = keeping(study)
    before = datetime.date.today().isoformat()
    assert adjudicate.main([str(study), str(fill(made(ROWS), AB1=KEEP)), "--by", "EF"]) == 0
    assert before <= rows_of(ledger)[0]["date"] <= datetime.date.today().isoformat()


def test_a_coding_is_decided_about_once(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ledger = keeping(study)
    lines = ["item,coding,decision,code_new,valence_new,about_new,reason",
             "i1,AB1,keep,,,,yes", "i1,AB1,drop,,,,no"]  # fmt: skip
    made(ROWS)
    Path("form.csv").write_text("\n".join(lines) + "\n")
    assert take(study, Path("form.csv")) == 1
    assert "AB1, as on row 2" in capsys.readouterr().err
    assert not ledger.exists()


def test_a_bad_choice_hides_no_other_problem(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeping(study)
    copy = fill(made(ROWS), CD1={"decision": "perhaps", "reason": "r"}, AB1={"decision": "keep"},
                AB2=KEEP)  # fmt: skip
    made([*ROWS[:2], disputed("AB2", item="i9")])
    assert adjudicate.main([str(study), str(copy)]) == 1
    said = capsys.readouterr().err
    assert "4 problems" in said
    for words in ("one of keep, drop, change", "a few words will do", "add --by ID",
                  "other codings stand in that passage now"):  # fmt: skip
        assert words in said


def test_decisions_that_the_last_run_has_not_used_are_counted(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = keeping(study)
    assert take(study, fill(made(ROWS), AB1=KEEP, CD1=KEEP)) == 0
    capsys.readouterr()
    assert adjudicate.main([str(study)]) == 0
    said = capsys.readouterr().out
    assert "1 codings are open, in 1 passages; 0 are decided" in said
    assert "2 decisions are newer than the last run: run the pipeline" in said
    told = {name: KEEP[name] for name in ("decision", "reason")}
    done = [{**row, "status": "decided", "by": "EF", "date": "2026-02-03", **told}
            for row in ROWS[:2]]  # fmt: skip
    made([*done, ROWS[2]], rows_of(ledger))
    assert adjudicate.main([str(study)]) == 0
    said = capsys.readouterr().out
    assert "1 codings are open, in 1 passages; 2 are decided" in said
    assert "newer" not in said
    ledger.write_text("\n".join(ledger.read_text().splitlines()[:2]) + "\n")
    assert adjudicate.main([str(study)]) == 0
    assert "1 decisions that the last run used are gone" in capsys.readouterr().out


def test_what_is_changed_in_a_decision_is_said(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keeping(study)
    take(study, fill(made(ROWS), AB1=KEEP, CD1=KEEP, AB2=KEEP))
    made([disputed("AB2", item="i9"), *ROWS[:2]])
    copy = fill(Path("results/small/forms/disagreements.xlsx"), AB1={**KEEP, "reason": "so it is"},
                CD1={"decision": "change", "valence_new": "mixed", "reason": "both"},
                AB2=KEEP)  # fmt: skip
    capsys.readouterr()
    assert take(study, copy) == 0
    said = capsys.readouterr().out
    assert "AB1 (N1, same_doctor, AB): keep, reason changed\n" in said
    assert "CD1 (N1, same_doctor, CD): change to valence mixed, before keep by EF\n" in said
    assert "AB2 (N1, same_doctor, AB): keep, decided anew for the codings that are there" in said
