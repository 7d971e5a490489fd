"""The table of agreement, against counts made by hand and sentence by sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from insideout.agree.agreement import agreement
from insideout.agree.assigned import Assignment
from insideout.agree.coefficients import fleiss_kappa, krippendorff_alpha, tallies
from insideout.reader import framed, read_made, records, write
from insideout.tables.agreement import AGREEMENT
from insideout.tables.coding import CODEBOOK, CODINGS_PLACED
from insideout.tables.corpus import SENTENCES, TURNS

CODES = [("care", ""), ("delay", "care"), ("reach", "care"), ("money", ""), ("fees", "money")]
BOOK = framed(
    ({"code": code, "parent": parent, "path": code, "depth": int(bool(parent)), "name": code}
     for code, parent in CODES), CODEBOOK,
)  # fmt: skip
SETTINGS = {"unit": "sentence", "validators": [], "confidence": 0.9, "resamples": 200}
ALL = frozenset(code for code, _ in CODES)
LENGTH = 9  # of a sentence, with the space after it

Placed = tuple[str, str, str, int]  # source, coder, code, sentence


def corpus(sources: Iterable[str], sentences: int = 10) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Sources of one question, sentence 1, and so many sentences of one informant, from 2."""
    turns, found = [], []
    for source in sources:
        ends = [0, LENGTH, LENGTH * (sentences + 1)]
        for turn, role in enumerate(("interviewer", "informant"), 1):
            turns.append({"source": source, "turn": turn, "role": role, "informant": "",
                          "start": ends[turn - 1], "end": ends[turn]})  # fmt: skip
        found += [
            {"source": source, "turn": min(n, 2), "sentence": n, "start": LENGTH * (n - 1),
             "end": LENGTH * n - 1, "words": 2} for n in range(1, sentences + 2)
        ]  # fmt: skip
    return framed(turns, TURNS), framed(found, SENTENCES)


def coding(
    source: str, coder: str, code: str, sentence: int, *, valence: str = "", about: str = "",
    number: int = 1, words: str = "ab cdef.",
) -> dict[str, Any]:  # fmt: skip
    """One sentence with one code."""
    start = LENGTH * (sentence - 1)
    name = f"{source}-{coder}-{code}-{sentence}-{valence}-{about}-{number}"
    return {
        "coding": name, "source": source,
        "start": start, "end": start + len(words), "quote": words, "code": code, "coder": coder,
        "round": number, "valence": valence, "about": about, "origin": "coded",
    }  # fmt: skip


def placed(codings: Iterable[dict[str, Any]]) -> pd.DataFrame:
    return framed(codings, CODINGS_PLACED)


def everybody(
    sources: Iterable[str], coders: Sequence[str], rounds: Sequence[int] = (1,)
) -> list[Assignment]:
    return [Assignment(s, c, n, ALL) for s in sources for c in coders for n in rounds]


def scored(
    codings: Iterable[dict[str, Any]],
    assigned: list[Assignment],
    rounds: Sequence[dict[str, Any]] = (),
    book: pd.DataFrame = BOOK,
    **settings: Any,
) -> list[dict[str, Any]]:
    sources = dict.fromkeys(work.source for work in assigned)
    made = agreement(
        placed(codings), *corpus(sources), book, assigned, SETTINGS | settings, rounds, 7
    )
    assert list(made.columns) == AGREEMENT.names
    assert not made.duplicated(list(AGREEMENT.key)).any()
    return records(made)


def row(rows: list[dict[str, Any]], **wanted: Any) -> dict[str, Any]:
    found = [r for r in rows if all(r[name] == value for name, value in wanted.items())]
    assert len(found) == 1, f"{len(found)} rows of {wanted}"
    return found[0]


def by_two() -> tuple[list[dict[str, Any]], list[Assignment]]:
    """Ten sentences each of a and b. Ann: delay on 2 to 5; Bo: on 4 to 6; in b both on 3."""
    codings = [coding("a", "ann", "delay", n) for n in (2, 3, 4, 5)]
    codings += [coding("a", "bo", "delay", n) for n in (4, 5, 6)]
    codings += [coding("b", coder, "delay", 3) for coder in ("ann", "bo")]
    return codings, everybody("ab", ["ann", "bo"])


