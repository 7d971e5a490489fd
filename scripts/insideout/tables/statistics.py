"""The tables that the stage `test` makes."""

from __future__ import annotations

from insideout.tables.declare import Column, Table

TESTS = Table(
    "tests",
    "a statistical test",
    (
        Column("test", "id", "id in the study file", True),
        Column("asks", "text", "the question", True, free_text=True),
        Column("method", "choice", "the test", True, ("chi_squared", "fisher", "anova")),
        Column("outcome", "text", "variable that may differ", True),
        Column("by", "text", "variable that groups the cases", True),
        Column("n", "integer", "cases with both variables", True, minimum=0),
        Column("left_out", "integer", "cases without one of them", True, minimum=0),
        Column("groups", "integer", "groups compared", True, minimum=0),
        Column(
            "statistic",
            "number",
            "chi-squared, F, or the conditional odds ratio (Fisher, 2 × 2); empty when infinite",
        ),
        Column("df", "number", "degrees of freedom (of the groups)"),
        Column("df_within", "number", "degrees of freedom within groups (anova)"),
        Column("p", "number", "p-value, two-sided", minimum=0, maximum=1),
        Column("p_error", "number", "standard error of a Monte Carlo p", minimum=0),
        Column("effect", "number", "Cramér's V, or eta squared (anova)", minimum=0, maximum=1),
        Column("least_expected", "number", "smallest expected count (tables)", minimum=0),
        Column(
            "verdict",
            "choice",
            "in short",
            True,
            ("difference", "no_difference_shown", "not_testable"),
        ),
        Column("note", "text", "what to bear in mind, or why it could not be done", free_text=True),
    ),
    key=("test",),
)

TEST_CELLS = Table(
    "test_cells",
    "what a test compared: a cell of its table, or a group's mean",
    (
        Column("test", "id", "id of the test", True),
        Column("group", "text", "group of cases", True, free_text=True),
        Column("value", "text", "value of the outcome; empty for a mean", free_text=True),
        Column("n", "integer", "cases in the cell (or group)", True, minimum=0),
        Column("expected", "number", "count expected without any difference"),
        Column("mean", "number", "mean of the outcome"),
        Column("sd", "number", "standard deviation (n - 1)"),
    ),
    key=("test", "group", "value"),
)
