"""What hypotheses and questions name that the study doesn't have: all of it at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from insideout.judge.files import EACH, Book, lock_of, parts_of
from insideout.problems import Problem, shown
from insideout.schema import did_you_mean, key_lines_of, line_near

Path_ = tuple[Any, ...]
Named = Iterator[tuple[Path_, str, str]]  # where a name stands, what kind of thing, and the name
KNOWN = {
    "sites": "a site of the table of units", "units": "a unit of the table of units",
    "kinds": "a kind of the units", "services": "a service of the table of services",
    "roles": "a service role of the units", "codes": "a code of the codebook",
    "attributes": "a column of the table of units",
    "continuities": "a continuity that a feature of the study speaks of",
    "settings": "a setting of this file",
}  # fmt: skip
KEYS = {
    "sites": "sites", "units": "units", "kinds": "kinds", "together": "services",
    "apart": "services", "about_kinds": "kinds", "about_services": "services",
    "about_roles": "roles",
}  # fmt: skip


RESTS = (
    "a question may rest on the tables of coding, suggestions, charts, records, the nest, "
    "comparisons, tests and the ledger"
)
GONE = "put the hypothesis back: one that was fixed before the data stays in the ledger"


def hypothesis_problems(
    file: Path,
    book: Book,
    lock: Mapping[str, Any],
    *,
    features: Mapping[str, Iterable[str]],
    units: Iterable[Mapping[str, Any]] | None,
    services: Iterable[Mapping[str, Any]] | None,
    codes: Collection[str],
) -> list[Problem]:
    """Names in a file of hypotheses that the study doesn't have, and what can't be meant.

    `features`: the study's `nest.features`; `units`, `services`: rows of these tables as told, with
    "" for empty cells; `codes`: of the codebook. Of names in tables that can't be read (None), or
    in a codebook that can't be (no codes), nothing is said. `lock`: as `read_lock` gives it.
    """
    known: dict[str, Collection[str]] = {
        "continuities": {EACH, *(c for named in features.values() for c in named)},
        "settings": book["settings"],
    }
    known |= {"codes": codes} if codes else {}
    if services is not None:
        known["services"] = {row["service"] for row in services if row.get("service")}
    places = list(units or [])
    if units is not None:
        known |= {
            "sites": {u["unit"] for u in places if u.get("kind") == "site"},
            "units": {u["unit"] for u in places if u.get("unit")},
            "kinds": {u["kind"] for u in places if u.get("kind")},
            "roles": {u["service_role"] for u in places if u.get("service_role")},
            "attributes": {name for unit in places for name in unit} - {"unit", "name"},
        }
    lines = key_lines_of(file)
    problems = [
        _unknown(file, book, lines, where, sorted(known[where[1]]))
        for where in _named(book) if where[1] in known and where[2] not in known[where[1]]
    ]  # fmt: skip
    problems += _values(file, book, places, lines)
    problems += _thresholds(file, book, lines)
    problems += _repeated(file, book["hypotheses"], "hypotheses", lines)
    problems += _locks(file, book, lock)
    return problems


def setting_problems(file: Path, book: Book) -> list[Problem]:
    """Named settings that the file doesn't have: without them nothing can be said of it."""
    lines, known = key_lines_of(file), book["settings"]
    return [
        _unknown(file, book, lines, where, sorted(known))
        for where in _named(book) if where[1] == "settings" and where[2] not in known
    ]  # fmt: skip


def _unknown(
    file: Path, book: Book, lines: Mapping[Path_, int], named: tuple[Path_, str, str],
    known: list[str],
) -> Problem:  # fmt: skip
    path, kind, name = named
    at = (str(file), line_near(lines, path), _dotted(path, book))
    return Problem(*at, KNOWN[kind], shown(name), did_you_mean(name, known))


def _named(book: Book) -> Named:
    for at, continuity in enumerate(book.get("continuities", ())):
        yield ("continuities", at), "continuities", continuity
    for name, selector in book["settings"].items():
        yield from _in_selector(("settings", name), selector)
    for at, hypothesis in enumerate(book["hypotheses"]):
        path: Path_ = ("hypotheses", at)
        yield from _in_setting((*path, "setting"), hypothesis.get("setting"))
        for continuity, predicts in hypothesis["predicts"].items():
            here = (*path, "predicts", continuity)
            yield here, "continuities", continuity
            parts = parts_of(predicts)
            for part, prediction in parts.items():
                inside = (*here, part) if part else here
                yield from _in_setting((*inside, "setting"), prediction.get("setting"))
                if (than := prediction.get("than")) and than not in parts:
                    yield (*inside, "than"), "settings", than
                for kind in prediction.get("over", ()):
                    yield (*inside, "over"), "kinds", kind


def _in_setting(path: Path_, setting: Any) -> Named:
    if isinstance(setting, str):
        yield path, "settings", setting
    elif isinstance(setting, Mapping):
        yield from _in_selector(path, setting)
    for at, one in enumerate(setting if isinstance(setting, list) else ()):
        yield from _in_setting((*path, at), one)


def _in_selector(path: Path_, selector: Mapping[str, Any]) -> Named:
    for key, asked in selector.items():
        for at, name in enumerate(asked if key in KEYS else ()):
            yield (*path, key, at), KEYS[key], name
        if key == "stands":
            yield (*path, key, "code"), "codes", asked["code"]
        for name in asked if key == "where" else ():
            yield (*path, key, name), "attributes", name


