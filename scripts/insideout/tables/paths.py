"""Tables of the stage `nest`: edges further out, paths, how they fare, and what came before."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

SIGNS = ("+", "-")
STATED = ("present", "absent")
SITE = Column("site", "id", "the site", True)
FEATURE = Column("feature", "id", "the feature", True)
SIGN = Column("sign", "choice", "+ it was experienced, - its lack was", True, SIGNS)
RING = Column("ring", "id", "the ring where the mechanism sits", True)
MECHANISM = Column("mechanism", "id", "its code", True)
VALENCE = Column("valence", "choice", "the mechanism is there, or is not", True, STATED)
EVIDENCE = Column("evidence", "text", "passages that tell of it, by spaces")
ROBUSTNESS = (
    Column("survived", "integer", "variations that touch it and leave it as it is, or better (a "
           "suggestion: still offered)", minimum=0),
    Column("variations", "integer", "variations that touch it", minimum=0),
    Column("robustness", "number", "survived / variations; empty: none touches it", minimum=0,
           maximum=1),
)  # fmt: skip

NEST_SHAPED = Table(
    "nest_shaped",
    "what shaped a mechanism, one ring or more outwards: an edge of the graph. One that is "
    "explained survives a variation when it still is, a suggestion when it is still offered: that "
    "is no sign of strength",
    (
        SITE,
        RING,
        MECHANISM,
        VALENCE,
        Column("outer_ring", "id", "the ring of what shaped it", True),
        Column("factor", "id", "the code of what shaped it", True),
        Column("factor_valence", "choice", "the factor is there, or is not", True, STATED),
        Column("sign", "choice", "+ the factor brings it about, - it hinders it", True, SIGNS),
        Column("units", "text", "units or levels that the factor was told of, by spaces"),
        Column("basis", "choice", "who says that it shaped it", True, ("informant", "theory")),
        Column("reference", "text", "the publication, for theory"),
        Column("support", "integer", "informants of the site, or of no single site, who say so",
               True, minimum=0),
        Column("elsewhere", "integer", "informants of another site who say so in general: no "
               "support here, only a suggestion", True, minimum=0),
        Column("status", "choice", "explained: informants say so, enough of them and more than say "
               "the opposite; else suggested", True, ("explained", "suggested")),
        EVIDENCE,
        Column("counter_evidence", "text", "passages that speak against it, by spaces"),
        *ROBUSTNESS,
    ),
    key=("site", "ring", "mechanism", "valence", "outer_ring", "factor", "factor_valence", "basis"),
)  # fmt: skip


NEST_ROBUSTNESS = Table(
    "nest_robustness",
    "how one edge fares under one kind of variation",
    (
        Column("edge", "choice", "a row of nest_links or of nest_shaped", True,
               ("link", "shaped")),
        SITE,
        Column("feature", "text", "the feature (a link's)"),
        Column("sign", "choice", "the experience (a link's)", False, SIGNS),
        RING,
        MECHANISM,
        VALENCE,
        Column("outer_ring", "text", "the ring of what shaped it (a shaped edge's)"),
        Column("factor", "text", "what shaped it (a shaped edge's)"),
        Column("factor_valence", "choice", "there, or not (a shaped edge's)", False, STATED),
        Column("basis", "choice", "who says so (a shaped edge's)", False, ("informant", "theory")),
        Column("kind", "choice", "what is left out, or the thresholds varied", True,
               ("informant", "source", "site", "thresholds")),
        Column("survived", "integer", "variations that leave its status as it is, or raise it",
               True, minimum=0),
        Column("variations", "integer", "variations of that kind that touch it", True, minimum=1),
        Column("breaks", "text", "informants, sources, sites or settings that break it, by spaces"),
    ),
    key=("edge", "site", "feature", "sign", "ring", "mechanism", "valence", "outer_ring", "factor",
         "factor_valence", "basis", "kind"),
)  # fmt: skip


NEST_PATHS = Table(
    "nest_paths",
    "a path of explanation, from an experience outwards, as far as it goes",
    (
        SITE,
        FEATURE,
        SIGN,
        Column("path", "text", "mechanism@ring, by ' < ' from inside to outside; an absent one has "
               "a '!' before it", True),
        Column("edges", "integer", "edges of the path", True, minimum=1),
        Column("outermost", "id", "the ring where it ends", True),
        Column("weakest", "text", "its weakest edge: inner < outer. A suggested one is weaker "
               "than any that is explained", True),
        Column("support", "integer", "informants of the edge that has fewest", True, minimum=0),
        Column("robustness", "number", "robustness of the edge that has least", minimum=0,
               maximum=1),
        Column("status", "choice", "explained when every edge is, else suggested", True,
               ("explained", "suggested")),
    ),
    key=("site", "feature", "sign", "path"),
)  # fmt: skip


NEST_BEFORE_AFTER = Table(
    "nest_before_after",
    "a feature at a site before and after a membership began or ended",
    (
        Column("unit", "id", "the member", True),
        Column("parent", "id", "what it was or became a member of", True),
        Column("event", "choice", "the membership began, or ended", True, ("began", "ended")),
        Column("date", "date", "the first day of the new state", True),
        SITE,
        FEATURE,
        Column("tellers_before", "integer", "patients who tell of the time before", True,
               minimum=0),
        Column("share_before", "number", "share with the feature among these", minimum=0,
               maximum=1),
        Column("tellers_after", "integer", "patients who tell of the time after", True, minimum=0),
        Column("share_after", "number", "share with the feature among these", minimum=0, maximum=1),
        Column("mechanisms_before", "text", "mechanisms that bear on it and were told of the time "
               "before alone, by spaces; a '!' before an absent one"),
        Column("mechanisms_after", "text", "and of the time after alone"),
        Column("mechanisms_throughout", "text", "those told of both times, across the date without "
               "an end, or without any date"),
        Column("quotes_before", "text", "passages of experience and of dated mechanisms, before"),
        Column("quotes_after", "text", "and after"),
    ),
    key=("unit", "parent", "event", "date", "site", "feature"),
)  # fmt: skip
