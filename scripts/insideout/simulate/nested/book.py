"""The codebook of a made-up study."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from insideout.code.codebook import codes_of
from insideout.reader import framed, records
from insideout.simulate.nested.experience import Feature
from insideout.simulate.nested.mechanisms import Mechanism
from insideout.simulate.nested.world import NON_ORGANISATIONAL
from insideout.tables.coding import CODEBOOK

VALENCES = ["present", "absent", "mixed"]


def book_of(
    features: Sequence[Feature], mechanisms: Sequence[Mechanism], factors: Sequence[str]
) -> dict[str, Any]:
    """Three roots: experience, organisation (with what shaped it), and other reasons."""
    experience = [
        {"id": code, "name": code, "feature": feature.name, "sign": sign, "valences": VALENCES}
        for feature in features for code, sign in feature.codes
    ]  # fmt: skip
    inside = [_code(m) for m in mechanisms if m.ring != NON_ORGANISATIONAL]
    other = [_code(m) for m in mechanisms if m.ring == NON_ORGANISATIONAL]
    inside += [{"id": factor, "name": factor, "valences": VALENCES} for factor in factors]
    roots = [
        {"id": "experience", "name": "Experience", "codes": experience},
        {"id": "organisation", "name": "Organisation", "codes": _sorted(inside)},
        {"id": "other", "name": "Other reasons", "organisational": False, "codes": _sorted(other)},
    ]
    return {"version": "1", "codes": roots}


def _code(mechanism: Mechanism) -> dict[str, Any]:
    return {"id": mechanism.code, "name": mechanism.code, "valences": VALENCES,
            "shows": [{"feature": mechanism.feature, "sign": mechanism.sign}]}  # fmt: skip


def _sorted(codes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(codes, key=lambda code: str(code["id"]))


def codes_below(book: dict[str, Any]) -> list[list[str]]:
    """Codes that a coder may take for each other: those of experience, and all others."""
    below = {root["id"]: [code["id"] for code in root["codes"]] for root in book["codes"]}
    return [below["experience"], [*below["organisation"], *below["other"]]]


def codebook_records(book: dict[str, Any]) -> list[dict[str, Any]]:
    """The book as records of the table `codebook`, as the stage `code` makes them."""
    return records(framed(codes_of(book, {}, Path("codebook.yaml")), CODEBOOK))
