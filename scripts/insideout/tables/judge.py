"""The tables that the stage `judge` makes."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

VERDICTS = ("corroborated", "qualified", "falsified", "not_borne_out", "not_testable")
LEVELS_SEEN = ("high", "mixed", "low")

HYPOTHESES = Table(
    "hypotheses",
    "one prediction of a hypothesis: one continuity, in one setting",
    (
        Column("hypothesis", "id", "the hypothesis", True),
        Column("continuity", "id", "the continuity", True),
        Column("part", "text", "which part of the setting, where predictions differ; empty: all"),
        Column("predicted", "choice", "the predicted level; lower and higher compare with "
               "`compared_with`, rises with a number of the units", True,
               ("high", "low", "mixed", "lower", "higher", "rises", "falls")),
        Column("compared_with", "text", "the part, setting or number it is compared with"),
        Column("setting", "text", "the hypothesis's setting in words", True),
        Column("narrowed", "text", "what narrows it down for this part, in words"),
        Column("sites", "text", "sites that were told of in it, by spaces"),
        Column("against", "text", "of a comparison: the other setting, in words"),
        Column("against_sites", "text", "sites that were told of in that one, by spaces"),
        Column("against_n", "integer", "who told in that one", minimum=0),
        Column("witness", "choice", "whose words count", False, ("patients", "sources", "units")),
        Column("n", "integer", "who told, of a comparison in both groups; for a rank correlation: "
               "units", True, minimum=0),
        Column("share", "number", "share with the continuity among those who told (mixed counts "
               "half); of a comparison: the difference of shares; of a rank correlation: rho",
               minimum=-1, maximum=1),
        Column("low", "number", "lower end of its interval", minimum=-1, maximum=1),
        Column("high", "number", "upper end of its interval", minimum=-1, maximum=1),
        Column("observed", "choice", "the observed level, at the study's own thresholds", False,
               (*LEVELS_SEEN, "lower", "no_difference", "higher", "rises", "flat", "falls")),
        Column("grid", "integer", "settings of the thresholds looked at", True, minimum=0),
        Column("as_predicted", "integer", "of these, as predicted", True, minimum=0),
        Column("opposite", "integer", "of these, the opposite", True, minimum=0),
        Column("verdict", "choice", "corroborated: as predicted over the whole grid; qualified: "
               "over part of it; falsified: the opposite over the whole grid; not_borne_out: "
               "none of these; not_testable: too few told", True, VERDICTS),
        Column("leaves_open", "yes_no", "the interval includes the opposite of what was predicted "
               "(falsified: what was predicted): of high and low it reaches over the study's own "
               "threshold on the other side; of differences and rank correlations it includes 0. "
               "Empty: not testable, or nothing has an opposite"),
        Column("why", "text", "why it isn't testable; what to know of the interval"),
        Column("for_cases", "text", "who tells as predicted, by spaces"),
        Column("counter_cases", "text", "who tells the opposite, by spaces"),
        Column("quotes", "text", "passages as predicted, by spaces"),
        Column("counter_quotes", "text", "passages that say the opposite, by spaces"),
    ),
    key=("hypothesis", "continuity", "part"),
)  # fmt: skip

LEDGER = Table(
    "ledger",
    "a hypothesis and when it was fixed",
    (
        Column("hypothesis", "id", "the hypothesis", True),
        Column("about", "text", "what the file says of its hypotheses as a whole (the same on "
               "every row); Markdown"),
        Column("statement", "text", "what it says", True),
        Column("hash", "text", "hash of what it predicts, where, and when it counts as falsified",
               True),
        Column("locked", "text", "the hash that was locked; empty: none was"),
        Column("locked_on", "date", "when it was locked, as its authors give it"),
        Column("data_from", "date", "the date of the first source"),
        Column("standing", "choice", "whether it is as it was fixed before the data", True,
               ("fixed_before", "fixed_after", "changed", "not_locked")),
        Column("corroborated", "integer", "predictions corroborated", True, minimum=0),
        Column("qualified", "integer", "qualified", True, minimum=0),
        Column("falsified", "integer", "falsified", True, minimum=0),
        Column("not_borne_out", "integer", "never as predicted, nor the opposite throughout", True,
               minimum=0),
        Column("not_testable", "integer", "not testable", True, minimum=0),
    ),
    key=("hypothesis",),
)  # fmt: skip

DEPENDENCIES = Table(
    "dependencies",
    "how one continuity goes with another",
    (
        Column("first", "id", "the continuity that comes first, or helps", True),
        Column("second", "id", "the other", True),
        Column("shared", "text", "features that speak of both, by spaces: patients' accounts of "
               "them are left out, since they go together by themselves"),
        Column("patients", "integer", "patients who told of both", True, minimum=0),
        Column("both", "integer", "who had both", True, minimum=0),
        Column("first_only", "integer", "who had the first only", True, minimum=0),
        Column("second_only", "integer", "who had the second only", True, minimum=0),
        Column("neither", "integer", "who had neither", True, minimum=0),
        Column("mixed", "integer", "who told of both sides of either", True, minimum=0),
        Column("given", "number", "share with the second among those with the first", minimum=0,
               maximum=1),
        Column("given_not", "number", "and among those without", minimum=0, maximum=1),
        Column("phi", "number", "association of the two (phi)", minimum=-1, maximum=1),
        Column("statements", "integer", "informants who state that the first helps (or hinders) "
               "the second", True, minimum=0),
        Column("sign", "choice", "as informants or theory state it", False, ("+", "-", "both")),
        Column("references", "text", "publications whose theory says so, by spaces"),
        Column("evidence", "text", "passages that state it, by spaces"),
    ),
    key=("first", "second"),
)  # fmt: skip

QUESTIONS = Table(
    "questions",
    "a research question, or a part of one, and where it is answered",
    (
        Column("question", "id", "the question", True),
        Column("part", "text", "its part; empty: the question as a whole"),
        Column("asks", "text", "what it asks", True),
        Column("method", "text", "how it is answered"),
        Column("data", "text", "from what data; by semicolons"),
        Column("analysis", "text", "by which analysis"),
        Column("answered_in", "text", "tables and figures of the report, by spaces"),
        Column("rests_on", "text", "tables of results it rests on, with their rows: name (rows)"),
        Column("answer", "text", "the researchers' answer", free_text=True),
        Column("published", "text", "a published answer to set beside it"),
        Column("status", "choice", "whether it is answered", True,
               ("answered", "open", "no_results")),
    ),
    key=("question", "part"),
)  # fmt: skip

REVISIONS = Table(
    "revisions",
    "a revision of the framework: a new version, and what prompted it",
    (
        Column("version", "integer", "the version it makes", True, minimum=1),
        Column("date", "date", "when", True),
        Column("author", "id", "by whom", True),
        Column("about", "text", "what is revised: a hypothesis, continuity or theme"),
        Column("text", "text", "what prompted it", True, free_text=True),
        Column("changed", "text", "what is changed", True, free_text=True),
        Column("evidence", "text", "passages and verdicts that prompted it, by spaces"),
        Column("missing", "text", "of these, what there is no longer"),
    ),
    key=("version",),
)

JUDGE = (HYPOTHESES, LEDGER, DEPENDENCIES, QUESTIONS, REVISIONS)
