"""What the stage `quality` makes: what can't be right in the data, who met the criteria, flow."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

RELATIONS = ("sum", "partition", "criteria", "bound", "ratio", "same", "largest")
PARTS = (
    "part", "total", "whole", "share", "first", "second", "both", "neither", "same", "largest",
    "other",
)  # fmt: skip

PRINTED = Table(
    "printed",
    "a printed figure, and the relation in which it should stand to others",
    (
        Column("set", "id", "the figures that belong together", True),
        Column("relation", "choice", "what should hold among them: parts sum to their total; "
               "shares partition a whole; two criteria, both, neither; a part's maximum is within "
               "the whole's; part / whole is the share; the same thing printed twice; the largest",
               True, RELATIONS),
        Column("part", "choice", "this figure's part in it", True, PARTS),
        Column("group", "text", "column of a table, where the relation holds in each"),
        Column("quantity", "text", "what the figure is", True),
        Column("value", "text", "the figure as it is printed; shares as 0.56 or 56%", True),
        Column("n", "integer", "base of a share, where it is known", minimum=1),
        Column("rounded", "yes_no", "it was rounded, as a mean is; empty: whole numbers are "
               "counts, and exact, while shares and numbers with decimals were rounded"),
        Column("source", "text", "where it is printed", True),
    ),
)  # fmt: skip

DATA_QUALITY = Table(
    "data_quality",
    "something in the data that can't be right, or that a reader should know",
    (
        Column("check", "id", "what was looked at", True),
        Column("about", "id", "the table", True),
        Column("where", "text", "which row: a patient, an encounter, a cell, a printed set"),
        Column("column", "text", "which column"),
        Column("expected", "text", "what was expected", True, free_text=True),
        Column("found", "text", "what is there", True, free_text=True),
        Column("count", "integer", "how often", minimum=1),
        Column("weight", "choice", "impossible: can't be true; doubtful: should be looked at; "
               "known: told for completeness", True, ("impossible", "doubtful", "known")),
    ),
)  # fmt: skip

MISSING = Table(
    "missing",
    "how complete a column is",
    (
        Column("about", "id", "the table", True),
        Column("column", "text", "the column", True),
        Column("rows", "integer", "rows of the table", True, minimum=0),
        Column("missing", "integer", "of them, empty", True, minimum=0),
    ),
    key=("about", "column"),
)

ELIGIBILITY = Table(
    "eligibility",
    "a patient and a criterion of inclusion",
    (
        Column("patient", "id", "the patient", True),
        Column("criterion", "id", "the criterion", True),
        Column("label", "text", "in words", True),
        Column("value", "text", "the patient's value; empty: not known"),
        Column("met", "choice", "whether it is met", True, ("yes", "no", "unknown")),
        Column("exception", "text", "why a patient who doesn't was kept", free_text=True),
    ),
    key=("patient", "criterion"),
)

FLOW = Table(
    "flow",
    "a step of the sampling, from who was approached to what was analysed",
    (
        Column("step", "integer", "its place", True, minimum=1),
        Column("label", "text", "what it is", True),
        Column("n", "integer", "how many", True, minimum=0),
        Column("counted", "yes_no", "counted in the data; else as the study file says", True),
        Column("of", "integer", "place of the step that this one is a part of", minimum=1),
        Column("lost", "integer", "fewer than in that step"),
        Column("reason", "text", "why", free_text=True),
    ),
    key=("step",),
)

QUALITY = (DATA_QUALITY, MISSING, ELIGIBILITY, FLOW)
