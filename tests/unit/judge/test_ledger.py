"""The ledger of a small study: who told, in which setting, what follows, and when it was fixed."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insideout.judge.ledger import standing
from insideout.judge.stage import in_a_line, judge

Build = Callable[..., Any]
P, A, M = "present", "absent", "mixed"


def only(made: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    (row,) = made["hypotheses"]
    return row


def test_a_share_its_interval_its_cases_and_its_quotes(run: Build, of_site: Build) -> None:
    made = run(of_site("one", "doctor", P, P, P, M, A, P) + of_site("apart", "doctor", A, A, A))
    row = only(made)
    assert (row["n"], row["witness"], row["share"]) == (6, "patients", 0.75)
    assert row["low"] < 0.75 < row["high"]
    assert (row["observed"], row["verdict"]) == ("high", "corroborated")
    assert row["for_cases"] == "one0 one1 one2 one3 one5"
    assert row["counter_cases"] == "one3 one4"
    assert row["counter_quotes"] == "p-one3-doctor-mixed-one_gp p-one4-doctor-absent-one_gp"
    assert (row["setting"], row["narrowed"], row["sites"]) == ("together", "", "one")
    assert made["ledger"][0]["corroborated"] == 1


def test_all_features_of_a_continuity_count_together(run: Build, of_site: Build) -> None:
    """Someone with a plan but without letters has cross-sectional continuity in part."""
    codings = of_site("one", "plan", P, P, P, P, P) + of_site("one", "letters", A, A, P)
    row = only(run(codings, "{cross_sectional: high}"))
    assert (row["n"], row["share"]) == (5, 0.8)


def test_a_code_with_the_opposite_sign_speaks_against(run: Build, of_site: Build) -> None:
    row = only(run(of_site("one", "afresh", P, P, P, P, P)))
    assert (row["share"], row["verdict"]) == (0.0, "falsified")


@pytest.mark.parametrize(
    ("period", "together", "apart"), [("2011-02-01", 5, 0), ("2011-10-01", 0, 5), ("", 0, 5)]
)
def test_services_that_part_put_passages_on_the_side_of_most_of_their_time(
    run: Build, of_site: Build, period: str, together: int, apart: int
) -> None:
    codings = [c | {"period_from": period} for c in of_site("split", "doctor", P, P, P, P, P)]
    assert only(run(codings))["n"] == together
    assert only(run(codings, setting="network"))["n"] == apart


def test_services_under_one_roof_are_not_in_one_organisation(run: Build, of_site: Build) -> None:
    """apart_trust hosts community care of others (co_located)."""
    row = only(run(of_site("apart", "doctor", P, P, P, P, P), setting="network"))
    assert (row["n"], row["setting"]) == (5, "care network")


def test_settings_go_by_what_passages_are_about_not_by_the_speakers_site(
    run: Build, of_site: Build
) -> None:
    codings = of_site("apart", "doctor", P, P, P, P, P, about="one_trust")
    assert only(run(codings))["n"] == 5
    assert only(run(codings, setting="network"))["n"] == 0


def test_a_passage_about_a_level_counts_for_the_patients_own_site(
    run: Build, of_site: Build
) -> None:
    assert only(run(of_site("one", "doctor", P, P, P, P, P, about="governance")))["n"] == 5


@pytest.mark.parametrize(
    ("selector", "n"),
    [
        ("{sites: [one]}", 6), ("{units: [one_trust]}", 0), ("{units: [one]}", 6),
        ("{kinds: [practice]}", 12), ("{where: {country: [SE]}}", 6),
        ("{where: {country: [SE], ownership: [partnership]}}", 6),
        ("{where: {ownership: [corporate]}}", 0), ("{services_at_least: 1}", 12),
        ("{services_at_least: 2}", 0), ("{about_services: [general_practice]}", 12),
        ("{about_services: [acute]}", 0), ("{about_roles: [first_responder]}", 12),
        ("{stands: {code: lists}}", 12), ("{stands: {code: own_lists}}", 6),
        ("{stands: {code: lists, valence: absent}}", 6), ("[together, practice]", 6),
        ("[network, {about_kinds: [trust]}]", 0), ("{}", 12),
    ],
)  # fmt: skip
def test_every_key_of_a_selector(
    run: Build, of_site: Build, coding: Build, selector: str, n: int
) -> None:
    six = (P,) * 6
    codings = of_site("one", "doctor", *six) + of_site("apart", "doctor", *six)
    codings += [coding("one_staff0", "own_lists", P, "one_trust"),
                coding("apart_staff0", "lists", M, "apart_gp")]  # fmt: skip
    row = only(run(codings, setting=selector))
    assert (row["n"] if row["witness"] == "patients" else 0) == n


def test_too_few_tellers_are_not_testable_and_nobody_silent_is_counted(
    run: Build, of_site: Build
) -> None:
    row = only(run(of_site("one", "doctor", P, P, P, P)))
    assert (row["verdict"], row["grid"], row["n"]) == ("not_testable", 0, 4)
    assert row["why"] == "4 told; at least 5 are needed"


def test_where_few_patients_told_other_informants_count(
    run: Build, of_site: Build, coding: Build
) -> None:
    """What they state of mechanisms leads one to expect the experience, or its lack."""
    stated = [coding(f"one_staff{n}", "rosters", P, "one_trust") for n in range(4)]
    stated += [coding("one_staff4", "lists", A, "one_trust"),
               coding("one_staff5", "lists", P, "one_gp")]  # fmt: skip
    row = only(run(of_site("one", "doctor", P, P) + stated))
    assert (row["witness"], row["n"], row["verdict"]) == ("sources", 6, "falsified")
    assert row["share"] == pytest.approx(1 / 6)
    assert row["for_cases"] == "one_staff5"


def test_a_part_is_compared_with_another(run: Build, of_site: Build) -> None:
    predicts = (
        "{relational: {captant: {predicted: high, setting: practice}, "
        "others: {predicted: lower, setting: hospital, than: captant}}}"
    )
    codings = of_site("one", "doctor", *(P,) * 6)
    codings += of_site("one", "doctor", *(A,) * 5, about="one_trust")
    captant, others = run(codings, predicts)["hypotheses"]
    assert (captant["part"], captant["n"], captant["verdict"]) == ("captant", 6, "corroborated")
    assert (others["compared_with"], others["n"], others["share"]) == ("captant", 11, -1.0)
    assert (others["observed"], others["verdict"]) == ("lower", "corroborated")
    assert "5 told of both" in others["why"]
    assert others["for_cases"] == "one0 one1 one2 one3 one4 one5"
    assert others["counter_cases"] == ""


def test_each_continuity_stands_for_all_and_named_settings_are_compared(
    run: Build, of_site: Build
) -> None:
    codings = of_site("one", "doctor", *(P,) * 6) + of_site("apart", "doctor", *(A,) * 6)
    codings += of_site("one", "letters", *(A,) * 6) + of_site("apart", "letters", *(P,) * 6)
    rows = run(codings, "{each_continuity: {predicted: higher, than: network}}")["hypotheses"]
    assert {row["continuity"]: row["verdict"] for row in rows} == {
        "relational": "corroborated", "longitudinal": "not_testable",
        "cross_sectional": "falsified", "informational": "falsified",
    }  # fmt: skip
    relational = next(row for row in rows if row["continuity"] == "relational")
    assert (relational["setting"], relational["sites"]) == ("together", "one")
    assert (relational["against"], relational["against_sites"]) == ("care network", "apart")
    assert (relational["n"], relational["against_n"]) == (12, 6)
    assert [row["continuity"] for row in rows] == ["relational", "longitudinal", "cross_sectional",
                                                   "informational"]  # fmt: skip


def test_an_interval_that_includes_no_difference_is_told(run: Build, of_site: Build) -> None:
    codings = of_site("one", "doctor", P, P, P, A, A) + of_site("apart", "doctor", P, A, A, A, P)
    row = only(run(codings, "{relational: {predicted: higher, than: network}}"))
    assert row["verdict"] == "qualified"
    assert row["why"] == "the interval includes 0"
    assert row["leaves_open"] is True


@pytest.mark.parametrize(
    ("told", "verdict", "leaves_open"),
    [
        ("PPPPPP", "corroborated", False), ("PPPPAA", "qualified", True),
        ("AAAAAA", "falsified", False), ("PPPAAA", "not_borne_out", True),
    ],
)  # fmt: skip
def test_an_interval_may_reach_over_the_threshold_of_the_opposite(
    run: Build, of_site: Build, told: str, verdict: str, leaves_open: bool
) -> None:
    row = only(run(of_site("one", "doctor", *({"P": P, "A": A}[t] for t in told))))
    assert (row["verdict"], row["leaves_open"]) == (verdict, leaves_open)


def test_what_has_no_opposite_leaves_none_open(run: Build, of_site: Build) -> None:
    codings = of_site("one", "doctor", P, P, P, A, A, A)
    assert only(run(codings, "{relational: mixed}"))["leaves_open"] is None
    assert only(run(codings[:2]))["leaves_open"] is None


def test_what_a_file_says_of_its_hypotheses_changes_no_hash(run: Build, of_site: Build) -> None:
    codings = of_site("one", "doctor", P)
    plain = run(codings)["ledger"][0]
    told = run(codings, more="about: All of it is *invented*.\n")["ledger"][0]
    assert (plain["about"], told["about"]) == ("", "All of it is *invented*.")
    assert told["hash"] == plain["hash"]


def test_a_question_may_rest_on_what_was_judged_alone(run: Build, of_site: Build) -> None:
    asked = [
        {"id": "RQ", "asks": "Does it hold?", "rests_on": ["hypotheses"], "answer": "Yes."},
        {"id": "RX", "asks": "And this?", "rests_on": ["revisions"], "answer": "Yes."},
    ]
    made = run(of_site("one", "doctor", P), questions=asked)["questions"]
    assert [(row["rests_on"], row["status"]) for row in made] == [
        ("hypotheses (1)", "answered"), ("revisions (0)", "no_results"),
    ]  # fmt: skip


RANKED = "{relational: {predicted: rises, depends_on: services}}"


def ranked(of_site: Build, order: tuple[str, ...]) -> list[dict[str, Any]]:
    """Units with 1, 1, 1, 2 and 3 services; the share with the feature by unit."""
    found = []
    for unit, valences in zip(("one_gp", "apart_gp", "split_gp", "one_trust"), order, strict=True):
        states = [{"+": P, "-": A}[v] for v in valences]
        found += of_site(unit.split("_")[0], "doctor", *states, about=unit)
    return found


def test_a_share_rises_with_the_number_of_services(run: Build, of_site: Build) -> None:
    row = only(run(ranked(of_site, ("--", "--", "-+", "++")), RANKED, setting="{}"))
    assert (row["witness"], row["n"], row["compared_with"]) == ("units", 4, "services")
    assert row["share"] == pytest.approx(0.8164965809)
    assert (row["observed"], row["verdict"]) == ("rises", "corroborated")
    assert row["for_cases"] == "apart_gp one_gp one_trust"
    assert row["counter_cases"] == "split_gp"
    assert row["counter_quotes"] == "p-split1-doctor-present-split_gp"


def test_too_few_units_or_units_that_are_alike_are_not_testable(run: Build, of_site: Build) -> None:
    codings = ranked(of_site, ("--", "--", "-+", "++"))
    few = "{relational: {predicted: rises, depends_on: services, over: [trust]}}"
    assert only(run(codings, few, setting="{}"))["why"].startswith("told of 1 unit; at least")
    alike = only(run(ranked(of_site, ("+-",) * 4), RANKED, setting="{}"))
    assert (alike["verdict"], alike["share"]) == ("not_testable", None)
    assert "same shares" in alike["why"]


def test_a_rank_correlation_needs_units_and_tellers_in_all(run: Build, of_site: Build) -> None:
    row = only(run(ranked(of_site, ("-", "-", "-", "+")), RANKED, setting="{}"))
    assert (row["verdict"], row["n"]) == ("not_testable", 4)
    assert row["why"].startswith("3 told, of 4 units in all; at least 5 are needed")
    row = only(run(ranked(of_site, ("--", "-", "-", "+++")), RANKED, setting="{}"))
    assert row["verdict"] == "corroborated"


def test_a_site_offers_what_its_widest_organisation_does(run: Build, of_site: Build) -> None:
    sites = "{relational: {predicted: rises, depends_on: services, over: [site]}}"
    codings = of_site("one", "doctor", *(P,) * 6) + of_site("apart", "doctor", *(A,) * 6)
    row = only(run(codings, sites, setting="{}"))
    assert row["n"] == 2
    assert row["why"].startswith("told of 2 units; at least")


def test_when_a_hypothesis_was_fixed(run: Build, of_site: Build) -> None:
    now = run(of_site("one", "doctor", P))["ledger"][0]
    assert (now["standing"], now["data_from"]) == ("not_locked", "2012-09-30")
    name = now["hash"]
    for lock, is_ in [
        ({"hash": name, "date": "2012-09-30"}, "fixed_before"),
        ({"hash": name, "date": "2012-10-01"}, "fixed_after"),
        ({"hash": "other", "date": "2012-01-01"}, "changed"),
        ({"hash": name, "date": "2012-10-01", "before": [{"hash": "x", "date": "2012-01-01"}]},
         "changed"),
        ({"hash": name, "date": "2012-02-01", "before": [{"hash": "x", "date": "2012-01-01"}]},
         "fixed_before"),
    ]:  # fmt: skip
        row = run(of_site("one", "doctor", P), lock={"H1": lock})["ledger"][0]
        assert row["standing"] == is_
    assert standing("a", {"hash": "a", "date": "2012-01-01"}, "") == "fixed_after"


def test_without_hypotheses_there_is_no_ledger() -> None:
    nothing: list[Any] = []
    made = judge(
        nothing, nothing, nothing, nothing, nothing, nothing, nothing, {}, {}, nothing, nothing,
        nothing, {"experience": "", "mechanisms": [], "features": {}, "teller_group": "patient"},
        tables={},
    )  # fmt: skip
    assert all(frame.empty for frame in made.values())
    assert in_a_line(made).startswith("0 predictions (none)")


def test_without_a_nest_nothing_is_testable(run: Build, of_site: Build) -> None:
    row = only(run(of_site("one", "doctor", *(P,) * 6), settings=None))
    assert (row["verdict"], row["n"]) == ("not_testable", 0)


valences = st.lists(st.sampled_from([P, A, M, ""]), min_size=0, max_size=6)
SLOW = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SLOW
@given(valences, valences, valences, st.data())
def test_order_and_repetition_change_nothing(
    run: Build,
    of_site: Build,
    one: list[str],
    apart: list[str],
    other: list[str],
    data: st.DataObject,
) -> None:
    """Rows in another order: the same tables. A source told twice: the same people and verdicts."""
    predicts = (
        "{relational: {captant: {predicted: high, setting: practice}, others: {predicted: lower, "
        "setting: hospital, than: captant}}, cross_sectional: {predicted: higher, than: network}, "
        "informational: {predicted: rises, depends_on: services}}"
    )
    codings = of_site("one", "doctor", *one) + of_site("apart", "plan", *apart)
    codings += of_site("one", "letters", *other, about="one_trust")
    made = run(codings, predicts)
    mixed_up = data.draw(st.permutations(codings))
    assert run(mixed_up, predicts) == made
    again = [c | {"coding": f"{c['coding']}'", "source": f"{c['source']}'",
                  "passage": f"{c['passage']}'"} for c in codings]  # fmt: skip
    dated = [{"source": c["source"], "date": "2012-09-30", "kind": "interview"}
             for c in codings + again]  # fmt: skip
    twice = run(codings + again, predicts, sources=dated)
    for row, before in zip(twice["hypotheses"], made["hypotheses"], strict=True):
        kept = [name for name in row if "quotes" not in name]
        assert {name: row[name] for name in kept} == {name: before[name] for name in kept}


@SLOW
@given(valences, valences)
def test_other_names_change_nothing_but_the_names(
    run: Build, of_site: Build, people: Any, units: Any, members: Any, services: Any,
    one: list[str], apart: list[str],
) -> None:  # fmt: skip
    def new(row: dict[str, Any]) -> dict[str, Any]:
        named = ("unit", "parent", "about", "informant")
        return row | {key: f"x{row[key][::-1]}" for key in named if row.get(key)}

    codings = of_site("one", "doctor", *one) + of_site("apart", "doctor", *apart)
    predicts = "{relational: {predicted: higher, than: network}}"
    made = only(run(codings, predicts))
    tables = {"people": people, "units": units, "memberships": members, "services": services}
    renamed = {name: [new(row) for row in rows] for name, rows in tables.items()}
    again = only(run([new(coding) for coding in codings], predicts, **renamed))
    for name in ("n", "share", "low", "high", "verdict", "quotes", "counter_quotes"):
        assert again[name] == made[name]
    assert sorted(who[:0:-1] for who in again["for_cases"].split()) == made["for_cases"].split()


@SLOW
@given(valences)
def test_one_more_who_tells_as_predicted_makes_no_verdict_worse(
    run: Build, of_site: Build, told: list[str]
) -> None:
    order = ["falsified", "not_borne_out", "qualified", "corroborated"]
    before = only(run(of_site("one", "doctor", *told[:5])))["verdict"]
    after = only(run(of_site("one", "doctor", *told[:5], *[""] * (5 - len(told)), P)))["verdict"]
    if before != "not_testable":
        assert order.index(after) >= order.index(before)
