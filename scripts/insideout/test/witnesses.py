"""How interview and record agree on a feature of care, over the patients."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import pandas as pd
from scipy import stats  # type: ignore[import-untyped]
from statsmodels.stats.inter_rater import cohens_kappa  # type: ignore[import-untyped]

from insideout.reader import framed, records
from insideout.tables.statistics import WITNESS_AGREEMENT
from insideout.test.finding import counted_words

FEWEST = 5  # patients of whom both witnesses speak
SAYS = ("present", "absent")
VERDICTS = (
    "corroborated", "contradicted", "partly", "interview_silent", "record_silent", "both_silent",
)  # fmt: skip


def witness_agreement(witnesses: pd.DataFrame, *, confidence: float = 0.95) -> pd.DataFrame:
    """Rows of WITNESS_AGREEMENT, one a feature in the order of `witnesses` (rows of WITNESSES).

    Patients with one witness alone, or of whom the record can't say, are counted nowhere. Kappa
    (Cohen 1960; interval by the error of Fleiss, Cohen and Everitt 1969) and the exact McNemar
    test rest on patients of whom both say present or absent; silence is no absence.
    """
    order = {feature: at for at, feature in enumerate(dict.fromkeys(witnesses["feature"]))}
    rows = sorted(records(witnesses), key=lambda row: order[row["feature"]])
    made = [_feature(feature, list(of), confidence)
            for feature, of in groupby(rows, lambda row: str(row["feature"]))]  # fmt: skip
    return framed(made, WITNESS_AGREEMENT)


def _feature(feature: str, rows: Sequence[Mapping[str, Any]], confidence: float) -> dict[str, Any]:
    verdicts = Counter(row["verdict"] for row in rows)
    counts = {name: verdicts[name] for name in VERDICTS}
    pairs = Counter((row["interview"], row["record"]) for row in rows)
    table = [[pairs[interview, record] for record in SAYS] for interview in SAYS]
    patients, n = sum(counts.values()), sum(map(sum, table))
    made = {
        "feature": feature, "patients": patients, **counts, "n": n,
        "interview_only": table[0][1], "record_only": table[1][0],
    }  # fmt: skip
    if not patients and verdicts["not_recordable"]:
        return {**made, "note": "the record can't say anything of it"}
    if n < FEWEST:
        few = counted_words(n, "patient")
        return {**made, "note": f"both say present or absent of {few} only: too few to compute"}
    return {**made, **_coefficients(table, confidence)}


def _coefficients(table: list[list[int]], confidence: float) -> dict[str, Any]:
    """Kappa with its interval and McNemar's p, or why they are undefined.

    `table`: the interview says present (first row) or absent, the record likewise (columns).
    """
    made: dict[str, Any] = {}
    notes = []
    rows, columns = ([sum(line) for line in way] for way in (table, zip(*table, strict=True)))
    always = [
        (who, word) for who, sums in (("interview", rows), ("record", columns))
        for word, count in zip(SAYS, sums, strict=True) if count == sum(sums)
    ]  # fmt: skip
    if len({word for _, word in always}) == 1 and len(always) == 2:
        notes.append(f"kappa is undefined: both say {always[0][1]} of every patient")
    elif always:  # and its error is 0, whatever the other says
        made["kappa"] = 0.0
        notes += [f"the {who} always says {word}, so that kappa is 0" for who, word in always]
    else:
        found = cohens_kappa(table, return_results=True)
        away = float(stats.norm.ppf((1 + confidence) / 2)) * float(found.std_kappa)
        kappa = float(found.kappa)
        made |= {"kappa": kappa, "kappa_low": max(-1.0, kappa - away),
                 "kappa_high": min(1.0, kappa + away)}  # fmt: skip
    apart = table[0][1] + table[1][0]
    if apart:
        made["mcnemar_p"] = min(1.0, float(stats.binomtest(table[0][1], apart).pvalue))
    else:
        notes.append("no McNemar test: they never say the opposite")
    return {**made, "note": "; ".join(notes)}