def test_two_coders_and_one_code_by_hand() -> None:
    found = row(scored(*by_two()), aspect="presence", level="code")
    assert (found["compared"], found["coders"], found["rounds"]) == ("inter", "ann bo", "1")
    assert (found["code"], found["unit"], found["metric"]) == ("delay", "sentence", "nominal")
    assert (found["sources"], found["units"], found["missing"]) == (2, 20, 0)
    cells = [found[name] for name in ("both", "first_only", "second_only", "neither")]
    assert cells == [3, 2, 1, 14]
    assert found["prevalence"] == pytest.approx(9 / 40)
    assert found["bias"] == pytest.approx(0.05)
    assert found["percent"] == pytest.approx(0.85)
    assert found["positive"] == pytest.approx(6 / 9)
    chance = (5 * 4 + 15 * 16) / 400
    assert found["kappa"] == pytest.approx((0.85 - chance) / (1 - chance))
    pe = 2 * (9 / 40) * (31 / 40)
    assert found["ac1"] == pytest.approx((0.85 - pe) / (1 - pe))
    assert found["alpha"] == pytest.approx(1 - 39 * 6 / (2 * 9 * 31))
    assert found["fleiss"] is None


def test_what_interviewers_say_isnt_compared() -> None:
    codings, assigned = by_two()
    more = [coding("a", "ann", "reach", 1), coding("b", "bo", "delay", 1)]
    without, found = scored(codings, assigned), scored(codings + more, assigned)
    code = {"aspect": "presence", "level": "code"}
    assert row(found, **code) == row(without, **code)


def test_extent_by_hand() -> None:
    found = row(scored(*by_two()), aspect="extent", level="code")
    assert (found["unit"], found["metric"], found["units"]) == ("character", "unitizing", 180)
    cells = [found[name] for name in ("both", "first_only", "second_only", "neither")]
    assert cells == [24, 16, 8, 132]
    assert found["percent"] == pytest.approx(156 / 180)
    total, marks, gaps, squares = 360, 72, 288, 9 * 64
    expected = total * marks * gaps / (total**2 - gaps - squares)
    assert found["alpha"] == pytest.approx(1 - 24 / expected)
    assert found["kappa"] is None
    assert found["ac1"] is None


def test_intervals_come_from_drawing_sources() -> None:
    found = row(scored(*by_two()), aspect="presence", level="code")
    # of two sources a sample is a twice, both, or b twice: the ends are figures of one source
    assert found["percent_low"] == pytest.approx(0.7)
    assert found["percent_high"] == 1
    assert found["kappa_low"] == pytest.approx((0.7 - 0.54) / 0.46)
    assert "only 2 sources, so the interval says little" in found["note"]


def test_one_source_has_no_interval() -> None:
    codings, assigned = by_two()
    rows = scored(codings, [work for work in assigned if work.source == "a"])
    found = row(rows, aspect="presence", level="code")
    assert found["units"] == 10
    assert found["kappa"] is not None
    assert found["kappa_low"] is None
    assert "one source only, so there is no interval" in found["note"]
    assert "only 10 units" in found["note"]


def test_a_seed_settles_the_intervals_and_the_order_of_rows_doesnt_matter() -> None:
    codings, assigned = many(["ann", "bo"])
    first = scored(codings, assigned)
    assert first == scored(codings[::-1], assigned[::-1])


def test_order_of_rows() -> None:
    codings, assigned = by_two()
    codings += [
        coding("a", coder, code, 8) for coder in ("ann", "bo") for code in ("fees", "reach")
    ]
    codings += [coding("a", "ann", "delay", 2, number=2)]
    rows = scored(codings, assigned + everybody("a", ["ann"], [2]))
    presence = [(r["compared"], r["level"], r["code"]) for r in rows if r["aspect"] == "presence"]
    assert presence == [
        ("inter", "all", ""), ("inter", "theme", "care"), ("inter", "theme", "money"),
        ("inter", "code", "delay"), ("inter", "code", "reach"), ("inter", "code", "fees"),
        ("intra", "all", ""), ("intra", "theme", "care"), ("intra", "theme", "money"),
        ("intra", "code", "delay"), ("intra", "code", "reach"), ("intra", "code", "fees"),
    ]  # fmt: skip


