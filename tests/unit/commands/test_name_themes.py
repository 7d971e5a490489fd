"""`python -m insideout name_themes`: the form filled in becomes codes, codings and decisions."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import load_workbook

from insideout import changes
from insideout.commands import name_themes
from insideout.files import write_bytes
from insideout.reader import framed, write
from insideout.suggest.inductive_form import form
from insideout.tables.coding import CODEBOOK
from insideout.tables.suggest import CANDIDATES, RESIDUAL

REPO = Path(__file__).parents[3]
TEXT = "Interviewer: And?\n\nPatient: I wait. The bus is late. I wait.\n"
QUOTES = {"c000001": [("The bus is late.", 0)], "c000002": [("I wait.", 0), ("I wait.", 1)]}


def table(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small study's folder, with what a run would have left of three clusters."""
    shutil.copytree(REPO / "tests" / "studies" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    study = tmp_path / "small" / "small.yaml"
    study.write_text(study.read_text() + "clusters: clusters.csv\n")
    texts = tmp_path / "results" / "small" / "corpus" / "texts"
    texts.mkdir(parents=True)
    (texts / "N1.txt").write_text(TEXT)
    rows = []
    for cluster, quotes in QUOTES.items():
        for words, number in quotes:
            start = TEXT.index(words) if number == 0 else TEXT.rindex(words)
            rows.append({"source": "N1", "turn": 2, "sentence": start, "start": start, "words": 4,
                         "end": start + len(words), "quote": words, "informant": "N1",
                         "cluster": cluster, "typical": 0.5})  # fmt: skip
    residual = framed(rows, RESIDUAL)
    candidates = framed(
        [{"cluster": f"c00000{n}", "sentences": 1, "sources": 1, "informants": 1,
          "terms": "bus (9.1, 2.0); late (7.0, 1.5)"} for n in (1, 2, 3)], CANDIDATES,
    )  # fmt: skip
    tables = tmp_path / "results" / "small" / "tables"
    tables.mkdir()
    write(residual, tables / "residual.csv", RESIDUAL)
    write(candidates, tables / "candidates.csv", CANDIDATES)
    made = form(residual, candidates, framed([], CODEBOOK), {"N1": TEXT})
    write_bytes(tmp_path / "form.xlsx", made)
    return tmp_path


Keep = tuple[str, ...] | dict[str, dict[str, str]]


def fill(folder: Path, themes: dict[str, dict[str, Any]], keep: Keep = ()) -> Path:
    """A copy of the form with answers about clusters, and all quotes of some ticked keep.

    `keep`: the clusters, or what is answered about the quotes of each.
    """
    book = load_workbook(folder / "form.xlsx")
    quotes = keep if isinstance(keep, dict) else {c: {"keep": "yes"} for c in keep}
    for sheet, answers in (("themes", themes), ("quotes", quotes)):
        header = [cell.value for cell in book[sheet][1]]
        for row in book[sheet].iter_rows(min_row=2):
            for name, value in answers.get(row[0].value, {}).items():
                row[header.index(name)].value = value
    book.save(folder / "filled.xlsx")
    return folder / "filled.xlsx"


def run(folder: Path, *more: str) -> int:
    study = str(folder / "small" / "small.yaml")
    file = str(folder / "filled.xlsx")
    return name_themes.main([study, file, "--by", "AM", "--date", "2026-01-02", *more])


def snapshot(folder: Path) -> dict[Path, bytes]:
    data = folder / "small" / "data"
    return {file: file.read_bytes() for file in sorted(data.rglob("*")) if file.is_file()}


NAMED = {"decision": "named", "name": "The bus", "parent": "experience", "definition": "Of buses."}
MERGED = {"decision": "merged", "code": "waiting", "reason": "the same"}


def test_names_become_codes_and_quotes_codings(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(folder)
    fill(
        folder, {"c000001": NAMED, "c000002": MERGED, "c000003": {"decision": "rejected"}},
        ("c000001", "c000002"),
    )  # fmt: skip
    assert run(folder) == 0
    said = capsys.readouterr().out
    assert "1 merged, 1 named, 1 rejected; 3 quotes kept as codings of AM" in said
    assert "+      - id: the_bus" in said
    data = folder / "small" / "data"
    book = yaml.safe_load((data / "codebook.yaml").read_text())
    assert book["codes"][0]["codes"][-1] == {
        "id": "the_bus", "name": "The bus", "definition": "Of buses.", "origin": "inductive",
        "since": "1", "cluster": "c000001: bus, late",
    }  # fmt: skip
    codings = table(data / "codings" / "AM.csv")
    names = ("source", "quote", "start", "prefix", "suffix", "occurrence", "code", "origin")
    first, last = TEXT.index("I wait."), TEXT.rindex("I wait.")
    context = "Patient: I wait. The bus is late. "
    assert [tuple(row[name] for name in names) for row in codings] == [
        ("N1", "The bus is late.", str(first + 8), "Patient: I wait. ", " I wait.", "", "the_bus",
         "suggested"),
        ("N1", "I wait.", str(first), "Patient: ", " The bus is late. I wait.", "1", "waiting",
         "suggested"),
        ("N1", "I wait.", str(last), context[-32:], "", "2", "waiting", "suggested"),
    ]  # fmt: skip
    decided = table(data / "clusters.csv")
    assert [(r["cluster"], r["decision"], r["code"], r["reason"]) for r in decided] == [
        ("c000001", "named", "the_bus", ""), ("c000002", "merged", "waiting", "the same"),
        ("c000003", "rejected", "", ""),
    ]  # fmt: skip
    assert {(r["terms"], r["by"], r["date"]) for r in decided} == {
        ("bus; late", "AM", "2026-01-02")
    }
    assert (data / "codebook.yaml.bak").read_bytes() == before[data / "codebook.yaml"]


def test_handing_in_the_same_form_again_changes_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, {"c000001": NAMED, "c000002": MERGED}, ("c000001",))
    assert run(folder) == 0
    before = snapshot(folder)
    assert run(folder, "--date", "2026-03-04") == 0
    assert "nothing is new" in capsys.readouterr().out
    assert snapshot(folder) == before


def test_another_reason_is_new_and_whoever_gives_it_and_an_empty_one_takes_none_away(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    decided = folder / "small" / "data" / "clusters.csv"

    def told() -> list[tuple[str, ...]]:
        return [tuple(r[k] for k in ("decision", "reason", "by", "date")) for r in table(decided)]

    fill(folder, {"c000003": {"decision": "rejected"}})
    assert run(folder) == 0
    assert told() == [("rejected", "", "AM", "2026-01-02")]
    fill(folder, {"c000003": {"decision": "rejected", "reason": "small talk"}})
    assert run(folder, "--by", "JT", "--date", "2026-03-04") == 0
    assert "1 for another reason" in capsys.readouterr().out
    assert told() == [("rejected", "small talk", "JT", "2026-03-04")]
    fill(folder, {"c000003": {"decision": "rejected"}})
    assert run(folder) == 0
    assert "nothing is new" in capsys.readouterr().out
    assert told() == [("rejected", "small talk", "JT", "2026-03-04")]


def test_a_code_that_is_gone_from_the_codebook_is_made_again(folder: Path) -> None:
    fill(folder, {"c000001": NAMED})
    file = folder / "small" / "data" / "codebook.yaml"
    before = file.read_bytes()
    assert run(folder) == 0
    made = file.read_bytes()
    file.write_bytes(before)
    assert run(folder) == 0
    assert file.read_bytes() == made
    assert len(table(folder / "small" / "data" / "clusters.csv")) == 1


def test_a_later_decision_takes_the_place_of_the_first(folder: Path) -> None:
    fill(folder, {"c000002": MERGED, "c000003": {"decision": "rejected"}})
    assert run(folder) == 0
    fill(folder, {"c000003": {"decision": "merged", "code": "waiting"}})
    assert run(folder) == 0
    decided = table(folder / "small" / "data" / "clusters.csv")
    assert [(r["cluster"], r["decision"]) for r in decided] == [
        ("c000002", "merged"), ("c000003", "merged"),
    ]  # fmt: skip


def test_a_coders_lines_stay_and_quotes_go_below_them(folder: Path) -> None:
    file = folder / "small" / "data" / "codings" / "AM.csv"
    shutil.copy(next(iter(sorted(file.parent.glob("*.csv")))), file)
    before = table(file)
    fill(folder, {"c000002": MERGED}, ("c000002",))
    assert run(folder) == 0
    after = table(file)
    assert [
        {k: v for k, v in row.items() if k in before[0]} for row in after[: len(before)]
    ] == before
    assert {row["origin"] for row in after[len(before) :]} == {"suggested"}


def test_all_that_is_wrong_is_told_at_once_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(folder)
    fill(
        folder,
        {"c000001": {**NAMED, "parent": "nowhere", "name": "Waiting"},
         "c000002": {"decision": "merged", "code": "wating"}, "c000003": {"cluster": "c00000f"}},
        ("c000001",),
    )  # fmt: skip
    assert run(folder) == 1
    said = capsys.readouterr().err
    assert "4 problems" in said
    for words in ("'nowhere'", "'waiting', which is", "did you mean `waiting`?", "'c00000f'"):
        assert words in said
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("themes", "keep", "words"),
    [
        ({"c000001": {"decision": "named"}}, (), "the name of the new code"),
        ({"c000001": {"decision": "merged"}}, (), "the code it goes into"),
        ({"c000001": {"decision": "maybe"}}, (), "one of named, merged, rejected"),
        ({"c000001": {"name": "The bus"}}, (), "named, merged or rejected"),
        ({"c000001": {"decision": "rejected"}}, ("c000001",), "a theme that is named or merged"),
        ({"c000001": NAMED, "c000002": NAMED}, (), "which is cluster c000001"),
    ],
)
def test_what_is_incomplete_or_twice_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], themes: Any, keep: Any, words: str
) -> None:
    fill(folder, themes, keep)
    assert run(folder) == 1
    assert words in capsys.readouterr().err


