"""The line from raw transcripts: what is masked, what is asked, what leaves the private folder."""

import csv
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path("studies/small")
STAGES = {
    "intake",
    "deidentify",
    "annotate",
    "code",
    "agree",
    "chart",
    "extract",
    "nest",
    "compare",
    "test",
    "judge",
    "quality",
    "report",
    "seal",
}
NUMBER, DAUGHTER, DOUBTFUL = "07700 900123", "Rhona", "Zebedrix"
SAID = (
    f"\n\nInterviewer: Who helps you?\n\nPatient: My daughter {DAUGHTER}, on {NUMBER}. "
    f"There is a {DOUBTFUL} in the hall, too.\n"
)


def command(line: Any, name: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "insideout", name, str(FOLDER / "small.yaml"), *arguments],
        cwd=line.folder, capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(line.folder / "site")},
    )  # fmt: skip


def made_raw(line: Any) -> Any:
    """The small study with a private folder: a doctor's real name, a daughter's, and a number."""
    study = line.folder / FOLDER
    raw = study / "private" / "raw"
    raw.mkdir(parents=True)
    for file in (study / "data" / "texts").iterdir():
        text = file.read_text("utf-8").replace("Doctor Alder", "Doctor Threlkeld")
        (raw / file.name).write_text(text + (SAID if file.stem == "N1" else ""), "utf-8")
        file.unlink()
    (study / "private" / "roster.csv").write_text(
        "entity,name,kind,pseudonym\ndoctor,Threlkeld,person,Alder\n", "utf-8"
    )
    text = (study / "data" / "sources.csv").read_text("utf-8").replace("S2.vtt", "S2.txt")
    (study / "data" / "sources.csv").write_text(text, "utf-8")
    with (study / "small.yaml").open("a", encoding="utf-8") as stream:
        stream.write("private: private\n")
    return line


@pytest.fixture(scope="module")
def masked_line(tmp_path_factory: pytest.TempPathFactory, copy_of_the_repository: Any) -> Any:
    """A run from raw transcripts, for all to read and nobody to change."""
    line = made_raw(copy_of_the_repository(tmp_path_factory.mktemp("raw")))
    line.said = line.run()
    return line


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def holding(folder: Path, *names: str) -> list[str]:
    """The files below a folder, hidden ones too, in which any of the names stands."""
    wanted = [name.casefold().encode() for name in names]
    return [
        file.relative_to(folder).as_posix() for file in sorted(folder.rglob("*"))
        if file.is_file() and any(name in file.read_bytes().lower() for name in wanted)
    ]  # fmt: skip


def test_names_and_numbers_are_nowhere_outside_the_private_folder(masked_line: Any) -> None:
    assert masked_line.ran() == STAGES
    text = (masked_line.results / "corpus/texts/N1.txt").read_text("utf-8")
    assert "Always Doctor Alder" in text
    assert "Patient: [Patient's daughter], on [phone number]" in text
    names = ("Threlkeld", DAUGHTER, NUMBER)
    assert holding(masked_line.results, *names) == []
    assert holding(masked_line.folder / ".snakemake", *names) == []
    assert not any(name in masked_line.said for name in names)


def test_the_key_is_for_its_owner_alone(masked_line: Any) -> None:
    key = masked_line.folder / FOLDER / "private" / "key.csv"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert {"Threlkeld", DAUGHTER, NUMBER} <= {row["name"] for row in rows(key)}


def test_a_doubtful_word_is_masked_and_blocks_quotations(masked_line: Any) -> None:
    (item,) = rows(masked_line.folder / FOLDER / "private" / "queue.csv")
    assert item["type"].casefold() == DOUBTFUL.casefold()
    assert holding(masked_line.results, DOUBTFUL) == []
    releases = {
        r["source"]: r["release"] for r in rows(masked_line.results / "tables/deidentified.csv")
    }
    assert releases == {"N1": "blocked", "N2": "reviewed", "S1": "reviewed", "S2": "reviewed",
                        "P1": "reviewed"}  # fmt: skip
    page = (masked_line.results / "report/html/evidence.html").read_text("utf-8")
    assert "Withheld until the de-identification of this source is reviewed" in page
    assert "for eleven years now" not in page


def test_a_second_run_does_nothing(masked_line: Any) -> None:
    masked_line.run()
    assert masked_line.ran() == set()


@pytest.fixture
def raw_line(masked_line: Any, tmp_path: Path) -> Any:
    """A run from raw transcripts to change."""
    folder = tmp_path / "line"
    shutil.copytree(masked_line.folder, folder, symlinks=True)
    return type(masked_line)(folder)


def test_a_blocked_text_is_not_released(raw_line: Any) -> None:
    refused = command(raw_line, "release")
    assert refused.returncode == 1
    assert "N1: blocked" in refused.stdout
    texts = raw_line.folder / FOLDER / "data" / "texts"
    assert sorted(file.stem for file in texts.iterdir()) == ["N2", "P1", "S1", "S2"]


def test_reviewed_texts_are_released_and_run_alike_without_the_private_folder(
    raw_line: Any,
) -> None:
    private = raw_line.folder / FOLDER / "private"
    queue = rows(private / "queue.csv")
    filled = raw_line.folder / "filled.csv"
    with filled.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, queue[0])
        writer.writeheader()
        writer.writerows({**row, "decision": "not_name"} for row in queue)
    took = command(raw_line, "review", str(filled), "--reviewer", "AB")
    assert took.returncode == 0, took.stderr
    done = command(raw_line, "release")
    assert done.returncode == 0, done.stdout + done.stderr
    raw_line.run()
    page = (raw_line.results / "report/html/evidence.html").read_text("utf-8")
    assert "for eleven years now" in page
    before = {n: c for n, c in raw_line.made().items() if n.startswith("corpus/texts/")}
    assert DOUBTFUL.encode() in before["corpus/texts/N1.txt"]
    shutil.rmtree(private)
    raw_line.run()
    assert "deidentify" not in raw_line.ran()
    after = {n: c for n, c in raw_line.made().items() if n.startswith("corpus/texts/")}
    assert after == before


