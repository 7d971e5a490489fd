"""Results in sentences."""

from __future__ import annotations

from typing import Any

import pytest

from insideout.test.sentence import method_words, named, sentence, short, uncapital, variable_words

ASKS = "Does having a usual GP differ between the sites?"
NAMES = {"cases": "patients", "outcome": "usual GP", "by": "site"}


def row(verdict: str, **more: Any) -> dict[str, Any]:
    return {
        "asks": ASKS, "method": "fisher", "by": "site", "verdict": verdict, "p": 0.0004,
        "p_error": None, "p_cluster": 0.0106, "p_cluster_error": None, "p_cluster_least": 0.0011,
        "arrangements": 945, "clusters": 9, "partner": "practices_permuted", "partner_note": "",
        "family": "", "note": "", "effect": 0.12, "effect_name": "Cramér's V",
        "effect_low": 0.0, "effect_high": 0.35,
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("verdict", "more", "said"),
    [
        ("differs", {}, ("Having a usual GP differs between the sites (Fisher's exact test, "
         "p < .001; Cramér's V = .12, 95% interval 0 to .35; also when whole practices are "
         "permuted between sites, p = .011, of 945 arrangements).")),
        ("differs_if_independent", {"p_cluster": 0.21, "p_cluster_least": 0.1111},
         ("Having a usual GP differs between the sites if patients are taken as independent "
         "(Fisher's exact test, p < .001; Cramér's V = .12, 95% interval 0 to .35), but this isn't "
         "shown when whole practices are permuted between sites (p = .210; the "
         "smallest p that could be reached is .111).")),
        ("differs_if_independent", {"p_cluster": None, "partner_note": "no practices are known"},
         ("Having a usual GP differs between the sites if patients are taken as independent "
         "(Fisher's exact test, p < .001; Cramér's V = .12, 95% interval 0 to .35); whether "
         "practices account for it could not be tested (no practices are known).")),
        ("no_difference_shown", {"p": 0.2, "p_cluster": 0.3}, (
         "No difference shown between the sites in having a usual GP (Fisher's exact "
         "test, p = .200; Cramér's V = .12, 95% interval 0 to .35).")),
        ("not_tested", {"p": None, "note": "2 patients in one group (Not yet 65; frail)"},
         "Not tested: 2 patients in one group (Not yet 65; frail)."),
        ("differs", {"asks": "Are they alike?", "partner": "gee", "p_error": 0.001,
                     "arrangements": None}, ("Usual GP differs by site (Fisher's exact test, by "
         "Monte Carlo, p < .001; Cramér's V = .12, 95% interval 0 to .35; also in a model that "
         "lets patients of one practice be alike (GEE), p = .011, 9 practices).")),
        ("differs", {"method": "spearman", "partner": "within_practices", "arrangements": 9999,
                     "p_cluster_error": 0.001}, ("Usual GP is associated with site (Spearman's "
         "rank correlation, p < .001; Cramér's V = .12, 95% interval 0 to .35; also when patients "
         "are permuted within their practices, p = .011, from 9,999 random arrangements).")),
        ("no_difference_shown", {"method": "pearson", "asks": "Is age associated with pain?",
                                 "effect_name": ""},
         ("No association shown of age with pain (Pearson's correlation, p < .001; when whole "
          "practices are permuted between sites, p = .011).")),
        ("differs_if_independent", {"partner": "within_sites", "by": "practice", "p_cluster": 0.4,
                                    "p_cluster_error": 0.004, "effect_name": ""},
         ("Having a usual GP differs between the sites if patients are taken as independent "
          "(Fisher's exact test, p < .001), but this isn't shown within sites, when patients are "
          "permuted between the practices of their site (p = .400, from 945 random "
          "arrangements).")),
    ],
)  # fmt: skip
def test_sentences(verdict: str, more: dict[str, Any], said: str) -> None:
    assert sentence(row(verdict, **more), NAMES) == said


def test_what_two_groups_were_is_told_before_the_test() -> None:
    said = sentence(row("differs"), NAMES | {"groups": "usual GP yes: 3 of 4 yes; no: 1 of 4"})
    assert "the sites (usual GP yes: 3 of 4 yes; no: 1 of 4; Fisher's exact test, p < .001" in said
    held = sentence(row("differs"), NAMES | {"strata": "sex"})
    assert held.startswith("Having a usual GP differs between the sites, sex held constant (")


def test_an_estimated_p_of_1_is_not_called_exact() -> None:
    assert method_words({"method": "fisher", "p_error": 0.0}).endswith("by Monte Carlo")


def test_adjusted_p_values_stand_beside_the_plain_ones() -> None:
    made = row("differs", family="f", p_holm=0.0012, p_cluster_holm=0.0212)
    said = sentence(made, NAMES, adjust="holm", family=2)
    assert "p < .001, after Holm's adjustment = .001; " not in said
    assert "p < .001, after Holm's adjustment .001; " in said
    assert "p = .011, after Holm's adjustment .021, of 945 arrangements" in said
    assert "adjustment" not in sentence(made, NAMES, adjust="none", family=2)
    assert "adjustment" not in sentence(made, NAMES, adjust="holm", family=1)


@pytest.mark.parametrize(
    ("value", "text"), [(0.124, ".12"), (-0.4, "−.40"), (0.0, "0"), (-0.001, "0"), (1.0, "1.00"),
                        (2.345, "2.35")],
)  # fmt: skip
def test_short_numbers(value: float, text: str) -> None:
    assert short(value) == text


def test_names() -> None:
    assert named("usual_gp_of_practice") == "usual GP of practice"
    assert variable_words("with_gp") == "encounters with GPs"
    assert variable_words("upc") == "UPC"
    assert [uncapital(name) for name in ("Same person", "GP visits", "")] == [
        "same person", "GP visits", "",
    ]  # fmt: skip