def test_quotes_that_have_moved_since_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, {"c000001": NAMED}, ("c000001",))
    file = folder / "results" / "small" / "tables" / "residual.csv"
    file.write_text(file.read_text().replace("c000001", "c00000a"))
    assert run(folder) == 1
    assert "a sentence of that cluster in the last run" in capsys.readouterr().err


def test_places_that_the_study_does_not_name_are_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    study = folder / "small" / "small.yaml"
    study.write_text(study.read_text().replace("clusters: clusters.csv\n", ""))
    fill(folder, {"c000001": NAMED})
    assert run(folder, "--by", "../AM") == 1
    said = capsys.readouterr().err
    assert "add `clusters: clusters.csv` to the study file" in said
    assert "letters and digits" in said


def test_where_one_file_can_not_be_written_none_is(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = changes.write_text

    def failing(file: Path, text: str) -> None:
        if file.name == "clusters.csv":
            raise PermissionError(13, "Permission denied", str(file))
        original(file, text)

    monkeypatch.setattr(changes, "write_text", failing)
    before = snapshot(folder)
    fill(folder, {"c000001": NAMED}, ("c000001",))
    assert run(folder) == 1
    assert "Permission denied" in capsys.readouterr().err
    after = {f: raw for f, raw in snapshot(folder).items() if f.suffix != ".bak"}
    assert after == before


def test_a_new_code_allows_what_its_parent_allows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = folder / "small" / "data" / "codebook.yaml"
    book = file.read_text()
    above = "- id: experience\n"
    assert above in book
    start = book.index(above)
    indent = " " * (start - book.rindex("\n", 0, start) - 1)
    allowed = f"{above}{indent}  valences: [present, absent]\n"
    file.write_text(book.replace(above, allowed))
    fill(folder, {"c000001": NAMED}, {"c000001": {"keep": "yes", "valence": "mixed"}})
    assert run(folder) == 1
    assert "one of present, absent" in capsys.readouterr().err
    fill(folder, {"c000001": NAMED}, {"c000001": {"keep": "yes", "valence": "absent"}})
    assert run(folder) == 0
    said = capsys.readouterr().out
    assert "valences: [present, absent]" in said
    assert 'since: "1"' in said


def test_what_a_kept_sentence_is_about_is_checked_and_kept(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, {"c000001": NAMED}, {"c000001": {"keep": "yes", "about": "north_practise"}})
    assert run(folder) == 1
    said = capsys.readouterr().err
    assert "filled.xlsx, sheet quotes, line 2, about" in said
    assert "did you mean `north_practice`?" in said
    fill(folder, {"c000001": NAMED}, {"c000001": {"keep": "yes", "about": "north_practice"}})
    assert run(folder) == 0
    (row,) = table(folder / "small" / "data" / "codings" / "AM.csv")
    assert row["about"] == "north_practice"


def test_a_theme_goes_into_one_that_is_named_in_the_same_form(folder: Path) -> None:
    into = {"decision": "merged", "code": "the_bus"}
    fill(folder, {"c000003": NAMED, "c000001": into, "c000002": into}, ("c000001", "c000002"))
    assert run(folder) == 0
    data = folder / "small" / "data"
    assert [(r["decision"], r["code"]) for r in table(data / "clusters.csv")] == [
        ("merged", "the_bus"), ("merged", "the_bus"), ("named", "the_bus"),
    ]  # fmt: skip
    assert [row["code"] for row in table(data / "codings" / "AM.csv")] == ["the_bus"] * 3
    assert (data / "codebook.yaml").read_text().count("id: the_bus") == 1
    before = snapshot(folder)
    assert run(folder) == 0
    assert snapshot(folder) == before


def test_a_theme_with_a_bad_cell_does_not_hide_other_rows_nor_blame_its_quotes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(
        folder,
        {"c000001": {**NAMED, "decision": "perhaps"}, "c000002": {**MERGED, "code": "wating"}},
        ("c000001", "c000002"),
    )
    assert run(folder) == 1
    said = capsys.readouterr().err
    assert "2 problems" in said
    assert "one of named, merged, rejected" in said
    assert "did you mean `waiting`?" in said
