"""Word documents."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document

from insideout.intake import archive
from insideout.intake.source import read_source
from insideout.problems import DataError

Make = Callable[[str, str | bytes], Path]
Body = Callable[..., bytes]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str) -> str:
    return f"<w:p>{''.join(inner)}</w:p>"


def row(*cells: str) -> str:
    return "<w:tr>" + "".join(f"<w:tc>{paragraph(run(c))}</w:tc>" for c in cells) + "</w:tr>"


def told(path: Path, labels: list[str] | None = None) -> list[tuple[str, str]]:
    return [(turn.label, turn.text) for turn in read_source(path, labels).turns]


def test_tracked_changes_are_accepted(file: Make, with_body: Body) -> None:
    gone = '<w:del w:id="1"><w:r><w:delText>no</w:delText></w:r></w:del>'
    body = paragraph(run("Dan: I said"), gone, run(" "), f'<w:ins w:id="2">{run("yes")}</w:ins>')
    merged = '<w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr>'
    body += paragraph(merged, run("One ")) + paragraph(run("line."))
    removed = row("x").replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="4"/></w:trPr>')
    body += f"<w:tbl>{removed}</w:tbl>"
    path = file("a.docx", with_body(body))
    assert told(path, ["Dan"]) == [("Dan", "I said yes\nOne line.")]
    assert read_source(path, ["Dan"]).warnings == [
        "tracked changes accepted: insertions (1), deletions (3)"
    ]


def test_links_fields_controls_and_breaks_are_read(file: Make, with_body: Body) -> None:
    body = (
        "<w:sdt><w:sdtContent>"
        + paragraph(run("Dan: a"), f"<w:hyperlink>{run(' link')}</w:hyperlink>",
                    "<w:r><w:tab/><w:t>tab</w:t><w:br/><w:t>Eva: well</w:t>"
                    "<w:noBreakHyphen/><w:t>known</w:t><w:instrText>PAGE</w:instrText></w:r>")
        + "</w:sdtContent></w:sdt>"
    )  # fmt: skip
    assert told(file("a.docx", with_body(body)), ["Dan", "Eva"]) == [
        ("Dan", "a link tab"), ("Eva", "well-known"),
    ]  # fmt: skip


def test_tables_in_order_speakers_in_the_first_column(file: Make, with_body: Body) -> None:
    rows = [("Speaker", "Words"), ("00:01", "Dan:", "Hello."), ("00:02", "Eva", "Hi."),
            ("00:03", "Dan", "Bye."), ("00:04", "Eva", "Yes.")]  # fmt: skip
    table = f"<w:tbl>{''.join(row(*cells) for cells in rows)}</w:tbl>"
    path = file("a.docx", with_body(paragraph(run("Before")) + table + paragraph(run("after"))))
    expected = [("", "Before\nSpeaker\nWords"), ("Dan", "Hello."), ("Eva", "Hi."), ("Dan", "Bye."),
                ("Eva", "Yes.\nafter")]  # fmt: skip
    assert told(path) == expected
    assert told(path, ["Dan", "Eva"]) == expected
    assert read_source(path, None).warnings[0] == "left out: cells that hold a time only (4)"


def test_comments_headers_and_notes_are_left_out_and_counted(file: Make) -> None:
    document = Document()
    spoken = document.add_paragraph("Dan: Hello.")
    document.add_comment(spoken.runs, text="secret", author="A", initials="A")
    document.sections[0].header.paragraphs[0].text = "Confidential"
    out = io.BytesIO()
    document.save(out)
    path = file("a.docx", out.getvalue())
    assert told(path, ["Dan"]) == [("Dan", "Hello.")]
    warning = read_source(path, ["Dan"]).warnings[0].removeprefix("left out: ")
    assert sorted(warning.split(", ")) == ["comments (1)", "headers (1)"]


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


@pytest.mark.parametrize(
    ("extra", "said"),
    [
        ({"word/document.xml": f"{ENTITIES}<x>&b;</x>"}, "DTD"),
        ({"customXml/item1.xml": f"{ENTITIES}<x/>"}, "DTD"),
        ({"../../etc/passwd": "x"}, "leads out"),
        ({"/etc/passwd": "x"}, "leads out"),
        ({"C:\\x": "x"}, "leads out"),
        ({"word/document.xml": "<w:document>"}, "can't be opened"),
        ({"[Content_Types].xml": "<Types/>"}, "can't be opened"),
    ],
)
def test_unsafe_or_broken_archives_are_refused(
    file: Make, with_body: Body, extra: dict[str, str], said: str
) -> None:
    with pytest.raises(DataError, match=said):
        read_source(file("a.docx", with_body("", extra)), None)


def test_sizes_are_limited(file: Make, with_body: Body, monkeypatch: pytest.MonkeyPatch) -> None:
    path = file("a.docx", with_body(paragraph(run("a" * 5000))))
    monkeypatch.setattr(archive, "MOST_XML", 4000)
    with pytest.raises(DataError, match="MB in"):
        read_source(path, None)
    monkeypatch.setattr(archive, "MOST_BYTES", 4000)
    with pytest.raises(DataError, match="unpacked"):
        read_source(path, None)


@pytest.mark.parametrize("raw", [b"", b"Dan: hello", b"\xd0\xcf\x11\xe0 old", b"PK\x03\x04 cut"])
def test_other_files_called_docx_are_refused(file: Make, raw: bytes) -> None:
    with pytest.raises(DataError, match="Word document"):
        read_source(file("a.docx", raw), None)


def test_a_zip_that_is_no_document_is_refused(file: Make) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.txt", "hello")
    with pytest.raises(DataError, match="Word document"):
        read_source(file("a.docx", out.getvalue()), None)


def test_printed_lines_that_became_paragraphs_are_joined(file: Make, with_body: Body) -> None:
    lines = [
        "Dan: We waited for the discharge papers until late in the even-",
        "ing because nobody in the ward knew who was responsible for",
        "them, and my mother-in-law (she is my mother-in-law, after all,",
        "and a nurse) called the practice that same day. My mother-",
        "in-law is like that.",
        "Eva: And did they answer?",
        "",
        "and this stands alone",
    ]
    path = file("a.docx", with_body("".join(paragraph(run(line)) for line in lines)))
    whole = (
        "We waited for the discharge papers until late in the evening because nobody in the ward "
        "knew who was responsible for them, and my mother-in-law (she is my mother-in-law, after "
        "all, and a nurse) called the practice that same day. My mother-in-law is like that."
    )
    taken = read_source(path, ["Dan", "Eva"])
    assert [turn[:2] for turn in taken.turns] == [
        ("Dan", whole), ("Eva", "And did they answer?\nand this stands alone"),
    ]  # fmt: skip
    assert taken.warnings == ["lines broken in mid-paragraph joined (4)"]


def test_paragraphs_that_nobody_broke_stay(file: Make, with_body: Body) -> None:
    lines = ["Dan: so", "then he came and told us about it all", "and then", "well, nobody came"]
    path = file("a.docx", with_body("".join(paragraph(run(line)) for line in lines)))
    assert told(path, ["Dan"]) == [("Dan", "\n".join(lines).removeprefix("Dan: "))]
    assert read_source(path, ["Dan"]).warnings == []


def test_hidden_text_is_left_out_and_counted(file: Make, with_body: Body) -> None:
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r>"
    seen = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t> there</w:t></w:r>'
    path = file("a.docx", with_body(paragraph(run("Dan: Hello"), hidden, seen)))
    assert told(path, ["Dan"]) == [("Dan", "Hello there")]
    assert read_source(path, ["Dan"]).warnings == ["left out: hidden text (1)"]
