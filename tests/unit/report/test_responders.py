"""The chapter of explanations: everything offered, with its checks, lacks and reasons."""

from __future__ import annotations

import re
from dataclasses import replace

from insideout.report import responders
from insideout.report.data import Data
from insideout.report.evidence import Evidence, code_anchor
from insideout.tables.nest import RULED_OUT

BOOK = {"evidence.qmd", "codebook.qmd"}


def made(data: Data) -> dict[str, str]:
    return responders.includes(data, Evidence(data, BOOK))


def test_links_say_what_they_do_lack_or_are_ruled_out_for(told: Data) -> None:
    text = made(told)["findings"]
    assert "2 other informants on east 1: explains (contrast shown)." in text
    assert "explains (not contradicted, but no contrast shown)." in text
    assert (
        "only suggests, for too few independent informants tell of it; and it reaches fewer of "
        "those who tell of the experience than it must."
    ) in text
    assert f"<strong>ruled out</strong>, for {RULED_OUT['ended']}." in text
    assert "Reaches 1 of the 2 who tell of it." in text
    assert text.count("Survives 9 of 10 variations (.90).") == 2  # suggestions have none
    assert "Against it here (1 informant): <a href" in text


def test_those_who_tell_alone_are_named(told: Data) -> None:
    links = [row | {"support": 0, "own": 1} for row in told.nest["nest_links"]]
    text = made(replace(told, nest={**told.nest, "nest_links": links}))["findings"]
    assert "Only the patient (N1) tells of it on east 1: explains" in text


def test_experiences_are_called_as_the_study_calls_them(told: Data) -> None:
    phrases = {"same_person": {"with": "one face", "without": "many faces"}}
    study = {**told.study, "nest": {**told.study["nest"], "phrases": phrases}}
    parts = made(replace(told, study=study))
    assert "### One face {#sec-feature-same_person}" in parts["findings"]
    assert ">Many faces (<span" in parts["findings"]
    assert "- Many faces: West" in parts["unexplained"]


def test_whom_a_mechanism_reaches_is_right_in_number() -> None:
    assert responders.reached(0, 2) == "nobody who tells"
    assert responders.reached(1, 1) == "the one who tells"
    assert responders.reached(1, 3) == "1 of the 3 who tell"


def test_findings_say_how_they_stand(told: Data) -> None:
    text = made(told)["findings"]
    assert "<strong>Explained</strong> by first responders." in text
    assert "Told by few, against the pattern of the site." in text
    assert "The opposite at East." in text
    assert "None was told of at this site." not in text
    none = replace(told, nest={**told.nest, "nest_links": []})
    assert "None was told of at this site." in made(none)["findings"]


def test_rings_outside_the_organisations_have_names(told: Data) -> None:
    parts = made(told)
    assert "care networks" in parts["findings"]
    assert "In governance" in parts["behind"]
    inner, outer = (parts["behind"].index(name) for name in ("Among first", "In governance"))
    assert inner < outer


def test_unexplained_are_listed_by_site(told: Data) -> None:
    assert "- No same person: West" in made(told)["unexplained"]
    rows = [row | {"status": "explained"} for row in told.nest["nest_findings"]]
    done = replace(told, nest={**told.nest, "nest_findings": rows})
    assert "Every experience has" in made(done)["unexplained"]


def test_names_are_escaped_and_links_lead_somewhere(told: Data) -> None:
    text = "\n".join(made(told).values())
    assert "<i>" not in text
    assert "West &lt;i&gt; *End*" in text
    evidence = Evidence(told, BOOK)
    anchors = {quote.anchor for quote in evidence.all} | {code_anchor(code) for code in told.codes}
    targets = set(re.findall(r'href="[^"#]+#([^"]+)"', text))
    assert targets
    assert targets <= anchors
