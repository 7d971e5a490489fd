"""The tables that researchers write."""

from __future__ import annotations

from insideout.tables.declare import Column, Table
from insideout.tables.places import JOURNAL, LINKS, SERVICES
from insideout.tables.quality import PRINTED
from insideout.tables.records import BENCHMARKS, RECORDS

SOURCE_KINDS = ("interview", "focus_group", "document", "press", "field_note")
SPEAKER_ROLES = ("interviewer", "informant", "companion")
SERVICE_ROLES = ("first_responder", "second_responder", "network_body", "governance_body")
VALENCES = ("present", "absent", "mixed")
ORIGINS = ("coded", "suggested", "imported")
DECISIONS = ("keep", "drop", "change")

SOURCES = Table(
    "sources",
    "a source: one transcript, document, press cutting or field note",
    (
        Column("source", "slug", "short name of the source, used everywhere", required=True),
        Column("file", "text", "its file, below the study's folder of texts", required=True),
        Column("kind", "choice", "what sort of source it is", True, SOURCE_KINDS),
        Column("unit", "id", "the unit it was gathered in", refers="units"),
        Column("date", "date", "when it was made"),
        Column("wave", "id", "wave of data collection, in longitudinal studies"),
        Column("language", "id", "language code, such as en, sv or nb"),
        Column("encoding", "id", "character encoding of a text file, where the guess is wrong"),
        Column("consent_record", "yes_no", "the informant agreed to be recorded"),
        Column("consent_quote", "yes_no", "the informant agreed to be quoted; empty means yes"),
        Column("withdrawn", "date", "when the informant withdrew; the source is then left out"),
    ),
    key=("source",),
)

SPEAKERS = Table(
    "speakers",
    "a label that stands before turns in one source, and who it is",
    (
        Column("source", "id", "the source", True, refers="sources"),
        Column("label", "text", "the label as the transcript has it, without the colon", True),
        Column("informant", "id", "who speaks; empty for interviewers", refers="informants"),
        Column("role", "choice", "interviewer, informant, or companion", True, SPEAKER_ROLES),
    ),
    key=("source", "label"),
)

INFORMANTS = Table(
    "informants",
    "a person who told the study something",
    (
        Column("informant", "id", "pseudonymous identifier", required=True),
        Column("unit", "id", "the unit they belong to or are cared for in", refers="units"),
        Column("group", "id", "what frames select cases by, such as patient or practitioner", True),
        Column("job", "text", "what they do, in their own terms", free_text=True),
    ),
    key=("informant",),
    attributes=True,
)

PATIENTS = Table(
    "patients",
    "a patient, with attributes that tests and tables use",
    (
        Column("patient", "id", "the patient; their informant identifier, if they are one", True),
        Column("practice", "id", "the practice they are registered with", refers="units"),
        Column(
            "interviewed",
            "date",
            "when they were interviewed; empty: the date of the source in which they speak",
        ),
        Column("died", "date", "when they died, if they did"),
        Column("record", "yes_no", "their medical record could be read; empty means yes"),
        Column("withdrawn", "date", "when they withdrew; they are then left out of everything"),
        Column("age", "integer", "age at the interview", minimum=0, maximum=120, unit="years"),
        Column("conditions", "integer", "long-standing conditions", minimum=0, maximum=40),
        Column("eligible", "yes_no", "meets the study's inclusion criteria"),
        Column("exception", "text", "why a patient who doesn't was kept", free_text=True),
    ),
    key=("patient",),
    attributes=True,
)

UNITS = Table(
    "units",
    "a site, organisation, network or body of governance",
    (
        Column("unit", "id", "short name of the unit", required=True),
        Column("level", "id", "one of the study's levels; empty for a site, which spans them"),
        Column("name", "text", "its name in the report", True, free_text=True),
        Column("kind", "id", "such as site, practice, trust, network, regulator", True),
        Column("service_role", "choice", "its place among those who respond", False, SERVICE_ROLES),
        Column("ownership", "id", "such as public, partnership, corporate, charity"),
        Column("structure", "text", "how it coordinates care, in a few words", free_text=True),
    ),
    key=("unit",),
    attributes=True,
)

MEMBERSHIPS = Table(
    "memberships",
    "one unit's membership of another, for a time",
    (
        Column("unit", "id", "the member", True, refers="units"),
        Column("parent", "id", "what it is a member of", True, refers="units"),
        Column("from", "date", "first day; empty: since before the study"),
        Column("to", "date", "last day; empty: to after the study"),
    ),
    key=("unit", "parent", "from"),
)

CODINGS = Table(
    "codings",
    "one code put on one passage by one coder",
    (
        Column("source", "id", "the source", True, refers="sources"),
        Column("start", "integer", "first character of the quote, from 0; a cache", minimum=0),
        Column("end", "integer", "the character after its last; a cache", minimum=0),
        Column("quote", "text", "the passage, word for word: what counts", True, free_text=True),
        Column("prefix", "text", "up to 32 characters before it", free_text=True),
        Column("suffix", "text", "up to 32 characters after it", free_text=True),
        Column("occurrence", "integer", "which of several equal quotes, from 1", minimum=1),
        Column("code", "id", "id of the code in the codebook", True, refers="codebook"),
        Column(
            "valence",
            "choice",
            "present, absent or mixed; empty on a code of experience or a mechanism: present",
            False,
            VALENCES,
        ),
        Column(
            "about",
            "text",
            "the unit, the interface a|b or the level spoken of; empty: the source's unit",
        ),
        Column("direction", "choice", "of coordination", False, ("horizontal", "vertical")),
        Column("period_from", "date", "start of the time told of"),
        Column("period_to", "date", "end of the time told of"),
        Column("coder", "id", "who coded", required=True),
        Column("round", "integer", "coding round, from 1", minimum=1),
        Column(
            "origin",
            "choice",
            "how it came about: coded (the default), suggested and then accepted, or imported",
            False,
            ORIGINS,
        ),
        Column("memo", "text", "the coder's note", free_text=True),
    ),
)

