"""Small studies made by chance, for what has to hold of all studies."""

import random
from collections.abc import Callable
from typing import Any

import pytest

from insideout.tables.inputs import UNITS

LEVELS = ["patient", "provider", "network", "governance"]
DATES = (
    "",
    "2010-01-01",
    "2011-01-01",
    "2011-07-01",
    "2011-10-01",
    "2012-01-01",
    "2012-04-01",
    "2012-07-01",
)
SETTINGS: dict[str, Any] = {
    "experience": "experience", "mechanisms": ["organisation"], "features": {}, "min_support": 2,
    "teller_group": "patient", "high": 0.6, "low": 0.4, "confidence": 0.95, "min_reach": 0.5,
    "min_alike": 0.5, "rings": [], "within": {},
    "grid": {"min_support": [1, 2, 3], "bands": [[0.5, 0.5], [0.4, 0.6], [0.3, 0.7]]},
}  # fmt: skip
Arguments = tuple[Any, ...]


def code(name: str, **of: Any) -> dict[str, Any]:
    plain = {"parent": "", "feature": "", "sign": None, "shows": "", "organisational": True}
    return {"code": name, **plain, **of}


def unit(name: str, kind: str, level: str = "", role: str = "") -> dict[str, Any]:
    return dict.fromkeys(UNITS.names, "") | {
        "unit": name, "kind": kind, "level": level, "service_role": role,
    }  # fmt: skip


def study(draw: random.Random) -> Arguments:
    """What `inside_out` takes, but for links and witnesses: two to four sites, made by chance."""
    sites = [f"s{n}" for n in range(draw.randint(2, 4))]
    units = [unit(site, "site") for site in sites]
    units += [unit("g0", "ministry", "governance"), unit("net", "network", "network")]
    memberships = [("net", "g0", "", "")]
    homes = {}
    for site in sites:
        for n in range(2):
            units.append(unit(f"{site}p{n}", "practice", "provider", "first_responder"))
            memberships.append((f"{site}p{n}", site, *_dates(draw, 0.2)))
            if draw.random() < 0.4:
                memberships.append((f"{site}p{n}", "net", *_dates(draw, 0.3)))
        units.append(unit(f"{site}h", "trust", "provider", "second_responder"))
        memberships.append((f"{site}h", site, *_dates(draw, 0.3)))
        homes |= {f"{site}_t{n}": f"{site}p{draw.randint(0, 1)}" for n in range(draw.randint(1, 4))}
        homes |= {f"{site}_m{n}": f"{site}{draw.choice(['p0', 'h'])}" for n in range(2)}
    people = [{"informant": who, "unit": of, "group": "patient" if "_t" in who else "staff"}
              for who, of in homes.items()]  # fmt: skip
    book = [
        code("experience"), code("organisation"),
        code("e0", parent="experience", feature="f0", sign=1),
        code("e1", parent="experience", feature="f1", sign=-1),
        code("m0", parent="organisation", shows="f0+ f1-"),
        code("m1", parent="organisation", shows="f0-"),
        code("m2", parent="organisation", shows="f0+ f0- f1+"),
        code("m3", parent="organisation", shows="f0+", organisational=False),
    ]  # fmt: skip
    abouts = [u["unit"] for u in units] + [*LEVELS, f"{sites[0]}p0|{sites[0]}h", "net|s0p1"]
    codings = []
    for n in range(draw.randint(5, 45)):
        who = draw.choice(list(homes))
        told = "_t" in who and draw.random() < 0.6
        first, last = _dates(draw, 0.3)
        about = draw.choice([homes[who], homes[who], *abouts])
        codings.append({
            "coding": f"c{n}", "passage": f"q{n}", "derived_from": f"d{n}",
            "source": f"src_{draw.choice([who, who, who + 'b', 'group'])}", "informant": who,
            "code": draw.choice(["e0", "e1"] if told else ["m0", "m0", "m1", "m2", "m3"]),
            "valence": draw.choices(["present", "absent", "mixed"], [6, 4, 1])[0],
            "about": about, "period_from": first, "period_to": last,
        })  # fmt: skip
    sources = [{"source": name, "date": draw.choice(DATES)}
               for name in sorted({c["source"] for c in codings})]  # fmt: skip
    rows = [dict(zip(("unit", "parent", "from", "to"), row, strict=True)) for row in memberships]
    return codings, book, people, units, rows, sources, LEVELS, SETTINGS


def _dates(draw: random.Random, chance: float) -> tuple[str, str]:
    if draw.random() > chance:
        return "", ""
    first, last = draw.choice(DATES), draw.choice(DATES)
    return (first, last) if not last or first <= last else (last, first)


@pytest.fixture(scope="session")
def by_chance() -> Callable[[random.Random], Arguments]:
    """Makes what `inside_out` takes, but for links and witnesses."""
    return study
