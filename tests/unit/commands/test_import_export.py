"""`python -m insideout import` and `export`: whole or not at all, and every loss is told."""

import csv
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from insideout.commands import export, import_
from insideout.exchange.project import Case, Code, Coding, Project, Source, User
from insideout.exchange.refi.read import read
from insideout.exchange.refi.write import qdc, qdpx
from insideout.files import write_text

REPO = Path(__file__).parents[3]
TEXT = "Q: How?\n\nAnn: I wait.\n\nQ: Oh?\n\nAnn: I wait long.\n"
PROJECT = Project(
    "Waiting",
    codes=[Code("w", "Waits", definition="To wait.", color="#ff0000")],
    users=[User("u", "Ann Berg")],
    sources=[Source("s", "First interview", TEXT)],
    codings=[Coding("1", "s", "w", "u", 14, 21), Coding("2", "s", "w", "u", 35, 47)],
    cases=[Case("c", "Ann", {"age": "80"}, ["s"])],
)
RUN = {
    "corpus/texts/N1.txt": TEXT,
    "corpus/manifest.csv": "source,kind,unit,date,language,consent_quote,informants\n"
    "N1,interview,,,en,no,N1\n",
    "corpus/turns.csv": "source,turn,label,informant,role\nN1,1,Q,,interviewer\n"
    "N1,2,Ann,N1,informant\n",
    "tables/codebook.csv": "code,parent,path,depth,name,definition\n"
    "waits,,Waits,0,Waits,To wait.\n",
    "tables/codings.csv": "coding,source,start,end,quote,code,valence,coder,round,memo\n"
    "0a,N1,14,21,I wait.,waits,absent,AB,2,\n",
    "tables/orphans.csv": "coding,source\n0b,N1\n",
}


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "waiting.qdpx").write_bytes(qdpx(PROJECT)[0])
    return tmp_path / "waiting.qdpx"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The small study with results as a run leaves them, of before some columns were there."""
    shutil.copytree(REPO / "tests" / "studies" / "small", tmp_path / "small")
    monkeypatch.chdir(tmp_path)
    for name, text in RUN.items():
        write_text(tmp_path / "results" / "small" / name, text)
    return tmp_path / "small" / "small.yaml"


def test_a_project_becomes_a_folder_that_is_told_of(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_.main([str(project), "--to", "new"]) == 0
    said = capsys.readouterr().out
    assert "1 codes, 1 users, 1 sources, 2 codings, 1 cases" in said
    assert "source First interview: First_interview" in said
    assert "user Ann Berg: AB" in said
    assert "1  colour of a code (Waits): a codebook of ours has none" in said
    assert "run it: .venv/bin/snakemake --config study=new/waiting.yaml" in said
    assert "code Waits" not in said
    made = {str(file.relative_to("new")) for file in Path("new").rglob("*") if file.is_file()}
    assert made == {
        "waiting.yaml", "codebook.yaml", "sources.csv", "informants.csv", "losses.csv",
        "codings/AB.csv", "texts/First_interview.txt",
    }  # fmt: skip
    assert Path("new/texts/First_interview.txt").read_text("utf-8") == TEXT
    lost = list(csv.DictReader(io.StringIO(Path("new/losses.csv").read_text("utf-8"))))
    assert [row["what"] for row in lost] == ["colour of a code", "name of a user"]
    assert not [file for file in Path().iterdir() if file.name.startswith(".new")]


def test_a_codebook_alone_becomes_one_file(tmp_path: Path, project: Path) -> None:
    (tmp_path / "book.qdc").write_bytes(qdc(PROJECT))
    assert import_.main(["book.qdc", "--to", "a"]) == 0
    assert sorted(file.name for file in Path("a").iterdir()) == ["codebook.yaml", "losses.csv"]
    assert "definition: To wait." in Path("a/codebook.yaml").read_text("utf-8")
    assert project.is_file()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["gone.qdpx", "--to", "new"], "no such file"),
        (["waiting.qdpx", "--to", "full"], "a folder with files in it"),
        (["waiting.qdpx", "--to", "waiting.qdpx"], "a file"),
        (["notes.docx", "--to", "new"], "'.docx'"),
        (["waiting.qdpx", "--to", "new", "--name", "a b"], "'a b'"),
        (["broken.qdpx", "--to", "new"], "broken.qdpx"),
        (["broken.qdc", "--to", "new"], "broken.qdc"),
        (["broken.xlsx", "--to", "new"], "broken.xlsx"),
    ],
)
def test_what_cannot_be_taken_in_is_refused_with_nothing_written(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    write_text(Path("full/mine.txt"), "mine")
    Path("notes.docx").write_bytes(b"PK")
    for ending in (".qdpx", ".qdc", ".xlsx"):
        Path(f"broken{ending}").write_bytes(project.read_bytes()[:200])
    before = sorted(Path().rglob("*"))
    assert import_.main(arguments) == 1
    error = capsys.readouterr().err
    assert told in error
    assert "Nothing was written." in error
    assert sorted(Path().rglob("*")) == before


def test_a_folder_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(file: Path, text: str) -> None:  # noqa: ARG001 (as write_text)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(import_, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        import_.write_folder(tmp_path / "new", {"a": "b"})
    assert list(tmp_path.iterdir()) == []


def test_results_go_out_and_losses_are_told(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export.main([str(study), "--to", "small.qdpx"]) == 0
    said = capsys.readouterr().out
    assert "1 codes, 1 sources, 1 codings of " in said
    assert "1  coding that has no place in its text: REFI-QDA has no place for it" in said
    assert "1 of the sources must not be quoted" in said
    project = read(Path("small.qdpx"))
    (coding,) = project.codings
    found = (coding.start, coding.end, coding.quote, coding.valence, coding.round)
    assert found == (14, 21, "I wait.", "absent", 2)


def test_codings_of_a_blind_round_that_goes_on_are_told_and_not_given(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = study.parent / "data" / "codings" / "CD.csv"
    text = file.read_text("utf-8")
    own = len(list(csv.DictReader(io.StringIO(text))))
    file.write_text(text.replace(",CD,1,", ",CD,2,"), "utf-8")
    open_rounds = "rounds: [{round: 1}, {round: 2, blind: true, closed: %s}]\n"
    settings = study.read_text("utf-8")
    study.write_text(settings + open_rounds % "false", "utf-8")
    assert export.main([str(study), "--to", "small.qdpx"]) == 0
    said = capsys.readouterr().out
    assert f"{own}  coding held back (round 2): the round is blind and isn't closed" in said
    study.write_text(settings + open_rounds % "true", "utf-8")
    assert export.main([str(study), "--to", "small.qdpx"]) == 0
    assert "held back" not in capsys.readouterr().out


def test_a_former_file_is_kept_beside(study: Path) -> None:
    Path("small.qdc").write_bytes(b"mine")
    assert export.main([str(study), "--to", "small.qdc"]) == 0
    assert Path("small.qdc.bak").read_bytes() == b"mine"
    assert b"To wait." in Path("small.qdc").read_bytes()


def test_a_codebook_goes_out_as_a_workbook_and_comes_back(study: Path) -> None:
    assert export.main([str(study), "--to", "book.xlsx"]) == 0
    assert import_.main(["book.xlsx", "--to", "back"]) == 0
    text = Path("back/codebook.yaml").read_text("utf-8")
    assert "id: same_doctor" in text
    assert "feature: same_person" in text


@pytest.mark.parametrize("name", ["small.qdpx", "small.qdc"])
def test_without_a_run_there_is_nothing_to_give(
    study: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    shutil.rmtree("results")
    assert export.main([str(study), "--to", name]) == 1
    assert "run the study first" in capsys.readouterr().err
    assert not Path(name).exists()


def test_formats_that_are_not_written_are_refused(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export.main([str(study), "--to", "small.docx"]) == 1
    assert ".qdpx, .qdc, .xlsx" in capsys.readouterr().err


def test_the_command_is_called_import() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "insideout", "import", "-h"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0
    assert "python -m insideout import" in run.stdout
