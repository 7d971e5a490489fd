"""The flow of the sampling: how many were approached, gained, interviewed, and why some weren't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Step = Mapping[str, Any]


def flow(steps: Sequence[Step], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The steps of the study file with their numbers (rows of the table `flow`).

    `counts`: what the data hold, by the names that a step's `count` may have. A step `of` another
    lost the difference to it. A step with a number of its own keeps it where nothing is counted.
    """
    at = {step["label"]: _n(step, counts) for step in steps}
    place_of = {step["label"]: place for place, step in enumerate(steps, 1)}
    return [
        {
            "step": place, "label": step["label"], "n": at[step["label"]],
            "counted": "count" in step,
            "lost": at[step["of"]] - at[step["label"]] if step.get("of") in at else None,
            "of": place_of.get(step.get("of", "")), "reason": step.get("reason", ""),
        }
        for place, step in enumerate(steps, 1)
    ]  # fmt: skip


def flow_findings(steps: Sequence[Step], counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """Steps that say another number than the data hold (rows of the table `data_quality`)."""
    return [
        {
            "check": "flow", "about": "flow", "where": step["label"], "column": "n",
            "expected": f"{step['n']}, as the study file says",
            "found": f"{counts[step['count']]} in the data", "count": 1, "weight": "doubtful",
        }
        for step in steps
        if "n" in step and "count" in step and step["n"] != counts[step["count"]]
    ]  # fmt: skip


def _n(step: Step, counts: Mapping[str, int]) -> int:
    return int(counts[step["count"]] if "count" in step else step.get("n", 0))
