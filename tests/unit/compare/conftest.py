"""A small study: five sites with services together, apart, and together for a time."""

from typing import Any

import pytest

from insideout.compare.providers import Ground, ground

Row = dict[str, Any]


def unit(name: str, kind: str = "trust", role: str = "second_responder", **more: str) -> Row:
    levels = {"site": "", "network": "network"}
    level = levels.get(kind, "organisation")
    return {"unit": name, "kind": kind, "level": level, "service_role": role, "ownership": "",
            "country": ""} | more  # fmt: skip


def member(name: str, parent: str, start: str = "", end: str = "") -> Row:
    return {"unit": name, "parent": parent, "from": start, "to": end}


def service(name: str, provided: str, mode: str = "", start: str = "", end: str = "") -> Row:
    return {"unit": name, "service": provided, "mode": mode, "from": start, "to": end}


def coding(code: str, about: str, informant: str, valence: str = "present", **more: str) -> Row:
    number = f"{code}{about}{informant}{valence}{sorted(more.items())}"
    passage = f"q:{informant}:{code}:{about}:{valence}"
    return {"coding": number, "source": informant, "code": code, "valence": valence,
            "direction": "horizontal", "period_from": "", "period_to": "", "about": about,
            "informant": informant, "passage": passage} | more  # fmt: skip


class Study:
    """Its tables.

    `east` has acute and community care apart, `five` together; `tarn` too, and it runs social care
    until September 2012; `west` hosts community care in its hospital; `ford` has neither.
    """

    unit, member, service, coding = map(staticmethod, (unit, member, service, coding))

    def __init__(self) -> None:
        sites = ["east", "five", "tarn", "west", "ford"]
        self.units = [unit(site, "site", "", country="GB") for site in sites]
        self.units += [unit(f"{site}_gp", "practice", "first_responder", ownership="partnership")
                       for site in sites]  # fmt: skip
        trusts = ["east_acute", "east_community", "five_trust", "tarn_trust", "west_acute"]
        self.units += [unit(name, ownership="public") for name in trusts]
        self.units += [unit(f"{site}_social", "council") for site in ("east", "five", "tarn")]
        self.units.append(unit("hub", "network", "network_body"))
        self.memberships = [member(u["unit"], u["unit"].split("_")[0]) for u in self.units
                            if "_" in u["unit"]]  # fmt: skip
        self.memberships += [
            member("hub", "east"), member("east_acute", "hub"), member("east_community", "hub"),
            member("tarn_social", "tarn_trust", "2009-10-01", "2012-09-30"),
        ]  # fmt: skip
        self.services = [service(f"{site}_gp", "gp") for site in sites]
        self.services += [service(f"{site}_social", "social") for site in ("east", "five", "tarn")]
        self.services += [
            service("east_acute", "acute"), service("east_community", "community"),
            service("five_trust", "acute"), service("five_trust", "community"),
            service("tarn_trust", "acute"), service("tarn_trust", "community"),
            service("west_acute", "acute"), service("west_acute", "community", "co_located"),
        ]  # fmt: skip

    def ground(self) -> Ground:
        return ground(self.units, self.memberships, self.services)


@pytest.fixture
def study() -> Study:
    return Study()


ACUTE = {"id": "acute", "asks": "?", "first": "together", "second": "apart",
         "services": ["acute", "community"]}  # fmt: skip
SOCIAL = ACUTE | {"id": "social", "services": ["community", "social"]}
OWNED = {"id": "owned", "asks": "?", "first": "corporate", "second": "others",
         "attribute": "ownership", "is": ["corporate"], "kind": ["practice"]}  # fmt: skip


@pytest.fixture
def asked() -> dict[str, Row]:
    return {"acute": ACUTE, "social": SOCIAL, "owned": OWNED}
