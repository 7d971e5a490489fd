"""The synthesis: sentences made from tables, right in number, escaped, with links that lead on."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from insideout.report import synthesis
from insideout.report.data import Data
from insideout.report.evidence import CHAPTER, Evidence, code_anchor
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
