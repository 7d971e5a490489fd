"""The numbers and sentences of the chapter of tests, by the names that its text uses."""

from __future__ import annotations

from collections import Counter

from insideout.report.data import Data
from insideout.report.markup import counted, listed, number, share
from insideout.report.statistics import families

ADJUST = {
    "holm": "Verdicts of tests that form a family rest on *p*-values adjusted by Holm’s method, "
    "which guards against any false finding among them",
    "benjamini_hochberg": "Verdicts of tests that form a family rest on *p*-values adjusted by "
    "Benjamini and Hochberg’s method, which limits the share of false findings among them",
    "none": "Verdicts rest on unadjusted *p*-values, though some tests form families",
}
ALONE = "No test was declared to belong to a family, so that no *p*-value is adjusted"


def variables(data: Data) -> dict[str, str]:
    """The chapter's variables; `tests.count` is the first of them."""
    study, verdicts = data.study, Counter(test["verdict"] for test in data.tests)
    partners = [test for test in data.tests if test["p_cluster"] is not None]
    return {
        "count": counted(len(data.tests), "test"),
        "differences": number(verdicts["differs"]),
        "conditional": number(verdicts["differs_if_independent"]),
        "none": number(verdicts["no_difference_shown"]),
        "not_testable": number(verdicts["not_tested"]),
        "counted": _counted(data, verdicts),
        "glance": _glance(data, verdicts),
        "alpha": share(study["alpha"]),
        "confidence": f"{100 * (1 - study['alpha']):.4g} per cent",
        "sizes": _sizes(sorted({test["n"] for test in data.tests})),
        "least": counted(study.get("smallest_group", 3), "case"),
        "permutations": number(study.get("permutations", 9999)),
        "gee_from": counted(study.get("gee_from", 15), "practice"),
        "partners": counted(len(partners), "test"),
        "several": _several(data),
        "adjusted": _adjusted(data),
    }


def _counted(data: Data, verdicts: Counter[str]) -> str:
    """What the tests came to, in a sentence."""
    if not data.tests:
        return "The study file declares no tests of its own."
    said = {
        "differs": "{} a difference or association, also when people of one practice may be alike",
        "differs_if_independent": "{} one only if people are taken as independent",
        "no_difference_shown": "{} none",
    }
    parts = [
        text.format(f"{verdicts[name]:,} {'shows' if verdicts[name] == 1 else 'show'}")
        for name, text in said.items() if verdicts[name]
    ]  # fmt: skip
    if n := verdicts["not_tested"]:
        parts.append(
            f"{n:,} {'was' if n == 1 else 'were'} not done, for want of cases or variation"
        )
    return f"Of {counted(len(data.tests), 'test')}, {listed(parts)}."


def _glance(data: Data, verdicts: Counter[str]) -> str:
    """The tests in a line, for the study at a glance."""
    parts = [
        f"{verdicts[name]:,} {said}" for name, said in (
            ("differs", "with a difference or association"),
            ("differs_if_independent", "with one only if people are independent"),
            ("no_difference_shown", "with none shown"), ("not_tested", "not tested"),
        ) if verdicts[name]
    ]  # fmt: skip
    return f"{counted(len(data.tests), 'test')}: {', '.join(parts)}"


def _sizes(sizes: list[int]) -> str:
    if not sizes:
        return "no cases"
    if len(sizes) == 1:
        return counted(sizes[0], "case")
    return f"{sizes[0]:,} to {counted(sizes[-1], 'case')}"


def _several(data: Data) -> str:
    """What it means that several tests were made, if they were."""
    done = sum(test["p"] is not None for test in data.tests)
    if done < 2:
        return ""
    expected = number(done * data.study["alpha"], 1)
    return (
        f"**Several tests were made**: {done} gave a *p*-value, of which {expected} would be "
        "expected to lie below α by chance alone if there were nothing to find."
    )


def _adjusted(data: Data) -> str:
    """How p-values were adjusted, with the table they are in."""
    if not families(data):
        return f"{ALONE}."
    return f"{ADJUST[data.study.get('adjust', 'holm')]} (@tbl-test-families)."
