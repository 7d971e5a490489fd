"""What stands beside a coefficient that is missing, or means little."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

FEW_UNITS = 20
FEW_SOURCES = 5
FEW_POSITIVES = 10
RARE = 0.05
OFTEN_UNDEFINED = 0.05


def notes(
    row: Mapping[str, Any],
    coders: int,
    positives: float | None,
    undefined: float,
    complete: float | None = None,
) -> str:
    """Plain words for one row of the table `agreement`, or nothing.

    `positives`: units to which anybody gave the code, None where that isn't what is compared;
    `undefined`: share of the bootstrap samples in which some coefficient was undefined; `complete`:
    units with a value of every coder, None where all have one.
    """
    units, sources = int(row["units"]), int(row["sources"])
    if not units:
        return "nothing to compare: only one of them looked for it"
    said = _one_category(row, coders) + _rare(row, positives)
    if complete is not None and complete < units and row["fleiss"] is not None:
        rest = counted(int(complete), "units")
        said.append(f"Fleiss' kappa rests on the {rest} that all of them coded")
    what = "characters" if row["unit"] == "character" else "units"
    if units < FEW_UNITS:
        said.append(f"only {counted(units, what)}")
    if sources == 1:
        said.append("one source only, so there is no interval")
    elif sources < FEW_SOURCES:
        said.append(f"only {sources} sources, so the interval says little")
    if undefined > OFTEN_UNDEFINED:
        share = f"{100 * undefined:.0f}%"
        said.append(f"undefined in {share} of the bootstrap samples, which the intervals leave out")
    return "; ".join(said)


def _one_category(row: Mapping[str, Any], coders: int) -> list[str]:
    """Coefficients that can't be had, or can't be high, because categories weren't used."""
    who = "both" if coders == 2 else "all of them"
    if row["metric"] == "unitizing":
        return [f"{who} mark all characters: alpha is undefined"] * (row["alpha"] is None)
    if row["alpha"] is None and row["percent"] == 1:
        return [f"{who} use one and the same category throughout: kappa and alpha are undefined"]
    if row["aspect"] == "presence" and coders == 2 and not row["both"]:
        if not row["first_only"] or not row["second_only"]:
            return ["only one of them uses it: kappa can't be above 0"]
        return ["both use it, but never in the same unit"]
    if coders > 2 and row["aspect"] == "presence" and row["fleiss"] is None:
        return ["no source where all of them looked for it: there is no Fleiss' kappa"]
    return []


def _rare(row: Mapping[str, Any], positives: float | None) -> list[str]:
    if positives is None or row["prevalence"] is None or row["metric"] == "unitizing":
        return []
    said = []
    share = row["prevalence"]
    if share < RARE or share > 1 - RARE:
        part = "under 5%" if share < RARE else "over 95%"
        said.append(
            f"in {part} of the units: read kappa and alpha beside positive agreement and AC1"
        )
    if positives < FEW_POSITIVES:
        said.append(f"only {counted(int(positives), 'units')} with it by anybody")
    return said


def counted(number: int, what: str) -> str:
    """A number with what it counts, given in the plural."""
    return f"{number} {what.removesuffix('s') if number == 1 else what}"
