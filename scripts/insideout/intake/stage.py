"""The stage: all sources of a study, from files to canonical texts, turns and manifest."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from insideout.intake.canonical import canonical, folded
from insideout.intake.source import Taken, read_source
from insideout.intake.taken import Speakers, TakenIn
from insideout.problems import DataError, Problem, shown
from insideout.reader import framed
from insideout.rows import SLUG, nfc
from insideout.schema import did_you_mean
from insideout.tables.inputs import SOURCES
from insideout.tables.outputs import MANIFEST, TURNS

TALK = ("interview", "focus_group")  # kinds of source in which people take turns


@dataclass(frozen=True)
class Cast:
    """Who speaks in a source. `known`: label -> (informant, role). `listed`: by a table, so that
    other labels are wrong; else they are the source's informant.
    """

    source: str
    known: dict[str, tuple[str, str]]
    listed: bool
    talk: bool

    def speaker(self, label: str, labelled: bool) -> tuple[str, str]:
        """Informant and role of a turn. What stands before the first label is nobody's."""
        if label in self.known:
            return self.known[label]
        if not label and labelled:
            return "", "interviewer"
        if not label and self.listed:
            return next(iter(self.known.values()))  # the only one: see _odd
        return self.source, "informant"


def take_in(
    sources: pd.DataFrame,
    files: Mapping[str, Path],
    speakers: Speakers,
    *,
    root: Path,
    language: str,
    columns: Mapping[str, str] | None = None,
    listed_in: str = "speakers.csv",
) -> TakenIn:
    """Read every source that isn't withdrawn.

    `sources` is of SOURCES, `files` says where each lies (below `root`). `speakers` is of SPEAKERS,
    or says the role of labels that mean the same everywhere; a label it doesn't name is the
    source's informant, called as the source. `columns` names those of transcripts that are tables
    (`turn_columns` of the study file), and `listed_in` the table of labels, in messages. Raises
    DataError with all problems of all sources
    (the check of all inputs calls this too).
    """
    texts: dict[str, str] = {}
    manifest: list[dict[str, Any]] = []
    turns: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for row in sources.to_dict("records"):
        if row["withdrawn"]:
            continue
        source = str(row["source"])
        try:
            file = _located(source, str(row["file"]), files, root)
            cast = _cast(source, row["kind"] in TALK, speakers)
            taken = read_source(file, set(cast.known), others=_open(cast), fold=True,
                                encoding=row["encoding"], columns=columns)  # fmt: skip
            odd = _odd(taken, cast, file, listed_in)
            if odd:
                raise DataError(odd)
        except DataError as error:
            problems += error.problems
            continue
        text, spans = canonical(taken.turns)
        rows = _turn_rows(taken, spans, cast)
        texts[source] = text
        turns += rows
        about = _about(row, file, root, language)
        manifest.append(about | _made(text, rows, taken, _remarks(taken, cast)))
    if problems:
        raise DataError(problems)
    return TakenIn(texts, framed(manifest, MANIFEST), framed(turns, TURNS))


def remarked(taken: TakenIn, manifest: Path) -> str:
    """For the person watching: how many sources have warnings, and where they stand."""
    count = int((taken.manifest["warnings"] != "").sum())
    return f"; warnings about {count} of them in {manifest}" if count else ""


def inline_sources(pattern: str, kind: str, root: Path) -> tuple[pd.DataFrame, dict[str, Path]]:
    """The sources of a study whose every file of a pattern is one, and where each lies."""
    files: dict[str, Path] = {}
    problems: list[Problem] = []
    for file in sorted(f for f in root.glob(pattern) if f.is_file()):
        source = nfc(file.stem)
        if source in files:
            found = f"{shown(source)}, which {files[source]} has already"
            problems.append(Problem(str(file), None, "", "a name no other source has", found,
                                    "rename one of the two, or narrow the pattern"))  # fmt: skip
        elif not SLUG.fullmatch(source):
            problems.append(Problem(str(file), None, "", "a name of letters, digits and _ - .",
                                    shown(file.stem), "rename the file"))  # fmt: skip
        files.setdefault(source, file)
    if not files:
        hint = "correct `sources: files:` in the study file"
        problems.append(Problem(str(root / pattern), None, "", "at least one file", "none", hint))
    if problems:
        raise DataError(problems)
    rows = [
        {"source": source, "file": file.relative_to(root).as_posix(), "kind": kind}
        for source, file in files.items()
    ]
    return framed(rows, SOURCES), files


def _located(source: str, name: str, files: Mapping[str, Path], root: Path) -> Path:
    """Where a source's file lies: below the study's root, symbolic links resolved."""
    if source not in files:
        hint = "put it there, or correct its name in the table of sources"
        raise DataError(
            Problem(name, None, "", f"the file of source {source}", "no such file", hint)
        )
    file = Path(files[source])
    if not file.resolve().is_relative_to(Path(root).resolve()):
        hint = "move the file below root"
        outside = shown(file.resolve())
        raise DataError(Problem(str(file), None, "", f"a file below {root}", outside, hint))
    return file


