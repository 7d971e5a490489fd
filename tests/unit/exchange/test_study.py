"""Projects as studies, and results as projects."""

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.check import check
from insideout.code.codebook import read_codebook
from insideout.exchange.project import Case, Code, Coding, Note, Project, Set, Source, User
from insideout.exchange.refi.convention import made_guid
from insideout.exchange.results import Results, project_of
from insideout.exchange.study import TEXTLESS, Made, study_of
from insideout.exchange.study_ids import initials, slug, source_slug, unique_ids
from insideout.exchange.study_texts import as_taken_in
from insideout.house import open_study
from insideout.rows import SLUG

TEXT = "Q: How is it?\n\nAnn: I wait. I wait a lot.\n\nQ: Oh?\n\nAnn: Yes.\n\nQ: So.\n\nAnn: Yes.\n"
PROJECT = Project(
    "A project",
    "Some tool",
    codes=[
        Code("t", "Waiting", codable=False),
        Code("w", "Waiting", "t", "Waits.", "#ff0000"),
        Code("v", "waiting", "t"),
    ],
    users=[User("u1", "Ann Berg"), User("u2", "anders  Bo"), User("u3", "陳")],
    sources=[
        Source("a", "Mrs Berg, 2.docx", TEXT),
        Source("b", "mrs berg  2", "One.\n", "A neighbour."),
        Source("c", "Gone"),
    ],
    codings=[
        Coding("1", "a", "w", "u1", 20, 27, created="2024-01-01T00:00:00Z", memo="m"),
        Coding("2", "a", "w", "u2", 28, 34),
        Coding("3", "a", "v", "u2", 28, 41, valence="absent", period_from="2020-01-01"),
        Coding("4", "a", "v", "u2", quote="a  lot"),
        Coding("5", "c", "v", "u2", 0, 5, quote="words"),
        Coding("6", "a", "v", ""),
        Coding("7", "b", "w", "", 0, 4, valence="odd"),
    ],
    cases=[
        Case("ca", "Ann", {"Age group": "80", "group": "a b"}, ["a"]),
        Case("cb", "Both", {}, ["a", "b"]),
    ],
    sets=[Set("s", "Some", ["a"])],
    notes=[Note("n", "On", "text", ["w", "a", "ca", "s"], "u1")],
)


def rows(made: Made, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(made.files[name], newline="")))


def losses(made: Made) -> dict[str, int]:
    return {loss.what: loss.count for loss in made.losses}


def write(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode("utf-8"))


def test_a_study_of_a_project_passes_the_check(tmp_path: Path) -> None:
    write(tmp_path, study_of(PROJECT, "new").files)
    said = check(open_study(tmp_path / "new.yaml"))
    assert "2 sources, 5 codings, 3 codes: no problem" in said
    assert TEXTLESS not in said


def test_coders_are_called_by_initials_and_their_names_stand_nowhere() -> None:
    made = study_of(PROJECT, "new")
    coders = {name for name in made.files if name.startswith("codings/")}
    assert coders == {"codings/AB.csv", "codings/AB_2.csv", "codings/unknown.csv"}
    assert "user Ann Berg: AB" in made.told
    assert "user 陳: U1" in made.told
    assert not any("Ann Berg" in name + text for name, text in made.files.items())


def test_only_ids_that_nobody_would_guess_are_told_and_no_more_than_ten() -> None:
    made = study_of(Project("p", codes=[Code("a", "Long waits"), Code("b", "陳")]), "new")
    assert [told for told in made.told if told.startswith("code ")] == ["code 陳: code"]
    many = [Code(str(n), "陳") for n in range(1212)]
    told = study_of(Project("p", codes=many), "new").told
    assert [line for line in told if line.startswith("code ")] == told[:10]
    assert "… 1,202 more: see codebook.yaml" in told


def test_codings_have_their_words_and_what_stands_around_them() -> None:
    made = study_of(PROJECT, "new")
    first, loose = rows(made, "codings/AB.csv")[0], rows(made, "codings/AB_2.csv")[-1]
    assert first | {
        "quote": "I wait.", "start": "20", "end": "27",
        "suffix": " I wait a lot.\n\nQ: Oh?\n\nAnn: Yes",
        "prefix": "Q: How is it?\n\nAnn: ", "occurrence": "", "memo": "m", "origin": "imported",
    } == first  # fmt: skip
    assert (loose["quote"], loose["start"], loose["end"]) == ("a  lot", "", "")
    assert rows(made, "codings/AB_2.csv")[0]["occurrence"] == "2"
    assert [row["quote"] for row in rows(made, TEXTLESS)] == ["words"]
    settings = yaml.safe_load(made.files["new.yaml"])
    assert settings["anchor"] == {"orphans": "count"}


