"""A study of two sites whose patients were charted in a nested framework matrix."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from insideout.reader import framed, records
from insideout.report import frames, queries
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.tables.agreement import CONSENSUS
from insideout.tables.declare import Table
from insideout.tables.framework import CODE_ATTRIBUTES, CODE_SITES, FRAMEWORK, ROLLUP
from insideout.tables.inputs import INFORMANTS, MEMBERSHIPS, UNITS
from insideout.tables.outputs import CODEBOOK, MANIFEST, TURNS

# No deadline: seconds depend on what else the machine does. In CI hypothesis takes its own profile,
# which draws the same examples each time.
settings.register_profile("here", settings.default, deadline=None)
settings.load_profile("here")

BIBLIOGRAPHY = Path(__file__).parents[1] / "reports" / "references.bib"
BOOK = """project: {type: book}
lang: en
bibliography: references.bib
book: {title: Charted, chapters: [index.qmd, told.qmd, evidence.qmd, references.qmd]}
"""
TEXTS = {
    "E1": "She comes herself. She knows me by name. The letter was lost.",
    "E2": "Nobody came. " + "I waited and waited for it, " * 12 + "and then it came.",
    "W1": "Whoever is free comes, said zanzibar.",
}
CODES = (  # code, parent
    ("experience", ""), ("doctor", "experience"), ("visits", "doctor"), ("knows", "doctor"),
    ("letters", "experience"),
)  # fmt: skip
SAID = (  # source, quote, code, valence
    ("E1", "She comes herself.", "visits", "present"),
    ("E1", "She knows me by name.", "knows", "present"),
    ("E1", "She comes herself. She knows me", "doctor", "present"),
    ("E1", "The letter was lost.", "letters", "absent"),
    ("E2", "Nobody came.", "visits", "absent"),
    ("E2", TEXTS["E2"][13:], "letters", "mixed"),
    ("W1", "Whoever is free comes, said zanzibar.", "visits", ""),
)
SUMMARIES = {
    ("E1", "doctor"): ("Her own <doctor> comes.", "AM", True),
    ("E1", "knows"): ("By name.", "JT", False),
    ("E2", "letters"): ("In the end it came.", "AM", False),
}


def table(declared: Table, *rows: dict[str, Any]) -> list[dict[str, Any]]:
    """Rows of a declared table, as the stages pass them on."""
    return records(framed(rows, declared))


def cells() -> list[dict[str, Any]]:
    """The nested matrix of patients: two themes, one of them with two sub-themes."""
    below = {"doctor": {"doctor", "visits", "knows"}}
    columns = (("doctor", ""), ("visits", "doctor"), ("knows", "doctor"), ("letters", ""))
    made = []
    for case in TEXTS:
        for theme, within in columns:
            codes = below.get(theme, {theme})
            found = [(n, s) for n, s in enumerate(SAID) if s[0] == case and s[2] in codes]
            valences = {s[3] for _, s in found}
            status = "not_told" if not found else valences.pop() or "coded"
            text, author, stale = SUMMARIES.get((case, theme), ("", "", None))
            made.append({
                "case": case, "theme": theme, "within": within, "codings": len(found),
                "passages": len(found), "coders": 1, "present": 0, "absent": 0, "mixed": 0,
                "status": status, "summary": text, "author": author, "stale": stale,
                "evidence": "e", "quotes": " ".join(f"p{n}" for n, _ in found),
            })  # fmt: skip
    return made


@pytest.fixture(scope="session")
def charted() -> Data:
    """Two patients of one site and one of another, who may not be quoted."""
    units = [{"unit": s, "name": s.title(), "kind": "site"} for s in ("east", "west")]
    units += [{"unit": f"{s}_1", "name": f"{s.title()} practice", "kind": "practice",
               "level": "practice"} for s in ("east", "west")]  # fmt: skip
    place = {"E1": "east_1", "E2": "east_1", "W1": "west_1"}
    rolled = [
        {"frame": "patients", "unit": "east", "theme": "doctor", "cases": 2, "present": 1,
         "absent": 1, "mixed": 0, "coded": 0, "not_told": 0, "share": 0.5},
        {"frame": "patients", "unit": "east", "theme": "letters", "cases": 2, "present": 0,
         "absent": 1, "mixed": 1, "coded": 0, "not_told": 0, "share": 0.25},
        {"frame": "patients", "unit": "west", "theme": "doctor", "cases": 1, "present": 0,
         "absent": 0, "mixed": 0, "coded": 1, "not_told": 0},
        {"frame": "patients", "unit": "west", "theme": "letters", "cases": 1, "present": 0,
         "absent": 0, "mixed": 0, "coded": 0, "not_told": 1},
    ]  # fmt: skip
    frame = {"title": "What patients *told*", "cases": "informant", "groups": ["patient"],
             "root": "experience", "nested": True}  # fmt: skip
    about_sites = [
        {"code": code, "site": site, "informants": n, "sources": n, "present": n, "absent": 0,
         "mixed": 0, "status": "present" if n else "not_told"}
        for code, site, n in (("doctor", "east", 2), ("doctor", "west", 1),
                              ("letters", "east", 1), ("letters", "west", 0))
    ]  # fmt: skip
    by_sex = [
        {"code": code, "attribute": "sex", "value": value, "cases": n, "told": told,
         "present": told, "absent": 0, "mixed": 0, "codings": told}
        for code, value, n, told in (("doctor", "female", 2, 2), ("doctor", "male", 1, 0),
                                     ("letters", "female", 2, 1), ("letters", "male", 1, 1))
    ]  # fmt: skip
    return Data(
        study={"study": "charted", "title": "Charted", "nest": None,
               "frames": {"patients": frame}},
        texts=TEXTS,
        manifest=table(MANIFEST, *(
            {"source": s, "file": f"{s}.txt", "format": "txt", "sha256": "0", "kind": "interview",
             "unit": place[s], "language": "en", "words": 9, "turns": 1, "informants": s,
             "consent_quote": s != "W1", "quotable": s != "W1"} for s in TEXTS
        )),
        turns=table(TURNS, *(
            {"source": s, "turn": 1, "label": "P", "informant": s, "role": "informant", "start": 0,
             "end": len(t)} for s, t in TEXTS.items()
        )),
        sentences=[], keyness=[], collocations=[], orphans=[],
        codings=table(CONSENSUS, *(
            {"coding": f"c{n}", "passage": f"p{n}", "source": s, "quote": q, "code": c,
             "valence": v, "start": TEXTS[s].index(q), "end": TEXTS[s].index(q) + len(q),
             "turn": 1, "informant": s, "coders": "AM", "coder": "AM", "status": "single",
             "about": place[s]} for n, (s, q, c, v) in enumerate(SAID)
        )),
        codebook=table(CODEBOOK, *(
            {"code": c, "parent": p, "name": c.title(), "path": c, "depth": 1} for c, p in CODES
        )),
        informants=table(INFORMANTS, *(
            {"informant": s, "group": "patient", "unit": place[s]} for s in TEXTS
        )),
        units=table(UNITS, *units),
        memberships=table(MEMBERSHIPS, {"unit": "east_1", "parent": "east"},
                          {"unit": "west_1", "parent": "west"}),
        frames={"patients": table(FRAMEWORK, *cells())}, rollup=table(ROLLUP, *rolled),
        code_sites=table(CODE_SITES, *about_sites),
        code_attributes=table(CODE_ATTRIBUTES, *by_sex),
    )  # fmt: skip


@pytest.fixture(scope="session")
def charted_book(charted: Data, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of the study's matrix, queries and evidence, to be rendered."""
    folder = tmp_path_factory.mktemp("charted")
    evidence = Evidence(charted, {"evidence.qmd"})
    told = frames.matrices(charted, evidence, ["patients"])
    asked = "\n".join(queries.includes(charted).values())
    (folder / "_quarto.yml").write_text(BOOK, "utf-8")
    (folder / "references.bib").write_text(BIBLIOGRAPHY.read_text("utf-8"), "utf-8")
    chapters = {"index": "", "told": f"{told}\n{asked}", "evidence": evidence.chapter(),
                "references": "::: {#refs}\n:::"}  # fmt: skip
    for name, text in chapters.items():
        (folder / f"{name}.qmd").write_text(f"# {name.title()} {{#sec-{name}}}\n\n{text}\n")
    return folder
