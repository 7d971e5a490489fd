"""`python -m insideout suggestions`: what is accepted becomes codings, all or nothing."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from insideout.code.gather import read_codings
from insideout.commands.suggestions import main
from insideout.files import write_bytes, write_text
from insideout.reader import framed, write
from insideout.rows import read_rows
from insideout.suggest.suggestion_form import form
from insideout.suggest.suggestions import suggestion_id
from insideout.tables.coding import CODEBOOK
from insideout.tables.corpus import SENTENCES
from insideout.tables.inputs import REJECTED
from insideout.tables.suggest import SUGGESTIONS

REPO = Path(__file__).parents[3]
TEXT = "I: And now?\n\nP: I am on her list. They write letters. I am on her list.\n"
QUOTES = {"list": (16, 33), "letters": (34, 53), "again": (54, 71)}
CODES = {"list": "personal_list", "letters": "letters", "again": "personal_list"}
FORM = Path("results/small/forms/suggestions.xlsx")
Fill = Callable[..., Path]


def row_of(name: str) -> dict[str, Any]:
    start, end = QUOTES[name]
    quote, code = TEXT[start:end], CODES[name]
    return {
        "suggestion": suggestion_id("N1", start, quote, code), "source": "N1", "turn": 2,
        "start": start, "end": end, "quote": quote, "informant": "N1", "code": code,
        "by": "pattern", "confidence": None, "words": "list", "negated": name == "again",
    }  # fmt: skip


@pytest.fixture
def suggested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study whose last run suggests three sentences of a source."""
    folder = tmp_path / "small"
    shutil.copytree(REPO / "tests" / "studies" / "small", folder)
    monkeypatch.chdir(tmp_path)
    file = folder / "small.yaml"
    file.write_text(file.read_text() + "rejected: rejected.csv\nsuggest: {}\n")
    ends = [{"source": "N1", "turn": 2, "start": a, "end": b} for a, b in QUOTES.values()]
    book = framed([{"code": code, "name": code} for code in set(CODES.values())], CODEBOOK)
    table = framed([row_of(name) for name in QUOTES], SUGGESTIONS)
    write_text(Path("results/small/corpus/texts/N1.txt"), TEXT)
    Path("results/small/tables").mkdir()
    write(table, Path("results/small/tables/suggestions.csv"), SUGGESTIONS)
    write_bytes(FORM, form(table, framed(ends, SENTENCES), book, {"N1": TEXT}))
    return file


@pytest.fixture
def fill(suggested: Path) -> Fill:
    def filled(**answers: dict[str, str]) -> Path:
        """A copy of the form with answers by name of the suggestion."""
        book = openpyxl.load_workbook(suggested.parent.parent / FORM)
        page = book["suggestions"]
        header = [cell.value for cell in page[1]]
        for line, name in enumerate(QUOTES, 2):
            for column, value in answers.get(name, {}).items():
                page.cell(line, header.index(column) + 1).value = value
        copy = suggested.parent / "copy.xlsx"
        book.save(copy)
        return copy

    return filled


def run(study: Path, *arguments: object) -> int:
    return main([str(study), *map(str, arguments), "--date", "2026-03-01"])


def files_of(study: Path) -> dict[str, bytes]:
    data = study.parent / "data"
    return {str(f.relative_to(data)): f.read_bytes() for f in data.rglob("*") if f.is_file()}


ACCEPT = {"decision": "accept", "valence": "present", "about": "north_practice", "memo": "said so"}


