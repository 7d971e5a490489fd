"""The tables of de-identification. All but DEIDENTIFIED are private: they hold names."""

from __future__ import annotations

from insideout.deidentify.span import KINDS
from insideout.tables.declare import Column, Table

NAMED = ("person", "place", "organisation")

ROSTER = Table(
    "roster",
    "a person, place or organisation that the study knows by name",
    (
        Column("entity", "slug", "short name of the entry", required=True),
        Column("name", "text", "how it is written; several ways are separated by |", True),
        Column("kind", "choice", "what it is", True, NAMED),
        Column("pseudonym", "text", "what stands in its place; empty: one is made"),
        Column("role", "text", "who a person is, such as daughter or GP; kept in a made pseudonym"),
        Column("sex", "choice", "of a person, where pseudonyms shall keep it", False,
               ("female", "male")),
        Column("sources", "text", "the sources it is named in, separated by spaces; empty: all"),
    ),
    key=("entity",),
)  # fmt: skip

DECISIONS = Table(
    "decisions",
    "what a reviewer decided of a word or name, wherever it stands",
    (
        Column("type", "text", "the word or name, as the queue has it", required=True),
        Column("decision", "choice",
               "name: mask it everywhere; not_name: leave it; look: decided place by place", True,
               ("name", "not_name", "look")),
        Column("kind", "choice", "what a name names", False, KINDS),
        Column("pseudonym", "text", "what stands in its place; empty: one is made"),
        Column("reviewer", "id", "who decided", required=True),
        Column("note", "text", "why"),
    ),
    key=("type",),
)  # fmt: skip

LOOKED = Table(
    "looked",
    "what a reviewer decided of one place in one text",
    (
        Column("source", "id", "the source", required=True, refers="sources"),
        Column("sha256", "id", "SHA-256 of its text before masking; a changed text is asked anew",
               required=True),
        Column("start", "integer", "first character in that text", True, minimum=0),
        Column("end", "integer", "the character after the last", True, minimum=1),
        Column("type", "text", "what stands there", required=True),
        Column("decision", "choice", "name: mask it; not_name: leave it", True,
               ("name", "not_name")),
        Column("kind", "choice", "what a name names", False, KINDS),
        Column("reviewer", "id", "who decided", required=True),
    ),
    key=("source", "sha256", "start"),
)  # fmt: skip

KEY = Table(
    "key",
    "a name as it was written, and what stands in its place",
    (
        Column("name", "text", "as written, white space folded", required=True),
        Column("kind", "choice", "what it is", True, KINDS),
        Column("pseudonym", "text", "what stands in its place", required=True),
        Column("entity", "text", "the entry of the roster; empty where it was found otherwise"),
        Column("source", "id", "the source, where a name means something else in another"),
    ),
    key=("name", "kind", "source"),
)

OFFSETS = Table(
    "offsets",
    "a masked passage: where it stood, and where its pseudonym stands",
    (
        Column("source", "id", "the source", required=True),
        Column("raw_start", "integer", "first character before masking", True, minimum=0),
        Column("raw_end", "integer", "the character after its last", True, minimum=0),
        Column("start", "integer", "first character of the pseudonym", True, minimum=0),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column("kind", "choice", "what was masked", True, KINDS),
        Column("rule", "id", "what found it", required=True),
    ),
    key=("source", "raw_start"),
)

QUEUE = Table(
    "queue",
    "a word or name that somebody has to decide about",
    (
        Column("type", "text", "the word or name", required=True),
        Column("kind", "choice", "what it may be", True, KINDS),
        Column("count", "integer", "places it stands in", True, minimum=1),
        Column("sources", "text", "the sources it stands in, separated by spaces", True),
        Column("expected", "number", "share of such items that turned out to be names", True,
               minimum=0, maximum=1),
        Column("context_1", "text", "the words around it at one place", required=True),
        Column("context_2", "text", "at another"),
        Column("context_3", "text", "at a third"),
        Column("decision", "choice", "to be filled in: name, not_name or look", False,
               ("name", "not_name", "look")),
        Column("kind_decided", "choice", "to be filled in where `kind` is wrong", False, KINDS),
        Column("pseudonym", "text", "to be filled in where one is wanted"),
    ),
    key=("type",),
)  # fmt: skip

DEIDENTIFIED = Table(
    "deidentified",
    "a source as it was de-identified",
    (
        Column("source", "id", "the source", required=True),
        Column("casing", "choice", "cased, mixed, or lower: under 3 % of its words begin with a "
               "capital, so names can't be told by them", True, ("cased", "mixed", "lower")),
        Column("masked", "integer", "passages masked", True, minimum=0),
        *(Column(kind, "integer", f"of these, kind {kind}", True, minimum=0) for kind in KINDS),
        Column("open_items", "integer", "passages that somebody has to review yet", True,
               minimum=0),
        Column("release", "choice", "reviewed: nothing is open; unattended: as the study allows; "
               "blocked: it may not be quoted until its items are reviewed", True,
               ("reviewed", "unattended", "blocked")),
    ),
    key=("source",),
)  # fmt: skip

PRIVATE = {table.name: table for table in (ROSTER, DECISIONS, LOOKED, KEY, OFFSETS, QUEUE)}