def _values(
    file: Path, book: Book, units: list[Mapping[str, Any]], lines: Mapping[Path_, int]
) -> Iterator[Problem]:
    """Values of attributes that no unit has."""
    for path, selector in _selectors(book):
        for name, values in selector.get("where", {}).items():
            there = {str(unit[name]) for unit in units if unit.get(name)}
            for at, value in enumerate(values):
                if there and value not in there:
                    here = (*path, "where", name, at)
                    yield Problem(str(file), line_near(lines, here), _dotted(here, book),
                                  f"a value of {name} that a unit has", shown(value),
                                  did_you_mean(value, sorted(there)))  # fmt: skip


def _selectors(book: Book) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
    for name, selector in book["settings"].items():
        yield ("settings", name), selector
    for at, hypothesis in enumerate(book["hypotheses"]):
        path: Path_ = ("hypotheses", at)
        yield from _inline((*path, "setting"), hypothesis.get("setting"))
        for continuity, predicts in hypothesis["predicts"].items():
            for part, prediction in parts_of(predicts).items():
                here = (*path, "predicts", continuity, *([part] if part else []), "setting")
                yield from _inline(here, prediction.get("setting"))


def _inline(path: Path_, setting: Any) -> Iterator[tuple[Path_, Mapping[str, Any]]]:
    if isinstance(setting, Mapping):
        yield path, setting
    for at, one in enumerate(setting if isinstance(setting, list) else ()):
        yield from _inline((*path, at), one)


def _thresholds(file: Path, book: Book, lines: Mapping[Path_, int]) -> Iterator[Problem]:
    """Bands whose low end is above the high one, and bands that leave predictions without any."""
    limits = book["thresholds"]
    bands: dict[Path_, tuple[float, ...]] = {("thresholds", "low"): (limits["low"], limits["high"])}
    bands |= {
        ("thresholds", "grid", "bands", at): tuple(band)
        for at, band in enumerate(limits["grid"]["bands"])
    }
    for path, (low, high) in bands.items():
        if low > high:
            yield Problem(str(file), line_near(lines, path), _dotted(path, book),
                          "low at most as much as high", f"low {low:g}, high {high:g}",
                          "write the lower one first")  # fmt: skip
    if all(low >= high for low, high in limits["grid"]["bands"]):
        for at, hypothesis in enumerate(book["hypotheses"]):
            for continuity, predicts in hypothesis["predicts"].items():
                if any(p["predicted"] == "mixed" for p in parts_of(predicts).values()):
                    here = ("hypotheses", at, "predicts", continuity)
                    yield Problem(str(file), line_near(lines, here), _dotted(here, book),
                                  "a band with a middle, for a prediction of mixed",
                                  "bands without one", "add [0.4, 0.6] to `bands`")  # fmt: skip


def _repeated(
    file: Path, listed: Iterable[Mapping[str, Any]], key: str, lines: Mapping[Path_, int]
) -> Iterator[Problem]:
    first: dict[str, int | None] = {}
    for at, item in enumerate(listed):
        line = line_near(lines, (key, at, "id"))
        if item["id"] and item["id"] in first:
            found = f"{item['id']}, as on line {first[item['id']]}"
            hint = "give one of the two another id"
            yield Problem(str(file), line, f"{key}.{item['id']}", "each id once", found, hint)
        first.setdefault(item["id"], line)


def _locks(file: Path, book: Book, lock: Mapping[str, Any]) -> Iterator[Problem]:
    """Locked hypotheses that are gone: what was predicted before the data can't be taken back."""
    known = {hypothesis["id"] for hypothesis in book["hypotheses"]}
    if "" in known:  # one whose id can't be read: it may be the one
        return
    where = lock_of(file)
    lines = key_lines_of(where) if set(lock) - known else {}
    for name in lock:
        if name not in known:
            hint = did_you_mean(name, sorted(known - set(lock)), GONE)
            yield Problem(str(where), lines.get((name,)), name, f"a hypothesis of {file}",
                          shown(name), hint)  # fmt: skip


def question_problems(
    file: Path,
    questions: Iterable[Mapping[str, Any]],
    tables: Collection[str],
    others: Collection[str] = (),
) -> list[Problem]:
    """Questions with the id of another, and tables that no question may rest on.

    `tables`: those that one may rest on; `others`: results that aren't counted for questions.
    """
    questions = list(questions)
    lines = key_lines_of(file)
    problems = list(_repeated(file, questions, "questions", lines))
    for at, question in enumerate(questions):
        named: list[tuple[Path_, list[str]]] = [((), question.get("rests_on", []))]
        named += [
            (("parts", name), part.get("rests_on", []))
            for name, part in question.get("parts", {}).items() if isinstance(part, Mapping)
        ]  # fmt: skip
        for inside, rests in named:
            for place, table in enumerate(rests):
                if table not in tables:
                    path = ("questions", at, *inside, "rests_on", place)
                    where = ".".join(["questions", question["id"], *map(str, inside), "rests_on"])
                    hint = RESTS if table in others else did_you_mean(table, sorted(tables), RESTS)
                    problems.append(
                        Problem(str(file), line_near(lines, path), where, "a table of results",
                                shown(table), hint)
                    )  # fmt: skip
    return problems


def _dotted(path: Path_, book: Book) -> str:
    """A path with dots, hypotheses by their ids."""
    if path[0] == "hypotheses":
        path = ("hypotheses", book["hypotheses"][path[1]]["id"] or path[1], *path[2:])
    return ".".join(map(str, path))
