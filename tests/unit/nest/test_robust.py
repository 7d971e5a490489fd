"""Robustness, against a plain rerun of the whole engine for every variation."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from insideout.nest.blocks import said
from insideout.nest.candidates import Statement
from insideout.nest.engine import Explained, explained
from insideout.nest.levels import people_of
from insideout.nest.prepared import Study, prepared
from insideout.nest.robust import robust
from insideout.periods import FIRST, LAST, meet, merged

Arguments = tuple[Any, ...]
Link = tuple[str, ...]
KEY = ("site", "feature", "sign", "ring", "mechanism", "valence")


def cell_of(row: dict[str, Any]) -> Link:
    return tuple(row[name] for name in KEY[:3])


def key_of(row: dict[str, Any]) -> Link:
    return tuple(row[name] for name in KEY)


def plainly(arguments: Arguments) -> dict[Link, dict[str, tuple[int, list[str]]]]:
    """Variations and what breaks, by link and kind, each variation computed anew."""
    codings, *rest = arguments
    base = prepared(codings, *rest)
    found = explained(base)
    fared: dict[Link, dict[str, tuple[int, list[str]]]] = {}
    for kind in ("informant", "source"):
        for name in sorted({c[kind] for c in codings}):
            other = prepared([c for c in codings if c[kind] != name], *rest)
            then = explained(other)
            for row in _links(found):
                if _touched(base, found, other, then, row, kind, name):
                    _add(fared, row, kind, name, then)
    for site in base.at.sites:
        then = explained(_without_site(base, site))
        for row in _links(found):
            told = any(t.site == site and t.feature == row["feature"] for t in base.tellings)
            stated = any(s.key == key_of(row)[3:] and _spans(s, site) for s in base.statements)
            if site != row["site"] and (told or stated):
                _add(fared, row, "site", site, then)
    for name, new in _grid(rest[-1]):
        then = explained(prepared(codings, *rest[:-1], new))
        for row in _links(found):
            _add(fared, row, "thresholds", name, then)
    return fared


def _grid(own: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    points = [
        own | {"min_support": support, "low": low, "high": high}
        for support in own["grid"]["min_support"] for low, high in own["grid"]["bands"]
    ]  # fmt: skip
    return [
        (f"min_support={of['min_support']},bands={of['low']:g}-{of['high']:g}", of)
        for of in points if of != own
    ]  # fmt: skip


def _links(found: Explained) -> list[dict[str, Any]]:
    return [r for of in found.offered for r in of.rows if r["status"] != "ruled_out"]


def _add(fared: Any, row: dict[str, Any], kind: str, name: str, then: Explained) -> None:
    status = {key_of(r): r["status"] for r in _links(then)}.get(key_of(row), "")
    count, breaks = fared.setdefault(key_of(row), {}).get(kind, (0, []))
    broken = status != "explained" if row["status"] == "explained" else not status
    fared[key_of(row)][kind] = count + 1, sorted([*breaks, *[name] * broken])


def _without_site(of: Study, site: str) -> Study:
    statements = [
        s._replace(sites={k: v for k, v in s.sites.items() if k != site}) for s in of.statements
    ]
    homes = {name: _homes(of, name) for name in of.at.sites}
    arrays = said(statements, homes, of.at, of.informants, of.sources)
    return of._replace(
        tellings=[t for t in of.tellings if t.site != site], statements=statements, said=arrays
    )


def _homes(of: Study, site: str) -> set[str]:
    """Units to which patients of a site belong."""
    return {u for who, u in of.homes.items() if "_t" in who and site in of.at.up.get(u, ())}


def _spans(statement: Statement, site: str) -> list[Any]:
    return [both for s in statement.sites.get(site, ()) if (both := meet(s, statement.span))]


def stands(of: Study, s: Statement, site: str, feature: str, sign: int) -> bool:
    """Whether a statement reaches somebody who tells of an experience, rule by rule."""
    about = s.coding["about"]
    people = None if s.home else people_of(about, _homes(of, site), of.at)
    for t in of.tellings:
        if (t.site, t.feature) == (site, feature) and t.says in (sign, 0):
            held = []
            for span in _spans(s, site):
                if people is None or people[0] & set(t.coding["about"].split("|")):
                    met = [span]
                else:
                    met = [b for o in people[1].get(t.unit, ()) if (b := meet(span, o))]
                if any(meet(m, t.span) for m in met):
                    held += met
            days = [b for m in merged(held) if (b := meet(m, t.span))]
            open_ = t.span[0] == FIRST or t.span[1] == LAST
            length = t.span[1] - t.span[0] + 1
            if days and (open_ or 2 * sum(b - a + 1 for a, b in days) >= length):
                return True
    return False


def _stating(of: Study, site: str, row: dict[str, Any], sign: int) -> list[Statement]:
    return [
        s for s in of.statements
        if s.key == key_of(row)[3:] and stands(of, s, site, row["feature"], sign)
    ]  # fmt: skip


def _touched(
    base: Study, found: Explained, other: Study, then: Explained, row: dict[str, Any], kind: str,
    name: str,
) -> bool:  # fmt: skip
    here = {p for column in ("evidence", "counter_evidence") for p in row[column].split()}
    here |= {p for f in found.findings for p in f["quotes"].split() if cell_of(f) == cell_of(row)}

    def tag(coding: Any) -> bool:
        return bool(coding[kind] == name)

    of = [*(t.coding for t in base.tellings), *(s.coding for s in base.statements)]
    if any(tag(c) for c in of if c["passage"] in here):
        return True
    sign = 1 if row["sign"] == "+" else -1
    before, after = (_deciding(f, row["feature"], sign) for f in (found, then))
    if before != after:
        return True
    which, sites = before
    for site in sites:
        stating = _stating(base, site, row, which)
        still = {s.coding["informant"] for s in _stating(other, site, row, which)}
        if any(tag(s.coding) for s in stating) or still != {s.coding["informant"] for s in stating}:
            return True
    return False


def _deciding(found: Explained, feature: str, sign: int) -> tuple[int, list[str]]:
    words = {r["site"]: r["pattern"] for r in found.patterns if r["feature"] == feature}
    names = {1: "present", -1: "absent"}
    opposite = [site for site, word in words.items() if word == names[-sign]]
    alike = [site for site, word in words.items() if word == names[sign]]
    return (-sign, opposite) if opposite else (sign, alike)


def quickly(arguments: Arguments) -> dict[Link, dict[str, tuple[int, list[str]]]]:
    study = prepared(*arguments)
    fared: dict[Link, dict[str, tuple[int, list[str]]]] = {}
    rows, columns = robust(study, explained(study))
    for cells in zip(*columns.values(), strict=True):
        row = dict(zip(columns, cells, strict=True))
        of = row["variations"], row["breaks"].split()
        assert row["survived"] == of[0] - len(of[1])
        fared.setdefault(key_of(row), {})[row["kind"]] = of
    for row in rows:
        counts = [(n, len(breaks)) for n, breaks in fared.get(key_of(row), {}).values()]
        assert (row["variations"] or 0) == sum(n for n, _ in counts)
        assert (row["survived"] or 0) == sum(n - broken for n, broken in counts)
        assert (row["status"] == "ruled_out") == (row["robustness"] is None)
    return fared


@settings(  # no shrinking: a study made by chance doesn't get plainer, and it takes minutes
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)  # fmt: skip
@given(st.randoms(use_true_random=False))
def test_the_quick_way_says_what_a_rerun_of_everything_says(
    by_chance: Callable[[random.Random], Arguments], draw: random.Random
) -> None:
    arguments = by_chance(draw)
    assert quickly(arguments) == plainly(arguments)


def test_studies_made_by_chance_have_something_to_vary(
    by_chance: Callable[[random.Random], Arguments],
) -> None:
    """Without this, the test above could pass on studies without links."""
    statuses: Counter[str] = Counter()
    broken = 0
    for seed in range(30):
        study = prepared(*by_chance(random.Random(seed)))  # noqa: S311 - no secret
        rows, columns = robust(study, explained(study))
        statuses.update(row["status"] for row in rows)
        broken += sum(1 for breaks in columns["breaks"] if breaks)
    assert min(statuses[of] for of in ("explained", "suggested", "ruled_out")) > 10
    assert broken > 100
