"""The synthesis: sentences made from tables, right in number, escaped, with links that lead on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from insideout.report import synthesis
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence, code_anchor
from insideout.report.nested import by, firmness, handles, inside_of, place, supporters
from insideout.report.synthesis_said import said
from insideout.report.synthesis_tables import strongest
from insideout.report.synthesis_why import tellers

BOOK = frozenset({CHAPTER, "codebook.qmd", "responders.qmd", "synthesis.qmd"})


def made(data: Data, *chapters: str) -> dict[str, str]:
    return synthesis.includes(data, Evidence(data, frozenset(chapters) or BOOK))


def changed(data: Data, table: str, at: int, **cells: Any) -> Data:
    rows = [dict(row) for row in data.nest[table]]
    rows[at] |= cells
    return replace(data, nest={**data.nest, table: rows})


def plain(text: str) -> str:
    """Markdown as one reads it: links as their words, without escapes and emphasis."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\(.)", r"\1", text.replace("*", ""))


def test_what_patients_said_has_patterns_counts_and_the_second_witness(told: Data) -> None:
    text = plain(made(told)["argument"])
    assert "5 of 9 patients told of it." in text
    assert "present at East (2 of 2 had it) and absent at West" in text
    assert "(1 with it, 1 without it, 1 with both)" in text
    assert "Nobody told of it at North." in text
    assert "agree at East (4 records) and say otherwise at West" in text
    assert "(1 record, share .75)" in text


def test_sites_that_share_a_pattern_have_it_in_common(told: Data) -> None:
    row = next(r for r in told.nest["nest_patterns"] if r["site"] == "east")
    rows = [{**row, "across": "common", "record": ""}, {**row, "site": "north", "across": "common"}]
    text = said(told, rows)
    assert "have it in common: it is present at both sites, East (2 of 2 had it) and North" in text
    assert "The sites differ" not in text


@pytest.mark.parametrize(
    ("tellers", "expected"),
    [(1, "Only one person told of it at any site"), (4, "No more than 4 people"), (5, "")],
)
def test_few_tellers_are_said_to_be_few(told: Data, tellers: int, expected: str) -> None:
    row = told.nest["nest_patterns"][0] | {"tellers": tellers}
    text = said(told, [row, {**row, "site": "west"}])
    assert (expected in text) if expected else "could change it" not in text


def test_records_that_can_tell_of_nothing_say_so(told: Data) -> None:
    row = told.nest["nest_patterns"][0] | {"record": "not_recordable"}
    assert "nothing that a medical record could tell of" in said(told, [row])
    assert "ecord" not in said(told, [row | {"record": ""}])


def test_each_sign_goes_from_explained_to_unexplained(told: Data) -> None:
    text = plain(made(told)["argument"])
    having, _, lacking = text.partition("Those who lacked it")
    assert "2 patients at East (P1.1, P2.1) and 1 at West" in having
    assert "against the pattern of the site" in having
    assert "This is explained at East and only suggested at West" in having
    assert "Among first responders, Own list explains it at East" in having
    assert "(2 other informants; firm, 9 of 10; N1.1)" in having
    assert "Among care networks, the lack of Money <b> explains it at East" in having
    assert (
        "Only suggested, for want of more than one thing: Own list (first responders) at "
        "West <i> End (lacks support and reach)."
    ) in having
    assert "the opposite of it is told by 1 informant at East (P2.1)" in having
    assert "It was told of at North too, without the experience." in having
    assert "told of at West <i> End, where it was not reported" in having
    assert "Ruled out, since it had ended before the time that they tell of: Meetings" in lacking
    assert "at West <i> End all that was told of is ruled out" in lacking


def test_chains_go_on_outwards_and_are_told_once(told: Data) -> None:
    text = plain(made(told)["argument"])
    chain = (
        "Informants put Own list down to the lack of Money <b> (care networks; 2 informants; "
        "shaky, 4 of 8; N2.1) and theory (smith_2001) puts that in turn down to Tariffs "
        "(governance; 1 informant tells of it; shaky, 4 of 8; N2.1)."
    )
    assert chain in text
    assert text.count("Tariffs (governance") == 1


def test_what_lacks_one_thing_says_so_in_full(told: Data) -> None:
    text = plain(made(changed(told, "nest_links", 2, lacks="support"))["argument"])
    assert (
        "Only suggested, since too few independent informants tell of it: Own list (first "
        "responders) at West <i> End (1 other informant; N1.1)."
    ) in text
    assert "more than one thing" not in text


