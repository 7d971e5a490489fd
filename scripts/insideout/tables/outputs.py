"""The tables that stages make."""

from __future__ import annotations

from insideout.tables.agreement import AGREEMENT_TABLES
from insideout.tables.coding import (
    CODE_COUNTS,
    CODEBOOK,
    CODING_TABLES,
    CODINGS_PLACED,
    ORPHANS,
)
from insideout.tables.corpus import (
    COLLOCATIONS,
    KEYNESS,
    MANIFEST,
    MATCHES,
    SENTENCES,
    THEME_KEYNESS,
    TURNS,
)
from insideout.tables.declare import Column, Table
from insideout.tables.deidentify import DEIDENTIFIED
from insideout.tables.nest import NEST
from insideout.tables.statistics import TEST_CELLS, TESTS
from insideout.tables.suggest import SUGGEST_TABLES

__all__ = [
    "CODEBOOK", "CODE_COUNTS", "CODINGS_PLACED", "COLLOCATIONS", "FRAMEWORK", "KEYNESS", "MANIFEST",
    "NEST", "ORPHANS", "OUTPUTS", "SEALED", "SENTENCES", "STATUSES", "TESTS", "TEST_CELLS",
    "THEME_KEYNESS", "TURNS", "VERSIONS",
]  # fmt: skip

STATUSES = ("present", "absent", "mixed", "coded", "not_told")

FRAMEWORK = Table(
    "framework",
    "a cell of a framework matrix, empty ones too",
    (
        Column("case", "id", "the case (row)", True),
        Column("theme", "id", "the theme (column)", True),
        Column(
            "codings",
            "integer",
            "consensus codings with the theme or a code below it",
            True,
            minimum=0,
        ),
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

CODE_CASES = Table(
    "code_cases",
    "a code and a case that speaks of it: code by case, in long form",
    (
        Column("code", "id", "the code", True),
        Column("cases", "choice", "what the case is", True, ("source", "informant", "site")),
        Column("case", "id", "the case", True),
        Column("codings", "integer", "consensus codings with this very code", True, minimum=1),
        Column("present", "integer", "of them, with valence present", True, minimum=0),
        Column("absent", "integer", "of them, with valence absent", True, minimum=0),
        Column("mixed", "integer", "of them, with valence mixed", True, minimum=0),
    ),
    key=("code", "cases", "case"),
)

CODE_PAIRS = Table(
    "code_pairs",
    "two codes that are put on overlapping passages",
    (
        Column("first", "id", "one code, the earlier in the codebook", True),
        Column("second", "id", "the other one", True),
        Column("overlaps", "integer", "pairs of codings that overlap", True, minimum=1),
        Column("sources", "integer", "sources in which they do", True, minimum=1),
        Column(
            "jaccard",
            "number",
            "sources that hold both codes, of those that hold either (Jaccard 1901)",
            True,
            minimum=0,
            maximum=1,
        ),
    ),
    key=("first", "second"),
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
        MANIFEST, TURNS, DEIDENTIFIED, SENTENCES, KEYNESS, COLLOCATIONS, MATCHES, *CODING_TABLES,
        *AGREEMENT_TABLES, *SUGGEST_TABLES, THEME_KEYNESS, CODE_CASES, CODE_PAIRS,
        FRAMEWORK, TESTS, TEST_CELLS, *NEST, SEALED, VERSIONS,
    )
}  # fmt: skip