def _cast(source: str, talk: bool, speakers: Speakers) -> Cast:
    known: dict[str, tuple[str, str]] = {}
    if isinstance(speakers, pd.DataFrame):
        for row in speakers[speakers["source"] == source].to_dict("records"):
            informant = "" if row["role"] == "interviewer" else str(row["informant"])
            if row["role"] == "informant":
                informant = informant or source
            known[folded(str(row["label"]))] = (informant, str(row["role"]))
        return Cast(source, known, bool(known), talk)
    informants = {"interviewer": "", "informant": source, "companion": f"{source}-companion"}
    known = {folded(label): (informants[role], role) for label, role in speakers.items()}
    return Cast(source, known, False, talk)


def _open(cast: Cast) -> bool:
    """Whether labels that aren't known may be found by rule."""
    return not cast.listed and (cast.talk or bool(cast.known))


def _odd(taken: Taken, cast: Cast, file: Path, table: str) -> list[Problem]:
    """Labels that aren't listed, listed ones that never come, and transcripts without words."""
    if not any(c.isalnum() for turn in taken.turns for c in turn.text):
        hint = "look whether the right file was exported, or leave the source out"
        return [Problem(str(file), None, "", "a transcript", "no words", hint)]
    if not cast.listed:
        return []
    expected = f"one of the labels in {table} for {cast.source}: {', '.join(cast.known)}"
    advice = f"add it to {table}; if it is no speaker, put something else than a colon after it"
    problems = [
        Problem(str(file), s.line, "", expected,
                f"{shown(s.label)} before {s.turns} turn{'s' if s.turns > 1 else ''}",
                _guess(s.label, cast, advice))
        for s in taken.strangers
    ]  # fmt: skip
    if not problems and len(cast.known) > 1 and not any(turn.label for turn in taken.turns):
        hint = f"put the labels into {table} as the transcript has them, without the colon"
        problems.append(Problem(str(file), None, "", expected, "no label before any turn", hint))
    return problems


def _guess(label: str, cast: Cast, advice: str) -> str:
    guess = did_you_mean(label, list(cast.known), else_=advice)
    return guess if guess == advice else f"{guess} Else {advice}"


def _turn_rows(taken: Taken, spans: list[tuple[int, int]], cast: Cast) -> list[dict[str, Any]]:
    labelled = any(turn.label for turn in taken.turns)
    rows = []
    for number, (turn, (start, end)) in enumerate(zip(taken.turns, spans, strict=True), 1):
        informant, role = cast.speaker(taken.read_as.get(turn.label, turn.label), labelled)
        rows.append({
            "source": cast.source, "turn": number, "label": turn.label,
            "informant": informant, "role": role, "start": start, "end": end,
            "time_start": turn.time_start, "time_end": turn.time_end,
        })  # fmt: skip
    return rows


def _remarks(taken: Taken, cast: Cast) -> list[str]:
    """Warnings of the reader, and about who speaks."""
    remarks = list(taken.warnings)
    met = {taken.read_as.get(turn.label, turn.label) for turn in taken.turns}
    if met != {""} and "" in met:
        words = sum(len(turn.text.split()) for turn in taken.turns if not turn.label)
        remarks.append(f"{words} words before the first label are nobody's")
    elif cast.listed and met == {""}:
        remarks.append(f"no label found; all is put down to {next(iter(cast.known))!r}")
    if cast.listed and met != {""}:
        remarks += [f"label {label!r} of speakers.csv stands before no turn"
                    for label in cast.known if label not in met]  # fmt: skip
    return remarks + _by_rule(met, cast)


def _by_rule(met: set[str], cast: Cast) -> list[str]:
    """Where no label is known: which were found, or that the source stays one turn."""
    unlisted = sorted(met - {""})
    if cast.listed or not cast.talk or met & set(cast.known):
        return []
    if not unlisted:
        return ["no labels known or found, so it stays one turn"]
    who = ", ".join(map(repr, unlisted[:10])) + (", …" if len(unlisted) > 10 else "")
    roles = "" if cast.known or len(unlisted) == 1 else "; no roles given, so all are informant "
    return [f"turns cut at labels found by rule: {who}" + (roles and roles + cast.source)]


def _about(row: Mapping[Any, Any], file: Path, root: Path, language: str) -> dict[str, Any]:
    """What the table of sources says of one, for the manifest."""
    below = file.resolve().relative_to(Path(root).resolve()).as_posix()
    agreed = True if pd.isna(row["consent_quote"]) else bool(row["consent_quote"])
    return {
        "source": row["source"], "file": below, "kind": row["kind"], "unit": row["unit"],
        "date": row["date"], "language": row["language"] or language,
        "consent_quote": agreed, "quotable": agreed,
    }  # fmt: skip


def _made(
    text: str, rows: list[dict[str, Any]], taken: Taken, remarks: list[str]
) -> dict[str, Any]:
    """What was made of a source, for the manifest."""
    return {
        "format": taken.format, "encoding": taken.encoding,
        "sha256": hashlib.sha256(text.encode("utf-8")).hexdigest(),
        "words": len(text.split()), "turns": len(rows),
        "informants": " ".join(dict.fromkeys(row["informant"] for row in rows if row["informant"])),
        "warnings": "; ".join(remarks),
    }  # fmt: skip