def test_a_released_text_that_differs_stops_the_run(raw_line: Any) -> None:
    texts = raw_line.folder / FOLDER / "data" / "texts"
    shutil.copytree(raw_line.results / "corpus" / "texts", texts, dirs_exist_ok=True)
    raw_line.edit(f"{FOLDER}/data/texts/S1.txt", "big pot", "large pot")
    said = raw_line.run(fails=True)
    assert "data/texts/S1.txt, line" in said
    assert "python -m insideout release" in said


def test_a_name_in_a_memo_stops_the_report_and_mask_mends_it(raw_line: Any) -> None:
    raw_line.edit(f"{FOLDER}/data/codebook.yaml", "name: ", "name: Threlkeld and ")
    before = (raw_line.results / "report/html/index.html").read_bytes()
    said = raw_line.run(fails=True)
    assert "the name behind Alder" in said
    assert "Threlkeld" not in said
    assert (raw_line.results / "report/html/index.html").read_bytes() == before


def test_a_name_in_a_memo_stops_the_report_though_no_page_prints_it(raw_line: Any) -> None:
    rows_of = (raw_line.folder / FOLDER / "data/codings/AB.csv").read_text("utf-8").splitlines()
    assert rows_of[0].split(",")[-1] == "memo"
    first = rows_of[1].rsplit(",", 1)[0] + ",see Rhona"
    raw_line.edit(f"{FOLDER}/data/codings/AB.csv", rows_of[1], first)
    said = raw_line.run(fails=True)
    assert "tables/codings.csv, line" in said
    assert DAUGHTER not in said
    done = command(raw_line, "mask")
    assert done.returncode == 0, done.stderr
    raw_line.run()


def test_a_source_that_withdrew_leaves_the_results(raw_line: Any) -> None:
    raw_line.edit(
        f"{FOLDER}/data/sources.csv", "2021-03-02,en,yes,", "2021-03-02,en,yes,2021-05-01"
    )
    said = raw_line.run(fails=True)
    assert "no transcript of a source that withdrew" in said
    (raw_line.folder / FOLDER / "private/raw/N2.txt").unlink()
    raw_line.run()
    assert not (raw_line.results / "corpus/texts/N2.txt").exists()


def test_a_second_transcript_of_a_source_is_noticed(raw_line: Any) -> None:
    raw = raw_line.folder / FOLDER / "private" / "raw"
    (raw / "N1.md").write_text("Patient: Something else.\n", "utf-8")
    said = raw_line.run(fails=True)
    assert "one file a source, called after it" in said


def test_a_name_as_public_label_is_refused(raw_line: Any) -> None:
    raw_line.edit(f"{FOLDER}/data/speakers.csv", "N1,Patient", "N1,Margit Halvorsen")
    raw_line.edit(f"{FOLDER}/private/raw/N1.txt", "Patient: Always", "Margit Halvorsen: Always")
    said = raw_line.run(fails=True)
    assert "a label that may stand in the texts" in said
    assert "private/speakers.csv" in said
    assert "a label that may stand in the texts" in command(raw_line, "release").stderr


def test_raw_transcripts_of_a_study_whose_files_are_its_sources(
    tmp_path: Path, copy_of_the_repository: Any
) -> None:
    line = copy_of_the_repository(tmp_path / "inline")
    private = line.folder / "config" / "private"
    (private / "raw").mkdir(parents=True)
    study = line.folder / "config" / "minimal.yaml"
    more = "private: private\ndeidentify: {allow: [Lind], release: unattended}\n"
    study.write_text(study.read_text("utf-8") + more, "utf-8")
    texts = line.folder / "data" / "minimal" / "transcripts"
    for file in texts.iterdir():
        shutil.move(file, private / "raw" / file.name)
    line.run(study="config/minimal.yaml")
    results = line.folder / "results" / "minimal" / "corpus" / "texts"
    before = {file.name: file.read_text("utf-8") for file in results.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "insideout", "release", "config/minimal.yaml"], cwd=line.folder,
        capture_output=True, text=True, check=False, timeout=120,
        env={**os.environ, "PYTHONPATH": str(line.folder / "site")},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert {file.name: file.read_text("utf-8") for file in texts.iterdir()} == before
    shutil.rmtree(private)
    line.run(study="config/minimal.yaml")
    assert {file.name: file.read_text("utf-8") for file in results.iterdir()} == before


def test_a_key_that_was_changed_by_hand_stops_the_report(raw_line: Any) -> None:
    (raw_line.folder / FOLDER / "private" / "key.csv").unlink()
    raw_line.edit("reports/sample.qmd", "\n\n", "\n\nA sentence more.\n\n")
    said = raw_line.run(fails=True)
    assert "the key that the texts were masked with" in said


def test_a_private_folder_that_git_would_take_is_refused(raw_line: Any) -> None:
    git = shutil.which("git")
    assert git, "git, which this repository needs anyway"
    subprocess.run([git, "init", "--quiet", "."], cwd=raw_line.folder, check=True)
    raw_line.edit(f"{FOLDER}/data/sources.csv", "2021-03-01", "2021-03-03")
    said = raw_line.run(fails=True)
    assert "a folder outside Git, or one that .gitignore names" in said
    (raw_line.folder / ".gitignore").write_text("private/\n", "utf-8")
    raw_line.run()
