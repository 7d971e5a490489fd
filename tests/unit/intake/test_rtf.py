"""Rich text."""

from __future__ import annotations

import random
import subprocess
from pathlib import Path

import pypandoc  # type: ignore[import-untyped]
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from insideout.intake import rtf
from insideout.problems import DataError


def told(inner: bytes) -> tuple[list[str], list[str]]:
    pieces, warnings = rtf.pieces(b"{\\rtf1" + inner + b"}", Path("a.rtf"), ())
    return [piece.text for piece in pieces], warnings


FONTS = (rb"\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}"
         rb"{\f2\fnil\fcharset238 C;}{\f3\fcharset128 D;}{\f4\cpg1253 E;}}\f0 ")  # fmt: skip


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (rb"\ansi\ansicpg1250 \'b9\'ea\'9c", "ąęś"),
        (rb"\ansi\ansicpg1252 \'e5\'e4\'f6", "åäö"),
        (rb"\ansi\ansicpg1251 \'cf\'f0\'e8", "При"),
        (rb"\ansi\ansicpg65001 \'c3\'a5", "å"),
        (rb"\mac \'8c\'8a\'9a", "åäö"),
        (rb"\pca \'86\'84\'94", "åäö"),
        (FONTS + rb"\'e5 \f1 \'cf\'f0\'e8 {\f2 \'b9}\f0 \'e5", "å При ąå"),
        (FONTS + rb"\f3 \'83A\'83\'5c", "アソ"),
        (FONTS + rb"\f4 \'e1", "α"),
        (FONTS + rb"\f1 \'cf\plain \'e5", "Пå"),
        (rb"\uc2 \u229\'e5\'e5b{\uc0\u228 c}\u246??d", "åbäcöd"),
        (rb"\u-10179?\u-8704?x", "😀x"),
        (rb"\uc1 \u8212\emdash x\u229 ?y", "—xåy"),
        (rb"{\upr{ans}{\*\ud{uni \u229?}}} b", "uni å b"),
        (rb"a\emdash b\lquote c\rquote\~d\_e\-f\{\}\\", "a—b‘c’ d-ef{}\\"),
        (rb"a\tab b\line c", "a b\nc"),
    ],
)
def test_letters(inner: bytes, text: str) -> None:
    assert told(inner) == ([text], [])


@pytest.mark.parametrize(
    ("inner", "left_out"),
    [
        (rb"a{\footnote \chftn secret}b", "footnotes (1)"),
        (rb"a{\*\atnid X}{\*\atnauthor secret}\chatn{\*\annotation secret}b", "comments (1)"),
        (rb"{\header secret}{\footer\pard\par}ab", "headers (1)"),
        (rb"a{\*\shppict{\pict\pngblip 89504e}}{\nonshppict{\pict 01}}b", "pictures (1)"),
        (rb"a{\pict\bin9 {}}}}}{{{}b", "pictures (1)"),
        (rb"a{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt secret\par}}{\shprslt secret}}b",
         "text boxes (1)"),
        (rb"a{\v secret}b", "hidden text (1)"),
        (rb"{\fonttbl{\f0\fcharset2 Symbol;}}a{\f0 \'b7}b", "symbols of a symbol font (1)"),
        (rb"a{\object{\*\objdata 01}{\result secret}}b", "objects (1)"),
    ],
)  # fmt: skip
def test_what_is_not_said_is_left_out_and_counted(inner: bytes, left_out: str) -> None:
    assert told(inner) == (["ab"], [f"left out: {left_out}"])


def test_properties_of_the_document_are_not_text() -> None:
    inner = (
        rb"{\colortbl;\red0;}{\stylesheet{\s0 Normal;}}{\info{\title secret}}{\*\new secret}"
        rb"{\listtext 1.\tab}a {\field{\*\fldinst HYPERLINK}{\fldrslt link}}\par"
    )
    assert told(inner) == (["a link"], [])


def test_tracked_changes_are_accepted() -> None:
    inner = rb"Dan: a {\deleted\revauth1 gone }{\revised new }b{\deleted\par}c\par"
    assert told(inner) == (
        ["Dan: a new bc"], ["tracked changes accepted: deletions (2), insertions (1)"],
    )  # fmt: skip


def test_tables_speakers_in_the_first_column() -> None:
    inner = (
        rb"before\par\trowd\cellx1\intbl 00:01\cell Dan:\cell Hello\par again\cell\row"
        rb"\trowd\intbl 00:02\cell Eva\cell Hi {\nonesttables secret}\cell\row\pard after\par"
    )
    pieces, warnings = rtf.pieces(b"{\\rtf1" + inner + b"}", Path("a.rtf"), ())
    assert [(p.voice, p.text) for p in pieces] == [
        ("", "before"), ("Dan", "Hello\nagain"), ("Eva", "Hi"), ("", "after"),
    ]  # fmt: skip
    assert warnings == ["left out: cells that hold a time only (2)"]


