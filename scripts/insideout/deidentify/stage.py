"""The stage: raw texts to texts with pseudonyms, and what is still to be reviewed."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import pandas as pd

from insideout.deidentify.forms import folded_names, index_of, standing, type_of
from insideout.deidentify.key import given, trimmed, with_kin, with_title
from insideout.deidentify.mask import carried, label_spans, masked, public_labels, with_same_title
from insideout.deidentify.private import Private
from insideout.deidentify.queue import places, queue
from insideout.deidentify.review import settle, stale
from insideout.deidentify.span import KINDS, Document, Span
from insideout.deidentify.speakers import of_labels
from insideout.deidentify.spread import spread
from insideout.intake.canonical import folded
from insideout.intake.taken import Speakers, TakenIn
from insideout.reader import framed, records
from insideout.tables.deidentify import DEIDENTIFIED, OFFSETS
from insideout.tables.outputs import MANIFEST, TURNS

Rows = list[dict[str, Any]]
# What a warning quotes: an apostrophe inside a word opens and closes nothing, and what is never
# closed is taken to the end of the warning, and what comes then may be taken, too.
QUOTED = re.compile(
    r"""(?<![^\s(\[])(?P<mark>['"])(?:(?:\\.|[^\\])*?(?P=mark)(?=$|[\s,.;:!?)\]])|.*?(?=; |$))""",
    re.DOTALL,
)
WORDED = re.compile(r"[^\W\d_]")


@dataclass(frozen=True)
class Deidentified:
    """What de-identification makes.

    `texts` by source, `turns` (TURNS), `manifest` (MANIFEST), and `summary` (DEIDENTIFIED) may be
    shared. Private: `key`, `queue` and `offsets` (rows of KEY and QUEUE; OFFSETS), and `places`,
    the occurrences that are decided one by one (LOOKED, and a context). `stale`: how many rows of
    LOOKED no longer count, by source.
    """

    texts: dict[str, str]
    turns: pd.DataFrame
    manifest: pd.DataFrame
    summary: pd.DataFrame
    key: Rows
    offsets: pd.DataFrame
    queue: Rows
    places: Rows
    stale: dict[str, int]


def deidentified(
    taken: TakenIn,
    private: Private,
    *,
    speakers: Speakers,
    release: str = "reviewed",
    allow: Sequence[str] = (),
    geonames: bool = False,
    trained: Mapping[str, Sequence[Span]] | None = None,
) -> Deidentified:
    """De-identify what was taken in from raw transcripts.

    `speakers`: the public table (or what labels mean everywhere), whose labels take the place of
    the raw ones. `release` and `allow` are the study's settings. `trained`: what trained pipelines
    found, by source; it adds to what is found here.
    """
    from insideout.deidentify.detect.find import (  # its lists are read when first needed
        find,
        lists_of,
    )

    manifest = records(taken.manifest)
    hashes = {str(row["source"]): str(row["sha256"]) for row in manifest}
    scripts = _scripts(taken, manifest, speakers)
    lists = {row["language"]: lists_of(row["language"], tuple(allow), geonames) for row in manifest}
    found = [
        (one.document, find(one.document, private.roster, lists[one.document.language],
                            tuple((trained or {}).get(one.document.source, ()))))
        for one in scripts
    ]  # fmt: skip
    spoken = [
        (row, label) for one in scripts for row, label in zip(one.turns, one.labels, strict=True)
    ]
    silent = _silent(private, speakers)
    seeded = [*private.key, *of_labels([*spoken, *silent], private.roster, private.key)]
    ordinary = {code: of.ordinary for code, of in lists.items()}
    settled = _settled(found, private, hashes, ordinary)
    settled = spread(settled, _names(settled, seeded), [*_left(private), *allow], ordinary)
    hidden = [
        (document, with_title(document, (s for s in spans if s.state != "asked")))
        for document, spans in settled
    ]
    pseudonyms, key = given(
        hidden, private.roster, seeded, private.decisions,
        narrators={one.document.source: _narrator(one) for one in scripts},
    )  # fmt: skip
    made = [
        _made(one, spans, pseudonyms[document.source])
        for one, (document, spans) in zip(scripts, hidden, strict=True)
    ]
    summary = [_summary(document, spans, release) for document, spans in settled]
    raw = {folded(str(row["label"])) for row, _ in [*spoken, *silent]}
    about = map(partial(_about, key=key, labels=raw), manifest, made, summary)
    look = {type_of(str(row["type"])) for row in private.decisions if row["decision"] == "look"}
    return Deidentified(
        texts={one.source: one.text for one in made},
        turns=framed((row for one in made for row in one.turns), TURNS),
        manifest=framed(about, MANIFEST),
        summary=framed(summary, DEIDENTIFIED),
        key=key,
        offsets=framed((row for one in made for row in one.offsets), OFFSETS),
        queue=queue(settled),
        places=places(settled, hashes, look),
        stale=dict(Counter(str(row["source"]) for row in stale(private.looked, hashes))),
    )


@dataclass(frozen=True)
class _Script:
    """A raw text, its turns (rows of TURNS), and what will stand before each of them."""

    document: Document
    turns: Rows
    labels: list[str]


@dataclass(frozen=True)
class _Masked:
    source: str
    text: str
    turns: Rows
    offsets: Rows


def _scripts(taken: TakenIn, manifest: Rows, speakers: Speakers) -> list[_Script]:
    turns: dict[str, Rows] = {str(row["source"]): [] for row in manifest}
    for row in records(taken.turns):
        turns[str(row["source"])].append(row)
    return [
        _Script(_document(row, taken.texts, rows), rows, public_labels(rows, speakers))
        for row, rows in zip(manifest, turns.values(), strict=True)
    ]


def _silent(private: Private, speakers: Speakers) -> list[tuple[dict[str, Any], str]]:
    """Labels that the private table of speakers has, as turns, and what would stand there."""
    rows: Rows = [] if private.speakers is None else records(private.speakers)
    turns = [
        {
            **row,
            "informant": row["informant"] or (row["source"] if row["role"] == "informant" else ""),
        }
        for row in rows
    ]
    return list(zip(turns, public_labels(turns, speakers), strict=True))


def _document(row: Mapping[str, Any], texts: Mapping[str, str], turns: Rows) -> Document:
    labels = dict.fromkeys(label for turn in turns if (label := folded(str(turn["label"]))))
    source = str(row["source"])
    return Document(source, texts[source], str(row["language"]), tuple(labels))


def _settled(
    found: Sequence[tuple[Document, list[Span]]],
    private: Private,
    hashes: Mapping[str, str],
    ordinary: Mapping[str, Callable[[str], bool]],
) -> list[tuple[Document, list[Span]]]:
    """What was found, trimmed to the names themselves, with the decisions applied.

    `ordinary` tells ordinary words, by language.
    """
    types = {type_of(document.text[s.start : s.end]) for document, spans in found for s in spans}
    types |= {type_of(name) for one in private.roster for name in one.names}
    types |= {type_of(str(row["type"])) for row in private.decisions}
    return [
        (document, settle(document, hashes[document.source], trimmed(document, spans, types),
                          private.decisions, private.looked, ordinary=ordinary[document.language]))
        for document, spans in found
    ]  # fmt: skip


def _names(
    settled: Sequence[tuple[Document, list[Span]]], key: Sequence[Mapping[str, Any]]
) -> list[tuple[str, str]]:
    """All names that are masked somewhere, or were, with their kind."""
    names = [(str(row["name"]), str(row["kind"])) for row in key]
    return names + [
        (document.text[span.start : span.end], span.kind)
        for document, spans in settled for span in spans if span.state != "asked"
    ]  # fmt: skip


def _left(private: Private) -> list[str]:
    """Types that reviewers left, or look at place by place."""
    return [str(row["type"]) for row in private.decisions if row["decision"] != "name"]


def _narrator(script: _Script) -> str:
    """What the only informant of a source is called, if that is a word, such as `Patient`."""
    told = {
        (row["informant"], label)
        for row, label in zip(script.turns, script.labels, strict=True)
        if row["role"] == "informant"
    }
    label = next(iter(told))[1] if len(told) == 1 else ""
    return label if label.isalpha() else ""


def _made(script: _Script, spans: Sequence[Span], pseudonyms: Sequence[str]) -> _Masked:
    """The masked text of a source, with its turns."""
    document = script.document
    spans = with_same_title(document, with_kin(document, spans, pseudonyms), pseudonyms)
    before, instead = label_spans(document.text, script.turns, script.labels)
    pairs = [*zip(before, instead, strict=True), *zip(spans, pseudonyms, strict=True)]
    pairs.sort(key=lambda pair: pair[0].start)
    text, offsets = masked(
        document.text, [p[0] for p in pairs], [p[1] for p in pairs], document.source
    )
    turns = []
    for row, label in zip(script.turns, script.labels, strict=True):
        start, end = carried(int(row["start"]), int(row["end"]), offsets)
        turns.append({**row, "label": label, "start": start, "end": end})
    return _Masked(document.source, text, turns, offsets)


def _summary(document: Document, spans: Sequence[Span], release: str) -> dict[str, Any]:
    """The row of DEIDENTIFIED of a source."""
    from insideout.deidentify.detect.find import casing

    hidden = Counter(span.kind for span in spans if span.state != "asked")
    undecided = sum(span.state != "sure" for span in spans)
    case = casing(document.text)
    free = release == "unattended" and case != "lower"
    verdict = "unattended" if free else "blocked"
    return {
        "source": document.source, "casing": case, "masked": hidden.total(),
        **{kind: hidden[kind] for kind in KINDS},
        "open_items": undecided, "release": verdict if undecided else "reviewed",
    }  # fmt: skip


def _about(
    row: Mapping[str, Any], made: _Masked, summary: Mapping[str, Any], key: Rows, labels: set[str]
) -> dict[str, Any]:
    """The row of MANIFEST of a masked text."""
    return {
        **row,
        "sha256": hashlib.sha256(made.text.encode("utf-8")).hexdigest(),
        "words": len(made.text.split()),
        "quotable": bool(row["consent_quote"]) and summary["release"] != "blocked",
        "warnings": without_names(str(row["warnings"]), key, labels),
    }


def without_names(warnings: str, key: Rows, labels: Iterable[str] = ()) -> str:
    """Warnings of the reader without what they quote of the transcript, and names of the key.

    `labels`: those of the raw transcripts, which go wherever they stand as they are written.
    """
    raw = "|".join(
        re.escape(label) for label in sorted(filter(WORDED.search, labels), key=len, reverse=True)
    )
    plain = re.sub(rf"(?<!\w)(?:{raw})(?!\w)", "[…]", warnings) if raw else warnings
    plain = QUOTED.sub("[…]", plain)
    named = {type_of(str(row["name"])): str(row["pseudonym"]) for row in key}
    index = index_of(folded_names(named), bare=True)
    spans = [(a, b, named[name]) for a, b, _, name in standing(plain, 0, len(plain), index)]
    for start, end, pseudonym in reversed(spans):
        plain = plain[:start] + pseudonym + plain[end:]
    return plain


def in_a_line(made: Deidentified) -> str:
    """What the stage made, for the person watching."""
    rows = records(made.summary)
    count, undecided = (sum(int(row[name]) for row in rows) for name in ("masked", "open_items"))
    blocked = sum(row["release"] == "blocked" for row in rows)
    still = f", {len(made.queue)} words or names to be reviewed in {undecided} places"
    hold = f"; {blocked} texts may not be quoted before that" if blocked else ""
    gone = sum(made.stale.values())
    old = f"; {gone} decisions about places are of texts that have changed" if gone else ""
    return f"{len(rows)} texts → {count:,} passages masked{still if undecided else ''}{hold}{old}"
