"""`python -m insideout simulate study`: a study that passes the check and says what memory has."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from insideout.agree.consensus import consensus
from insideout.check import check
from insideout.code.codebook import read_codebook
from insideout.code.gather import read_codings
from insideout.code.stage import tables as coded
from insideout.commands.simulate import main
from insideout.house import Study, open_study
from insideout.informants import informants_of
from insideout.intake.stage import take_in
from insideout.nest.rings import inside_out
from insideout.reader import framed, read_inputs, records
from insideout.simulate.nested.book import codebook_records
from insideout.simulate.nested.noise import noise_of
from insideout.simulate.nested.score import inside_out_of
from insideout.simulate.nested.study import drawn, nest_settings, study
from insideout.tables import INPUTS, OUTPUTS

AGREE = {"validators": [], "unresolved": "keep"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "study"
    assert main(["study", str(folder), "--seed", "7", "--noise", "0.15"]) == 0
    return folder


def read(opened: Study, name: str) -> pd.DataFrame:
    return read_inputs([opened.root / f"{name}.csv"], INPUTS[name])


def test_the_check_of_all_inputs_accepts_it(written: Path) -> None:
    assert "no problem" in check(open_study(written / "study.yaml"))


def test_the_same_seed_gives_the_same_bytes(
    written: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = tmp_path / "study"
    main(["study", str(again), "--seed", "7", "--noise", "0.15"])
    assert f"make report STUDY={again / 'study.yaml'}" in capsys.readouterr().out
    files = sorted(f.relative_to(written) for f in written.rglob("*") if f.is_file())
    assert files == sorted(f.relative_to(again) for f in again.rglob("*") if f.is_file())
    assert all((written / f).read_bytes() == (again / f).read_bytes() for f in files)


def test_a_folder_with_files_and_numbers_out_of_range_are_refused(
    written: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (written / "study.yaml").read_bytes()
    assert main(["study", str(written), "--noise", "0.9", "--decoys", "-1"]) == 1
    said = capsys.readouterr().err
    assert "3 problems" in said
    for words in ("a new or empty folder", "from 0 to 0.7", "from 0 to 5"):
        assert words in said
    assert (written / "study.yaml").read_bytes() == before


def test_what_was_planted_stands_beside_it(written: Path) -> None:
    rows = pd.read_csv(written / "planted.csv", keep_default_na=False)
    made = study(drawn(7), noise_of(0.15), 7)
    links = rows[rows["what"] == "link"]
    assert len(links) == len(made.drawn.edges)
    assert set(links["keeps_support"]) == {"yes", "no"}
    assert sum(rows["what"] == "shaped") == len(made.drawn.shapes)
    decoys = rows["what"].str.startswith("decoy_")
    of_links = rows["what"].str.startswith("decoy_link_")
    assert (decoys & ~of_links).sum() == 2 * len(made.drawn.features)
    assert of_links.sum() == sum(bool(link.kind) for link in made.drawn.links) >= 3


def test_the_stages_make_of_it_what_the_nest_reads_in_memory(written: Path) -> None:
    opened = open_study(written / "study.yaml")
    made = study(drawn(7), noise_of(0.15), 7)
    sources = read(opened, "sources")
    taken = take_in(sources, opened.source_files(), read(opened, "speakers"),
                    root=opened.root, language="en")  # fmt: skip
    book = read_codebook(opened.root / "codebook.yaml")
    units = dict(zip(sources["source"], sources["unit"], strict=True))
    files = [opened.root / "codings" / "AM.csv"]
    stage, left = coded(read_codings(files), book, taken.texts, taken.turns, units, [], 85, "fail")
    assert not any(left.values())
    nothing = (framed([], OUTPUTS["disagreements"]), framed([], INPUTS["adjudications"]))
    team = records(consensus(stage["codings_placed"], *nothing, AGREE, taken.texts, taken.turns))
    by_id = {row["coding"]: row for row in team}
    assert by_id.keys() == {row["coding"] for row in made.codings}
    for row in made.codings:
        assert row.items() <= {**by_id[row["coding"]], "round": 1}.items()
    assert records(stage["codebook"]) == codebook_records(made.drawn.book)
    people = informants_of([opened.root / "informants.csv"], taken.turns)
    places = (records(read(opened, name)) for name in ("units", "memberships"))
    links = records(read(opened, "links"))
    names = {feature.name: [feature.name] for feature in made.drawn.features}
    settings = nest_settings() | {"features": names}
    assert opened["nest"] == settings
    run = inside_out(team, records(stage["codebook"]), records(people), *places,
                     records(taken.manifest), opened["levels"], settings, links)  # fmt: skip
    for name, table in inside_out_of(made, settings).items():
        pd.testing.assert_frame_equal(run[name], table)
