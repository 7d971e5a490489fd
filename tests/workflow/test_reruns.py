"""What runs again after a change: exactly the stages that depend on what changed."""

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

DATA = "studies/small/data"
STUDY = "studies/small/small.yaml"
LIBRARY = "scripts/insideout"
LAST = {"report", "seal"}
JUDGED = {"judge", *LAST}
FROM_SERVICES = {"compare", *JUDGED}
FROM_LINKS = {"nest", *FROM_SERVICES}
FROM_RECORDS = {"extract", "test", "quality", *FROM_LINKS}  # the nest sets them beside what is told
FROM_PLACES = {"chart", *FROM_RECORDS}  # who and where people are
FROM_CODE = {"code", "agree", *FROM_PLACES}
ALL = {"intake", "annotate", *FROM_CODE}


def test_a_second_run_does_nothing(line: Any) -> None:
    before = line.state()
    line.run()
    assert line.ran() == set()
    assert line.state() == before


def test_touching_every_file_reruns_nothing(line: Any) -> None:
    for file in sorted(line.folder.rglob("*")):
        if file.is_file() and ".snakemake" not in file.parts:
            file.touch()
    line.run()
    assert line.ran() == set()


def test_a_clone_that_carries_results_reruns_nothing(finished_line: Any, tmp_path: Path) -> None:
    """As git and rsync leave files: in any order, with any times, in another folder."""
    source, clone = finished_line.folder, tmp_path / "clone"
    files = [path for path in sorted(source.rglob("*")) if path.is_symlink() or path.is_file()]
    chance = random.Random(4)  # noqa: S311 (an order, not a secret)
    chance.shuffle(files)
    for number, file in enumerate(files):
        copy = clone / file.relative_to(source)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, copy, follow_symlinks=False)
        if not copy.is_symlink():
            os.utime(copy, (number, 1_600_000_000 + chance.randrange(10**6)))
    line = type(finished_line)(clone)
    line.run()
    assert line.ran() == set()


def test_an_edited_transcript_reruns_everything(line: Any) -> None:
    line.edit(f"{DATA}/texts/N1.txt", "Who do you see", "Whom do you see")
    line.run()
    assert line.ran() == ALL
    assert "Whom do you see" in (line.results / "corpus" / "texts" / "N1.txt").read_text("utf-8")
    line.run()
    assert line.ran() == set()


def test_an_edited_coding_reruns_the_coding_and_what_rests_on_it(line: Any) -> None:
    before = line.made()
    line.edit(f"{DATA}/codings/AB.csv", "waiting,absent", "waiting,mixed")
    line.run()
    assert line.ran() == FROM_CODE
    after = line.made()
    same = ("corpus/", "tables/keyness.csv", "tables/sentences.csv", "tables/codebook.csv")
    assert [name for name in before if name.startswith(same) and before[name] != after[name]] == []
    assert before["tables/nest_patterns.csv"] != after["tables/nest_patterns.csv"]


def test_an_edited_module_reruns_the_stages_that_import_it(line: Any) -> None:
    line.edit(f"{LIBRARY}/keyness.py", '"""', '"""Edited. ')
    line.run()
    assert line.ran() == {"annotate", "agree", *FROM_PLACES}


def test_an_edited_chapter_reruns_the_report_alone(line: Any) -> None:
    line.edit("reports/sample.qmd", "\n\n", "\n\nA new sentence about herons.\n\n")
    line.run()
    assert line.ran() == LAST
    page = line.results / "report" / "html" / "sample.html"
    assert "A new sentence about herons." in page.read_text("utf-8")


def test_a_frame_taken_out_of_the_study_takes_its_table_along(line: Any) -> None:
    line.edit(
        STUDY,
        '  sites:\n    title: "Sites by mechanism"\n    cases: site\n    root: organisation\n',
        "",
    )
    line.run()
    assert line.ran() == {"chart", "quality", *JUDGED}
    assert not (line.results / "tables" / "framework_sites.csv").exists()
    assert (line.results / "tables" / "framework_patients.csv").exists()


def holding(line: Any, *said: bytes) -> list[tuple[str, bytes]]:
    """The files of the results that hold one of some words."""
    return [
        (name, words) for name, content in line.made().items() for words in said
        if words in content and not name.endswith((".parquet", ".pdf", ".woff2"))
    ]  # fmt: skip


def test_a_withdrawn_informant_disappears_from_every_output(line: Any) -> None:
    """With the interview go the patient's row, record and answers."""
    line.edit(f"{DATA}/sources.csv", "2021-03-02,en,yes,", "2021-03-02,en,yes,2021-05-01")
    line.run()
    assert line.ran() == ALL
    assert not (line.results / "corpus" / "texts" / "N2.txt").exists()
    assert holding(line, b"N2", b"Each of us belongs to one of them", b"retired teacher") == []
    tokens = pd.read_parquet(line.results / "corpus" / "tokens.parquet")
    assert set(tokens["source"]) == {"N1", "S1", "S2", "P1"}


