"""`python -m insideout review`: the queue filled in is taken back."""

import csv
import re
import stat
import sys
import types
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from insideout.commands import release, review
from insideout.deidentify.detect import find
from insideout.deidentify.span import Document, Span


@pytest.fixture
def private(
    study: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The private folder after a run that asks about two words, whatever the detector thinks."""

    def asking(document: Document, *more: Any) -> list[Span]:
        spans = [s for s in find.find(document, *more) if document.text[s.start] not in "ZQ"]
        states = {"Zorbwick": "masked", "Quelp": "asked"}
        spans += [
            Span(m.start(), m.end(), "unknown", "capital", states[m[0]])  # type: ignore[arg-type]
            for m in re.finditer("Zorbwick|Quelp", document.text)
        ]
        return sorted(spans)

    stub = types.ModuleType("insideout.deidentify.detect.find")
    stub.__dict__.update(find.__dict__, find=asking)
    monkeypatch.setitem(sys.modules, "insideout.deidentify.detect.find", stub)
    raw = study.parent / "private" / "raw" / "S1.txt"
    raw.write_text(raw.read_text() + "\nAnnika: We saw Zorbwick, so Zorbwick, and the Quelp.\n")
    assert release.main([str(study)]) == 1
    capsys.readouterr()
    return study.parent / "private"


def fill(file: Path, sheet: str = "queue", **decisions: str) -> Path:
    book = load_workbook(file)
    page = book[sheet]
    header = [cell.value for cell in page[1]]
    for row in page.iter_rows(min_row=2):
        name = row[header.index("type")].value
        row[header.index("decision")].value = decisions.get(name)
    book.save(file.with_name("filled.xlsx"))
    return file.with_name("filled.xlsx")


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_state_of_the_queue_is_told(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert review.main([str(study)]) == 0
    said = capsys.readouterr().out
    assert "2 words and names are open, in 3 places of 1 sources" in said
    assert f"{private.name}/queue.xlsx --reviewer ID" in said


def test_decisions_are_taken_kept_and_used(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fill(private / "queue.xlsx", zorbwick="name", quelp="not_name")
    assert review.main([str(study), str(file), "--reviewer", "AB"]) == 0
    assert "zorbwick: name" in capsys.readouterr().out
    rows = {row["type"]: row for row in table(private / "decisions.csv")}
    assert rows["zorbwick"]["decision"] == "name"
    assert rows["quelp"]["reviewer"] == "AB"
    assert stat.S_IMODE((private / "decisions.csv").stat().st_mode) == 0o600
    assert release.main([str(study)]) == 0
    text = (study.parent / "data" / "texts" / "S1.txt").read_text()
    assert "Zorbwick" not in text
    assert "the Quelp." in text
    capsys.readouterr()
    assert review.main([str(study)]) == 0
    assert "nothing is open" in capsys.readouterr().out


def test_the_former_decisions_are_kept(study: Path, private: Path) -> None:
    first = fill(private / "queue.xlsx", zorbwick="name", quelp="not_name")
    review.main([str(study), str(first), "--reviewer", "AB"])
    before = (private / "decisions.csv").read_bytes()
    second = fill(private / "queue.xlsx", zorbwick="not_name", quelp="not_name")
    review.main([str(study), str(second), "--reviewer", "CD"])
    assert (private / "decisions.csv.bak").read_bytes() == before
    assert stat.S_IMODE((private / "decisions.csv.bak").stat().st_mode) == 0o600
    rows = {row["type"]: row for row in table(private / "decisions.csv")}
    assert (rows["zorbwick"]["decision"], rows["zorbwick"]["reviewer"]) == ("not_name", "CD")
    assert rows["quelp"]["reviewer"] == "AB"


def test_places_are_decided_one_by_one(study: Path, private: Path) -> None:
    file = fill(private / "queue.xlsx", zorbwick="look", quelp="not_name")
    review.main([str(study), str(file), "--reviewer", "AB"])
    assert release.main([str(study)]) == 1
    book = load_workbook(private / "queue.xlsx")
    page = book["places"]
    at = [cell.value for cell in page[1]].index("decision") + 1
    assert page.max_row == 3
    page.cell(2, at).value, page.cell(3, at).value = "name", "not_name"
    book.save(private / "filled.xlsx")
    assert review.main([str(study), str(private / "filled.xlsx"), "--reviewer", "AB"]) == 0
    assert [row["decision"] for row in table(private / "looked.csv")] == ["name", "not_name"]
    assert release.main([str(study)]) == 0
    text = (study.parent / "data" / "texts" / "S1.txt").read_text()
    assert text.count("Zorbwick") == 1
    assert "so Zorbwick" in text


def test_all_that_is_wrong_is_told_and_nothing_is_kept(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = private / "queue.csv"
    text = file.read_text()
    rows = table(file)
    with file.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows([{**rows[0], "decision": "nmae"}, {**rows[1], "type": "who",
                          "decision": "name"}])  # fmt: skip
    filled = file.rename(private / "filled.csv")
    file.write_text(text)
    assert review.main([str(study), str(filled), "--reviewer", "AB"]) == 1
    said = capsys.readouterr().err
    assert "filled.csv, line 2, decision" in said
    assert "filled.csv, line 3, type" in said
    assert not (private / "decisions.csv").exists()


def test_somebody_must_have_decided(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fill(private / "queue.xlsx", zorbwick="name")
    assert review.main([str(study), str(file)]) == 1
    assert "--reviewer" in capsys.readouterr().err
    assert not (private / "decisions.csv").exists()


def test_a_file_is_looked_for_in_the_private_folder_too(
    study: Path, private: Path, tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    fill(private / "queue.xlsx", zorbwick="name")
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert review.main([str(study), "filled.xlsx", "--reviewer", "AB"]) == 0
    assert table(private / "decisions.csv")[-1]["type"] == "zorbwick"


@pytest.mark.parametrize("name", ["quee.xlsx", "quee.csv"])
def test_a_missing_file_is_told_with_what_to_do(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert review.main([str(study), name, "--reviewer", "AB"]) == 1
    said = capsys.readouterr().err
    assert "no such file" in said
    assert f"{private.name}/queue.xlsx" in said
    (private / "queue.xlsx").unlink()
    assert review.main([str(study), name, "--reviewer", "AB"]) == 1
    assert "run the pipeline first" in capsys.readouterr().err


def test_a_damaged_workbook_is_told_and_blocks_no_run(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (private / "queue.xlsx").write_bytes(b"PK damaged")
    assert review.main([str(study), "queue.xlsx", "--reviewer", "AB"]) == 1
    assert "a damaged file" in capsys.readouterr().err
    assert release.main([str(study)]) == 1
    capsys.readouterr()
    assert review.main([str(study)]) == 0
    assert "queue.damaged.xlsx couldn't be read" in capsys.readouterr().out


def test_own_columns_are_left_alone_and_variants_understood(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fill(private / "queue.xlsx", zorbwick="Name", quelp="not name")
    book = load_workbook(file)
    book["queue"].cell(1, 12).value = "my notes"
    book.save(file)
    assert review.main([str(study), str(file), "--reviewer", "AB"]) == 0
    said = capsys.readouterr().out
    assert "my notes" in said
    assert {"zorbwick: name", "quelp: not_name"} <= {
        line.strip().partition(" (")[0] for line in said.splitlines()
    }


def test_the_first_line_says_that_the_rest_is_private(
    study: Path, private: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = fill(private / "queue.xlsx", zorbwick="name")
    review.main([str(study)])
    review.main([str(study), str(file), "--reviewer", "AB"])
    review.main([str(study), "none.xlsx", "--reviewer", "AB"])
    streams = capsys.readouterr()
    assert streams.out.splitlines().count(review.PRIVATE) == 2
    assert streams.out.startswith(review.PRIVATE)
    assert streams.err.startswith(review.PRIVATE)
