"""What REFI-QDA has no place for, and where it goes: what we write so, we read back.

- A coding's valence, about, direction, period and round: lines "key: value" in a Note of the name
  EXTRAS that the coding refers to. Other tools show it as a memo.
- A coding's memo: a Note of the name MEMO that the coding refers to.
- Keys of a code beside its definition: such lines in its Description, under the line EXTRAS.
- A case's parent and level: case variables PARENT (the parent's GUID) and LEVEL; and, since other
  tools don't know what these mean, a Set of all sources in a case that has others in it, with the
  GUID `set_of_case(case)`: our reader leaves these sets out.
- A note about what can't refer to notes (a case, a set, a user): a Link from the Note to it.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Mapping

PROJECT = "urn:QDA-XML:project:1.0"
CODEBOOK = "urn:QDA-XML:codebook:1.0"
NAMESPACE = uuid.UUID("6b0c1f4e-3a5d-5c53-9d0e-0c5b3e1a7f21")  # drawn once; ids are made in it
EXTRAS = "Inside-Out"
MEMO = "Memo"
BELOW = f"\n\n[{EXTRAS}]\n"
PARENT = "parent_id"
LEVEL = "level"
CODING_KEYS = ("valence", "about", "direction", "period_from", "period_to", "round")
GUID = re.compile(r"\{?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})\}?")
LINE = re.compile(r"(\w[\w.-]*):(?: (.*))?")


def plain_guid(text: str) -> str:
    """A GUID in lower case without braces; "" where it is none."""
    found = GUID.fullmatch(text.strip())
    return found[1].lower() if found else ""


def made_guid(kind: str, *ids: str) -> str:
    """The GUID of a thing that has none: the same for the same kind and ids (UUID version 5)."""
    return str(uuid.uuid5(NAMESPACE, "\x1f".join((kind, *ids))))


def set_of_case(case: str) -> str:
    """The GUID of the set of the sources that lie in a case, from the case's GUID."""
    return made_guid("set of case", case)


def lines_of(values: Mapping[str, str]) -> str:
    """Keys with values as lines "key: value"; further lines of a value stand after two spaces."""
    return "\n".join(f"{key}: {value}".replace("\n", "\n  ") for key, value in values.items())


def values_of(text: str) -> dict[str, str] | None:
    """What `lines_of` wrote; None where the text is of another sort."""
    values: dict[str, str] = {}
    key = ""
    for line in text.split("\n"):
        if key and line.startswith("  "):
            values[key] += "\n" + line[2:]
        elif found := LINE.fullmatch(line):
            key = found[1]
            values[key] = found[2] or ""
        elif line:
            return None
    return values or None


def with_extra(definition: str, extra: Mapping[str, str]) -> str:
    """A code's Description: its definition, and what else our codebook says, below a line."""
    below = f"{BELOW}{lines_of(extra)}" if extra else ""
    return definition + below if definition else below.removeprefix("\n\n")


def without_extra(description: str) -> tuple[str, dict[str, str]]:
    """A Description's definition, and what `with_extra` put below it."""
    definition, line, rest = f"\n\n{description}".rpartition(BELOW)
    values = values_of(rest) if line else None
    return (definition.removeprefix("\n\n"), values) if values else (description, {})
