"""The tables that the stage `compare` makes."""

from __future__ import annotations

from insideout.tables.declare import Column, Table
from insideout.tables.places import MODES

DIRECTIONS = ("horizontal", "vertical", "unstated")
VERDICTS = ("both", "only_first", "only_second", "absent", "contested", "not_reported")
QUOTES = "passages, by spaces"

CONFIGURATIONS = Table(
    "configurations",
    "a site, or a unit of no site, on one side of a comparison, for a time",
    (
        Column("comparison", "id", "the comparison, one of the study file's", True),
        Column("site", "id", "the site; by an attribute also a unit that belongs to no site", True),
        Column("side", "choice", "the side it is on", True, ("first", "second")),
        Column("label", "text", "what that side is called", True),
        Column("units", "text", "the units that put it there, by spaces", True),
        Column("mode", "text", f"how the services are provided ({', '.join(MODES)}), by spaces"),
        Column("from", "date", "first day; empty: since before the study"),
        Column("to", "date", "last day; empty: to after the study"),
    ),
    key=("comparison", "site", "side", "units", "from"),
)


def _side(side: str) -> tuple[Column, ...]:
    return (
        Column(f"{side}_present", "text", f"{side} side: sites (by an attribute also units of no "
               "site) where it was stated, by spaces"),
        Column(f"{side}_absent", "text", f"{side} side: sites where its absence was stated"),
        Column(f"{side}_silent", "text", f"{side} side: sites where nobody said anything of it"),
        Column(f"{side}_informants", "integer", f"{side} side: informants who state it", True,
               minimum=0),
        Column(f"{side}_against", "integer", f"{side} side: informants who state its absence", True,
               minimum=0),
        Column(f"{side}_quotes", "text", f"{side} side: {QUOTES}"),
    )  # fmt: skip


COMPARISON = Table(
    "comparison",
    "a mechanism or obstacle on both sides of a comparison",
    (
        Column("comparison", "id", "the comparison", True),
        Column("direction", "choice", "of coordination, as coded", True, DIRECTIONS),
        Column("code", "id", "the mechanism or obstacle", True),
        Column("works", "choice", "it helps or hinders features of care, by the codebook", False,
               ("helps", "hinders", "both")),
        *_side("first"),
        *_side("second"),
        Column("verdict", "choice", "stated present on both sides, on one only (the other states "
               "its absence or is silent), absent wherever stated; contested: one side or both "
               "contradict themselves throughout", True, VERDICTS),
        Column("other_side", "choice", "only on one side: is the other silent, or does it state "
               "its absence?", False, ("silent", "absent", "no_case")),
    ),
    key=("comparison", "direction", "code"),
)  # fmt: skip

WHY_LEFT_OUT = ("direction", "elsewhere", "time", "interface")
COMPARISON_LEFT_OUT = Table(
    "comparison_left_out",
    "a reason why passages on mechanisms or obstacles count on no side of a comparison",
    (
        Column("comparison", "id", "the comparison", True),
        Column("why", "choice", "direction: coded in one that isn't compared; elsewhere: about "
               "levels, or units that never stand on a side; time: about units that stand on one, "
               "but not at the time told of; interface: not between the compared services, or "
               "between two sites or sides", True, WHY_LEFT_OUT),
        Column("passages", "integer", "how many", True, minimum=1),
        Column("quotes", "text", QUOTES, True),
    ),
    key=("comparison", "why"),
)  # fmt: skip