def test_what_to_look_at_is_told() -> None:
    fonts = rb"\ansi\ansicpg1250{\fonttbl{\f0\fcharset0 A;}}\f0 \'b9"
    assert told(fonts)[1] == ["code pages of document and fonts differ: check accented letters"]
    assert told(rb"\ansicpg932 \'83")[1] == [
        "1 characters can't be read in their code page (they stand as \ufffd)"
    ]
    cut = rtf.pieces(rb"{\rtf1 Dan: hello {\b there", Path("a.rtf"), ())
    assert [p.text for p in cut[0]] == ["Dan: hello there"]
    assert cut[1] == ["the file ends within a group: its end may be cut off"]
    assert told(rb"a}b")[0] == ["a"]
    assert told(rb"\intbl a\par b\par")[0] == ["a\nb"]


def test_what_pandoc_writes() -> None:
    text = "# Talk\n\nDan: Är *du* där?^[secret]\n\nEva: Ja --- här.\n\n- one\n- two\n"
    made = subprocess.run(
        [pypandoc.get_pandoc_path(), "-f", "markdown", "-t", "rtf", "-s"],
        input=text.encode(), check=True, capture_output=True,
    )  # fmt: skip
    pieces, warnings = rtf.pieces(made.stdout, Path("a.rtf"), ())
    said = [piece.text.removeprefix("• ") for piece in pieces]
    assert said == ["Talk", "Dan: Är du där?", "Eva: Ja — här.", "one", "two"]
    assert warnings == ["left out: footnotes (1)"]


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (b"", "an empty file"),
        (b"Dan: hello", "a file of another sort: 'Dan: hello'"),
        (b"PK\x03\x04", "a file of another sort"),
        (b"{\\rtf1" + b"{" * 2000, "more than 1000 groups within groups"),
    ],
)
def test_other_files_called_rtf_are_refused(raw: bytes, found: str) -> None:
    with pytest.raises(DataError) as caught:
        rtf.pieces(raw, Path("a.rtf"), ())
    problem = caught.value.problems[0]
    assert problem.expected == "rich text (.rtf)"
    assert problem.found.startswith(found)
    assert problem.hint


BITS = [
    b"{", b"}", rb"\*", rb"\u229", rb"\u-9 ", rb"\uc0 ", rb"\uc9 ", rb"\'e5", rb"\'", b"\\",
    rb"\bin99999999999 ", rb"\bin3 ", rb"\bin-3 ", rb"\intbl ", rb"\cell ", rb"\row ", rb"\par ",
    rb"\deleted ", rb"\upr", rb"\*\ud ", rb"\footnote ", rb"\header ", rb"\f1 ", rb"\fcharset128 ",
    rb"\ansicpg0 ", rb"\ansicpg1252 ", rb"\ansicpg99999 ", b"Dan: a", b"\r\n", rb"\v ", b"\xe5",
    rb"\u9999999999 ", rb"\cpg932 ", rb"\plain ", rb"\pard ",
]  # fmt: skip


@settings(deadline=None, max_examples=400)
@example(raw=b"}")
@example(raw=b"{\\upr{\\upr{\\*\\ud")
@given(raw=st.one_of(st.lists(st.sampled_from(BITS), max_size=40).map(b"".join), st.binary()))
def test_anything_is_text_or_refused(raw: bytes) -> None:
    pieces, warnings = rtf.pieces(b"{\\rtf1 " + raw, Path("a.rtf"), ("Dan",))
    assert all(isinstance(piece.text, str) and piece.text for piece in pieces)
    assert "".join(warnings).isprintable()
    for piece in pieces:
        piece.text.encode()


def test_a_sound_file_with_bytes_changed_is_read() -> None:
    chance = random.Random(3)  # noqa: S311 (nothing is kept secret by it)
    sound = b"{\\rtf1" + FONTS + rb"Dan: a{\footnote b}\par\intbl Eva\cell c\cell\row\pard}" * 5
    for _ in range(300):
        raw = bytearray(sound)
        for _ in range(chance.randint(1, 8)):
            raw[chance.randrange(6, len(raw))] = chance.randrange(256)
        pieces, _ = rtf.pieces(bytes(raw), Path("a.rtf"), ())
        assert all(piece.text for piece in pieces)
