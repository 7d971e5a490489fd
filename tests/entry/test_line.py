"""The entry scripts one after the other on the small study, as the rules call them."""

import math
import runpy
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from insideout.house import (
    CHART_TABLES,
    COMPARE_TABLES,
    EXTRACT_TABLES,
    JUDGE_TABLES,
    NEST_TABLES,
    QUALITY_TABLES,
    STATISTICS_TABLES,
    Study,
    book_files,
    for_quality,
    for_records,
    for_report,
    for_tests,
    open_study,
    truth_tables,
)
from insideout.problems import DataError
from insideout.reader import read_made, records
from insideout.tables.outputs import OUTPUTS

REPO = Path(__file__).parents[2]
ORDER = (
    "intake", "annotate", "code", "agree", "chart", "extract", "nest", "compare", "test", "judge",
    "quality", "report",
)  # fmt: skip


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
        self.patients = paths(study.given("patients"))
        self.matrices = [self.table(f"framework_{name}") for name in study["frames"]]

    def table(self, name: str) -> Path:
        return self.results / "tables" / f"{name}.csv"

    def made_by(self, names: Iterable[str]) -> list[Path]:
        return [self.table(name) for name in names]

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
            tokens=self.results / "corpus/tokens.parquet", theme_words=self.table("theme_keyness"),
            sentences=self.table("sentences"), texts=self.texts, patients=self.patients,
            manifest=self.manifest, **self.people, summaries=paths(self.study.summary_files()),
            matrices=self.matrices, tables=self.made_by(CHART_TABLES),
            forms=[self.results / f"forms/charting_{name}.xlsx" for name in frames],
            frames=frames, queries=self.study["queries"],
        )  # fmt: skip

    def extract(self) -> None:
        self.said["extract"] = stage("extract")(
            records=paths(self.study.given("records")), patients=self.patients, **self.people,
            manifest=self.manifest, turns=self.turns, agreed=self.table("consensus"),
            codes=self.table("codebook"), benchmarks=paths(self.study.given("benchmarks")),
            tables=self.made_by(EXTRACT_TABLES),
            settings=for_records(self.study), rules=self.study["witnesses"],
            nest=self.study["nest"],
        )  # fmt: skip

    def nest(self, links: list[Path] | None = None) -> None:
        self.said["nest"] = stage("nest")(
            agreed=self.table("consensus"), codes=self.table("codebook"), turns=self.turns,
            manifest=self.manifest, **self.people,
            links=links or paths(self.study.given("links")),
            witnesses=[self.table("witnesses")], tables=self.made_by(NEST_TABLES),
            settings=self.study["nest"], levels=self.study["levels"],
        )  # fmt: skip

    def compare(self) -> None:
        self.said["compare"] = stage("compare")(
            agreed=self.table("consensus"), codes=self.table("codebook"), manifest=self.manifest,
            units=self.people["units"], memberships=self.people["memberships"],
            services=paths(self.study.given("services")), links=paths(self.study.given("links")),
            patterns=[self.table("nest_patterns")], tables=self.made_by(COMPARE_TABLES),
            cases=[self.table(f"qca_{name}") for name in truth_tables(self.study)],
            settings=self.study["compare"], nest=self.study["nest"],
        )  # fmt: skip

    def test(self) -> None:
        self.said["test"] = stage("test")(
            **self.people, patients=self.patients, turns=self.turns,
            codings=self.table("consensus"), codebook=self.table("codebook"),
            measured=self.made_by(EXTRACT_TABLES),
            responses=paths(self.study.given("responses")),
            shares=paths(self.study.given("contrasts")),
            tables=self.made_by(STATISTICS_TABLES),
            declared=self.study["tests"], settings=for_tests(self.study),
        )  # fmt: skip

    def judge(self) -> None:
        so_far = (*CHART_TABLES, *EXTRACT_TABLES, *NEST_TABLES, *COMPARE_TABLES, *STATISTICS_TABLES)
        given = ("services", "links", "journal", "hypotheses", "questions")
        self.said["judge"] = stage("judge")(
            agreed=self.table("consensus"), codes=self.table("codebook"), turns=self.turns,
            manifest=self.manifest, **self.people,
            **{key: paths(self.study.given(key)) for key in given},
            lock=paths(self.study.lock_files()), results=self.made_by(so_far),
            tables=self.made_by(JUDGE_TABLES), settings=self.study["nest"],
        )  # fmt: skip

    def quality(self) -> None:
        self.said["quality"] = stage("quality")(
            turns=self.turns, informants=self.people["informants"], patients=self.patients,
            responses=paths(self.study.given("responses")), units=self.people["units"],
            records=paths(self.study.given("records")),
            left_out=[self.table("records_left_out")], matrices=self.matrices,
            summaries=paths(self.study.summary_files()),
            printed=paths(self.study.given("printed")),
            tables=self.made_by(QUALITY_TABLES),
            settings=for_quality(self.study),
        )  # fmt: skip

    def report(self) -> None:
        coding = ("codings", "consensus", "orphans", "code_counts", "codebook", "code_changes",
                  "codebook_notes", "agreement", "disagreements", "saturation",
                  "mapped")  # fmt: skip
        made = (*CHART_TABLES, "theme_keyness", *EXTRACT_TABLES, *NEST_TABLES, *COMPARE_TABLES,
                *STATISTICS_TABLES, *JUDGE_TABLES, *QUALITY_TABLES)  # fmt: skip
        cases = [f"qca_{name}" for name in truth_tables(self.study)]
        self.said["report"] = stage("report")(
            texts=self.texts, turns=self.turns, manifest=self.manifest, deidentified=[],
            annotations=self.made_by(("sentences", "keyness", "collocations")),
            coding=self.made_by(coding),
            analyses=[*self.matrices, *self.made_by(made), *self.made_by(cases)], **self.people,
            patients=self.patients, services=paths(self.study.given("services")),
            responses=paths(self.study.given("responses")), disclosed=[],
            book=paths(book_files(self.study)), html=self.results / "report/html/index.html",
            pdf=self.results / "report/report.pdf", whole=self.results / "report/whole.txt",
            study=for_report(self.study),
        )  # fmt: skip


