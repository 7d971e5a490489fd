"""The entry scripts `annotate` and `suggest` on a corpus whose codes have words of their own."""

import runpy
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest

from insideout.reader import framed, read_made, records, write
from insideout.tables.agreement import CONSENSUS, DISAGREEMENTS
from insideout.tables.coding import CODEBOOK
from insideout.tables.corpus import MANIFEST, MATCHES, TURNS
from insideout.tables.suggest import CANDIDATES, CLASSIFIER, RESIDUAL, SUGGESTIONS

REPO = Path(__file__).parents[2]
SETTINGS = {"threshold": 0.5, "positives": 20, "folds": 5, "most": 25, "clusters": 2, "words": 2}
SAID = {
    "wait": ["queue", "weeks", "delay"],
    "": ["garden", "letter", "kitchen", "winter", "sister", "television", "soup", "window"],
}
BOOK = """version: "1"
codes:
  - id: wait
    name: Waiting
    patterns: [queues, [{LOWER: weeks}]]
  - id: list
    name: List
"""
OUT = ("suggestions", "classifier", "residual", "candidates")


def texts() -> tuple[dict[str, str], list[dict[str, Any]]]:
    """Six interviews of thirty sentences, and the codings: every third but the last is coded."""
    random = np.random.default_rng(1)
    made, codings = {}, []
    for source in ("A", "B", "C", "D", "E", "F"):
        text = "I: And then?\nP: "
        for number in range(30):
            waits = number % 3 == 0
            words = [*random.choice(SAID[""], 3), *random.choice(SAID["wait"], 2 * waits)]
            sentence = f"They said {' '.join(map(str, words))}."
            if waits and number < 27:
                start, end = len(text), len(text) + len(sentence)
                codings.append({"source": source, "start": start, "end": end, "code": "wait"})
            text += f"{sentence} "
        made[source] = text.rstrip() + "\n"
    return made, codings


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the stages before have left."""
    here = tmp_path_factory.mktemp("results")
    said, codings = texts()
    turns, sources = [], []
    for source, text in said.items():
        (here / f"{source}.txt").write_text(text)
        sources.append({"source": source, "language": "en"})
        first = {"role": "interviewer", "start": 3, "end": 12}
        second = {"role": "informant", "informant": source, "start": 16, "end": len(text) - 1}
        turns += [{"source": source, "turn": n, **t} for n, t in enumerate((first, second), 1)]
    (here / "book.yaml").write_text(BOOK)
    codes = [{"code": "wait", "name": "Waiting", "origin": "deductive"},
             {"code": "list", "name": "List", "origin": "deductive"}]  # fmt: skip
    write(framed(turns, TURNS), here / "turns.csv", TURNS)
    write(framed(sources, MANIFEST), here / "manifest.csv", MANIFEST)
    write(framed(codings, CONSENSUS), here / "consensus.csv", CONSENSUS)
    write(framed(codes, CODEBOOK), here / "codebook.csv", CODEBOOK)
    write(framed([], DISAGREEMENTS), here / "disagreements.csv", DISAGREEMENTS)
    said_of = runpy.run_path(str(REPO / "scripts" / "annotate.py"))["main"](
        texts=sorted(here.glob("?.txt")), turns=here / "turns.csv",
        manifest=here / "manifest.csv", codebook=[here / "book.yaml"], informants=[], units=[],
        memberships=[], tokens=here / "tokens.parquet", sentences=here / "sentences.csv",
        words=here / "keyness.csv", pairs=here / "pairs.csv", matches=here / "matches.csv",
        pipelines={},
    )  # fmt: skip
    assert said_of.endswith(" lemmas")
    return here


def suggest(folder: Path, out: Path, rejected: list[Path]) -> str:
    out.mkdir()
    files = {name: out / f"{name}.csv" for name in OUT}
    said: str = runpy.run_path(str(REPO / "scripts" / "suggest.py"))["main"](
        texts=sorted(folder.glob("?.txt")), turns=folder / "turns.csv",
        tokens=folder / "tokens.parquet", sentences=folder / "sentences.csv",
        matches=folder / "matches.csv", agreed=folder / "consensus.csv",
        disagreements=folder / "disagreements.csv", codes=folder / "codebook.csv",
        rejected=rejected, clusters=[],
        suggestion_form=out / "suggestions.xlsx", inductive_form=out / "inductive.xlsx",
        settings=SETTINGS, seed=1, **files,
    )  # fmt: skip
    return said


def test_matches_are_what_the_codebooks_patterns_fit(folder: Path) -> None:
    matches = records(read_made(folder / "matches.csv", MATCHES))
    assert {row["words"] for row in matches} == {"queue", "weeks"}
    assert len(matches) == sum(t.count("queue") + t.count("weeks") for t in texts()[0].values())


def test_what_nobody_coded_is_suggested_and_everything_else_is_told(
    folder: Path, tmp_path: Path
) -> None:
    said = suggest(folder, tmp_path / "out", [])
    assert "classifier: 1 of 2 codes" in said
    found = read_made(tmp_path / "out" / "suggestions.csv", SUGGESTIONS)
    assert len(found) == 6  # the last of each interview
    assert found["source"].is_unique
    assert (found["confidence"] > 0.5).all()
    assert set(found["by"]) <= {"classifier", "both"}
    figures = read_made(tmp_path / "out" / "classifier.csv", CLASSIFIER)
    row = records(figures)[0]
    assert (row["positives"], row["sources"], row["folds"]) == (54, 6, 5)
    assert row["recall"] == 1
    assert row["precision"] == pytest.approx(54 / 60)
    assert records(figures)[1]["note"] == "0 sentences; 20 are needed"
    left = read_made(tmp_path / "out" / "residual.csv", RESIDUAL)
    assert len(left) == 6 * 21
    assert "candidate themes" in said
    read_made(tmp_path / "out" / "candidates.csv", CANDIDATES)
    page = openpyxl.load_workbook(tmp_path / "out" / "suggestions.xlsx")["suggestions"]
    assert page.max_row == 7


def test_the_same_inputs_give_the_same_bytes_and_what_is_rejected_is_gone(
    folder: Path, tmp_path: Path
) -> None:
    suggest(folder, tmp_path / "first", [])
    suggest(folder, tmp_path / "second", [])
    files = [sorted((tmp_path / name).iterdir()) for name in ("first", "second")]
    assert len(files[0]) == 6
    for one, two in zip(*files, strict=True):
        assert one.read_bytes() == two.read_bytes()
    rows = records(read_made(tmp_path / "first" / "suggestions.csv", SUGGESTIONS))
    gone = tmp_path / "rejected.csv"
    lines = [f"{r['source']},{r['code']},{r['quote']},AB,2026-01-02" for r in rows[:2]]
    gone.write_text("\n".join(["source,code,quote,by,date", *lines, ""]))
    suggest(folder, tmp_path / "third", [gone])
    left = records(read_made(tmp_path / "third" / "suggestions.csv", SUGGESTIONS))
    assert {r["suggestion"] for r in left} == {r["suggestion"] for r in rows[2:]}
