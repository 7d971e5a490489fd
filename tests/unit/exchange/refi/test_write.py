"""REFI-QDA out: valid against the official schema, the same bytes, and back as it went."""

import io
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.exchange.project import Case, Code, Coding, Note, Project, Set, Source, User
from insideout.exchange.refi.convention import (
    CODING_KEYS,
    EXTRAS,
    MEMO,
    lines_of,
    values_of,
    with_extra,
    without_extra,
)
from insideout.exchange.refi.read import read
from insideout.exchange.refi.write import qdc, qdpx

XSD = Path(__file__).parents[5] / "shared" / "data" / "refi-xsd"
Q = "{urn:QDA-XML:project:1.0}"
WHEN = "2024-03-05T10:11:12Z"


def guid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-000000000000"


SMALL = Project(
    "Small",
    codes=[
        Code("care", "Care", codable=False),
        Code("gp", "Doctor", "care", "Who is seen.", "#ff0000", extra={"include": "a\nb"}),
    ],
    users=[User(guid(1), "Ann"), User("bo", "Bo")],
    sources=[Source("S1", "S1", "Åsa came. 😀 She came."), Source("S2", "S2", None)],
    codings=[
        Coding("c1", "S1", "gp", guid(1), 0, 9, created=WHEN, memo="why", valence="absent"),
        Coding("c2", "S1", "care", "bo", 0, 9, about="a|b", round=2),
        Coding("c3", "S1", "gp", "bo", 10, 21),
        Coding("c4", "S1", "gp", "bo", quote="gone"),
        Coding("c5", "S2", "gp", "bo", 0, 4),
    ],
    cases=[
        Case("north", "North", level="site"),
        Case("p1", "P1", {"age": "80", "sex": "female"}, ["S1"], "north", "patient"),
    ],
    sets=[Set("s", "Some", ["S1", "gp", "p1"])],
    notes=[Note("n1", "On care", "Text", ["care", "p1"], "bo", WHEN), Note("n2", "Free", "")],
)


