"""Containers that are broken, or that want to do harm."""

from __future__ import annotations

import contextlib
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.exchange.refi import archive
from insideout.exchange.refi.codebook import codebook_of
from insideout.exchange.refi.read import read
from insideout.problems import DataError

Make = Callable[..., Path]


@pytest.fixture
def letters() -> bytes:
    return b"a" * (100 * 2**20)


def told(file: Path) -> str:
    """What is said of a file that can't be read, and that nothing was written beside it."""
    before = sorted(file.parent.rglob("*"))
    with pytest.raises(DataError) as caught:
        read(file)
    assert sorted(file.parent.rglob("*")) == before
    (problem,) = caught.value.problems
    assert problem.file == str(file)
    assert problem.hint
    return problem.found


@pytest.mark.parametrize(
    "name",
    [
        "../project.txt",
        "sources/../../x.txt",
        "/etc/x.txt",
        "C:\\x.txt",
        "..\\x.txt",
        "__MACOSX/../x",
    ],
)
def test_a_path_that_leads_out(project: Make, source: Callable[..., str], name: str) -> None:
    assert "leads out of the archive" in told(project(source(), {name: "words"}))


@pytest.mark.parametrize("how", ["not", "cut", "half", "empty", "crc"])
def test_what_is_no_archive_or_not_a_whole_one(
    project: Make, source: Callable[..., str], how: str
) -> None:
    file = project(source(), {"sources/x.txt": "words " * 999})
    raw = file.read_bytes()
    at = raw.index(b"project.qde") + len("project.qde") + 40
    broken = {
        "not": b"%PDF-1.4 no archive", "cut": raw[:-30], "half": raw[: len(raw) // 2],
        "empty": b"", "crc": raw[:at] + bytes(8) + raw[at + 8 :],
    }  # fmt: skip
    file.write_bytes(broken[how])
    found = told(file)
    assert {"not": "another sort", "cut": "cut off", "half": "cut off", "empty": "another sort",
            "crc": "can't be read"}[how] in found  # fmt: skip


def test_no_file_at_all(tmp_path: Path) -> None:
    assert told(tmp_path / "none.qdpx") == "no such file"


def test_a_project_missing_or_twice(packed: Make) -> None:
    assert told(packed({"sources/a.txt": "words"})).startswith("none of this name")
    twice = {"project.qde": "<Project/>", "Project.qde": "<Project/>"}
    assert told(packed(twice)).startswith("2 files of this name")


def test_one_name_twice(packed: Make) -> None:
    file = packed({"project.qde": "<Project/>", "a.txt": "words"})
    with zipfile.ZipFile(file, "a") as more, pytest.warns(UserWarning, match="Duplicate"):
        more.writestr("a.txt", "others")
    assert "2 files of one name" in told(file)


ENTITY = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("dtd", [ENTITY, '<!DOCTYPE p SYSTEM "file:///etc/passwd">'])
def test_entities_are_not_expanded(packed: Make, dtd: str) -> None:
    assert "a DTD or entity" in told(packed({"project.qde": f"{dtd}<Project name='&b;'/>"}))


@pytest.mark.parametrize("where", ["project", "source", "inside", "bare"])
def test_a_hundred_megabytes_of_one_letter(
    project: Make,
    packed: Make,
    source: Callable[..., str],
    tmp_path: Path,
    letters: bytes,
    where: str,
) -> None:
    if where == "project":
        file = packed({"project.qde": letters})
    elif where == "source":
        body = f"<Sources>{source(path='internal://a.txt')}</Sources>"
        file = project(body, {"sources/a.txt": letters})
    elif where == "inside":
        file = tmp_path / "p.qde"
        inside = f"<PlainTextContent>{letters.decode()}</PlainTextContent>"
        file.write_text(f"<Project><Sources>{source(path='', inside=inside)}</Sources></Project>")
    else:
        file = tmp_path / "p.qde"
        file.write_bytes(letters)
    wanted = {"project": "more room than", "source": "more room than", "inside": "a text of 100 MB",
              "bare": "another sort"}  # fmt: skip
    assert wanted[where] in told(file)


def test_sizes_that_lie_are_not_believed(project: Make) -> None:
    body = '<Sources><TextSource guid="a" name="a" plainTextPath="x.txt"/></Sources>'
    file = project(body, {"sources/x.txt": b"a" * 50_000_000})
    raw, size = file.read_bytes(), struct.pack("<L", 50_000_000)
    assert raw.count(size) >= 2
    file.write_bytes(raw.replace(size, struct.pack("<L", 10)))
    tracemalloc.start()
    assert "x.txt" in told(file)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_limits_hold_for_all_texts_together(project: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"t{n}.txt" for n in range(5)]
    body = "".join(f'<TextSource guid="{n}" name="{n}" plainTextPath="{n}"/>' for n in names)
    file = project(f"<Sources>{body}</Sources>", dict.fromkeys(names, "x" * 300))
    assert len(read(file).sources) == 5
    monkeypatch.setattr(archive, "MOST_TEXTS", 1000)
    assert "MB of texts" in told(file)


def test_elements_without_end(packed: Make) -> None:
    deep = "<a>" * 250 + "</a>" * 250
    file = packed({"project.qde": f"<Project>{deep}</Project>"})
    assert "elements more than 200 deep" in told(file)


@pytest.mark.parametrize(
    ("xml", "found"),
    [("<Project><Users></Project>", "XML that is broken: 'mismatched tag: line 1"),
     ("", "a file of another sort"), ("<html/>", "XML of another sort: <html>"),
     ("<CodeBook/>", "a codebook alone"),
     ('<?xml version="1.0" encoding="x-y"?><Project/>', "encoding")],
)  # fmt: skip
def test_xml_that_is_broken_or_something_else(packed: Make, xml: str, found: str) -> None:
    assert found in told(packed({"project.qde": xml}))


def test_codings_none_of_which_finds_its_code(
    project: Make, source: Callable[..., str], guid: Callable[[int], str]
) -> None:
    book = f'<CodeBook><Codes><Code guid="{guid(9)}" name="x"/></Codes></CodeBook>'
    file = project(f"<Sources>{source((0, 1, 'a'))}</Sources>", start=book)
    assert told(file).startswith("1 coding, and no code")


def test_a_password(project: Make) -> None:
    file = project("")
    raw = bytearray(file.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    raw[6] |= 1
    file.write_bytes(raw)
    assert "protected by a password" in told(file)


def test_a_codebook_without_codes(tmp_path: Path) -> None:
    file = tmp_path / "c.qdc"
    file.write_text("<CodeBook/>")
    with pytest.raises(DataError, match="a codebook without codes"):
        codebook_of(file)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), max_size=4), st.integers())
def test_damage_of_any_sort_is_told(
    project: Make, source: Callable[..., str], where: list[tuple[int, int]], cut: int
) -> None:
    body = f"<Sources>{source((0, 3, 'one'), path='internal://a.txt')}</Sources>"
    file = project(body, {"sources/a.txt": "one two"})
    raw = bytearray(file.read_bytes())
    for at, byte in where:
        raw[at % len(raw)] = byte
    file.write_bytes(raw[: max(0, cut)] if 0 < cut < 2000 else raw)
    with contextlib.suppress(DataError):
        assert read(file).codings[0].quote in ("one", "")