@pytest.fixture(scope="module")
def line(tmp_path_factory: pytest.TempPathFactory) -> Line:
    study = open_study(REPO / "tests" / "studies" / "small" / "small.yaml")
    made = Line(study, tmp_path_factory.mktemp("results"))
    for name in ORDER:
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
    assert line.said["compare"].startswith("2 comparisons, ")
    assert line.said["judge"].startswith("4 predictions (2 corroborated, 1 falsified, 1 not ")


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


def test_the_same_gp_at_more_than_half_of_the_encounters_is_the_usual_one(line: Line) -> None:
    """N1 met g1 at 2 of 3 encounters with the practice (the letter isn't one), N2 at 1 of 2."""
    found = {row["patient"]: row for row in rows(line, "records_patients")}
    usual = {who: (row["usual_gp"], row["usual_gp_id"] or "") for who, row in found.items()}
    assert usual == {"N1": (True, "g1"), "N2": (False, ""), "S1": (False, ""), "S2": (True, "g3")}
    assert found["N1"]["usual_gp_share"] == pytest.approx(2 / 3)
    assert found["N2"]["usual_gp_share"] == pytest.approx(1 / 2)
    assert {who: row["with_practice"] for who, row in found.items()} == {
        "N1": 3, "N2": 2, "S1": 4, "S2": 2,
    }  # fmt: skip


def test_an_early_encounter_a_double_and_a_prescription_count_nowhere(line: Line) -> None:
    """S2 spoke on 2021-03-09: the window begins a year before, after the visit of February."""
    left = {
        row["encounter"]: (row["date"], row["reason"]) for row in rows(line, "records_left_out")
    }
    assert left == {
        "S2-0001": ("2020-02-01", "before_window"), "S2-0003": ("2020-05-20", "duplicate"),
        "S2-0005": ("2020-06-21", "excluded_kind"),
    }  # fmt: skip
    encounters = [row["encounters"] for row in rows(line, "records_patients")]
    assert encounters == [4, 3, 4, 2]
    (beside,) = rows(line, "records_published")
    assert beside["value"] == pytest.approx((4 + 3 + 4 + 2) / 4)
    assert beside["difference"] == pytest.approx(3.25 - 4)


def test_who_has_no_coordinator_or_an_index_of_continuity(line: Line) -> None:
    """N1: g1 twice, then a nurse; COC (2² + 1² - 3) / (3 × 2), SECON one of two pairs."""
    found = {row["patient"]: row for row in rows(line, "records_patients")}
    assert [found[who]["main_initiator"] or "" for who in found] == ["g1", "", "g5", ""]
    assert [found[who]["main_active"] or "" for who in found] == ["g1", "", "", ""]
    assert found["N1"]["coc"] == pytest.approx(1 / 3)
    assert found["N1"]["secon"] == pytest.approx(1 / 2)
    assert (found["N2"]["coc"], found["S2"]["coc"]) == (0, 1)
    assert [found[who]["own_coordination"] for who in found] == [0, 0, 1, 0]