def unzipped(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def document(project: Project) -> Element:
    found: Element = fromstring(unzipped(qdpx(project)[0])["project.qde"])
    return found


def schema(name: str) -> Any:
    if not XSD.is_dir():
        pytest.skip("../shared/data/refi-xsd is not here")
    from lxml import etree

    return etree.XMLSchema(etree.parse(XSD / name))


def faults(xsd: Any, data: bytes) -> list[str]:
    from lxml import etree

    return [] if xsd.validate(etree.fromstring(data)) else [str(xsd.error_log)]


def test_archive_holds_the_document_in_lower_case_and_texts_by_their_guids() -> None:
    files = unzipped(qdpx(SMALL)[0])
    source = document(SMALL).find(f".//{Q}TextSource")
    assert source is not None
    path = source.attrib["plainTextPath"]
    assert path == f"internal://{source.attrib['guid']}.txt"
    assert list(files) == ["project.qde", path.replace("internal://", "sources/")]
    assert files[list(files)[1]] == "Åsa came. 😀 She came.".encode()


def test_one_selection_a_place_with_its_codings_in_code_points() -> None:
    selections = document(SMALL).findall(f".//{Q}PlainTextSelection")
    places = [(s.attrib["startPosition"], s.attrib["endPosition"]) for s in selections]
    assert places == [("0", "9"), ("10", "21")]
    assert [len(s.findall(f"{Q}Coding")) for s in selections] == [2, 1]
    assert [s.attrib["name"] for s in selections] == ["Åsa came.", "😀 She came."]


def test_what_has_no_place_is_carried_in_notes_that_other_tools_show() -> None:
    root = document(SMALL)
    notes = {note.attrib["guid"]: note for note in root.findall(f"{Q}Notes/{Q}Note")}
    coding = root.find(f".//{Q}Coding")
    assert coding is not None
    refs = [notes[ref.attrib["targetGUID"]] for ref in coding.findall(f"{Q}NoteRef")]
    told = [(n.attrib["name"], n.findtext(f"{Q}PlainTextContent")) for n in refs]
    assert told == [(MEMO, "why"), (EXTRAS, "valence: absent")]


def test_cases_tell_where_they_lie_as_variables_and_as_a_set() -> None:
    root = document(SMALL)
    variables = {v.attrib["guid"]: v.attrib for v in root.iter(f"{Q}Variable")}
    assert {v["name"]: v["typeOfVariable"] for v in variables.values()} == {
        "level": "Text", "age": "Integer", "sex": "Text", "parent_id": "Text"
    }  # fmt: skip
    north, patient = root.findall(f"{Q}Cases/{Q}Case")
    values = {
        variables[v[0].attrib["targetGUID"]]["name"]: v[1].text
        for v in patient.findall(f"{Q}VariableValue")
    }
    expected = {"age": "80", "sex": "female", "parent_id": north.attrib["guid"]}
    assert values == expected | {"level": "patient"}
    named = [(s.attrib["name"], len(s)) for s in root.findall(f"{Q}Sets/{Q}Set")]
    assert named == [("Some", 2), ("site: North", 1)]


def test_every_loss_is_told_with_its_reason() -> None:
    told = {(loss.what, loss.which, loss.count, loss.why) for loss in qdpx(SMALL)[1]}
    assert told == {
        ("source", "S2", 1, "the project doesn't hold its text"),
        ("coding", "gone", 1, "it has no place in the text"),
        ("coding", "", 1, "the project doesn't hold its source's text"),
        ("member of a set", "Some", 1,
         "sets of the standard hold codes, sources and notes, and no others"),
    }  # fmt: skip


def test_known_guids_stay_and_others_are_the_same_each_time() -> None:
    users = [user.attrib["guid"] for user in document(SMALL).iter(f"{Q}User")]
    again = [user.attrib["guid"] for user in document(replace(SMALL, name="x")).iter(f"{Q}User")]
    assert users[0] == guid(1)
    assert users == again
    assert qdpx(SMALL) == qdpx(SMALL)


def test_codes_in_a_ring_or_without_their_parent_come_to_the_top_and_keep_those_below() -> None:
    codes = [Code("a", "A", "b"), Code("b", "B", "a"), Code("d", "D", "c"), Code("c", "C", "gone")]
    project = Project("p", codes=codes)
    root = document(project)
    tree = {c.attrib["name"]: [d.attrib["name"] for d in c] for c in root.iter(f"{Q}Code")}
    assert tree == {"A": ["B"], "B": [], "C": ["D"], "D": []}
    assert sum(loss.count for loss in qdpx(project)[1]) == 2


def test_control_characters_are_replaced_and_told_of() -> None:
    project = Project("a\x0bb", notes=[Note("n", "x", "one\r\ntwo\x00")])
    root = document(project)
    assert root.attrib["name"] == "a\ufffdb"
    assert root.findtext(f".//{Q}PlainTextContent") == "one\ntwo\ufffd"
    assert [loss.count for loss in qdpx(project)[1]] == [2]


def test_a_codebook_alone_is_valid_and_holds_its_definitions() -> None:
    data = qdc(SMALL)
    assert b"Who is seen." in data
    assert faults(schema("Codebook.xsd"), data) == []
    with pytest.raises(ValueError, match="without codes"):
        qdc(Project("empty"))


# Projects as readers make them: texts in NFC with LF, references that hold, users on all codings.
WORDS = st.text("abcåß漢😀 .:-\"'<&>", min_size=1, max_size=12).map(lambda t: t.strip() or "x")
TEXTS = st.text("abc åß漢😀.\n<&", min_size=1, max_size=60)
MEMOS = st.text("ab c😀\n:<&", max_size=20).map(str.strip)
DAYS = st.dates().map(str)
VALUES = st.one_of(WORDS, st.integers().map(str), DAYS, st.sampled_from(["0.50", "007", "true"]))
KEYS = st.sampled_from(["include", "exclude", "example", "origin"])


@st.composite
def projects(draw: st.DrawFn) -> Project:
    """A project with as many of all things as makes references of every sort likely."""

    def some(kind: int, most: int, least: int = 0) -> list[str]:
        return [guid(kind * 100 + n) for n in range(draw(st.integers(least, most)))]

    def of(ids: Sequence[str]) -> list[str]:
        return draw(st.lists(st.sampled_from(ids), unique=True, max_size=3)) if ids else []

    users, codes, sources = some(1, 3, 1), some(2, 5, 1), some(3, 3)
    cases, notes = some(4, 4), some(5, 3)
    texts = {source: draw(TEXTS) for source in sources}
    made = st.sampled_from(["", WHEN])
    codings = []
    for number in range(draw(st.integers(0, 8)) if sources else 0):
        source = draw(st.sampled_from(sources))
        start = draw(st.integers(0, len(texts[source]) - 1))
        end = draw(st.integers(start + 1, len(texts[source])))
        given = {key: draw(st.sampled_from(["", "x y", "a|b"])) for key in CODING_KEYS[:-1]}
        codings.append(
            Coding(
                guid(700 + number), source, draw(st.sampled_from(codes)),
                draw(st.sampled_from(users)), start, end, texts[source][start:end], WHEN,
                draw(MEMOS), **given, round=draw(st.integers(1, 3)),
            )
        )  # fmt: skip
    attributes = st.dictionaries(st.sampled_from(["age", "sex", "b c"]), VALUES, max_size=3)
    return Project(
        draw(WORDS),
        "Inside-Out",
        [
            Code(
                id_, draw(WORDS), draw(st.sampled_from(["", *codes[:n]])), draw(MEMOS),
                draw(st.sampled_from(["", "#00ff7F"])), draw(st.booleans()),
                draw(st.dictionaries(KEYS, MEMOS.filter(bool), max_size=2)),
            )
            for n, id_ in enumerate(codes)
        ],
        [User(id_, draw(WORDS)) for id_ in users],
        [Source(id_, draw(WORDS), texts[id_], draw(MEMOS), draw(made)) for id_ in sources],
        codings,
        [
            Case(
                id_, draw(WORDS), draw(attributes), of(sources),
                draw(st.sampled_from(["", *cases[:n]])), draw(st.sampled_from(["", "site"])),
            )
            for n, id_ in enumerate(cases)
        ],
        [Set(id_, draw(WORDS), [*of(codes), *of(sources), *of(notes)]) for id_ in some(6, 2)],
        [
            Note(
                id_, draw(WORDS), draw(MEMOS),
                of([*codes, *sources, *cases, *(c.guid for c in codings)]),
                draw(st.sampled_from(users)), WHEN,
            )
            for id_ in notes
        ],
    )  # fmt: skip


def comparable(project: Project) -> dict[str, Any]:
    """What must come back: order apart, but for that of codes below one another."""
    return {
        "name": project.name,
        "codes": sorted(
            [(c.guid, c.name, c.parent, c.definition, c.color, c.codable, dict(c.extra))
             for c in project.codes], key=repr),
        "users": sorted((u.guid, u.name) for u in project.users),
        "sources": sorted((s.guid, s.name, s.text, s.description, s.created)
                          for s in project.sources),
        "codings": sorted(project.codings, key=lambda c: c.guid),
        "cases": sorted(
            [(c.guid, c.name, dict(c.attributes), sorted(c.sources), c.parent, c.level)
             for c in project.cases], key=repr),
        "sets": sorted((s.guid, s.name, sorted(s.members)) for s in project.sets),
        "notes": sorted((n.guid, n.name, n.text, sorted(n.about), n.user, n.created)
                        for n in project.notes),
    }  # fmt: skip


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_any_project_is_valid(project: Project) -> None:
    data, _ = qdpx(project)
    assert faults(schema("Project.xsd"), unzipped(data)["project.qde"]) == []
    assert faults(schema("Codebook.xsd"), qdc(project)) == []


# Projects as no reader should make them: ids of any sort, references to nothing, any character.
ANY = st.one_of(
    st.sampled_from(["", "a", "b", "c", guid(1), f"{{{guid(1)}}}"]), st.text(max_size=4)
)
SOME = st.lists(ANY, max_size=3)


@settings(deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.builds(
        Project,
        ANY,
        codes=st.lists(st.builds(Code, ANY, ANY, ANY, ANY, ANY), min_size=1, max_size=4),
        users=st.lists(st.builds(User, ANY, ANY), max_size=4),
        sources=st.lists(
            st.builds(Source, ANY, ANY, st.one_of(st.none(), st.text()), ANY, ANY, ANY), max_size=4
        ),
        codings=st.lists(
            st.builds(
                Coding,
                ANY,
                ANY,
                ANY,
                ANY,
                st.one_of(st.none(), st.integers(-2, 5)),
                st.one_of(st.none(), st.integers(-2, 9)),
                ANY,
                ANY,
                ANY,
                ANY,
                ANY,
            ),
            max_size=9,
        ),
        cases=st.lists(
            st.builds(Case, ANY, ANY, st.dictionaries(ANY, ANY, max_size=2), SOME, ANY, ANY),
            max_size=4,
        ),
        sets=st.lists(st.builds(Set, ANY, ANY, SOME), max_size=4),
        notes=st.lists(st.builds(Note, ANY, ANY, ANY, SOME, ANY, ANY), max_size=4),
    )
)
def test_the_worst_project_is_valid_and_each_coding_is_written_or_told_of(
    project: Project,
) -> None:
    data, losses = qdpx(project)
    assert faults(schema("Project.xsd"), unzipped(data)["project.qde"]) == []
    assert faults(schema("Codebook.xsd"), qdc(project)) == []
    written = len(document(project).findall(f".//{Q}Coding"))
    assert written + sum(x.count for x in losses if x.what == "coding") == len(project.codings)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(projects())
def test_any_project_comes_back_as_it_went(
    tmp_path_factory: pytest.TempPathFactory, project: Project
) -> None:
    data, losses = qdpx(project)
    assert losses == []
    file = tmp_path_factory.mktemp("refi") / "project.qdpx"
    file.write_bytes(data)
    back = read(file)
    assert comparable(back) == comparable(project)
    assert not back.losses


@given(st.dictionaries(KEYS, MEMOS), MEMOS)
def test_lines_and_descriptions_come_back(values: dict[str, str], definition: str) -> None:
    assert values_of(lines_of(values)) == (values or None)
    assert without_extra(with_extra(definition, values)) == (definition, values)


def test_a_memo_that_people_wrote_is_no_list_of_values() -> None:
    assert values_of("why: because\nand so on, she says") is None
    assert without_extra("A definition.\n\nInclude: all") == ("A definition.\n\nInclude: all", {})