CHANGES = [
    # inputs
    (f"{DATA}/sources.csv", "2021-03-15", "2021-03-16", ALL),
    (f"{DATA}/speakers.csv", "S1,Daughter,S1,companion", "S1,Daughter,,interviewer", ALL),
    (f"{DATA}/informants.csv", "retired baker", "baker",
     {"annotate", "agree", *FROM_PLACES}),
    (f"{DATA}/patients.csv", "N1,81", "N1,82", FROM_PLACES),
    (f"{DATA}/records.csv", "g5,gp", "g3,gp", FROM_RECORDS),
    (f"{DATA}/published.csv", "mean_encounters,,4", "mean_encounters,,5",
     FROM_RECORDS),
    (f"{DATA}/responses.csv", "S1,same_doctor_matters,disagree", "S1,same_doctor_matters,agree",
     {"test", "quality", *JUDGED}),
    (f"{DATA}/shares.csv", "south,0.5", "south,0.6", {"test", *JUDGED}),
    (f"{DATA}/printed.csv", "all,5", "all,4", {"quality", *LAST}),
    (f"{DATA}/units.csv", "one pooled list", "a pooled list",
     {"annotate", "agree", *FROM_PLACES}),
    (f"{DATA}/codebook.yaml", "The patient waits", "One waits", FROM_CODE | {"annotate"}),
    (f"{DATA}/summaries.csv", "The letter came late", "The letter was late",
     {"chart", "quality", *JUDGED}),
    (f"{DATA}/services.csv", "2019-12-31", "2019-11-30", FROM_SERVICES),
    (f"{DATA}/links.csv", "relational,informational,+", "relational,informational,-", FROM_LINKS),
    (f"{DATA}/journal.csv", "Nobody waits", "None waits", JUDGED),
    (f"{DATA}/hypotheses.yaml", "keeps people together", "keeps all people together", JUDGED),
    (f"{DATA}/hypotheses.lock.yaml", "2021-02-01", "2021-02-02", JUDGED),
    (f"{DATA}/questions.yaml", "What does the network change?", "What is a network?", JUDGED),
    # parameters
    (STUDY, 'title: "A small study"', 'title: "A tiny study"', LAST),
    (STUDY, "[organisation]", "[organisation]\n  min_support: 3", FROM_RECORDS),
    (STUDY, 'first: "a partnership"', 'first: "partners"', FROM_SERVICES),
    (STUDY, "codings: codings", "codings: codings\nalpha: 0.01", {"test", *JUDGED}),
    (STUDY, "codings: codings", "codings: codings\nanchor: {threshold: 90}", FROM_CODE),
    (STUDY, "cases: site", "cases: source", {"chart", "quality", *JUDGED}),
    (STUDY, "file: records.csv", "file: records.csv\n  window_days: 400", FROM_RECORDS),
    (STUDY, "minimum: 3", "minimum: 4", {"quality", *LAST}),
    (STUDY, "n: [20, 100]", "n: [20, 200]", {"test", *JUDGED}),
    (STUDY, "sources: sources.csv", "sources: sources.csv # a remark", {"seal"}),
    # modules, entry scripts, and the book's other files
    (f"{LIBRARY}/code/anchor.py", '"""', '"""Edited. ', FROM_CODE),
    (f"{LIBRARY}/nest/links.py", '"""', '"""Edited. ', FROM_LINKS),
    (f"{LIBRARY}/compare/minimise.py", '"""', '"""Edited. ', FROM_SERVICES),
    (f"{LIBRARY}/judge/verdict.py", '"""', '"""Edited. ', JUDGED),
    (f"{LIBRARY}/test/means.py", '"""', '"""Edited. ', {"test", *JUDGED}),
    (f"{LIBRARY}/intake/subtitles.py", '"""', '"""Edited. ', ALL),
    (f"{LIBRARY}/report/book.py", '"""', '"""Edited. ', LAST),
    (f"{LIBRARY}/reader.py", '"""', '"""Edited. ', ALL),
    (f"{LIBRARY}/check.py", '"""', '"""Edited. ', set[str]()),
    (f"{LIBRARY}/extract/continuity.py", '"""', '"""Edited. ', FROM_RECORDS),
    (f"{LIBRARY}/quality/flow.py", '"""', '"""Edited. ', {"quality", *LAST}),
    ("scripts/chart.py", '"""', '"""Edited. ', {"chart", "quality", *JUDGED}),
    ("reports/theme/book.css", "{", "{ ", LAST),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "stages"), CHANGES, ids=[f"{c[0]}:{c[2][-20:]}" for c in CHANGES]
)
def test_a_change_plans_the_stages_that_depend_on_it_and_no_others(
    planned: Callable[[str, str, str], set[str]], file: str, old: str, new: str, stages: set[str]
) -> None:
    assert planned(file, old, new) == stages
