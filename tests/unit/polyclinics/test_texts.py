"""The default study's texts: how many there are, of whom and how long, and that no two read alike.

A word is a run of letters, digits and apostrophes. What stands in square brackets (a masked name,
`[laughs]`) is no word: it is left out, and what stood before it is followed by what stood after.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from insideout.reader import read_inputs, records
from insideout.tables import INPUTS

LONG = 8  # words of a sequence that a third source may not share
DOCUMENTS = ("document", "press")
FORMATS = ("docx", "txt", "vtt", "srt", "odt")
LETTERS = {
    "eastmere": "E", "whinshire": "W", "sedgeton": "S", "tarrow": "T", "fivecastles": "F", "": "C",
}  # fmt: skip
AFTER_LETTER = {  # what follows a site's letter in the id of an informant of a group
    "patient": r"\d\d", "companion": r"\d\d[A-Z]", "document": r"D\d\d", "press": r"D\d\d",
}  # fmt: skip
PRACTITIONER = r"P\d\d"  # of every other group

Rows = list[dict[str, Any]]


def repo() -> Path:
    """Where the study lies: two folders below it are read, `data` and `docs`."""
    return Path(__file__).parents[3]


def table(name: str) -> Rows:
    folder = repo() / "data" / "polyclinics"
    return records(read_inputs([folder / f"{name}.csv"], INPUTS[name]))


class Turn(NamedTuple):
    """What one speaker says, with its label."""

    label: str
    text: str


def turns(text: str, labels: Iterable[str]) -> list[Turn]:
    """The turns of a text, in which an empty line stands before each.

    A paragraph that begins with no label of the source goes on with the turn before it.
    """
    known = set(labels)
    found: list[Turn] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        label, colon, said = block.partition(":")
        if colon and label.strip() in known:
            found.append(Turn(label.strip(), said))
        elif found:
            found[-1] = Turn(found[-1].label, f"{found[-1].text} {block}")
        else:
            found.append(Turn("", block))
    return found


def words(text: str) -> list[str]:
    plain = re.sub(r"\[[^\]]*\]", " ", text).replace("\u2019", "'").casefold()
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", plain)


def sequences(said: list[str]) -> Iterator[tuple[str, ...]]:
    return zip(*(said[n:] for n in range(LONG)), strict=False)


def shared(texts: Mapping[str, list[Turn]], asked: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Sequences of words in more than two sources, with these.

    `asked`: the labels of a source under which questions stand, which are the same everywhere.
    """
    where: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    for source, spoken in texts.items():
        for turn in spoken:
            if turn.label not in asked.get(source, ()):
                for sequence in sequences(words(turn.text)):
                    where[sequence].add(source)
    return {" ".join(found): sources for found, sources in where.items() if len(sources) > 2}


def expected_id(group: str, site: str) -> str:
    """The pattern of an informant's id, by the group and the site ("" for Stockholm)."""
    return LETTERS.get(site, "no site") + AFTER_LETTER.get(group, PRACTITIONER)


def misnamed(informants: Rows) -> list[str]:
    """Informants whose ids don't say who and where they are.

    A companion's begins with a patient's.
    """
    patients = {row["informant"] for row in informants if row["group"] == "patient"}
    return [
        name
        for row in informants
        if not re.fullmatch(expected_id(row["group"], row["site"]), name := row["informant"])
        or (row["group"] == "companion" and name[:-1] not in patients)
    ]


