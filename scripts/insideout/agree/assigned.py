"""Who coded which source in which round, and which codes were looked for there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from insideout.code.rounds import Rounds, held_rounds
from insideout.code.versions import became, codes_of_version
from insideout.reader import records


@dataclass(frozen=True)
class Assignment:
    """A source that a coder coded in a round, and the codes that were looked for.

    `codes`: every single one, as they are called in the present codebook. Codes that are newer
    than the round's codebook, or were retired before it, weren't looked for.
    """

    source: str
    coder: str
    round: int
    codes: frozenset[str]


def assigned(
    placed: pd.DataFrame, assignments: pd.DataFrame, codebook: pd.DataFrame, rounds: Rounds
) -> list[Assignment]:
    """What coders had to code, sorted by source, coder and round.

    `placed`: table `codings_placed`; `assignments`: the table, and where it is empty, a coder has
    coded the sources they put a code into, for all codes. Rounds that are held back are left out:
    nobody knows yet what was found there, so that a code without codings isn't an absent one.
    """
    versions = {row["round"]: str(row.get("codebook") or "") for row in rounds}
    shut = held_rounds(rounds)
    codes = records(codebook)
    changed = became(codes)
    known: dict[tuple[str, str], frozenset[str]] = {}
    made = []
    for source, coder, number, roots in _work(placed, assignments):
        if number in shut:
            continue
        key = (versions.get(number, ""), roots)
        if key not in known:
            known[key] = _sought(codes, *key, changed)
        made.append(Assignment(source, coder, number, known[key]))
    return sorted(made, key=lambda a: (a.source, a.coder, a.round))


def _work(placed: pd.DataFrame, assignments: pd.DataFrame) -> Iterable[tuple[str, str, int, str]]:
    """Source, coder, round, and the codes to look for as the table has them."""
    if len(assignments):
        columns = [assignments[name] for name in ("source", "coder", "round", "codes")]
        return [(s, c, int(n), " ".join(k.split())) for s, c, n, k in zip(*columns, strict=True)]
    each = placed[["source", "coder", "round"]].drop_duplicates()
    return [(s, c, int(n), "") for s, c, n in each.itertuples(index=False)]


def _sought(
    codes: Sequence[Mapping[str, Any]],
    version: str,
    roots: str,
    changed: Mapping[str, Mapping[str, str]],
) -> frozenset[str]:
    """Codes of a version under the names that their codings stand under now.

    A code whose codings were set aside would look like one that nobody ever found: it is left out.
    """
    found = codes_of_version(codes, version, roots.split())
    now = {changed[code]["to"] if code in changed else code for code in found}
    return frozenset(now - {""})


def counted(
    placed: pd.DataFrame, assigned: Iterable[Assignment], *, declared: bool
) -> pd.DataFrame:
    """The codings that count, which are those of each coder's last round with source and code.

    `declared`: whether the study has a table of assignments. Without one nobody can tell whether
    a later round looked for a code again; only codings of the same code by the same coder in the
    same source then take the place of earlier ones. Rows keep their order.
    """
    keys = [placed[name].tolist() for name in ("source", "coder", "code", "round")]
    last: dict[tuple[str, str, str], int] = defaultdict(int)
    for source, coder, code, number in set(zip(*keys, strict=True)):
        last[source, coder, code] = max(last[source, coder, code], number)
    if declared:
        used = set(zip(keys[0], keys[1], strict=True))
        for work in assigned:
            if (work.source, work.coder) in used:
                for code in work.codes:
                    key = (work.source, work.coder, code)
                    if key in last:
                        last[key] = max(last[key], work.round)
    stands = [number == last[s, w, c] for s, w, c, number in zip(*keys, strict=True)]
    return placed[stands].reset_index(drop=True) if not all(stands) else placed
