"""Documents that are zip archives of XML (docx, odt): looked at before anything is parsed.

Sizes, names that lead out of the archive, and DTDs, whose entities can grow without bound.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

from insideout.problems import DataError, shown

MOST_MEMBERS = 10_000
MOST_BYTES = 512 * 2**20  # unpacked, all members
MOST_XML = 64 * 2**20  # unpacked, one member
DEEPEST = 200  # elements within elements; documents that people write have some twenty
OLD = b"\xd0\xcf\x11\xe0"  # the container of old Word documents, and of documents with a password


def inspect(raw: bytes, refused: Callable[[str], DataError]) -> None:
    """Look at an archive; raises what `refused` makes of the fault that was found."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.sax import parseString

    if raw.startswith(OLD):
        raise refused("an old Word document (.doc), or a document with a password")
    if not zipfile.is_zipfile(io.BytesIO(raw)):
        raise refused("a file of another sort")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if len(members) > MOST_MEMBERS or sum(m.file_size for m in members) > MOST_BYTES:
            raise refused(f"more than {MOST_BYTES >> 20} MB when unpacked")
        for member in members:
            name = member.filename
            if ".." in re.split(r"[/\\]", name) or name.startswith(("/", "\\")) or ":" in name:
                raise refused(f"a path that leads out of the archive: {shown(name)}")
            if name.lower().endswith((".xml", ".rels", ".rdf")):
                if member.file_size > MOST_XML:
                    raise refused(f"more than {MOST_XML >> 20} MB in {shown(name)}")
                depth = _depth()
                try:
                    parseString(archive.read(member), depth, forbid_dtd=True)
                except DefusedXmlException as error:
                    raise refused(f"a DTD or entity in {shown(name)}") from error
                if depth.deepest > DEEPEST:
                    raise refused(f"elements {depth.deepest} deep in {shown(name)}")


def _depth() -> Any:
    """A SAX handler that knows how deep elements stand within elements."""
    from xml.sax.handler import ContentHandler  # a base class, it parses nothing

    class Depth(ContentHandler):
        here = deepest = 0

        def startElement(self, name: str, attrs: Any) -> None:  # noqa: ARG002, N802 (SAX)
            self.here += 1
            self.deepest = max(self.deepest, self.here)

        def endElement(self, name: str) -> None:  # noqa: ARG002, N802 (as above)
            self.here -= 1

    return Depth()
