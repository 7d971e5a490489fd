"""What a study names beside its tables, and what lies beside its inputs unread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from insideout.house import Study
from insideout.problems import Problem, shown
from insideout.schema import did_you_mean, key_lines_of

CHAPTERS = Path(__file__).resolve().parents[2] / "reports"
UNSEEN = (".", "README")  # how the names of files begin that are nobody's input


def unread(study: Study) -> list[Path]:
    """Files in the folders of codings and texts that the line doesn't read, by name.

    A coder's file saved as .xlsx, or a transcript that sources.csv doesn't list, shouldn't be
    missed without a word.
    """
    read = {Path(file).resolve() for file in study.input_files()}
    folders = [folder for folder in (study.place("codings"), _texts(study)) if folder]
    found = {file for folder in folders if folder.is_dir() for file in folder.iterdir()}
    return sorted(
        file for file in found
        if file.is_file() and file.resolve() not in read and not file.name.startswith(UNSEEN)
    )  # fmt: skip


def _texts(study: Study) -> Path | None:
    inline = study.inline("sources")
    if inline is None:
        return study.root / str(study["texts"])
    folder = Path(inline["files"]).parent
    return None if "*" in str(folder) else study.root / folder


def chapter_problems(study: Study) -> list[Problem]:
    """Chapters that the study file names and that are in neither place."""
    ours = sorted(file.name for file in CHAPTERS.glob("[!_]*.qmd"))
    lines = key_lines_of(study.path)
    problems = []
    for number, chapter in enumerate(study["report"]["chapters"]):
        own = chapter.startswith("./")
        if (study.root / chapter).is_file() if own else chapter in ours:
            continue
        where = f"report.chapters.{number}"
        expected = f"a file below {study.root}" if own else "a chapter of reports/"
        line = lines.get(("report", "chapters", number))
        hint = (
            "write it there, or correct its name"
            if own
            else (did_you_mean(chapter, ours) + " (your own start with ./)")
        )
        problems.append(Problem(str(study.path), line, where, expected, shown(chapter), hint))
    return problems


def feature_problems(study: Study, codes: list[dict[str, Any]]) -> list[Problem]:
    """Features that the study file orders and no code of the codebook speaks of."""
    known = sorted({code["feature"] for code in codes if code["feature"]})
    lines, features = key_lines_of(study.path), (study["nest"] or {"features": {}})["features"]
    return [
        Problem(str(study.path), lines.get(("nest", "features", name)), f"nest.features.{name}",
                "a feature that a code of experience names", shown(name), did_you_mean(name, known))
        for name in features if name not in known
    ]  # fmt: skip


def informant_problems(study: Study, speakers: set[str], listed: set[str]) -> list[Problem]:
    """Informants who speak, and whom the table of informants doesn't list.

    Where a study says the roles of labels itself, an informant is called as their source.
    """
    if study.inline("speakers") is None or not study.given("informants"):
        return []
    file, hint = str(study.place("informants")), "add a row, or give the source the informant's id"
    return [
        Problem(file, None, "informant", "every informant who speaks", f"none called {shown(who)}",
                did_you_mean(who, sorted(listed), hint))
        for who in sorted(speakers - listed) if not who.endswith("-companion")
    ]  # fmt: skip
