"""Whether a published finding is found again in the line's tables: a function for each kind.

Each takes a case of findings.yaml and the tables by name, and returns whether it was found, and
what the tables say. No function knows a site or a code: those are in findings.yaml.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import yaml
from polyclinics import rings, sites, told
from polyclinics.asked import Case, Found, Tables, cases_of

KINDS: dict[str, Callable[[Case, Tables], Found]] = {
    function.__name__: function
    for function in (
        sites.sides, sites.differs, sites.configuration, sites.barriers, sites.not_applicable,
        told.everywhere, told.more, told.overall, told.between_sites, told.aggregates,
        told.between_units, told.tested, rings.explains, rings.shaped, rings.link_evidence,
        rings.behind, rings.outside, rings.governance,
    )
}  # fmt: skip
# What these say hangs on what a passage is about: on mechanisms and obstacles, or on what patients
# tell. The others rest on services.csv, on the records, on whose words they are, or on a code
# alone, and stay as they are when `about` is permuted.
REST_ON_ABOUT = ("sides", "differs", "barriers", "explains", "shaped", "governance")
PATIENTS_REST_ON_ABOUT = ("between_units",)
CASES = cases_of(
    yaml.safe_load(Path(__file__).with_name("findings.yaml").read_text("utf-8"))["findings"]
)
# Those of them that are to be missed when `about` is permuted; the others come out too often
FIRM = {
    name: case for name, case in CASES.items()
    if case["kind"] in REST_ON_ABOUT + PATIENTS_REST_ON_ABOUT and case.get("by_chance") != "often"
}  # fmt: skip


def found(case: Case, tables: Tables) -> Found:
    """Whether a finding was found again."""
    return KINDS[case["kind"]](case, tables)
