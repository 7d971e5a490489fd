"""The tables of the stage `agree`: consensus, agreement, disagreements, saturation, mapping."""

from __future__ import annotations

from insideout.tables.coding import CODINGS_PLACED
from insideout.tables.declare import Column, Table
from insideout.tables.inputs import DECISIONS, VALENCES

CONSENSUS_STATUSES = ("single", "agreed", "adjudicated", "unresolved", "mapped")

CONSENSUS = Table(
    "consensus",
    "one code on one passage as the team has it: what later stages use",
    (
        *CODINGS_PLACED.columns,
        Column("derived_from", "text", "ids of the codings behind it, separated by spaces", True),
        Column("coders", "text", "who put it, separated by spaces", True),
        Column(
            "status",
            "choice",
            "single: nobody to compare with: only one coder had the source or looked for it, "
            "or it was suggested; agreed: coders agree; adjudicated: decided; "
            "unresolved: coders differ and nobody has decided; mapped: onto a framework",
            True,
            CONSENSUS_STATUSES,
        ),
    ),
    key=("coding",),
)

DISAGREEMENTS = Table(
    "disagreements",
    "a coding that the coders of its source don't agree on, or that a validator is to check",
    (
        Column("item", "id", "the passage and code in dispute: a hash of the codings there", True),
        Column("coding", "id", "id of the coding", True),
        Column("source", "id", "the source", True),
        Column("start", "integer", "first character of the quote", True, minimum=0),
        Column("end", "integer", "the character after its last", True, minimum=0),
        Column("quote", "text", "the passage", True, free_text=True),
        Column("code", "id", "the code", True),
        Column("valence", "choice", "its valence", False, VALENCES),
        Column("about", "text", "what it is about"),
        Column("coder", "id", "who put it", True),
        Column("others", "text", "coders of the source who put something else, or nothing", True),
        Column(
            "about_what",
            "choice",
            "presence: others have no such code here; valence, about: they have it with another "
            "one; check: a validator is to look at it",
            True,
            ("presence", "valence", "about", "check"),
        ),
        Column("decision", "choice", "what was decided", False, DECISIONS),
        Column("by", "id", "who decided"),
        Column("date", "date", "when"),
        Column("reason", "text", "why", free_text=True),
        Column(
            "status",
            "choice",
            "open; decided; stale: decided when other codings stood there",
            True,
            ("open", "decided", "stale"),
        ),
        Column("memo", "text", "the coder's note", free_text=True),
    ),
    key=("coding",),
)


def _interval(name: str, meaning: str) -> tuple[Column, ...]:
    return (
        Column(name, "number", meaning, maximum=1),
        Column(f"{name}_low", "number", "lower end of its bootstrap interval", maximum=1),
        Column(f"{name}_high", "number", "upper end of its bootstrap interval", maximum=1),
    )


AGREEMENT = Table(
    "agreement",
    "how far coders agree on one code, one theme, or all codes together",
    (
        Column(
            "compared",
            "choice",
            "inter: coders with each other; intra: a coder's rounds; validation: coder and checker",
            True,
            ("inter", "intra", "validation"),
        ),
        Column("coders", "text", "the coders, separated by spaces", True),
        Column("rounds", "text", "the rounds, separated by spaces", True),
        Column(
            "aspect",
            "choice",
            "presence of the code in a unit; valence or about where all have the code; extent: "
            "which characters it covers",
            True,
            ("presence", "valence", "about", "extent"),
        ),
        Column("level", "choice", "what is scored", True, ("code", "theme", "all")),
        Column("code", "id", "the code or theme; empty for all codes together"),
        Column(
            "unit",
            "choice",
            "what is compared",
            True,
            ("turn", "sentence", "source", "coding", "character"),
        ),
        Column("sources", "integer", "sources compared: all of them coded them, or, of three "
               "coders or more, at least two, and looked for it", True, minimum=0),
        Column("units", "integer", "units compared", True, minimum=0),
        Column("missing", "integer", "units left out for some coder: code not yet there, or not "
               "looked for", True, minimum=0),
        Column("both", "integer", "units with the code by both (two coders)", minimum=0),
        Column("first_only", "integer", "units with the code by the first alone", minimum=0),
        Column("second_only", "integer", "units with the code by the second alone", minimum=0),
        Column("neither", "integer", "units with the code by neither", minimum=0),
        Column("prevalence", "number", "mean share of units with the code", minimum=0, maximum=1),
        Column("bias", "number", "difference of the coders' shares", minimum=0, maximum=1),
        *_interval("percent", "share of units on which they agree"),
        Column("positive", "number", "agreement on presence (Cicchetti and Feinstein 1990)",
               minimum=0, maximum=1),
        *_interval("kappa", "Cohen's kappa (1960), two coders"),
        *_interval("fleiss", "Fleiss' kappa (1971)"),
        *_interval("ac1", "Gwet's AC1 (2008)"),
        *_interval("alpha", "Krippendorff's alpha (2004); of extents, alpha-U"),
        Column("metric", "choice", "metric of alpha", False,
               ("nominal", "ordinal", "interval", "ratio", "unitizing")),
        Column("note", "text", "why a coefficient is missing, or means little here"),
    ),
    key=("compared", "coders", "rounds", "aspect", "level", "code", "unit"),
)  # fmt: skip

SATURATION = Table(
    "saturation",
    "new codes or themes in a run of interviews after a base (Guest, Namey and Chen 2020)",
    (
        Column("level", "choice", "what is new", True, ("code", "theme")),
        Column("order", "choice", "interviews as they were held, or shuffled", True,
               ("held", "random")),
        Column("interviews", "integer", "interviews so far, with the run's", True, minimum=1),
        Column("last", "id", "the last of them (as held)"),
        Column("base", "number", "different ones in the base (random: mean over orders)", True,
               minimum=0),
        Column("known", "number", "different ones so far (random: mean over orders)", True,
               minimum=0),
        Column("new", "number", "of them, new in this run (random: mean)", minimum=0),
        Column("share", "number", "new in this run, of the base's (random: mean)", minimum=0),
        Column("low", "number", "random: 5th percentile of the share", minimum=0),
        Column("high", "number", "random: 95th percentile of the share", minimum=0),
        Column("reached", "number", "held: 1 from where the share is at or under the threshold; "
               "random: share of orders that got there", minimum=0, maximum=1),
    ),
    key=("level", "order", "interviews"),
)  # fmt: skip

MAPPED = Table(
    "mapped",
    "a code with codings, and what the mapping makes of it",
    (
        Column("code", "id", "the code", True),
        Column("to", "id", "the framework's code; empty where it could not be mapped"),
        Column("codings", "integer", "consensus codings with it", True, minimum=0),
        Column("sources", "integer", "sources with one", True, minimum=0),
        Column("status", "choice", "whether it was mapped", True,
               ("mapped", "not_mappable", "not_in_the_mapping")),
        Column("reason", "text", "why, in the analyst's words", free_text=True),
    ),
    key=("code", "to"),
)  # fmt: skip

AGREEMENT_TABLES = (CONSENSUS, AGREEMENT, DISAGREEMENTS, SATURATION, MAPPED)
