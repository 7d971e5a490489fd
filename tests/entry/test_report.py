"""The entry script of the stage `report` on a study of two sources, their codings and one frame."""

import hashlib
import runpy
from pathlib import Path
from typing import Any

import pypdf
import pytest

from insideout.deidentify.kept import hashed
from insideout.problems import DataError
from insideout.reader import framed, read_made, write
from insideout.report.markup import folded
from insideout.tables.declare import Table
from insideout.tables.outputs import OUTPUTS

REPO = Path(__file__).parents[2]
main = runpy.run_path(str(REPO / "scripts" / "report.py"))["main"]

NASTY = (
    "*so* _it_ <b>is</b> [a](b) $x$ @you {{< var n.sources >}} `c` ~~no~~ ^up^ | # 1. ... -- -5 "
    "-? \"q\" 'r' \\alpha &amp; [^1] {.x} ::: http://a.b #let"
)  # fmt: skip
TEXTS = {"one": f"P: - {NASTY}", "two_2": "P: Nobody may read this."}
FRAME = {"title": "All of it", "cases": "source", "groups": [], "root": ""}
STUDY = {
    "study": "tiny", "title": "Tiny", "subtitle": "", "authors": [], "about": "", "nest": None,
    "withdrawn": [],
    "levels": ["patient"], "language": "en", "frames": {"all": FRAME}, "alpha": 0.05, "root": ".",
    "anchor": {"threshold": 85, "orphans": "count"}, "suggest": None,
    "agree": {"unit": "sentence", "unresolved": "keep", "confidence": 0.95, "resamples": 1000},
    "saturation": {"base": 4, "run": 2, "threshold": 0.05}, "deidentify": {"allow": ["http://a.b"]},
    "report": {"engine": "embedded", "chapters": ["sample.qmd", "experience.qmd", "tests.qmd",
                                                  "evidence.qmd", "methods.qmd"]},
}  # fmt: skip


def rows_of(name: str) -> list[dict[str, Any]]:
    """The rows of one of the study's tables."""
    ends = {source: len(text) for source, text in TEXTS.items()}
    said = {"valence": "", "coder": "AM", "round": 1, "turn": 1, "how": "exact", "score": 100}
    tables = {
        "manifest": [
            {"source": s, "file": f"{s}.txt", "format": "txt", "sha256": "0" * 64, "turns": 1,
             "kind": "interview", "language": "en", "consent_quote": s == "one",
             "quotable": s == "one", "words": 9, "informants": s} for s in TEXTS
        ],
        "turns": [
            {"source": s, "turn": 1, "label": "P", "informant": s, "role": "informant", "start": 3,
             "end": end} for s, end in ends.items()
        ],
        "sentences": [
            {"source": s, "turn": 1, "sentence": 1, "start": 3, "end": end, "words": 9}
            for s, end in ends.items()
        ],
        "codings_placed": (placed := [
            {"coding": f"c{s}", "passage": f"c{s}", "source": s, "start": 5 if s == "one" else 3,
             "end": end, "quote": TEXTS[s][5:], "code": "care", "informant": s} | said
            for s, end in ends.items()
        ]),
        "consensus": [
            coding | {"derived_from": coding["coding"], "coders": "AM", "status": "single"}
            for coding in placed
        ],
        "orphans": [{"coding": "x", "file": "AM.csv", "line": 7, "source": "two_2", "code": "care",
                     "coder": "AM", "quote": "Nobody may read that.", "reason": "not found",
                     "candidates": "-"}],
        "code_counts": [dict.fromkeys(OUTPUTS["code_counts"].names, 2) | {"code": "care"}],
        "codebook": [{"code": "care", "path": "Care", "depth": 0, "name": "Care",
                      "origin": "deductive", "organisational": True}],
        "framework": [
            {"case": s, "theme": "care", "status": "coded", "quotes": f"c{s}", "evidence": "0"}
            | dict.fromkeys(("codings", "passages", "coders"), 1)
            | dict.fromkeys(("present", "absent", "mixed"), 0) for s in TEXTS
        ],
    }  # fmt: skip
    return tables.get(name, [])


