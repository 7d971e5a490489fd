"""What patients tell, and the pattern of a site."""

from typing import Any

import pytest
from statsmodels.stats.proportion import proportion_confint

from insideout.nest.experience import patterns, shows, told, wilson

FEATURES = {"own_doctor": ("same_person", 1), "new_faces": ("same_person", -1)}


def coding(who: str, code: str, valence: str) -> dict[str, Any]:
    return {"informant": who, "code": code, "valence": valence, "passage": f"{who}{code}{valence}"}


def test_the_sign_of_a_code_turns_its_valence() -> None:
    said = told(
        [coding("a", "own_doctor", "present"), coding("b", "new_faces", "present"),
         coding("c", "new_faces", "absent"), coding("d", "own_doctor", "mixed"),
         coding("e", "own_doctor", "present"), coding("e", "new_faces", "present"),
         coding("f", "own_doctor", ""), coding("stranger", "own_doctor", "present")],
        FEATURES, set("abcdef"),
    )  # fmt: skip
    assert {who: value for (who, _), (value, _) in said.items()} == {
        "a": "present", "b": "absent", "c": "present", "d": "mixed", "e": "mixed",
    }  # fmt: skip


@pytest.mark.parametrize(("count", "n"), [(0, 5), (1, 3), (3, 3), (7, 15), (40, 66)])
def test_the_interval_is_wilsons(count: int, n: int) -> None:
    """Against statsmodels' proportion_confint(method="wilson")."""
    assert wilson(count / n, n, 0.95) == pytest.approx(
        proportion_confint(count, n, 0.05, "wilson"), abs=1e-12
    )


def test_nothing_told_is_nothing_known() -> None:
    assert wilson(0.0, 0, 0.95) == (0.0, 1.0)


def pattern_rows(values: dict[str, list[str]]) -> dict[str, dict[str, Any]]:
    """`values`: what the patients of each site told of one feature ("" told nothing)."""
    said = {
        (site, "f"): {f"{site}{n}": value for n, value in enumerate(of) if value}
        for site, of in values.items()
    }
    patients = {site: len(of) for site, of in values.items()}
    rows = patterns(said, patients, list(values), ["f"], high=0.6, low=0.4, confidence=0.95)
    return {row["site"]: row for row in rows}


def test_shares_count_those_who_told_and_mixed_ones_half() -> None:
    row = pattern_rows({"n": ["present", "mixed", "absent", "", ""]})["n"]
    assert (row["patients"], row["tellers"], row["share"], row["pattern"]) == (5, 3, 0.5, "mixed")


def test_a_site_where_nobody_told_has_no_pattern() -> None:
    rows = pattern_rows({"n": ["", ""], "s": ["present"], "e": ["present", "present"]})
    assert (rows["n"]["pattern"], rows["n"]["share"], rows["n"]["across"]) == (
        "not_told",
        None,
        "not_told",
    )
    assert rows["s"]["across"] == "common"


def test_sites_that_differ_or_waver_have_no_common_pattern() -> None:
    assert pattern_rows({"n": ["present"], "s": ["absent"]})["n"]["across"] == "difference"
    assert pattern_rows({"n": ["mixed"], "s": ["mixed"]})["n"]["across"] == "difference"
    assert pattern_rows({"n": ["present"]})["n"]["across"] == "difference"


def test_the_thresholds_belong_to_the_patterns() -> None:
    three_of_five = ["present"] * 3 + ["absent"] * 2
    two_of_five = ["present"] * 2 + ["absent"] * 3
    rows = pattern_rows({"n": three_of_five, "s": two_of_five})
    assert (rows["n"]["pattern"], rows["s"]["pattern"]) == ("present", "absent")


def test_the_codebooks_shows_is_read_back() -> None:
    assert shows("same_person- reviews+") == [("same_person", -1), ("reviews", 1)]
