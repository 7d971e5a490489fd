"""The tables of the coding: codebook, codings found in their texts, what codes became."""

from __future__ import annotations

from insideout.tables.declare import Column, Table
from insideout.tables.inputs import CODINGS, ORIGINS

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
        Column("retired", "text", "version that retired it; empty while it is in use"),
        Column("merged_into", "id", "the code that took its place"),
        Column("split_from", "id", "the code it was split from"),
        Column("cluster", "text", "the cluster of the residual that an inductive code came from"),
        Column("allowed", "text", "valences that coders may choose from; empty: any"),
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
        *(c for c in CODINGS.columns if c.name not in ("round", "about", "origin")),
        Column("round", "integer", "coding round, from 1", True, minimum=1),
        Column("origin", "choice", "how the coding came about", True, ORIGINS),
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

CODE_CHANGES = Table(
    "code_changes",
    "a coding whose code a later version of the codebook changed",
    (
        Column("coding", "id", "id of the coding", True),
        Column("source", "id", "the source", True),
        Column("coder", "id", "the coder", True),
        Column("code", "id", "the code that the coder put", True),
        Column("to", "id", "the code it stands under now; empty where it is set aside"),
        Column(
            "what",
            "choice",
            "merged: recoded; retired: set aside; split: stays until somebody recodes it",
            True,
            ("merged", "retired", "split"),
        ),
        Column("version", "text", "version of the codebook that changed it", True),
        Column("into", "text", "codes that a split code was split into, separated by spaces"),
    ),
    key=("coding",),
)

CODEBOOK_NOTES = Table(
    "codebook_notes",
    "something in the codebook that a person should look at",
    (
        Column("code", "id", "the code", True),
        Column(
            "note",
            "choice",
            "what was noticed",
            True,
            ("unused", "no_definition", "same_path", "retired_used", "one_child"),
        ),
        Column("detail", "text", "the same in words", free_text=True),
    ),
    key=("code", "note"),
)

CODING_TABLES = (CODEBOOK, CODINGS_PLACED, ORPHANS, CODE_COUNTS, CODE_CHANGES, CODEBOOK_NOTES)
