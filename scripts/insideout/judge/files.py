"""The files of hypotheses and of research questions, and the lock of the hypotheses."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import yaml

from insideout.judge.sound import sound_part
from insideout.problems import DataError, Problem, shown
from insideout.schema import SCHEMA, Loader, key_lines, parsed, schema_problems, with_defaults

EACH = "each_continuity"
HASHED = "*"  # what stands for every continuity in a hash
Book = Mapping[str, Any]  # a file of hypotheses, as `read_hypotheses` gives it
T = TypeVar("T")


def read_hypotheses(file: Path) -> dict[str, Any]:
    """A file of hypotheses, completed with the defaults of its schema.

    Raises DataError with every problem of its form. What it names that the study doesn't have is
    for `hypothesis_problems`.
    """
    return _whole(*hypotheses_in(file))


def hypotheses_in(file: Path) -> tuple[dict[str, Any], list[Problem]]:
    """What of a file of hypotheses is of the right form, and every problem of its form.

    Raises DataError when nothing in it can be looked at.
    """
    raw, book, problems = _read(file, "hypotheses")
    return book, [*problems, *_unfinished(book, str(file), key_lines(yaml.compose(raw, Loader)))]


def read_questions(file: Path) -> list[dict[str, Any]]:
    """The research questions of a file. Raises DataError with every problem of its form."""
    return _whole(*questions_in(file))


def questions_in(file: Path) -> tuple[list[dict[str, Any]], list[Problem]]:
    """As `hypotheses_in`, of research questions."""
    _, book, problems = _read(file, "questions")
    return book["questions"], problems


def _whole(read: T, problems: list[Problem]) -> T:
    if problems:
        raise DataError(problems)
    return read


def _read(file: Path, kind: str) -> tuple[bytes, dict[str, Any], list[Problem]]:
    try:
        raw = file.read_bytes()
    except OSError as error:
        found = str(error.strerror or "nothing").lower()
        hint = f"create it, or correct `{kind}` in the study file"
        raise DataError(Problem(str(file), None, "", f"the {kind}", found, hint)) from error
    book = parsed(raw, str(file))
    place = SCHEMA.with_name(f"{kind}.schema.yaml")
    schema: dict[str, Any] = yaml.load(place.read_bytes(), Loader)  # noqa: S506 (a safe loader)
    problems = [
        replace(problem, expected=problem.expected.replace("the study file", "this file"))
        for problem in schema_problems(raw, book, schema, str(file))
    ]
    sound = sound_part(book, schema, kind) if problems else book
    if sound is None:
        raise DataError(problems)
    return raw, with_defaults(sound, schema, schema), problems


def _unfinished(book: Book, file: str, lines: Mapping[tuple[Any, ...], int]) -> Iterable[Problem]:
    """Predictions that lack what they are compared with."""
    for at, hypothesis in enumerate(book["hypotheses"]):
        for continuity, predicts in hypothesis["predicts"].items():
            for part, prediction in parts_of(predicts).items():
                path = ("hypotheses", at, "predicts", continuity, *([part] if part else []))
                where = ".".join(["hypotheses", hypothesis["id"], *path[2:]])
                wanted = needs(prediction["predicted"])
                for key in ("than", "depends_on"):
                    if key == wanted and key not in prediction:
                        hint = f"{prediction['predicted']} needs `{key}`"
                        yield Problem(file, lines.get(path), where, f"`{key}`", "nothing", hint)
                    if key != wanted and key in prediction:
                        hint = f"leave it out: {prediction['predicted']} isn't compared so"
                        found = f"`{key}`"
                        yield Problem(file, lines.get((*path, key)), where, "no such key", found,
                                      hint)  # fmt: skip


def needs(predicted: str) -> str:
    """The key that a predicted level needs beside it; "" for a level by itself."""
    by = {"lower": "than", "higher": "than", "rises": "depends_on", "falls": "depends_on"}
    return by.get(predicted, "")


def parts_of(predicts: str | Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """What is predicted of one continuity, by part; "" is the whole of the setting."""
    if isinstance(predicts, str):
        return {"": {"predicted": predicts}}
    if isinstance(predicts.get("predicted"), str):
        return {"": dict(predicts)}
    return {str(part): dict(prediction) for part, prediction in predicts.items()}


def selectors(book: Book, *settings: Any) -> list[dict[str, Any]]:
    """The selectors of settings, which must all hold: names are put as what they stand for.

    Raises KeyError for a setting that isn't there.
    """
    found: list[dict[str, Any]] = []
    for setting in settings:
        if isinstance(setting, str):
            label = setting.replace("_", " ")
            found += selectors(book, {"label": label, **book["settings"][setting]})
        elif isinstance(setting, Mapping):
            stands = {"valence": "present", **setting.get("stands", {})}
            found.append({**setting, "stands": stands} if "stands" in setting else dict(setting))
        elif setting is not None:
            found += selectors(book, *setting)
    return found


def predictions(
    hypothesis: Mapping[str, Any], book: Book, continuities: Sequence[str]
) -> list[dict[str, Any]]:
    """The predictions of a hypothesis, one for each continuity and part.

    Keys: continuity, part, predicted, selectors, than, than_selectors, depends_on, over. What is
    compared with a part is compared with that part's setting; with a named setting, with that
    alone. `continuities`: what `each_continuity` stands for, where the file doesn't say; what the
    hypothesis predicts by name is not among them.
    """
    rows = []
    every = book.get("continuities") or continuities
    each = [continuity for continuity in every if continuity not in hypothesis["predicts"]]
    for named, predicts in hypothesis["predicts"].items():
        parts = parts_of(predicts)
        own = {
            part: selectors(book, hypothesis.get("setting"), prediction.get("setting"))
            for part, prediction in parts.items()
        }
        for continuity in each if named == EACH else [named]:
            for part, prediction in parts.items():
                than = prediction.get("than", "")
                other = own[than] if than in own else selectors(book, than or None)
                rows.append({
                    "continuity": continuity, "part": part, "predicted": prediction["predicted"],
                    "selectors": own[part], "than": than, "than_selectors": other,
                    "depends_on": prediction.get("depends_on", ""),
                    "over": list(prediction.get("over", ())),
                })  # fmt: skip
    return rows


def hash_of(hypothesis: Mapping[str, Any], book: Book) -> str:
    """Twelve characters that change when a hypothesis says something else.

    They are made of its statement, structure, predictions with the settings and parts they name,
    thresholds and falsification rule: not of comments, the order of keys, names and values of the
    grid, line breaks or labels.
    """
    said = {
        "statement": _folded(hypothesis["statement"]),
        "structure": _folded(hypothesis.get("structure", "")),
        "falsified_when": _folded(hypothesis["falsified_when"]),
        "thresholds": _limits(book["thresholds"]),
        "predicts": {
            f"{row['continuity']}/{row['part']}": {
                key: _ruled(row[key]) if key.endswith("selectors") else _plain(row[key])
                for key in ("predicted", "selectors", "than_selectors", "depends_on", "over")
            }
            for row in predictions(hypothesis, {**book, "continuities": [HASHED]}, [])
        },
    }
    if EACH in hypothesis["predicts"]:
        said["each"] = _plain(book.get("continuities", ()))
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _limits(thresholds: Mapping[str, Any]) -> dict[str, Any]:
    """Thresholds with the values of the grid in one order, bands from the narrowest to the widest.

    That is the order of the defaults, so that hashes stay what they were before it was one order.
    """
    made: dict[str, Any] = _plain(thresholds)
    grid = {name: sorted(values) for name, values in made["grid"].items()}
    return made | {"grid": grid | {"bands": sorted(grid["bands"], reverse=True)}}


def _ruled(chosen: Iterable[Mapping[str, Any]]) -> list[Any]:
    """Selectors without their labels, in an order of their own."""
    plain = [_plain({k: v for k, v in one.items() if k != "label"}) for one in chosen]
    return sorted(plain, key=lambda one: json.dumps(one, sort_keys=True))


def _plain(value: Any) -> Any:
    """A value as it is compared: numbers as numbers, lists of names in order of names."""
    if isinstance(value, Mapping):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        items = [_plain(item) for item in value]
        return sorted(set(items)) if all(isinstance(i, str) for i in items) else items
    return float(value) if isinstance(value, int | float) else value


def _folded(text: str) -> str:
    return " ".join(str(text).split())


def changed(book: Book, lock: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The locked hypotheses that say something else than what was locked."""
    return [
        hypothesis["id"] for hypothesis in book["hypotheses"]
        if (fixed := lock.get(hypothesis["id"])) and fixed["hash"] != hash_of(hypothesis, book)
    ]  # fmt: skip