def test_the_record_contradicts_two_who_tell_of_their_doctor_and_is_silent_of_two(
    line: Line,
) -> None:
    """N2 tells of one doctor and met two; S2 tells of none and met g3 alone. Nothing was noted of
    information about S1 and S2, which contradicts nothing.
    """
    found = {(r["patient"], r["feature"]): r for r in rows(line, "witnesses")}
    assert {key: row["verdict"] for key, row in found.items()} == {
        ("N1", "same_person"): "corroborated", ("N1", "information_transfer"): "corroborated",
        ("N2", "same_person"): "contradicted", ("N2", "information_transfer"): "contradicted",
        ("S1", "same_person"): "corroborated", ("S1", "information_transfer"): "record_silent",
        ("S2", "same_person"): "contradicted", ("S2", "information_transfer"): "record_silent",
    }  # fmt: skip
    against = found["N2", "same_person"]
    assert (against["interview"], against["record"]) == ("present", "absent")
    assert against["encounters"] == "N2-0001 N2-0002"
    assert "1 of 2 encounters" in against["said"]
    placed = {row["passage"] for row in rows(line, "codings", "codings_placed")}
    assert set(against["quotes"].split()) <= placed
    assert against["quotes"]
    agreed = {row["feature"]: row for row in rows(line, "witness_agreement")}
    same = agreed["same_person"]
    assert (same["n"], same["interview_only"], same["record_only"]) == (4, 1, 1)
    assert (same["corroborated"], same["contradicted"], same["kappa"]) == (2, 2, None)


def test_two_against_two_is_no_difference_shown(line: Line) -> None:
    """Of 6 ways to choose who has a doctor, 2 divide the sites like this: p = 2 / 6."""
    found = {row["test"]: row for row in rows(line, "tests")}
    by_site = found["doctor_by_site"]
    assert (by_site["n"], by_site["left_out"], by_site["groups"]) == (4, 0, 2)
    assert by_site["p"] == pytest.approx(1 / 3)
    assert {row["verdict"] for row in found.values()} == {"no_difference_shown"}
    assert by_site["p_cluster"] is None
    assert by_site["partner_note"] == "every site has one practice"
    cells = {(r["group"], r["value"]): r["n"] for r in rows(line, "test_cells")
             if r["test"] == "doctor_by_site"}  # fmt: skip
    assert cells["north", "yes"] == cells["south", "no"] == 2
    assert cells.get(("north", "no"), 0) == cells.get(("south", "yes"), 0) == 0


def test_a_published_contrast_depends_on_how_many_were_asked(line: Line) -> None:
    """16 of 20 against 10 of 20: chi² = 40 (16 × 10 - 4 × 10)² / (20 × 20 × 26 × 14) = 3.956."""
    small, large = rows(line, "contrasts")
    assert [(row["first_n"], row["second_n"]) for row in (small, large)] == [(20, 20), (100, 100)]
    assert small["difference"] == pytest.approx(0.3)
    assert small["p"] == pytest.approx(math.erfc(math.sqrt(40 * 120**2 / 145600 / 2)))
    assert small["p"] > large["p"]
    assert (small["assumed"], large["assumed"]) == (True, True)
    assert small["low"] < 0.3 < small["high"]


def test_what_can_not_be_right_in_the_data_is_found(line: Line) -> None:
    """Printed: 2 and 2 make 4, and 5 is printed. N2 has 2 of 3 conditions and no exception."""
    found = {(row["check"], row["where"] or ""): row for row in rows(line, "data_quality")}
    assert set(found) == {
        ("printed_sum", "all (set patients)"), ("patients", "N2"), ("duplicate", "S2"),
        ("before_window", ""), ("excluded_kind", ""),
    }  # fmt: skip
    printed = found["printed_sum", "all (set patients)"]
    assert printed["weight"] == "impossible"
    assert (printed["expected"], printed["found"]) == (
        "the parts to add up to 5", "they add up to 4 (table 1; text)",
    )  # fmt: skip
    assert line.said["quality"].endswith("1 impossible, 2 doubtful, 2 known")
    met = {row["patient"]: row["met"] for row in rows(line, "eligibility")}
    assert met == {"N1": "yes", "N2": "no", "S1": "yes", "S2": "no"}
    steps = [(row["n"], row["counted"], row["lost"]) for row in rows(line, "flow")]
    assert steps == [(6, False, None), (4, True, 2)]
    gaps = {(row["about"], row["column"]): row for row in rows(line, "missing")}
    exceptions = gaps["patients", "exception"]
    assert (exceptions["missing"], exceptions["rows"]) == (3, 4)
    assert gaps["records", "care_plan"]["missing"] == 15


