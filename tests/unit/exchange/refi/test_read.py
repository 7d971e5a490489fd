"""Projects in the dialects of other tools."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from insideout.exchange.project import Loss, Project
from insideout.exchange.refi.read import read

Make = Callable[..., Path]
Source = Callable[..., str]
Guid = Callable[[int], str]
RAW = (
    "I: 😀 How was it?\r\nP: It was good, cafe\u0301 and all.\r\n\r\n"
    "I: Why?\r\nP: Ännu bättre 🎈 so.\r\n"
)
QUOTES = ("It was good, café and all.", "How was it?", "Ännu bättre 🎈 so")


def positions(raw: str, quote: str, unit: str, lines: str, mark: int) -> tuple[int, int]:
    """Where a quote stands, as a tool counts it: the text before it, written as it has it."""
    index = raw.index(unicodedata.normalize("NFD", quote)) if "é" in quote else raw.index(quote)
    length = len(quote) + quote.count("é")
    found = []
    for at in (index, index + length):
        before = raw[:at] if lines == "file" else raw[:at].replace("\r\n", "\n")
        width = {"utf-32-le": 4, "utf-16-le": 2, "utf-8": 1}[unit]
        found.append(len(before.encode(unit)) // width + mark)
    return found[0], found[1]


def check(project: Project, count: int) -> None:
    """Every coding's words stand where it says."""
    texts = {source.guid: source.text for source in project.sources}
    assert len(project.codings) == count
    for coding in project.codings:
        text = texts[coding.source]
        assert text is not None
        assert text[coding.start : coding.end] == coding.quote != ""


def losses(project: Project, what: str) -> list[Loss]:
    return [loss for loss in project.losses if loss.what == what]


@pytest.mark.parametrize("mark", ["", "counted", "not counted"])
@pytest.mark.parametrize("lines", ["file", "one"])
@pytest.mark.parametrize("unit", ["utf-32-le", "utf-16-le", "utf-8"])
def test_every_way_of_counting(
    project: Make, source: Source, guid: Guid, unit: str, lines: str, mark: str
) -> None:
    shift = {"": 0, "counted": 3 if unit == "utf-8" else 1, "not counted": 0}[mark]
    spans = [(*positions(RAW, quote, unit, lines, shift), quote[:15] + "…") for quote in QUOTES]
    raw = RAW.encode("utf-8-sig" if mark else "utf-8")
    file = project(f"<Sources>{source(*spans)}</Sources>", {f"sources/{guid(3)}.txt": raw})
    made = read(file)
    assert [coding.quote for coding in made.codings] == list(QUOTES)
    check(made, 3)
    assert made.sources[0].text == unicodedata.normalize("NFC", RAW.replace("\r\n", "\n"))
    assert "100 % of 3 passages" in made.told[0]
    assert not losses(made, "text selection")


PATHS = [
    ("internal://{0}.txt", "sources/{0}.txt"), ("internal://{0}.txt", "Sources/{1}.TXT"),
    ("{0}.txt", "sources/{0}.txt"), ("sources/{0}.txt", "{0}.txt"), ("{0}.txt", "{0}.txt"),
    ("relative://../{0}.txt", "Sources/{0}.txt"), ("INTERNAL://{1}.txt", "p/sources\\{0}.txt"),
    ("internal://a%20b.txt", "sources/a b.txt"), ("internal://a\u0308.txt", "sources/ä.txt"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "member"), PATHS)
@pytest.mark.parametrize("name", ["project.qde", "Project.qde", "exported/project.qde"])
def test_texts_wherever_they_lie(
    project: Make, source: Source, guid: Guid, path: str, member: str, name: str
) -> None:
    both = guid(3), guid(3).upper()
    body = f"<Sources>{source((0, 3, 'one'), path=path.format(*both))}</Sources>"
    made = read(project(body, {member.format(*both): "one two"}, name=name))
    assert made.sources[0].text == "one two"
    check(made, 1)


def test_of_equal_names_the_one_in_the_right_folder_is_read(
    project: Make, source: Source, guid: Guid
) -> None:
    name = f"{guid(3)}.txt"
    files = {f"old/{name}": "old", f"sources/{name}": "right", f"sources/x/{name}": "old"}
    made = read(project(f"<Sources>{source()}</Sources>", files))
    assert made.sources[0].text == "right"


