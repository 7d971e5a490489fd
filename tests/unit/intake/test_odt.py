"""OpenDocument texts."""

from __future__ import annotations

import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.intake import archive, odt
from insideout.problems import DataError

OASIS = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = {"office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
         "manifest": "manifest"}  # fmt: skip
SPACES = " ".join(f'xmlns:{short}="{OASIS}:{name}:1.0"' for short, name in NAMES.items())
MIME = "application/vnd.oasis.opendocument.text"
Told = list[tuple[str, str]]


def document(body: str, styles: str = "", extra: dict[str, str | bytes] | None = None) -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    members = {"mimetype": MIME, "content.xml": content} | (extra or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return out.getvalue()


def told(raw: bytes, known: tuple[str, ...] = ()) -> tuple[Told, list[str]]:
    pieces, warnings = odt.pieces(raw, Path("a.odt"), known)
    return [(piece.voice, piece.text) for piece in pieces], warnings


def refusal(raw: bytes) -> str:
    with pytest.raises(DataError) as caught:
        odt.pieces(raw, Path("a.odt"), ())
    problem = caught.value.problems[0]
    assert (problem.file, problem.expected) == ("a.odt", "an OpenDocument text (.odt)")
    assert problem.hint
    return problem.found


def test_paragraphs_lists_sections_spaces_and_breaks() -> None:
    body = (
        '<text:h text:outline-level="1">Interview</text:h><text:section><text:p>Dan: a'
        '<text:s text:c="3"/>b<text:tab/>c<text:soft-page-break/>d<text:line-break/>'
        '<text:span>Eva: <text:a>e</text:a></text:span></text:p></text:section>'
        "<text:soft-page-break/><text:list><text:list-item><text:p>one</text:p><text:list>"
        "<text:list-item><text:p>two</text:p></text:list-item></text:list></text:list-item>"
        "</text:list>"
    )  # fmt: skip
    assert told(document(body)) == (
        [("", "Interview"), ("", "Dan: a b cd\nEva: e"), ("", "one"), ("", "two")], [],
    )  # fmt: skip


def test_what_is_not_said_is_left_out_and_counted() -> None:
    note = (
        '<text:note text:note-class="{}"><text:note-citation>1</text:note-citation>'
        "<text:note-body><text:p>secret</text:p></text:note-body></text:note>"
    )
    body = (
        "<text:p>Dan: a<office:annotation><text:p>secret</text:p></office:annotation>"
        f"{note.format('footnote')}{note.format('endnote')} b<draw:frame><draw:text-box><text:p>"
        "secret</text:p></draw:text-box></draw:frame><draw:frame><draw:image/></draw:frame>"
        '<text:span text:style-name="H">secret</text:span><text:hidden-text>secret'
        "</text:hidden-text> c</text:p>"
    )
    hidden = (
        '<style:style style:name="H"><style:text-properties text:display="none"/></style:style>'
    )
    styles = (
        f"<office:document-styles {SPACES}><style:header><text:p>secret</text:p></style:header>"
        "<style:footer><text:p/></style:footer></office:document-styles>"
    )
    said, warnings = told(document(body, hidden, {"styles.xml": styles}))
    assert said == [("", "Dan: a b c")]
    (warning,) = warnings
    assert sorted(warning.removeprefix("left out: ").split(", ")) == [
        "comments (1)", "endnotes (1)", "footnotes (1)", "headers (1)", "hidden text (2)",
        "text boxes (1)",
    ]  # fmt: skip


def test_tracked_changes_are_accepted() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>no</text:p>"
        "</text:deletion></text:changed-region><text:changed-region><text:insertion/>"
        "</text:changed-region></text:tracked-changes><text:p>Dan: I said <text:change/>"
        "<text:change-start/>yes<text:change-end/>.</text:p>"
    )
    assert told(document(body)) == (
        [("", "Dan: I said yes.")],
        ["tracked changes accepted: insertions (1), deletions (1)"],
    )


