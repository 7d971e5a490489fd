"""Two small studies as the report gets them: one with every stage, one with hardly any."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from insideout.chart import matrix as chart
from insideout.nest.rings import inside_out
from insideout.reader import framed, records
from insideout.report import stage
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.agreement import CONSENSUS
from insideout.tables.declare import Table
from insideout.tables.inputs import INFORMANTS, MEMBERSHIPS, PATIENTS, UNITS
from insideout.tables.outputs import (
    CODEBOOK,
    KEYNESS,
    MANIFEST,
    SENTENCES,
    TEST_CELLS,
    TESTS,
    TURNS,
)

UNREAD = "Nobody may ever read zanzibar here"
TEXTS = {
    "A1": "I: How are you?\n\nP: She always comes herself. The letter went missing.",
    "B1": f"I: And you?\n\nP: {UNREAD}. Whoever is free comes.",
    "A2": "I: Go on.\n\nDr: We keep our own lists. We keep them.",
    "A3": "Dr: Every doctor has a list.",
}
NEST = {
    "experience": "experience", "mechanisms": ["organisation"], "teller_group": "patient",
    "features": {"same_person": ["relational"]}, "min_support": 2, "high": 0.6, "low": 0.4,
    "confidence": 0.95, "within": {}, "min_reach": 0.5, "min_alike": 0.5,
    "grid": {"min_support": [1, 2, 3], "bands": [[0.4, 0.6]]},
}  # fmt: skip
STUDY: dict[str, Any] = {
    "study": "tiny", "title": "A *tiny* study", "subtitle": "", "authors": [], "about": "Tiny.",
    "language": "en", "levels": ["patient", "provider_organisation"], "alpha": 0.05, "root": ".",
    "nest": None,
    "anchor": {"threshold": 85, "orphans": "fail"},
    "agree": {"unit": "sentence", "unresolved": "keep", "confidence": 0.95, "resamples": 1000},
    "saturation": {"base": 4, "run": 2, "threshold": 0.05}, "suggest": None,
    "frames": {"all": {"title": "All", "cases": "source", "groups": [], "root": ""}},
    "report": {"engine": "embedded", "chapters": [
        "sample.qmd", "coding.qmd", "experience.qmd", "synthesis.qmd", "responders.qmd",
        "tests.qmd", "evidence.qmd", "codebook.qmd", "methods.qmd",
    ]},
}  # fmt: skip


def table(declared: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a declared table, as the stages pass them on."""
    return records(framed(rows, declared))


def code(name: str, parent: str = "", **more: Any) -> dict[str, Any]:
    """A code of the codebook."""
    return {"code": name, "parent": parent, "path": name, "depth": int(bool(parent)),
            "name": name.title(), "origin": "deductive", "organisational": True} | more  # fmt: skip


def coding(source: str, quote: str, code: str, coder: str = "AM", **more: Any) -> dict[str, Any]:
    """A coding of a passage of one of the texts."""
    start = TEXTS[source].index(quote)
    name = more.pop("name", f"{source}{start}{code}".lower())
    return {
        "coding": f"{name}{coder}", "passage": name, "source": source, "quote": quote,
        "start": start,
        "end": start + len(quote), "code": code, "valence": "present", "coder": coder, "round": 1,
        "turn": 1 if source == "A3" else 2, "informant": source, "how": "exact", "score": 100,
        "about": {"A": "east_1", "B": "west_1"}[source[0]], "coders": coder, "status": "single",
        "derived_from": f"{name}{coder}", "origin": "coded",
    } | more  # fmt: skip


def sources(withheld: str = "") -> list[dict[str, Any]]:
    """The manifest of the texts."""
    return table(MANIFEST, *(
        {"source": s, "file": f"{s}.txt", "format": "txt", "sha256": "0" * 64, "kind": "interview",
         "unit": {"A": "east_1", "B": "west_1"}[s[0]], "language": "en", "words": len(t.split()),
         "consent_quote": s != withheld, "quotable": s != withheld,
         "turns": t.count("\n\n") + 1, "informants": s}
        for s, t in TEXTS.items()
    ))  # fmt: skip


def turns() -> list[dict[str, Any]]:
    """The turns of the texts."""
    rows = []
    for source, text in TEXTS.items():
        at = 0
        for number, said in enumerate(text.split("\n\n"), start=1):
            label, _, words = said.partition(": ")
            start = at + len(label) + 2
            asks = label == "I"
            rows.append({"source": source, "turn": number, "label": label, "start": start,
                         "informant": "" if asks else source, "end": start + len(words),
                         "role": "interviewer" if asks else "informant"})  # fmt: skip
            at += len(said) + 2
    return table(TURNS, *rows)


CODES = [
    code("experience"), code("continuity", "experience", feature="same_person", sign=1),
    code("organisation"), code("personal_list", "organisation", shows="same_person+"),
]  # fmt: skip
SAID = [
    coding("A1", "She always comes herself", "continuity"),
    coding("A1", "She always comes herself.", "personal_list", "JT"),
    coding("A1", "The letter went missing.", "continuity", valence="absent"),
    coding("B1", UNREAD, "continuity", valence="absent"),
    coding("A2", "We keep our own lists.", "personal_list"),
    coding("A2", "We keep our own lists.", "personal_list", "JT", valence="absent"),
    coding("A3", "Every doctor has a list.", "personal_list"),
]


