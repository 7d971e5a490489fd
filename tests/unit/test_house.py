"""Study files: defaults, problems with their lines, and what a rule depends on."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from insideout.house import NEST_TABLES, code_of, open_study
from insideout.marks import claim
from insideout.problems import DataError
from insideout.tables import OUTPUTS

REPO = Path(__file__).parents[2]
LEAST = """\
study: mine
title: Mine
root: .
levels: [patient]
codebook: codebook.yaml
"""


def opened(folder: Path, text: str) -> DataError:
    file = folder / "mine.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DataError) as caught:
        open_study(file)
    return caught.value


def test_defaults_come_from_the_schema_at_every_depth(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(LEAST + "frames: {f: {title: F}}\ntests: []\n", "utf-8")
    study = open_study(file)
    assert study["anchor"] == {"threshold": 85, "orphans": "fail"}
    assert study["frames"]["f"]["cases"] == "informant"
    assert study["nest"] is None
    assert study["sources"] == "sources.csv"


def test_what_is_given_is_never_changed(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(LEAST + "anchor: {threshold: 99}\nsources: {files: '*.txt'}\n", "utf-8")
    study = open_study(file)
    assert study["anchor"]["threshold"] == 99
    assert study["sources"] == {"files": "*.txt", "kind": "interview"}


def test_a_missing_study_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="expected: a study file"):
        open_study(tmp_path / "none.yaml")


def test_a_test_is_named_by_its_id_and_one_without_by_its_place(tmp_path: Path) -> None:
    tests = "tests:\n  - {id: wait, by: {attribute: site, code: list}}\n  - {asks: more}\n"
    found = opened(tmp_path, LEAST + tests).problems
    places = {(p.line, p.column) for p in found}
    assert {(7, "tests.wait.by"), (7, "tests.wait.outcome"), (8, "tests.1.id")} <= places
    both = next(p for p in found if p.column == "tests.wait.by")
    assert both.expected.startswith("one of `attribute`, `code`, ")
    assert both.found == "`attribute` and `code`"


def test_an_unknown_key_is_told_with_its_line_and_a_guess(tmp_path: Path) -> None:
    problem = opened(tmp_path, LEAST + "anchor:\n  treshold: 90\n").problems[0]
    assert (problem.line, problem.column) == (7, "anchor.treshold")
    assert problem.hint == "did you mean `threshold`?"


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    text = LEAST.replace("levels: [patient]", "levels: patient") + "alpha: high\nspeling: 1\n"
    columns = {problem.column for problem in opened(tmp_path, text).problems}
    assert columns == {"levels", "alpha", "speling"}


def test_a_syntax_error_is_told_with_its_line(tmp_path: Path) -> None:
    assert opened(tmp_path, LEAST + 'subtitle: "open\n').problems[0].line in (6, 7)


@pytest.mark.parametrize("path", ["../x.csv", "/etc/passwd"])
def test_a_path_out_of_the_root_is_refused(tmp_path: Path, path: str) -> None:
    problem = opened(tmp_path, LEAST + f"units: {path}\n").problems[0]
    assert problem.column == "units"
    assert "below root" in problem.expected


def test_a_link_out_of_the_root_is_refused(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.csv").write_text("unit\n")
    (inside / "units.csv").symlink_to(tmp_path / "secret.csv")
    text = LEAST.replace("root: .", "root: inside") + "units: units.csv\n"
    assert opened(tmp_path, text).problems[0].column == "units"


def test_a_valid_study_file_is_validated_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(LEAST, "utf-8")
    open_study(file, tmp_path / "marks")
    monkeypatch.setattr(
        "insideout.house.schema_problems", lambda *_: pytest.fail("validated again")
    )
    open_study(file, tmp_path / "marks")


def test_a_results_folder_belongs_to_one_study_file(tmp_path: Path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(LEAST, "utf-8")
    claim(tmp_path / "results", os.path.relpath(open_study(tmp_path / "a.yaml").path))
    claim(tmp_path / "results", os.path.relpath(open_study(tmp_path / "a.yaml").path))
    with pytest.raises(DataError, match="a study of the same name"):
        claim(tmp_path / "results", os.path.relpath(open_study(tmp_path / "b.yaml").path))


def test_a_study_file_that_was_renamed_keeps_its_results(tmp_path: Path) -> None:
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(LEAST, "utf-8")
    claim(tmp_path / "results", os.path.relpath(open_study(old).path))
    old.rename(new)
    claim(tmp_path / "results", os.path.relpath(open_study(new).path))
    assert (tmp_path / "results" / "study.txt").read_text().strip().endswith("new.yaml")


def test_ids_are_read_as_the_table_of_sources_is(tmp_path: Path) -> None:
    """Spaces around them do no harm, and å is one character, as a Mac's file names haven't it."""
    (tmp_path / "mine.yaml").write_text(LEAST, "utf-8")
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("P: Ja.\n")
    (tmp_path / "sources.csv").write_text(
        "source, file,kind\nA\u030asa ,a.txt,interview\n", "utf-8"
    )
    assert list(open_study(tmp_path / "mine.yaml").source_files()) == ["Åsa"]


def test_a_stage_depends_on_its_script_and_the_modules_it_imports(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(REPO)
    nest = code_of("nest")
    assert "scripts/nest.py" in nest
    assert "scripts/insideout/nest/links.py" in nest
    assert "scripts/insideout/keyness.py" not in nest
    assert "scripts/insideout/keyness.py" in code_of("annotate")
    assert "scripts/insideout/check.py" not in nest


def test_the_nests_tables_are_declared() -> None:
    assert set(NEST_TABLES) <= set(OUTPUTS)


def test_stages_shadow_nothing_of_the_standard_library() -> None:
    """scripts/ is last on the path, so that `import code` (as pdb does) finds Python's own."""
    said = subprocess.run(
        [sys.executable, "-c", "import code; print(code.__doc__.splitlines()[0])"],
        capture_output=True, text=True, check=True, cwd="/",
    )  # fmt: skip
    assert said.stdout.startswith("Utilities needed to emulate")


def test_the_lists_of_words_that_a_stage_reads_are_its_code() -> None:
    lists = "scripts/insideout/deidentify/detect/lists/en/titles.txt"
    assert lists in code_of("deidentify")
    assert lists not in code_of("annotate")
