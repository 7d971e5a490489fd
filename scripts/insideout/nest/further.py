"""The study as the modules further out ask for it: shaped edges, and before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from insideout.nest import outward, outward_robust, timeline
from insideout.nest.candidates import Coding, placed
from insideout.nest.findings import MARK
from insideout.nest.left_out import gone
from insideout.nest.periods import Period, days, experienced, stated
from insideout.nest.prepared import Study
from insideout.periods import meet

Rows = list[dict[str, Any]]


def shaped(
    study: Study, codings: Sequence[Coding], codebook: Iterable[Mapping[str, Any]],
    links: Sequence[Mapping[str, Any]],
) -> tuple[Rows, Rows, Rows]:  # fmt: skip
    """Rows of NEST_SHAPED, of NEST_ROBUSTNESS for them, and of NEST_LEFT_OUT (lost evidence)."""
    if not links:
        return [], [], []
    within = study.settings.get("within") or {}

    def where(coding: Coding) -> tuple[str, Any]:
        inside = study.organisational.get(coding["code"], True)
        ring, sites, _ = placed(coding, inside, study.homes, study.innermost, study.at)
        counts = within.get(coding["code"])
        return ring if not counts or ring in counts else "", sites

    def sites_of(coding: Coding) -> list[str]:
        span = days(stated(coding))
        return [site for site, of in where(coding)[1].items() if any(meet(s, span) for s in of)]

    def home_of(coding: Coding) -> str:
        own = study.at.up.get(study.homes.get(coding["informant"], ""), {})
        return next(iter(own)) if len(own) == 1 else ""

    factors = [c["code"] for c in codebook if c["code"] not in study.experience]
    features = study.settings["features"]
    outcomes = {*features, *(name for named in features.values() for name in named)}
    found = outward.shaped(
        links, codings, [ring.ring for ring in study.at.rings], factors, outcomes,
        ring_of=lambda coding: where(coding)[0], sites_of=sites_of, time_of=stated,
        min_support=study.limits.min_support, home_of=home_of,
    )  # fmt: skip
    grid = (study.settings.get("grid") or {}).get("min_support", ())
    rows = outward_robust.robust(found, study.limits.min_support, grid, home_of, time_of=stated)
    return *rows, gone(found.unknown, links)


def before_after(study: Study, memberships: Iterable[Mapping[str, Any]]) -> Rows:
    """Rows of NEST_BEFORE_AFTER."""
    tellings = [
        {"coding": t.coding, "site": t.site, "feature": t.feature, "says": t.says}
        for t in study.tellings
    ]
    statements = [
        {"coding": s.coding, "valence": s.key[2],
         "sites": [site for site, of in s.sites.items() if any(meet(o, s.span) for o in of)],
         "expects": {(f, MARK[n]) for f, signs in study.expects[s.key].items() for n in signs}}
        for s in study.statements
    ]  # fmt: skip

    def time_of(coding: Coding) -> Period:
        if coding["code"] in study.experience:
            return experienced(coding, study.dates.get(coding["source"], ""))
        return stated(coding)

    return timeline.before_after(
        memberships, tellings, statements, time_of=time_of,
        reaches=lambda unit: study.at.reach.get(unit, {}),
    )  # fmt: skip
