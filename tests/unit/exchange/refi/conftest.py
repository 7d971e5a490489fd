"""Makers of REFI-QDA projects in the dialects that tools have of it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

PROJECT = "urn:QDA-XML:project:1.0"
Make = Callable[..., Path]


def _guid(number: int) -> str:
    return f"{number:08x}-0000-4000-8000-00000000000a"


@pytest.fixture
def guid() -> Callable[[int], str]:
    return _guid


@pytest.fixture
def packed(tmp_path: Path) -> Make:
    """Make a .qdpx of files as they are given."""

    def make(files: Mapping[str, bytes | str], name: str = "p.qdpx") -> Path:
        file = tmp_path / name
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for member, data in files.items():
                archive.writestr(member, data)
        return file

    return make


@pytest.fixture
def project(packed: Make) -> Make:
    """Make a .qdpx of what stands in Project, with a code (1) and a user (2) if no others are."""
    code = f'<Code guid="{_guid(1)}" name="trust" isCodable="true"/>'
    book = f"<CodeBook><Codes>{code}</Codes></CodeBook>"
    users = f'<Users><User guid="{_guid(2)}" name="Ann"/></Users>'

    def make(
        body: str,
        files: Mapping[str, bytes | str] | None = None,
        *,
        start: str = users + book,
        attributes: str = "",
        namespace: str = f' xmlns="{PROJECT}"',
        name: str = "project.qde",
    ) -> Path:
        xml = (
            '<?xml version="1.0" encoding="utf-8"?>\n'
            f'<Project{namespace} name="test" {attributes}>{start}{body}</Project>'
        )
        return packed({name: xml, **(files or {})})

    return make


@pytest.fixture
def source() -> Callable[..., str]:
    """A TextSource (3) with selections given as (start, end, name), each coded with the code 1."""

    def make(
        *selections: tuple[object, object, str],
        path: str = f"internal://{_guid(3)}.txt",
        inside: str = "",
        attributes: str = "",
    ) -> str:
        made = "".join(
            f'<PlainTextSelection guid="{_guid(100 + n)}" name="{name}" startPosition="{start}" '
            f'endPosition="{end}"><Coding guid="{_guid(200 + n)}">'
            f'<CodeRef targetGUID="{_guid(1)}"/></Coding></PlainTextSelection>'
            for n, (start, end, name) in enumerate(selections)
        )
        place = f'plainTextPath="{path}"' if path else ""
        return (f'<TextSource guid="{_guid(3)}" name="one" {place} {attributes}>'
                f"{inside}{made}</TextSource>")  # fmt: skip

    return make
