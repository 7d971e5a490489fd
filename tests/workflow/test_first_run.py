"""What a run leaves, and that the same run elsewhere leaves the same."""

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from insideout.house import (
    CHART_TABLES,
    COMPARE_TABLES,
    EXTRACT_TABLES,
    JUDGE_TABLES,
    NEST_TABLES,
    QUALITY_TABLES,
    STATISTICS_TABLES,
)

STAGES = {
    "intake", "annotate", "code", "agree", "chart", "extract", "nest", "compare", "test", "judge",
    "quality", "report", "seal",
}  # fmt: skip
FRAMES = ("patients", "sites")
SOURCES = ("N1", "N2", "S1", "S2", "P1")
TABLES = {
    "codings", "orphans", "code_counts", "codebook", "sentences", "keyness",
    "collocations", "matches", "theme_keyness", "code_changes", "codebook_notes", "consensus",
    "agreement", "disagreements", "saturation", "mapped", *(f"framework_{name}" for name in FRAMES),
    *CHART_TABLES, *EXTRACT_TABLES, *NEST_TABLES, *COMPARE_TABLES, "qca_same_doctor",
    *STATISTICS_TABLES, *JUDGE_TABLES, *QUALITY_TABLES,
}  # fmt: skip


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_a_first_run_makes_every_file_of_the_contract(finished_line: Any) -> None:
    wanted = {
        *(f"corpus/texts/{source}.txt" for source in SOURCES),
        *(f"tables/{table}.csv" for table in TABLES),
        *(f"logs/{stage}.log" for stage in STAGES),
        *(f"provenance/{name}.csv" for name in ("inputs", "outputs", "versions")),
        *(f"forms/charting_{name}.xlsx" for name in FRAMES),
        "forms/disagreements.xlsx", "corpus/turns.csv", "corpus/manifest.csv",
        "corpus/tokens.parquet", "study.txt",
        "report/html/index.html", "report/report.pdf", "report/whole.txt",
    }  # fmt: skip
    found = set(finished_line.made())
    assert wanted <= found
    assert {name for name in found - wanted if not name.startswith("report/html/")} == set()
    assert finished_line.ran() == STAGES


def test_a_run_leaves_no_temporary_file(finished_line: Any) -> None:
    assert [name for name in finished_line.made() if "/." in name] == []


def test_logs_and_tables_name_no_folder_of_this_machine(finished_line: Any) -> None:
    here = str(finished_line.folder).encode()
    assert [name for name, content in finished_line.made().items() if here in content] == []


def test_the_seal_holds_every_output_and_every_input(finished_line: Any) -> None:
    results = finished_line.results
    sealed = {row["file"] for row in rows(results / "provenance" / "outputs.csv")}
    made = {f"results/small/{name}" for name in finished_line.made()}
    unsealed = {name.split("/")[2] for name in made - sealed}
    assert unsealed == {"logs", "provenance", "study.txt"}
    inputs = {row["file"] for row in rows(results / "provenance" / "inputs.csv")}
    study = finished_line.folder / "studies"
    given = {file.relative_to(study.parent).as_posix() for file in study.rglob("*.*")}
    assert inputs == given


def test_a_run_somewhere_else_makes_the_same_bytes(
    finished_line: Any, new_line: Any, tmp_path: Path
) -> None:
    """Another folder, time zone, locale, hash seed and cache: nothing of them is in a result."""
    other = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "HOME": str(tmp_path)}
    new_line.run(env=other)
    one, two = finished_line.made(), new_line.made()
    assert set(one) == set(two)
    assert [name for name in one if one[name] != two[name]] == []


def test_a_study_outside_the_repository_runs(new_line: Any, tmp_path: Path) -> None:
    shutil.copytree(new_line.folder / "studies" / "small", tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "small.yaml").rename(tmp_path / "elsewhere" / "ours.yaml")
    shutil.rmtree(new_line.folder / "studies")
    new_line.run(
        "results/small/tables/codings.csv", study=str(tmp_path / "elsewhere" / "ours.yaml")
    )
    assert new_line.ran() == {"intake", "code"}
    assert len(rows(new_line.results / "tables" / "codings.csv")) == 21
    assert (new_line.results / "study.txt").read_text("utf-8") == "../elsewhere/ours.yaml\n"


@pytest.mark.parametrize(
    ("name", "stages"),
    [
        ("polyclinics", STAGES | {"deidentify", "suggest"}),
        ("minimal", STAGES - {"extract", "nest", "compare", "test", "judge"}),
    ],
)
def test_a_built_in_study_is_ready_to_run(new_line: Any, name: str, stages: set[str]) -> None:
    new_line.run("--dry-run", study=f"config/{name}.yaml")
    assert new_line.ran() == stages