def test_a_theme_is_there_with_any_code_of_it_and_all_pools_units_and_codes() -> None:
    codings = [
        coding("a", "ann", "delay", 2), coding("a", "bo", "reach", 2),
        coding("a", "ann", "care", 3), coding("a", "bo", "fees", 3),
        coding("a", "ann", "fees", 4), coding("a", "bo", "fees", 4),
    ]  # fmt: skip
    rows = scored(codings, everybody("a", ["ann", "bo"]))
    care = row(rows, aspect="presence", level="theme", code="care")
    assert [care[n] for n in ("both", "first_only", "second_only", "neither")] == [1, 1, 0, 8]
    pooled = row(rows, aspect="presence", level="all")
    cells = [pooled[n] for n in ("both", "first_only", "second_only", "neither")]
    assert cells == [1, 2, 2, 35]  # four codes that were used, ten sentences
    extent = row(rows, aspect="extent", level="theme", code="care")
    assert [extent[n] for n in ("both", "first_only", "second_only")] == [8, 8, 0]
    used = {r["code"] for r in rows if r["level"] == "code"}
    assert used == {"care", "delay", "reach", "fees"}  # nobody used money itself


def test_a_code_not_looked_for_is_missing_and_not_absent() -> None:
    codings, _ = by_two()
    assigned = [
        Assignment("a", "ann", 1, ALL), Assignment("b", "ann", 1, ALL),
        Assignment("a", "bo", 1, ALL - {"delay"}), Assignment("b", "bo", 1, ALL),
    ]  # fmt: skip
    codings += [coding("a", coder, "reach", 7) for coder in ("ann", "bo")]
    rows = scored(codings, assigned)
    delay = row(rows, aspect="presence", code="delay")
    assert (delay["sources"], delay["units"], delay["missing"]) == (1, 10, 10)
    assert [delay[n] for n in ("both", "first_only", "second_only")] == [1, 0, 0]
    extent = row(rows, aspect="extent", code="delay")
    assert (extent["units"], extent["missing"], extent["alpha"]) == (90, 90, 1)
    care = row(rows, aspect="presence", code="care")  # in a, of what both looked for
    assert [care[n] for n in ("both", "first_only", "second_only")] == [2, 0, 0]
    assert care["missing"] == 0
    assert row(rows, aspect="presence", level="all")["missing"] == 10


def test_a_code_that_one_coder_alone_looked_for_has_a_row_that_says_so() -> None:
    codings, _ = by_two()
    assigned = [Assignment(s, "ann", 1, ALL) for s in "ab"]
    assigned += [Assignment(s, "bo", 1, frozenset({"reach"})) for s in "ab"]
    found = row(scored(codings, assigned), aspect="presence", level="code")
    assert (found["units"], found["missing"], found["kappa"]) == (0, 20, None)
    assert found["note"] == "nothing to compare: only one of them looked for it"


def test_only_sources_that_both_coded_count() -> None:
    codings, assigned = by_two()
    codings += [coding("c", "ann", "delay", 4), coding("d", "bo", "delay", 4)]
    more = [Assignment("c", "ann", 1, ALL)]  # and d was no work of anybody
    assert scored(codings, assigned + more) == scored(*by_two())


def test_a_round_that_wasnt_blind_or_isnt_closed_doesnt_count() -> None:
    codings, assigned = by_two()
    assert scored(codings, assigned, [{"round": 1, "blind": False}]) == []
    assert scored(codings, assigned, [{"round": 1, "blind": True, "closed": False}]) == []
    assert scored(codings, assigned, [{"round": 1, "blind": True}, {"round": 2}])


def test_validators_are_left_out() -> None:
    assert scored(*by_two(), validators=["bo"]) == []


def test_rounds_are_compared_apart_and_with_each_other() -> None:
    codings, assigned = by_two()
    codings += [coding("a", "ann", "delay", n, number=2) for n in (2, 3, 4)]
    codings += [coding("a", "bo", "delay", n, number=2) for n in (2, 3, 4)]
    rows = scored(codings, assigned + everybody("a", ["ann", "bo"], [2]))
    kinds = {(r["compared"], r["coders"], r["rounds"]) for r in rows}
    assert kinds == {
        ("inter", "ann bo", "1"), ("inter", "ann bo", "2"), ("intra", "ann", "1 2"),
        ("intra", "bo", "1 2"),
    }  # fmt: skip
    again = row(rows, compared="intra", coders="ann", aspect="presence", level="code")
    assert (again["sources"], again["units"]) == (1, 10)
    assert [again[n] for n in ("both", "first_only", "second_only")] == [3, 1, 0]
    assert row(rows, rounds="2", aspect="presence", level="code")["kappa"] == 1


