"""Coded segments as MAXQDA exports them, with and without their texts."""

import csv
import io
from pathlib import Path

import pytest
from openpyxl import Workbook

from insideout.check import check
from insideout.commands.import_ import reader_of, taken_in
from insideout.exchange.maxqda import parts, read
from insideout.exchange.maxqda_table import bare, columns_of
from insideout.house import open_study
from insideout.problems import DataError

TEXT = (
    "Q: How?\n\nAnn: I wait. Then I called.\n\nQ: Oh?\n\n"
    "Ann: I wait. “Yes, so.” Å være.\n\nQ: So?\n\nAnn: I\nwait.\n"
)
GERMAN = (
    "Farbe;Kommentar;Dokumentgruppe;Dokumentname;Code;Anfang;Ende;Gewicht;Segment;Autor;Erstellt am"
    ";Fläche;Abdeckungsgrad %"
)
ENGLISH = ("Color", "Comment", "Document group", "Document name", "Code", "Beginning", "End",
           "Weight score", "Segment", "Author", "Creation date", "Area", "Coverage %")  # fmt: skip


def table(folder: Path, text: str, name: str = "segments.csv", encoding: str = "utf-8-sig") -> Path:
    (folder / name).write_bytes(text.replace("\n", "\r\n").encode(encoding))
    return folder / name


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"), newline="")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_tables_are_read_whatever_the_mark_and_encoding(
    tmp_path: Path, mark: str, encoding: str
) -> None:
    lines = [GERMAN.replace(";", mark),
             mark.join(["x", "so", "Frauen", "Ann", "Zeit\\Für sich", "3", "3", "10", "Å være, ja",
                        "Kari Nord", "2024-02-01 10:00:00", "7", "1"]).replace(
                            "Å være, ja", '"Å være, ja; ""oder""\tnicht"')]  # fmt: skip
    project = read(table(tmp_path, "\n".join(lines) + "\n", encoding=encoding))
    (coding,) = project.codings
    assert coding.quote == 'Å være, ja; "oder"\tnicht'
    assert (coding.memo, coding.created) == ("so", "2024-02-01T10:00:00")
    assert [(code.name, bool(code.parent)) for code in project.codes] == [
        ("Zeit", False), ("Für sich", True),
    ]  # fmt: skip
    assert [user.name for user in project.users] == ["Kari Nord"]
    assert [(one.name, list(one.members)) for one in project.sets] == [("Frauen", ["source Ann"])]
    assert project.sources[0].text is None
    assert project.tool == "MAXQDA"
    lost = {loss.which for loss in project.losses}
    assert lost == {"Farbe", "Anfang", "Ende", "Gewicht", "Fläche", "Abdeckungsgrad %"}


def test_a_workbook_is_read_from_the_sheet_that_has_the_columns(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("About").append(["Exported from MAXQDA"])
    page = book.create_sheet("Segments")
    page.append(list(ENGLISH))
    page.append([None, "c", "G", "Ann", "Time > Waits", 3, 3, 0, "I wait._x000D_\nSo.", "KN",
                 "2024", 1, 0.5])  # fmt: skip
    page.append([None] * len(ENGLISH))
    book.save(tmp_path / "segments.xlsx")
    assert reader_of(tmp_path / "segments.xlsx") is read
    project = read(tmp_path / "segments.xlsx")
    (coding,) = project.codings
    assert (coding.quote, coding.memo) == ("I wait.\nSo.", "c")
    assert {code.name for code in project.codes} == {"Time", "Waits"}
    assert {loss.which: loss.count for loss in project.losses} == {
        "Beginning": 1, "End": 1, "Area": 1, "Coverage %": 1,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("A > B", ("A", "B")),
        ("A>B>C", ("A", "B", "C")),
        ("A\\B", ("A", "B")),
        ("Age >50", ("Age >50",)),
        ("in -> out", ("in -> out",)),
        ("in->out", ("in->out",)),
        (" A >  > B ", ("A", "B")),
    ],
)
def test_levels_of_a_path(path: str, names: tuple[str, ...]) -> None:
    assert parts(path) == names


@pytest.mark.parametrize("heading", ["Autor", "Erstellt von", "Bearbeitet von", "Created by"])
def test_who_coded_is_found_in_a_workbook_under_any_of_its_headings(
    tmp_path: Path, heading: str
) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Dokumentname", "Code", "Segment", heading])
    sheet.append(["Ann", "Zeit", "I wait.", "Kari Nord"])
    book.save(tmp_path / "segments.xlsx")
    project = read(tmp_path / "segments.xlsx")
    assert [user.name for user in project.users] == ["Kari Nord"]
    assert [coding.user for coding in project.codings] == ["user Kari Nord"]


def test_headings_are_known_without_case_and_marks() -> None:
    assert bare("Code_Path %") == "code path"
    found = columns_of(["Document", "Document name", "CODE", "Segment", "Other"])
    assert found == {"document": 1, "code": 2, "segment": 3}