INTERFACE_BARRIERS = Table(
    "interface_barriers",
    "a barrier at an interface between services",
    (
        Column("interface", "id", "the interface, one of the study file's", True),
        Column("barrier", "id", "its code", True),
        Column("verdict", "choice", "all: stated, and denied by nobody, at every site that has the "
               "interface; some: stated at one or more (the others: `absent`, `contested`, "
               "`silent`); none: its absence stated, its presence nowhere", True,
               ("all", "some", "none", "not_reported", "no_case")),
        Column("present", "text", "sites where it was stated, by spaces", False),
        Column("absent", "text", "sites where its absence was stated"),
        Column("contested", "text", "sites where both were"),
        Column("silent", "text", "sites where nobody said anything of it"),
        Column("not_applicable", "text", "sites where both services are of one organisation; with "
               "the days from and to which, where that changed"),
        Column("informants", "integer", "informants who state it", True, minimum=0),
        Column("evidence", "text", QUOTES),
        Column("counter_evidence", "text", "passages that state its absence, by spaces"),
    ),
    key=("interface", "barrier"),
)  # fmt: skip

DISCRETION = Table(
    "discretion",
    "what managers of a unit did, or are said not to have done",
    (
        Column("site", "id", "the site; empty: of no single one"),
        Column("about", "text", "the unit, interface or level", True),
        Column("code", "id", "what they might do", True),
        Column("done", "choice", "whether it was done, as informants tell", True,
               ("yes", "not_done", "both")),
        Column("effect", "choice", "what doing it is expected to do: by the signs of the codebook, "
               "else by stated links", True, ("helps", "hinders", "both", "not_told")),
        Column("features", "text", "features that doing it is expected to help (+) or cost (-), "
               "by spaces"),
        Column("informants", "integer", "informants who tell that it was done, or wasn't", True,
               minimum=0),
        Column("evidence", "text", "passages that tell it was done, by spaces"),
        Column("counter_evidence", "text", "passages that tell it wasn't, by spaces"),
    ),
    key=("site", "about", "code"),
)  # fmt: skip

QCA_CASES = Table(
    "qca",
    "a case of a truth table, with a column (0, 1 or empty) for each condition and the outcome",
    (Column("case", "id", "the case", True),),
    key=("case",),
    attributes=True,
)

TRUTH_TABLE = Table(
    "truth_table",
    "a combination of conditions",
    (
        Column("analysis", "id", "the truth table, one of the study file's", True),
        Column("combination", "text", "CONDITION=0 or 1, by spaces", True),
        Column("cases", "text", "cases with it, by spaces; empty: a remainder"),
        Column("n", "integer", "number of cases", True, minimum=0),
        Column("with_outcome", "integer", "of these, with the outcome", True, minimum=0),
        Column("consistency", "number", "with_outcome / n", minimum=0, maximum=1),
        Column("outcome", "choice", "what the row stands for", True,
               ("1", "0", "contradiction", "remainder")),
    ),
    key=("analysis", "combination"),
)  # fmt: skip

QCA_FITS = Table(
    "qca_fits",
    "how a condition, or a term of a solution, fits an outcome",
    (
        Column("analysis", "id", "the truth table", True),
        Column("outcome", "text", "the outcome, or ~ and the outcome for its absence", True),
        Column("kind", "choice", "what is looked at", True,
               ("necessity", "sufficiency", "solution_term", "solution")),
        Column("solution", "choice", "of a solution", False, ("conservative", "parsimonious")),
        Column("term", "text", "conditions, ~ for absence, * for and, + for or; empty: none was "
               "sought, or found (see the note)"),
        Column("consistency", "number", "necessity: cases with both / cases with the outcome; else "
               "/ cases with the term", minimum=0, maximum=1),
        Column("coverage", "number", "necessity: cases with both / cases with the term; else "
               "/ cases with the outcome", minimum=0, maximum=1),
        Column("unique", "number", "coverage of this term alone", minimum=0, maximum=1),
        Column("cases", "text", "cases with the term, by spaces"),
        Column("note", "text", "what limits it: few cases, no variation, contradictions"),
    ),
    key=("analysis", "outcome", "kind", "solution", "term"),
)  # fmt: skip

COMPARED = (
    CONFIGURATIONS, COMPARISON, COMPARISON_LEFT_OUT, INTERFACE_BARRIERS, DISCRETION, TRUTH_TABLE,
    QCA_FITS,
)  # fmt: skip