def test_codes_of_one_name_below_one_parent_are_told_apart() -> None:
    made = study_of(PROJECT, "new")
    (top,) = yaml.safe_load(made.files["codebook.yaml"])["codes"]
    assert [(code["id"], code["name"]) for code in top["codes"]] == [
        ("waiting/waiting", "Waiting"), ("waiting/waiting_2", "waiting (2)")
    ]  # fmt: skip
    assert losses(made)["name of a code"] == 1


def test_cases_of_one_source_become_its_informant() -> None:
    made = study_of(PROJECT, "new")
    assert rows(made, "sources.csv")[0]["source"] == "Mrs_Berg_2"
    assert rows(made, "sources.csv")[1]["source"] == "mrs_berg_2_2"
    assert rows(made, "informants.csv") == [
        {"informant": "Mrs_Berg_2", "unit": "", "group": "a_b", "Age_group": "80"},
        {"informant": "mrs_berg_2_2", "unit": "", "group": "informant", "Age_group": ""},
    ]


def test_notes_are_kept_with_what_they_are_about() -> None:
    assert rows(study_of(PROJECT, "new"), "notes.csv") == [
        {"note": "On", "about": "waiting/waiting Mrs_Berg_2 Ann", "by": "AB", "created": "",
         "text": "text"},
        {"note": "description", "about": "mrs_berg_2_2", "by": "", "created": "",
         "text": "A neighbour."},
    ]  # fmt: skip


def test_what_a_study_has_no_place_for_is_lost_aloud() -> None:
    assert losses(study_of(PROJECT, "new")) == {
        "name of a code": 1, "colour of a code": 1, "source": 1, "case": 1, "coding": 1,
        "valence of a coding": 1, "what a note is about": 1, "set": 1, "date of a coding": 1,
        "name of a user": 3,
    }  # fmt: skip


def test_a_codebook_that_another_tool_left_contradicting_itself_is_made_sound() -> None:
    codes = [Code("a", "A", extra={"id": "a", "merged_into": "gone", "include": "this"})]
    made = study_of(Project("p", codes=codes), "p")
    assert list(made.files) == ["codebook.yaml"]
    assert yaml.safe_load(made.files["codebook.yaml"]) == {
        "codes": [{"id": "a", "name": "A", "include": "this"}]
    }
    assert [loss.what for loss in made.losses] == ["keys of codes"] * len(made.losses)
    assert made.losses


def test_texts_with_other_white_space_are_folded_and_their_places_moved() -> None:
    text = "Ann:  I\twait\r\n\r\n\r\nand  wait   so\u00ad"
    made = as_taken_in("S", text, "interview")
    assert made is not None
    assert made.text == "Ann: I wait\nand wait so\n"
    for words in ("I\twait", "wait   so", "wait\r\n\r\n\r\nand"):
        at = text.index(words)
        place = made.place(at, at + len(words))
        assert place is not None
        assert made.text[slice(*place)].split() == words.split()
    assert as_taken_in("S", " \n", "interview") is None


@given(st.lists(st.text(max_size=12), max_size=8))
def test_ids_are_safe_and_each_is_there_once(names: list[str]) -> None:
    found = unique_ids({str(n): name for n, name in enumerate(names)}, source_slug, "S")
    assert len({id_.casefold() for id_ in found.values()}) == len(names)
    assert all(SLUG.fullmatch(id_) and id_ not in (".", "..") for id_ in found.values())


LETTERS = st.text("ab .,\n\t\u00adÅ😀'", min_size=1, max_size=30)
ANY = st.one_of(st.sampled_from(["", "a", "b", "c"]), st.text(max_size=4))


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Project,
        ANY,
        codes=st.lists(st.builds(Code, ANY, ANY, ANY, ANY), max_size=4),
        users=st.lists(st.builds(User, ANY, ANY), max_size=3),
        sources=st.lists(st.builds(Source, ANY, ANY, LETTERS, ANY), min_size=1, max_size=3),
        codings=st.lists(
            st.builds(
                Coding, ANY, ANY, ANY, ANY, st.integers(0, 9), st.integers(0, 30), ANY, ANY, ANY,
                ANY, ANY,
            ),
            max_size=6,
        ),
        cases=st.lists(
            st.builds(
                Case, ANY, ANY, st.dictionaries(ANY, ANY, max_size=2), st.lists(ANY, max_size=2),
                ANY, ANY,
            ),
            max_size=4,
        ),
        notes=st.lists(st.builds(Note, ANY, ANY, ANY, st.lists(ANY, max_size=2)), max_size=2),
    )
)  # fmt: skip
def test_the_worst_project_makes_a_study_whose_tables_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, project: Project
) -> None:
    folder = tmp_path_factory.mktemp("study")
    made = study_of(project, "new")
    write(folder, made.files)
    study = open_study(folder / "new.yaml")
    texted = any(name.startswith("texts/") for name in made.files)
    if project.codes and texted:
        assert "no problem" in check(study)
    texts = {row["source"]: made.files[f"texts/{row['file']}"] for row in rows(made, "sources.csv")}
    for name in made.files:
        if name.startswith("codings/"):
            for row in rows(made, name):
                at = slice(int(row["start"]), int(row["end"])) if row["start"] else slice(0)
                assert texts[row["source"]][at] == (row["quote"] if row["start"] else "")


