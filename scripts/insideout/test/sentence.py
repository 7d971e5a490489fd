"""A test's result in a sentence that says what it does and doesn't show."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from insideout.test.finding import counted_words, p_words, percent

METHODS = {
    "chi_squared": "Pearson's chi-squared test",
    "chi_squared_yates": "Pearson's chi-squared test with Yates' correction",
    "fisher": "Fisher's exact test",
    "cmh": "Cochran-Mantel-Haenszel test",
    "two_proportions": "test of two proportions",
    "anova": "one-way analysis of variance",
    "welch": "Welch's analysis of variance",
    "kruskal_wallis": "Kruskal-Wallis test",
    "t": "Student's t test",
    "welch_t": "Welch's t test",
    "mann_whitney": "Mann-Whitney test",
    "pearson": "Pearson's correlation",
    "spearman": "Spearman's rank correlation",
}
PARTNERS = {
    "practices_permuted": "when whole practices are permuted between {groups}",
    "within_sites": "within sites, when {cases} are permuted between the practices of their site",
    "within_practices": "when {cases} are permuted within their practices",
    "gee": "in a model that lets {cases} of one practice be alike (GEE)",
}
CORRELATIONS = ("pearson", "spearman")
ADJUSTED = {
    "holm": ("_holm", "Holm's adjustment"),
    "benjamini_hochberg": ("_bh", "Benjamini and Hochberg's adjustment"),
}
UNBOUNDED = ("Hedges' g", "mean difference", "odds ratio", "common odds ratio")
CALLED = {"Cramér's V, bias-corrected": "bias-corrected Cramér's V"}
DIFFER = re.compile(r"(Do|Does) (.+?) differ ((?:between|among|across) .+?)\?")
RELATED = re.compile(r"(Is|Are) (.+?) associated with (.+?)\?")
ABBREVIATED = {"gp": "GP", "gps": "GPs", "upc": "UPC", "coc": "COC", "secon": "SECON",
               "mmci": "MMCI"}  # fmt: skip
MEASURES = {  # whose names say too little by themselves
    "with_practice": "encounters with the practice", "with_gp": "encounters with GPs",
    "with_nurse": "encounters with nurses", "at_surgery": "encounters at the surgery",
    "phone": "encounters by phone", "home": "home visits",
    "in_absence": "encounters in the patient's absence", "initiator": "initiator of care",
    "active": "active coordinator", "community_involved": "community health involved",
    "several_problems": "encounters with several problems",
    "several_problems_ever": "several problems in one encounter",
    "lives_alone": "living alone",
}  # fmt: skip
Row = Mapping[str, Any]


def sentence(
    row: Row, names: Mapping[str, str], *, adjust: str = "none", family: int = 0,
    confidence: float = 0.95, reason: str = "",
) -> str:  # fmt: skip
    """The result of a test (a row of the table tests) in a sentence.

    `names`: what its cases are called, its variables by role, and its `groups` where they can be
    told in a few words; `family`: how many tests it was adjusted with, by the study's `adjust`;
    `confidence`: of the effect's interval; `reason`: why the test wasn't done.
    """
    if row["verdict"] == "not_tested":
        return f"Not tested: {reason or row['note']}."
    shows, nothing = claims(row, names)
    groups = f"{names['groups']}; " if names.get("groups") else ""
    plain = f"{groups}{method_words(row)}, {_p(row, 'p', adjust, family)}"
    plain += effect_words(row, confidence)
    cases = names["cases"]
    if row["verdict"] == "no_difference_shown":
        if row["p_cluster"] is not None and row["p_cluster"] < 1 - confidence:
            plain += f"; {partner_words(row, cases)}, {_p(row, 'p_cluster', adjust, family)}"
        return f"{nothing} ({plain})."
    if row["p_cluster"] is None:
        why = row["partner_note"] or "there is no test that respects them"
        return (
            f"{shows} if {cases} are taken as independent ({plain}); whether practices account for "
            f"it could not be tested ({why})."
        )
    under = partner_words(row, cases)
    partner = f"{_p(row, 'p_cluster', adjust, family)}{arranged(row)}"
    if row["verdict"] == "differs":
        return f"{shows} ({plain}; also {under}, {partner})."
    return (
        f"{shows} if {cases} are taken as independent ({plain}), but this isn't shown {under} "
        f"({partner})."
    )


def claims(row: Row, names: Mapping[str, str]) -> tuple[str, str]:
    """What the result claims if the test shows something, and what if it doesn't.

    A question of the form "Does … differ between …?" or "Is … associated with …?" is answered in
    its own words, others in the variables' names.
    """
    asks = row["asks"].strip()
    held = f", {names['strata']} held constant" if names.get("strata") else ""
    if asked := RELATED.fullmatch(asks):
        verb, first, second = asked.groups()
        return (
            f"{capital(first)} {verb.lower()} associated with {second}",
            f"No association shown of {first} with {second}",
        )
    if row["method"] in CORRELATIONS:
        return (
            f"{capital(names['outcome'])} is associated with {names['by']}",
            f"No association shown of {names['outcome']} with {names['by']}",
        )
    if asked := DIFFER.fullmatch(asks):
        verb, what, between = asked.groups()
        says = "differs" if verb == "Does" else "differ"
        shows = f"{capital(what)} {says} {between}{held}"
        return shows, f"No difference shown {between} in {what}{held}"
    return (
        f"{capital(names['outcome'])} differs by {names['by']}{held}",
        f"No difference shown in {names['outcome']} by {names['by']}{held}",
    )


def method_words(row: Row) -> str:
    """The test's name; a p that was estimated from random tables isn't called exact."""
    drawn = row["method"] == "fisher" and row["p_error"] is not None
    return METHODS[row["method"]] + (", by Monte Carlo" if drawn else "")


def partner_words(row: Row, cases: str) -> str:
    """How the partner respects practices, as a clause."""
    groups = "sites" if row["by"] == "site" else "the groups"
    return PARTNERS[row["partner"]].format(groups=groups, cases=cases)


def arranged(row: Row) -> str:
    """What the partner's p rests on: its arrangements, and the smallest p there could have been."""
    if row["partner"] == "gee" or row["arrangements"] is None:
        return f", {counted_words(row['clusters'], 'practice')}" if row["clusters"] else ""
    if row["p_cluster_error"] is not None:
        return f", from {row['arrangements']:,} random arrangements"
    if row["verdict"] == "differs":
        return f", of {counted_words(row['arrangements'], 'arrangement')}"
    least = row["p_cluster_least"]
    return "" if least is None else f"; the smallest p that could be reached is {short(least, 3)}"


