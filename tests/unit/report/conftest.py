"""The sample book, as it is and rendered once; and a small study whose nest is made by hand."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from insideout.reader import framed, records
from insideout.report.book import Rendered
from insideout.report.data import Data
from insideout.report.embedded import render
from insideout.tables.agreement import CONSENSUS
from insideout.tables.declare import Table
from insideout.tables.inputs import INFORMANTS, UNITS
from insideout.tables.nest import (
    NEST_BEFORE_AFTER,
    NEST_BEHIND,
    NEST_COVERAGE,
    NEST_FINDINGS,
    NEST_LINKS,
    NEST_PATHS,
    NEST_PATTERNS,
    NEST_RINGS,
    NEST_ROBUSTNESS,
    NEST_RULES,
    NEST_SEEN,
    NEST_SHAPED,
)
from insideout.tables.outputs import CODEBOOK, MANIFEST

SAMPLE = Path(__file__).parent / "sample_book"


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample book itself, to be read only."""
    return SAMPLE


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the sample book that a test may spoil."""
    return Path(shutil.copytree(SAMPLE, tmp_path / "book"))


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """The sample book as HTML and PDF."""
    folder = tmp_path_factory.mktemp("report")
    return render(SAMPLE, folder / "html", folder / "report.pdf")


PEOPLE = {"P1": "patient", "P2": "patient", "P3": "patient", "N1": "nurse", "N2": "nurse"}
CODES = {
    "own_list": "Own *list*", "meetings": "Meetings", "money": "Money <b>", "tariffs": "Tariffs",
}  # fmt: skip


def _rows(table: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    return records(framed(rows, table))


def _pattern(site: str, feature: str, told: str, **more: Any) -> dict[str, Any]:
    """`told`: a letter for each teller, p with the feature, a without it, m with both."""
    n, share = len(told), (told.count("p") + told.count("m") / 2) / max(1, len(told))
    pattern = "not_told" if not n else "present" if share >= 0.6 else "absent"
    counts = {"present": told.count("p"), "absent": told.count("a"), "mixed": told.count("m")}
    return {"site": site, "feature": feature, "patients": 3, "tellers": n, **counts,
            "share": share if n else None, "low": 0.1, "high": 0.9, "pattern": pattern,
            "across": "difference" if n else "not_told"} | more  # fmt: skip


def _found(site: str, sign: str, status: str, ring: str = "", **more: Any) -> dict[str, Any]:
    return {"site": site, "feature": "same_person", "sign": sign, "patients": 1,
            "stands": "pattern", "across": "difference", "explained_at": ring, "status": status,
            "quotes": "a1"} | more  # fmt: skip


def _link(site: str, sign: str, mechanism: str, status: str, **more: Any) -> dict[str, Any]:
    return {"site": site, "feature": "same_person", "sign": sign, "ring": "first_responder",
            "mechanism": mechanism, "valence": "present", "units": f"{site}_1", "support": 2,
            "own": 0, "against": 0, "reaches": 1, "status": status, "evidence": "n1",
            "survived": 9, "variations": 10, "robustness": 0.9} | more  # fmt: skip


@pytest.fixture
def told() -> Data:
    """A study of three sites whose nest is made by hand: something of everything it can say."""
    quotes = {"a1": ("P1", "It was always her."), "a2": ("P2", "Never the same."),
              "n1": ("N1", "We keep lists."), "n2": ("N2", "Money is short.")}  # fmt: skip
    texts = dict.fromkeys(PEOPLE, "")
    codings = []
    for passage, (who, words) in quotes.items():
        texts[who] = words
        codings.append({"coding": passage, "passage": passage, "source": who, "informant": who,
                        "start": 0, "end": len(words), "code": "own_list", "valence": "present",
                        "turn": 1, "about": "east_1", "coders": "AM",
                        "status": "single"})  # fmt: skip
    names = {"east": "East", "west": "West <i> *End*", "north": "North"}
    units = [{"unit": site, "name": name, "kind": "site", "structure": "one of three"}
             for site, name in names.items()]  # fmt: skip
    outer = {"outer_ring": "care_network", "factor": "money", "factor_valence": "absent",
             "sign": "+", "basis": "informant", "support": 2, "status": "explained",
             "evidence": "n2", "survived": 4, "variations": 8, "robustness": 0.5}  # fmt: skip
    nest: dict[Table, list[dict[str, Any]]] = {
        NEST_RINGS: [
            {"ring": "first_responder", "level": "organisation", "service_role": "first_responder"},
            {"ring": "non_organisational"}, {"ring": "care_network", "level": "care_network"},
            {"ring": "governance", "level": "governance"},
        ],
        NEST_RULES: [
            {"mechanism": "own_list", "feature": "same_person", "sign": "+", "codings": 3,
             "organisational": True},
            {"mechanism": "money", "feature": "same_person", "sign": "-", "codings": 1,
             "organisational": True, "rings": "care_network governance"},
        ],
        NEST_PATTERNS: [
            _pattern("east", "same_person", "pp", record="agrees", records=4, record_share=0.9),
            _pattern("west", "same_person", "apm", record="differs", records=1, record_share=0.75),
            _pattern("north", "same_person", ""),
            *(_pattern(site, "reviews", "") for site in ("east", "west", "north")),
        ],
        NEST_FINDINGS: [
            _found("east", "+", "explained", "first_responder", patients=2, quotes="a1 a2",
                   opposite="west"),
            _found("west", "+", "suggested", "first_responder", stands="minority"),
            _found("west", "-", "unexplained", opposite="east", quotes="a2"),
        ],
        NEST_LINKS: [
            _link("east", "+", "own_list", "explained", against=1, counter_evidence="a2",
                  without_experience="north", without_mechanism="west", differs="yes"),
            _link("east", "+", "money", "explained", valence="absent", ring="care_network",
                  differs="not_reported"),
            _link("west", "+", "own_list", "suggested", lacks="support reach", support=1),
            _link("west", "-", "meetings", "ruled_out", reason="ended", robustness=None,
                  survived=None, variations=None),
        ],
        NEST_SHAPED: [
            outer | {"site": "east", "ring": "first_responder", "mechanism": "own_list",
                     "valence": "present"},
            outer | {"site": "east", "ring": "care_network", "mechanism": "money", "support": 1,
                     "valence": "absent", "outer_ring": "governance", "factor": "tariffs",
                     "factor_valence": "present", "basis": "theory", "reference": "smith_2001",
                     "status": "suggested"},
        ],
        NEST_ROBUSTNESS: [
            {"edge": "link", "site": "east", "feature": "same_person", "sign": "+",
             "ring": "first_responder", "mechanism": "own_list", "valence": "present",
             "kind": "informant", "survived": 1, "variations": 2, "breaks": "N1"},
        ],
        NEST_PATHS: [
            {"site": "east", "feature": "same_person", "sign": "+", "edges": edges,
             "path": path, "weakest": path, "outermost": "care_network", "support": 2,
             "robustness": robust, "status": "explained"}
            for path, edges, robust in (
                ("own_list@first_responder", 1, 0.9),
                ("own_list@first_responder < !money@care_network", 2, 0.5),
            )
        ],
        NEST_BEHIND: [
            {"site": "west", "ring": ring, "mechanism": "meetings", "valence": "present",
             "informants": 1, "evidence": "n1"} for ring in ("governance", "first_responder")
        ],
        NEST_COVERAGE: [
            {"sign": sign, "ring": ring, "explained": n, "suggested": m,
             "of": 2 if sign == "+" else 1, "share": None, "up_to": up}
            for sign, ring, n, m, up in (
                ("+", "first_responder", 1, 1, 0.5), ("-", "first_responder", 0, 0, 0.0),
                ("+", "", 0, 0, None), ("-", "", 0, 0, None))
        ],
        NEST_SEEN: [{"ring": "first_responder", "mechanisms": 4, "seen": 1, "share": 0.25}],
        NEST_BEFORE_AFTER: [
            {"unit": "west", "parent": "east", "event": "ended", "date": "2012-10-01",
             "site": "west", "feature": "same_person", "tellers_before": 2, "share_before": 0.5,
             "tellers_after": 0, "mechanisms_before": "!money", "quotes_before": "a2"},
        ],
    }  # fmt: skip
    manifest = [{"source": who, "file": f"{who}.txt", "format": "txt", "sha256": "0" * 64,
                 "kind": "interview", "unit": "", "language": "en", "words": 3, "turns": 1,
                 "consent_quote": True, "quotable": True, "informants": who}
                for who in PEOPLE]  # fmt: skip
    book = [{"code": code, "name": name, "path": code, "depth": 0, "origin": "deductive",
             "organisational": True} for code, name in CODES.items()]  # fmt: skip
    settings = {"features": {"same_person": ["relational"]}, "teller_group": "patient",
                "min_support": 2, "min_reach": 0.5, "min_alike": 0.5, "high": 0.6, "low": 0.4,
                "confidence": 0.95,
                "grid": {"min_support": [1, 2], "bands": [[0.4, 0.6]]}}  # fmt: skip
    return Data(
        study={"study": "tiny", "nest": settings}, texts=texts,
        manifest=_rows(MANIFEST, *manifest), turns=[], sentences=[], keyness=[], collocations=[],
        codings=_rows(CONSENSUS, *codings), orphans=[], codebook=_rows(CODEBOOK, *book),
        informants=_rows(INFORMANTS, *({"informant": who, "group": group}
                                       for who, group in PEOPLE.items())),
        units=_rows(UNITS, *units),
        nest={table.name: _rows(table, *rows) for table, rows in nest.items()},
    )  # fmt: skip