ASSIGNMENTS = Table(
    "assignments",
    "a source that a coder coded in a round; without this table, one they put a code into",
    (
        Column("source", "id", "the source", True, refers="sources"),
        Column("coder", "id", "the coder", True),
        Column("round", "integer", "coding round, from 1", True, minimum=1),
        Column(
            "codes",
            "text",
            "codes that were looked for, with those below them, separated by spaces; empty: all",
        ),
        Column("date", "date", "when it was finished"),
    ),
    key=("source", "coder", "round"),
)

ADJUDICATIONS = Table(
    "adjudications",
    "a decision about a coding that coders disagree on, or that a validator has checked",
    (
        Column("coding", "id", "id of the coding decided about", True),
        Column("decision", "choice", "keep it, drop it, or change it", True, DECISIONS),
        Column("code", "id", "with change: the code it gets", refers="codebook"),
        Column("valence", "choice", "with change: the valence it gets", False, VALENCES),
        Column("about", "text", "with change: what it is about"),
        Column("by", "id", "who decided", True),
        Column("date", "date", "when", True),
        Column("reason", "text", "why", True, free_text=True),
        Column("evidence", "id", "hash of the codings that were before them", True),
    ),
    key=("coding",),
)

MAPPING = Table(
    "mapping",
    "a code and the code of a framework that it is mapped to afterwards",
    (
        Column("code", "id", "the code", True, refers="codebook"),
        Column("to", "id", "the framework's code; empty: it could not be mapped"),
        Column("by", "id", "who mapped it"),
        Column("reason", "text", "why, or why it could not be mapped", free_text=True),
    ),
    key=("code", "to"),
)

REJECTED = Table(
    "rejected",
    "a suggestion that somebody has rejected, so that it isn't made again",
    (
        Column("source", "id", "the source", True, refers="sources"),
        Column("code", "id", "the code that was suggested", True, refers="codebook"),
        Column("quote", "text", "the sentence", True, free_text=True),
        Column("by", "id", "who rejected it", True),
        Column("date", "date", "when", True),
        Column("reason", "text", "why", free_text=True),
    ),
    key=("source", "code", "quote"),
)

SUMMARIES = Table(
    "summaries",
    "the analyst's summary of one cell of a framework matrix",
    (
        Column("frame", "id", "id of the frame in the study file", required=True),
        Column("case", "id", "the case", required=True),
        Column("theme", "id", "id of the theme in the codebook", True, refers="codebook"),
        Column("summary", "text", "what the cell says", True, free_text=True),
        Column("author", "id", "who wrote it", required=True),
        Column("evidence", "id", "hash of the codings it was written from; empty: not yet bound"),
    ),
    key=("frame", "case", "theme"),
)

CLUSTERS = Table(
    "clusters",
    "a decision about a candidate theme, a cluster of what no deductive code covers",
    (
        Column("cluster", "id", "id of the cluster", True),
        Column("terms", "text", "its key words when it was decided", True),
        Column(
            "decision",
            "choice",
            "named: it became a code; merged: into a code there was; rejected",
            True,
            ("named", "merged", "rejected"),
        ),
        Column("code", "id", "the code", refers="codebook"),
        Column("by", "id", "who decided", True),
        Column("date", "date", "when", True),
        Column("reason", "text", "why", free_text=True),
    ),
    key=("cluster",),
)

RESPONSES = Table(
    "responses",
    "an answer to a closed item",
    (
        Column("informant", "id", "who answered: a patient, or another informant", True),
        Column("item", "id", "the item, one of the study file's", True),
        Column("value", "text", "the answer, one of the item's scale", True),
    ),
    key=("informant", "item"),
)

SHARES = Table(
    "shares",
    "a published share of one group, to be contrasted with another group's",
    (
        Column("contrast", "id", "the contrast; two rows have it", True),
        Column("asks", "text", "what the share is of", True),
        Column("group", "text", "the group", True),
        Column("share", "number", "the published share", True, minimum=0, maximum=1),
        Column("n", "integer", "the number of people it is of; empty: not published", minimum=1),
        Column("source", "text", "where it was published", True),
    ),
    key=("contrast", "group"),
)

INPUTS = {
    table.name: table
    for table in (
        SOURCES, SPEAKERS, INFORMANTS, PATIENTS, UNITS, MEMBERSHIPS, CODINGS, ASSIGNMENTS,
        ADJUDICATIONS, MAPPING, REJECTED, CLUSTERS, SUMMARIES, RECORDS, RESPONSES, BENCHMARKS,
        SHARES, PRINTED, SERVICES, LINKS, JOURNAL,
    )
}  # fmt: skip
