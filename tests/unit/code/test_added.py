"""Codings that forms bring are put into a coder's file as the file has its others."""

import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from insideout.changes import with_rows
from insideout.code.added import with_codings
from insideout.code.anchor import Place
from insideout.code.gather import read_codings
from insideout.code.place import sought
from insideout.suggest.named import coding_of
from insideout.tables.inputs import CODINGS

DATA = Path(__file__).parents[3] / "data" / "polyclinics"
TEXT = "P: I wait. The bus is late. I wait.\n"
WORDS = ("all", "of", "this", "was", "told", "at", "another", "time", "and", "in", "other", "words")
HEAD = "source,quote,occurrence,code,coder\n"


def coding(words: str, start: int) -> dict[str, Any]:
    quote = {"source": "N1", "start": start, "end": start + len(words)}
    return coding_of(quote, "waiting", "", "AM", TEXT)


@pytest.mark.parametrize(
    ("before", "bus"),
    [
        ("", None),
        (HEAD, None),
        (HEAD + "N1,The bus,1,late,AM\nN1,P,,late,AM\n", None),
        (HEAD + "N1,The bus,1,late,AM\nN1,P,1,late,AM\n", 1),
    ],
    ids=["no file", "no row", "some rows count", "every row counts"],
)
def test_an_occurrence_is_written_where_the_words_are_not_unique_or_every_row_has_one(
    tmp_path: Path, before: str, bus: int | None
) -> None:
    file = tmp_path / "AM.csv"
    if before:
        file.write_text(before)
    new = [coding("The bus is late.", 11), coding("I wait.", 3), coding("I wait.", 28)]
    file.write_text(with_codings(file, new))
    assert [row["occurrence"] for row in read_codings([file])[-3:]] == [bus, 1, 2]


def test_a_file_without_the_column_does_not_get_it(tmp_path: Path) -> None:
    """Its old rows would then claim to be unique."""
    file = tmp_path / "AB.csv"
    file.write_text("source,quote,code,coder\nN1,The bus is late,wait,AB\n", "utf-8")
    made = with_codings(file, [coding("I wait", 3)])
    assert "occurrence" not in made.splitlines()[0]
    assert len(made.splitlines()) == 3


def sentences(text: str, draw: random.Random) -> list[tuple[int, int]]:
    """Some sentences of a text, without the spaces around them."""
    found, at = [], 0
    for part in text.split(". "):
        if "\n" not in part and len(part) > 30:
            found.append((at, at + len(part)))
        at += len(part) + 2
    return draw.sample(found, min(3, len(found)))


@pytest.mark.parametrize("seed", range(3))
def test_a_file_stays_as_good_as_it_was_when_transcripts_are_corrected(
    tmp_path: Path, seed: int
) -> None:
    draw = random.Random(seed)  # noqa: S311 - a test's dice
    there = [c for c in read_codings([DATA / "codings" / "AM.csv"])
             if c["occurrence"] and c["start"] is not None]  # fmt: skip
    sources = sorted({row["source"] for row in there})
    texts = {s: (DATA / "texts" / f"{s}.txt").read_text("utf-8") for s in sources}
    new = [
        coding_of({"source": s, "start": a, "end": b}, "personal_list", "", "AM", texts[s])
        for s in sources for a, b in sentences(texts[s], draw)
    ]  # fmt: skip
    file = tmp_path / "AM.csv"
    file.write_text(with_rows("", there, CODINGS), encoding="utf-8", newline="")
    file.write_text(with_codings(file, new), encoding="utf-8", newline="")
    codings = read_codings([file])
    assert len(codings) == len(there) + len(new)
    # all that stands around the quotes is rewritten
    kept = [c for c in codings if c["occurrence"] == 1
            and sum(c["quote"] in k["quote"] for k in codings) == 1]  # fmt: skip
    after = dict.fromkeys(texts, "")
    for c in sorted(kept, key=lambda c: int(c["start"])):
        after[c["source"]] += f"{' '.join(draw.sample(WORDS, 8))} {c['quote']} "
    mine = {c["coding"] for c in there}
    assert Counter(c["coding"] in mine for c in kept)[False] > 10

    def lost(rows: list[dict[str, Any]]) -> int:
        return sum(not isinstance(at, Place) for _, at in sought(rows, after, 85))

    spoiled = [{**c, "occurrence": c["occurrence"] if c["coding"] in mine else None} for c in kept]
    assert lost(kept) < 0.02 * len(kept)  # short quotes that other words look like
    assert lost(spoiled) > 50  # what rows without an occurrence would do to the others
