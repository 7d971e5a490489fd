"""A made-up study written as a study that can be run, with what was planted beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from insideout.files import write_text
from insideout.reader import framed
from insideout.simulate.nested.left import planted_rows
from insideout.simulate.nested.study import CODER, SETTINGS, Study, quotes
from insideout.simulate.nested.world import LEVELS
from insideout.tables import INPUTS

PLANTED = (
    "what", "site", "feature", "sign", "ring", "mechanism", "valence", "outer_ring", "factor",
    "factor_valence", "stated", "left", "statements", "told", "keeps_support", "removed",
)  # fmt: skip
TABLES = ("sources", "speakers", "informants", "units", "memberships", "links")


def files_of(study: Study, name: str) -> dict[str, str]:
    """The text of each file, by its place in the study's folder."""
    rows = {
        "sources": study.sources,
        "speakers": _speakers(study),
        "informants": study.people,
        "units": study.units,
        "memberships": study.memberships,
        "links": study.links,
    }
    made = {f"{table}.csv": _table(rows[table], table) for table in TABLES}
    made["study.yaml"] = yaml.safe_dump(study_file(study, name), sort_keys=False)
    made["codebook.yaml"] = yaml.safe_dump(study.drawn.book, sort_keys=False)
    made[f"codings/{CODER}.csv"] = _table(study.codings, "codings")
    made |= {f"texts/{source}.txt": text for source, text in _texts(study).items()}
    return made | {"planted.csv": _planted(planted_rows(study))}


def study_file(study: Study, name: str) -> dict[str, Any]:
    """The settings: the nest's thresholds are the defaults."""
    return {
        "study": name,
        "title": "A made-up study",
        "about": "Sites, patients and explanations are drawn at random; planted.csv has the truth.",
        "root": ".",
        "levels": list(LEVELS),
        **{table: f"{table}.csv" for table in TABLES},
        "texts": "texts",
        "codebook": "codebook.yaml",
        "codings": "codings",
        "nest": {**SETTINGS, "features": {f.name: [f.name] for f in study.drawn.features}},
    }


def write_study(folder: Path, study: Study, name: str) -> None:
    """Write all files of a study below a folder."""
    for file, text in files_of(study, name).items():
        write_text(folder / file, text)


def _speakers(study: Study) -> list[dict[str, Any]]:
    roles = {"I": ("", "interviewer"), "P": (None, "informant")}
    return [
        {"source": row["source"], "label": label, "role": role,
         "informant": row["source"] if who is None else who}
        for row in study.sources for label, (who, role) in roles.items()
    ]  # fmt: skip


def _texts(study: Study) -> Mapping[str, str]:
    """A text for each source: all that its informant says, coded or not."""
    said: dict[str, list[str]] = {row["source"]: [] for row in study.sources}
    for word, quote in zip(study.drawn.said, quotes(study.drawn), strict=True):
        if word.who in said:
            said[word.who].append(quote)
    nothing = ["Nothing comes to my mind."]
    return {
        source: f"I: What is care like here?\n\nP: {' '.join(words or nothing)}\n"
        for source, words in said.items()
    }


def _table(rows: Iterable[dict[str, Any]], name: str) -> str:
    table = INPUTS[name]
    frame = framed(({key: row.get(key) for key in table.names} for row in rows), table)
    return str(frame.to_csv(index=False, lineterminator="\n"))


def _planted(rows: Iterable[Mapping[str, Any]]) -> str:
    import pandas as pd

    made = [{name: row.get(name, "") for name in PLANTED} for row in rows]
    return str(pd.DataFrame(made, columns=PLANTED).to_csv(index=False, lineterminator="\n"))
