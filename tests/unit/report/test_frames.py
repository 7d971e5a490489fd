"""Framework matrices as HTML: cells that open, roll-ups, grids; and the queries' tables."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as parsed

from insideout.report import frames, queries
from insideout.report.data import Data
from insideout.report.evidence import Evidence
from insideout.report.frame_cells import LONGEST, changed, shortened
from insideout.report.frame_grid import COLUMNS, parted
from insideout.report.frame_matrix import Matrix, parts_of

CHAPTERS = {"evidence.qmd", "codebook.qmd"}


def tables(text: str) -> list[parsed.HtmlElement]:
    """The raw tables of a chapter's Markdown."""
    return [parsed.fromstring(block) for block in re.findall(r"(?s)<table.*?</table>", text)]


def words(element: parsed.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def apart(element: parsed.HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


@pytest.fixture
def section(charted: Data) -> str:
    return frames.matrices(charted, Evidence(charted, CHAPTERS), ["patients"])


@pytest.fixture
def overview(section: str) -> parsed.HtmlElement:
    return tables(section)[1]


@pytest.fixture
def grid(section: str) -> parsed.HtmlElement:
    return tables(section)[0]


def row(table: parsed.HtmlElement, head: str) -> list[parsed.HtmlElement]:
    (found,) = [tr for tr in table.xpath("tbody/tr") if words(tr[0]) == head]
    return list(found)


def test_cell_opens_to_its_quotations_by_sub_theme(overview: parsed.HtmlElement) -> None:
    cell = row(overview, "E1")[1]
    (opening,) = cell.xpath("details[not(@open)]")
    assert words(opening[0]) == "3 quotations: E1.1, E1.2, E1.3"
    groups = opening.xpath(".//div[@class='cell-group']")
    assert [apart(group) for group in groups] == [
        "E1.2 “She comes herself. She knows me”",
        "Visits E1.1 “She comes herself.”",
        "Knows E1.3 “She knows me by name.”",
    ]
    assert groups[1].xpath(".//a/@href") == ["evidence.qmd#q-p0"]


def test_summaries_stand_with_their_authors_and_stale_ones_say_so(
    overview: parsed.HtmlElement,
) -> None:
    cell = row(overview, "E1")[1]
    told = [words(p) for p in cell.xpath("p")]
    assert told[0] == "Her own <doctor> comes. AM"
    assert told[1].startswith("Older than its evidence: codings came, went or were changed")
    assert told[1].endswith("Now there are 3 codings in 3 passages.")
    assert told[2] == "Knows: By name. JT"
    assert "stale" in cell.get("class")
    assert "stale" not in row(overview, "E2")[2].get("class")


def test_words_are_withheld_and_long_ones_cut(section: str, overview: parsed.HtmlElement) -> None:
    assert "zanzibar" not in section
    assert "W1.1 (words withheld)" in words(row(overview, "W1")[1])
    long = words(row(overview, "E2")[2].xpath(".//span[@class='cell-words']")[0])
    assert long.endswith("…”")
    assert len(long) <= LONGEST + 4
    assert shortened("a short one") == "a short one"
    assert shortened("one two three", 8) == "one two …"


def test_site_bands_count_their_cases(overview: parsed.HtmlElement) -> None:
    east, west = row(overview, "East"), row(overview, "West")
    assert [words(cell) for cell in east[1:]] == [
        "1 present 1 absent of 2",
        "1 absent 1 mixed of 2",
    ]
    assert [words(cell) for cell in west[1:]] == ["+1 told of of 1", "none of 1"]
    assert east[0].get("scope") == "rowgroup"


def test_without_roll_up_bands_name_the_site_alone(charted: Data) -> None:
    data = replace(charted, rollup=())
    text = frames.matrices(data, Evidence(data, CHAPTERS), ["patients"])
    assert '<th scope="rowgroup" colspan="3">East</th>' in text
    assert frames.ROLLED_UP not in text


def test_grid_has_two_heads_and_a_mark_with_its_word_in_each_cell(
    grid: parsed.HtmlElement,
) -> None:
    first, second = grid.xpath("thead/tr")
    assert [(words(th), th.get("colspan"), th.get("rowspan")) for th in first] == [
        ("Case", None, "2"), ("Doctor", "3", None), ("Letters", None, "2"),
    ]  # fmt: skip
    assert [words(th) for th in second] == ["together", "Visits", "Knows"]
    assert [words(td) for td in row(grid, "E1")[1:]] == [
        "present! older than its evidence", "present", "present", "absent",
    ]  # fmt: skip
    assert [words(td) for td in row(grid, "W1")[1:]] == [
        "+told of", "+told of", "·not told", "·not told",
    ]  # fmt: skip


def test_wide_frames_are_landscape_and_the_others_have_no_grid(charted: Data, section: str) -> None:
    assert section.count("::: {.landscape}") == 1
    flat = [cell for cell in charted.frames["patients"] if not cell["within"]]
    data = replace(charted, frames={"patients": flat})
    text = frames.matrices(data, Evidence(data, CHAPTERS), ["patients"])
    assert "landscape" not in text
    assert len(tables(text)) == 1
    assert "3 cases by 2 themes: 5 of 6 cells hold at least one quotation, 2 have" in text
    assert "sub-themes" not in text.partition("```")[0]
    assert "3 cases by 2 themes: 5 of 6 cells hold at least one quotation, 2 have" in section


def test_summaries_of_sub_themes_are_counted_apart(section: str) -> None:
    assert (
        "2 have an analyst's summary; of these, 1 is older than the evidence. Of the 6 cells of "
        "sub-themes, 1 has an analyst's summary; of these, none is older than the evidence."
    ) in section


def test_summary_of_what_nobody_told_says_so(charted: Data) -> None:
    cells = [
        {**cell, "summary": "He was never asked.", "author": "JT"}
        if (cell["case"], cell["theme"]) in {("E2", "knows"), ("W1", "letters")} else cell
        for cell in charted.frames["patients"]
    ]  # fmt: skip
    data = replace(charted, frames={"patients": cells})
    table = tables(frames.matrices(data, Evidence(data, CHAPTERS), ["patients"]))[1]
    below, alone = row(table, "E2")[1], row(table, "W1")[2]
    told = [words(p) for p in below.xpath("p")]
    assert told == ["Knows: He was never asked. JT (not told, but summarised)"]
    assert words(below[0]) == "absent"
    assert words(alone[0]) == "not told, but summarised"
    assert alone.get("class") == "not-told"
    text = words(table)
    assert text.count("but summarised") == 2


def test_what_is_there_now_is_told_in_the_number_it_has() -> None:
    assert changed({"codings": 1, "passages": 1}).endswith("there is 1 coding in 1 passage.")
    assert changed({"codings": 2, "passages": 1}).endswith("there are 2 codings in 1 passage.")


def test_cases_may_be_units_of_any_kind(charted: Data) -> None:
    cells = [
        {**cell, "case": {"E1": "east_1", "W1": "west_1"}[cell["case"]]}
        for cell in charted.frames["patients"] if cell["case"] != "E2"
    ]  # fmt: skip
    frame = charted.study["frames"]["patients"] | {"cases": "practice"}
    data = replace(
        charted, frames={"p": cells}, rollup=(), study={**charted.study, "frames": {"p": frame}}
    )
    table = tables(frames.matrices(data, Evidence(data, CHAPTERS), ["p"]))[1]
    assert words(table.xpath("thead/tr")[0][0]) == "Practice"
    heads = [words(tr[0]) for tr in table.xpath("tbody/tr")]
    assert heads == ["East", "East practice", "West", "West practice"]


def test_links_are_plain_without_the_chapter_of_evidence(charted: Data) -> None:
    text = frames.matrices(charted, Evidence(charted, set()), ["patients"])
    assert "E1.1" in text
    assert "href" not in text


def test_frames_of_very_many_quotations_open_to_handles_alone(
    charted: Data, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("insideout.report.frame_matrix.MANY", 3)
    text = frames.matrices(charted, Evidence(charted, CHAPTERS), ["patients"])
    assert frames.HANDLES_ALONE in text
    assert "cell-words" not in text
    cell = row(tables(text)[1], "E1")[1]
    assert apart(cell.xpath("details")[0][1]) == "E1.2 Visits E1.1 Knows E1.3"


def test_frame_without_cells_says_so(charted: Data) -> None:
    data = replace(charted, frames={"patients": []})
    text = frames.matrices(data, Evidence(data, CHAPTERS), ["patients"])
    assert "No case or no theme" in text


def test_themes_are_parted_and_never_divided() -> None:
    assert [len(part) for part in parts_of(list("abcdefghi"))] == [5, 4]
    assert parts_of([]) == [[]]
    below = {"a": ["x"] * (COLUMNS + 5), "c": ["y"] * 3}
    assert list(parted(["a", "b", "c"], below)) == [["a"], ["b", "c"]]


def test_matrix_of_sites_has_no_bands(charted: Data) -> None:
    cells = [{**cell, "case": "east"} for cell in charted.frames["patients"][:4]]
    matrix = Matrix(charted, "patients", cells)
    assert not matrix.grouped
    assert list(matrix.by_site()) == [("", ["east"])]


def test_without_sites_rows_are_headed_by_the_unit_they_are_rolled_up_to(charted: Data) -> None:
    units = [unit for unit in charted.units if unit["kind"] != "site"]
    rolled = [{**row, "unit": f"{row['unit']}_1"} for row in charted.rollup]
    data = replace(charted, units=units, rollup=rolled)
    matrix = Matrix(data, "patients", data.frames["patients"])
    assert list(matrix.by_site()) == [("east_1", ["E1", "E2"]), ("west_1", ["W1"])]
    table = tables(frames.matrices(data, Evidence(data, CHAPTERS), ["patients"]))[1]
    assert words(row(table, "East practice")[1]) == "1 present 1 absent of 2"
    plain = Matrix(replace(data, rollup=()), "patients", data.frames["patients"])
    assert not plain.grouped
    study = {**data.study, "frames": {"practices": {"cases": "practice"}}}
    practices = Matrix(replace(data, study=study), "practices", [])
    assert [practices.site(name) for name in ("east_1", "elsewhere")] == ["east", ""]


def test_presence_by_site_is_told_where_there_are_sites(charted: Data) -> None:
    (table,) = tables(queries.presence(charted))
    assert [words(cell) for cell in row(table, "Doctor")] == [
        "Doctor", "present 2 people", "present 1 person"
    ]  # fmt: skip
    assert [words(cell) for cell in row(table, "Letters")][2] == "not told"
    assert words(table.xpath("tbody/tr")[0]) == "Experience"
    one = [unit for unit in charted.units if unit["unit"] != "west"]
    assert queries.presence(replace(charted, units=one)) == ""
    assert queries.presence(replace(charted, code_sites=())) == ""


def test_themes_are_counted_by_attribute(charted: Data) -> None:
    (table,) = tables(queries.attributes(charted))
    head = [words(th) for th in table.xpath("thead/tr")[0]]
    assert head == ["Theme", "female (n = 2)", "male (n = 1)"]
    assert [words(cell) for cell in row(table, "Doctor")[1:]] == ["2 of 2 2 present", "not told"]
    assert queries.attributes(replace(charted, code_attributes=())) == ""


def test_attributes_of_many_values_are_left_to_their_table(charted: Data) -> None:
    first = charted.code_attributes[0]
    many = [{**first, "value": str(n)} for n in range(queries.FEW + 1)]
    text = queries.attributes(replace(charted, code_attributes=many))
    assert "9 values, too many for a table here" in text
    assert "<table" not in text