def test_long_lists_are_cut_and_lead_to_the_full_table(told: Data) -> None:
    link = dict(told.nest["nest_links"][2])
    lacks = ("support", "reach", "pattern", "alike", "opposite", "contradicted")
    some = [{**link, "lacks": lack, "mechanism": f"{lack}_x"} for lack in lacks]
    many = [{**link, "lacks": "support reach", "mechanism": f"m{n}"} for n in range(12)]
    data = replace(told, nest={**told.nest, "nest_links": [*some, *many]})
    text = made(data)["argument"]
    assert text.count("\n- ") >= len(lacks)
    assert "; and 4 more." in text


def test_nothing_against_is_said_in_words(told: Data) -> None:
    data = changed(told, "nest_links", 0, against=0, counter_evidence="", without_experience="",
                   without_mechanism="")  # fmt: skip
    assert "What speaks against it: nothing that was told." in plain(made(data)["argument"])


def test_what_nobody_offers_anything_for_is_told_apart(told: Data) -> None:
    links = [row for row in told.nest["nest_links"] if row["status"] != "ruled_out"]
    data = replace(told, nest={**told.nest, "nest_links": links})
    text = plain(made(data)["argument"])
    assert "nobody told of anything, in any ring, that would lead one to expect it" in text
    assert "ruled out" not in text


def test_features_nobody_told_of_have_no_section(told: Data) -> None:
    text = made(told)["argument"]
    assert "#sec-argument-same_person" in text
    assert "#sec-argument-reviews" not in text
    assert "Nobody told of reviews." in text


def test_names_are_escaped(told: Data) -> None:
    parts = made(told)
    for name, text in parts.items():
        outside = re.sub(r"```\{=html\}.*?```", "", text, flags=re.DOTALL)
        assert "<i>" not in outside.replace("\\<i\\>", ""), name
        assert "<b>" not in text.replace("\\<b\\>", ""), name
    assert r"West \<i\> \*End\*" in parts["argument"]
    assert "Money &lt;b&gt;" in parts["paths"]


def test_links_lead_somewhere(told: Data) -> None:
    parts = made(told)
    text = "\n".join(parts.values())
    evidence = Evidence(told, BOOK)
    anchors = {quote.anchor for quote in evidence.all} | {code_anchor(code) for code in told.codes}
    own = set(re.findall(r"\{#([\w-]+)", text))
    targets = re.findall(r'(?:\]\(|href=")([^)"#]*)#([^)"]+)[)"]', text)
    assert targets
    for file, anchor in targets:
        if file == "responders.qmd":
            assert anchor == "sec-feature-same_person"
        else:
            assert file in {CHAPTER, "codebook.qmd", ""}
            assert anchor in (anchors if file else own)


def test_links_to_chapters_left_out_are_plain_text(told: Data) -> None:
    text = "\n".join(made(told, "synthesis.qmd").values())
    assert ".qmd#" not in text
    assert "full table" not in text
    assert "N1\\.1" in text


def test_many_quotations_lead_to_the_box_with_all(told: Data) -> None:
    codings = [
        {**told.codings[0], "coding": f"c{n}", "passage": f"c{n}", "start": n, "end": n + 2}
        for n in range(6)
    ]
    evidence = Evidence(replace(told, codings=codings), BOOK)
    passages = " ".join(f"c{n}" for n in range(6))
    few = handles(evidence, passages, "quotes-x")
    assert few.count(CHAPTER) == 3
    assert few.endswith("and [3 more](#quotes-x)")
    assert handles(evidence, "c0 c1 c2 c3", "quotes-x").count(CHAPTER) == 4


def test_box_has_words_once_and_withholds_what_may_not_be_quoted(told: Data) -> None:
    text = made(told)["argument"]
    assert '#quotes-same_person .callout-note collapse="true"' in text
    assert text.count(r"Never the same\.") == 1
    manifest = [{**row, "quotable": row["source"] != "P2"} for row in told.manifest]
    text = made(replace(told, manifest=manifest))["argument"]
    assert "Never the same" not in text
    assert "words withheld" in text


def test_sums_are_right_in_singular_and_plural(told: Data) -> None:
    text = made(told)["in-short"]
    assert "Patients’ accounts give 3 experiences to explain." in text
    assert "1 is explained (by first responders), for 1 an explanation is only suggested" in text
    assert "and 1 stays unexplained." in text
    assert "Of the 2 mechanisms that explain something" in text
    assert "None of the 2 explanations survives every variation" in text
    data = changed(told, "nest_findings", 2, status="explained", explained_at="care_network")
    text = made(data)["in-short"]
    assert "2 are explained (1 by first responders and 1 by care networks)" in text
    assert "and none stays unexplained." in text


