"""The tables that stages make."""

from __future__ import annotations

from insideout.tables.declare import Column, Table
from insideout.tables.inputs import CODINGS, SOURCE_KINDS, SPEAKER_ROLES
from insideout.tables.nest import NEST

STATUSES = ("present", "absent", "mixed", "coded", "not_told")

MANIFEST = Table(
    "manifest",
    "a source as it was taken in",
    (
        Column("source", "id", "the source", True),
        Column("file", "text", "the file it was read from, below the study's root", True),
        Column("format", "choice", "txt, docx, vtt or srt", True, ("txt", "docx", "vtt", "srt")),
        Column("encoding", "text", "character encoding of the file; empty for docx"),
        Column("sha256", "id", "SHA-256 of the canonical text", True),
        Column("kind", "choice", "what sort of source it is", True, SOURCE_KINDS),
        Column("unit", "id", "the unit it was gathered in"),
        Column("date", "date", "when it was made"),
        Column("language", "id", "language code", True),
        Column("consent_quote", "yes_no", "may be quoted", True),
        Column(
            "words", "integer", "words of the canonical text, split at white space", True, minimum=0
        ),
        Column("turns", "integer", "speaking turns", True, minimum=0),
        Column("informants", "text", "who speaks in it, interviewers apart, separated by spaces"),
        Column("warnings", "text", "what the reader met and had to decide", free_text=True),
    ),
    key=("source",),
)

TURNS = Table(
    "turns",
    "a speaking turn",
    (
        Column("source", "id", "the source", True),
        Column("turn", "integer", "its number in the source, from 1", True, minimum=1),
        Column(
            "label",
            "text",
            "the speaker's label in the text; empty where there is none",
            free_text=True,
        ),
        Column("informant", "id", "who speaks; empty for interviewers"),
        Column("role", "choice", "interviewer, informant or companion", True, SPEAKER_ROLES),
        Column(
            "start", "integer", "first character of what is said (after the label)", True, minimum=0
        ),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column(
            "time_start", "number", "where the recording begins, from subtitles", unit="seconds"
        ),
        Column("time_end", "number", "where the recording ends, from subtitles", unit="seconds"),
    ),
    key=("source", "turn"),
)

SENTENCES = Table(
    "sentences",
    "a sentence of a turn",
    (
        Column("source", "id", "the source", True),
        Column("turn", "integer", "the turn", True, minimum=1),
        Column("sentence", "integer", "its number in the source, from 1", True, minimum=1),
        Column("start", "integer", "first character in the canonical text", True, minimum=0),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column("words", "integer", "its words, punctuation left out", True, minimum=0),
    ),
    key=("source", "sentence"),
)

KEYNESS = Table(
    "keyness",
    "a word (lemma) that one site's informants use more than the others",
    (
        Column("site", "id", "the site", True),
        Column("lemma", "text", "the word in its dictionary form, lower case", True),
        Column("count", "integer", "uses by the site's informants", True, minimum=1),
        Column("elsewhere", "integer", "uses by the other sites' informants", True, minimum=0),
        Column("informants", "integer", "the site's informants who use it", True, minimum=1),
        Column(
            "log_likelihood", "number", "G² (Dunning 1993, as in Rayson and Garside 2000)", True
        ),
        Column(
            "log_ratio",
            "number",
            "binary log of the ratio of relative frequencies, 0.5 for none",
            True,
        ),
    ),
    key=("site", "lemma"),
)

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
            "id: hash of source, quote and its context, code, valence, about, period, coder, round",
            True,
        ),
        *(c for c in CODINGS.columns if c.name not in ("round", "about")),
        Column("round", "integer", "coding round, from 1", True, minimum=1),
        Column("about", "text", "what the passage speaks of: a unit, an interface a|b, or a level"),
        Column("turn", "integer", "the turn in which the passage begins", True, minimum=1),
        Column(
            "informant",
            "id",
            "whose account it is: who says most of it, or, where the source has one informant, they",
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
        Column("candidates", "text", "places it might be, as start-end:score", True),
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

TESTS = Table(
    "tests",
    "a statistical test",
    (
        Column("test", "id", "id in the study file", True),
        Column("asks", "text", "the question", True, free_text=True),
        Column("method", "choice", "the test", True, ("chi_squared", "fisher", "anova")),
        Column("outcome", "text", "variable that may differ", True),
        Column("by", "text", "variable that groups the cases", True),
        Column("n", "integer", "cases with both variables", True, minimum=0),
        Column("left_out", "integer", "cases without one of them", True, minimum=0),
        Column("groups", "integer", "groups compared", True, minimum=0),
        Column(
            "statistic",
            "number",
            "chi-squared, F, or the conditional odds ratio (Fisher, 2 × 2); empty when infinite",
        ),
        Column("df", "number", "degrees of freedom (of the groups)"),
        Column("df_within", "number", "degrees of freedom within groups (anova)"),
        Column("p", "number", "p-value, two-sided", minimum=0, maximum=1),
        Column("p_error", "number", "standard error of a Monte Carlo p", minimum=0),
        Column("effect", "number", "Cramér's V, or eta squared (anova)", minimum=0, maximum=1),
        Column("least_expected", "number", "smallest expected count (tables)", minimum=0),
        Column(
            "verdict",
            "choice",
            "in short",
            True,
            ("difference", "no_difference_shown", "not_testable"),
        ),
        Column("note", "text", "what to bear in mind, or why it could not be done", free_text=True),
    ),
    key=("test",),
)

TEST_CELLS = Table(
    "test_cells",
    "what a test compared: a cell of its table, or a group's mean",
    (
        Column("test", "id", "id of the test", True),
        Column("group", "text", "group of cases", True, free_text=True),
        Column("value", "text", "value of the outcome; empty for a mean", free_text=True),
        Column("n", "integer", "cases in the cell (or group)", True, minimum=0),
        Column("expected", "number", "count expected without any difference"),
        Column("mean", "number", "mean of the outcome"),
        Column("sd", "number", "standard deviation (n - 1)"),
    ),
    key=("test", "group", "value"),
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
        MANIFEST, TURNS, SENTENCES, KEYNESS, CODEBOOK, CODINGS_PLACED, ORPHANS, CODE_COUNTS,
        FRAMEWORK, TESTS, TEST_CELLS, *NEST, SEALED, VERSIONS,
    )
}  # fmt: skip
