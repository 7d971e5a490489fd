"""Real projects there and back: what a run found goes to another tool, and comes back the same."""

import csv
import io
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from insideout.check import check
from insideout.code.codebook import read_codebook
from insideout.code.gather import read_codings, read_segments
from insideout.code.place import place_all
from insideout.commands.export import given_out, results_of
from insideout.commands.import_ import taken_in
from insideout.exchange.refi.read import read
from insideout.exchange.refi.write import qdpx
from insideout.exchange.results import project_of
from insideout.house import Study, open_study
from insideout.reader import framed, read_inputs, write
from insideout.tables.inputs import SOURCES, SPEAKERS
from insideout.tables.outputs import CODEBOOK, CODINGS_PLACED, MANIFEST, ORPHANS, TURNS
from insideout.transcripts import taken

REPO = Path(__file__).parents[2]
DATA = REPO.parent / "shared" / "data"
ATLAS = DATA / "refi-atlasti-standard" / "TestProject.qdpx"
XSD = DATA / "refi-xsd" / "Project.xsd"
POLYCLINICS = REPO / "results" / "polyclinics"

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="../shared/data is not here")


def faults(file: Path) -> list[str]:
    """What the official schema says against the document of a .qdpx."""
    from lxml import etree

    with zipfile.ZipFile(file) as archive:
        document = etree.fromstring(archive.read("project.qde"))
    schema = etree.XMLSchema(etree.parse(XSD))
    return [] if schema.validate(document) else [str(schema.error_log)]


def rows(file: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(file.read_bytes().decode("utf-8"), newline="")))


def ran(study: Study, folder: Path) -> list[dict[str, str]]:
    """Take a study in and place its codings as the line does; the placed codings as written."""
    inline = study.inline("sources")
    files = study.released_files()
    table = (
        framed(({"source": s, "file": f.name, "kind": "interview"} for s, f in files.items()),
               SOURCES)
        if inline else read_inputs([Path(f) for f in study.given("sources")], SOURCES)
    )  # fmt: skip
    people = study.inline("speakers")
    found = taken(study, table, people if people is not None else
                  read_inputs([Path(f) for f in study.given("speakers")], SPEAKERS))  # fmt: skip
    tree = read_codebook(study.place("codebook") or study.root, study.inline("codebook"))
    codings = read_codings(map(Path, study.coder_files()))
    segments = study.inline("segments")
    codings += (
        read_segments(study.place("segments") or study.root, segments, tree) if segments else []
    )
    units = dict(zip(found.manifest["source"], found.manifest["unit"], strict=True))
    placed, lost = place_all(codings, found.texts, found.turns, units, 85)
    for source, text in found.texts.items():
        (folder / "corpus" / "texts").mkdir(parents=True, exist_ok=True)
        (folder / "corpus" / "texts" / f"{source}.txt").write_bytes(text.encode("utf-8"))
    write(found.turns, folder / "corpus" / "turns.csv", TURNS)
    write(found.manifest, folder / "corpus" / "manifest.csv", MANIFEST)
    write(placed, folder / "tables" / "codings.csv", CODINGS_PLACED)
    write(lost, folder / "tables" / "orphans.csv", ORPHANS)
    write(framed(tree, CODEBOOK), folder / "tables" / "codebook.csv", CODEBOOK)
    return rows(folder / "tables" / "codings.csv")


def places(codings: list[dict[str, Any]], *keys: str) -> Counter[tuple[str, ...]]:
    return Counter(
        tuple(str(c[key]) for key in ("source", "start", "end", "quote", "code", *keys))
        for c in codings
    )


def seen(codings: list[dict[str, str]], folder: Path) -> list[dict[str, Any]]:
    """The same codings, places counted in characters that can be seen.

    A text that was a document once may have lines that look wrapped when it is a plain text, and
    intake joins these: a line end becomes a space (E07 of the default study).
    """

    def count(words: str) -> int:
        return len("".join(words.split()))

    texts = {f.stem: f.read_bytes().decode() for f in (folder / "corpus" / "texts").glob("*.txt")}
    return [
        {**c, "start": count(texts[c["source"]][: int(c["start"])]),
         "end": count(texts[c["source"]][: int(c["end"])]), "quote": " ".join(c["quote"].split())}
        for c in codings
    ]  # fmt: skip


