"""A study small enough to work out by hand.

Three sites. At `one` and `split` a trust provides acute and community care, at `split` until the
end of 2011; at `apart` two trusts do. Six patients in the practice of each site.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from insideout.judge.files import read_hypotheses
from insideout.judge.stage import judge
from insideout.reader import records
from insideout.tables.inputs import UNITS
from insideout.tables.places import LINKS

CODE = {"parent": "", "feature": "", "sign": None, "shows": "", "organisational": True}
BOOK: list[dict[str, Any]] = [
    CODE | {"code": "experience"},
    CODE | {"code": "doctor", "parent": "experience", "feature": "same_person", "sign": 1},
    CODE | {"code": "afresh", "parent": "experience", "feature": "same_person", "sign": -1},
    CODE | {"code": "plan", "parent": "experience", "feature": "plan", "sign": 1},
    CODE | {"code": "letters", "parent": "experience", "feature": "letters", "sign": 1},
    CODE | {"code": "organisation"},
    CODE | {"code": "lists", "parent": "organisation", "shows": "same_person+"},
    CODE | {"code": "own_lists", "parent": "lists", "shows": "same_person+"},
    CODE | {"code": "rosters", "parent": "organisation", "shows": "same_person- letters+"},
]
UNIT_ROWS: list[dict[str, Any]] = [
    dict.fromkeys(UNITS.names, "") | row
    for site in ("one", "apart", "split")
    for row in (
        {"unit": site, "kind": "site", "country": "SE" if site == "one" else "GB"},
        {"unit": f"{site}_gp", "kind": "practice", "service_role": "first_responder",
         "level": "provider", "ownership": "partnership"},
        {"unit": f"{site}_trust", "kind": "trust", "service_role": "second_responder",
         "level": "provider"},
        {"unit": f"{site}_nurses", "kind": "trust", "service_role": "second_responder",
         "level": "provider"},
        {"unit": f"{site}_net", "kind": "network", "service_role": "network_body",
         "level": "network"},
    )
]  # fmt: skip
MEMBERS = [
    {"unit": f"{site}_{unit}", "parent": site, "from": "", "to": ""}
    for site in ("one", "apart", "split") for unit in ("gp", "trust", "nurses", "net")
]  # fmt: skip


def service(unit: str, name: str, start: str = "", end: str = "", mode: str = "") -> dict[str, str]:
    return {"unit": unit, "service": name, "mode": mode, "from": start, "to": end}


SERVICES = [
    *(service(f"{site}_gp", "general_practice") for site in ("one", "apart", "split")),
    *(service(f"{site}_trust", "acute") for site in ("one", "apart", "split")),
    service("one_trust", "community"), service("apart_nurses", "community"),
    service("apart_trust", "community", mode="co_located"),
    service("split_trust", "community", "", "2011-12-31"),
    service("split_nurses", "community", "2012-01-01"),
]  # fmt: skip
PEOPLE = [
    {"informant": f"{site}{n}", "unit": f"{site}_gp", "group": "patient"}
    for site in ("one", "apart", "split") for n in range(6)
] + [
    {"informant": f"{site}_staff{n}", "unit": f"{site}_trust", "group": "staff"}
    for site in ("one", "apart", "split") for n in range(6)
]  # fmt: skip
SOURCES = [
    {"source": f"S_{p['informant']}", "date": "2012-09-30", "kind": "interview"} for p in PEOPLE
] + [{"source": "paper", "date": "2009-01-01", "kind": "document"}]
NEST = {
    "experience": "experience", "mechanisms": ["organisation"], "teller_group": "patient",
    "confidence": 0.95,
    "features": {"same_person": ["relational"], "plan": ["longitudinal", "cross_sectional"],
                 "letters": ["informational", "cross_sectional"]},
}  # fmt: skip


def coding(
    who: str, code: str, valence: str = "present", about: str = "", **more: Any
) -> dict[str, Any]:
    place = about or who.rstrip("0123456789").removesuffix("_staff") + "_gp"
    key = f"{who}-{code}-{valence}-{place}{more.pop('n', '')}"
    return {
        "coding": f"c-{key}", "derived_from": f"d-{key}", "source": f"S_{who}", "informant": who,
        "code": code, "valence": valence, "about": place, "passage": f"p-{key}",
        "period_from": "", "period_to": "", **more,
    }  # fmt: skip


def of_site(site: str, code: str, *valences: str, about: str = "") -> list[dict[str, Any]]:
    """Codings of the patients of a site, one each."""
    return [coding(f"{site}{n}", code, v, about) for n, v in enumerate(valences)]


def statement(first: str, second: str, evidence: str = "", sign: str = "+") -> dict[str, str]:
    basis = "informant" if evidence else "theory"
    return dict.fromkeys(LINKS.names, "") | {
        "from": first, "to": second, "sign": sign, "basis": basis, "evidence": evidence,
        "reference": "" if evidence else "Author2000",
    }  # fmt: skip


@pytest.fixture(name="coding")
def _coding() -> Callable[..., dict[str, Any]]:
    return coding


@pytest.fixture(name="of_site")
def _of_site() -> Callable[..., list[dict[str, Any]]]:
    return of_site


@pytest.fixture(name="statement")
def _statement() -> Callable[..., dict[str, str]]:
    return statement


@pytest.fixture
def people() -> list[dict[str, str]]:
    return PEOPLE


@pytest.fixture
def units() -> list[dict[str, Any]]:
    return UNIT_ROWS


@pytest.fixture
def members() -> list[dict[str, str]]:
    return MEMBERS


@pytest.fixture
def services() -> list[dict[str, str]]:
    return SERVICES


Judged = dict[str, list[dict[str, Any]]]
HEAD = """\
settings:
  together: {together: [acute, community]}
  network: {label: care network, apart: [acute, community]}
  practice: {about_kinds: [practice]}
  hospital: {about_roles: [second_responder]}
"""


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """Writes a file of hypotheses: H1 with a setting and what it predicts."""

    def write(predicts: str, setting: str = "together", more: str = "") -> Path:
        file = tmp_path / "hypotheses.yaml"
        file.write_text(
            f"{more}{HEAD}hypotheses:\n- id: H1\n  statement: It helps.\n  setting: {setting}\n"
            f"  predicts: {predicts}\n  falsified_when: the opposite shows\n",
            "utf-8",
        )
        return file

    return write


@pytest.fixture
def run(written: Callable[..., Path]) -> Callable[..., Judged]:
    """Judges codings against H1; gives the tables as records."""

    def judged(
        codings: list[dict[str, Any]], predicts: str = "{relational: high}", *,
        setting: str = "together", more: str = "", lock: Any = None, **given: Any,
    ) -> Judged:  # fmt: skip
        book = read_hypotheses(written(predicts, setting, more))
        inputs = {
            "codebook": BOOK, "people": PEOPLE, "units": UNIT_ROWS, "memberships": MEMBERS,
            "services": SERVICES, "sources": SOURCES, "questions": [], "journal": [], "links": [],
            "settings": NEST, "tables": {},
        } | given  # fmt: skip
        made = judge(codings=codings, hypotheses=book, lock=lock or {}, **inputs)
        return {name: records(frame) for name, frame in made.items()}

    return judged