@pytest.fixture
def given(tmp_path: Path) -> dict[str, Any]:
    """The named arguments of `main`, with every input written."""

    def table(name: str, file: str = "") -> Path:
        declared: Table = OUTPUTS[name]
        made = tmp_path / f"{file or name}.csv"
        write(framed(rows_of(name), declared), made, declared)
        assert len(read_made(made, declared)) == len(rows_of(name))
        return made

    texts = []
    for source, text in TEXTS.items():
        texts.append(tmp_path / "texts" / f"{source}.txt")
        texts[-1].parent.mkdir(exist_ok=True)
        texts[-1].write_text(text, "utf-8")
    coding = [
        table("codings_placed", "codings"),
        *map(table, ("consensus", "orphans", "code_counts", "codebook")),
    ]
    return {
        "texts": texts, "turns": table("turns"), "manifest": table("manifest"),
        "annotations": [table("sentences"), table("keyness"), table("collocations")],
        "coding": coding,
        "analyses": [table("framework", "framework_all")], "informants": [], "patients": [],
        "units": [], "memberships": [], "services": [], "responses": [], "deidentified": [],
        "disclosed": [],
        "book": [file for file in sorted((REPO / "reports").rglob("*")) if file.is_file()],
        "html": tmp_path / "made" / "html" / "index.html", "pdf": tmp_path / "made" / "report.pdf",
        "whole": tmp_path / "made" / "whole.txt",
        "study": STUDY,
    }  # fmt: skip


def digest(folder: Path) -> str:
    files = [file for file in sorted(folder.rglob("*")) if file.is_file()]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def test_report_is_made_and_made_alike_again(given: dict[str, Any]) -> None:
    said = main(**given)
    assert said.startswith(
        "6 chapters, 2 quotations (embedded engine); tests.qmd left out (the study has no tests or "
        "contrasts); "
    )
    assert given["html"].is_file()
    before = digest(given["pdf"].parent)
    main(**given)
    assert digest(given["pdf"].parent) == before


def test_quotations_appear_literally_and_withheld_ones_nowhere(given: dict[str, Any]) -> None:
    main(**given)
    pages = {file.name: file.read_text("utf-8") for file in given["html"].parent.glob("*.html")}
    escaped = NASTY.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert folded(escaped) in pages["evidence.html"]
    text = "".join(page.extract_text() for page in pypdf.PdfReader(given["pdf"]).pages)
    assert "".join(NASTY.split()) in "".join(text.split())
    assert "Nobody may read" not in text
    for file in given["html"].parent.rglob("*"):
        assert not file.is_file() or b"Nobody may read" not in file.read_bytes()
    assert "AM.csv, line 7" in pages["methods.html"]
    assert "two_2.1" in pages["experience.html"]


def test_nothing_is_left_when_the_book_has_problems(given: dict[str, Any], tmp_path: Path) -> None:
    own = tmp_path / "own.qmd"
    own.write_text("# Own {#sec-own}\n\n@tbl-nowhere\n", "utf-8")
    report = STUDY["report"] | {"chapters": ["./own.qmd"]}  # type: ignore[operator]
    given["study"] = STUDY | {"report": report, "root": str(tmp_path)}
    with pytest.raises(DataError, match=r"own\.qmd, line 3"):
        main(**given)
    assert not given["html"].exists()


@pytest.mark.parametrize("language", ["fi", "no", "en-GB"])
def test_shapes_are_looked_for_in_any_language(given: dict[str, Any], language: str) -> None:
    sources = given["manifest"].read_text("utf-8").replace(",en,", f",{language},")
    given["manifest"].write_text(sources, "utf-8")
    main(**given)
    text = f"P: - {NASTY[:-24]}write to eva@example.org"
    given["texts"][0].write_text(text[: len(TEXTS["one"])], "utf-8")
    with pytest.raises(DataError, match="what looks like e-mail address"):
        main(**given)


def test_no_name_of_the_key_gets_through(given: dict[str, Any], tmp_path: Path) -> None:
    name = "Threlkeld"
    given["texts"][0].write_text(f"P: - {NASTY[: -len(name)]}{name}", "utf-8")
    key = tmp_path / "private" / "key.csv"
    key.parent.mkdir()
    key.write_text(f"name,kind,pseudonym,entity,source\n{name},person,[Person 1],,\n", "utf-8")
    digest = key.with_suffix(".sha256")
    digest.write_bytes(hashed(key))
    with pytest.raises(DataError, match=r"the name behind \[Person 1\]") as error:
        main(**given | {"disclosed": [digest]})
    assert name not in str(error.value)
    files = {problem.file for problem in error.value.problems}
    assert str(given["html"].with_name("evidence.html")) in files
    assert str(given["texts"][0]) in files
    assert not given["html"].exists()
