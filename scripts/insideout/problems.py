"""What is wrong with an input: where, what was expected, what was found, what to do.

Checks collect problems in a list and go on, so that a researcher sees all of them at once;
`DataError` carries the list out.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing wrong with an input.

    `file` is a path as the researcher wrote it (or relative to the working directory), `line` the
    1-based line of the file (for a docx the paragraph), `column` a column's name or a key's path.
    """

    file: str
    line: int | None = None
    column: str = ""
    expected: str = ""
    found: str = ""
    hint: str = ""

    def __str__(self) -> str:
        where = self.file + (f", line {self.line}" if self.line is not None else "")
        where += f", {self.column}" if self.column else ""
        said = [where]
        said += [f"    expected: {self.expected}"] if self.expected else []
        said += [f"    found:    {self.found}"] if self.found else []
        said += [f"    Hint: {self.hint}"] if self.hint else []
        return "\n".join(said)


class DataError(Exception):
    """Inputs can't be used as they are. `problems` holds every one that was found, sorted."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        if isinstance(problems, Problem):
            problems = [problems]
        self.problems: list[Problem] = sorted(
            set(problems), key=lambda p: (p.file, p.line or 0, p.column, p.found)
        )
        super().__init__(summary(self.problems))

    def __reduce__(self) -> tuple[type[DataError], tuple[list[Problem]]]:
        return (DataError, (self.problems,))


def summary(problems: Sequence[Problem]) -> str:
    """The problems as text, one paragraph each, with a count and the number of files above."""
    files = len({problem.file for problem in problems})
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    head = f"{count} in {files} file{'s' if files != 1 else ''}"
    return "\n\n".join([head, *(str(problem) for problem in problems)])


def shown(value: object, limit: int = 80) -> str:
    """A value as it may appear in a message: quoted, on one line, cut at `limit` characters."""
    text = " ".join(str(value).split())
    return repr(text if len(text) <= limit else text[: limit - 1] + "…")
