"""The container of a project: found, measured and read without anything being unpacked to disk.

A .qdpx is a zip archive with project.qde and the sources' files. Names are looked up without regard
to case and by their last part, because tools differ in both; nothing outside is ever opened.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote

from insideout.problems import DataError, Problem, shown

MOST_MEMBERS = 50_000
MOST_XML = 512 * 2**20  # bytes of project.qde; 500,000 codings take some 250
MOST_TEXT = 32 * 2**20  # bytes of one text; a long interview has 0.2
MOST_TEXTS = 512 * 2**20  # bytes of all texts that are read
MOST_PACKED = 250  # times its packed size; texts come to 5, XML of equal elements to 50
SMALL = 2**20  # bytes that do no harm however they are packed
PIECE = 2**20
SCHEME = re.compile(r"([A-Za-z]+)://(.*)", re.DOTALL)
OUTSIDE = re.compile(r"[/\\]|[A-Za-z]:")
PROJECT_FILE = "project.qde"
OLD_MAC = "__MACOSX/"  # what macOS adds to archives


class Refuse(Protocol):
    """Makes an error of what was found, and what to do about it."""

    def __call__(self, found: str, hint: str = "") -> DataError:
        """The error; an empty hint stands for the usual one."""
        ...


@dataclass
class Container:
    """What a project is read from.

    `members`: the files of an archive by their paths and last names, as `key` makes them; `beside`:
    files that lie beside a bare .qde, by their names; `folder`: where project.qde lies in the
    archive. `read` counts the bytes of texts so far.
    """

    refused: Refuse
    archive: zipfile.ZipFile | None = None
    members: dict[str, zipfile.ZipInfo] = field(default_factory=dict)
    beside: dict[str, Path] = field(default_factory=dict)
    folder: str = ""
    read: int = 0

    def close(self) -> None:
        """Close the archive."""
        if self.archive:
            self.archive.close()


def refusal(file: Path, expected: str) -> Refuse:
    """What makes an error about `file` from what was found and a hint."""

    def refused(found: str, hint: str = "") -> DataError:
        hint = hint or "export the project again from the tool it was made with"
        return DataError(Problem(str(file), None, "", expected, found, hint))

    return refused


def opened(file: Path, refused: Refuse) -> tuple[Container, bytes]:
    """A .qdpx, .qde or .qdc: the container, to be closed, and the bytes of its XML."""
    try:
        with file.open("rb") as stream:
            start = stream.read(4)
            size = stream.seek(0, 2)
    except OSError as error:
        found = "no such file" if isinstance(error, FileNotFoundError) else str(error.strerror)
        raise refused(found, "correct the path") from error
    if start == b"PK\x03\x04" or file.suffix.lower() == ".qdpx":
        return _unzipped(file, refused)
    if size > MOST_XML:
        raise refused(f"more than {MOST_XML >> 20} MB")
    beside: dict[str, Path] = {}
    for folder in (file.parent, file.parent / "sources", file.parent / "Sources"):
        if file.suffix.lower() == ".qde" and folder.is_dir():
            beside |= {key(f.name): f for f in sorted(folder.glob("*.txt")) if not f.is_symlink()}
    return Container(refused, beside=beside), file.read_bytes()


def _unzipped(file: Path, refused: Refuse) -> tuple[Container, bytes]:
    hint = "copy or download it again, whole; or export the project again"
    if not zipfile.is_zipfile(file):
        with file.open("rb") as stream:
            cut = stream.read(4) == b"PK\x03\x04"
        raise refused("a zip archive that was cut off" if cut else "a file of another sort", hint)
    try:
        archive = zipfile.ZipFile(file)
    except Exception as error:  # a broken archive can fail anywhere in zipfile
        raise refused("a zip archive that can't be opened: " + shown(error), hint) from error
    try:
        _check(archive.infolist(), refused)
        inside = [
            member
            for member in archive.infolist()
            if _last(member.filename) and not member.filename.startswith(OLD_MAC)
        ]
        projects = [m for m in inside if _last(m.filename).lower() == PROJECT_FILE]
        if len(projects) != 1:
            found = f"{len(projects)} files of this name" if projects else "none of this name"
            raise refused(f"{found} in the archive: {PROJECT_FILE}")
        members = {key(_last(m.filename)): m for m in reversed(inside)}
        members |= {key(m.filename): m for m in inside}
        folder = projects[0].filename[: -len(PROJECT_FILE)]
        container = Container(refused, archive, members, {}, folder)
        xml = _member(archive, projects[0], MOST_XML, refused)
    except BaseException:
        archive.close()
        raise
    return container, xml


def _check(members: list[zipfile.ZipInfo], refused: Refuse) -> None:
    """That names stay inside the archive, and that each stands once."""
    if len(members) > MOST_MEMBERS:
        raise refused(f"{len(members)} files in the archive; at most {MOST_MEMBERS} are read")
    for member in members:
        if OUTSIDE.match(member.filename) or ".." in re.split(r"[/\\]", member.filename):
            raise refused(
                f"a path that leads out of the archive: {shown(member.filename)}",
                "don't open it with anything; ask whoever sent it how it was made",
            )
    name, times = next(iter(Counter(m.filename for m in members).most_common(1)), ("", 0))
    if times > 1:
        raise refused(f"{times} files of one name in the archive: {shown(name)}")


def _member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, most: int, refused: Refuse) -> bytes:
    """The bytes of a member, in pieces, so that neither its size nor what it says can harm."""
    name = shown(member.filename)
    too_much = refused(
        f"{name} would take more room than such a file can need "
        f"(more than {most >> 20} MB, or {MOST_PACKED} times its packed size)"
    )  # fmt: skip
    most = min(most, max(SMALL, MOST_PACKED * member.compress_size))
    if member.file_size > most:
        raise too_much
    if member.flag_bits & 1:
        raise refused(f"{name} is protected by a password", "export the project without one")
    pieces: list[bytes] = []
    size = 0
    try:
        with archive.open(member) as stream:
            while piece := stream.read(PIECE):
                size += len(piece)
                if size > most:
                    raise too_much
                pieces.append(piece)
    except DataError:
        raise
    except Exception as error:  # zipfile and zlib fail in many ways
        hint = "copy or download it again, whole; or export the project again"
        raise refused(f"{name} can't be read: {shown(error)}", hint) from error
    return b"".join(pieces)


def _last(name: str) -> str:
    return re.split(r"[/\\]", name)[-1]


def key(name: str) -> str:
    """What a file is looked up by: its name, without regard to case, slashes or Unicode form."""
    return unicodedata.normalize("NFC", name.replace("\\", "/")).casefold()


def _names(container: Container, path: str) -> list[str]:
    """What a path may be looked up by, the likelier first: standard, as it stands, anywhere."""
    found = []
    for rest in (path, unquote(path)):
        found += [f"{container.folder}sources/{rest}", f"{container.folder}{rest}", _last(rest)]
    return [name for name in map(key, found) if _last(name) not in ("", PROJECT_FILE)]


def text_at(container: Container, path: str) -> tuple[bytes | None, str]:
    """The bytes of a text that a project names, or None and why it isn't there.

    Raises DataError where it is there and can't be read, or is too large.
    """
    found = SCHEME.fullmatch(path.strip())
    scheme, rest = (found[1].lower(), found[2]) if found else ("", path.strip())
    if scheme in ("absolute", "file", "http", "https") or (not scheme and OUTSIDE.match(rest)):
        return None, f"its file lies outside the project: {shown(path)}"
    for name in _names(container, rest):
        if container.archive and name in container.members:
            member = container.members[name]
            raw = _member(container.archive, member, MOST_TEXT, container.refused)
        elif name in container.beside and container.beside[name].stat().st_size <= MOST_TEXT:
            raw = container.beside[name].read_bytes()
        else:
            continue
        container.read += len(raw)
        if container.read > MOST_TEXTS:
            raise container.refused(f"more than {MOST_TEXTS >> 20} MB of texts")
        return raw, ""
    return None, f"its file isn't in the project: {shown(path)}"
