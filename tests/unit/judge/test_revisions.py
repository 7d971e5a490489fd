"""Revisions of the framework, from the journal."""

from collections.abc import Callable
from typing import Any

from insideout.tables.places import JOURNAL

Build = Callable[..., Any]


def entry(date: str, text: str, evidence: str = "", kind: str = "framework_revision") -> Any:
    return dict.fromkeys(JOURNAL.names, "") | {
        "date": date, "author": "AB", "kind": kind, "text": text, "changed": "a theme",
        "evidence": evidence,
    }  # fmt: skip


def test_versions_in_order_of_time_with_what_prompted_them(
    run: Build, of_site: Build, coding: Build
) -> None:
    one = coding("one0", "doctor")
    cited = f"H1.relational {one['coding']} {one['derived_from']} H1 H1.access gone"
    journal = [
        entry("2013-02-01", "later"), entry("2012-12-01", "first", cited),
        entry("2012-11-01", "a thought", kind="memo"),
    ]  # fmt: skip
    first, later = run([one, *of_site("one", "doctor", "present")], journal=journal)["revisions"]
    assert [(r["version"], r["text"]) for r in (first, later)] == [(1, "first"), (2, "later")]
    assert first["evidence"] == f"H1.relational {one['passage']} H1"
    assert first["missing"] == "H1.access gone"
    assert (later["evidence"], later["missing"], later["changed"]) == ("", "", "a theme")
    journal.reverse()
    assert run([one], journal=journal)["revisions"][0]["text"] == "first"
