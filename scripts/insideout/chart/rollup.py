"""Framework matrices rolled up: how many cases of each site tell of a theme, and what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from insideout.chart.cases import PEOPLE, SOURCE
from insideout.places import SITE
from insideout.reader import framed
from insideout.tables.framework import ROLLUP, STATUSES

Above = Mapping[str, Sequence[str]]
Rows = Iterable[Mapping[str, Any]]


def units_above(
    kind: str, people: Rows, sources: Rows, units: Rows, memberships: Rows,
    site_of_unit: Mapping[str, str],
) -> dict[str, list[str]]:  # fmt: skip
    """The units that each case of a frame is rolled up to: its site.

    Without sites in the study it is the unit above: an informant's or a source's own, and those
    that a unit is a member of. Empty for sites, which have nothing above that is compared.
    `sources`: rows of the manifest.
    """
    if kind == SITE:
        return {}
    places = list(units)
    if kind == PEOPLE:
        own = {person["informant"]: [person["unit"]] for person in people}
    elif kind == SOURCE:
        own = {source["source"]: [source["unit"]] for source in sources}
    else:
        own = {unit["unit"]: [unit["unit"]] for unit in places}
    if any(unit["kind"] == SITE for unit in places):
        own = {case: [site_of_unit.get(unit, "") for unit in of] for case, of in own.items()}
    elif kind not in (PEOPLE, SOURCE):
        members = [(m["unit"], m["parent"]) for m in memberships]
        own = {case: list(dict.fromkeys(up for unit, up in members if unit == case))
               for case in own}  # fmt: skip
    return {case: [unit for unit in of if unit] for case, of in own.items()}


def rollup(
    matrices: Mapping[str, pd.DataFrame], above: Mapping[str, Above], order: Sequence[str]
) -> pd.DataFrame:
    """Table `rollup`, a row per frame, unit and theme; units in `order`, cases of none last.

    `above`: frame → case → units it belongs to; a case of several counts in each. A frame whose
    cases belong to no unit at all is left out. The share is that of cases with the theme present
    among those that say whether it is, with mixed ones as half.
    """
    rows: list[dict[str, Any]] = []
    for frame, table in matrices.items():
        of = above.get(frame, {})
        if table.empty or not any(of.get(case) for case in table["case"]):
            continue
        columns = table.drop_duplicates("theme")[["theme", "within"]]
        belongs = [(case, unit) for case in table["case"].unique() for unit in of.get(case) or [""]]
        long = table.merge(pd.DataFrame(belongs, columns=["case", "unit"]), on="case")
        counts = long.groupby(["unit", "theme", "status"]).size().unstack(fill_value=0)
        present = set(long["unit"])
        for unit in [unit for unit in [*order, ""] if unit in present]:
            rows += [
                {"frame": frame, "unit": unit, "theme": theme, "within": within,
                 **_counted(counts.loc[(unit, theme)].to_dict())}
                for theme, within in columns.itertuples(index=False)
            ]  # fmt: skip
    return framed(rows, ROLLUP)


def _counted(found: Mapping[str, int]) -> dict[str, Any]:
    said = {status: int(found.get(status, 0)) for status in STATUSES}
    judged = said["present"] + said["absent"] + said["mixed"]
    share = (said["present"] + said["mixed"] / 2) / judged if judged else None
    return {"cases": sum(said.values()), **said, "share": share}
