"""The page on hypotheses says what the program does."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from insideout.commands import lock_hypotheses
from insideout.judge.files import SCHEMA, read_hypotheses, read_questions
from insideout.judge.settings import CHECKS
from insideout.tables.judge import LEDGER, VERDICTS

PAGE = (Path(__file__).parents[3] / "docs" / "hypotheses.md").read_text("utf-8")
WORDS = set(re.findall(r"`([\w.]+)`", PAGE))


def test_the_files_that_are_shown_are_sound(tmp_path: Path) -> None:
    book, questions = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "h.yaml").write_text(book, "utf-8")
    (tmp_path / "q.yaml").write_text(questions, "utf-8")
    assert [h["id"] for h in read_hypotheses(tmp_path / "h.yaml")["hypotheses"]] == ["H1", "main"]
    assert read_questions(tmp_path / "q.yaml")[0]["id"] == "RQ1"


def test_every_key_verdict_and_standing_is_told() -> None:
    assert set(VERDICTS) <= WORDS
    assert set(LEDGER.column("standing").choices) <= WORDS
    assert set(CHECKS) <= WORDS


def test_a_selector_may_have_what_is_checked_and_the_defaults_are_those_of_the_page() -> None:
    schema: dict[str, Any] = yaml.safe_load(SCHEMA.with_name("hypotheses.schema.yaml").read_bytes())
    assert set(schema["$defs"]["selector"]["properties"]) == {*CHECKS, "label"}
    shown = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0])["thresholds"]
    limits = schema["properties"]["thresholds"]["properties"]
    for key in ("high", "low", "min_tellers"):
        assert limits[key]["default"] == shown[key]
    assert limits["grid"]["properties"]["bands"]["default"] == shown["grid"]["bands"]


def test_the_command_takes_the_options(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        lock_hypotheses.main(["-h"])
    said = capsys.readouterr().out
    for option in set(re.findall(r"--\w+", PAGE)) - {"--"}:
        assert option in said
