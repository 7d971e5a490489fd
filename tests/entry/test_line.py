"""The entry scripts one after the other on the small study, as the rules call them."""

import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.house import NEST_TABLES, Study, open_study
from insideout.problems import DataError
from insideout.reader import read_made, records
from insideout.tables.outputs import OUTPUTS

REPO = Path(__file__).parents[2]


def stage(name: str) -> Callable[..., str]:
    main: Callable[..., str] = runpy.run_path(str(REPO / "scripts" / f"{name}.py"))["main"]
    return main


def paths(files: list[str]) -> list[Path]:
    return [Path(file) for file in files]


class Line:
    """A run of the stages in one process: what each said, and where its files are."""

    def __init__(self, study: Study, results: Path) -> None:
        self.study, self.results, self.said = study, results, dict[str, str]()
        self.sources = study.source_files()
        self.texts = [results / f"corpus/texts/{source}.txt" for source in self.sources]
        self.turns, self.manifest = results / "corpus/turns.csv", results / "corpus/manifest.csv"
        self.people = {
            "informants": paths(study.given("informants")),
            "units": paths(study.given("units")),
            "memberships": paths(study.given("memberships")),
        }

    def table(self, name: str) -> Path:
        return self.results / "tables" / f"{name}.csv"

    def intake(self) -> None:
        self.said["intake"] = stage("intake")(
            sources=paths(self.study.given("sources")), files=list(self.sources.values()),
            speakers=paths(self.study.given("speakers")), texts=self.texts, turns=self.turns,
            manifest=self.manifest, root=str(self.study.root), pattern=None, roles=None,
            ids=list(self.sources), language="en", columns=self.study["turn_columns"], encoded=True,
        )  # fmt: skip

    def annotate(self) -> None:
        self.said["annotate"] = stage("annotate")(
            texts=self.texts, turns=self.turns, manifest=self.manifest, **self.people,
            tokens=self.results / "corpus/tokens.parquet", sentences=self.table("sentences"),
            words=self.table("keyness"), pairs=self.table("collocations"),
            matches=self.table("matches"), codebook=paths(self.study.given("codebook")),
            pipelines={},
        )  # fmt: skip

    def code(self, codings: list[Path] | None = None, orphaned: str = "fail") -> None:
        self.said["code"] = stage("code")(
            texts=self.texts, turns=self.turns, manifest=self.manifest,
            codebook=paths(self.study.given("codebook")),
            codings=codings or paths(self.study.coder_files()), segments=[],
            placed=self.table("codings"), orphans=self.table("orphans"),
            code_counts=self.table("code_counts"), codes=self.table("codebook"),
            changes=self.table("code_changes"), notes=self.table("codebook_notes"),
            book=None, segment=None, rounds=[], threshold=85, orphaned=orphaned,
        )  # fmt: skip

    def agree(self) -> None:
        self.said["agree"] = stage("agree")(
            texts=self.texts, turns=self.turns, manifest=self.manifest,
            sentences=self.table("sentences"), placed=self.table("codings"),
            codes=self.table("codebook"), assignments=[], adjudications=[], mapping=[],
            agreed=self.table("consensus"), agreement=self.table("agreement"),
            disagreements=self.table("disagreements"), saturation_table=self.table("saturation"),
            mapped=self.table("mapped"), form=self.results / "forms" / "disagreements.xlsx",
            settings=self.study["agree"], rounds=[], saturation_settings=self.study["saturation"],
            seed=1,
        )  # fmt: skip

    def chart(self) -> None:
        frames: dict[str, Any] = self.study["frames"]
        self.said["chart"] = stage("chart")(
            agreed=self.table("consensus"), codes=self.table("codebook"), turns=self.turns,
            cases=self.table("code_cases"), pairs=self.table("code_pairs"),
            tokens=self.results / "corpus/tokens.parquet", theme_words=self.table("theme_keyness"),
            manifest=self.manifest, **self.people, summaries=paths(self.study.summary_files()),
            matrices=[self.table(f"framework_{name}") for name in frames], frames=frames,
        )  # fmt: skip

    def nest(self) -> None:
        self.said["nest"] = stage("nest")(
            agreed=self.table("consensus"), codes=self.table("codebook"), turns=self.turns,
            **self.people, tables=[self.table(name) for name in NEST_TABLES],
            settings=self.study["nest"],
        )  # fmt: skip


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    study = open_study(REPO / "tests" / "studies" / "small" / "small.yaml")
    made = Line(study, tmp_path_factory.mktemp("results"))
    for name in ("intake", "annotate", "code", "agree", "chart", "nest"):
        getattr(made, name)()
    return made


def rows(line: Line, name: str, declared: str = "") -> list[dict[str, Any]]:
    return records(read_made(line.table(name), OUTPUTS[declared or name]))


def test_each_stage_says_what_it_read_and_made(line: Line) -> None:
    assert line.said["intake"].startswith("5 sources → 5 texts, ")
    assert line.said["annotate"].endswith(" lemmas")
    assert line.said["code"].startswith("21 codings with ")
    assert line.said["chart"].startswith("patients 4 × ")
    assert "experiences to explain" in line.said["nest"]


