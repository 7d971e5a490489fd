"""Who may be analysed but not quoted isn't quoted by the default study's summaries either."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

REPO = Path(__file__).parents[2]
DATA = REPO / "data/polyclinics"
RUN = 5  # words in a row that make a quotation
MASK = re.compile(r"\[[^\]]*\]")
WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def runs(text: str) -> set[str]:
    """Every run of words, lower-cased, masks in brackets left out."""
    words = WORD.findall(MASK.sub(" ", text).replace("’", "'").lower())
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def test_no_summary_quotes_a_source_that_may_not_be_quoted() -> None:
    """A patient's cell tells of that patient alone, an organisation's cell of anybody there."""
    withheld = {
        row["source"]: runs((DATA / "texts" / row["file"]).read_text("utf-8"))
        for row in rows("sources.csv") if row["consent_quote"] == "no"
    }  # fmt: skip
    assert withheld
    assert all(withheld.values())
    anybody = set().union(*withheld.values())
    compared, quoted = Counter[str](), []
    for row in rows("summaries.csv"):
        said = withheld.get(row["case"]) if row["frame"] == "patients" else anybody
        if said is None:
            continue
        compared[row["case"]] += 1
        if shared := sorted(runs(row["summary"]) & said):
            quoted.append((row["frame"], row["case"], row["theme"], shared))
    assert all(compared[case] > 0 for case in withheld), compared
    assert any(compared[case] > 0 for case in compared if case not in withheld), compared
    assert quoted == []
