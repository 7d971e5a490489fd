"""What in a codebook a person should look at; nothing of it is an error."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.reader import framed
from insideout.tables.coding import CODEBOOK_NOTES

Code = Mapping[str, Any]
Note = tuple[str, str]  # what was noticed, the same in words


def notes(codes: Sequence[Code], counts: pd.DataFrame) -> pd.DataFrame:
    """Notes on the codes (table `codebook_notes`), in the order of the codebook.

    `counts`: table `code_counts`. Unused are codes in use without a coding and without codes below
    them; a theme needn't be coded itself. Of retired codes only codings that stand on them still
    are told.
    """
    used = dict(zip(counts["code"], counts["codings"].astype(int), strict=True))
    below: dict[str, list[str]] = {}
    paths: dict[str, list[str]] = {}
    for code in codes:
        if not code["retired"]:
            below.setdefault(code["parent"], []).append(code["code"])
            paths.setdefault(code["path"].casefold(), []).append(code["code"])
    rows = [
        {"code": code["code"], "note": note, "detail": detail}
        for code in codes
        for note, detail in _noticed(code, used.get(code["code"], 0), below, paths)
    ]
    return framed(rows, CODEBOOK_NOTES)


def _noticed(
    code: Code, used: int, below: Mapping[str, list[str]], paths: Mapping[str, list[str]]
) -> Iterator[Note]:
    if code["retired"]:
        if used:
            stand = f"{used} coding{'s stand' if used > 1 else ' stands'} on it"
            yield "retired_used", f"retired in version {code['retired']}, yet {stand}"
        return
    children = below.get(code["code"], [])
    if not used and not children:
        yield "unused", "no coding has it"
    if not code["definition"]:
        yield "no_definition", "nothing says what it means"
    if len(children) == 1:
        yield "one_child", f"a theme with a single code, {children[0]}"
    others = [name for name in paths[code["path"].casefold()] if name != code["code"]]
    if others:
        yield "same_path", f"the same name below the same parent as {', '.join(others)}"