def test_valence_is_scored_where_both_have_the_code() -> None:
    said = [
        ("present", "present"), ("present", "mixed"), ("absent", "absent"),
        ("absent", "present"), ("mixed", "mixed"), ("", "present"), ("present", None),
    ]  # fmt: skip
    codings = []
    for n, values in enumerate(said, 2):
        for coder, value in zip(("ann", "bo"), values, strict=True):
            codings += [coding("a", coder, "delay", n, valence=value)] if value is not None else []
    found = row(scored(codings, everybody("a", ["ann", "bo"])), aspect="valence", level="code")
    assert (found["units"], found["metric"]) == (5, "ordinal")
    assert found["percent"] == pytest.approx(3 / 5)
    order = ("absent", "mixed", "present")
    table = np.zeros((3, 3))
    for first, second in said[:5]:
        table[order.index(first), order.index(str(second))] += 1
    assert found["kappa"] == pytest.approx(float(cohens_kappa(table, return_results=False)))
    assert found["alpha"] == pytest.approx(float(krippendorff_alpha(table + table.T, "ordinal")))
    assert found["prevalence"] is None
    assert found["both"] is None


def with_valences(**allowed: str) -> pd.DataFrame:
    """The codebook, with the valences of some codes."""
    book = BOOK.copy()
    book["allowed"] = [allowed.get(code, "") for code in book["code"]]
    return book


@pytest.mark.parametrize(
    ("allowed", "chance"),
    [  # Ann: 6 present, 2 absent; Bo: 7 and 1. π = 13/16 and 3/16, 7 of 8 agree
        ("present absent", 2 * 13 / 16 * 3 / 16),
        ("", 13 / 16 * 3 / 16),  # q - 1 is 2, and nobody chose mixed
        ("present mixed absent", 13 / 16 * 3 / 16),
        ("present", 2 * 13 / 16 * 3 / 16),  # absent was used, so it counts
    ],
)
def test_chance_of_a_valence_knows_how_many_the_code_allows(allowed: str, chance: float) -> None:
    said = [("present", "present")] * 6 + [("absent", "present"), ("absent", "absent")]
    codings = [coding("a", coder, "delay", n, valence=value)
               for n, values in enumerate(said, 2)
               for coder, value in zip(("ann", "bo"), values, strict=True)]  # fmt: skip
    book = with_valences(delay=allowed)
    rows = scored(codings, everybody("a", ["ann", "bo"]), book=book)
    for level in ("code", "all"):
        found = row(rows, aspect="valence", level=level)
        assert found["ac1"] == pytest.approx((7 / 8 - chance) / (1 - chance))


def test_chance_over_all_codes_takes_the_mean_number_of_valences() -> None:
    # delay has two valences in 3 units, reach three in 1, fees but one in 2: nothing is chosen
    said = [("delay", "present", "present"), ("delay", "present", "absent"),
            ("delay", "absent", "absent"), ("reach", "present", "present"),
            ("fees", "present", "present"), ("fees", "present", "present")]  # fmt: skip
    codings = [coding("a", coder, code, n, valence=value)
               for n, (code, *values) in enumerate(said, 2)
               for coder, value in zip(("ann", "bo"), values, strict=True)]  # fmt: skip
    book = with_valences(delay="present absent", fees="present")
    rows = scored(codings, everybody("a", ["ann", "bo"]), book=book)
    q = (3 * 2 + 1 * 3) / 4
    chance = 2 * 9 / 12 * 3 / 12 / (q - 1)
    everything = row(rows, aspect="valence", level="all")
    assert everything["ac1"] == pytest.approx((5 / 6 - chance) / (1 - chance))
    alone = row(rows, aspect="valence", level="code", code="fees")
    assert (alone["percent"], alone["ac1"]) == (1, None)


def test_figures_that_rest_on_one_source_have_no_interval() -> None:
    codings, assigned = by_two()
    codings += [coding("a", coder, "reach", 3, valence="present") for coder in ("ann", "bo")]
    found = row(scored(codings, assigned), aspect="valence", level="code")
    assert (found["sources"], found["percent"], found["percent_low"]) == (1, 1, None)
    assert found["note"].endswith("only 1 unit; one source only, so there is no interval")


