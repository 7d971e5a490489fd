"""Framework matrices and what an analyst counts first: the tables of the stage `chart`."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

STATUSES = ("present", "absent", "mixed", "coded", "not_told")
TURNED = "(a code below it with sign -1 counts the other way; one without, beside others, neither)"

FRAMEWORK = Table(
    "framework",
    "a cell of a framework matrix, empty ones too",
    (
        Column("case", "id", "the case (row)", True),
        Column("theme", "id", "the theme, or sub-theme (column)", True),
        Column("within", "id", "the theme that a sub-theme belongs to; empty: a theme itself"),
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
        Column("present", "integer", "codings that say the theme is present " + TURNED, True,
               minimum=0),
        Column("absent", "integer", "codings that say it is absent", True, minimum=0),
        Column("mixed", "integer", "codings that say both", True, minimum=0),
        Column("status", "choice", "what they say together of the theme", True, STATUSES),
        Column("summary", "text", "the analyst's summary", free_text=True),
        Column("author", "id", "who wrote the summary"),
        Column("stale", "yes_no", "the evidence has changed since the summary was written"),
        Column("evidence", "id", "hash of the cell's codings", True),
        Column(
            "quotes", "text", "ids of one coding a passage, in the order of the text, by spaces"
        ),
    ),
    key=("case", "theme"),
)  # fmt: skip

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
    "two codes that are put on passages which overlap, or lie near each other",
    (
        Column("first", "id", "one code, the earlier in the codebook", True),
        Column("second", "id", "the other one", True),
        Column("overlaps", "integer", "pairs of codings that overlap", True, minimum=0),
        Column(
            "near",
            "integer",
            "pairs that don't, but lie in one turn or have few sentences between them",
            True,
            minimum=0,
        ),
        Column("sources", "integer", "sources in which they overlap", True, minimum=0),
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


ROLLUP = Table(
    "rollup",
    "what the cases of one unit tell of a theme: a framework matrix rolled up",
    (
        Column("frame", "id", "the framework matrix", True),
        Column("unit", "id", "the site (or other unit) that the cases belong to; empty: to none"),
        Column("theme", "id", "the theme, or sub-theme", True),
        Column("within", "id", "the theme that a sub-theme belongs to; empty: a theme itself"),
        Column("cases", "integer", "cases of the unit", True, minimum=0),
        Column("present", "integer", "of them, with status present", True, minimum=0),
        Column("absent", "integer", "with status absent", True, minimum=0),
        Column("mixed", "integer", "with both", True, minimum=0),
        Column("coded", "integer", "with codings that don't say which", True, minimum=0),
        Column("not_told", "integer", "that don't tell of it", True, minimum=0),
        Column(
            "share",
            "number",
            "present among those that say which, mixed ones as half; empty: none",
            minimum=0,
            maximum=1,
        ),
    ),
    key=("frame", "unit", "theme"),
)

CODE_ATTRIBUTES = Table(
    "code_attributes",
    "a code, and the people with one value of an attribute: code by attribute",
    (
        Column("code", "id", "the code; those below it count", True),
        Column("attribute", "text", "the attribute of informants or patients", True),
        Column("value", "text", "its value", True, free_text=True),
        Column("cases", "integer", "informants with that value", True, minimum=0),
        Column("told", "integer", "of them, who tell of the code", True, minimum=0),
        Column("present", "integer", "who say that it is present " + TURNED, True, minimum=0),
        Column("absent", "integer", "who say that it is absent", True, minimum=0),
        Column("mixed", "integer", "who say both", True, minimum=0),
        Column("codings", "integer", "consensus codings", True, minimum=0),
    ),
    key=("code", "attribute", "value"),
)

CODE_SITES = Table(
    "code_sites",
    "what is told about a site with a code, wherever its tellers belong: presence by site",
    (
        Column("code", "id", "the code; those below it count", True),
        Column("site", "id", "the site that is spoken about", True),
        Column("informants", "integer", "informants who tell of it", True, minimum=0),
        Column("sources", "integer", "sources in which it is told", True, minimum=0),
        Column("present", "integer", "codings that say it is present " + TURNED, True, minimum=0),
        Column("absent", "integer", "codings that say it is absent", True, minimum=0),
        Column("mixed", "integer", "codings that say both", True, minimum=0),
        Column("status", "choice", "together", True, STATUSES),
    ),
    key=("code", "site"),
)

QUOTES = Table(
    "quotes",
    "a quotation by code, with its speaker's attributes (the columns after the declared ones)",
    (
        Column("coding", "id", "id of the consensus coding", True),
        Column("passage", "id", "the passage it belongs to", True),
        Column("code", "id", "the code", True),
        Column("theme", "id", "the top-level theme above it"),
        Column("valence", "id", "present, absent, mixed or none"),
        Column("about", "text", "what it is about"),
        Column("source", "id", "the source", True),
        Column("turn", "integer", "the turn it begins in", minimum=0),
        Column("informant", "id", "whose account it is; empty: nobody's"),
        Column("group", "id", "their group"),
        Column("site", "id", "their site"),
        Column("quote", "text", "the words; empty: they may not be quoted", free_text=True),
    ),
    key=("coding",),
    attributes=True,
)

CHARTING = Table(
    "charting",
    "a cell of a framework matrix to be summarised: a row of a form's sheet, a sheet a theme",
    (
        Column("frame", "id", "the framework matrix", True),
        Column("case", "id", "the case", True),
        Column("theme", "id", "the theme, or sub-theme", True),
        Column("evidence", "id", "hash of the cell's codings when the form was made", True),
        Column("before", "id", "hash of the summary when the form was made; empty: there was none"),
        Column("status", "choice", "what the case tells of it", True, STATUSES),
        Column("codings", "integer", "consensus codings", True, minimum=0),
        Column("quotations", "text", "the quotations, in the order of the text", free_text=True),
        Column("state", "choice", "the summary there is", True,
               ("none", "bound", "unbound", "stale")),
        Column("summary", "text", "the analyst's summary: write or change it here", free_text=True),
        Column("author", "id", "who wrote it"),
        Column("holds", "choice", "yes: a stale or unbound summary holds as it stands", False,
               ("yes",)),
    ),
    key=("frame", "case", "theme"),
)  # fmt: skip

CHART = (ROLLUP, CODE_CASES, CODE_PAIRS, CODE_ATTRIBUTES, CODE_SITES, QUOTES)
