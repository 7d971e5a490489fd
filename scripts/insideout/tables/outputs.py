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
from insideout.tables.compare import COMPARED, QCA_CASES
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
from insideout.tables.framework import (
    CHART,
    CHARTING,
    CODE_CASES,
    CODE_PAIRS,
    FRAMEWORK,
    STATUSES,
)
from insideout.tables.judge import JUDGE
from insideout.tables.nest import NEST
from insideout.tables.quality import QUALITY
from insideout.tables.records import EXTRACT
from insideout.tables.statistics import STATISTICS, TEST_CELLS, TESTS
from insideout.tables.suggest import SUGGEST_TABLES

__all__ = [
    "CODEBOOK", "CODE_CASES", "CODE_COUNTS", "CODE_PAIRS", "CODINGS_PLACED", "COLLOCATIONS",
    "FRAMEWORK", "KEYNESS", "MANIFEST", "NEST", "ORPHANS", "OUTPUTS", "SEALED", "SENTENCES",
    "STATUSES", "TESTS", "TEST_CELLS",
    "THEME_KEYNESS", "TURNS", "VERSIONS",
]  # fmt: skip

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
        *AGREEMENT_TABLES, *SUGGEST_TABLES, THEME_KEYNESS, *CHART, FRAMEWORK, CHARTING,
        *EXTRACT, *NEST, *COMPARED, QCA_CASES, *STATISTICS, *JUDGE, *QUALITY, SEALED, VERSIONS,
    )
}  # fmt: skip
