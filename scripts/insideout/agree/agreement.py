"""How far coders agree: rows of the table `agreement`, from codings that were made apart.

Rows stand for codes that somebody of those compared has used; where nobody has, there is nothing to
agree on but absence. `all` pools units and those codes; a theme counts where a code of it stands.
AC1 of valence takes chance from the valences that the codebook allows a code; in `all`, from their
mean number over the units.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from insideout.agree.assigned import Assignment
from insideout.agree.bootstrap import resampled, weights
from insideout.agree.coefficients import bias, percent_agreement, positive_agreement
from insideout.agree.compared import Compared, comparisons
from insideout.agree.figures import SCORES, Sample, by_source, of_presence, scored, with_intervals
from insideout.agree.notes import notes
from insideout.agree.seen import VALENCE_ORDER, allowed_valences, choices
from insideout.agree.tally import Counts, counted
from insideout.agree.unitizing import Extents, alpha_of, disagreements
from insideout.agree.units import Flags, speech
from insideout.agree.validation import validation
from insideout.keyness import theme_of, themes_of
from insideout.reader import framed
from insideout.tables.agreement import AGREEMENT

__all__ = ["agreement", "validation"]

Numbers: TypeAlias = NDArray[np.float64]
Row: TypeAlias = dict[str, Any]
FEW_CATEGORIES = 10  # subjects among which a coefficient beyond percent agreement still says much


@dataclass(frozen=True)
class Item:
    """What a row scores: `level` and `code` as in the table; `parts`: the items it is made of."""

    level: Literal["all", "theme", "code"]
    code: str
    parts: list[int]


def agreement(
    placed: pd.DataFrame,
    turns: pd.DataFrame,
    sentences: pd.DataFrame,
    codebook: pd.DataFrame,
    assigned: Iterable[Assignment],
    settings: Mapping[str, Any],
    rounds: Sequence[Mapping[str, Any]],
    seed: int,
) -> pd.DataFrame:
    """Agreement between coders of a round (inter), and between rounds of a coder (intra).

    `placed`: table `codings_placed`; `assigned`: who coded what, and which codes were looked for;
    `settings`: the study file's `agree`; `rounds`: its key of that name. See the tables `agreement`
    for what a row holds, and `comparisons` for who is compared with whom.
    """
    work = list(assigned)
    groups = comparisons(work, settings["validators"], rounds)
    used = set(placed["code"])
    codes = [str(code) for code in codebook["code"] if code in used]
    over = theme_of(codebook, themes_of(codebook))
    grouping = {theme for code, theme in over.items() if code != theme}
    themes = [theme for theme in dict.fromkeys(over.get(code) for code in codes) if theme]
    themes = [theme for theme in themes if theme in grouping]
    place = [themes.index(over[code]) if over.get(code) in themes else -1 for code in codes]
    said = speech(turns, sentences, settings["unit"])
    found = counted(placed, said, work, groups, codes, place)
    allowed = allowed_valences(codebook, codes)
    rows: list[Row] = []
    for group, counts in zip(groups, found, strict=True):
        drawn = weights(len(group.sources), settings["resamples"], seed, group.name)
        sample = Sample(drawn[: len(drawn) * (len(group.sources) > 1)], settings["confidence"])
        items = _items(counts, codes, themes, place)
        if not items:
            continue
        base = {"compared": group.compared, "coders": group.coders, "rounds": group.rounds}
        made = _rows(group, counts, items, allowed, settings["unit"], sample)
        both = any(row["units"] for row in made if row["aspect"] == "presence")
        if group.compared == "inter" or both:  # of a coder who looked for other codes: nothing
            rows += [base | row for row in made]
    return framed(rows, AGREEMENT)


def _items(
    counts: Counts, codes: Sequence[str], themes: Sequence[str], place: Sequence[int]
) -> list[Item]:
    """What is scored: all codes that were used, the themes they belong to, and each of them."""
    used = np.flatnonzero(counts.used[: len(codes)]).tolist()
    over = {place[n] for n in used}
    return [
        *([Item("all", "", used)] if used else []),
        *(Item("theme", name, [len(codes) + n]) for n, name in enumerate(themes) if n in over),
        *(Item("code", codes[n], [n]) for n in used),
    ]


def _rows(
    group: Compared,
    counts: Counts,
    items: Sequence[Item],
    allowed: Flags,
    unit: str,
    sample: Sample,
) -> list[Row]:
    rows = _presence(counts, items, unit, sample)
    coders = len(group.hands)
    for aspect, told in (("valence", counts.valence), ("about", counts.about)):
        values = np.vstack([*told, np.zeros((0, coders + 2), dtype="int64")])
        for item in items:
            if item.level != "theme":
                mine = values[np.isin(values[:, 1], item.parts)]
                rows += _told(mine, aspect, item, allowed, unit, len(group.sources), sample)
    return rows + _extent(counts, items, sample)


def _presence(counts: Counts, items: Sequence[Item], unit: str, sample: Sample) -> list[Row]:
    """Whether units have a code."""
    coders = counts.with_code.shape[-1] - 1
    pick = _picked(items, counts.raters.shape[1])
    sums = of_presence(counts.with_code, counts.raters)
    sums = type(sums)(**{name: _added(values, pick) for name, values in vars(sums).items()})
    table = _added(counts.crosstab, pick) if coders == 2 else None
    made = scored(sums, table, "nominal", 2, sample)
    positives = _added(counts.with_code, pick)[..., 1:].sum((0, -1))
    given = (_added(counts.with_code, pick) * np.arange(coders + 1)).sum((0, -1))
    asked = _added(counts.raters * counts.units[:, None], pick).sum(0)
    units = sums.units.sum(0)
    some = _added(counts.units[:, None] * (counts.raters > 0), pick) > 0
    missing = _added(counts.units[:, None] * (counts.raters < coders), pick).sum(0)
    rows = []
    for n, item in enumerate(items):
        row = _row(item, "presence", made, n) | {
            "unit": unit, "sources": int(some[:, n].sum()), "units": int(units[n]),
            "missing": int(missing[n]), "metric": "nominal",
            "prevalence": _value(given[n] / asked[n]) if asked[n] else None,
        }  # fmt: skip
        row |= _cells(table.sum(0)[n] if table is not None else None)
        complete = float(sums.complete[:, n].sum())
        rows.append(_noted(row, coders, float(positives[n]), _undefined(made, n), complete))
    return rows


def _told(
    values: NDArray[np.int64],
    aspect: str,
    item: Item,
    allowed: Flags,
    unit: str,
    sources: int,
    sample: Sample,
) -> list[Row]:
    """Valence, or subject, of units that all coders gave the code.

    `values`: see `Counts`; `allowed`: see `allowed_valences`.
    """
    if not len(values):
        return []
    source, said = values[:, 0], values[:, 2:]
    coders = said.shape[1]
    names, known = np.unique(said, return_inverse=True)
    fixed = aspect == "valence"
    said = said if fixed else known.reshape(said.shape)
    size = len(VALENCE_ORDER) if fixed else len(names)
    many = size > FEW_CATEGORIES
    if many:  # for agreement alone, a category can be the first of the coders who says it
        said, size = (said[:, :, None] == said[:, None, :]).argmax(2), coders
    each = np.stack([(said == one).sum(1) for one in range(size)], axis=-1)
    sums = by_source(each.astype("float64"), coders, source, sources)
    table = None
    if coders == 2:
        table = np.zeros((sources, size, size))
        np.add.at(table, (source, said[:, 0], said[:, 1]), 1)
    chosen = choices(values[:, 1], said, allowed) if fixed else None
    made = scored(sums, table, "ordinal" if fixed else "nominal", chosen, sample)
    if many:
        made = {name: value for name, value in made.items() if name.startswith("percent")}
    row = _row(item, aspect, made, ...) | {
        "unit": unit, "sources": len(np.unique(source)), "units": len(said), "missing": 0,
        "metric": "ordinal" if fixed else "nominal", "prevalence": None, "both": None,
    }  # fmt: skip
    row = _noted(row, coders, None, _undefined(made, ...))
    if many:
        row["metric"] = ""
        row["note"] = f"{len(names)} different subjects: no coefficient beyond percent agreement"
    return [row]


def _extent(counts: Counts, items: Sequence[Item], sample: Sample) -> list[Row]:
    """Which characters have a code. All codes together: sums of their disagreements."""
    coders = counts.with_code.shape[-1] - 1
    pick = _picked(items, counts.raters.shape[1])
    length, agreeing = _added(counts.length, pick), _added(counts.agreeing, pick)
    marks = _added(counts.extents.marked, pick).sum(0)
    every = dict(vars(counts.extents)) | {"length": length, "agreeing": agreeing}

    def at(sums: dict[str, Numbers]) -> dict[str, Numbers]:
        percent = percent_agreement(sums.pop("agreeing"), sums.pop("length"))
        observed, expected = disagreements(Extents(**sums))
        return {"alpha": alpha_of(observed @ pick.T, expected @ pick.T), "percent": percent}

    made = at({name: values.sum(0) for name, values in every.items()})
    if len(sample.weight):
        made = with_intervals(made, at(resampled(sample.weight, every)), sample.confidence)
    table = _added(counts.characters, pick).sum(0) if coders == 2 else None
    missing = _added(counts.said[:, None] - counts.length, pick).sum(0)
    rows = []
    for n, item in enumerate(items):
        row = _row(item, "extent", made, n) | {
            "unit": "character", "sources": int((length[:, n] > 0).sum()),
            "units": int(length[:, n].sum()), "missing": int(missing[n]), "metric": "unitizing",
        }  # fmt: skip
        given = marks[n] / (coders * row["units"]) if row["units"] and coders == 2 else None
        row |= {"prevalence": _value(given)} | _cells(None if table is None else table[n])
        rows.append(_noted(row, coders, None, _undefined(made, n)))
    return rows


def _cells(table: Numbers | None) -> Row:
    """The four cells of two coders' table, and what they amount to."""
    if table is None:
        return {"both": None}
    (neither, second), (first, both) = table.astype("int64").tolist()
    return {
        "both": both, "first_only": first, "second_only": second, "neither": neither,
        "bias": _value(bias(table)), "positive": _value(positive_agreement(table)),
    }  # fmt: skip


