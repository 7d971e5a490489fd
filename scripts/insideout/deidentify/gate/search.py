"""The gate before what a stage made: nothing that was masked may stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from insideout.deidentify.detect.lists import LANGUAGES, ordinary_of
from insideout.deidentify.gate.leaks import gate
from insideout.deidentify.gate.outputs import read_outputs
from insideout.deidentify.kept import with_key
from insideout.deidentify.private import Private
from insideout.languages import known_as
from insideout.problems import DataError
from insideout.tables.outputs import OUTPUTS


def searched(
    files: Iterable[Path],
    disclosed: Sequence[Path],
    *,
    languages: Iterable[str],
    allow: Iterable[str],
    shown_as: Path,
    also: Sequence[Path] = (),
) -> str:
    """Search files, and folders of them, for names of the key and what looks like identifiers.

    `files`: what the first of them prints and cites is allowed in all; the others are asked for
    last, so that they may still be made while the first, and `also`, are searched.
    `disclosed`: the key's hash, and the other files of its folder; empty where the line began with
    texts: then patterns alone can be looked for. `allow`: what is no identifier. `shown_as`: the
    folder that messages name in place of the one the files lie in. `also`: further files that are
    searched where there is a key, such as the tables behind a report. Raises DataError with every
    leak.
    """
    private = with_key(disclosed[0]) if disclosed else Private()
    codes = set(map(known_as, languages))
    # Shapes of a language without rules of its own are those of English.
    spoken = sorted({code if code in LANGUAGES else "en" for code in codes})
    known = [ordinary_of(language) for language in spoken] if disclosed else []
    decided = [(str(row["type"]), row["decision"]) for row in private.decisions]
    coming = iter(files)
    first = next(coming)
    there = [first, *(also if disclosed else ())]
    try:
        return gate(
            read_outputs(there, OUTPUTS.values()), private.key, roster=private.roster,
            allowed=[*allow, *(word for word, decision in decided if decision == "not_name")],
            careful=[word for word, decision in decided if decision == "look"],
            ordinary=lambda word: any(usual(word) for usual in known), languages=spoken,
            later=read_outputs(coming, OUTPUTS.values()),
        )  # fmt: skip
    except DataError as error:
        base = str(first.parent)
        raise DataError(
            replace(problem, file=problem.file.replace(base, str(shown_as), 1))
            for problem in error.problems
        ) from error
