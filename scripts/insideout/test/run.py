"""The plan of tests: each test done, adjusted within its family, judged and put in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.attributes import attributes_of
from insideout.problems import DataError
from insideout.reader import framed
from insideout.tables.statistics import (
    TEST_ASSUMPTIONS,
    TEST_CELLS,
    TEST_EFFECTS,
    TEST_PAIRS,
    TESTS,
)
from insideout.test.cases import Tables, case_table
from insideout.test.compared import two_groups_words
from insideout.test.multiplicity import in_family
from insideout.test.one import Declared, Done, Settings, cases_noun, effects_of, one, pairs_of
from insideout.test.sentence import named, sentence, uncapital, variable_words
from insideout.test.variables import declared_problems, name_of, variables_of
from insideout.test.verdict import judged


def run_plan(
    declared: Sequence[Declared], given: Tables, settings: Settings
) -> tuple[list[Done], dict[str, pd.DataFrame]]:
    """All tests as they were done, one by one, and their tables.

    The tables: tests, test_cells, test_effects, test_pairs and test_assumptions. Each test draws
    from generators of its own, seeded by `seed` and the test's id, so that a test added or moved
    changes no other's p-value. Raises DataError when a test names what isn't there.
    """
    check(declared, given)
    names = unit_names(given)
    done = [one(test, case_table(given, test), settings, names) for test in declared]
    return done, tables_of(done, given, settings)


def tables_of(done: Sequence[Done], given: Tables, settings: Settings) -> dict[str, pd.DataFrame]:
    """The tables of a plan that was done."""
    rows = told(done, given, settings)
    after = [
        {"test": row["test"]} | pair for each, row in zip(done, rows, strict=True)
        for pair in pairs_of(each, row["verdict"], 1 - settings.alpha)
    ]  # fmt: skip
    made = {
        TESTS: rows,
        TEST_CELLS: _of(done, lambda each: each.finding.cells),
        TEST_EFFECTS: _of(done, effects_of),
        TEST_PAIRS: after,
        TEST_ASSUMPTIONS: _of(done, lambda each: each.choice.assumptions),
    }
    return {table.name: framed(found, table) for table, found in made.items()}


def _of(
    done: Sequence[Done], rows: Callable[[Done], Sequence[Mapping[str, Any]]]
) -> list[dict[str, Any]]:
    return [{"test": each.test["id"]} | dict(row) for each in done for row in rows(each)]


def check(declared: Sequence[Declared], given: Tables) -> None:
    """Raise DataError with everything that the plan names and the tables don't have."""
    columns = [
        [] if frame is None else list(frame.columns)
        for frame in (given.informants, given.patients, given.units, given.measures)
    ]
    problems = declared_problems(
        declared, attributes_of(*columns[:3]), list(given.codebook["code"]),
        set(given.informants["group"]), measures=columns[3], items=list(given.items),
        patients=given.patients is not None,
    )  # fmt: skip
    if problems:
        raise DataError(problems)


def told(done: Sequence[Done], given: Tables, settings: Settings) -> list[dict[str, Any]]:
    """The tests' rows adjusted within their families, judged, each with its sentence."""
    rows = judged([each.row for each in done], adjust=settings.adjust, alpha=settings.alpha)
    for each, row in zip(done, rows, strict=True):
        names = variable_names(each.test, given)
        names["groups"] = groups_words(each, names["by"])
        row["sentence"] = sentence(
            row, names, adjust=settings.adjust,
            family=in_family(rows, row), confidence=1 - settings.alpha,
            reason=each.finding.notes[0] if each.finding.p is None else "",
        )  # fmt: skip
    return rows


def groups_words(each: Done, by: str) -> str:
    """What a test of two groups compared, in a few words; "" for others."""
    called = {str(cell[key]): named(str(cell[key])) for cell in each.finding.cells
              for key in ("group", "value")}  # fmt: skip
    return two_groups_words(each.finding.cells, by, each.choice.method, called)


def unit_names(given: Tables) -> dict[str, str]:
    """Names of the units by id."""
    return {} if given.units is None else dict(
        zip(given.units["unit"], given.units["name"], strict=True)
    )  # fmt: skip


def variable_names(test: Declared, given: Tables) -> dict[str, str]:
    """What sentences call a test's variables, by role (a code's name, else the id in words), and
    its cases.
    """
    codes = dict(zip(given.codebook["code"], given.codebook["name"], strict=True))
    return {"cases": f"{cases_noun(test)}s"} | {
        role: uncapital(codes.get(variable.get("code", ""), ""))
        or variable_words(name_of(variable))
        for role, variable in variables_of(test).items()
    }
