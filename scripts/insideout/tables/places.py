"""Tables that researchers write of units and of how things hang together."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

MODES = ("employed", "co_located", "subcontracted")
JOURNAL_KINDS = (
    "memo", "reflexive_note", "transcript_correction", "sign_off", "member_check",
    "framework_revision",
)  # fmt: skip

SERVICES = Table(
    "services",
    "a service that a unit provides, for a time",
    (
        Column("unit", "id", "the unit", True, refers="units"),
        Column("service", "id", "the service, such as acute or community_health", True),
        Column("mode", "choice", "by its own staff, by others' under its roof, or by others under "
               "contract; empty: by its own", False, MODES),
        Column("from", "date", "first day; empty: since before the study"),
        Column("to", "date", "last day; empty: to after the study"),
    ),
    key=("unit", "service", "from"),
)  # fmt: skip

LINKS = Table(
    "links",
    "a statement that one thing brings another about, or hinders it",
    (
        Column("from", "id", "what does so: a code, or a unit; between continuities: a feature or "
               "continuity", True),
        Column("to", "id", "what it brings about: a code; or a feature or continuity", True),
        Column("sign", "choice", "+ it helps or brings about, - it hinders", True, ("+", "-")),
        Column("basis", "choice", "an informant says so, or theory does", True,
               ("informant", "theory")),
        Column("reference", "id", "with theory: its key in the bibliography"),
        Column("evidence", "text", "codings that say so, by spaces: ids of tables/codings.csv or "
               "tables/consensus.csv"),
        Column("counter_evidence", "text", "codings that say the opposite, by spaces"),
        Column("note", "text", "how it is meant", free_text=True),
    ),
    key=("from", "to", "sign", "basis", "reference"),
)  # fmt: skip

JOURNAL = Table(
    "journal",
    "an entry of the research journal",
    (
        Column("date", "date", "when", True),
        Column("author", "id", "by whom", True),
        Column("kind", "choice", "what sort of entry", True, JOURNAL_KINDS),
        Column("about", "text", "what it is about: a code, unit, source, hypothesis …"),
        Column("text", "text", "the entry; of a revision: what prompted it", True, free_text=True),
        Column("changed", "text", "what was changed", free_text=True),
        Column("evidence", "text", "codings it refers to, and hypotheses' predictions as "
               "H1.access, by spaces"),
    ),
)  # fmt: skip