def test_tables_speakers_in_the_first_column() -> None:
    def row(*cells: str) -> str:
        inner = "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
        return f"<table:table-row>{inner}<table:covered-table-cell/></table:table-row>"

    table = (
        f"<table:table><table:table-column/><table:table-header-rows>{row('Speaker', 'Words')}"
        f"</table:table-header-rows>{row('00:01', 'Dan:', 'Hello.')}{row('00:02', 'Eva', 'Hi.')}"
        "</table:table>"
    )
    said, warnings = told(document(f"{table}<text:p>after</text:p>"))
    assert said == [("Speaker", "Words"), ("Dan", "Hello."), ("Eva", "Hi."), ("", "after")]
    assert warnings == ["left out: cells that hold a time only (2)"]


def test_what_pandoc_writes(tmp_path: Path) -> None:
    text = "# Talk\n\nDan: Är  *du* där?^[secret]\n\nEva: Ja --- här.\n\n- one\n- two\n"
    out = tmp_path / "a.odt"
    subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-o", str(out)],
        input=text.encode(), check=True,
    )  # fmt: skip
    said, warnings = told(out.read_bytes())
    assert [text for _, text in said] == ["Talk", "Dan: Är du där?", "Eva: Ja — här.", "one", "two"]
    assert warnings == ["left out: footers (1), footnotes (1)"]


DTD = '<!DOCTYPE x [<!ENTITY a "aaaa">]>'
MANIFEST = f"<manifest:manifest {SPACES}><manifest:encryption-data/></manifest:manifest>"


@pytest.mark.parametrize(
    ("extra", "found"),
    [
        ({"content.xml": f"{DTD}<x>&a;</x>"}, "a DTD or entity in 'content.xml'"),
        ({"styles.xml": f"{DTD}<x/>"}, "a DTD or entity in 'styles.xml'"),
        ({"../x": ""}, "a path that leads out of the archive: '../x'"),
        ({"mimetype": f"{MIME[:-4]}spreadsheet"}, "a file of another sort: '"),
        ({"META-INF/manifest.xml": MANIFEST}, "a document with a password"),
        ({"content.xml": "<office:document>"}, "a file that can't be opened"),
        ({"content.xml": "<x/>"}, "a file that can't be opened"),
        ({"content.xml": "<x>" * 300 + "</x>" * 300}, "elements 300 deep"),
    ],
)
def test_unsafe_broken_and_locked_files_are_refused(extra: dict[str, str], found: str) -> None:
    assert refusal(document("", extra=extra)).startswith(found)  # type: ignore[arg-type]


@pytest.mark.parametrize("raw", [b"", b"Dan: hello", b"%PDF-1.7", document("<text:p/>")[:-30]])
def test_other_files_called_odt_are_refused(raw: bytes) -> None:
    assert refusal(raw) == "a file of another sort"


def test_sizes_are_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = document(f"<text:p>{'a' * 5000}</text:p>")
    monkeypatch.setattr(archive, "MOST_XML", 4000)
    assert "MB in 'content.xml'" in refusal(raw)
    monkeypatch.setattr(archive, "MOST_BYTES", 4000)
    assert "unpacked" in refusal(raw)


EVERY = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def taken_or_refused(raw: bytes, read: Callable[..., object] = odt.pieces) -> None:
    try:
        read(raw, Path("a.odt"), ("Dan",))
    except DataError as error:
        assert all(problem.expected for problem in error.problems)  # noqa: PT017


@EVERY
@given(inner=st.lists(st.sampled_from(
    ["<text:p>", "</text:p>", "<text:s text:c='9'/>", "<text:s text:c='-x'/>", "<table:table>",
     "</table:table>", "<table:table-row>", "</table:table-row>", "Dan: a", "<text:note>",
     "</text:note>", "&amp;", "<office:annotation/>"]), max_size=30).map("".join))  # fmt: skip
def test_any_body(inner: str) -> None:
    taken_or_refused(document(inner))


@EVERY
@given(data=st.data())
def test_a_document_with_bytes_changed(data: st.DataObject) -> None:
    raw = bytearray(document("<text:p>Dan: Hello.</text:p>"))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(bytes(raw))
    taken_or_refused(bytes(raw[: data.draw(st.integers(0, len(raw)))]))
