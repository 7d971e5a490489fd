"""The tables that the stage `nest` makes."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

SIGNS = ("+", "-")
PATTERNS = ("present", "absent", "mixed", "not_told")
RINGS = ("first_responder", "second_responder", "non_organisational")

NEST_PATTERNS = Table(
    "nest_patterns",
    "a feature of care as the patients of one site experience it",
    (
        Column("site", "id", "the site", True),
        Column("feature", "id", "the feature", True),
        Column("patients", "integer", "patients of the site", True, minimum=0),
        Column("tellers", "integer", "of these, who told of the feature", True, minimum=0),
        Column("present", "integer", "who told of its presence", True, minimum=0),
        Column("absent", "integer", "who told of its absence", True, minimum=0),
        Column("mixed", "integer", "who told of both", True, minimum=0),
        Column(
            "share",
            "number",
            "share with it among those who told, mixed counted half",
            minimum=0,
            maximum=1,
        ),
        Column("low", "number", "lower end of the Wilson interval", minimum=0, maximum=1),
        Column("high", "number", "upper end of the Wilson interval", minimum=0, maximum=1),
        Column("pattern", "choice", "the site's pattern by the study's thresholds", True, PATTERNS),
        Column(
            "across",
            "choice",
            "whether the sites share it",
            True,
            ("common", "difference", "not_told"),
        ),
    ),
    key=("site", "feature"),
)

NEST_FINDINGS = Table(
    "nest_findings",
    "an experience to be explained: one site, one feature, with (+) or without (-) it",
    (
        Column("site", "id", "the site", True),
        Column("feature", "id", "the feature", True),
        Column("sign", "choice", "+ it was experienced, - its lack was", True, SIGNS),
        Column(
            "patients",
            "integer",
            "patients who tell of it (mixed ones tell of both)",
            True,
            minimum=1,
        ),
        Column(
            "across",
            "choice",
            "whether the sites share the pattern",
            True,
            ("common", "difference"),
        ),
        Column(
            "explained_at",
            "choice",
            "the first ring that offers a mechanism; empty: none",
            False,
            RINGS,
        ),
        Column(
            "status",
            "choice",
            "how well it is explained",
            True,
            ("explained", "suggested", "unexplained"),
        ),
        Column("mechanisms", "text", "mechanisms that explain or suggest it there, by spaces"),
        Column("quotes", "text", "codings that carry the experience, by spaces"),
    ),
    key=("site", "feature", "sign"),
)

NEST_LINKS = Table(
    "nest_links",
    "a mechanism offered for an experience",
    (
        Column("site", "id", "the site", True),
        Column("feature", "id", "the feature", True),
        Column("sign", "choice", "the experience", True, SIGNS),
        Column("ring", "choice", "where the mechanism sits", True, RINGS),
        Column("mechanism", "id", "its code", True),
        Column(
            "valence", "choice", "the mechanism is there, or is not", True, ("present", "absent")
        ),
        Column("units", "text", "units it was told of, by spaces"),
        Column(
            "support",
            "integer",
            "informants who tell of it, but for those whose experience it is",
            True,
            minimum=0,
        ),
        Column(
            "own",
            "integer",
            "of those whose experience it is, who tell of it themselves",
            True,
            minimum=0,
        ),
        Column(
            "status",
            "choice",
            "explained with enough support, else suggested",
            True,
            ("explained", "suggested"),
        ),
        Column(
            "differs",
            "choice",
            "for a difference: is it missing where the pattern is the opposite?",
            False,
            ("yes", "no", "not_reported"),
        ),
        Column(
            "without_experience",
            "text",
            "sites with the mechanism but not the experience, by spaces",
        ),
        Column(
            "without_mechanism",
            "text",
            "sites with the experience where the mechanism was not reported",
        ),
        Column("evidence", "text", "codings of the mechanism, by spaces"),
        Column("counter_evidence", "text", "codings here that say the opposite, by spaces"),
    ),
    key=("site", "feature", "sign", "ring", "mechanism", "valence"),
)

NEST_BEHIND = Table(
    "nest_behind",
    "a mechanism told of at a site without an echo in its patients' experience",
    (
        Column("site", "id", "the site", True),
        Column("mechanism", "id", "its code", True),
        Column("valence", "choice", "it is there, or is not", True, ("present", "absent")),
        Column("informants", "integer", "informants who tell of it", True, minimum=1),
        Column("evidence", "text", "its codings, by spaces", True),
    ),
    key=("site", "mechanism", "valence"),
)

NEST_COVERAGE = Table(
    "nest_coverage",
    "how much is explained up to a ring",
    (
        Column("sign", "choice", "experiences with the feature (+) or without it (-)", True, SIGNS),
        Column("ring", "choice", "explained at this ring; empty: at none", False, RINGS),
        Column("cells", "integer", "experiences (site × feature)", True, minimum=0),
        Column("of", "integer", "all experiences of that sign", True, minimum=0),
        Column("share", "number", "cells / of", minimum=0, maximum=1),
    ),
    key=("sign", "ring"),
)

NEST_LEFT_OUT = Table(
    "nest_left_out",
    "a coding of experience or of a mechanism that the nest could not use",
    (
        Column("coding", "id", "the coding", True),
        Column("code", "id", "its code", True),
        Column("source", "id", "its source", True),
        Column("informant", "id", "whose account it is"),
        Column("about", "text", "what it is about"),
        Column("reason", "text", "why it was left out", True),
    ),
    key=("coding",),
)

NEST = (NEST_PATTERNS, NEST_FINDINGS, NEST_LINKS, NEST_BEHIND, NEST_COVERAGE, NEST_LEFT_OUT)