def test_nothing_told_is_said_in_a_sentence(told: Data) -> None:
    nest = {name: [] for name in told.nest} | {"nest_patterns": told.nest["nest_patterns"]}
    parts = made(replace(told, nest=nest))
    assert "Nobody told of an experience" in parts["in-short"]
    assert "There is no path" in parts["paths"]
    assert "There is nothing to compare" in parts["before-after"]
    assert parts["argument"].strip() == "Nobody told of same person and reviews."


def test_every_site_has_its_picture_and_the_overall_ones_come_first(told: Data) -> None:
    parts = made(told)
    assert parts["pictures"].count("{{< include") == 2
    assert "fig-concentric_east.md" in parts["site-by-site"]
    assert "#sec-nest-site-north" not in parts["site-by-site"]
    assert "Nobody told of an experience at North." in parts["site-by-site"]
    assert "*Unexplained*, 1 of 2: without same person." in parts["site-by-site"]
    one = replace(told, units=told.units[:1])
    assert synthesis.pictures(one).count("{{< include") == 1


def test_paths_are_sorted_by_their_weakest_edge_and_cut(told: Data) -> None:
    row = dict(told.nest["nest_paths"][0])
    rows = [{**row, "path": f"own_list@first_responder < m{n}@x", "robustness": n / 100}
            for n in range(50)]  # fmt: skip
    rows += [{**row, "robustness": None}, {**row, "robustness": 1.0, "status": "suggested"}]
    assert [r["robustness"] for r in strongest(rows)][:2] == [0.49, 0.48]
    assert [r["robustness"] for r in strongest(rows)][-2:] == [None, 1.0]
    text = made(replace(told, nest={**told.nest, "nest_paths": rows}))["paths"]
    assert text.count("<tr>") == 41  # with the head
    assert "The 40 strongest of 52 paths" in text
    assert "tables/nest_paths.csv" in text


def test_path_names_each_ring_and_what_is_lacking(told: Data) -> None:
    text = made(told)["paths"]
    assert "← lack of <a href" in text
    assert '<span class="quotation-source">care networks</span>' in text


def test_before_and_after_stand_beside_each_other(told: Data) -> None:
    parts = made(told)
    assert "left East (2012\\-10\\-01)." in parts["changes"]
    assert "<p>.50 of 2</p><p>Lack of <a" in parts["before-after"]
    assert '<td class="not-told"><p>not told</p></td>' in parts["before-after"]


def test_units_that_join_together_are_one_event(told: Data) -> None:
    row = dict(told.nest["nest_before_after"][0])
    rows = [{**row, "event": "began", "unit": unit} for unit in ("north", "west")]
    parts = made(replace(told, nest={**told.nest, "nest_before_after": rows}))
    assert parts["before-after"].count('scope="rowgroup"') == 1
    assert "North and West &lt;i&gt; *End* join East" in parts["before-after"]
    assert parts["changes"].count("joined") == 1


@pytest.mark.parametrize(
    ("ring", "at", "lead"),
    [
        ("first_responder", "first responders", "Among first responders"),
        ("network_body", "network bodies", "Among network bodies"),
        ("governance", "governance", "In governance"),
        ("non_organisational", "outside organisations", "Outside organisations"),
        ("local.agency", "local agencies", "Among local agencies"),
    ],
)
def test_rings_are_words(ring: str, at: str, lead: str) -> None:
    assert place(ring) == at
    assert inside_of(ring) == lead
    assert by(ring).endswith(at)


def test_who_tells_is_told_apart() -> None:
    link = {"ring": "governance", "support": 1, "own": 0}
    assert tellers(link, "patient") == "1 other informant"
    assert tellers({**link, "own": 2}, "patient") == (
        "1 other informant, and 2 of the patients themselves"
    )
    assert tellers({**link, "support": 0, "own": 1}, "patient").startswith(
        "no other informant, but"
    )
    outside = {"ring": "non_organisational", "support": 3, "own": 3}
    assert tellers(outside, "client") == "3 informants, among them 3 of the clients themselves"
    assert supporters(outside) == "3 informants (among them 3 of the people themselves)"


@pytest.mark.parametrize(
    ("robustness", "word"),
    [(1.0, "firm"), (0.9, "firm"), (0.8, "fairly firm"), (0.6, "shaky"), (0.1, "weak")],
)
def test_firmness_has_a_word_and_its_figures(robustness: float, word: str) -> None:
    row = {"robustness": robustness, "survived": round(robustness * 10), "variations": 10}
    assert firmness(row).startswith(word)
    assert firmness(row).endswith("of 10")
    assert firmness({**row, "robustness": None}) == ""
