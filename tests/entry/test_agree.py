"""The entry script of the stage `agree` on small files."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

from insideout.reader import framed, read_made, write
from insideout.tables.outputs import OUTPUTS

main = runpy.run_path(str(Path(__file__).parents[2] / "scripts" / "agree.py"))["main"]

SENTENCES = ["One. ", "Two. ", "Three. ", "Four. ", "Five. "]
TEXT = "".join(SENTENCES)
STARTS = [sum(map(len, SENTENCES[:n])) for n in range(len(SENTENCES))]
SETTINGS = {"unit": "sentence", "validators": [], "unresolved": "keep", "confidence": 0.95,
            "resamples": 100}  # fmt: skip
SATURATION = {"base": 1, "run": 1, "threshold": 0.05, "orders": 10, "kinds": ["interview"]}
NAMES = {"agreed": "consensus", "agreement": "agreement", "disagreements": "disagreements",
         "saturation_table": "saturation", "mapped": "mapped"}  # fmt: skip


def said(source: str, sentence: int, coder: str, code: str, valence: str = "present") -> Any:
    start, words = STARTS[sentence], SENTENCES[sentence].strip()
    return {"coding": f"{source}{sentence}{coder}{code}", "source": source, "start": start,
            "end": start + len(words), "quote": words, "code": code, "valence": valence,
            "about": "x", "coder": coder, "round": 1, "origin": "coded", "turn": 1,
            "informant": source, "how": "exact", "score": 100,
            "passage": f"{source}{sentence}A{code}"}  # fmt: skip


CODINGS = [
    said("s", 0, "A", "care"), said("s", 0, "B", "care"), said("s", 2, "A", "care"),
    said("s", 3, "A", "money"), said("s", 3, "B", "money", "absent"),
    said("t", 1, "A", "care"), said("t", 1, "B", "care"), said("u", 1, "A", "care"),
]  # fmt: skip


@pytest.fixture
def stage(tmp_path: Path) -> dict[str, Any]:
    """The named arguments of `main`, with every input written but what people decide."""
    turns, sentences, manifest, texts = [], [], [], []
    for source in "stu":
        text = tmp_path / "texts" / f"{source}.txt"
        text.parent.mkdir(exist_ok=True)
        text.write_text(TEXT, "utf-8")
        texts.append(text)
        manifest.append({"source": source, "kind": "interview"})
        turns.append({"source": source, "turn": 1, "role": "informant", "informant": source,
                      "start": 0, "end": len(TEXT)})  # fmt: skip
        sentences += [
            {"source": source, "turn": 1, "sentence": n + 1, "start": at, "words": 1,
             "end": at + len(SENTENCES[n].strip())}
            for n, at in enumerate(STARTS)
        ]  # fmt: skip
    codes = [{"code": "care", "name": "Care", "path": "Care", "depth": 0},
             {"code": "money", "name": "Money", "path": "Money", "depth": 0},
             {"code": "theory", "name": "Theory", "path": "Theory", "depth": 0}]  # fmt: skip
    for name, rows in (("turns", turns), ("sentences", sentences), ("manifest", manifest),
                       ("codings_placed", CODINGS), ("codebook", codes)):  # fmt: skip
        write(framed(rows, OUTPUTS[name]), tmp_path / f"{name}.csv", OUTPUTS[name])
    made = {key: tmp_path / "made" / f"{name}.csv" for key, name in NAMES.items()}
    return {
        "texts": texts, "turns": tmp_path / "turns.csv", "manifest": tmp_path / "manifest.csv",
        "sentences": tmp_path / "sentences.csv", "placed": tmp_path / "codings_placed.csv",
        "codes": tmp_path / "codebook.csv", "assignments": [], "adjudications": [], "mapping": [],
        **made, "form": tmp_path / "forms" / "disagreements.xlsx", "settings": SETTINGS,
        "rounds": [], "saturation_settings": SATURATION, "seed": 1,
    }  # fmt: skip


def tables(stage: dict[str, Any]) -> dict[str, pd.DataFrame]:
    return {name: read_made(stage[key], OUTPUTS[name]) for key, name in NAMES.items()}


def test_the_tables_and_the_form_are_written(stage: dict[str, Any]) -> None:
    line = main(**stage)
    assert line.startswith(
        "2 coders, 8 codings → 6 in consensus (1 single, 2 agreed, 3 unresolved), 3 open; kappa ."
    )
    made = tables(stage)
    assert made["consensus"]["status"].value_counts().to_dict() == {
        "unresolved": 3, "agreed": 2, "single": 1,
    }  # fmt: skip
    assert sorted(made["disagreements"]["about_what"]) == ["presence", "valence", "valence"]
    assert set(made["agreement"]["compared"]) == {"inter"}
    assert made["saturation"]["level"].isin(["code", "theme"]).all()
    assert len(made["saturation"]) > 0
    assert len(made["mapped"]) == 0
    page = load_workbook(stage["form"])["disagreements"]
    assert [row[1].value for row in page.iter_rows(min_row=2)] == list(
        made["disagreements"]["coding"]
    )


def test_decisions_and_a_mapping_are_used(stage: dict[str, Any], tmp_path: Path) -> None:
    main(**stage)
    disputed = tables(stage)["disagreements"].set_index("coding")["item"]
    ledger, mapping = tmp_path / "adjudications.csv", tmp_path / "mapping.csv"
    ledger.write_text(
        "coding,decision,code,valence,about,by,date,reason,evidence\n"
        f"s2Acare,drop,,,,C,2026-01-02,no,{disputed['s2Acare']}\n"
        f"s3Amoney,keep,,,,C,2026-01-02,yes,{disputed['s3Amoney']}\n"
        "s3Bmoney,drop,,,,C,2026-01-02,no,of-before\n"
    )
    mapping.write_text("code,to,by,reason\ncare,theory,C,because\n")
    line = main(**stage | {"adjudications": [ledger], "mapping": [mapping]})
    assert "(1 single, 2 agreed, 1 adjudicated, 1 unresolved, 3 mapped), 1 open" in line
    made = tables(stage)
    assert made["disagreements"].set_index("coding")["status"].to_dict() == {
        "s2Acare": "decided", "s3Amoney": "decided", "s3Bmoney": "stale",
    }  # fmt: skip
    assert made["mapped"][["code", "to", "status"]].to_numpy().tolist() == [
        ["care", "theory", "mapped"], ["money", "", "not_in_the_mapping"],
    ]  # fmt: skip
    page = load_workbook(stage["form"])["disagreements"]
    header = [cell.value for cell in page[1]]
    rows = [dict(zip(header, (cell.value for cell in row), strict=True))
            for row in page.iter_rows(min_row=2)]  # fmt: skip
    assert [(r["coding"], r["decision"]) for r in rows] == [
        ("s2Acare", "drop"), ("s3Amoney", "keep"), ("s3Bmoney", None),
    ]  # fmt: skip
    assert str(rows[2]["status"]).startswith("stale: drop, by C, 2026-01-02 (no)")


def test_the_same_inputs_give_the_same_bytes(stage: dict[str, Any]) -> None:
    main(**stage)
    first = {key: stage[key].read_bytes() for key in (*NAMES, "form")}
    main(**stage)
    assert {key: stage[key].read_bytes() for key in first} == first


def test_a_study_without_codings_runs_through(stage: dict[str, Any]) -> None:
    empty = framed([], OUTPUTS["codings_placed"])
    write(empty, stage["placed"], OUTPUTS["codings_placed"])
    assert main(**stage) == "0 coders, 0 codings → 0 in consensus (none), 0 open"
    assert len(tables(stage)["consensus"]) == 0
