"""The chapter of statistical tests: all of them in a table, their families, those not done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from insideout.report import test_beside, test_sections
from insideout.report.data import Data, words
from insideout.report.evidence import spelled
from insideout.report.markup import markdown, number, p_value, pipe
from insideout.report.test_words import (
    EFFECTS,
    SPACE,
    VERDICTS,
    interval,
    named,
    sized,
    statistic,
)
from insideout.test.sentence import method_words as method


def includes(data: Data) -> dict[str, str]:
    """The chapter's parts by name; those of which there is nothing are empty."""
    if not (data.tests or data.statistics):
        return {}
    return {
        "tests": overview(data),
        "test-families": families(data),
        "tests-refused": headed("Not tested", "sec-tests-refused", refused(data)),
        "test-cells": one_by_one(data),
        "test-sensitivity": headed(
            "Under other thresholds", "sec-test-sensitivity", test_beside.sensitivity(data)
        ),
        "test-contrasts": headed(
            "Contrasts of published shares", "sec-test-contrasts", test_beside.contrasts(data)
        ),
    }


def headed(heading: str, name: str, text: str) -> str:
    """A part of the chapter under its heading; nothing where there is nothing."""
    return f"## {heading} {{#{name}}}\n\n{text}" if text else ""


def one_by_one(data: Data) -> str:
    """A section for each test, family by family, in the order of the study file.

    Tests of families lie a level deeper, so that the page's contents list families alone.
    """
    if not data.tests:
        return ""
    families = list(dict.fromkeys(test["family"] for test in data.tests))
    if families == [""]:
        made = [test_sections.section(data, test, "###") for test in data.tests]
        return headed("Test by test", "sec-tests-each", "\n".join(made))
    parts = []
    for family in sorted(families, key=lambda family: not family):
        name = f"Family: {markdown(words(family))}" if family else "Tests of no family"
        parts.append(f"### {name} {{#sec-tests-family-{spelled(family or 'none')}}}\n")
        parts += [test_sections.section(data, test, "####")
                  for test in data.tests if test["family"] == family]  # fmt: skip
    return headed("Test by test", "sec-tests-each", "\n".join(parts))


def overview(data: Data) -> str:
    """All tests, one a row."""
    if not data.tests:
        return ""
    rows = [
        [
            f"[{markdown(test['asks'])}](#sec-test-{spelled(test['test'])})",
            method(test) if test["p"] is not None else "–", number(test["n"]), statistic(test),
            p_value(test["p"]), partner(test), effect(test), VERDICTS[test["verdict"]],
        ]
        for test in data.tests
    ]  # fmt: skip
    head = ["Question", "Test", "*n*", "Statistic", "*p*", "*p* by practices (least possible)",
            "Effect (interval)", "A difference or association is"]  # fmt: skip
    caption = (
        "The tests of the study, in the order of the study file. The first *p* takes people as "
        "independent; the second lets those of one practice be alike."
    )
    made = pipe(head, rows, "llrlrlll", caption, "tbl-tests", (22, 14, 5, 13, 7, 12, 14, 13))
    return f"::: {{.landscape}}\n\n{made}\n:::\n"


def partner(test: Mapping[str, Any]) -> str:
    """The p-value of the test's partner, with the smallest it could have reached."""
    if test["p_cluster"] is None:
        return "–"
    least = test["p_cluster_least"]
    known = least is not None and test["p_cluster_error"] is None
    return p_value(test["p_cluster"]) + (f" ({p_value(least)})" if known else "")


def effect(test: Mapping[str, Any]) -> str:
    """The main effect size with its name and interval."""
    name, value, low, high = (test[f"effect{end}"] for end in ("_name", "", "_low", "_high"))
    if not name or value is None:
        return "–"
    ends = "" if low is None and high is None else f" ({interval(name, low, high)})"
    return f"{EFFECTS.get(name, markdown(name))}{SPACE}={SPACE}{sized(name, value)}{ends}"


def families(data: Data) -> str:
    """Tests that were adjusted together, with their p-values before and after."""
    found = [test for test in data.tests if test["family"] and test["p"] is not None]
    if not found:
        return ""
    order = list(dict.fromkeys(test["family"] for test in found))
    rows = [
        [
            markdown(words(test["family"])),
            f"[{markdown(test['asks'])}](#sec-test-{spelled(test['test'])})",
            *(p_value(test[name]) for name in
              ("p", "p_holm", "p_bh", "p_cluster", "p_cluster_holm", "p_cluster_bh")),
        ]
        for family in order for test in found if test["family"] == family
    ]  # fmt: skip
    head = ["Family", "Question", "*p*", "Holm", "B.-H.", "*p* by practices", "Holm", "B.-H."]
    caption = (
        "*p*-values adjusted within their families of tests: by Holm, which guards against any "
        "false finding, and by Benjamini and Hochberg (B.-H.), which limits their share."
    )
    return pipe(head, rows, "llrrrrrr", caption, "tbl-test-families",
                (14, 32, 9, 9, 9, 9, 9, 9))  # fmt: skip


def refused(data: Data) -> str:
    """The tests that were not done, with the reason."""
    lines = [
        f"- [{markdown(test['asks'])}](#sec-test-{spelled(test['test'])}) "
        f"{markdown(named(data, test['sentence'] or test['note']))}"
        for test in data.tests if test["verdict"] == "not_tested"
    ]  # fmt: skip
    if not lines:
        return ""
    why = "These questions were asked, and could not be tested with the cases there are:\n"
    return "\n".join([why, *lines]) + "\n"