def test_tokens_lie_where_they_say_and_cover_every_word(line: Line) -> None:
    tokens = pd.read_parquet(line.results / "corpus/tokens.parquet")
    texts = {file.stem: file.read_text("utf-8") for file in line.texts}
    for token in tokens.itertuples():
        text = texts[str(token.source)]
        assert text[int(str(token.start)) : int(str(token.end))].lower() == token.lower
    said = {
        (row["source"], row["turn"]): row
        for row in records(read_made(line.turns, OUTPUTS["turns"]))
    }
    for key, group in tokens.groupby(["source", "turn"]):
        turn = said[key]  # type: ignore[index]
        spoken = "".join(texts[turn["source"]][turn["start"] : turn["end"]].split())
        assert (
            "".join(
                texts[turn["source"]][a:b]
                for a, b in zip(group["start"], group["end"], strict=True)
            )
            == spoken
        )


def test_sentences_end_where_speech_does(line: Line) -> None:
    text = (line.results / "corpus/texts/N1.txt").read_text("utf-8")
    spoken = [text[r["start"] : r["end"]] for r in rows(line, "sentences") if r["source"] == "N1"]
    assert spoken[1] == "Always Doctor Alder, for eleven years now."
    assert spoken[2] == "I am on her list and nobody else's."


def test_lemmas_are_words_of_the_dictionary(line: Line) -> None:
    tokens = pd.read_parquet(line.results / "corpus/tokens.parquet")
    lemmas = dict(zip(tokens["lower"], tokens["lemma"], strict=True))
    assert (lemmas["weeks"], lemmas["papers"], lemmas["years"]) == ("week", "paper", "year")


def test_two_coders_of_one_passage_count_it_once(line: Line) -> None:
    counts = {row["code"]: row for row in rows(line, "code_counts")}
    assert (counts["same_doctor"]["codings"], counts["same_doctor"]["passages"]) == (6, 4)
    assert (counts["same_doctor"]["present"], counts["same_doctor"]["absent"]) == (3, 3)


def test_a_remark_about_another_site_is_charted_there(line: Line) -> None:
    """P1 of the north says that the south has no shared record."""
    remark = next(
        r for r in rows(line, "codings", "codings_placed") if r["quote"].startswith("South of")
    )
    cells = [
        r for r in rows(line, "framework_sites", "framework") if remark["passage"] in r["quotes"]
    ]
    assert [cell["case"] for cell in cells] == ["south"]


def test_personal_lists_suggest_why_the_north_has_its_own_doctors(line: Line) -> None:
    """Three people of the north tell of personal lists, but two of them are the patients whose
    experience it is: one independent informant suggests.
    """
    found = {(r["site"], r["feature"], r["sign"]): r for r in rows(line, "nest_findings")}
    north = found["north", "same_person", "+"]
    assert (north["status"], north["mechanisms"]) == ("suggested", "personal_list")
    assert north["patients"] == 2
    link = next(r for r in rows(line, "nest_links") if r["mechanism"] == "personal_list")
    assert (link["support"], link["own"]) == (1, 2)


def test_an_orphan_stops_the_stage_or_is_counted_by_the_studys_choice(
    line: Line, tmp_path: Path
) -> None:
    stray = tmp_path / "XY.csv"
    stray.write_text(
        "source,quote,code,coder\nN1,words that nobody said to anyone,same_doctor,XY\n"
    )
    apart = Line(line.study, line.results)
    apart.table = lambda name: tmp_path / f"{name}.csv"  # type: ignore[method-assign]
    with pytest.raises(DataError, match=r"XY\.csv, line 2, quote"):
        apart.code([stray])
    assert not (tmp_path / "codings.csv").exists()
    apart.code([stray], orphaned="count")
    orphans = records(read_made(tmp_path / "orphans.csv", OUTPUTS["orphans"]))
    assert [(o["source"], o["line"]) for o in orphans] == [("N1", 2)]


def test_the_seal_hashes_what_went_in_and_removes_tables_of_an_earlier_line(
    line: Line, tmp_path: Path
) -> None:
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "gone.csv").write_text("old\n")
    kept, page = tmp_path / "tables" / "kept.csv", tmp_path / "report" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    kept.write_text("a\n")
    page.write_text("<p>")
    proof = {name: tmp_path / "provenance" / f"{name}.csv" for name in ("i", "o", "v")}
    said = stage("seal")(
        inputs=[line.study.path], corpus=[], tables=[kept], forms=[], report=[page],
        sealed_inputs=proof["i"], sealed_outputs=proof["o"], made_with=proof["v"],
    )  # fmt: skip
    assert said == "1 inputs and 2 outputs hashed, 1 old tables removed"
    assert not (tmp_path / "tables" / "gone.csv").exists()
    sealed = records(read_made(proof["o"], OUTPUTS["sealed"]))
    # echo a | sha256sum
    assert (
        sealed[-1]["sha256"] == "87428fc522803d31065e7bce3cf03fe475096631e5e07bbd7a0fde60c4cf25c7"
    )
    assert {r["package"] for r in records(read_made(proof["v"], OUTPUTS["versions"]))} >= {"pandas"}
