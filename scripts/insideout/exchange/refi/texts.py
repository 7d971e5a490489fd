"""The texts of a project's sources and notes, wherever they are kept."""

from __future__ import annotations

import codecs
from collections import Counter
from collections.abc import Sequence

from insideout.exchange.refi.archive import MOST_TEXT, MOST_TEXTS, Container, text_at
from insideout.exchange.refi.offsets import Text, text_of
from insideout.exchange.refi.records import SourceRecord
from insideout.problems import shown

Missed = Counter[tuple[str, str, str]]  # what, which one, why → how many
ONLY_TEXTS = "only texts are carried"
TAKEN = "another one has the same GUID"
FORMATTED = "texts are carried without their formatting"


def texts_of(
    sources: Sequence[SourceRecord], container: Container, missed: Missed, told: list[str]
) -> dict[str, Text]:
    """The texts that are there, by their source's guid; what isn't is missed."""
    texts: dict[str, Text] = {}
    for source in sources:
        raw, why = source.inline, ""
        path = source.path or (source.formatted if source.formatted.endswith(".txt") else "")
        if raw is None and path:
            raw, why = text_in(container, path, told)
        elif raw is not None:
            _count(container, raw, source.name)
        if raw is not None:
            texts[source.guid] = text_of(raw)
        elif source.kind in ("text", "transcript") or path:
            missed["text of a source", source.name, why or "the project names no text of it"] += 1
        if source.kind not in ("text", "transcript"):
            why = "its text is carried, and nothing else" if raw is not None else ONLY_TEXTS
            missed[f"{source.kind} source", source.name, why] += 1
        if source.formatted and raw is not None:
            missed["formatting of a text", source.name, FORMATTED] += 1
        if source.stamps:
            missed["time stamp", source.name, "texts are carried without them"] += source.stamps
    return texts


def text_in(container: Container, path: str, told: list[str]) -> tuple[str | None, str]:
    """A text that lies in a file, with its byte order mark and line ends; or why it isn't there."""
    raw, why = text_at(container, path)
    if raw is None:
        return None, why
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), ""
    try:
        return raw.decode("utf-8"), ""
    except UnicodeDecodeError:
        told.append(f"{shown(path)} isn't UTF-8, as the standard wants it; read as Windows-1252")
        return raw.decode("cp1252", "replace"), ""


def _count(container: Container, text: str, name: str) -> None:
    """Hold texts within the XML to the same measure as files."""
    container.read += len(text)
    if len(text) > MOST_TEXT or container.read > MOST_TEXTS:
        raise container.refused(f"a text of {len(text) >> 20} MB: {shown(name)}")