def _noted(
    row: Row,
    coders: int,
    positives: float | None,
    undefined: float,
    complete: float | None = None,
) -> Row:
    """The row with its note; one that rests on one source has no intervals."""
    alone = row["sources"] < 2
    ends = dict.fromkeys(f"{name}_{end}" for name in SCORES for end in ("low", "high"))
    row = row | ends if alone else row
    return row | {"note": notes(row, coders, positives, 0.0 if alone else undefined, complete)}


def _row(item: Item, aspect: str, made: Mapping[str, Numbers], at: Any) -> Row:
    empty = dict.fromkeys(SCORES)
    found = {name: _value(values[at]) for name, values in made.items() if name != "undefined"}
    return {"aspect": aspect, "level": item.level, "code": item.code} | empty | found


def _undefined(made: Mapping[str, Numbers], at: Any) -> float:
    return float(made["undefined"][at]) if "undefined" in made else 0.0


def _picked(items: Sequence[Item], size: int) -> Numbers:
    """Rows × items that add up to them."""
    pick = np.zeros((len(items), size))
    for n, item in enumerate(items):
        pick[n, item.parts] = 1
    return pick


def _added(values: Numbers, pick: Numbers) -> Numbers:
    """Sources × rows, from sources × items."""
    return np.asarray(np.moveaxis(np.tensordot(values, pick, (1, 1)), -1, 1), dtype="float64")


def _value(number: Any) -> float | None:
    return None if number is None or np.isnan(number) else float(number)
