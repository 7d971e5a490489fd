"""The transcripts of a study as the line will have them: taken in and, if raw, de-identified."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterable

import pandas as pd

from insideout.deidentify.detect.lists import ordinary_of
from insideout.deidentify.private import Private, compare, read_private, released
from insideout.deidentify.speakers import in_order, names_somebody
from insideout.deidentify.stage import Deidentified, deidentified
from insideout.deidentify.trained import trained_spans
from insideout.house import Study
from insideout.intake.stage import inline_sources, take_in
from insideout.intake.taken import Speakers, TakenIn
from insideout.problems import Problem, shown
from insideout.reader import framed
from insideout.rows import SLUG, Row, nfc
from insideout.schema import did_you_mean, key_lines_of
from insideout.tables.inputs import SOURCES

SYNTHETIC = "SYNTHETIC"  # a file of this name says that a private folder may be in Git


def transcripts(
    study: Study, sources: Iterable[Row], speakers: Speakers, problems: list[Problem]
) -> TakenIn:
    """Every source as the line will have it; what is wrong beside its text goes to `problems`.

    `sources`: rows of the table, without meaning where the study file has a pattern instead.
    Raises DataError with all problems of all transcripts.
    """
    rows = list(sources)
    if not study.raw:
        if study.inline("sources") is None:
            problems += missing_files(study, rows)
        return taken(study, framed((row.cells for row in rows), SOURCES), speakers)
    problems += [*raw_problems(study, rows), *label_problems(study, speakers)]
    listed = [str(row["source"]) for row in rows] or list(study.raw_files())
    private = read_private(study.private or study.root, listed)
    table = raw_sources(study, framed((row.cells for row in rows), SOURCES))
    made = masked(study, table, speakers, private)
    blocked = set(made.summary.loc[made.summary["release"] == "blocked", "source"])
    if folder := study.released_folder:
        problems += compare(made.texts, released(folder), folder, blocked=blocked)
    return TakenIn(made.texts, made.manifest, made.turns)


def label_problems(study: Study, speakers: Speakers) -> list[Problem]:
    """Labels that would stand in the texts that may be shared, and look like people's names."""
    if isinstance(speakers, pd.DataFrame):
        file, listed = str(study.place("speakers")), speakers["label"]
    else:
        file, listed = str(study.path), pd.Series(list(speakers))
    fine = {word.casefold() for word in study["deidentify"]["allow"]}
    ordinary = ordinary_of(study["language"])
    named = [
        label for label in dict.fromkeys(map(str, listed))
        if names_somebody(in_order(label)) and not all(map(ordinary, label.casefold().split()))
    ]  # fmt: skip
    hint = (
        f"write a label here that names nobody, such as Patient, and the transcript's own into "
        f"{study.private}/speakers.csv; if it is no name, `allow` it under `deidentify`"
    )
    return [
        Problem(file, None, "label", "a label that may stand in the texts", shown(label), hint)
        for label in named if label.casefold() not in fine
    ]  # fmt: skip


def taken(study: Study, sources: pd.DataFrame, speakers: Speakers) -> TakenIn:
    """The sources that may be shared, taken in. Raises DataError."""
    inline = study.inline("sources")
    files = study.released_files()
    if inline is not None:
        sources, files = inline_sources(inline["files"], inline["kind"], study.root)
    there = sources[sources["source"].isin(files)]
    there = there if study.encoded else there.assign(encoding="")
    return take_in(
        there, files, speakers, root=study.root,
        language=study["language"], columns=study["turn_columns"],
    )  # fmt: skip


def masked(
    study: Study, sources: pd.DataFrame, speakers: Speakers, private: Private
) -> Deidentified:
    """The raw transcripts of sources, taken in and de-identified. Raises DataError."""
    files, chosen = study.raw_files(), study["deidentify"]
    raw = take_in(
        sources[sources["source"].isin(files)], files,
        speakers if private.speakers is None else private.speakers,
        root=study.private or study.root, language=study["language"],
        columns=study["turn_columns"], listed_in=f"{study.private}/speakers.csv",
    )  # fmt: skip
    spans = trained_spans(raw, study["pipelines"])
    return deidentified(raw, private, speakers=speakers, trained=spans, **chosen)