@pytest.fixture
def plain() -> Data:
    """A study of sources, codings and one frame whose cases are sources."""
    codes, codings = table(CODEBOOK, *CODES), table(CONSENSUS, *SAID)
    cased = [c | {"case": c["source"]} for c in codings]
    themes = ["experience", "organisation"]
    spoken = turns()
    cut = [{"source": t["source"], "turn": t["turn"], "sentence": t["turn"], "start": t["start"],
            "end": t["end"], "words": 3} for t in spoken]  # fmt: skip
    return Data(
        study=STUDY, texts=TEXTS, manifest=[m | {"unit": ""} for m in sources()], turns=spoken,
        sentences=table(SENTENCES, *cut), keyness=[], collocations=[],
        codings=[c | {"about": ""} for c in codings],
        orphans=[], codebook=codes,
        informants=table(INFORMANTS, *({"informant": s, "group": "informant"} for s in TEXTS)),
        frames={"all": records(chart.matrix(cased, codes, list(TEXTS), themes, {}))},
    )  # fmt: skip


@pytest.fixture
def rich() -> Data:
    """A study with two sites, the nest and a test; one source may not be quoted."""
    codes, codings = table(CODEBOOK, *CODES), table(CONSENSUS, *SAID)
    people = table(INFORMANTS, *(
        {"informant": s, "group": "patient" if s.endswith("1") else "practitioner",
         "unit": "west_1" if s[0] == "B" else "east_1"} for s in TEXTS
    ))  # fmt: skip
    places = [{"unit": site, "name": site.title(), "kind": "site"} for site in ("east", "west")]
    practices = [
        {"unit": f"{p['unit']}_1", "name": f"{p['name']} practice", "kind": "practice",
         "level": "provider_organisation", "service_role": "first_responder"} for p in places
    ]  # fmt: skip
    units = table(UNITS, *places, *practices)
    members = table(MEMBERSHIPS, {"unit": "east_1", "parent": "east"},
                    {"unit": "west_1", "parent": "west"})  # fmt: skip
    made = inside_out(codings, codes, people, units, members, sources("B1"), STUDY["levels"], NEST)
    cased = [c | {"case": c["informant"]} for c in codings]
    summary = {("A1", "continuity"): {"summary": "Sees | one <b>doctor</b> {{< var x >}}",
                                      "author": "AM", "evidence": "old"}}  # fmt: skip
    matrix = chart.matrix(cased, codes, ["A1", "B1"], ["continuity"], summary)
    spoken = turns()
    cut = [{"source": t["source"], "turn": t["turn"], "sentence": t["turn"], "start": t["start"],
            "end": t["end"], "words": 3} for t in spoken]  # fmt: skip
    frame = {"title": "Patients", "cases": "informant", "groups": ["patient"], "root": "experience"}
    test = {"test": "by_site", "asks": "Do sites differ?", "method": "fisher", "unit": "informant",
            "outcome": "continuity", "by": "site", "n": 2, "left_out": 1,
            "groups": 2, "p": 0.0004, "effect": 0.5, "effect_name": "Cramér's V",
            "verdict": "differs", "sentence": "Continuity differs by site (p < .001; p = .011).",
            "note": "largest residual: east × present"}  # fmt: skip
    return Data(
        study=STUDY | {"nest": NEST, "frames": {"patients": frame}}, texts=TEXTS,
        manifest=sources("B1"), turns=spoken, sentences=table(SENTENCES, *cut), codings=codings,
        keyness=table(KEYNESS, {"site": "east", "lemma": "list", "count": 4, "elsewhere": 0,
                                "informants": 2, "log_likelihood": 12.5, "log_ratio": 4}),
        collocations=[], theme_keyness=[],
        orphans=[], codebook=codes, informants=people, units=units,
        patients=table(PATIENTS, {"patient": "A1", "age": 80, "conditions": 3, "eligible": True},
                       {"patient": "B1", "age": 60, "eligible": False, "exception": "Kept"}),
        memberships=members, frames={"patients": records(matrix)},
        nest={name: records(frame) for name, frame in made.items()},
        tests=table(TESTS, test), test_cells=table(
            TEST_CELLS, *({"test": "by_site", "group": s, "value": v, "n": n, "expected": 0.5}
                          for s, v, n in (("west", "absent", 1), ("east", "present", 1)))),
    )  # fmt: skip


@pytest.fixture
def staged(tmp_path: Path) -> Callable[[Data], tuple[Path, Evidence]]:
    """Stages a study's book; gives its folder and its evidence."""
    reports = Path(__file__).parents[3] / "reports"
    files = [file for file in sorted(reports.rglob("*")) if file.is_file()]

    def make(data: Data) -> tuple[Path, Evidence]:
        folder = tmp_path / f"book{len(list(tmp_path.iterdir()))}"
        chapters, _ = stage.chosen(data)
        paths = stage.located(chapters, files, data.study)
        versions = [{"package": "python", "version": "3"}]
        return folder, stage.stage(data, folder, paths, files, versions)

    return make
