"""Published findings on how sites are organised, in the tables of the stage `compare`."""

from __future__ import annotations

from polyclinics.asked import Case, Found, Row, Tables, words

SIDES = ("first", "second")


def sides(case: Case, tables: Tables) -> Found:
    """A code stated, or denied, by so many sites of a side, or by none, all directions together."""
    wanted = case.get("directions")
    rows = [
        row for row in tables["comparison"]
        if row["comparison"] == case["comparison"] and row["code"] == case["code"]
        and (not wanted or row["direction"] in wanted)
    ]  # fmt: skip
    cells = {
        cell: sorted({site for row in rows for site in words(row[cell])})
        for cell in (f"{side}_{says}" for side in SIDES for says in ("present", "absent"))
    }
    enough = all(len(cells[cell]) >= n for cell, n in case["least"].items())
    nowhere = not any(cells[cell] for cell in case.get("none", ()))
    return Found(bool(rows) and enough and nowhere, f"{len(rows)} rows; {cells}")


def differs(case: Case, tables: Tables) -> Found:
    """A code that the side named has and the other denies or lacks, and it's otherwise nowhere."""
    verdicts = {
        row["direction"]: row["verdict"] for row in tables["comparison"]
        if row["comparison"] == case["comparison"] and row["code"] == case["code"]
    }  # fmt: skip
    said = set(verdicts.values())
    against = {"only_first", "only_second", "both", "contested"} - {case["verdict"]}
    return Found(case["verdict"] in said and not said & against, f"verdicts {verdicts}")


def configuration(case: Case, tables: Tables) -> Found:
    """Which sites are on which side on given days."""
    rows = [row for row in tables["configurations"] if row["comparison"] == case["comparison"]]
    there = {
        day: {side: sorted({row["site"] for row in rows if row["side"] == side
                            and str(row["from"] or "") <= day <= str(row["to"] or "9999")})
              for side in SIDES}
        for day in case["at"]
    }  # fmt: skip
    return Found(there == case["at"], f"{there}")


def barriers(case: Case, tables: Tables) -> Found:
    """Which barriers stand at an interface: at every site those listed, and no others.

    So too those that stand at some sites; others may stand at some as well, see `beyond`. Barriers
    are numbered from 1, in the order of the table. An empty list of sites: at some.
    """
    rows = _numbered(case, tables)
    wrong = []
    for number, row in rows.items():
        present = words(row["present"])
        said = f"{row['barrier']} is {row['verdict']}: {present}, silent {words(row['silent'])}, "
        said += f"denied {words(row['absent'])} {words(row['contested'])}"
        if number in case["all"]:
            right = row["verdict"] == "all"
        elif number in case.get("some", {}):
            sites = case["some"][number]
            right = row["verdict"] == "some" and present == (sites or present) and bool(present)
        else:
            right = row["verdict"] != "all"
        if not right:
            wrong.append(said)
    return Found(len(rows) >= max(case["all"]) and not wrong, "; ".join(wrong) or "as published")


def beyond(case: Case, tables: Tables) -> dict[int, list[str]]:
    """The barriers that stand at some sites of an interface, and aren't listed as published."""
    listed = {*case["all"], *case["some"]}
    return {
        number: words(row["present"]) for number, row in _numbered(case, tables).items()
        if number not in listed and words(row["present"])
    }  # fmt: skip


def _numbered(case: Case, tables: Tables) -> dict[int, Row]:
    rows = [row for row in tables["interface_barriers"] if row["interface"] == case["interface"]]
    return dict(enumerate(rows, 1))


def not_applicable(case: Case, tables: Tables) -> Found:
    """Sites at which an interface doesn't exist, or didn't until a day."""
    rows = [row for row in tables["interface_barriers"] if row["interface"] == case["interface"]]
    named = {str(row["not_applicable"] or "") for row in rows}
    until = case.get("until", "")
    listed = [spell.strip() for name in named for spell in name.split(";") if spell.strip()]
    right = all(
        any(
            words(spell)[0] == site and (not until or f"until {until})" in spell)
            for spell in listed
        )
        for site in case["sites"]
    )
    return Found(right, f"not applicable at {sorted(named)}")
