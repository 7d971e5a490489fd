"""The tables that the stage `nest` makes."""

from __future__ import annotations

from insideout.tables.declare import Column, Table
from insideout.tables.paths import (
    EVIDENCE,
    FEATURE,
    MECHANISM,
    NEST_BEFORE_AFTER,
    NEST_PATHS,
    NEST_ROBUSTNESS,
    NEST_SHAPED,
    RING,
    ROBUSTNESS,
    SIGN,
    SIGNS,
    SITE,
    STATED,
    VALENCE,
)

__all__ = [
    "NEST", "NEST_BEFORE_AFTER", "NEST_PATHS", "NEST_ROBUSTNESS", "NEST_SHAPED", "STATED",
]  # fmt: skip
PATTERNS = ("present", "absent", "mixed", "not_told")
NON_ORGANISATIONAL = "non_organisational"  # the ring of reasons that lie in no organisation
STATUSES = ("explained", "suggested", "unexplained")

NEST_RINGS = Table(
    "nest_rings",
    "a ring, from inside to outside",
    (
        Column("ring", "id", "the ring", True),
        Column("level", "id", "its level, one of the study file's; empty: it has none"),
        Column("service_role", "text", "the service role of its units, where a level is divided"),
        Column("units", "integer", "units in it", True, minimum=0),
        Column("codings", "integer", "statements of mechanisms in it", True, minimum=0),
    ),
    key=("ring",),
)

NEST_RULES = Table(
    "nest_rules",
    "a rule of matching: what experience a mechanism leads one to expect",
    (
        MECHANISM,
        FEATURE,
        SIGN,
        Column("organisational", "yes_no", "it lies in an organisation", True),
        Column("rings", "text", "rings in which it counts, by spaces; empty: in all"),
        Column("codings", "integer", "codings of the mechanism", True, minimum=0),
    ),
    key=("mechanism", "feature", "sign"),
)

NEST_PATTERNS = Table(
    "nest_patterns",
    "a feature of care as the patients of one site experience it",
    (
        SITE,
        FEATURE,
        Column("patients", "integer", "patients of the site who were interviewed", True, minimum=0),
        Column("tellers", "integer", "of these, who told of the feature", True, minimum=0),
        Column("present", "integer", "who told of its presence", True, minimum=0),
        Column("absent", "integer", "who told of its absence", True, minimum=0),
        Column("mixed", "integer", "who told of both", True, minimum=0),
        Column("share", "number", "share with it among those who told, mixed counted half",
               minimum=0, maximum=1),
        Column("low", "number", "lower end of the Wilson interval", minimum=0, maximum=1),
        Column("high", "number", "upper end of the Wilson interval", minimum=0, maximum=1),
        Column("pattern", "choice", "the site's pattern by the study's thresholds", True, PATTERNS),
        Column("across", "choice", "whether the sites share it", True,
               ("common", "difference", "not_told")),
        Column("records", "integer", "patients whose medical record speaks of the feature; empty: "
               "no record can", minimum=0),
        Column("record_share", "number", "share with it among these, mixed counted half",
               minimum=0, maximum=1),
        Column("record", "choice", "what the records say of the pattern; one_sided: they can speak "
               "for it, but not against it", False,
               ("agrees", "differs", "silent", "one_sided", "not_recordable")),
    ),
    key=("site", "feature"),
)  # fmt: skip

NEST_FINDINGS = Table(
    "nest_findings",
    "an experience to be explained: one site, one feature, with (+) or without (-) it",
    (
        SITE,
        FEATURE,
        SIGN,
        Column("patients", "integer", "patients who tell of it (mixed ones tell of both)", True,
               minimum=1),
        Column("stands", "choice", "it is the site's pattern, one side of a mixed one, or what few "
               "tell against the pattern", True, ("pattern", "mixed", "minority")),
        Column("across", "choice", "whether the sites share the pattern", True,
               ("common", "difference")),
        Column("alike", "text", "other sites with the same pattern, by spaces"),
        Column("opposite", "text", "sites with the opposite pattern, by spaces"),
        Column("explained_at", "id", "the ring that explains it, or suggests why; empty: none"),
        Column("status", "choice", "how well it is explained", True, STATUSES),
        Column("mechanisms", "text", "mechanisms that explain or suggest it there, by spaces"),
        Column("quotes", "text", "passages that carry the experience, by spaces"),
    ),
    key=("site", "feature", "sign"),
)  # fmt: skip

LACKS = {
    "support": "too few independent informants tell of it",
    "reach": "it reaches fewer of those who tell of the experience than it must",
    "pattern": "few tell of the experience, against the pattern of their site",
    "alike": "it was told of at too few of the sites that share the experience",
    "opposite": "it stands as well at a site with the opposite experience",
    "contradicted": "as many informants here say the opposite of it",
}
RULED_OUT = {
    "other_provider": "it is about a provider of other patients than those who tell",
    "ended": "it had ended for more than half of the time that they tell of",
    "left": "the unit it is about had left the site for more than half of the time they tell of",
    "later": "it hadn't begun for more than half of the time that they tell of",
}