@pytest.mark.parametrize("path", ["absolute:///{}", "file:///{}", "/{}", "C:\\x\\{}"])
def test_files_outside_are_never_opened(
    project: Make, source: Source, tmp_path: Path, path: str
) -> None:
    (tmp_path / "secret.txt").write_text("secret words")
    where = path.format(str(tmp_path / "secret.txt").lstrip("/"))
    made = read(project(f"<Sources>{source((0, 6, 'sec…'), path=where)}</Sources>"))
    assert made.sources[0].text is None
    assert "outside the project" in losses(made, "text of a source")[0].why
    (coding,) = made.codings
    assert (coding.start, coding.end, coding.quote) == (None, None, "sec")
    assert losses(made, "text selection")[0].count == 1


def test_a_bare_qde_with_its_text_inside_and_files_beside(
    source: Source, tmp_path: Path, guid: Guid
) -> None:
    inside = "<PlainTextContent>one two\nthree</PlainTextContent>"
    more = f'<TextSource guid="{guid(4)}" name="b" plainTextPath="internal://b.txt"/>'
    code = f'<Code guid="{guid(1)}" name="c" isCodable="true"/>'
    book = f"<CodeBook><Codes>{code}</Codes></CodeBook>"
    sources = source((8, 13, "three"), path="", inside=inside) + more
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "B.txt").write_text("beside")
    file = tmp_path / "p.qde"
    file.write_text(f"<Project>{book}<Sources>{sources}</Sources></Project>")
    made = read(file)
    assert [s.text for s in made.sources] == ["one two\nthree", "beside"]
    assert made.name == "p"
    check(made, 1)


def test_line_ends_that_xml_made_one_and_the_tool_counts_as_two(
    project: Make, source: Source
) -> None:
    raw = "one two\r\nthree four\r\n\r\nfive six"
    spans = [
        (raw.index(w), raw.index(w) + len(w), "") for w in ("two", "three four", "five", "six")
    ]
    inside = f"<PlainTextContent>{raw}</PlainTextContent>"
    made = read(project(f"<Sources>{source(*spans, path='', inside=inside)}</Sources>"))
    assert [c.quote for c in made.codings] == ["two", "three four", "five", "six"]
    assert made.told[0].startswith("positions count characters, line ends as two: 100 %")


@pytest.mark.parametrize("namespace", ["", ' xmlns="urn:QDA-XML:project:1.5"', ' xmlns="x"'])
def test_namespaces_case_and_braces_do_not_matter(
    project: Make, namespace: str, guid: Guid
) -> None:
    upper = f"{{{guid(0xAB).upper()}}}"
    body = (
        f'<codebook><CODES><CODE Guid="{upper}" NAME="c"/></CODES></codebook><sources>'
        f'<textsource guid="{guid(3)}" name="t"><plaintextcontent>one two</plaintextcontent>'
        f'<PlainTextSelection startposition="4" EndPosition="7"><Coding>'
        f'<CodeRef targetGUID="{guid(0xAB)}"/></Coding></PlainTextSelection></textsource></sources>'
    )
    made = read(project(body, start="", namespace=namespace))
    assert made.codes[0].guid == guid(0xAB)
    check(made, 1)
    assert made.codings[0].quote == "two"
    assert made.codings[0].user == "unknown"
    assert [user.name for user in made.users] == ["unknown"]


def test_text_in_utf_16_and_in_windows_1252(project: Make, source: Source, guid: Guid) -> None:
    body = f"<Sources>{source((0, 4, 'ärla'))}</Sources>"
    for encoding in ("utf-16", "cp1252"):
        made = read(project(body, {f"{guid(3)}.txt": "ärla sjöng".encode(encoding)}))
        assert made.sources[0].text == "ärla sjöng"
        check(made, 1)
    assert "read as Windows-1252" in made.told[0]


BAD = [
    ((7, 3, "two"), "ends before it starts"), ((4, 99, "two"), "outside the text"),
    ((-3, 2, "two"), "outside the text"), ((4, 4, "two"), "it is empty"),
    (("", "x", "two"), "no positions"), (("9" * 30, 4, "two"), "no positions"),
]  # fmt: skip


