"""The tables of the default study, made by the real Snakemake in a copy of the repository."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from insideout.house import open_study
from insideout.reader import read_inputs, read_made, records
from insideout.tables import INPUTS, OUTPUTS

REPO = Path(__file__).parents[2]
STUDY = "config/polyclinics.yaml"
PARTS = ("config", "data", "profiles", "reports", "scripts", "workflow")
TABLES = (
    "comparison", "configurations", "interface_barriers", "rollup", "records_aggregates",
    "nest_links", "nest_shaped", "nest_behind", "nest_patterns", "tests", "consensus", "codebook",
    "witnesses", "agreement", "data_quality", "framework_patients", "framework_organisations",
)  # fmt: skip
GIVEN = ("informants", "units", "memberships", "services", "links")


@dataclass(frozen=True)
class Run:
    """A run: rows of the line's tables and of what was given to it; the study file's keys."""

    tables: dict[str, list[dict[str, Any]]]
    settings: dict[str, Any]


@pytest.fixture(scope="session")
def polyclinics(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The default study's tables, without the report. Half a minute on one core."""
    folder = tmp_path_factory.mktemp("polyclinics")
    for part in PARTS:
        shutil.copytree(REPO / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for made in ("intake", "logs"):  # what runs in the repository left in the private folder
        shutil.rmtree(folder / "data/polyclinics/private" / made, ignore_errors=True)
    shutil.copy(REPO / "Snakefile", folder)
    (folder / "site").mkdir()
    (folder / "site" / "insideout").symlink_to("../scripts/insideout")
    made = {name: f"results/polyclinics/tables/{name}.csv" for name in TABLES}
    run = subprocess.run(
        [sys.executable, "-m", "snakemake", "--cores", "1", *made.values(),
         "--config", f"study={STUDY}"],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(folder / "site")},
        capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert run.returncode == 0, run.stdout + run.stderr
    corpus = read_made(folder / "results/polyclinics/corpus/manifest.csv", OUTPUTS["manifest"])
    tables = {"sources": records(corpus)}
    declared = {name: OUTPUTS[name.partition("_")[0] if name.startswith("framework") else name]
                for name in made}  # fmt: skip
    tables |= {n: records(read_made(folder / file, declared[n])) for n, file in made.items()}
    study = open_study(folder / STUDY)
    files = {name: [Path(file) for file in study.given(name)] for name in GIVEN}
    tables |= {n: records(read_inputs(files[n], INPUTS[n])) for n in GIVEN}
    return Run(tables, study.settings)


@pytest.fixture(scope="session")
def again(polyclinics: Run) -> Callable[..., dict[str, list[dict[str, Any]]]]:
    """Makes the tables of nest and compare anew from other consensus codings, or other links."""
    from insideout.compare.stage import compare
    from insideout.nest.rings import inside_out

    given, settings = polyclinics.tables, polyclinics.settings
    places = (given["units"], given["memberships"])

    def made(
        codings: list[dict[str, Any]], links: list[dict[str, Any]] | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        links = given["links"] if links is None else links
        nest = inside_out(
            codings, given["codebook"], given["informants"], *places, given["sources"],
            settings["levels"], settings["nest"], links=links,
            witnesses=given["witnesses"],
        )  # fmt: skip
        patterns = records(nest["nest_patterns"])
        compared, _ = compare(
            codings, given["codebook"], *places, given["services"], patterns,
            settings["compare"], settings["nest"], sources=given["sources"], links=links,
        )  # fmt: skip
        frames = {**nest, **compared}
        new = {"consensus": codings, "links": links}
        return given | new | {n: records(frame) for n, frame in frames.items()}

    return made