def test_tables_of_what_a_researcher_asks_hold_the_codings(line: Line) -> None:
    """Patients with a doctor of their own are N1 and N2, those without S1 and S2."""
    asked = [r for r in rows(line, "code_attributes") if r["code"] == "same_doctor"]
    assert {row["attribute"] for row in asked} == {"own_doctor"}
    assert [name for name in CHART_TABLES if not rows(line, name)] == []


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


def test_rings_come_from_the_levels_and_one_says_nothing(line: Line) -> None:
    """Nobody was asked of the network; reasons in no organisation stand after the practices."""
    found = [(r["ring"], r["units"], r["codings"]) for r in rows(line, "nest_rings")]
    assert found == [
        ("provider_organisation", 2, 8), ("non_organisational", 0, 0), ("care_network", 1, 0),
    ]  # fmt: skip


def test_an_explanation_hangs_on_who_alone_tells_of_it(line: Line) -> None:
    """P1 alone says that the south has no shared record."""
    links = {(r["site"], r["mechanism"]): r for r in rows(line, "nest_links")}
    south = links["south", "shared_record"]
    assert (south["valence"], south["units"], south["lacks"]) == (
        "absent", "south_practice", "support",
    )  # fmt: skip
    broken = [r for r in rows(line, "nest_robustness") if r["breaks"]]
    assert {(r["kind"], r["site"], r["mechanism"], r["breaks"]) for r in broken} == {
        ("informant", "south", "shared_record", "P1"), ("source", "south", "shared_record", "P1"),
    }  # fmt: skip
    lost = sum(r["variations"] - r["survived"] for r in broken)
    assert south["robustness"] == pytest.approx((south["variations"] - lost) / south["variations"])
    assert {key for key, r in links.items() if r["robustness"] < 1} == {("south", "shared_record")}


def test_a_network_explains_nothing_where_nobody_says_so(line: Line) -> None:
    """Both practices are its members: paths end at the practices all the same."""
    assert rows(line, "nest_shaped") == []
    assert {r["outermost"] for r in rows(line, "nest_paths")} == {"provider_organisation"}
    joined = {(r["unit"], r["parent"], str(r["date"])) for r in rows(line, "nest_before_after")}
    assert joined == {("south_practice", "valley_network", "2020-06-01")}


def test_a_site_is_on_the_side_that_its_services_were_on_at_the_time(line: Line) -> None:
    """The south bought its nurses' visits from 2020 on; everything was told of the year 2020."""
    sides = {
        (r["site"], r["side"], str(r["to"] or "")) for r in rows(line, "configurations")
        if r["comparison"] == "practice_community"
    }  # fmt: skip
    assert sides == {("north", "first", ""), ("south", "first", "2019-12-31"),
                     ("south", "second", "")}  # fmt: skip
    found = {
        (r["direction"], r["code"]): r for r in rows(line, "comparison")
        if r["comparison"] == "practice_community"
    }  # fmt: skip
    lists = found["unstated", "personal_list"]
    assert (lists["first_present"], lists["first_informants"]) == ("north", 3)
    assert (lists["verdict"], lists["other_side"]) == ("only_first", "silent")
    record = found["vertical", "shared_record"]
    assert (record["second_absent"], record["second_against"]) == ("south", 1)
    assert (record["verdict"], record["other_side"]) == ("only_first", "absent")


def test_what_one_organisation_does_alone_is_no_interface(line: Line) -> None:
    (row,) = rows(line, "interface_barriers")
    assert (row["verdict"], row["silent"]) == ("not_reported", "south")
    assert row["not_applicable"] == "north; south (until 2019-12-31)"


