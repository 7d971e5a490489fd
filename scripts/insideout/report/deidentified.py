"""What was masked, and what keeps a source from being quoted."""

from __future__ import annotations

from collections import Counter

from insideout.deidentify.span import KINDS
from insideout.report.data import Data
from insideout.report.markup import counted, listed, markdown, pipe

NAMES = {  # what the kinds of span are called: one, several
    "person": ("person's name", "names of people"),
    "place": ("name of a place", "names of places"),
    "organisation": ("name of an organisation", "names of organisations"),
    "street": ("street", "streets"),
    "email": ("e-mail address", "e-mail addresses"),
    "url": ("web address", "web addresses"),
    "phone": ("telephone number", "telephone numbers"),
    "number": ("identity or other long number", "identity and other long numbers"),
    "postcode": ("postcode", "postcodes"),
    "date": ("date", "dates"),
    "age": ("high age", "high ages"),
    "unknown": ("word that may be a name", "words that may be names"),
}


def variables(data: Data) -> dict[str, str]:
    """The numbers that the chapter on methods speaks of."""
    kinds = Counter({kind: sum(row[kind] for row in data.deidentified) for kind in KINDS})
    told = [counted(n, *NAMES[kind]) for kind, n in kinds.most_common() if n]
    undecided = sum(row["open_items"] for row in data.deidentified)
    return {
        "passages": counted(sum(row["masked"] for row in data.deidentified), "passage"),
        "kinds": listed(told) or "none",
        "review": f"{counted(undecided, 'place')} still open" if undecided else "nothing is open",
    }


def includes(data: Data) -> dict[str, str]:
    """The table of sources that aren't all reviewed; empty when all are."""
    waiting = [row for row in data.deidentified if row["release"] != "reviewed"]
    rows = [
        [markdown(row["source"]), row["casing"], f"{row['open_items']:,}",
         "not quoted" if row["release"] == "blocked" else "quoted, as the study file allows"]
        for row in waiting
    ]  # fmt: skip
    head = ["Source", "Capitals", "Places to review", "Quotations"]
    caption = "Sources whose de-identification nobody has reviewed to the end."
    made = pipe(head, rows, "llrl", caption, "tbl-deidentified") if rows else ""
    return {"deidentified": made}