def test_codings_of_pdpilot_go_out_and_come_back_at_the_same_places(tmp_path: Path) -> None:
    study = open_study(REPO / "tests" / "real" / "pdpilot.yaml")
    before = ran(study, tmp_path / "before")
    assert len(before) == 261
    file = tmp_path / "pdpilot.qdpx"
    said = given_out(study, file, tmp_path / "before")
    assert said.endswith("everything was carried over")
    assert faults(file) == []
    project = read(file)
    assert len(project.codings) == 261
    assert not project.losses
    taken_in(file, tmp_path / "after")
    again = open_study(tmp_path / "after" / "pdpilot.yaml")
    assert "7 sources, 261 codings, 91 codes: no problem" in check(again)
    after = ran(again, tmp_path / "again")
    assert places(after, "coder", "round") == places(before, "coder", "round")
    assert {row["how"] for row in after} == {"exact"}


def test_the_standard_project_comes_in_and_what_goes_out_of_it_is_valid(tmp_path: Path) -> None:
    if not ATLAS.is_file():
        pytest.skip("../shared/data/refi-atlasti-standard is not here")
    project = read(ATLAS)
    data, losses = qdpx(project)
    (tmp_path / "again.qdpx").write_bytes(data)
    assert faults(tmp_path / "again.qdpx") == []
    back = read(tmp_path / "again.qdpx")
    assert len(back.codes) == len(project.codes) == 14
    assert len(back.users) == len(project.users) == 3
    lost = sum(loss.count for loss in losses if loss.what == "coding")
    assert len(back.codings) + lost == len(project.codings) == 16
    said = taken_in(ATLAS, tmp_path / "atlas")
    assert "14 codes, 3 users" in said
    assert "no source has a text" in said
    assert len(rows(tmp_path / "atlas" / "codings_without_text.csv")) == 16


def test_the_default_study_goes_out_and_comes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not (POLYCLINICS / "tables" / "codings.csv").is_file():
        pytest.skip("results/polyclinics is not here: run the default study first")
    monkeypatch.chdir(REPO)
    study = open_study("config/polyclinics.yaml")
    file = tmp_path / "polyclinics.qdpx"
    given_out(study, file, POLYCLINICS)
    assert faults(file) == []
    project, back = project_of(results_of(study, POLYCLINICS)), read(file)
    assert sorted(back.codings, key=lambda c: c.guid) == sorted(
        project.codings, key=lambda c: c.guid
    )
    assert {s.guid: s.text for s in back.sources} == {s.guid: s.text for s in project.sources}
    taken_in(file, tmp_path / "after")
    again = open_study(tmp_path / "after" / "polyclinics.yaml")
    assert "no problem" in check(again)
    before = rows(POLYCLINICS / "tables" / "codings.csv")
    keys = ("coder", "round", "valence", "about", "direction", "period_from", "memo")
    after = seen(ran(again, tmp_path / "again"), tmp_path / "again")
    assert places(after, *keys) == places(seen(before, POLYCLINICS), *keys)


def test_coded_segments_of_pdpilot_come_in_with_texts_and_codes(tmp_path: Path) -> None:
    """As published: 261 segments, 91 codes (some without a segment), seven transcripts beside."""
    said = taken_in(DATA / "pdpilot" / "coded_segments.csv", tmp_path / "new", "pdpilot")
    assert "91 codes, 0 users, 7 sources, 261 codings" in said
    assert "code Anonymize: 32 segments by the code system, 0 here" in said
    assert said.count("by the code system") == 1  # all others are as published
    assert "everything was carried over" in said
    again = open_study(tmp_path / "new" / "pdpilot.yaml")
    assert "7 sources, 261 codings, 91 codes: no problem" in check(again)
    after = ran(again, tmp_path / "again")
    assert len(after) == 261
    before = ran(open_study(REPO / "tests" / "real" / "pdpilot.yaml"), tmp_path / "before")
    assert Counter((c["source"], c["quote"], c["code"]) for c in after) == Counter(
        (c["source"], c["quote"], c["code"]) for c in before
    )