def test_two_sites_bear_one_condition(line: Line) -> None:
    found = {r["combination"]: r for r in rows(line, "truth_table")}
    assert {name: (r["cases"], r["outcome"]) for name, r in found.items()} == {
        "own_nurses=1": ("north", "1"), "own_nurses=0": ("south", "0"),
    }  # fmt: skip
    cases = rows(line, "qca_same_doctor", "qca")
    assert [(r["case"], r["own_nurses"], r["outcome"]) for r in cases] == [
        ("north", "1", "1"), ("south", "0", "0"),
    ]  # fmt: skip
    solved = {
        (r["outcome"], r["term"]) for r in rows(line, "qca_fits")
        if r["kind"] == "solution" and r["solution"] == "conservative"
    }  # fmt: skip
    assert solved == {("outcome", "own_nurses"), ("~outcome", "~own_nurses")}


def test_hypotheses_are_judged_by_what_patients_told_in_their_setting(line: Line) -> None:
    """Both patients of the north see the same doctor, neither of the south's does; nobody speaks
    of the network.
    """
    found = {(r["hypothesis"], r["continuity"]): r for r in rows(line, "hypotheses")}
    assert {key: (r["n"], r["share"], r["verdict"]) for key, r in found.items()} == {
        ("own_nurses", "relational"): (2, 1, "corroborated"),
        ("bought", "relational"): (2, 0, "falsified"),
        ("bought", "informational"): (4, -1, "corroborated"),
        ("network", "relational"): (0, None, "not_testable"),
    }  # fmt: skip
    assert found["bought", "relational"]["counter_cases"] == "S1 S2"
    held = {r["hypothesis"]: r for r in rows(line, "ledger")}
    assert {r["standing"] for r in held.values()} == {"fixed_before"}
    assert all(r["hash"] == r["locked"] for r in held.values())
    assert (held["bought"]["corroborated"], held["bought"]["falsified"]) == (1, 1)


def test_a_statement_between_continuities_is_a_dependency_and_no_edge(line: Line) -> None:
    found = {(r["first"], r["second"]): r for r in rows(line, "dependencies")}
    stated = found["relational", "informational"]
    assert (stated["statements"], stated["sign"]) == (1, "+")
    assert (stated["both"], stated["neither"], stated["phi"]) == (2, 2, 1)
    assert found["informational", "relational"]["statements"] == 0


def test_a_revision_names_the_passage_and_the_prediction_that_prompted_it(line: Line) -> None:
    (row,) = rows(line, "revisions")  # the memo is none
    assert (row["version"], row["about"], row["missing"]) == (1, "informational", "")
    passage, prediction = row["evidence"].split()
    assert passage in {r["passage"] for r in rows(line, "consensus")}
    assert prediction == "own_nurses.relational"


def test_a_question_is_answered_by_its_own_words_and_says_what_it_rests_on(line: Line) -> None:
    found = {(r["question"], r["part"] or ""): r for r in rows(line, "questions")}
    assert {key: r["status"] for key, r in found.items()} == {
        ("RQ1", ""): "answered", ("RQ1", "a"): "open", ("RQ1", "b"): "answered",
        ("RQ2", ""): "open",
    }  # fmt: skip
    count = len(rows(line, "comparison"))
    told = found["RQ1", "b"]["rests_on"]
    assert told == f"nest_findings (4), comparison ({count}), hypotheses (4)"


def test_the_book_has_a_page_of_each_analysis(line: Line) -> None:
    pages = {file.stem for file in (line.results / "report/html").glob("*.html")}
    assert {"synthesis", "comparison", "hypotheses", "answers"} <= pages
    assert "left out" not in line.said["report"]
    page = (line.results / "report/html/hypotheses.html").read_text("utf-8")
    for row in rows(line, "ledger"):
        assert row["statement"] in page
    answers = (line.results / "report/html/answers.html").read_text("utf-8")
    assert "They arrive where the record is shared." in answers


def test_evidence_of_a_link_that_is_no_coding_is_listed(line: Line, tmp_path: Path) -> None:
    """Whatever rests on it has one informant fewer; the run goes on."""
    linked = tmp_path / "links.csv"
    linked.write_text(
        "from,to,sign,basis,evidence\nvalley_network,personal_list,+,informant,0123456789ab\n"
    )
    apart = Line(line.study, line.results)
    apart.table = lambda name: (  # type: ignore[method-assign]
        tmp_path / f"{name}.csv" if name.startswith("nest_") else line.table(name)
    )
    apart.nest(links=[linked])
    (row,) = rows(apart, "nest_left_out")
    assert (row["coding"], row["code"]) == ("0123456789ab", "personal_list")
    assert rows(apart, "nest_shaped") == []
