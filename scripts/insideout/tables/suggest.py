"""The tables of the stage `suggest`: suggestions, how good they are, the residual, its clusters."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

SUGGESTIONS = Table(
    "suggestions",
    "a sentence that may deserve a code: no evidence until somebody accepts it",
    (
        Column("suggestion", "id", "id: hash of source, quote, place and code", True),
        Column("source", "id", "the source", True),
        Column("turn", "integer", "the turn", True, minimum=1),
        Column("start", "integer", "first character in the canonical text", True, minimum=0),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column("quote", "text", "the sentence", True, free_text=True),
        Column("informant", "id", "who says it", True),
        Column("code", "id", "the code suggested", True),
        Column(
            "by",
            "choice",
            "what suggests it: a pattern of the codebook, the classifier, or both",
            True,
            ("pattern", "classifier", "both"),
        ),
        Column(
            "confidence",
            "number",
            "calibrated probability of the classifier; empty for codes it hasn't learnt",
            minimum=0,
            maximum=1,
        ),
        Column("words", "text", "the words that speak for it, the strongest first", True,
               free_text=True),
        Column("negated", "yes_no", "the words of the pattern are negated", True),
    ),
    key=("suggestion",),
)  # fmt: skip

CLASSIFIER = Table(
    "classifier",
    "a code, and how well the classifier finds its sentences in sources it hasn't seen",
    (
        Column("code", "id", "the code", True),
        Column("positives", "integer", "informants' sentences with the code", True, minimum=0),
        Column("sources", "integer", "sources they stand in", True, minimum=0),
        Column("sentences", "integer", "sentences it was learnt from", True, minimum=0),
        Column("folds", "integer", "folds of the cross-validation, by source", minimum=0),
        Column("precision", "number", "cross-validated, at the study's threshold", minimum=0,
               maximum=1),
        Column("recall", "number", "cross-validated, at the study's threshold", minimum=0,
               maximum=1),
        Column("average_precision", "number", "cross-validated, over all thresholds", minimum=0,
               maximum=1),
        Column("brier", "number", "mean squared error of the probabilities", minimum=0, maximum=1),
        Column("found", "integer", "sentences above the threshold in cross-validation", minimum=0),
        Column("note", "text", "why there are no figures, or what limits them"),
    ),
    key=("code",),
)  # fmt: skip

RESIDUAL = Table(
    "residual",
    "a sentence of an informant that no deductive code covers",
    (
        Column("source", "id", "the source", True),
        Column("turn", "integer", "the turn", True, minimum=1),
        Column("sentence", "integer", "its number in the source", True, minimum=1),
        Column("start", "integer", "first character in the canonical text", True, minimum=0),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column("quote", "text", "the sentence", True, free_text=True),
        Column("informant", "id", "who says it", True),
        Column("words", "integer", "its words that are no stop words", True, minimum=0),
        Column("cluster", "id", "the candidate theme it falls under; empty: too short, or in none"),
        Column("typical", "number", "how typical of it, 1 the most", minimum=0, maximum=1),
        Column("inductive", "text", "inductive codes on it, separated by spaces"),
    ),
    key=("source", "sentence"),
)

CANDIDATES = Table(
    "candidates",
    "a candidate theme: a cluster of the residual",
    (
        Column("cluster", "id", "its id: hash of its strongest terms", True),
        Column("sentences", "integer", "its sentences", True, minimum=1),
        Column("sources", "integer", "sources they stand in", True, minimum=1),
        Column("informants", "integer", "informants who say them", True, minimum=1),
        Column("terms", "text", "its key words, with log-likelihood and log ratio", True),
        Column("quotes", "text", "its most typical sentences, one a line", True, free_text=True),
        Column("code", "id", "the inductive code that it became; empty: not yet decided"),
        Column(
            "decision",
            "choice",
            "what the analyst decided",
            False,
            ("named", "merged", "rejected"),
        ),
        Column("by", "id", "who decided"),
        Column("reason", "text", "why", free_text=True),
    ),
    key=("cluster",),
)

SUGGEST_TABLES = (SUGGESTIONS, CLASSIFIER, RESIDUAL, CANDIDATES)
