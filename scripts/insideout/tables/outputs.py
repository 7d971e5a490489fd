"""The tables that stages make."""

from __future__ import annotations

from insideout.tables.corpus import (
    COLLOCATIONS,
    KEYNESS,
    MANIFEST,
    SENTENCES,
    THEME_KEYNESS,
    TURNS,
)
from insideout.tables.declare import Column, Table
from insideout.tables.deidentify import DEIDENTIFIED
from insideout.tables.inputs import CODINGS
from insideout.tables.nest import NEST
from insideout.tables.statistics import TEST_CELLS, TESTS

__all__ = [
    "CODEBOOK", "CODE_COUNTS", "CODINGS_PLACED", "COLLOCATIONS", "FRAMEWORK", "KEYNESS", "MANIFEST",
    "NEST", "ORPHANS", "OUTPUTS", "SEALED", "SENTENCES", "STATUSES", "TESTS", "TEST_CELLS",
    "THEME_KEYNESS", "TURNS", "VERSIONS",
]  # fmt: skip

STATUSES = ("present", "absent", "mixed", "coded", "not_told")

CODEBOOK = Table(
    "codebook",
    "a code, parents before children",
    (
        Column("code", "id", "id of the code", True),
        Column("parent", "id", "id of the code above; empty at the top"),
        Column("path", "text", "names from the top, joined by ' > '", True),
        Column("depth", "integer", "0 at the top", True, minimum=0),
        Column("name", "text", "its name in the report", True, free_text=True),
        Column("definition", "text", "what it means", free_text=True),
        Column("include", "text", "what to code with it", free_text=True),
        Column("exclude", "text", "what not to code with it", free_text=True),
        Column("example", "text", "an example", free_text=True),
        Column("origin", "choice", "where it comes from", True, ("deductive", "inductive")),
        Column("since", "text", "version of the codebook that brought it"),
        Column("organisational", "yes_no", "it tells of how organisations coordinate care", True),
        Column("feature", "id", "the feature of experience it is evidence of"),
        Column(
            "sign",
            "integer",
            "+1 when its presence speaks for the feature, -1 against",
            minimum=-1,
            maximum=1,
        ),
        Column(
            "shows",
            "text",
            "features it explains with their signs, such as 'same_person- reviews+'",
        ),
    ),
    key=("code",),
)

CODINGS_PLACED = Table(
    "codings_placed",
    "one code on one passage by one coder, found in the canonical text",
    (
        Column(
            "coding",
            "id",
            "id: hash of what makes it this coding (docs/design.md)",
            True,
        ),
        *(c for c in CODINGS.columns if c.name not in ("round", "about")),
        Column("round", "integer", "coding round, from 1", True, minimum=1),
        Column("about", "text", "what the passage speaks of: a unit, an interface a|b, or a level"),
        Column("turn", "integer", "the turn in which the passage begins", True, minimum=1),
        Column(
            "informant",
            "id",
            "whose account it is: the source's only informant, or who says most of the passage",
        ),
        Column(
            "passage",
            "id",
            "passages of one code that overlap, by whichever coder, share this id",
            True,
        ),
        Column(
            "how", "choice", "how the quote was found", True, ("exact", "folded", "approximate")
        ),
        Column(
            "coded_quote",
            "text",
            "the quote as its coder wrote it, where the passage was found approximately",
            free_text=True,
        ),
        Column("score", "number", "similarity of quote and passage", True, minimum=0, maximum=100),
    ),
    key=("coding",),
)

ORPHANS = Table(
    "orphans",
    "a coding whose quote was not found, or not at one place only",
    (
        Column("coding", "id", "id of the coding", True),
        Column("file", "text", "file that holds it", True),
        Column("line", "integer", "its line there", True, minimum=1),
        Column("source", "id", "the source", True),
        Column("code", "id", "the code", True),
        Column("coder", "id", "the coder", True),
        Column("quote", "text", "the quote that was looked for", True, free_text=True),
        Column("reason", "text", "why it was not placed", True),
        Column("candidates", "text", "places it might be, as start-end:score"),
        Column(
            "nearest",
            "text",
            "the words at the first of them, where they are much alike",
            free_text=True,
        ),
    ),
    key=("coding",),
)

CODE_COUNTS = Table(
    "code_counts",
    "a code and how often it was used",
    (
        Column("code", "id", "the code", True),
        Column("codings", "integer", "codings with this very code, all coders", True, minimum=0),
        Column(
            "passages", "integer", "passages, codings that overlap counted once", True, minimum=0
        ),
        Column("sources", "integer", "sources it occurs in", True, minimum=0),
        Column("informants", "integer", "informants who speak of it", True, minimum=0),
        Column("present", "integer", "codings with valence present", True, minimum=0),
        Column("absent", "integer", "codings with valence absent", True, minimum=0),
        Column("mixed", "integer", "codings with valence mixed", True, minimum=0),
        Column("with_below", "integer", "codings with this code or one below it", True, minimum=0),
    ),
    key=("code",),
)

FRAMEWORK = Table(
    "framework",
    "a cell of a framework matrix, empty ones too",
    (
        Column("case", "id", "the case (row)", True),
        Column("theme", "id", "the theme (column)", True),
        Column("codings", "integer", "codings with the theme or a code below it", True, minimum=0),
        Column(
            "passages", "integer", "passages, codings that overlap counted once", True, minimum=0
        ),
        Column("coders", "integer", "coders who coded it", True, minimum=0),
        Column("present", "integer", "codings with valence present", True, minimum=0),
        Column("absent", "integer", "codings with valence absent", True, minimum=0),
        Column("mixed", "integer", "codings with valence mixed", True, minimum=0),
        Column("status", "choice", "what the case tells of the theme", True, STATUSES),
        Column("summary", "text", "the analyst's summary", free_text=True),
        Column("author", "id", "who wrote the summary"),
        Column("stale", "yes_no", "the evidence has changed since the summary was written"),
        Column("evidence", "id", "hash of the cell's codings", True),
        Column(
            "quotes", "text", "ids of one coding a passage, in the order of the text, by spaces"
        ),
    ),
    key=("case", "theme"),
)

SEALED = Table(
    "sealed",
    "a file that went in or came out",
    (
        Column("file", "text", "its path, from the folder that the line was run in", True),
        Column("bytes", "integer", "its size", True, minimum=0, unit="bytes"),
        Column("sha256", "id", "SHA-256 of its bytes", True),
    ),
    key=("file",),
)

VERSIONS = Table(
    "versions",
    "a piece of software the results were made with",
    (
        Column("package", "text", "its name", True),
        Column("version", "text", "its version", True),
    ),
    key=("package",),
)

OUTPUTS = {
    table.name: table
    for table in (
        MANIFEST, TURNS, DEIDENTIFIED, SENTENCES, KEYNESS, COLLOCATIONS, CODEBOOK, CODINGS_PLACED,
        ORPHANS, CODE_COUNTS, THEME_KEYNESS, FRAMEWORK, TESTS, TEST_CELLS, *NEST, SEALED, VERSIONS,
    )
}  # fmt: skip
