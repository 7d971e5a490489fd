"""The tables of the default study, made by the real Snakemake in a copy of the repository."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from insideout.house import open_study
from insideout.reader import read_inputs, read_made, records
from insideout.tables import INPUTS, OUTPUTS

sys.path.insert(0, str(Path(__file__).parents[1]))

from workflow.conftest import copied

STUDY = "config/polyclinics.yaml"
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
    line = copied(tmp_path_factory.mktemp("polyclinics"))
    folder = line.folder
    made = {name: f"results/polyclinics/tables/{name}.csv" for name in TABLES}
    line.run("--cores", "1", *made.values(), study=STUDY)
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