def raw_sources(study: Study, sources: pd.DataFrame) -> pd.DataFrame:
    """The table of sources; where the study file has a pattern, every raw transcript is one."""
    inline = study.inline("sources")
    if inline is None:
        return sources
    rows = [
        {"source": source, "file": f"{source}.txt", "kind": inline["kind"]}
        for source in study.raw_files()
    ]
    return framed(rows, SOURCES)


def missing_files(study: Study, sources: Iterable[Row]) -> list[Problem]:
    """Sources whose file isn't there."""
    folder = study.root / study["texts"]
    there = sorted(file.name for file in folder.glob("*")) if folder.is_dir() else []
    lost = study.private is not None and not study.private.is_dir()
    drive = f"the private folder {study.private} isn't there either: is its drive connected?"
    return [
        Problem(str(study.place("sources")), row.line, "file", f"a file in {folder}",
                f"{shown(row['file'])}, which isn't there",
                drive if lost else did_you_mean(row["file"], there))
        for row in sources if not row["withdrawn"] and not (folder / row["file"]).is_file()
    ]  # fmt: skip


def raw_problems(study: Study, sources: Iterable[Row]) -> list[Problem]:
    """Sources without a raw transcript, two for one, one of no source; a folder that Git has.

    Files of no source aren't named: they may be called after people.
    """
    line = key_lines_of(study.path).get(("private",))
    if study.private is None or not (study.private / "raw").is_dir():
        hint = "put the transcripts there as SOURCE.docx and the like, or take `start: raw` out"
        where = f"{study.private or 'the private folder'}/raw"
        found = "no such folder" if study.private else "no key `private`"
        expected = f"raw transcripts in {where}"
        return [Problem(str(study.path), line, "private", expected, found, hint)]
    folder, files = study.private / "raw", study.raw_files()
    problems = open_to_git(study, line)
    gone = {row["source"] for row in sources if row["withdrawn"]} & files.keys()
    rows = [row for row in sources if not row["withdrawn"]]
    problems += [
        Problem(str(files[source]), None, "", "no transcript of a source that withdrew", source,
                "delete it, and its text in the folder of texts")
        for source in sorted(gone)
    ]  # fmt: skip
    problems += [
        Problem(str(study.place("sources")), row.line, "file", f"{row['source']}.txt",
                shown(row["file"]), "released texts are called so")
        for row in rows if row["file"] != f"{row['source']}.txt"
    ]  # fmt: skip
    if study.released_folder is None:
        problems.append(Problem(str(study.path), line, "sources.files", "a pattern FOLDER/*.txt",
                                shown((study.inline("sources") or {})["files"]),
                                "released texts are called SOURCE.txt"))  # fmt: skip
    hint = "put it there under the source's id, or take the source out"
    problems += [
        Problem(str(study.place("sources")), row.line, "source",
                f"a raw transcript {folder}/{row['source']}.*", "none", hint)
        for row in rows if row["source"] not in files
    ]  # fmt: skip
    listed = {row["source"] for row in rows} | gone
    if study.inline("sources") is not None:
        listed = {source for source in files if SLUG.fullmatch(source)}
    there = [file for file in folder.iterdir() if file.is_file() and file.name[0] != "."]
    strange = sum(file not in files.values() or nfc(file.stem) not in listed for file in there)
    if strange:
        hint = "call each after its source, once; move away what isn't read"
        expected = "one file a source, called after it"
        found = f"{strange} more (not named here: files can be called after people)"
        problems.append(Problem(str(folder), None, "", expected, found, hint))
    return problems


def open_to_git(study: Study, line: int | None) -> list[Problem]:
    """A private folder that a commit could take along."""
    folder, git = study.private, shutil.which("git")
    if folder is None or git is None or (folder / SYNTHETIC).is_file():
        return []
    asked = subprocess.run(  # noqa: S603 - the git that was found, no shell
        [git, "check-ignore", "--quiet", "."], cwd=folder, capture_output=True, check=False
    )
    if asked.returncode != 1:  # 0: ignored; 128: not in a repository
        return []
    expected = "a folder outside Git, or one that .gitignore names"
    hint = (
        f"move it, or ignore it; where everything in it is synthetic, put a file {SYNTHETIC} there"
    )
    return [Problem(str(study.path), line, "private", expected, f"{folder}, in a repository", hint)]
