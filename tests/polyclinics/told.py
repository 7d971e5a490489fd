"""Published findings on what patients tell, and on what their records hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from polyclinics.asked import OF_PATIENTS, Case, Found, Tables, groups


def _told(case: Case, tables: Tables, code: str) -> dict[str, Counter[str]]:
    """Patients of each site by what they tell of a code; `cases` are all who were interviewed."""
    names = ("cases", "present", "absent", "mixed")
    return {
        row["unit"]: Counter({name: int(row[name]) for name in names})
        for row in tables["rollup"]
        if row["frame"] == case.get("frame", "patients") and row["theme"] == code and row["unit"]
    }


def _share(told: Counter[str], of: str) -> float | None:
    """Who have it: of those who tell, mixed as half, or of all patients. None: of nobody."""
    having = told["present"] + told["mixed"] / 2
    among = told["cases"] if of == "patients" else told.total() - told["cases"]
    return having / among if among else None


def _shown(told: Mapping[str, Counter[str]]) -> str:
    return "; ".join(
        f"{site} {n['present']}+ {n['absent']}- {n['mixed']}± of {n['cases']}"
        for site, n in told.items()
    )


def everywhere(case: Case, tables: Tables) -> Found:
    """Told by at least so many patients of each site (or of so many sites)."""
    told = _told(case, tables, case["code"])
    with_it = [site for site, n in told.items() if n[case["says_it"]] + n["mixed"] >= case["least"]]
    return Found(bool(told) and len(with_it) >= case.get("sites", len(told)), _shown(told))


def more(case: Case, tables: Tables) -> Found:
    """More patients have one thing than have another."""
    counts = {}
    for code in (case["code"], case["than"]):
        told = _told(case, tables, code).values()
        counts[code] = sum(n["present"] + n["mixed"] / 2 for n in told)
    return Found(counts[case["code"]] > counts[case["than"]], f"{counts}")


def overall(case: Case, tables: Tables) -> Found:
    """The share of patients of all sites lies between two values, both included."""
    told = _told(case, tables, case["code"])
    share = _share(sum(told.values(), Counter()), case["of"])
    low, high = case["between"]
    return Found(share is not None and low <= share <= high, f"share {share}; {_shown(told)}")


def _apart(case: Case, values: Mapping[str, float | None]) -> Found:
    """Each of the sites named low is below each of those named high."""
    pairs = [(values.get(a), values.get(b)) for a in case["low"] for b in case["high"]]
    right = all(a is not None and b is not None and a < b for a, b in pairs)
    shown = {site: value if value is None else round(value, 2) for site, value in values.items()}
    return Found(right, f"{shown}")


def between_sites(case: Case, tables: Tables) -> Found:
    """The share of patients is lower at each of some sites than at each of others."""
    told = _told(case, tables, case["code"])
    found = _apart(case, {site: _share(n, case["of"]) for site, n in told.items()})
    return Found(found.found, f"{found.why}; {_shown(told)}")


def aggregates(case: Case, tables: Tables) -> Found:
    """A figure of the records is lower at each of some sites than at each of others."""
    sites = (*case["low"], *case["high"])
    return _apart(case, {
        row["among"]: float(row["value"]) for row in tables["records_aggregates"]
        if row["aggregate"] == case["aggregate"] and row["among"] in sites
    })  # fmt: skip


def between_units(case: Case, tables: Tables) -> Found:
    """So many patients say that one of some things is lacking between two units."""
    group = groups(tables)
    who = sorted({
        row["informant"] for row in tables["consensus"]
        if row["code"] in case["codes_any"] and row["about"] == case["about"]
        and row["valence"] in ("absent", "mixed") and group.get(row["informant"]) in OF_PATIENTS
    })  # fmt: skip
    return Found(len(who) >= case["least"], f"told by {who}")


def tested(case: Case, tables: Tables) -> Found:
    """The verdict of a statistical test."""
    (row,) = (row for row in tables["tests"] if row["test"] == case["code"])
    return Found(row["verdict"] in case["verdicts"], f"{row['verdict']}, p {row['p']}")
