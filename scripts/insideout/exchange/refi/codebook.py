"""Codes of a project or a codebook, from their tree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from insideout.exchange.project import Code
from insideout.exchange.refi.archive import opened, refusal
from insideout.exchange.refi.convention import made_guid, without_extra
from insideout.exchange.refi.elements import Node, read_things
from insideout.exchange.refi.records import guid_in, targets
from insideout.exchange.refi.texts import TAKEN, Missed

EXPECTED = "a REFI-QDA codebook (.qdc) or project (.qdpx)"
NO = ("false", "0", "no")


def codebook_of(file: Path) -> list[Code]:
    """The codes of a .qdc, a .qdpx or a .qde, parents before children.

    Raises DataError for what is none of these, or is broken.
    """
    refused = refusal(file, EXPECTED)
    container, xml = opened(file, refused)
    with closing(container):
        nodes: list[Node] = []
        root = read_things(
            xml, lambda section, node: nodes.extend(codes_in(section, node)), refused
        )
    if root.tag not in ("codebook", "project"):
        raise refused(f"XML of another sort: <{root.tag}>")
    codes, _ = codes_of(nodes, Counter())
    if not codes:
        raise refused("a codebook without codes")
    return codes


def codes_in(section: str, node: Node) -> list[Node]:
    """The topmost Code elements of a thing: CodeBook holds Codes, and a .qdc is a CodeBook."""
    if section == "codebook" and node.tag == "codes":
        return node.all("code")
    return [node] if section == "codes" and node.tag == "code" else []


def codes_of(
    nodes: Iterable[Node], missed: Missed
) -> tuple[list[Code], dict[str, tuple[str, ...]]]:
    """Codes, parents before children, and the guids of each one's notes.

    Of codes with one guid the first is taken, others are missed. Names needn't differ, not even
    below one parent.
    """
    codes: dict[str, Code] = {}
    notes: dict[str, tuple[str, ...]] = {}

    def walk(node: Node, parent: str, above: tuple[str, ...]) -> None:
        path = (*above, node.get("name"))
        guid = guid_in(node.get("guid")) or made_guid("code", *path)
        definition, extra = without_extra(node.words("description"))
        if guid in codes:
            missed["code", node.get("name"), TAKEN] += 1
        else:
            codable = node.get("iscodable").strip().lower() not in NO
            name = node.get("name") or guid
            codes[guid] = Code(guid, name, parent, definition, node.get("color"), codable, extra)
            notes[guid] = targets(node, "noteref")
        for child in node.all("code"):
            walk(child, guid, path)

    for node in nodes:
        walk(node, "", ())
    return list(codes.values()), {guid: found for guid, found in notes.items() if found}
