"""Our coefficients against R's, another package's, and numbers in print.

agreement.R makes agreement.json (psych, vcd); agreement_alpha.py makes agreement_alpha.json.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from statsmodels.stats import inter_rater

from insideout.agree.coefficients import (
    Metric,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac1,
    krippendorff_alpha,
    percent_agreement,
    tallies,
)
from insideout.agree.unitizing import alpha_of, disagreements, extents, merged

HERE = Path(__file__).parent
GOLDEN = json.loads((HERE / "agreement.json").read_text("utf-8"))
COHEN: dict[str, Any] = GOLDEN["cohen"]
FLEISS: dict[str, Any] = GOLDEN["fleiss"]
PACKAGE = json.loads((HERE / "agreement_alpha.json").read_text("utf-8"))
METRICS: tuple[Metric, ...] = ("nominal", "ordinal", "interval", "ratio")

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four observers,
# twelve units, 0 for no value.
TEXTBOOK = np.array([
    [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
    [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
])  # fmt: skip

# Fleiss, "Measuring nominal scale agreement among many raters" (1971), table 1: diagnoses of 30
# patients by six psychiatrists each; kappa .430.
DIAGNOSES = """
444444 222555 233335 555555 222444 113333 333355 113334 114444 555555
144444 124444 222333 144444 224445 333335 111455 111112 224444 133555
555555 244444 224555 114444 144445 222224 111155 224444 133333 555555
"""

# The worked example of Wikipedia's article on Fleiss' kappa: ten subjects, fourteen raters, five
# categories; kappa .210 (its mean agreement .378, by chance .213).
FOURTEEN_RATERS = np.array([
    [0, 0, 0, 0, 14], [0, 2, 6, 4, 2], [0, 0, 3, 5, 6], [0, 3, 9, 2, 0], [2, 2, 8, 1, 1],
    [7, 7, 0, 0, 0], [3, 2, 6, 3, 0], [2, 5, 3, 2, 2], [6, 5, 2, 1, 0], [0, 2, 2, 3, 7],
])  # fmt: skip

# Gwet, Handbook of Inter-Rater Reliability (4th ed., 2014), data and figures as printed in the
# overview of his package irrCAC: two abstractors, 100 patients (cont3x3abstractors) ...
ABSTRACTORS = np.array([[13, 0, 0], [0, 20, 7], [0, 4, 56]])
# ... fifteen patients, six psychiatrists, five categories (distrib.6raters) ...
PSYCHIATRISTS = np.array([
    [0, 0, 0, 6, 0], [0, 3, 0, 0, 3], [0, 1, 4, 0, 1], [0, 0, 0, 0, 6], [0, 3, 0, 3, 0],
    [2, 0, 4, 0, 0], [0, 0, 4, 0, 2], [2, 0, 3, 1, 0], [2, 0, 0, 4, 0], [0, 0, 0, 0, 6],
    [1, 0, 0, 5, 0], [1, 1, 0, 4, 0], [0, 3, 3, 0, 0], [1, 0, 0, 5, 0], [0, 2, 0, 3, 1],
])  # fmt: skip
# ... and four raters with missing values (cac.raw4raters), which are those of TEXTBOOK.


def near(expected: float) -> Any:
    return pytest.approx(expected, rel=1e-8, abs=1e-8)


def counted(values: NDArray[Any], categories: int) -> NDArray[np.float64]:
    """Units × categories from coders × units, 0 for no value."""
    return np.stack([(values == n + 1).sum(0) for n in range(categories)], -1).astype("float64")


def of_counts(counts: NDArray[Any]) -> dict[str, float]:
    """All coefficients of units × categories."""
    found = tallies(counts, int(counts.sum(-1).max()))
    agreeing, units, shares = found.agreeing.sum(), found.units.sum(), found.shares.sum(0)
    complete = found.complete_agreeing.sum(), found.complete.sum(), found.complete_shares.sum(0)
    return {
        "percent": float(percent_agreement(agreeing, units)),
        "fleiss": float(fleiss_kappa(*complete)),
        "ac1": float(gwet_ac1(agreeing, units, shares, found.rated.sum())),
        "alpha": float(krippendorff_alpha(found.coincidences.sum(0))),
    }


def test_golden_numbers_say_what_made_them() -> None:
    assert GOLDEN["made_by"].startswith("R version")
    assert "psych" in GOLDEN["made_by"]
    assert "vcd" in GOLDEN["made_by"]
    assert PACKAGE["made_by"] == "krippendorff 0.9.0"


@pytest.mark.parametrize("name", COHEN)
def test_cohens_kappa_is_that_of_psych_and_vcd(name: str) -> None:
    assert cohen_kappa(np.array(COHEN[name]["counts"])) == near(COHEN[name]["kappa"])


def test_cohens_kappa_takes_tables_on_leading_axes() -> None:
    tables = [COHEN[name]["counts"] for name in ("even", "rare", "common", "biased", "opposed")]
    expected = [COHEN[name]["kappa"] for name in ("even", "rare", "common", "biased", "opposed")]
    assert cohen_kappa(np.array([tables, tables])).tolist() == [near(expected)] * 2


@pytest.mark.parametrize("name", FLEISS)
def test_fleiss_kappa_is_rs_and_statsmodels(name: str) -> None:
    counts = np.array(FLEISS[name]["counts"])
    assert of_counts(counts)["fleiss"] == near(FLEISS[name]["kappa"])
    assert of_counts(counts)["fleiss"] == near(inter_rater.fleiss_kappa(counts))


@pytest.mark.parametrize(
    ("metric", "alpha"),
    [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)],
)
def test_krippendorffs_textbook_data(metric: Metric, alpha: float) -> None:
    found = tallies(counted(TEXTBOOK, 5), 4).coincidences.sum(0)
    assert found.sum() == near(40)  # pairable values; one of the 41 stands alone
    values = np.arange(1, 6, dtype="float64")
    assert round(float(krippendorff_alpha(found, metric, values)), 3) == alpha


@pytest.mark.parametrize("entry", PACKAGE["alpha"])
@pytest.mark.parametrize("metric", METRICS)
def test_alpha_is_that_of_the_package_krippendorff(entry: Any, metric: Metric) -> None:
    values = np.array([[v or 0 for v in row] for row in entry["data"]])
    used = [n for n in range(1, values.max() + 1) if (values == n).any()]
    counts = np.stack([(values == n).sum(0) for n in used], -1)
    found = tallies(counts, len(values)).coincidences.sum(0)
    alpha = krippendorff_alpha(found, metric, np.array(used, dtype="float64"))
    assert alpha == near(entry["alpha"][metric])


def test_fleiss_of_1971() -> None:
    values = np.array([[int(v) for v in row] for row in DIAGNOSES.split()]).T
    found = of_counts(counted(values, 5))
    assert round(found["percent"], 4) == 0.5556
    assert round(found["fleiss"], 3) == 0.430


def test_fleiss_kappa_of_fourteen_raters() -> None:
    found = of_counts(FOURTEEN_RATERS)
    assert round(found["percent"], 3) == 0.378
    assert round(found["fleiss"], 3) == 0.210


def test_gwets_two_abstractors() -> None:
    units = ABSTRACTORS.sum()
    shares = (ABSTRACTORS.sum(0) + ABSTRACTORS.sum(1)) / 2
    agreeing = np.trace(ABSTRACTORS)
    assert round(float(gwet_ac1(agreeing, units, shares, units)), 7) == 0.8493305
    assert round(float(cohen_kappa(ABSTRACTORS)), 7) == 0.7964094
    pairs = (ABSTRACTORS + ABSTRACTORS.T).astype("float64")
    assert round(float(krippendorff_alpha(pairs)), 7) == 0.7972585


def test_gwets_six_psychiatrists() -> None:
    found = of_counts(PSYCHIATRISTS)
    assert round(found["percent"], 7) == 0.5511111
    assert round(found["ac1"], 7) == 0.4448007
    assert round(found["fleiss"], 7) == 0.4139265
    assert round(found["alpha"], 7) == 0.4204384


def test_gwets_four_raters_with_missing_values() -> None:
    found = of_counts(counted(TEXTBOOK, 5))
    assert round(found["percent"], 7) == 0.8181818
    assert round(found["ac1"], 5) == 0.77544
    assert round(found["alpha"], 5) == 0.74342


def test_krippendorffs_three_unitizers() -> None:
    # Krippendorff, Content Analysis (4th ed., 2019), figure 12.11, as taken down in the tests of
    # the R package quallmer: three observers, a continuum of 60, first and last place of each
    # unit. In print it is .413; the equations give .4136 for these units.
    alex = [(1, 7), (8, 13), (31, 32), (33, 37), (38, 44), (45, 60)]
    paul = [(1, 7), (8, 13), (14, 21), (33, 44)]
    suzan = [(1, 7), (8, 13), (14, 21), (33, 37), (38, 41), (42, 44)]
    marks = [
        merged(np.zeros(len(units), dtype="int64"), units[:, 0] - 1, units[:, 1], 60)
        for units in (np.array(observer) for observer in (alex, paul, suzan))
    ]
    assert alpha_of(*disagreements(extents(marks, 1, 60)))[0] == pytest.approx(0.413, abs=0.001)
