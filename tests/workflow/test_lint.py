"""What Snakemake's and snakefmt's linters say of the workflow."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

REPO = Path(__file__).parents[2]
ALLOWED = {"Specify a conda environment or container for each rule."}  # uv is the environment


def test_snakemake_lint_misses_the_environment_alone(finished_line: Any) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "snakemake", "--lint", "--config", "study=studies/small/small.yaml"],
        cwd=finished_line.folder, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    found = re.findall(r"^ {4}\* (.*):$", run.stdout + run.stderr, re.MULTILINE)
    rules = re.findall(r"^Lints for (.*) \(", run.stdout + run.stderr, re.MULTILINE)
    assert set(found) <= ALLOWED
    assert len(found) == len(rules)
    assert (run.returncode != 0) == bool(found), run.stderr
    assert all(rule.startswith("rule ") for rule in rules)


def test_snakefmt_has_nothing_to_change() -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name("snakefmt"), "--check", "Snakefile", "workflow"],
        cwd=REPO, capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