NEST_LINKS = Table(
    "nest_links",
    "a mechanism offered for an experience: an edge of the graph. An explanation survives a "
    "variation when it still explains, a suggestion when it is still offered: that is no sign of "
    "strength",
    (
        SITE,
        FEATURE,
        Column("sign", "choice", "the experience", True, SIGNS),
        RING,
        MECHANISM,
        VALENCE,
        Column("units", "text", "units it was told of, by spaces"),
        Column("support", "integer", "informants who tell of it, but for those whose experience it "
               "is (outside organisations: they too)", True, minimum=0),
        Column("own", "integer", "of those whose experience it is, who tell of it themselves", True,
               minimum=0),
        Column("against", "integer", "informants who say the opposite of it here", True, minimum=0),
        Column("reaches", "integer", "of those who tell of the experience, whom it reaches", True,
               minimum=0),
        Column("status", "choice", "explained; suggested, with what it lacks; or ruled out", True,
               ("explained", "suggested", "ruled_out")),
        Column("lacks", "text", f"what a suggestion lacks ({', '.join(LACKS)}), by spaces"),
        Column("reason", "choice", "why it is ruled out", False, tuple(RULED_OUT)),
        Column("differs", "choice", "for an experience that has its opposite at other sites: is "
               "the opposite told of the mechanism there?", False, ("yes", "no", "not_reported")),
        Column("without_experience", "text", "sites with the mechanism but not the experience, by "
               "spaces"),
        Column("without_mechanism", "text", "sites with the experience where nobody told of the "
               "mechanism, present or absent"),
        Column("opposed_at", "text", "sites with the experience where the opposite of the "
               "mechanism was told of, and not itself"),
        EVIDENCE,
        Column("counter_evidence", "text", "passages here that say the opposite, by spaces"),
        *ROBUSTNESS,
    ),
    key=("site", "feature", "sign", "ring", "mechanism", "valence"),
)  # fmt: skip

NEST_BEHIND = Table(
    "nest_behind",
    "a mechanism told of at a site without an echo in its patients' experience",
    (
        SITE,
        RING,
        MECHANISM,
        VALENCE,
        Column("informants", "integer", "informants who tell of it", True, minimum=1),
        Column("evidence", "text", "its passages, by spaces", True),
    ),
    key=("site", "ring", "mechanism", "valence"),
)

NEST_COVERAGE = Table(
    "nest_coverage",
    "how much of what is experienced is explained at a ring",
    (
        Column("sign", "choice", "experiences with the feature (+) or without it (-)", True, SIGNS),
        Column("ring", "id", "the ring; empty: at none"),
        Column("explained", "integer", "experiences (site × feature) explained there", True,
               minimum=0),
        Column("suggested", "integer", "experiences for which it is suggested only", True,
               minimum=0),
        Column("of", "integer", "all experiences of that sign", True, minimum=0),
        Column("share", "number", "explained / of; at no ring: unexplained / of", minimum=0,
               maximum=1),
        Column("up_to", "number", "share explained at this ring or further in", minimum=0,
               maximum=1),
    ),
    key=("sign", "ring"),
)  # fmt: skip

NEST_SEEN = Table(
    "nest_seen",
    "how many of a ring's mechanisms patients see",
    (
        Column("ring", "id", "the ring", True),
        Column("mechanisms", "integer", "mechanisms told of (site × mechanism × valence) that "
               "lead one to expect an experience", True, minimum=0),
        Column("seen", "integer", "of these, with that experience among the site's patients", True,
               minimum=0),
        Column("share", "number", "seen / mechanisms", minimum=0, maximum=1),
    ),
    key=("ring",),
)  # fmt: skip

NEST_LEFT_OUT = Table(
    "nest_left_out",
    "a coding of experience or of a mechanism that the nest could not use",
    (
        Column("coding", "id", "the coding", True),
        Column("code", "id", "its code; of lost evidence: the code that the link leads to", True),
        Column("source", "id", "its source; empty: it isn't in the consensus"),
        Column("informant", "id", "whose account it is"),
        Column("about", "text", "what it is about"),
        Column("reason", "text", "why it was left out", True),
    ),
    key=("coding",),
)

NEST = (
    NEST_RINGS, NEST_RULES, NEST_PATTERNS, NEST_FINDINGS, NEST_LINKS, NEST_SHAPED, NEST_ROBUSTNESS,
    NEST_PATHS, NEST_BEHIND, NEST_COVERAGE, NEST_SEEN, NEST_BEFORE_AFTER, NEST_LEFT_OUT,
)  # fmt: skip
