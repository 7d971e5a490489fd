"""What a project holds beside passages: codes, cases, sets, notes, media."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from insideout.exchange.project import Loss, Project
from insideout.exchange.refi.codebook import codebook_of
from insideout.exchange.refi.convention import set_of_case
from insideout.exchange.refi.read import read

Make = Callable[..., Path]
Source = Callable[..., str]
Guid = Callable[[int], str]


def losses(project: Project, what: str) -> list[Loss]:
    return [loss for loss in project.losses if loss.what == what]


def test_codes_in_a_tree_with_folders_and_equal_names(project: Make, guid: Guid) -> None:
    book = f"""<CodeBook><Codes>
        <Code guid="{guid(1)}" name="folder" isCodable="false" color="#ff0000">
          <Description>of things</Description>
          <Code guid="{guid(2)}" name="same" isCodable="true"/></Code>
        <Code guid="{guid(3)}" name="Group::other"><Code guid="{guid(4)}" name="same"/>
          <Code guid="{guid(4)}" name="again"/></Code>
        <Code name="no guid"/></Codes></CodeBook>"""
    file = project("", start=book)
    codes = read(file).codes
    assert list(codes) == codebook_of(file)
    assert [(c.name, c.parent, c.codable, c.definition, c.color) for c in codes[:4]] == [
        ("folder", "", False, "of things", "#ff0000"), ("same", guid(1), True, "", ""),
        ("Group::other", "", True, "", ""), ("same", guid(3), True, "", ""),
    ]  # fmt: skip
    assert codes[4].name == "no guid"
    assert codes[4].guid
    assert losses(read(file), "code") == [Loss("code", "again", 1, "another one has the same GUID")]


def test_codes_that_are_cases_or_nothing(project: Make, source: Source, guid: Guid) -> None:
    def coded(number: int) -> str:
        return (f'<PlainTextSelection startPosition="0" endPosition="3"><Coding><CodeRef '
                f'targetGUID="{guid(number)}"/></Coding></PlainTextSelection>')  # fmt: skip

    inside = "<PlainTextContent>one two</PlainTextContent>" + coded(1) + coded(50) + coded(60)
    cases = f'<Cases><Case guid="{guid(50)}" name="Mary"/></Cases>'
    made = read(project(f"{cases}<Sources>{source(path='', inside=inside)}</Sources>"))
    assert len(made.codings) == 1
    assert losses(made, "coding") == [
        Loss("coding", "Mary", 1, "it puts a case on a passage, and no code"),
        Loss("coding", guid(60), 1, "the codebook has no code with this GUID"),
    ]


def value(guid: str, kind: str, text: str) -> str:
    ref = f'<VariableRef targetGUID="{guid}"/>'
    return f"<VariableValue>{ref}<{kind}>{text}</{kind}></VariableValue>"


def test_variables_on_cases_on_sources_and_on_cases_without_a_name(
    project: Make, source: Source, guid: Guid
) -> None:
    kinds = ("Text", "Boolean", "Integer", "Float", "Date", "DateTime")
    words = ("words", "true", "7", "1.50", "2020-01-02", "2020-01-02T00:00:00Z")
    variables = "".join(f'<Variable guid="{guid(60 + n)}" name="v{n % 5}" typeOfVariable="{kind}"/>'
                        for n, kind in enumerate(kinds))  # fmt: skip
    values = "".join(value(guid(60 + n), f"{kinds[n]}Value", words[n]) for n in range(6))
    empty = f'<VariableValue><VariableRef targetGUID="{guid(60)}"/></VariableValue>'
    text = "<PlainTextContent>words</PlainTextContent>"
    body = f"""<Variables>{variables}</Variables><Cases>
        <Case guid="{guid(70)}" name="all">{values}{empty}</Case>
        <Case guid="{guid(71)}">{value(guid(60), "TextValue", "Quirkos")}<SourceRef
            targetGUID="{guid(3)}"/></Case>
        <Case guid="{guid(72)}" name="lost"><Description>told</Description><CodeRef
            targetGUID="{guid(1)}"/>
          {value(guid(99), "TextValue", "x")}<SourceRef targetGUID="{guid(98)}"/></Case>
        </Cases><Sources>{source(path="", inside=text + value(guid(62), "IntegerValue", "3"))}
        <TextSource guid="{guid(4)}" name="MAXQDA">{text}{
        value(guid(62), "IntegerValue", "9")
    }</TextSource>
        </Sources>"""
    made = read(project(body))
    every = dict(zip(("v0", "v1", "v2", "v3", "v4", "v0 (2)"), words, strict=True))
    assert [(c.name, c.attributes, c.sources) for c in made.cases] == [
        ("all", every, ()), ("one", {"v2": "3", "v0": "Quirkos"}, (guid(3),)), ("lost", {}, ()),
        ("MAXQDA", {"v2": "9"}, (guid(4),)),
    ]  # fmt: skip
    assert [(n.name, n.text, n.about) for n in made.notes] == [("lost", "told", (guid(72),))]
    assert {loss.what for loss in made.losses} == {
        "source of a case", "code of a case", "value of a variable",
    }  # fmt: skip


def test_sets_notes_and_links(project: Make, source: Source, guid: Guid) -> None:
    text = "<PlainTextContent>one two</PlainTextContent>"
    body = f"""<Sources>{source((0, 3, "one"), path="", inside=text)}</Sources>
        <Notes><Note guid="{guid(40)}" name="file" plainTextPath="internal://n.txt"/>
        <Note guid="{guid(41)}" name="old"><NoteText>in NoteText</NoteText></Note>
        <Note guid="{guid(42)}" name="bare">in itself</Note>
        <Note guid="{guid(43)}" name="away" plainTextPath="none.txt"><NoteRef targetGUID="x"/>
            </Note>
        </Notes>
        <Links><Link guid="{guid(80)}" originGUID="{guid(40)}" targetGUID="{guid(100)}"/>
        <Link guid="{guid(81)}" originGUID="{guid(1)}" targetGUID="{guid(41)}"/>
        <Link guid="{guid(82)}" name="l" originGUID="{guid(1)}" targetGUID="{guid(3)}"/>
        <Link guid="{guid(83)}" originGUID="{guid(42)}" targetGUID="{guid(999)}"/></Links>
        <Sets><Set guid="{guid(90)}" name="empty"/><Set guid="{guid(91)}" name="mixed">
        <MemberCode targetGUID="{guid(1)}"/><MemberSource targetGUID="{guid(3)}"/>
        <MemberNote targetGUID="{guid(40)}"/><MemberSource targetGUID="{guid(77)}"/>
        <MemberSource targetGUID="{guid(1)}"/><MemberCode/></Set></Sets>
        <Graphs><Graph guid="{guid(95)}" name="net"/></Graphs>
        <Description>of the project</Description>"""
    made = read(project(body, {"sources/n.txt": "in a file\r\n"}))
    assert [(n.name, n.text, n.about) for n in made.notes] == [
        ("file", "in a file\n", (guid(200),)), ("old", "in NoteText", (guid(1),)),
        ("bare", "in itself", ()), ("away", "", ()), ("Project", "of the project", ()),
    ]  # fmt: skip
    assert [(s.name, tuple(s.members)) for s in made.sets] == [
        ("empty", ()), ("mixed", (guid(1), guid(3), guid(40))),
    ]  # fmt: skip
    assert [(loss.what, loss.which) for loss in made.losses] == [
        ("graph", "net"), ("link", "l"), ("what a note is about", "bare"),
        ("text of a note", "away"), ("member of a set", "mixed"),
    ]  # fmt: skip
    assert made.losses[-1].count == 3  # nobody's guid, a code as a source, and none at all


def test_a_wrong_member_of_a_set_that_we_made_of_a_case_is_lost(project: Make, guid: Guid) -> None:
    ours = set_of_case(guid(5))
    body = f"""<Cases><Case guid="{guid(5)}" name="ward"/></Cases>
        <Sets><Set guid="{ours}" name="ward"><MemberSource targetGUID="{guid(77)}"/></Set></Sets>"""
    made = read(project(body))
    assert made.sets == []
    assert [(loss.what, loss.which, loss.count) for loss in made.losses] == [
        ("member of a set", "ward", 1)
    ]


def test_media_are_listed_and_their_texts_carried(project: Make, guid: Guid) -> None:
    def coding(number: int) -> str:
        return f'<Coding guid="{guid(number)}"><CodeRef targetGUID="{guid(1)}"/></Coding>'

    body = f"""<Sources>
      <PDFSource guid="{guid(3)}" name="a.pdf" path="internal://a.pdf">
        <PDFSelection guid="{guid(10)}" name="na…" page="0" firstX="1" firstY="1" secondX="2"
            secondY="2">
          <Representation guid="{guid(11)}"><PlainTextContent>name</PlainTextContent>
            </Representation>
          {coding(20)}</PDFSelection>
        <Representation guid="{guid(12)}" plainTextPath="internal://a.txt">
          <PlainTextSelection guid="{guid(13)}" startPosition="4"
            endPosition="7">{coding(21)}</PlainTextSelection>
        </Representation></PDFSource>
      <VideoSource guid="{guid(4)}" name="v.mp4">
        <Transcript guid="{guid(5)}" name="words"><PlainTextContent>one two three</PlainTextContent>
          <SyncPoint guid="{guid(14)}" position="4" timeStamp="9"/><SyncPoint guid="{guid(15)}"
            position="7"/>
          <TranscriptSelection guid="{guid(16)}" fromSyncPoint="{guid(14)}"
            toSyncPoint="{guid(15)}">{coding(22)}
          </TranscriptSelection></Transcript>
        <VideoSelection guid="{guid(17)}" begin="1" end="2">{coding(23)}</VideoSelection>
        <VideoSelection guid="{guid(18)}" name="00:14.70 – 00:17.70">{coding(24)}</VideoSelection>
        <VideoSelection guid="{guid(19)}" name="We met at 10:30 ...">{coding(25)}</VideoSelection>
            </VideoSource>
      <PictureSource guid="{guid(6)}" name="p.jpg"/>
      </Sources>"""
    made = read(project(body, {"sources/a.txt": "one two"}))
    assert [(s.name, s.text) for s in made.sources] == [
        ("a.pdf", "one two"), ("v.mp4", None), ("v.mp4: words", "one two three"), ("p.jpg", None),
    ]  # fmt: skip
    assert [(c.source, c.start, c.end, c.quote) for c in made.codings] == [
        (guid(3), 4, 7, "two"), (guid(3), None, None, "name"), (guid(4), None, None, ""),
        (guid(4), None, None, ""), (guid(4), None, None, "We met at 10:30"),
        (guid(5), 4, 7, "two"),
    ]  # fmt: skip
    assert {(loss.what, loss.which, loss.count) for loss in made.losses} == {
        ("PDF source", "a.pdf", 1), ("PDF selection", "a.pdf", 1), ("video source", "v.mp4", 1),
        ("video selection", "v.mp4", 2), ("video selection", "v.mp4", 1),
        ("time stamp", "v.mp4: words", 2), ("picture source", "p.jpg", 1),
    }  # fmt: skip
    (cut,) = (loss.why for loss in made.losses if loss.what == "video selection" and loss.count < 2)
    assert "its quote is a preview" in cut


def test_guids_that_come_twice(project: Make, source: Source, guid: Guid) -> None:
    text = "<PlainTextContent>one two</PlainTextContent>"
    sources = source((0, 3, "one"), path="", inside=text) * 3
    body = f"""<Cases><Case guid="{guid(5)}" name="a"/><Case guid="{guid(5)}" name="b"/></Cases>
        <Sources>{sources}</Sources>
        <Notes><Note guid="{guid(6)}" name="c"/><Note guid="{guid(6)}" name="d"/></Notes>"""
    made = read(project(body))
    assert len({s.guid for s in made.sources}) == 3
    assert len({c.guid for c in made.codings}) == 3
    assert {c.source for c in made.codings} == {s.guid for s in made.sources}
    assert [(loss.what, loss.which) for loss in made.losses] == [("note", "d"), ("case", "b")]


def test_a_codebook_alone(tmp_path: Path, guid: Guid) -> None:
    file = tmp_path / "c.qdc"
    file.write_text(
        f'\ufeff<CodeBook xmlns="urn:QDA-XML:codebook:1.0"><Codes><Code guid="{guid(1)}" name="a" '
        f'isCodable="true"><Code guid="{guid(2)}" name="b" isCodable="0"/></Code></Codes>'
        "<Sets/></CodeBook>",
        encoding="utf-8",
    )
    assert [(c.name, c.parent, c.codable) for c in codebook_of(file)] == [
        ("a", "", True), ("b", guid(1), False),
    ]  # fmt: skip
