"""The medical record beside a site's pattern."""

from typing import Any

import pytest

from insideout.nest.recorded import recorded


def beside(pattern: str, here: list[str], elsewhere: list[str]) -> dict[str, Any]:
    rows = [{"site": site, "feature": "f", "record": record}
            for site, records in (("n", here), ("s", elsewhere)) for record in records]  # fmt: skip
    return recorded([{"site": "n", "feature": "f", "pattern": pattern}], rows, low=0.4, high=0.6)[0]


@pytest.mark.parametrize(
    ("pattern", "here", "elsewhere", "records", "share", "word"),
    [
        ("present", ["present", "mixed", "silent"], ["absent"], 2, 0.75, "agrees"),
        ("absent", ["present", "mixed", "no_record"], ["absent"], 2, 0.75, "differs"),
        ("mixed", ["present", "absent"], [], 2, 0.5, "agrees"),
        ("not_told", ["present", "absent"], [], 2, 0.5, ""),
        ("present", ["silent", "no_record"], ["present", "absent"], 0, None, "silent"),
        ("present", ["present", "silent"], ["present"], 1, None, "one_sided"),
        ("present", ["present", "present"], ["present"], 2, 1.0, "agrees"),
        ("present", ["not_recordable"], ["not_recordable"], None, None, "not_recordable"),
        ("present", ["no_record"], [], None, None, ""),
        ("present", [], [], None, None, ""),
    ],
)  # fmt: skip
def test_what_the_records_say_of_a_pattern(
    pattern: str, here: list[str], elsewhere: list[str], records: Any, share: Any, word: str
) -> None:
    row = beside(pattern, here, elsewhere)
    assert (row["records"], row["record_share"], row["record"]) == (records, share, word)