def lock_of(file: Path) -> Path:
    """The lock that stands beside a file of hypotheses."""
    return file.with_name(f"{file.stem}.lock.yaml")


def read_lock(file: Path) -> dict[str, dict[str, Any]]:
    """Hash and date of each locked hypothesis, with former ones under `before`; {} without a file.

    Raises DataError when it isn't what `python -m insideout lock_hypotheses` writes.
    """
    if not file.is_file():
        return {}
    raw = file.read_bytes()
    entries = parsed(raw, str(file))
    lines = key_lines(yaml.compose(raw, Loader))
    lock: dict[str, dict[str, Any]] = {}
    problems = []
    for name, entry in entries.items():
        made = _locked(entry)
        if made is None:
            hint = "take the file as `python -m insideout lock_hypotheses` wrote it"
            problems.append(Problem(str(file), lines.get((name,)), str(name), "a hash and a date",
                                    shown(entry), hint))  # fmt: skip
        else:
            lock[str(name)] = made
    if problems:
        raise DataError(problems)
    return lock


def _locked(entry: Any) -> dict[str, Any] | None:
    """An entry of a lock with its dates as text; None when it is none."""
    if not isinstance(entry, Mapping) or not {"hash", "date"} <= set(entry):
        return None
    before = [_locked(one) for one in entry.get("before") or ()]
    try:
        day = datetime.date.fromisoformat(str(entry["date"])).isoformat()
    except ValueError:
        return None
    made: dict[str, Any] = {"hash": str(entry["hash"]), "date": day}
    if None in before:
        return None
    return made | {"before": before} if before else made
