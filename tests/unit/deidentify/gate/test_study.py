"""The leak gate over what the default study made: nothing there is taken for a leak."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from insideout.deidentify.detect.lists import ordinary_of
from insideout.deidentify.gate.leaks import leaks
from insideout.deidentify.gate.outputs import Passage, read_outputs
from insideout.deidentify.private import read_private
from insideout.tables.outputs import OUTPUTS

REPO = Path(__file__).parents[4]
RESULTS = REPO / "results" / "polyclinics"
DATA = REPO / "data" / "polyclinics"
SEED = "20260101"  # of the study's settings, which the book prints
DATED = ("memberships.csv", "services.csv", "journal.csv", "hypotheses.lock.yaml")


def printed() -> list[str]:
    """What the book prints that looks like an identifier: the seed, hashes of hypotheses, and days
    of memberships, services, revisions and the lock (or those after them, on which states began).
    """
    texts = [(DATA / name).read_text("utf-8") for name in DATED]
    days = {day for text in texts for day in re.findall(r"\d{4}-\d\d-\d\d", text)}
    after = {(date.fromisoformat(day) + timedelta(days=1)).isoformat() for day in days}
    hashes = re.findall(r"hash: '?(\w+)", texts[-1])
    return [SEED, *sorted(days | after), *hashes]


@pytest.mark.skipif(not (RESULTS / "report").is_dir(), reason="the default study was not run here")
def test_the_book_of_the_default_study_gives_no_false_alarm() -> None:
    names = ("report", "tables", "provenance")
    folders = [RESULTS / name for name in names if (RESULTS / name).is_dir()]
    outputs = list(read_outputs([*folders, RESULTS / "corpus" / "manifest.csv"], OUTPUTS.values()))
    assert len(outputs) > 20
    decisions = read_private(REPO / "data" / "polyclinics" / "private").decisions
    fine = [str(row["type"]) for row in decisions if row["decision"] in ("not_name", "look")]
    assert leaks(outputs, [], allowed=[*fine, *printed()]) == []


def test_texts_tables_and_book_of_the_default_study_hold_no_name_of_its_key() -> None:
    private = read_private(REPO / "data" / "polyclinics" / "private")
    decided = [(str(row["type"]), row["decision"]) for row in private.decisions]
    more: dict[str, Any] = {
        "roster": private.roster, "ordinary": ordinary_of("en"),
        "allowed": [*printed(), *(word for word, decision in decided if decision == "not_name")],
        "careful": [word for word, decision in decided if decision == "look"],
    }  # fmt: skip
    names = ("report", "tables", "provenance", "corpus/texts", "corpus/manifest.csv")
    made = [RESULTS / name for name in names]
    files = [REPO / "data" / "polyclinics" / "texts", *(file for file in made if file.exists())]
    outputs = list(read_outputs(files, OUTPUTS.values()))
    assert leaks(outputs, private.key, **more) == []
    first = replace(outputs[0], passages=(Passage(str(private.key[0]["name"])),))
    assert leaks([first], private.key, **more) != []