@pytest.mark.parametrize(
    ("name", "id_"),
    [("P1", "P1"), ("Åsa_2", "Åsa_2"), ("a/../b", "a_.._b"), ("con", "_con"), ("../x", "x")],
)
def test_a_name_that_is_an_id_stays(name: str, id_: str) -> None:
    assert slug(name) == id_


def test_initials_are_of_words() -> None:
    named = [initials(name) for name in ("AB", "Ann Berg", "ann.berg@x.org", "Åsa", "1a", "陳")]
    assert named == ["AB", "AB", "AB", "A", "A", ""]


RESULTS = Results(
    "small",
    "Small",
    {"S1": TEXT, "D1": "A rule.\n"},
    [
        {"source": "S1", "kind": "interview", "unit": "north", "date": "2020-01-02",
         "language": "en", "consent_quote": "no", "informants": "P1"},
        {"source": "D1", "kind": "document", "unit": "north", "date": "", "language": "en",
         "consent_quote": "yes", "informants": ""},
    ],
    [
        {"code": "care", "parent": "", "path": "Care", "depth": "0", "name": "Care",
         "definition": "", "origin": "deductive", "organisational": "yes"},
        {"code": "gp", "parent": "care", "path": "Care > GP", "depth": "1", "name": "GP",
         "definition": "Seen.", "origin": "inductive", "organisational": "no",
         "feature": "same_person", "sign": "-1", "shows": "reviews+ same_person-"},
    ],
    [
        {"coding": "0a", "source": "S1", "start": "20", "end": "27", "quote": "I wait.",
         "code": "gp", "valence": "absent", "about": "north|patient", "coder": "researchers",
         "round": "2", "memo": "m"},
    ],
    {
        "informants": [{"informant": "P1", "unit": "north", "group": "patient", "sex": "f"}],
        "units": [
            {"unit": "north", "level": "practice", "name": "North", "kind": "practice"},
            {"unit": "net", "level": "network", "name": "Net", "kind": "network"},
        ],
        "memberships": [
            {"unit": "north", "parent": "net", "from": "2019-01-01", "to": ""},
            {"unit": "north", "parent": "old", "from": "", "to": "2018-12-31"},
        ],
        "mapping": [{"code": "gp", "to": "x"}],
    },
    [{"frame": "f", "case": "P1", "theme": "care", "summary": "Waits.", "author": "AB"}],
    {"f": "informant"},
)  # fmt: skip


def test_results_become_a_project_with_informants_in_units_in_units() -> None:
    project = project_of(RESULTS)
    cases = {case.name: case for case in project.cases}
    above = {case.guid: case.name for case in project.cases}
    assert {name: above.get(case.parent, "") for name, case in cases.items()} == {
        "net": "", "north": "net", "P1": "north"
    }  # fmt: skip
    assert {name: case.level for name, case in cases.items()} == {
        "north": "practice", "net": "network", "P1": "informant"
    }  # fmt: skip
    assert cases["P1"].attributes == {"group": "patient", "sex": "f"}
    assert list(cases["north"].sources) == [made_guid("source", "small", "D1")]
    (note,) = project.notes
    assert note.about == [cases["P1"].guid, project.codes[0].guid]
    told = {(loss.what, loss.count) for loss in project.losses}
    assert told == {
        ("membership of a unit", 1), ("dates of a membership", 2),
        ("mapping of a code to a framework", 1),
    }  # fmt: skip


def test_results_come_back_as_the_study_they_were(tmp_path: Path) -> None:
    made = study_of(project_of(RESULTS), "again")
    write(tmp_path, made.files)
    study = open_study(tmp_path / "again.yaml")
    assert "no problem" in check(study)
    assert study["levels"] == ["patient", "practice", "network"]
    (coding,) = rows(made, "codings/researchers.csv")
    kept = RESULTS.codings[0]
    assert {key: coding[key] for key in kept if key != "coding"} == {
        key: value for key, value in kept.items() if key != "coding"
    }
    codes = read_codebook(tmp_path / "codebook.yaml")
    keys = RESULTS.codebook[1].keys() - {"organisational"}
    assert {key: str(codes[1][key]) for key in keys} == {
        key: RESULTS.codebook[1][key] for key in keys
    }
    assert codes[1]["organisational"] is False
    sources = {row["source"]: row for row in rows(made, "sources.csv")}
    assert sources["S1"]["consent_quote"] == "no"
    assert sources["D1"]["kind"] == "document"
    assert sources["D1"]["unit"] == "north"


def test_results_of_before_some_columns_were_there_can_be_read() -> None:
    old = [{k: v for k, v in row.items() if k != "round"} for row in RESULTS.codings]
    (coding,) = project_of(replace(RESULTS, codings=old)).codings
    assert (coding.round, coding.direction) == (1, "")