def test_present_and_absent_in_one_unit_are_mixed() -> None:
    codings = [
        coding("a", "ann", "delay", 2, valence="present"),
        coding("a", "ann", "delay", 2, valence="absent"),
        coding("a", "bo", "delay", 2, valence="mixed"),
        coding("a", "ann", "delay", 3, valence="absent"),
        coding("a", "bo", "delay", 3, valence="absent"),
    ]  # fmt: skip
    found = row(scored(codings, everybody("a", ["ann", "bo"])), aspect="valence", level="code")
    assert (found["units"], found["percent"]) == (2, 1)


def test_subjects_are_compared_as_sets() -> None:
    codings = [coding("a", "ann", "delay", n, about="ward") for n in (2, 3, 4, 5)]
    codings += [coding("a", "ann", "delay", 5, about="clinic")]
    codings += [coding("a", "bo", "delay", 2, about="ward"), coding("a", "bo", "delay", 4)]
    codings += [coding("a", "bo", "delay", 3, about="clinic")]
    codings += [coding("a", "bo", "delay", 5, about=a) for a in ("clinic", "ward")]
    found = row(scored(codings, everybody("a", ["ann", "bo"])), aspect="about", level="code")
    assert (found["units"], found["metric"]) == (3, "nominal")  # sentence 4: bo doesn't say
    assert found["percent"] == pytest.approx(2 / 3)
    assert found["ac1"] is None  # no list of subjects was fixed beforehand
    assert found["kappa"] == pytest.approx((2 / 3 - 1 / 3) / (2 / 3))


def test_among_many_subjects_only_agreement_is_told() -> None:
    codings = [coding("a", coder, "delay", n, about=f"unit{n}") for n in range(2, 12)
               for coder in ("ann", "bo")]  # fmt: skip
    codings += [coding("b", "ann", "delay", 2, about="unit2"),
                coding("b", "bo", "delay", 2, about="other")]  # fmt: skip
    found = row(scored(codings, everybody("ab", ["ann", "bo"])), aspect="about", level="code")
    assert found["percent"] == pytest.approx(10 / 11)
    assert (found["kappa"], found["alpha"]) == (None, None)
    assert found["note"] == "11 different subjects: no coefficient beyond percent agreement"


@pytest.mark.parametrize(("unit", "units", "both"), [("turn", 2, 2), ("source", 2, 2)])
def test_turns_and_sources_as_units(unit: str, units: int, both: int) -> None:
    found = row(scored(*by_two(), unit=unit), aspect="presence", level="code")
    assert (found["unit"], found["units"], found["both"]) == (unit, units, both)
    assert found["kappa"] is None
    assert "both use one and the same category throughout" in found["note"]
    assert "kappa and alpha are undefined" in found["note"]


def many(coders: Sequence[str]) -> tuple[list[dict[str, Any]], list[Assignment]]:
    """Twelve sources that coders see much alike; the last coder did six, without fees in three."""
    rng = np.random.default_rng(11)
    sources = [f"s{n:02d}" for n in range(12)]
    codings = []
    for source in sources:
        for code in ("delay", "reach", "fees"):
            for sentence in range(2, 12):
                there = rng.random() < 0.3
                codings += [
                    coding(source, coder, code, sentence)
                    for coder in coders if there != (rng.random() < 0.1)
                ]  # fmt: skip
    assigned = [
        Assignment(s, c, 1, ALL - {"fees"} if c == coders[-1] and n < 3 else ALL)
        for n, s in enumerate(sources) for c in coders if c != coders[-1] or n < 6
    ]  # fmt: skip
    return codings, assigned