def test_texts_beside_make_a_study_whose_codings_stand_right(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "ann.txt").write_text(TEXT, "utf-8")
    (tmp_path / "texts" / "Other.txt").write_text("No segment.", "utf-8")
    lines = [
        GERMAN,
        ";;;Ann;Zeit\\Warten;7;7;0;I wait.;Kari;;;",
        ";;;Ann;Zeit\\Warten;3;3;0;I wait.;Kari;;;",
        ";;;Ann;Zeit;;;0;Then I called.;Kari;;;",
        ";;;Bo;Zeit;1;1;0;His words.;Kari;;;",
        ";;;Bo;Zeit;1;1;0;;Kari;;;",
    ]
    file = table(tmp_path, "\n".join(lines))
    said = taken_in(file, tmp_path / "new")
    assert "texts of 1 of 2 documents are from" in said
    assert "no file called Bo (.txt, " in said
    assert "aren't taken in: Other.txt" in said
    assert "1  coded segment (Bo): the table has no words of it" in said
    assert "no problem" in check(open_study(tmp_path / "new" / "segments.yaml"))
    found = rows(tmp_path / "new" / "codings" / "K.csv")
    text = (tmp_path / "new" / "texts" / "Ann.txt").read_text("utf-8")
    places = [(row["start"], row["code"], row["quote"]) for row in found]
    assert places == [
        (str(TEXT.index("I wait.")), "zeit/warten", "I wait."),
        (str(TEXT.rindex("I wait.")), "zeit/warten", "I wait."),
        ("", "zeit", "Then I called."),  # there once: the run finds it
    ]
    assert all(text[int(r["start"]) : int(r["end"])] == "I wait." for r in found[:2])
    (loose,) = rows(tmp_path / "new" / "codings_without_text.csv")
    assert (loose["source"], loose["quote"]) == ("Bo", "His words.")


def test_without_paragraphs_equal_rows_mean_one_passage_after_the_other(tmp_path: Path) -> None:
    (tmp_path / "Ann.txt").write_text(TEXT, "utf-8")
    lines = ["document,code_path,segment", "Ann,A,I wait.", "Ann,B,I wait.", "Ann,A,I wait."]
    project = read(table(tmp_path, "\n".join(lines)))
    first, second = TEXT.index("I wait."), TEXT.rindex("I wait.")
    assert [coding.start for coding in project.codings] == [first, first, second]
    assert project.tool == ""
    assert "the coder is called unknown" in project.told[-1]


def test_a_code_system_beside_gives_the_tree_and_codes_without_segments(tmp_path: Path) -> None:
    system = "Parent code,Code,Memo,Frequency\n,Time,All,0\nTime,Waits,To wait.,1\n,Calls,,3\n"
    table(tmp_path, system, "Code System.csv")
    project = read(
        table(tmp_path, "Document,Parent code,Code,Segment\nAnn,Time,Waits,I\nAnn,,New,x\n")
    )
    codes = {code.guid: code for code in project.codes}
    named = [
        (c.name, codes[c.parent].name if c.parent else "", c.definition) for c in project.codes
    ]
    assert named == [
        ("Time", "", "All"), ("Waits", "Time", "To wait."), ("Calls", "", ""), ("New", "", ""),
    ]  # fmt: skip
    assert codes[project.codings[0].code].name == "Waits"
    assert "code Calls: 3 segments by the code system, 0 here" in project.told


def test_another_table_of_that_name_is_left_aside_and_told(tmp_path: Path) -> None:
    table(tmp_path, "Country,Number\nNorway,47\n", "codes.csv")
    project = read(table(tmp_path, "Document,Code,Segment\nAnn,One,x\n"))
    assert "codes.csv isn't taken for a tree of codes: expected columns for code" in project.told[0]
    assert [code.name for code in project.codes] == ["One"]


def test_a_bare_name_is_the_code_of_the_system_that_has_it_alone(tmp_path: Path) -> None:
    table(tmp_path, "Code\nA > Same\nB > Same\nB > One\n", "codesystem.csv")
    project = read(table(tmp_path, "Document,Code,Segment\nAnn,One,x\nAnn,Same,y\n"))
    codes = {code.guid: code for code in project.codes}
    found = [codes[coding.code] for coding in project.codings]
    assert [bool(code.parent) for code in found] == [True, False]


def test_a_document_in_word_is_taken_in(tmp_path: Path) -> None:
    from docx import Document

    document = Document()
    for words in ("Q: How is it?", "Ann: I wait.", "Q: Long?", "Ann: Very long."):
        document.add_paragraph(words)
    document.save(str(tmp_path / "Ann.docx"))
    project = read(table(tmp_path, "Document,Code,Segment\nAnn.docx,A,I wait.\n"))
    assert project.sources[0].text is not None
    assert "Ann: I wait." in project.sources[0].text


def test_all_bad_rows_are_told_at_once(tmp_path: Path) -> None:
    file = table(tmp_path, "document,code,segment\nAnn,,x\n,A,x\nAnn,A\nAnn,A,x\n")
    with pytest.raises(DataError) as error:
        read(file)
    assert [(p.line, p.column) for p in error.value.problems] == [
        (2, "code"), (3, "document"), (4, ""),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a;b\n1;2\n", "columns for document"),
        (b"", "columns for document"),
        (b"document,code,segment\n", "rows of coded segments"),
        (b'document,code,segment\nAnn,A,"x\n', "close every quoted cell"),
        (b"Document,Code,Preview\nAnn,A,x\n", "with their whole text"),
        (b"PK\x03\x04", "a zip archive"),
    ],
)
def test_what_is_no_table_of_segments_is_refused(tmp_path: Path, content: bytes, told: str) -> None:
    (tmp_path / "s.csv").write_bytes(content)
    with pytest.raises(DataError, match=told):
        read(tmp_path / "s.csv")


def test_a_broken_workbook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(b"PK\x03\x04 no more")
    with pytest.raises(DataError, match="a workbook"):
        read(tmp_path / "s.xlsx")
