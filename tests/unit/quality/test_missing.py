"""How complete tables are."""

import pandas as pd

from insideout.quality.missing import missing


def test_empty_cells_are_counted_where_a_column_is_used_at_all() -> None:
    people = pd.DataFrame({
        "informant": ["A1", "A2", "A3"], "sex": ["female", "", ""], "job": ["", "", ""],
        "age": pd.array([70, None, 80], dtype="Int64"),
    })  # fmt: skip
    assert missing({"informants": people, "responses": people.iloc[:0]}) == [
        {"about": "informants", "column": "informant", "rows": 3, "missing": 0},
        {"about": "informants", "column": "sex", "rows": 3, "missing": 2},
        {"about": "informants", "column": "age", "rows": 3, "missing": 1},
    ]
