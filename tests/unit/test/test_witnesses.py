"""Interview and record over the patients."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.contingency_tables import mcnemar

from insideout.agree.coefficients import cohen_kappa
from insideout.reader import framed, records
from insideout.tables.records import WITNESSES
from insideout.test.witnesses import VERDICTS, witness_agreement

VERDICT = {
    ("present", "present"): "corroborated", ("absent", "absent"): "corroborated",
    ("present", "absent"): "contradicted", ("absent", "present"): "contradicted",
    ("mixed", "present"): "partly", ("not_told", "present"): "interview_silent",
    ("present", "silent"): "record_silent", ("not_told", "silent"): "both_silent",
    ("present", "not_recordable"): "not_recordable", ("present", "no_record"): "one_witness",
}  # fmt: skip


def found(
    counts: dict[tuple[str, str], int], feature: str = "reviews", **more: float
) -> dict[str, Any]:
    pairs = [pair for pair, count in counts.items() for _ in range(count)]
    rows = [
        {"patient": f"P{n:03}", "feature": feature, "interview": interview, "record": record,
         "verdict": VERDICT[interview, record]}
        for n, (interview, record) in enumerate(pairs)
    ]  # fmt: skip
    return records(witness_agreement(framed(rows, WITNESSES), **more))[0]


def test_everybody_is_counted_and_the_silent_are_in_no_coefficient() -> None:
    row = found({pair: 2 + at for at, pair in enumerate(VERDICT)})
    assert row["patients"] == sum(range(2, 10))  # not_recordable and one_witness are nowhere
    assert [row[name] for name in VERDICTS] == [5, 9, 6, 7, 8, 9]
    assert (row["n"], row["interview_only"], row["record_only"]) == (14, 4, 5)


def test_mixed_on_both_sides_is_no_pair_of_plain_words() -> None:
    rows = [{"patient": f"P{n}", "feature": "reviews", "interview": "mixed", "record": "mixed",
             "verdict": "corroborated"} for n in range(6)]  # fmt: skip
    row = records(witness_agreement(framed(rows, WITNESSES)))[0]
    assert (row["corroborated"], row["n"], row["kappa"]) == (6, 0, None)


def test_kappa_with_its_interval_and_mcnemar() -> None:
    """Fleiss, Cohen and Everitt's error, written out for a table of two by two."""
    a, b, c, d = 12, 5, 1, 9
    row = found({("present", "present"): a, ("present", "absent"): b, ("absent", "present"): c,
                 ("absent", "absent"): d})  # fmt: skip
    p = np.array([[a, b], [c, d]]) / 27
    kappa = float(cohen_kappa(np.array([[a, b], [c, d]], dtype="float64")))
    rows, columns = p.sum(1), p.sum(0)
    chance = (rows * columns).sum()
    same = sum(p[i, i] * (1 - (rows[i] + columns[i]) * (1 - kappa)) ** 2 for i in range(2))
    other = sum(p[i, 1 - i] * (columns[i] + rows[1 - i]) ** 2 for i in range(2)) * (1 - kappa) ** 2
    variance = (same + other - (kappa - chance * (1 - kappa)) ** 2) / (27 * (1 - chance) ** 2)
    assert row["kappa"] == pytest.approx(kappa)
    assert row["kappa_low"] == pytest.approx(kappa - 1.959963984540054 * variance**0.5)
    assert row["kappa_high"] == pytest.approx(kappa + 1.959963984540054 * variance**0.5)
    exact = mcnemar([[a, b], [c, d]], exact=True).pvalue
    assert row["mcnemar_p"] == pytest.approx(exact)
    assert row["mcnemar_p"] == pytest.approx(2 * (1 + 6) / 2**6)
    assert row["note"] is None or not row["note"]


def test_under_five_patients_nothing_is_computed() -> None:
    row = found({("present", "present"): 2, ("present", "absent"): 2, ("not_told", "silent"): 9})
    assert (row["n"], row["kappa"], row["mcnemar_p"]) == (4, None, None)
    assert row["note"] == "both say present or absent of 4 patients only: too few to compute"


def test_one_word_for_everybody_leaves_kappa_undefined() -> None:
    row = found({("present", "present"): 8})
    assert (row["kappa"], row["mcnemar_p"]) == (None, None)
    assert row["note"] == (
        "kappa is undefined: both say present of every patient; "
        "no McNemar test: they never say the opposite"
    )


def test_a_witness_with_one_word_makes_kappa_zero_and_it_is_said() -> None:
    row = found({("present", "present"): 6, ("absent", "present"): 3})
    assert (row["kappa"], row["kappa_low"], row["kappa_high"]) == (0, None, None)
    assert row["note"] == "the record always says present, so that kappa is 0"
    assert row["mcnemar_p"] == pytest.approx(0.25)


def test_what_no_record_can_say() -> None:
    row = found({("present", "not_recordable"): 7})
    assert (row["patients"], row["n"]) == (0, 0)
    assert row["note"] == "the record can't say anything of it"


def test_features_keep_their_order() -> None:
    rows = [
        {"patient": f"P{n}", "feature": feature, "interview": "present", "record": "present",
         "verdict": "corroborated"}
        for n in range(3) for feature in ("same_person", "care_plan", "access")
    ]  # fmt: skip
    table = witness_agreement(framed(rows, WITNESSES))
    assert table["feature"].tolist() == ["same_person", "care_plan", "access"]
    assert table["corroborated"].tolist() == [3, 3, 3]


def test_no_witness_at_all() -> None:
    assert witness_agreement(framed([], WITNESSES)).empty


@given(st.lists(st.integers(0, 9), min_size=4, max_size=4), st.sampled_from([0.8, 0.95]))
def test_a_coefficient_or_a_reason(counts: list[int], confidence: float) -> None:
    pairs = [(i, r) for i in ("present", "absent") for r in ("present", "absent")]
    if not sum(counts):
        return
    row = found(dict(zip(pairs, counts, strict=True)), confidence=confidence)
    assert row["n"] == row["corroborated"] + row["contradicted"] == sum(counts)
    if row["kappa"] is None or row["mcnemar_p"] is None:
        assert row["note"]
    if row["kappa_low"] is not None:
        assert -1 <= row["kappa_low"] <= row["kappa"] + 1e-9
        assert row["kappa"] <= row["kappa_high"] + 1e-9 <= 1 + 1e-6
    if row["mcnemar_p"] is not None:
        assert 0 < row["mcnemar_p"] <= 1