def effect_words(row: Row, confidence: float = 0.95) -> str:
    """`; Cramér's V = .12, 95% interval 0 to .35`; "" without an effect."""
    name, value, low, high = (row[f"effect{end}"] for end in ("_name", "", "_low", "_high"))
    if not name or value is None:
        return ""
    shown = plain_number if name in UNBOUNDED else short
    ends = (
        ""
        if low is None or high is None
        else (f", {percent(confidence)} interval {shown(low)} to {shown(high)}")
    )
    return f"; {CALLED.get(name, name)} = {shown(value)}{ends}"


def short(value: float, digits: int = 2) -> str:
    """A number between -1 and 1 without the zero that says nothing: .12, −.4 is −.40, 0 is 0."""
    text = f"{value:.{digits}f}".replace("-", "−")
    if float(text.replace("−", "-")) == 0:
        return "0"
    return text.replace("0.", ".", 1) if abs(value) < 1 else text


def plain_number(value: float) -> str:
    """A number to two places."""
    return f"{value:.2f}".replace("-", "−")


def named(name: str) -> str:
    """An id in words: usual_gp → usual GP."""
    return " ".join(ABBREVIATED.get(word, word) for word in name.replace("_", " ").split(" "))


def variable_words(name: str) -> str:
    """A variable's name in words: with_gp → encounters with GPs."""
    return MEASURES.get(name) or named(name)


def capital(text: str) -> str:
    """A phrase as the beginning of a sentence."""
    return text[:1].upper() + text[1:]


def uncapital(text: str) -> str:
    """A name in mid-sentence: Same person → same person; GP visits stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _p(row: Row, name: str, adjust: str, family: int) -> str:
    """A p-value, and what it is after its family's adjustment."""
    said = p_words(row[name])
    if not (row["family"] and adjust in ADJUSTED and family > 1):
        return said
    column, by = ADJUSTED[adjust]
    value = row.get(f"{name}{column}")
    if value is None:
        return said
    return f"{said}, after {by} {p_words(value).removeprefix('p ').removeprefix('= ')}"
