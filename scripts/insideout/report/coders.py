"""Who coded, and who did what else with the codings."""

from __future__ import annotations

from insideout.report.data import Data
from insideout.report.markup import listed, markdown

ACCEPTED = "suggested"  # origin of a coding that somebody accepted instead of reading for it


def coders(data: Data) -> list[str]:
    """Who coded texts: not who only accepted suggestions or named themes."""
    return sorted({c["coder"] for c in data.placed if c["origin"] != ACCEPTED})


def accepted(data: Data) -> tuple[int, int]:
    """Codings that came from accepted suggestions, and quotes kept while themes were named."""
    clustered = {code["code"] for code in data.codebook if code["cluster"]}
    took = [c["code"] in clustered for c in data.placed if c["origin"] == ACCEPTED]
    return took.count(False), took.count(True)


def others(data: Data) -> str:
    """Who decided, named themes or accepted suggestions, in a sentence after a space, or ""."""
    clustered = {code["code"] for code in data.codebook if code["cluster"]}
    disputed = data.coding.get("disagreements", ())
    candidates = data.suggest.get("candidates", ())
    taken = [c for c in data.placed if c["origin"] == ACCEPTED]
    did = {
        "decided where coders differ": {row["by"] for row in disputed if row["decision"]},
        "named themes": {row["by"] for row in candidates if row["decision"] == "named"}
        | {c["coder"] for c in taken if c["code"] in clustered},
        "accepted suggestions": {c["coder"] for c in taken if c["code"] not in clustered},
    }
    people = sorted(set().union(*did.values()) - {""})
    told = [
        f"{markdown(person)} {listed([what for what, who in did.items() if person in who])}"
        for person in people
    ]
    return f" {'; '.join(told)}." if told else ""
