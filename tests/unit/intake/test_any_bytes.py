"""Whatever stands in a file: it is taken, or refused with a problem, in bounded time."""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from insideout.intake import Taken, canonical, read_source
from insideout.problems import DataError

SECONDS = 20  # far above what any takes, on a machine that is busy
BITS = ["WEBVTT", "\n", "\n\n", "1", "00:00:01,000", "00:00:01.000", " --> ", "<v Dan>", "</v>",
        "Dan: ", ":", "NOTE", "STYLE", "<", ">", "{\\", "&amp;", "\\N", "é", "\x00", "\u2028", "٣",
        "99:99:99,999", "-->", " ", "a", "\ufeff"]  # fmt: skip
LIKE_SUBTITLES = st.lists(st.sampled_from(BITS), max_size=40).map("".join).map(str.encode)
EVERY = settings(
    deadline=None, max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture]
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


@pytest.mark.parametrize("ending", ["txt", "md", "vtt", "srt", "docx"])
@EVERY
@example(raw=b"")
@example(raw=b"WEBVTT")
@example(raw=b"+AAA-\xff")
@given(raw=st.one_of(st.binary(max_size=300), LIKE_SUBTITLES, st.text(max_size=80).map(str.encode)))
def test_any_bytes(tmp_path: Path, ending: str, raw: bytes) -> None:
    taken_or_refused(tmp_path / f"any.{ending}", raw)


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


@pytest.mark.parametrize("ending", ["txt", "md", "vtt", "srt"])
@pytest.mark.parametrize(
    "unit",
    ["\n", " ", "1\n", "1\n\n", "<v", "<v ", "{\\", "**", "00:00:01,000 --> ", "A: b\n", "1 ",
     "\x0b", "é", "a:", "&", "00:00:01.000 --> 00:00:01.000\n",
     "1\n00:00:01,000 --> 00:00:02,000\na\n\n"],
)  # fmt: skip
def test_much_of_the_same_takes_no_longer_than_it_should(
    tmp_path: Path, ending: str, unit: str
) -> None:
    head = "WEBVTT\n\n" if ending == "vtt" else ""
    taken_or_refused(tmp_path / f"any.{ending}", (head + unit * (200_000 // len(unit))).encode())
    lines = (
        "1\n00:00:01,000 --> 00:00:02,000\n"
        if ending == "srt"
        else head + "00:01.000 --> 00:02.000\n"
    )
    taken_or_refused(tmp_path / f"any.{ending}", (lines + unit * 20_000 + "x").encode())


def test_a_bomb_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(10):
            archive.writestr(f"word/{n}.xml", b" " * (60 * 2**20))
    taken_or_refused(tmp_path / "any.docx", out.getvalue())
