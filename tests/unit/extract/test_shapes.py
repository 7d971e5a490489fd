"""Records of other shapes: import maps of columns, codes and dates, and what is said of errors."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from insideout.columns import read_columns
from insideout.extract.continuity import indices
from insideout.extract.shapes import columns_told, record_problems, records_of
from insideout.problems import DataError
from insideout.tables.records import RECORDS

Settings = dict[str, Any]
DOCS = Path(__file__).parents[3] / "docs" / "records.md"


def written(folder: Path, text: str, name: str = "records.csv") -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def said(files: list[Path], settings: Settings) -> list[str]:
    with pytest.raises(DataError) as error:
        records_of(files, settings)
    return [str(problem) for problem in error.value.problems]


OURS = (
    "encounter,patient,date,staff,role,acts\n"
    "b,E03,2012-03-01,g1,gp,initiates chases\n"
    "a,E03,2012-02-01,g2,gp,\n"
    "c,E01,2012-05-01,n1,nurse,seeks_information\n"
)


def test_our_own_shape_needs_no_map_and_comes_in_order_of_patient_and_time(
    tmp_path: Path, settings: Settings
) -> None:
    file = written(tmp_path, OURS)
    made = records_of([file], settings)
    assert list(made) == RECORDS.names
    assert list(made["encounter"]) == ["c", "a", "b"]
    plain = read_columns([file], RECORDS).sort_values(["patient", "date"], ignore_index=True)
    pd.testing.assert_frame_equal(made, plain)


def test_an_encounter_without_an_id_gets_its_patient_and_place_in_time(
    tmp_path: Path, settings: Settings
) -> None:
    rows = (
        "encounter,patient,date,conditions\n"
        ",E03,2012-03-01,\n"
        "E03-0003,E03,2012-02-01,\n"  # as if made by us; the first by time is E03-0002's place
        ",E03,2012-03-01,second of its day\n"
        ",E01,2012-01-01,\n"
    )
    made = records_of([written(tmp_path, rows)], settings)
    # E03 by time: the given id, then the row of line 2 (place 2), then that of line 4 (place 3,
    # whose id is taken already)
    assert list(made["encounter"]) == ["E01-0001", "E03-0003", "E03-0002", "E03-0003_"]
    assert made["conditions"].iloc[3] == "second of its day"


EXPORT = (
    "\ufeffPatNo;Seen;Clinician;Class;Where;Free text\n"
    "17;31/05/2012;K1;D;C;said to be well\n"
    "17;02/06/2012;K1;D;T;\n"
    "17;02/06/2012;K2;N;H;\n"
    "18;01/06/2012;K2;N;;\n"
)
SHAPE = {
    "columns": {"patient": "PatNo", "date": "Seen", "staff": "Clinician", "role": "Class",
                "place": "Where"},
    "codes": {"role": {"D": "gp", "N": "nurse"},
              "place": {"C": "surgery", "T": "phone", "H": "home"}},
    "date_format": "%d/%m/%Y",
}  # fmt: skip


def test_an_export_of_another_shape_in_our_words(tmp_path: Path, settings: Settings) -> None:
    made = records_of([written(tmp_path, EXPORT)], settings | SHAPE)
    assert list(made["patient"]) == ["17", "17", "17", "18"]
    assert list(made["date"]) == ["2012-05-31", "2012-06-02", "2012-06-02", "2012-06-01"]
    assert list(made["role"]) == ["gp", "gp", "nurse", "nurse"]
    assert list(made["place"]) == ["surgery", "phone", "home", ""]
    assert list(made["staff"]) == ["K1", "K1", "K2", "K2"]
    assert set(made["comments"]) == {""}  # a column nobody mapped is not read


def test_the_example_of_the_page_about_records(tmp_path: Path, settings: Settings) -> None:
    page = DOCS.read_text("utf-8")
    export, study = (page.split(f"```{kind}\n")[1].split("```")[0] for kind in ("csv", "yaml"))
    made = records_of([written(tmp_path, export)], settings | yaml.safe_load(study)["records"])
    assert len(made) == export.count("\n") - 1
    told = {name: str(value) for name, value in made.iloc[0].items() if name in SHAPE["columns"]}
    first = "and its first row is then " + ", ".join(
        f"`{name}` {told[name]}" for name in ("patient", "date", "staff", "role", "place")
    )
    assert first in " ".join(page.split())


def test_patient_date_provider_and_class_are_enough_for_the_indices(
    tmp_path: Path, settings: Settings
) -> None:
    export = "PatNo\tSeen\tClinician\tClass\n" + "".join(
        f"17\t2012-05-0{day}\t{who}\tDoctor\n" for day, who in enumerate("AABA", start=1)
    )
    shape = {
        "columns": {"patient": "PatNo", "date": "Seen", "staff": "Clinician", "role": "Class"},
        "codes": {"role": {"Doctor": "gp"}},
    }
    made = records_of([written(tmp_path, export)], settings | shape)
    found = indices(made, unknown_provider="break").loc["17"]
    assert found["n_providers"] == 4
    assert found["upc"] == pytest.approx(3 / 4)
    assert found["coc"] == pytest.approx((9 + 1 - 4) / (4 * 3))
    assert found["secon"] == pytest.approx(1 / 3)  # A-A is a pair of the same, A-B and B-A are not


def test_columns_told_are_those_every_file_has(tmp_path: Path, settings: Settings) -> None:
    export = written(tmp_path, EXPORT)
    told = columns_told([export], settings | SHAPE)
    assert told == {"patient", "date", "staff", "role", "place"}
    ours, fewer = written(tmp_path, OURS, "a.csv"), written(tmp_path, "patient,date\n", "b.csv")
    assert columns_told([ours, fewer], settings) == {"patient", "date"}


def test_unknown_codes_are_told_all_at_once_with_how_often_and_the_nearest(
    tmp_path: Path, settings: Settings
) -> None:
    codes = {"role": {"Doctor": "gp"}, "place": {"C": "surgery"}}
    rows = "".join(f"p,2012-01-01,Docter,{'CX'[k % 2]}\n" for k in range(6))
    shape = {"codes": codes}
    found = said([written(tmp_path, f"patient,date,role,place\n{rows}")], settings | shape)
    assert len(found) == 2
    assert "line 2, role" in found[0]
    assert "'Docter' (in 6 encounters)" in found[0]
    assert "did you mean `Doctor`?" in found[0]
    assert "line 3, place" in found[1]
    assert "'X' (in 3 encounters)" in found[1]
    assert "records.codes.place in the study file" in found[1]


def test_a_map_that_leads_nowhere(tmp_path: Path, settings: Settings) -> None:
    shape = {"columns": {"patient": "PatNr", "date": "Seen", "stuff": "Clinician"}, "codes": {}}
    found = said([written(tmp_path, EXPORT)], settings | shape)
    assert len(found) == 1  # a word that is no column of ours comes before all else
    assert "'stuff'" in found[0]
    assert "did you mean `staff`?" in found[0]
    shape["columns"] = {"patient": "PatNr", "staff": "Clinician"}
    found = said([written(tmp_path, EXPORT)], settings | shape)
    assert len(found) == 2
    assert "did you mean `PatNo`?" in found[0]
    assert "records.columns.date" in found[1]


def test_a_code_that_gives_none_of_our_words(tmp_path: Path, settings: Settings) -> None:
    shape = {"codes": {"role": {"D": "doctor"}}}
    found = said([written(tmp_path, "patient,date,role\np,2012-01-01,D\n")], settings | shape)
    assert len(found) == 1
    assert "it gives 'doctor'" in found[0]


@pytest.mark.parametrize(
    ("written_as", "date_format", "expected"),
    [
        ("2012-02-30", "", "there is no such day"),
        ("31/05/2012", "", "records.date_format"),
        ("2012-5-1", "", "records.date_format"),
        ("31.05.2012", "%d/%m/%Y", "a date as %d/%m/%Y"),
        ("2012-06-09", "%d/%m/%Y", "in another way than records.date_format"),
        ("31/06/2012", "%d/%m/%Y", "there is no such day, if records.date_format"),
        ("31/06/2012 ", "%d/%m/%Y", "there is no such day"),
        ("0212-05-31", "", "in 1900 or later"),
        ("", "", "an empty cell"),
    ],
)
def test_dates_that_cannot_be(
    tmp_path: Path, settings: Settings, written_as: str, date_format: str, expected: str
) -> None:
    file = written(tmp_path, f"patient,date\np,2012-01-01\np,{written_as}\n")
    if date_format:
        file = written(tmp_path, f"patient,date\np,01/01/2012\np,{written_as}\n")
    found = said([file], settings | {"date_format": date_format})
    assert len(found) == 1
    assert "line 3, date" in found[0]
    assert expected in found[0]


def test_dates_in_another_way_are_told_once_with_examples(
    tmp_path: Path, settings: Settings
) -> None:
    rows = "".join(f"p,2012-06-{k:02}\n" for k in range(1, 31)) + "p,31/06/2012\n"
    file = written(tmp_path, f"patient,date\n{rows}")
    found = said([file], settings | {"date_format": "%d/%m/%Y"})
    assert len(found) == 2
    assert "line 2, date" in found[0]
    assert "'2012-06-01', '2012-06-02', '2012-06-03', … (in 30 encounters)" in found[0]
    assert "in another way than records.date_format" in found[0]
    assert "line 32, date" in found[1]
    assert "'31/06/2012'\n" in found[1]
    assert "no such day" in found[1]


@pytest.mark.parametrize(
    ("date_format", "hint"),
    [
        ("dd/mm/yyyy", "write %d/%m/%Y"),
        ("DD.MM.YY", "write %d.%m.%y"),
        ("yyyy-mm-dd", "write %Y-%m-%d"),
        ("european", "write %d/%m/%Y"),
        ("%d/%m", "write %d/%m/%Y"),
        ("%Q", "write %d/%m/%Y"),
    ],
)
def test_a_format_that_tells_no_day_is_refused_once(
    tmp_path: Path, settings: Settings, date_format: str, hint: str
) -> None:
    file = written(tmp_path, "patient,date\np,31/05/2012\np,01/06/2012\nq,02/06/2012\n")
    wrong = settings | {"date_format": date_format}
    found = record_problems([file], wrong, set(), set())
    assert [(p.column, p.found) for p in found] == [("records.date_format", repr(date_format))]
    assert hint in found[0].hint
    assert said([file], wrong) == [str(found[0])]


@pytest.mark.parametrize("date_format", ["%d %B %Y", "%d-%b-%y", "%Y%m%d", "%d/%m/%Y %H:%M"])
def test_any_format_that_tells_a_day_is_read(
    tmp_path: Path, settings: Settings, date_format: str
) -> None:
    day = pd.Timestamp("2012-05-31 09:30").strftime(date_format)
    file = written(tmp_path, f"patient,date\np,{day}\n")
    made = records_of([file], settings | {"date_format": date_format})
    assert list(made["date"]) == ["2012-05-31"]


def test_a_row_with_a_cell_too_many_names_the_mark_of_the_file(
    tmp_path: Path, settings: Settings
) -> None:
    for mark, name in ((",", "a comma"), (";", "a semicolon"), ("\t", "a tab")):
        rows = [["patient", "date"], ["p", "2012-01-01", "more"]]
        found = said([written(tmp_path, "\n".join(map(mark.join, rows)))], settings)
        assert len(found) == 1
        assert f"a cell that holds {name} must" in found[0]


def test_words_of_acts_are_known_each(tmp_path: Path, settings: Settings) -> None:
    rows = "patient,date,acts\np,2012-01-01,initiates\np,2012-01-02,initiates chase\n"
    found = said([written(tmp_path, rows)], settings)
    assert len(found) == 1
    assert "line 3, acts" in found[0]
    assert "chases" in found[0]
    mapped = settings | {
        "codes": {"acts": {"I": "initiates", "C": "chases", "IC": "initiates chases"}}
    }
    rows = "patient,date,acts\np,2012-01-01,I C\np,2012-01-02,IC\n"
    made = records_of([written(tmp_path, rows)], mapped)
    assert list(made["acts"]) == ["initiates chases", "initiates chases"]


def test_the_check_names_unknown_patients_and_practices_once(
    tmp_path: Path, settings: Settings
) -> None:
    rows = "".join(f"E0{k % 3},2012-01-0{k + 1},east_{k % 2}\n" for k in range(6))
    file = written(tmp_path, f"patient,date,practice\n{rows}")
    found = [str(p) for p in record_problems([file], settings, {"E00", "E01"}, {"east_0"})]
    assert len(found) == 2
    assert "line 4, patient" in found[0]
    assert "'E02' (in 2 encounters)" in found[0]
    assert "add them to patients.csv" in found[0]
    assert "'east_1' (in 3 encounters)" in found[1]
    assert record_problems([file], settings, set(), set()) == []  # without tables nothing is said


def test_two_files_may_not_have_the_same_encounter(tmp_path: Path, settings: Settings) -> None:
    one, two = written(tmp_path, OURS, "a.csv"), written(tmp_path, OURS, "b.csv")
    found = said([one, two], settings)
    assert len(found) == 1
    assert "'a, b, c', 3 in all" in found[0]
    assert [str(p) for p in record_problems([one, two], settings, set(), set())] == found


def test_a_kind_to_exclude_that_there_is_none_of(tmp_path: Path, settings: Settings) -> None:
    file = written(tmp_path, OURS)
    found = record_problems([file], settings | {"exclude": ["repeat"]}, set(), set())
    assert [(p.column, p.found) for p in found] == [("records.exclude", "'repeat'")]
