"""The tables of the corpus: sources, turns, sentences, key words, words that go together."""

from __future__ import annotations

from insideout.tables.declare import Column, Table
from insideout.tables.inputs import SOURCE_KINDS, SPEAKER_ROLES

FORMATS = ("txt", "docx", "odt", "rtf", "pdf", "vtt", "srt", "textgrid", "csv", "xlsx")

MANIFEST = Table(
    "manifest",
    "a source as it was taken in",
    (
        Column("source", "id", "the source", True),
        Column("file", "text", "the file it was read from, below the study's root", True),
        Column("format", "choice", "format of that file", True, FORMATS),
        Column("encoding", "text", "character encoding of a text file; empty for others"),
        Column("sha256", "id", "SHA-256 of the canonical text", True),
        Column("kind", "choice", "what sort of source it is", True, SOURCE_KINDS),
        Column("unit", "id", "the unit it was gathered in"),
        Column("date", "date", "when it was made"),
        Column("language", "id", "language code", True),
        Column("consent_quote", "yes_no", "its informants agreed to be quoted", True),
        Column(
            "quotable",
            "yes_no",
            "may be quoted: there is consent, and no open item of the de-identification",
            True,
        ),
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
            "time_start", "number", "where the recording begins, from time stamps", unit="seconds"
        ),
        Column("time_end", "number", "where the recording ends, from time stamps", unit="seconds"),
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

MATCHES = Table(
    "matches",
    "words of an informant that fit a suggestion pattern of a code",
    (
        Column("code", "id", "the code", True),
        Column("source", "id", "the source", True),
        Column("turn", "integer", "the turn", True, minimum=1),
        Column("sentence", "integer", "the sentence, by its number in the source", True, minimum=1),
        Column("start", "integer", "first character in the canonical text", True, minimum=0),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column("words", "text", "the words that fit", True, free_text=True),
        Column("pattern", "text", "the pattern they fit, as the codebook has it", True),
        Column("negated", "yes_no", "they stand in the scope of a negation", True),
    ),
    key=("code", "source", "start", "end", "pattern"),
)

# How much more a word is used in one part of what was said than in the rest.
CONTRAST = (
    Column("log_likelihood", "number", "G² (Dunning 1993, as in Rayson and Garside 2000)", True),
    Column(
        "log_ratio",
        "number",
        "binary log of the ratio of relative frequencies, 0.5 for none",
        True,
    ),
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
        *CONTRAST,
    ),
    key=("site", "lemma"),
)

THEME_KEYNESS = Table(
    "theme_keyness",
    "a word (lemma) that passages of one theme hold more than all else that informants say",
    (
        Column("theme", "id", "the theme: a code, with those below it", True),
        Column("lemma", "text", "the word in its dictionary form, lower case", True),
        Column("count", "integer", "uses in passages of the theme", True, minimum=1),
        Column("elsewhere", "integer", "uses outside of them", True, minimum=0),
        Column("informants", "integer", "informants who use it in them", True, minimum=1),
        *CONTRAST,
    ),
    key=("theme", "lemma"),
)

COLLOCATIONS = Table(
    "collocations",
    "a pair of words (lemmas) that informants put together more often than expected",
    (
        Column("site", "id", "the site; empty for all informants together"),
        Column(
            "apart",
            "choice",
            "adjacent: next to each other, in this order; window: within five words, in either",
            True,
            ("adjacent", "window"),
        ),
        Column("first", "text", "one word in its dictionary form, lower case", True),
        Column("second", "text", "the other one", True),
        Column("count", "integer", "how often they stand together", True, minimum=1),
        Column("informants", "integer", "informants who put them together", True, minimum=1),
        Column("count_first", "integer", "uses of the first word", True, minimum=1),
        Column("count_second", "integer", "uses of the second word", True, minimum=1),
        Column("log_likelihood", "number", "G² of the two-by-two table (Dunning 1993)", True),
        Column("log_dice", "number", "log Dice (Rychlý 2008), mostly from 0 to 14", True),
    ),
    key=("site", "apart", "first", "second"),
)
