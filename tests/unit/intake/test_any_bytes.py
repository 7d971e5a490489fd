"""Whatever stands in a file: it is taken, or refused with a problem, in bounded time."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.intake.canonical import canonical
from insideout.intake.source import Taken, read_source
from insideout.problems import DataError

SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SECONDS = 20  # far above what any takes, on a machine that is busy
BITS = ["WEBVTT", "\n", "\n\n", "1", "00:00:01,000", "00:00:01.000", " --> ", "<v Dan>", "</v>",
        "Dan: ", ":", "NOTE", "STYLE", "<", ">", "{\\", "&amp;", "\\N", "é", "\x00", "\u2028", "٣",
        "99:99:99,999", "-->", " ", "a", "\ufeff"]  # fmt: skip
STAMPS = ["Dan", "Eva ", ": ", "\n", "0:01", "[00:00:01]", "#00:00:01-2#", "(0:09)", " ", "-->",
          "1:02:03", "Berg, Eva (North)", "\n\n", "said", "[", "]", "10:30"]  # fmt: skip
GRID = ['File type = "ooTextFile"\n', 'Object class = "TextGrid"\n', "<exists>", "0 ", "1 ", "-1 ",
        '"IntervalTier"', '"TextTier"', '"Dan"', '"', '""', "\n", "1e9 ", "xmin = ", "!", "1e999 ",
        "[1]:", "item "]  # fmt: skip
CELLS = ["speaker", "text", "start", "end", ",", ";", "\t", "\n", '"', '""', "Dan", "#REF!", "1:02",
         "-3", "1e9", "nan", "\r", "\x00"]  # fmt: skip
LIKE = {
    ending: st.lists(st.sampled_from(bits), max_size=40).map("".join).map(str.encode)
    for endings, bits in ((("vtt", "srt"), BITS), (("txt", "md"), STAMPS), (("TextGrid",), GRID),
                          (("csv", "tsv"), CELLS))
    for ending in endings
}  # fmt: skip
BEGINNINGS = {
    "vtt": b"WEBVTT\n\n",
    "TextGrid": b'"ooTextFile" "TextGrid" 0 9 <exists> 1 "IntervalTier" "Dan" 0 9 1 0 1 "a" ',
    "csv": b"speaker,text,start\n",
    "rtf": b"{\\rtf1 ",
    "pdf": b"%PDF-1.7\n",
    "odt": b"PK\x03\x04",
    "xlsx": b"PK\x03\x04",
    "docx": b"PK\x03\x04",
}
ENDINGS = ["txt", "md", "vtt", "srt", "docx", "odt", "rtf", "TextGrid", "csv", "tsv", "xlsx"]
SOUND: dict[str, bytes] = {}
EVERY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def taken_or_refused(file: Path, raw: bytes) -> None:
    file.write_bytes(raw)
    for labels in (None, ["Dan"]):
        start = time.perf_counter()
        try:
            taken = read_source(file, labels, fold=True)
        except DataError as error:
            assert {problem.file for problem in error.problems} == {str(file)}  # noqa: PT017
        else:
            assert isinstance(taken, Taken)
            text, spans = canonical(taken.turns)
            assert [text[a:b] for a, b in spans] == [turn.text for turn in taken.turns]
        assert time.perf_counter() - start < SECONDS


@pytest.mark.parametrize("ending", ENDINGS)
@EVERY
@given(data=st.data())
def test_any_bytes(tmp_path: Path, ending: str, data: st.DataObject) -> None:
    like = LIKE.get(ending, st.binary(max_size=80))
    raw = data.draw(st.one_of(st.binary(max_size=300), like, st.text(max_size=80).map(str.encode)))
    taken_or_refused(tmp_path / f"any.{ending}", raw)
    taken_or_refused(tmp_path / f"any.{ending}", BEGINNINGS.get(ending, b"Dan: ") + raw)


@settings(EVERY, max_examples=8)  # each is read in a process of its own
@given(raw=st.binary(max_size=300))
def test_any_bytes_called_pdf(tmp_path: Path, raw: bytes) -> None:
    taken_or_refused(tmp_path / "any.pdf", BEGINNINGS["pdf"] + raw)


@pytest.mark.parametrize("ending", [*ENDINGS, "pdf"])
@pytest.mark.parametrize(
    "raw", [b"", b"WEBVTT", b"+AAA-\xff", b"\x00", b"\xff\xfe", b"\xff\xfe\x00"]
)
def test_next_to_nothing(tmp_path: Path, ending: str, raw: bytes) -> None:
    taken_or_refused(tmp_path / f"any.{ending}", raw)


def sound(ending: str, write: Callable[[list[tuple[str, str]]], str | bytes]) -> bytes:
    """A file with nothing wrong, the same each time: a workbook holds when it was made."""
    if ending not in SOUND:
        made = write([("Dan", "Hello, you."), ("Eva", "Hi.")])
        SOUND[ending] = made.encode() if isinstance(made, str) else made
    return SOUND[ending]


@pytest.mark.parametrize("ending", ["vtt", "srt", "TextGrid", "csv", "xlsx"])
@EVERY
@given(data=st.data())
def test_a_file_with_bytes_changed(
    tmp_path: Path, request: pytest.FixtureRequest, ending: str, data: st.DataObject
) -> None:
    raw = bytearray(sound(ending, request.getfixturevalue(ending.lower())))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(tmp_path / f"any.{ending}", bytes(raw))
    taken_or_refused(tmp_path / f"any.{ending}", bytes(raw[: data.draw(st.integers(0, len(raw)))]))


@EVERY
@given(
    inner=st.text(alphabet="<>/crvtsiRowA1=\" '&;#9", max_size=80),
    member=st.sampled_from(["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml",
                            "xl/sharedStrings.xml", "[Content_Types].xml"]),
)  # fmt: skip
def test_a_workbook_with_any_member(
    tmp_path: Path, xlsx: Callable[[list[tuple[str, str]]], bytes], inner: str, member: str
) -> None:
    out = io.BytesIO()
    sheet = f'<worksheet xmlns="{SHEETS}"><sheetData>{inner}</sheetData></worksheet>'
    with (
        zipfile.ZipFile(io.BytesIO(xlsx([("Dan", "Hello.")]))) as old,
        zipfile.ZipFile(out, "w") as new,
    ):
        for name in old.namelist():
            whole = sheet if "sheet1" in name else inner
            new.writestr(name, whole if name == member else old.read(name))
    taken_or_refused(tmp_path / "any.xlsx", out.getvalue())


@EVERY
@given(data=st.data())
def test_a_document_with_bytes_changed(
    tmp_path: Path, docx: Callable[[list[tuple[str, str]]], bytes], data: st.DataObject
) -> None:
    raw = bytearray(docx([("Dan", "Hello."), ("Eva", "Hi.")]))
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    taken_or_refused(tmp_path / "any.docx", bytes(raw[: data.draw(st.integers(0, len(raw)))]))
    taken_or_refused(tmp_path / "any.docx", bytes(raw))


@EVERY
@given(inner=st.text(alphabet="<>/w:prtbcdlins \"='&;#xa1", max_size=80))
def test_a_document_with_any_body(
    tmp_path: Path, with_body: Callable[..., bytes], inner: str
) -> None:
    taken_or_refused(tmp_path / "any.docx", with_body(inner))


@pytest.mark.parametrize("ending", ["txt", "md", "vtt", "srt", "TextGrid", "csv"])
@pytest.mark.parametrize(
    "unit",
    ["\n", " ", "1\n", "1\n\n", "<v", "<v ", "{\\", "**", "00:00:01,000 --> ", "A: b\n", "1 ",
     "\x0b", "é", "a:", "&", "00:00:01.000 --> 00:00:01.000\n", '"', '""', '" ', ";", '0 1 "a" ',
     "1\n00:00:01,000 --> 00:00:02,000\na\n\n", "[", "[0:01] ", "#00:00:01-2# ", "Dan 0:01\n", "0:",
     "Dan (0:01): ", "Aa, Bb (", "A, ", "9", "-", "0:01\n", "Word and\nmore\n"],
)  # fmt: skip
def test_much_of_the_same_takes_no_longer_than_it_should(
    tmp_path: Path, ending: str, unit: str
) -> None:
    head = BEGINNINGS.get(ending, b"").decode()
    taken_or_refused(tmp_path / f"any.{ending}", (head + unit * (60_000 // len(unit))).encode())
    lines = (
        "1\n00:00:01,000 --> 00:00:02,000\n"
        if ending == "srt"
        else head + "00:01.000 --> 00:02.000\n"
    )
    taken_or_refused(tmp_path / f"any.{ending}", (lines + unit * 10_000 + "x").encode())


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_a_bomb_is_refused(tmp_path: Path, ending: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(10):
            archive.writestr(f"word/{n}.xml", b" " * (60 * 2**20))
    taken_or_refused(tmp_path / f"any.{ending}", out.getvalue())
