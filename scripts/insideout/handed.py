"""What stages are handed of the study file, where it isn't one of its sections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # house imports this module for the rules
    from insideout.house import Study


def for_report(study: Study) -> dict[str, Any]:
    """What the report says of the study file."""
    keys = ("study", "title", "subtitle", "authors", "about", "language", "levels", "frames",
            "nest", "alpha", "anchor", "agree", "saturation", "suggest", "rounds", "seed",
            "deidentify", "records", "witnesses", "items", "eligibility", "adjust",
            "smallest_group", "permutations", "gee_from", "contrasts", "report")  # fmt: skip
    return {key: study[key] for key in keys} | {"root": str(study.root)}


def for_tests(study: Study) -> dict[str, Any]:
    """What the study file says of all tests together."""
    keys = ("alpha", "seed", "adjust", "smallest_group", "permutations", "gee_from", "items")
    of = {key: study[key] for key in keys}
    return of | {"n": (study["contrasts"] or {"n": []})["n"]}


def for_quality(study: Study) -> dict[str, Any]:
    """What the study file says of how the data should be."""
    keys = ("eligibility", "flow", "items", "stale", "records")
    return {key: study[key] for key in keys}
