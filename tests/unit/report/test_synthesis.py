"""The synthesis: sentences made from tables, right in number, escaped, with links that lead on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from insideout.report import synthesis
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence, code_anchor
from insideout.report.nested import (
    by,
    called,
    firmness,
    handles,
    informants_of,
    inside_of,
    place,
    survives,
    tellers,
)
from insideout.report.synthesis_said import experienced, said
from insideout.report.synthesis_tables import compared, strongest, went_came
from insideout.tables.nest import RULED_OUT

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


def test_each_feature_begins_with_its_answer(told: Data) -> None:
    text = plain(made(told)["argument"])
    assert (
        "In short: Patients tell of same person at East and of no same person at West <i> End. "
        "Own list (first responders) explains same person at East, as the lack of Money <b> (care "
        "networks) does; 2 of 3 experiences stay open (1 with suggestions only and 1 with "
        "nothing offered)."
    ) in text
    heading, answer = text.index("### Same person"), text.index("In short:")
    assert heading < answer < text.index("5 of 9 patients told of it, no more than 3 at any site")


def test_answers_are_right_where_all_or_nothing_is_explained(told: Data) -> None:
    rows = [{**row, "status": "explained"} for row in told.nest["nest_findings"]]
    done = replace(told, nest={**told.nest, "nest_findings": rows})
    assert "nothing stays open." in made(done)["argument"]
    rows = [{**row, "status": "suggested"} for row in told.nest["nest_findings"]]
    links = [{**row, "status": "suggested"} for row in told.nest["nest_links"]]
    none = replace(told, nest={**told.nest, "nest_findings": rows, "nest_links": links})
    text = made(none)["argument"]
    assert "Nothing explains this: all 3 experiences stay open (with suggestions only)." in text


def test_features_are_called_as_the_study_calls_them(told: Data) -> None:
    phrases = {"same_person": {"with": "*one* face", "without": "many faces"}}
    study = {**told.study, "nest": {**told.study["nest"], "phrases": phrases}}
    data = replace(told, study=study)
    assert called(data, "same_person", "-") == "many faces"
    assert called(data, "no_gaps", "-") == "no no gaps"  # without words of its own: its name
    parts = made(data)
    assert r"### \*one\* face" in parts["argument"]
    assert "**[Many faces]{.valence-absent}:**" in parts["argument"]
    assert "*Unexplained*, 1 of 2: many faces." in parts["site-by-site"]
    assert "*one* face</span>" in parts["paths"]
    assert "without no" not in "".join(parts.values())


def test_what_patients_said_has_the_second_witness(told: Data) -> None:
    text = plain(made(told)["argument"])
    assert "Nobody told of it at North." in text
    assert "agree at East (4 records) and say otherwise at West" in text
    assert "(1 record, share .75)" in text
    assert "Fewer than 5 records, as at East and West <i> End, are too few to lean on." in text


def test_enough_records_need_no_caution(told: Data) -> None:
    rows = [{**row, "records": 5} for row in told.nest["nest_patterns"] if row["tellers"]]
    assert "too few to lean on" not in said(told, rows)


def test_sites_that_share_a_pattern_have_it_in_common(told: Data) -> None:
    row = next(r for r in told.nest["nest_patterns"] if r["site"] == "east")
    rows = [row, {**row, "site": "north"}]
    assert experienced(told, rows) == "Patients tell of same person at both sites."
    rows.append({**row, "site": "west", "pattern": "mixed"})
    assert experienced(told, rows) == (
        r"Patients tell of same person at East and North and of both at West \<i\> \*End\*."
    )


@pytest.mark.parametrize(
    ("tellers", "expected"),
    [(1, "only one at any site"), (4, "no more than 4 at any site"), (5, "")],
)
def test_few_tellers_are_said_to_be_few(told: Data, tellers: int, expected: str) -> None:
    row = told.nest["nest_patterns"][0] | {"tellers": tellers}
    text = said(told, [row, {**row, "site": "west"}])
    assert (expected in text) if expected else "could change it" not in text


def test_records_that_can_tell_of_nothing_say_so(told: Data) -> None:
    row = told.nest["nest_patterns"][0] | {"record": "not_recordable"}
    assert "nothing that a medical record could tell of" in said(told, [row])
    assert "ecord" not in said(told, [row | {"record": ""}])


def test_each_sign_has_what_explains_it_and_what_is_told_against(told: Data) -> None:
    text = plain(made(told)["argument"])
    having, _, lacking = text.partition("[No same person]{.valence-absent}:")
    assert "[Same person]{.valence-present}: 2 of 2 patients at East (P1.1, P2.1) and 1 of 3" in (
        having
    )
    assert "(against the pattern; P1.1)" in having
    assert "Among first responders, Own list explains this at East" in having
    assert "(2 other informants; contrast shown; firm, 9 of 10; N1.1)" in having
    assert "Among care networks, the lack of Money <b> explains this at East" in having
    assert "(2 other informants; not contradicted, but no contrast shown; firm" in having
    assert "the opposite of Own list (first responders) is told by 1 informant at East (P2.1)" in (
        having
    )
    assert "was told of at North too, without patients who tell of same person." in having
    assert f"Ruled out, since {RULED_OUT['ended']}: Meetings" in lacking
    assert "Weaker" not in text
    assert "Own list (first responders) at West" not in text  # it lacks two things
    assert "1 weaker suggestion, which lacks more than one thing, and the checks" in text


def test_silence_stands_apart_from_what_speaks_against(told: Data) -> None:
    text = plain(made(told)["argument"])
    opposed, _, silent = text.partition("Where nobody spoke of the mechanism:")
    assert "Statements that say the opposite:" in opposed
    assert silent.startswith(
        " the lack of Money <b> (care networks) at West <i> End, where the experience is the "
        "opposite."
    )
    # Own list isn't silent at West: a suggestion there tells of it
    assert "Own list" not in silent.partition("\n")[0]
    data = changed(told, "nest_links", 1, differs="yes", without_mechanism="north")
    silent = plain(made(data)["argument"]).partition("Where nobody spoke of the mechanism:")[2]
    assert silent.startswith(
        " the lack of Money <b> (care networks) at North, where it is the same"
    )


def test_nothing_against_is_said_in_words(told: Data) -> None:
    data = changed(told, "nest_links", 0, against=0, counter_evidence="", without_experience="")
    assert "Statements that say the opposite: none." in plain(made(data)["argument"])


def test_features_end_with_what_would_be_needed(told: Data) -> None:
    text = plain(made(changed(told, "nest_links", 2, lacks="support"))["argument"])
    needed = text.partition("What would be needed: ")[2].partition("\n")[0]
    assert needed == (
        "to show the contrast, word of the lack of Money <b> (care networks) from West <i> End; "
        "for the suggestion above, another independent informant (1); another mechanism for no "
        "same person at West <i> End (all that was told of is ruled out)."
    )


def test_chains_say_who_says_so_and_how_firmly(told: Data) -> None:
    text = plain(made(told)["argument"])
    chain = (
        "2 informants (N2.1) put Own list down to the lack of Money <b> (care networks; shaky, 4 "
        "of 8) and theory (smith_2001) puts that in turn down to Tariffs (governance; 1 informant "
        "tells of it; N2.1), which only suggests it."
    )
    assert chain in text
    assert text.count("Tariffs (governance") == 1


def test_one_informant_only_suggests_a_chain(told: Data) -> None:
    text = plain(made(changed(told, "nest_shaped", 0, support=1, status="suggested"))["argument"])
    assert (
        "One informant (N2.1) puts Own list down to the lack of Money <b> (care networks)" in text
    )
    assert "(care networks), which only suggests it" in text
    assert "fairly firm" not in text


@pytest.mark.parametrize(
    ("elsewhere", "expected"),
    [
        (1, "An informant of another site (N2.1), who says so in general (nobody here does), puts"),
        (2, "2 informants of others (N2.1), who say so in general (nobody here does), put "),
    ],
)
def test_what_is_said_at_another_site_is_said_to_be(
    told: Data, elsewhere: int, expected: str
) -> None:
    data = changed(told, "nest_shaped", 0, support=0, elsewhere=elsewhere, status="suggested")
    assert expected in plain(made(data)["argument"])
    rows = [{k: v for k, v in row.items() if k != "elsewhere"} for row in told.nest["nest_shaped"]]
    assert made(replace(told, nest={**told.nest, "nest_shaped": rows}))["argument"]


def test_what_lacks_one_thing_says_so_in_full(told: Data) -> None:
    text = plain(made(changed(told, "nest_links", 2, lacks="support"))["argument"])
    assert (
        "Only suggested, since too few independent informants tell of it: Own list (first "
        "responders) at West <i> End (N1.1)."
    ) in text
    assert "more than one thing" not in text


def test_only_the_people_themselves_are_said_to_be_alone(told: Data) -> None:
    data = changed(told, "nest_links", 2, lacks="support", support=0, own=1)
    assert "at West <i> End (only the patient tells of it; N1.1)" in plain(made(data)["argument"])


def test_weak_suggestions_are_counted_where_nothing_better_is_offered(told: Data) -> None:
    links = told.nest["nest_links"][2:3]
    text = made(replace(told, nest={**told.nest, "nest_links": links}))["argument"]
    assert "*Only suggested*, by 1 mechanism that lacks more than one thing." in text


def test_long_lists_are_cut_and_lead_to_the_full_table(told: Data) -> None:
    link = dict(told.nest["nest_links"][2])
    lacks = ("support", "reach", "pattern", "alike", "opposite", "contradicted")
    some = [{**link, "lacks": lack, "mechanism": f"{lack}_x"} for lack in lacks]
    many = [{**link, "lacks": "reach", "mechanism": f"m{n}"} for n in range(12)]
    data = replace(told, nest={**told.nest, "nest_links": [*some, *many]})
    text = made(data)["argument"]
    assert text.count("\n- ") >= len(lacks)
    assert "; [7 more](responders.qmd#sec-feature-same_person)." in text


def test_what_nobody_offers_anything_for_is_told_apart(told: Data) -> None:
    links = [row for row in told.nest["nest_links"] if row["status"] != "ruled_out"]
    data = replace(told, nest={**told.nest, "nest_links": links})
    text = plain(made(data)["argument"])
    assert "any mechanism at all for no same person at West <i> End (nobody told of one" in text
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


def test_words_of_what_explains_are_printed_on_paper_too(told: Data) -> None:
    text = made(told)["argument"]
    assert r"“We keep lists\.”" in text
    assert r"“We keep lists\.”]{.cell-words}" not in text  # such words are for screens
    assert r"“It was always her\.”]{.cell-words}" in text


def test_sums_are_right_in_singular_and_plural(told: Data) -> None:
    text = made(told)["in-short"]
    assert "Patients’ accounts give 3 experiences to explain." in text
    assert "1 is explained (by first responders), for 1 an explanation is only suggested" in text
    assert "and 1 stays unexplained." in text
    assert (
        "1 of the 2 explanations (a mechanism at a site) has the contrast shown: where the "
        "experience is the opposite, so is what was told of the mechanism; for 1 nobody at a site "
        "with the opposite experience spoke of the mechanism, so that it is not contradicted, "
        "which is weaker."
    ) in text
    assert (
        "Of the 2 mechanisms that explain something, counted site by site, 1 is traced to what "
        "shaped it further out; for 1 more such a link is only suggested."
    ) in text
    assert "None of the 2 explanations survives every variation" in text
    data = changed(told, "nest_findings", 2, status="explained", explained_at="care_network")
    text = made(data)["in-short"]
    assert "2 are explained (1 by first responders and 1 by care networks)" in text
    assert "and none stays unexplained." in text


def test_suggested_links_outwards_are_not_traced(told: Data) -> None:
    text = made(changed(told, "nest_shaped", 0, status="suggested"))["in-short"]
    assert "none are traced to what shaped them further out; for 2 such a link is only" in text


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
    assert "*Unexplained*, 1 of 2: no same person." in parts["site-by-site"]
    one = replace(told, units=told.units[:1])
    assert synthesis.pictures(one).count("{{< include") == 1


def test_paths_are_sorted_by_their_weakest_edge_and_cut(told: Data) -> None:
    row = dict(told.nest["nest_paths"][0])
    rows = [{**row, "path": f"own_list@first_responder < m{n}@x", "robustness": n / 100}
            for n in range(50)]  # fmt: skip
    rows += [{**row, "robustness": None, "path": "none@x"}]
    rows += [{**row, "robustness": 1.0, "status": "suggested", "support": n} for n in (1, 3)]
    ordered = strongest(rows)
    assert [r["robustness"] for r in ordered][:2] == [0.49, 0.48]
    assert ordered[-3]["robustness"] is None
    assert [r["support"] for r in ordered[-2:]] == [3, 1]
    text = made(replace(told, nest={**told.nest, "nest_paths": rows}))["paths"]
    assert text.count("<tr>") == 32  # with the head and the band
    assert "The 30 strongest of 53 paths" in text
    assert "tables/nest_paths.csv" in text


def test_suggested_paths_stand_apart_and_without_robustness(told: Data) -> None:
    text = made(changed(told, "nest_paths", 1, status="suggested", robustness=1.0))["paths"]
    explained, _, suggested = text.partition("Only suggested: an edge at least is")
    assert ">.90<" in explained
    assert "1.00" not in text
    assert ">–<" in suggested


def test_path_names_each_ring_and_what_is_lacking(told: Data) -> None:
    text = made(told)["paths"]
    assert "← lack of <a href" in text
    assert '<span class="quotation-source">care networks</span>' in text


def test_before_and_after_stand_beside_each_other(told: Data) -> None:
    parts = made(told)
    assert "left East (2012\\-10\\-01)." in parts["changes"]
    assert "<p>.50 of 2</p><p><strong>Went:</strong> lack of <a" in parts["before-after"]
    assert '<td class="not-told"><p>not told</p></td>' in parts["before-after"]
    assert 'Same person <span class="quotation-source">changed</span>' in parts["before-after"]


def test_what_was_told_throughout_neither_went_nor_came(told: Data) -> None:
    row = {"mechanisms_before": "money meetings", "mechanisms_after": "meetings own_list"}
    assert went_came(row) == (["money"], ["own_list"], ["meetings"])
    assert went_came({**row, "mechanisms_throughout": "tariffs"})[2] == ["tariffs", "meetings"]
    some = changed(told, "nest_before_after", 0, mechanisms_throughout="tariffs !meetings")
    assert "<td>Tariffs and lack of Meetings</td>" in made(some)["before-after"]
    many = " ".join(f"m{n}" for n in range(6))
    cut = changed(told, "nest_before_after", 0, mechanisms_throughout=many)
    assert "<td>M0, m1, m2 and 3 more</td>" in made(cut)["before-after"]


def test_rows_with_nothing_to_set_side_by_side_are_left_out(told: Data) -> None:
    row = dict(told.nest["nest_before_after"][0])
    assert compared(row)
    assert not compared({**row, "mechanisms_before": ""})
    assert compared({**row, "mechanisms_before": "", "tellers_after": 1})
    data = changed(told, "nest_before_after", 0, mechanisms_before="")
    parts = made(data)
    assert "nobody told of both sides of it, or of a change" in parts["before-after"]
    assert "left East" in parts["changes"]


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
    assert tellers({**link, "own": 2}, "patient") == "1 other informant and 2 of the patients"
    alone = {**link, "support": 0, "own": 1}
    assert tellers(alone, "patient") == "only the patient tells of it"
    assert tellers(alone, "patient", ["T09"]) == "only the patient (T09) tells of it"
    outside = {"ring": "non_organisational", "support": 3, "own": 3}
    assert tellers(outside, "client") == "only 3 clients tell of it"
    assert tellers({**outside, "own": 1}, "client") == "3 informants, 1 of them client"


def test_informants_are_those_of_the_evidence(told: Data) -> None:
    evidence = Evidence(told, BOOK)
    assert informants_of(evidence, {"evidence": "n1 a2"}) == ["N1", "P2"]
    assert informants_of(evidence, {"evidence": None}) == []


@pytest.mark.parametrize(
    ("robustness", "word"),
    [(1.0, "firm"), (0.9, "firm"), (0.8, "fairly firm"), (0.6, "shaky"), (0.1, "weak")],
)
def test_firmness_has_a_word_and_its_figures(robustness: float, word: str) -> None:
    row = {"status": "explained", "robustness": robustness, "survived": round(robustness * 10),
           "variations": 10}  # fmt: skip
    assert firmness(row).startswith(word)
    assert firmness(row).endswith("of 10")
    assert survives(row).startswith("Survives")
    assert firmness({**row, "robustness": None}) == ""


def test_suggestions_have_no_firmness() -> None:
    row = {"status": "suggested", "robustness": 1.0, "survived": 10, "variations": 10}
    assert firmness(row) == survives(row) == ""