def sheeted(page: str) -> list[str]:
    """Whom the page of people has a sheet of: lines that begin with an id in bold."""
    return re.findall(r"^\*\*(\w+)\*\*", page, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def informants() -> Rows:
    return table("informants")


@pytest.fixture(scope="module")
def texts() -> dict[str, list[Turn]]:
    """The turns of each source."""
    labels: defaultdict[str, set[str]] = defaultdict(set)
    for row in table("speakers"):
        labels[row["source"]].add(row["label"])
    folder = repo() / "data" / "polyclinics" / "texts"
    return {
        row["source"]: turns((folder / row["file"]).read_text("utf-8"), labels[row["source"]])
        for row in table("sources")
    }


@pytest.fixture(scope="module")
def lengths(texts: dict[str, list[Turn]]) -> dict[str, int]:
    """Words of each source, the interviewer's with them and labels without."""
    return {
        source: sum(len(words(turn.text)) for turn in spoken) for source, spoken in texts.items()
    }


def test_no_sequence_of_words_is_shared_by_more_than_two_sources(
    texts: dict[str, list[Turn]],
) -> None:
    asked: defaultdict[str, set[str]] = defaultdict(set)
    for row in table("speakers"):
        if row["role"] == "interviewer":
            asked[row["source"]].add(row["label"])
    assert shared(texts, asked) == {}


def test_every_turn_of_every_text_has_a_speaker(texts: dict[str, list[Turn]]) -> None:
    assert [source for source, spoken in texts.items() if not all(t.label for t in spoken)] == []


def test_there_are_enough_words(lengths: dict[str, int]) -> None:
    assert sum(lengths.values()) >= 30_000


def test_there_are_enough_patients_with_an_interview_of_a_fair_length(
    informants: Rows, lengths: dict[str, int]
) -> None:
    told = [row["informant"] for row in informants if row["group"] == "patient"]
    found = {name: lengths.get(name, 0) for name in told}
    assert {name: n for name, n in found.items() if not 250 <= n <= 700} == {}
    assert len(told) >= 40


def test_every_site_has_eight_patients_interviewed(informants: Rows) -> None:
    sites = [row["unit"] for row in table("units") if row["kind"] == "site"]
    found = Counter(row["site"] for row in informants if row["group"] == "patient")
    assert found == dict.fromkeys(sites, 8)


def test_there_are_enough_who_work_for_patients(informants: Rows) -> None:
    others = {"patient", "companion", *DOCUMENTS}
    assert len([row for row in informants if row["group"] not in others]) >= 25


def test_there_are_enough_documents_and_cuttings() -> None:
    assert len([row for row in table("sources") if row["kind"] in DOCUMENTS]) >= 10


def test_every_swedish_centre_has_a_source() -> None:
    centres = [
        row["unit"] for row in table("units") if row["country"] == "SE" and row["kind"] == "centre"
    ]
    heard = {row["unit"] for row in table("sources")}
    assert len(centres) == 7
    assert [unit for unit in centres if unit not in heard] == []


def test_ids_of_informants_say_who_they_are(informants: Rows) -> None:
    assert misnamed(informants) == []


def test_every_source_bears_the_id_of_an_informant_who_speaks_in_it() -> None:
    speaking: defaultdict[str, set[str]] = defaultdict(set)
    for row in table("speakers"):
        speaking[row["source"]].add(row["informant"])
    sources = [row["source"] for row in table("sources")]
    assert [source for source in sources if source not in speaking[source]] == []


def test_every_patient_interviewed_is_in_the_sample(informants: Rows) -> None:
    sampled = {row["patient"] for row in table("patients")}
    told = [row["informant"] for row in informants if row["group"] == "patient"]
    assert [name for name in told if name not in sampled] == []


@pytest.mark.parametrize("ending", FORMATS)
def test_raw_transcripts_come_in_every_common_format(ending: str) -> None:
    raw = repo() / "data" / "polyclinics" / "private" / "raw"
    assert list(raw.glob(f"*.{ending}")) != []


def test_everybody_who_speaks_has_a_sheet_and_nobody_else(informants: Rows) -> None:
    page = (repo() / "docs" / "polyclinics-people.md").read_text("utf-8")
    sheets = Counter(sheeted(page))
    may = {row["informant"] for row in informants}
    must = {row["informant"] for row in informants if row["group"] not in DOCUMENTS}
    assert must <= set(sheets) <= may
    assert [name for name, times in sheets.items() if times > 1] == []


# That the checks above would tell.
ALIKE = "one two three four [Doctor 3] five six seven eight"


def told_by(*said: str, label: str = "P") -> dict[str, list[Turn]]:
    return {f"S{n}": [Turn(label, text)] for n, text in enumerate(said)}


def test_a_sequence_in_a_third_source_is_found_across_masks_and_marks() -> None:
    alike = told_by(ALIKE, "And one two, three four - FIVE six [laughs] seven eight.", ALIKE)
    assert shared(alike, {}) == {"one two three four five six seven eight": {"S0", "S1", "S2"}}


def test_two_sources_may_share_a_sequence_and_questions_may_be_everywhere() -> None:
    assert shared(told_by(ALIKE, ALIKE, "one two three"), {}) == {}
    asked = told_by(ALIKE, ALIKE, ALIKE, label="Q")
    assert shared(asked, {source: {"Q"} for source in asked}) == {}


def test_no_sequence_runs_from_one_turn_into_the_next() -> None:
    apart = [Turn("P", "one two three four"), Turn("P", "five six seven eight")]
    assert shared({"A": apart, "B": apart, "C": apart}, {}) == {}


def test_a_paragraph_without_a_label_belongs_to_the_turn_before_it() -> None:
    read = turns("Q: Well?\n\nP: First.\n\nOne thing: second.\n", ["Q", "P"])
    assert [(turn.label, words(turn.text)) for turn in read] == [
        ("Q", ["well"]), ("P", ["first", "one", "thing", "second"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("informant", "group", "site", "wrong"),
    [
        ("E01", "patient", "eastmere", False), ("E1", "patient", "eastmere", True),
        ("W01", "patient", "eastmere", True), ("E01H", "companion", "eastmere", False),
        ("E02H", "companion", "eastmere", True), ("TP03", "manager", "tarrow", False),
        ("T03", "manager", "tarrow", True), ("CP04", "practitioner", "", False),
        ("FD01", "press", "fivecastles", False), ("FP01", "document", "fivecastles", True),
    ],
)  # fmt: skip
def test_an_id_is_judged_by_group_and_site(
    informant: str, group: str, site: str, wrong: bool
) -> None:
    others = [{"informant": "E01", "group": "patient", "site": "eastmere"}]
    row = {"informant": informant, "group": group, "site": site}
    assert misnamed([row, *others]) == ([informant] if wrong else [])
