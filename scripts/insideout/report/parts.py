"""Which chapters and parts of chapters a study's book has: those it has something to say in."""

from __future__ import annotations

from insideout.report import comparison_figures, queries
from insideout.report.data import Data

FIRST, LAST = "index.qmd", "references.qmd"
NEEDS = {
    "experience.qmd": ("nest", "frames"), "responders.qmd": ("nest",), "synthesis.qmd": ("nest",),
    "comparison.qmd": ("compared",), "hypotheses.qmd": ("hypotheses", "journal"),
    "answers.qmd": ("questions",), "records.qmd": ("records",),
    "tests.qmd": ("tests", "contrasts"), "quality.qmd": ("quality",),
}  # chapters that have something to say when the study has any of these  # fmt: skip
PARTS = {
    "_patterns.qmd": "nest", "_reading_nest.qmd": "nest", "_limits_nest.qmd": "nest",
    "_methods_nest.qmd": "nest", "_methods_tests.qmd": "tests", "_methods_frames.qmd": "cells",
    "_coding_agreement.qmd": "scored", "_coding_suggest.qmd": "suggest",
    "_coding_mapping.qmd": "mapped", "_coding_saturation.qmd": "saturation",
    "_findings.qmd": "findings", "_synthesis.qmd": "findings", "_keyness.qmd": "sites",
    "_methods_nest_rules.qmd": "nest",
    "_theme_words.qmd": "theme_words",
    "_methods_deidentify.qmd": "deidentified", "_limits_deidentify.qmd": "deidentified",
    "_records_published.qmd": "published", "_witnesses.qmd": "witnessed",
    "_methods_extract.qmd": "records", "_methods_quality.qmd": "quality",
    "_presence.qmd": "presence", "_attributes.qmd": "attributes",
    "_eligibility.qmd": "eligibility", "_flow.qmd": "flow", "_items.qmd": "answered",
    "_memberships.qmd": "dated", "_interfaces.qmd": "interfaces", "_discretion.qmd": "compared",
    "_truth_tables.qmd": "truth_tables", "_methods_compare.qmd": "compared",
    "_methods_judge.qmd": "hypotheses", "_methods_questions.qmd": "questions",
    "_patients.qmd": "patients", "_reading_told.qmd": "statuses",
}  # parts of chapters that a study may do without  # fmt: skip


def chosen(data: Data) -> tuple[list[str], list[tuple[str, str]]]:
    """The chapters of the book in order, and those left out for want of their stage."""
    on = switched_on(data)
    asked = [c for c in data.study["report"]["chapters"] if c not in (FIRST, LAST)]
    left_out = [(c, " or ".join(NEEDS[c])) for c in asked if c in NEEDS and on.isdisjoint(NEEDS[c])]
    kept = [c for c in asked if c not in dict(left_out)]
    return [FIRST, *kept, LAST], left_out


def switched_on(data: Data) -> set[str]:
    """What the study has, of all that a chapter or a part of one may speak of."""
    there = {
        "nest": data.nest, "tests": data.tests, "frames": data.frames,
        "cells": any(data.frames.values()), "statuses": data.frames or data.nest,
        "findings": data.nest.get("nest_findings"),
        "deidentified": data.deidentified, "patients": data.patients,
        "records": data.records, "published": data.records.get("records_published"),
        "witnessed": any(row["verdict"] != "one_witness" for row in
                         data.records.get("witnesses", ())),
        "compared": data.compared, "dated": comparison_figures.dated(data),
        "interfaces": data.compared.get("interface_barriers"),
        "truth_tables": data.compared and data.study["compare"]["truth_tables"],
        "hypotheses": data.judged.get("hypotheses"), "questions": data.judged.get("questions"),
        "journal": data.judged.get("revisions"),
        "contrasts": data.statistics.get("contrasts"), "quality": data.quality,
        "eligibility": data.quality.get("eligibility"), "flow": data.quality.get("flow"),
        "answered": data.responses, "presence": queries.presence(data),
        "attributes": data.code_attributes,
        "sites": len(data.sites) > 1,
        "theme_words": data.theme_keyness,
        "scored": data.coding.get("agreement"), "suggest": data.suggest,
        "mapped": data.coding.get("mapped"), "saturation": data.coding.get("saturation"),
    }  # fmt: skip
    return {name for name, has in there.items() if has}