def test_without_a_file_it_says_what_there_is_to_decide(
    suggested: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(suggested) == 0
    said = capsys.readouterr().out
    assert "3 sentences are suggested for 2 codes: 3 by pattern" in said
    assert "in 1 of them the words of the pattern are negated" in said
    assert str(FORM) in said


def test_accepted_ones_become_codings_and_rejected_ones_are_remembered(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    coder = suggested.parent / "data" / "codings" / "AB.csv"
    before = coder.read_text()
    copy = fill(again=ACCEPT, letters={"decision": "Reject", "memo": "no letters\nhere"})
    assert run(suggested, copy, "--by", "AB") == 0
    said = capsys.readouterr().out
    assert "1 accepted, 1 rejected, 1 not decided" in said
    assert "I am on her list." in said  # what is written is shown
    new = read_codings([coder])[-1]
    start, end = QUOTES["again"]
    assert (new["start"], new["end"], new["quote"]) == (start, end, TEXT[start:end])
    assert (new["code"], new["valence"], new["about"]) == (
        "personal_list", "present", "north_practice",
    )  # fmt: skip
    assert (new["coder"], new["origin"], new["memo"], new["round"]) == (
        "AB", "suggested", "said so", 1,
    )  # fmt: skip
    assert new["prefix"] == TEXT[start - 32 : start].rpartition("\n")[2]
    assert coder.with_name("AB.csv.bak").read_text() == before
    rejected, problems = read_rows(suggested.parent / "data" / "rejected.csv", REJECTED)
    assert not problems
    told = rejected[0].cells
    assert (told["source"], told["code"], told["quote"]) == (
        "N1",
        "letters",
        row_of("letters")["quote"],
    )
    assert (told["by"], str(told["date"]), told["reason"]) == (
        "AB",
        "2026-03-01",
        "no letters here",
    )


def test_an_occurrence_is_written_only_where_the_words_stand_there_twice(
    suggested: Path, fill: Fill
) -> None:
    answers = {name: {"decision": "accept"} for name in ("letters", "again")}
    assert run(suggested, fill(**answers), "--by", "NEW") == 0
    rows = read_codings([suggested.parent / "data" / "codings" / "NEW.csv"])
    assert [(row["code"], row["occurrence"]) for row in rows] == [
        ("letters", None), ("personal_list", 2),
    ]  # fmt: skip


def test_a_form_handed_in_twice_changes_nothing_the_second_time(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = fill(list=ACCEPT, letters={"decision": "reject"})
    assert run(suggested, copy, "--by", "AB") == 0
    after = files_of(suggested)
    assert run(suggested, copy, "--by", "AB") == 0
    assert files_of(suggested) == after
    assert "nothing is new" in capsys.readouterr().out


def test_codings_enter_the_coders_latest_round(suggested: Path, fill: Fill) -> None:
    coder = suggested.parent / "data" / "codings" / "EF.csv"
    coder.write_text("source,quote,code,coder,round\nN1,Something,letters,EF,3\n")
    assert run(suggested, fill(list={"decision": "accept"}), "--by", "EF") == 0
    assert [row["round"] for row in read_codings([coder])] == [3, 3]


def test_rows_that_the_last_run_does_not_suggest_are_refused_and_the_rest_is_taken(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = fill(list={"decision": "accept"}, letters={"decision": "accept"})
    left = framed([row_of("letters"), row_of("again")], SUGGESTIONS)
    write(left, Path("results/small/tables/suggestions.csv"), SUGGESTIONS)
    assert run(suggested, copy, "--by", "NEW") == 1
    said = capsys.readouterr()
    assert "copy.xlsx, line 2, suggestion" in said.err
    assert "a suggestion of the last run" in said.err
    rows = read_codings([suggested.parent / "data" / "codings" / "NEW.csv"])
    assert [row["code"] for row in rows] == ["letters"]


def test_a_text_that_has_changed_since_is_refused(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    write_text(Path("results/small/corpus/texts/N1.txt"), "Now. " + TEXT)
    before = files_of(suggested)
    copy = fill(list={"decision": "accept"})
    assert run(suggested, copy, "--by", "AB") == 1
    assert "made from another text of N1" in capsys.readouterr().err
    assert {**files_of(suggested)} == before


@pytest.mark.parametrize(
    ("answers", "by", "expected"),
    [
        ({"list": {"decision": "perhaps"}}, "AB", "one of accept, reject"),
        ({"list": {"memo": "hm"}}, "AB", "accept or reject"),
        ({"letters": {"decision": "accept", "valence": "mixed"}}, "AB", "one of present, absent"),
        ({"list": {"decision": "accept", "about": "mars"}}, "AB", "a unit, an interface"),
        ({"list": {"decision": "accept", "code": "letters"}}, "AB", "a column was sorted"),
        ({"list": {"decision": "accept"}}, "", "who decided"),
        ({"list": {"decision": "accept"}}, "../AB", "who decided"),
    ],
)
def test_anything_else_that_is_wrong_leaves_every_file_as_it_was(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str],
    answers: dict[str, dict[str, str]], by: str, expected: str,
) -> None:  # fmt: skip
    copy = fill(**{"again": {"decision": "accept"}, **answers})
    before = files_of(suggested)
    assert run(suggested, copy, "--by", by) == 1
    assert expected in capsys.readouterr().err
    assert files_of(suggested) == before


def test_a_study_without_a_table_of_rejected_ones_is_told_to_name_one(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    suggested.write_text(suggested.read_text().replace("rejected: rejected.csv\n", ""))
    assert run(suggested, fill(list={"decision": "reject"}), "--by", "AB") == 1
    assert "add `rejected: rejected.csv`" in capsys.readouterr().err
    assert run(suggested, fill(list={"decision": "accept"}), "--by", "AB") == 0


def test_a_form_of_another_kind_and_a_study_without_a_run_are_told(
    suggested: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(other)
    assert run(suggested, other, "--by", "AB") == 1
    assert "fill in a copy of the form that the last run wrote" in capsys.readouterr().err
    Path("results/small/tables/suggestions.csv").unlink()
    assert run(suggested) == 1
    assert "run the pipeline first" in capsys.readouterr().err


def test_the_form_may_come_back_as_csv(suggested: Path) -> None:
    copy = suggested.parent / "copy.csv"
    name = row_of("list")["suggestion"]
    copy.write_text(f"suggestion;decision;mine\n{name};accept;x\n")
    assert run(suggested, copy, "--by", "NEW") == 0
    assert len(read_codings([suggested.parent / "data" / "codings" / "NEW.csv"])) == 1


def test_in_a_file_where_every_row_has_an_occurrence_the_new_one_has_it_too(
    suggested: Path, fill: Fill
) -> None:
    coder = suggested.parent / "data" / "codings" / "EF.csv"
    coder.write_text("source,quote,occurrence,code,coder\nN1,They write,1,letters,EF\n")
    answers = {name: {"decision": "accept"} for name in ("letters", "again")}
    assert run(suggested, fill(**answers), "--by", "EF") == 0
    assert [row["occurrence"] for row in read_codings([coder])] == [1, 1, 2]


def test_a_column_that_is_new_is_told_of_in_words(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    coder = suggested.parent / "data" / "codings" / "AB.csv"
    assert "origin" not in coder.read_text().splitlines()[0]
    many = len(coder.read_text().splitlines())
    assert run(suggested, fill(list=ACCEPT), "--by", "AB") == 0
    said = capsys.readouterr().out.splitlines()
    assert "added to every row:" in said[0]
    assert "`origin`" in said[0]
    assert [line[:4] for line in said[3:] if line[0] in "+-"] == ["+N1,"]
    after = coder.read_text().splitlines()
    assert len(after) == many + 1
    assert after[0].endswith("origin")


@pytest.mark.parametrize(
    ("answers", "told", "untold"),
    [
        ({"list": {"decision": "reject"}}, "New: what was rejected in", "your codings"),
        ({"list": {"decision": "accept"}}, "New: your codings (AB) in", "what was rejected"),
    ],
)
def test_only_what_happened_is_said(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str],
    answers: dict[str, dict[str, str]], told: str, untold: str,
) -> None:  # fmt: skip
    assert run(suggested, fill(**answers), "--by", "AB") == 0
    said = capsys.readouterr().out
    assert told in said
    assert untold not in said


def test_all_that_is_wrong_with_a_form_is_told_at_once(
    suggested: Path, fill: Fill, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = fill(list={"decision": "accept"}, letters={"decision": "perhaps"}, again={"memo": "hm"})
    left = framed([row_of("letters"), row_of("again")], SUGGESTIONS)
    write(left, Path("results/small/tables/suggestions.csv"), SUGGESTIONS)
    assert run(suggested, copy, "--by", "AB") == 1
    said = capsys.readouterr().err
    assert "3 problems" in said
    for words in ("a suggestion of the last run", "one of accept, reject", "or empty memo"):
        assert words in said
