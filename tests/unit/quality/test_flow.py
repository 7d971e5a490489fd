"""The flow of the sampling."""

from insideout.quality.flow import flow, flow_findings

STEPS = [
    {"label": "asked", "n": 10},
    {"label": "came", "count": "patients", "of": "asked", "reason": "ill"},
    {"label": "practices", "count": "practices", "n": 3},
]


def test_steps_are_counted_where_the_data_can_tell() -> None:
    rows = flow(STEPS, {"patients": 7, "practices": 2})
    assert [(r["n"], r["counted"], r["lost"], r["reason"]) for r in rows] == [
        (10, False, None, ""), (7, True, 3, "ill"), (2, True, None, ""),
    ]  # fmt: skip
    assert [row["of"] for row in rows] == [None, 1, None]


def test_a_step_that_says_another_number_than_the_data_is_found() -> None:
    (found,) = flow_findings(STEPS, {"patients": 7, "practices": 2})
    assert found["where"] == "practices"
    assert (found["expected"], found["found"]) == ("3, as the study file says", "2 in the data")
