"""The XML of a project, read as a stream: one thing at a time is held, not the whole tree.

Names are taken without namespace and in lower case, because tools differ in both. DTDs, and with
them entities, are refused.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from insideout.exchange.refi.archive import Refuse
from insideout.problems import shown

DEEPEST = 200  # elements within elements; a codebook has some ten
MOST_ELEMENTS = 10_000_000  # 500,000 codings with notes take some five
THING = 3  # how deep things stand: Project, Sources, TextSource
PIECE = 2**23
HEAD = 2**12  # bytes within which XML begins


@dataclass(slots=True)
class Node:
    """An element: attributes by their names in lower case, and the text of one without children."""

    tag: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def get(self, name: str) -> str:
        """An attribute, or ""."""
        return self.attributes.get(name, "")

    def all(self, tag: str) -> list[Node]:
        """The children of a name."""
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> Node | None:
        """The first child of a name."""
        return next((child for child in self.children if child.tag == tag), None)

    def words(self, tag: str) -> str:
        """The text of the first child of a name, or ""."""
        found = self.first(tag)
        return found.text if found else ""


Take = Callable[[str, Node], None]


class _Stream:
    """Where the parser's events go: makes nodes, and hands each thing to `take` when it is whole.

    `take` gets the name of the section and the thing; a child of the root without children of its
    own (Description, NoteRef) comes with the section "".
    """

    def __init__(self, take: Take, refused: Refuse) -> None:
        self.take = take
        self.refused = refused
        self.open: list[Node] = []
        self.pieces: list[str] = []
        self.count = 0
        self.names: dict[str, str] = {}
        self.root = Node("", {})

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if len(self.open) >= DEEPEST:
            raise self.refused(f"elements more than {DEEPEST} deep")
        if self.count > MOST_ELEMENTS:
            raise self.refused(f"more than {MOST_ELEMENTS} elements")
        node = Node(self.local(tag), {self.local(key): attributes[key] for key in attributes})
        if not self.open:
            self.root = node
        elif len(self.open) >= THING:
            self.open[-1].children.append(node)
        self.open.append(node)
        self.pieces = []

    def end(self, tag: str) -> None:  # noqa: ARG002 (what the parser calls)
        node = self.open.pop()
        if self.pieces and not node.children:
            node.text = "".join(self.pieces)
        self.pieces = []
        if len(self.open) == THING - 1:
            self.take(self.open[-1].tag, node)
        elif len(self.open) == THING - 2:
            self.take("", node)

    def data(self, text: str) -> None:
        self.pieces.append(text)

    def close(self) -> None:
        pass

    def local(self, name: str) -> str:
        """A name without its namespace, in lower case."""
        found = self.names.get(name)
        if found is None:
            found = self.names[name] = name.rpartition("}")[2].rpartition(":")[2].lower()
        return found


def read_things(xml: bytes, take: Take, refused: Refuse) -> Node:
    """Read a project or codebook; returns the root, with its attributes and without its children.

    Raises what `refused` makes of XML that is broken, or that asks for too much.
    """
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import DefusedXMLParser, ParseError

    if b"<" not in xml[:HEAD]:
        raise refused("a file of another sort")
    stream = _Stream(take, refused)
    parser = DefusedXMLParser(target=stream, forbid_dtd=True)
    try:
        for at in range(0, len(xml), PIECE):
            parser.feed(xml[at : at + PIECE])
        parser.close()
    except DefusedXmlException as error:
        found = "a DTD or entity in its XML, which no project needs and which can do harm"
        raise refused(found, "ask whoever sent it how it was made") from error
    except ParseError as error:
        raise refused("XML that is broken: " + shown(error)) from error
    except (ValueError, LookupError) as error:
        if stream.count:
            raise
        raise refused("XML in an unknown encoding: " + shown(error)) from error
    return stream.root