def units_by_coders(
    codings: list[dict[str, Any]], assigned: list[Assignment], code: str
) -> dict[tuple[str, int], dict[str, bool]]:
    """What each coder says of each sentence."""
    given = {(c["source"], c["coder"], (c["start"] // LENGTH) + 1) for c in codings
             if c["code"] == code}  # fmt: skip
    found: dict[tuple[str, int], dict[str, bool]] = {}
    for work in assigned:
        for sentence in range(2, 12):
            said = found.setdefault((work.source, sentence), {})
            if code in work.codes:
                said[work.coder] = (work.source, work.coder, sentence) in given
    return found


@pytest.mark.parametrize("code", ["delay", "reach", "fees"])
def test_pairs_are_what_counting_sentence_by_sentence_gives(code: str) -> None:
    codings, assigned = many(["ann", "bo", "cem"])
    rows = scored(codings, assigned)
    units = units_by_coders(codings, assigned, code)
    for pair in (("ann", "bo"), ("ann", "cem"), ("bo", "cem")):
        table = np.zeros((2, 2))
        for said in units.values():
            if all(coder in said for coder in pair):
                table[int(said[pair[0]]), int(said[pair[1]])] += 1
        found = row(rows, coders=" ".join(pair), aspect="presence", code=code)
        assert found["units"] == table.sum()
        assert found["kappa"] == pytest.approx(float(cohens_kappa(table, return_results=False)))
        assert found["kappa_low"] < found["kappa"] < found["kappa_high"]


@pytest.mark.parametrize("code", ["delay", "fees"])
def test_three_coders_together_with_missing_values(code: str) -> None:
    codings, assigned = many(["ann", "bo", "cem"])
    found = row(scored(codings, assigned), coders="ann bo cem", aspect="presence", code=code)
    units = units_by_coders(codings, assigned, code)
    counts = np.array([[list(said.values()).count(v) for v in (False, True)]
                       for said in units.values()])  # fmt: skip
    expected = tallies(counts, 3)
    assert (found["sources"], found["units"]) == (12, 120)
    assert found["missing"] == sum(len(said) < 3 for said in units.values())
    assert found["alpha"] == pytest.approx(float(krippendorff_alpha(expected.coincidences.sum(0))))
    kappa = fleiss_kappa(
        expected.complete_agreeing.sum(), expected.complete.sum(), expected.complete_shares.sum(0)
    )
    assert found["fleiss"] == pytest.approx(float(kappa))
    assert found["percent"] == pytest.approx(expected.agreeing.sum() / 120)
    assert found["prevalence"] == pytest.approx(counts[:, 1].sum() / counts.sum())
    assert (found["kappa"], found["both"], found["bias"]) == (None, None, None)
    complete = int(expected.complete.sum())
    assert f"Fleiss' kappa rests on the {complete} units that all of them coded" in found["note"]


def test_extent_of_three_coders_who_mark_the_same_is_whole() -> None:
    codings = [coding(s, coder, "delay", 3) for s in "ab" for coder in ("ann", "bo", "cem")]
    rows = scored(codings, everybody("ab", ["ann", "bo", "cem"]))
    found = row(rows, coders="ann bo cem", aspect="extent", level="code")
    assert (found["alpha"], found["percent"], found["units"]) == (1, 1, 180)


def test_pairs_in_turn_still_have_an_alpha_of_all() -> None:
    pairs = (("a", ("ann", "bo")), ("b", ("bo", "cem")))
    codings = [coding(s, coder, "delay", 3) for s, pair in pairs for coder in pair]
    assigned = everybody("a", ["ann", "bo"]) + everybody("b", ["bo", "cem"])
    found = row(scored(codings, assigned), coders="ann bo cem", aspect="presence", level="code")
    assert (found["alpha"], found["fleiss"], found["missing"]) == (1, None, 20)
    assert "there is no Fleiss' kappa" in found["note"]


def test_notes_on_rare_codes_and_few_positives() -> None:
    sources = [f"s{n}" for n in range(8)]
    codings = [coding("s0", coder, "delay", 4) for coder in ("ann", "bo")]
    codings += [coding("s1", "ann", "delay", 4), coding("s1", "ann", "reach", 4)]
    rows = scored(codings, everybody(sources, ["ann", "bo"]))
    delay = row(rows, aspect="presence", code="delay")["note"]
    assert delay.startswith("in under 5% of the units")
    assert "only 2 units with it by anybody" in delay
    assert "bootstrap samples, which the intervals leave out" in delay
    reach = row(rows, aspect="presence", code="reach")["note"]
    assert reach.startswith("only one of them uses it: kappa can't be above 0")


def test_no_number_is_nan_in_print(tmp_path: Path) -> None:
    turns, sentences = corpus("ab")
    codings, assigned = by_two()
    made = agreement(placed(codings), turns, sentences, BOOK, assigned, SETTINGS, [], 7)
    write(made, tmp_path / "agreement.csv", AGREEMENT)
    assert "nan" not in (tmp_path / "agreement.csv").read_text("utf-8")
    again = read_made(tmp_path / "agreement.csv", AGREEMENT)
    pd.testing.assert_frame_equal(again, made, check_exact=False, check_dtype=False)


def test_without_codings_there_is_an_empty_table() -> None:
    assert scored([], []) == []
    assert scored([], everybody("ab", ["ann", "bo"])) == []
