"""The entry script of the stage `intake`."""

from __future__ import annotations

import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from insideout.problems import DataError
from insideout.reader import read_made
from insideout.tables.outputs import MANIFEST, TURNS

SCRIPT = Path(__file__).parents[2] / "scripts" / "intake.py"
main = runpy.run_path(str(SCRIPT))["main"]
TALK = "Dan: How old?\n\nEva: Seventy.\n\nDan: Well?\n\nEva: Fine.\n"


def study(folder: Path) -> dict[str, Any]:
    """A study of two sources, and the arguments of `main` for it."""
    root, out = folder / "study", folder / "out"
    (root / "texts").mkdir(parents=True)
    for source in ("p1", "p2"):
        (root / "texts" / f"{source}.txt").write_text(TALK, "utf-8")
    (root / "sources.csv").write_text(
        "source,file,kind\np1,p1.txt,interview\np2,p2.txt,interview\n", "utf-8"
    )
    (root / "speakers.csv").write_text(
        "source,label,informant,role\n"
        + "".join(f"{s},Dan,,interviewer\n{s},Eva,{s},informant\n" for s in ("p1", "p2")),
        "utf-8",
    )
    ids = ["p1", "p2"]
    return {
        "sources": [root / "sources.csv"], "files": [root / "texts" / f"{i}.txt" for i in ids],
        "speakers": [root / "speakers.csv"], "texts": [out / "texts" / f"{i}.txt" for i in ids],
        "turns": out / "turns.csv", "manifest": out / "manifest.csv", "root": str(root),
        "pattern": None, "roles": None, "ids": ids, "language": "en", "columns": {},
        "encoded": True,
    }  # fmt: skip


def test_it_writes_texts_and_tables_and_says_so(tmp_path: Path) -> None:
    given = study(tmp_path)
    assert main(**given) == "2 sources → 2 texts, 8 turns, 18 words"
    assert [file.read_text("utf-8") for file in given["texts"]] == [TALK, TALK]
    assert len(read_made(given["turns"], TURNS)) == 8
    manifest = read_made(given["manifest"], MANIFEST)
    assert list(manifest["file"]) == ["texts/p1.txt", "texts/p2.txt"]
    before = [file.read_bytes() for file in (*given["texts"], given["turns"], given["manifest"])]
    main(**given)
    assert before == [
        file.read_bytes() for file in (*given["texts"], given["turns"], given["manifest"])
    ]


def test_a_study_that_names_its_sources_and_roles_inline(tmp_path: Path) -> None:
    given = study(tmp_path)
    given |= {"sources": [], "speakers": [], "roles": {"Dan": "interviewer"},
              "pattern": {"files": "texts/*.txt", "kind": "focus_group"}}  # fmt: skip
    main(**given)
    turns = read_made(given["turns"], TURNS)
    assert list(turns["informant"]) == ["", "p1", "", "p1", "", "p2", "", "p2"]
    assert set(read_made(given["manifest"], MANIFEST)["kind"]) == {"focus_group"}


def test_texts_of_sources_that_left_the_study_go(tmp_path: Path) -> None:
    given = study(tmp_path)
    main(**given)
    table = given["sources"][0]
    table.write_text("source,file,kind,withdrawn\np1,p1.txt,interview,\n"
                     "p2,p2.txt,interview,2020-01-01\n", "utf-8")  # fmt: skip
    given |= {key: given[key][:1] for key in ("files", "texts", "ids")}
    assert main(**given).startswith("1 sources → 1 texts")
    assert sorted(path.name for path in given["texts"][0].parent.iterdir()) == ["p1.txt"]


def test_nothing_is_written_when_something_is_wrong(tmp_path: Path) -> None:
    given = study(tmp_path)
    given["files"][1].write_text("Dan: Hi.\nBob: Hello.\nBob: Yes.\n", "utf-8")
    with pytest.raises(DataError, match="'Bob' before 2 turns"):
        main(**given)
    assert not (tmp_path / "out").exists()


def test_readers_are_imported_only_when_a_file_needs_them() -> None:
    heavy = ("docx", "webvtt", "pysubs2", "charset_normalizer", "defusedxml", "rapidfuzz", "spacy",
             "scipy", "statsmodels", "sklearn", "matplotlib")  # fmt: skip
    code = (
        f"import runpy, sys; runpy.run_path({str(SCRIPT)!r}); "
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