@pytest.mark.parametrize(("span", "why"), BAD)
def test_selections_without_a_place_keep_their_codings(
    project: Make, source: Source, guid: Guid, span: tuple[object, object, str], why: str
) -> None:
    body = f"<Sources>{source((0, 3, 'one'), span)}</Sources>"
    made = read(project(body, {f"{guid(3)}.txt": "one two three"}))
    assert [(c.start, c.end, c.quote) for c in made.codings] == [(0, 3, "one"), (None, None, "two")]
    (loss,) = losses(made, "text selection")
    assert (loss.which, loss.count) == ("one", 1)
    assert why in loss.why


def test_dates_and_users_fall_back(project: Make, guid: Guid) -> None:
    def selection(number: int, own: str, coding: str) -> str:
        return (f'<PlainTextSelection guid="{guid(number)}" startPosition="0" endPosition="3" '
                f'{own}><Coding guid="{guid(number + 50)}" {coding}>'
                f'<CodeRef targetGUID="{guid(1)}"/></Coding></PlainTextSelection>')  # fmt: skip

    when = 'creationDateTime="2020-0{}-01T00:00:00Z"'
    ann, bo = f'creatingUser="{guid(2)}"', f'creatingUser="{guid(5)}"'
    body = (
        f'<Sources><TextSource guid="{guid(3)}" name="t" {bo} {when.format(3)}>'
        "<PlainTextContent>one</PlainTextContent>"
        + selection(10, f"{ann} {when.format(2)}", f"{bo} {when.format(1)}")
        + selection(11, f"{ann} {when.format(2)}", "")
        + selection(12, "", "")
        + "</TextSource></Sources>"
    )
    made = read(project(body))
    assert [(c.user, c.created[6]) for c in made.codings] == [
        (guid(5), "1"), (guid(2), "2"), (guid(5), "3"),
    ]  # fmt: skip
    assert [(user.guid, user.name) for user in made.users] == [(guid(2), "Ann"), (guid(5), guid(5))]
    assert made.told[-1] == "1 user isn't listed: the GUID stands for the name"


def test_selections_with_no_coding_or_several(project: Make, guid: Guid) -> None:
    code = f'<CodeRef targetGUID="{guid(1)}"/>'
    body = f"""<Sources><TextSource guid="{guid(3)}" name="t">
        <PlainTextContent>one two three</PlainTextContent>
        <PlainTextSelection guid="{guid(10)}" startPosition="0" endPosition="3"/>
        <PlainTextSelection guid="{guid(11)}" name="two" startPosition="4" endPosition="7">
          <Description>a comment of MAXQDA</Description></PlainTextSelection>
        <PlainTextSelection guid="{guid(12)}" name="three" startPosition="8" endPosition="13">
          <Description>look here</Description>
          <Coding guid="{guid(20)}">{code}</Coding><Coding guid="{guid(20)}">{code}</Coding>
          <NoteRef targetGUID="{guid(40)}"/></PlainTextSelection>
        <PlainTextSelection guid="{guid(13)}" startPosition="4" endPosition="7">
          <Description>two</Description><Coding guid="{guid(21)}">{code}</Coding>
            </PlainTextSelection>
        <Coding guid="{guid(22)}">{code}</Coding>
        </TextSource></Sources>
        <Notes><Note guid="{guid(40)}" name="n"><PlainTextContent>said</PlainTextContent></Note>
            </Notes>"""
    made = read(project(body))
    assert [(c.quote, c.memo) for c in made.codings] == [
        ("three", "look here"), ("three", "look here"), ("two", ""), ("", ""),
    ]  # fmt: skip
    assert len({c.guid for c in made.codings}) == 4
    note, comment = made.notes
    assert note.about == tuple(c.guid for c in made.codings[:2])
    assert (comment.name, comment.text, comment.about) == ("two", "a comment of MAXQDA", (guid(3),))
    assert {(loss.what, loss.count) for loss in made.losses} == {
        ("passage without a code", 1), ("place of a comment", 1), ("coding of a whole source", 1),
    }  # fmt: skip
