"""Names of another tool's project as ids of a study: safe as file names, and each once."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from insideout.intake.source import FORMATS
from insideout.rows import SLUG, nfc

LONGEST = 60
RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)  # on Windows
INITIALS = re.compile(r"[A-Z0-9]{1,4}")
MOST_INITIALS = 3


def slug(name: str) -> str:
    """A name as an id: itself where it is one, else its letters and digits, joined by "_"."""
    name = nfc(name).strip()
    if not SLUG.fullmatch(name):
        plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
        name = re.sub(r"[^A-Za-z0-9.-]+", "_", plain).strip("_.-")
    name = name[:LONGEST].rstrip("_.-")
    return f"_{name}" if RESERVED.fullmatch(name) else name


def level_slug(name: str) -> str:
    """A level's name as an id of a study file, which allows fewer characters."""
    plain = unicodedata.normalize("NFKD", slug(name)).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9_-]+", "_", plain).strip("_-")


def source_slug(name: str) -> str:
    """A source's name as an id, without the ending of the file it once was."""
    stem, dot, ending = name.strip().rpartition(".")
    return slug(stem if stem and f"{dot}{ending}".lower() in FORMATS else name)


def initials(name: str) -> str:
    """A coder's initials, for files aren't called after people: Anna Berg is AB."""
    if INITIALS.fullmatch(name):
        return name
    plain = unicodedata.normalize("NFKD", name.partition("@")[0]).encode("ascii", "ignore")
    words = re.findall(r"[A-Za-z]+", plain.decode())
    return "".join(word[0].upper() for word in words[:MOST_INITIALS])


def unique_ids(names: Mapping[str, str], made: Callable[[str], str], bare: str) -> dict[str, str]:
    """An id for each thing: key → id, from key → name.

    Those that come out the same, upper and lower case alike, are numbered; one that comes out
    empty is called `bare`, with a number.
    """
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, name in names.items():
        wanted = made(name)
        one, number = wanted or f"{bare}1", 1
        while one.casefold() in taken:
            number += 1
            one = f"{wanted}_{number}" if wanted else f"{bare}{number}"
        taken.add(one.casefold())
        found[key] = one
    return found
