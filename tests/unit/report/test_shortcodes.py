"""Shortcodes are expanded, and every line still knows where it was written."""

from pathlib import Path

import pytest

from insideout.problems import Problem
from insideout.report.shortcodes import Source, expand


def expanded(folder: Path, text: str) -> tuple[Source, list[Problem]]:
    (folder / "a.qmd").write_text(text, encoding="utf-8")
    problems: list[Problem] = []
    variables = {"n": 3, "p": {"low": 0.05, "yes": True}, "list": [1]}
    return expand(folder, "a.qmd", variables, problems), problems


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("{{< var n >}} of {{<var p.low>}}", "3 of 0.05\n"),
        ("{{< var p.yes >}}", "true\n"),
        ("{{{< var n >}}}", "{{< var n >}}\n"),
        ("a\n\n{{< pagebreak >}}\n\nb", "a\n\n\n::: {.pagebreak}\n:::\n\n\nb\n"),
    ],
)
def test_shortcodes_are_replaced(tmp_path: Path, text: str, result: str) -> None:
    source, problems = expanded(tmp_path, text)
    assert source.text == result
    assert not problems


def test_lines_of_includes_keep_their_origin(tmp_path: Path) -> None:
    (tmp_path / "b.md").write_text("b1\n{{< include c.md >}}\nb3\n")
    (tmp_path / "c.md").write_text("c1\n")
    source, problems = expanded(tmp_path, "a1\n{{< include b.md >}}\na3\n")
    assert source.text == "a1\nb1\nc1\nb3\na3\n"
    assert [source.origin(n) for n in range(1, 6)] == [
        ("a.qmd", 1),
        ("b.md", 1),
        ("c.md", 1),
        ("b.md", 3),
        ("a.qmd", 3),
    ]
    assert not problems


def test_lists_and_groups_are_no_values(tmp_path: Path) -> None:
    _, problems = expanded(tmp_path, "{{< var list >}}\n{{< var p >}}\n")
    assert [problem.line for problem in problems] == [1, 2]
