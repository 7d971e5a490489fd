"""The leak gate: planted names are found in every sort of output, and nothing else is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insideout.deidentify.detect.ages import ages
from insideout.deidentify.detect.structured import NINETY
from insideout.deidentify.detect.tokens import tokens
from insideout.deidentify.gate.leaks import Leak, gate, leaks
from insideout.deidentify.gate.outputs import Output, Passage, read_outputs
from insideout.deidentify.gate.sought import forms, stems
from insideout.deidentify.span import Entry
from insideout.problems import DataError
from insideout.tables.outputs import CODINGS_PLACED, MANIFEST, OUTPUTS


def row(name: str, kind: str = "person", pseudonym: str = "[Person 1]") -> dict[str, Any]:
    return {"name": name, "kind": kind, "pseudonym": pseudonym, "entity": "", "source": ""}


KEY = [row("Małgorzata Østby-O’Dowd"), row("01632 960143", "phone", "[phone number]"),
       row("Grace", pseudonym="[Person 2]"), row("Wenmouth", "place", "[Place 1]")]  # fmt: skip


def ordinary(word: str) -> bool:
    return word in {"grace", "may", "will"}


def found(*texts: str, key: list[dict[str, Any]] = KEY, **more: Any) -> list[str]:
    output = Output("out", tuple(Passage(text, n) for n, text in enumerate(texts, 1)))
    more = {"ordinary": ordinary, "structure": False} | more
    return [leak.what for leak in leaks([output], key, **more)]


@pytest.mark.parametrize(
    "text",
    [
        "Then Małgorzata Østby-O'Dowd came",
        "malgorzata ostby-o'dowd",
        "MAŁGORZATA ØSTBY-O’DOWD’S",
        "Małgorzata\nØstby‑O’Dowd",
        "by małgorzata_østby_o’dowd.docx",
        "the Østby-O’Dowds",
        "an Ostby O'Dowd of ours",
    ],
)
def test_a_name_is_found_in_every_form(text: str) -> None:
    assert found(text) == ["the name behind [Person 1]"]


@pytest.mark.parametrize("text", ["Malgorzata", "Wenmouthshire", "O'Dowda", "disgrace", ""])
def test_other_words_are_not(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    "name", ["O'Neill", "D’Arcy", "St. John", "Anna-Lena", "Nguyễn", "Dr O'Hara"]
)
def test_names_that_are_more_than_letters_are_found(name: str) -> None:
    assert found(f"so {name}'s and", key=[row(name)]) == ["the name behind [Person 1]"]


def test_a_bare_title_is_no_name() -> None:
    assert found("the Dr came", key=[row("Dr")]) == []


def test_the_surname_alone_is_looked_for() -> None:
    key = [row("Dr Ada Pellow")]
    assert (
        found("Pellow's list", "the Pellows", "ada", key=key) == ["the name behind [Person 1]"] * 2
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("I asked Grace about it", True),
        ("I asked about Grace's knee", True),
        ("Grace was asked", False),
        ("It helped. Grace came", False),
        ("with grace", False),
    ],
)
def test_an_ordinary_word_counts_with_a_capital_inside_a_sentence(text: str, seen: bool) -> None:
    assert bool(found(text)) is seen


def test_types_that_were_looked_at_place_by_place_are_as_ordinary_words() -> None:
    key = [row("Wenmouth")]
    assert found("the wenmouth", key=key) != []
    assert found("the wenmouth", key=key, careful=["Wenmouth"]) == []


def test_what_is_allowed_is_not_looked_for() -> None:
    assert found("At Wenmouth") == ["the name behind [Place 1]"]
    assert found("At Wenmouth", allowed=["wenmouth"]) == []


@pytest.mark.parametrize("text", ["ring 01632 960143", "(01632) 960-143.", "tel:01632960143"])
def test_numbers_of_the_key_are_found_however_they_are_grouped(text: str) -> None:
    assert found(text) == ["what stood for [phone number]"]


def test_names_of_the_roster_are_looked_for_and_their_entry_is_not_told() -> None:
    roster = [Entry("zuleika_dobson", ("Zuleika Dobson",), "person")]
    assert found("zuleika dobson", key=[], roster=roster) == [
        "the name behind an entry of the roster"
    ]


def test_structured_patterns_are_looked_for_in_what_people_wrote() -> None:
    free = Passage("write to ann@example.org", 1)
    cell = Passage("ann@example.org", 2, "encoding", free=False)
    assert [leak.line for leak in leaks([Output("out", (free, cell))], [])] == [1]


def test_a_pseudonym_is_no_pattern() -> None:
    assert found("she is [age over 90] and [date]", key=[], structure=True) == []


NAME = "Małgorzata Østby-O’Dowd"
PDF = "Małgo-\nrzata Østby-O’Dowd"


def planted(folder: Path) -> dict[str, Path]:
    """Files of every sort with the name in them."""
    pages = {
        "cell.csv": f"coding,quote\nx,fine\ny,by {NAME}\n",
        "id.csv": "source,informant\nS1,małgorzata_østby_o'dowd\n",
        "text.html": "<p>fine</p>\n<p>Małgorzata <em>Østby</em>-O&rsquo;Dowd</p>",
        "attribute.html": '<p>fine</p>\n<img alt="Ma&#322;gorzata &Oslash;stby-O&#39;Dowd">',
        "link.html": '<p>x</p>\n<a href="m?q=Ma%C5%82gorzata%20%C3%98stby-O%27Dowd">x</a>',
        "script.html": "<p>x</p><script>a='Ma\\u0142gorzata \\u00d8stby-O\\u2019Dowd'</script>",
        "search-data.js": f"window.BOOK_SEARCH={json.dumps([{'text': NAME}])};\n",
        "data.json": json.dumps({"a": [NAME]}),
        "figure.svg": f"<svg>\n<text>Małgorzata</text><text>x</text><text>{NAME}</text></svg>",
        "S1.txt": f"A: fine\n\nB: {NAME}'s\n",
        "soft.html": "<p>Małgo&shy;rzata Østby-O’Dowd</p>",
    }
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")
    return {name: folder / name for name in pages}


def test_a_planted_name_is_found_in_every_sort_of_output(tmp_path: Path) -> None:
    files = planted(tmp_path)
    for name, file in files.items():
        hits = leaks(read_outputs([file], OUTPUTS.values()), KEY, structure=False)
        assert {leak.what for leak in hits} == {"the name behind [Person 1]"}, name
        assert NAME not in str(hits)
    hits = leaks(read_outputs([tmp_path], OUTPUTS.values()), KEY, structure=False)
    where = {(Path(leak.file).name, leak.line, leak.column) for leak in hits}
    assert ("cell.csv", 3, "quote") in where
    assert ("attribute.html", 2, "") in where


def typeset(folder: Path, text: str) -> Path:
    import typst

    (folder / "page.typ").write_text(text, "utf-8")
    (folder / "page.pdf").write_bytes(typst.compile(str(folder / "page.typ")))
    return folder / "page.pdf"


def test_a_name_that_a_line_of_a_pdf_cuts_is_found(tmp_path: Path) -> None:
    source = (
        "#set page(width: 5cm, height: 9cm)\nOne page.\n#pagebreak()\n"
        "of Małgo-\\ rzata Østby-O’Dowd, and Wen-\\ mouth"
    )
    hits = leaks(read_outputs([typeset(tmp_path, source)]), KEY, structure=False)
    assert {(leak.what, leak.column) for leak in hits} == {
        ("the name behind [Person 1]", "page 2"), ("the name behind [Place 1]", "page 2"),
    }  # fmt: skip


def test_the_programs_own_scripts_are_left_out_until_somebody_changes_them(tmp_path: Path) -> None:
    reports = Path(__file__).parents[4] / "reports"
    script = (reports / "engine" / "vendor" / "minisearch.js").read_text("utf-8")
    (tmp_path / "minisearch.js").write_text(script, "utf-8")
    assert list(read_outputs([tmp_path])) == []
    (tmp_path / "minisearch.js").write_text(f"{script}\n// {NAME}\n", "utf-8")
    assert len(leaks(read_outputs([tmp_path]), KEY, structure=False)) == 1


def test_pictures_are_left_out_and_an_unknown_file_is_read_as_text(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(NAME.encode())
    (tmp_path / "b.log").write_text(NAME, "utf-8")
    assert [Path(o.name).name for o in read_outputs([tmp_path])] == ["b.log"]


def test_only_free_columns_of_a_table_have_patterns_looked_for(tmp_path: Path) -> None:
    header = ",".join(CODINGS_PLACED.names)
    cells = {
        "coding": "177510750759",
        "quote": "call 01632 960199",
        "memo": "",
        "code": "9910050123",
    }
    line = ",".join(cells.get(name, "x") for name in CODINGS_PLACED.names)
    (tmp_path / "codings.csv").write_text(f"{header}\n{line}\n")
    hits = leaks(read_outputs([tmp_path], OUTPUTS.values()), [])
    assert [(leak.line, leak.column) for leak in hits] == [(2, "quote")]


def test_dates_of_sources_and_addresses_of_references_may_be_printed(tmp_path: Path) -> None:
    cells = {"date": "2012-05-14", "source": "S1"}
    line = ",".join(cells.get(name, "") for name in MANIFEST.names)
    (tmp_path / "manifest.csv").write_text(f"{','.join(MANIFEST.names)}\n{line}\n")
    entry = "Gale, Anna. 2013. <a>https://doi.org/10.1186/1471-2288-13-117</a>."
    page = f'<div id="refs"><div class="csl-entry">{entry}</div></div>'
    (tmp_path / "references.html").write_text(page)
    body = ("<p>From 2 2012-05-14 on; see https://doi.org/10.1186/1471-2288-13-117. 6 (3.2) 2 (2.1)"
            " 0 (2.7)</p><p>Also 2012-06-20.</p>")  # fmt: skip
    (tmp_path / "sample.html").write_text(body)
    hits = leaks(read_outputs([tmp_path], OUTPUTS.values()), [])
    assert [(Path(x.file).name, x.what) for x in hits] == [("sample.html", "what looks like date")]


def test_authors_are_named_in_references_and_citations_alone(tmp_path: Path) -> None:
    (tmp_path / "references.html").write_text(
        '<div id="refs">Rayson, Paul, and Roger Garside. 2000. Comparing.</div>'
    )
    (tmp_path / "a.html").write_text("<p>(Rayson and Garside 2000)</p>\n<p>old Garside said</p>")
    hits = leaks(read_outputs([tmp_path]), [row("Garside")])
    assert {(Path(leak.file).name, leak.line) for leak in hits} == {("a.html", 2)}


@pytest.mark.parametrize(
    "page",
    [
        '<title>References – Quux 2020</title><div id="refs">{}</div>',
        '<nav><div><p>Voices of Wilhelmina Quux</p></div></nav><div id="refs"><div>{}</div></div>',
        '<div id="refs"><div class="csl-entry"><div>{}</div></div></div><div>Quux 2020</div>',
        '<ul><li class="x csl-entry">{}</li></ul><li>Quux 2020</li>',
    ],
)
def test_only_the_entries_of_the_references_cite(tmp_path: Path, page: str) -> None:
    entry = "Rayson, Paul, and Roger Garside. 2000. Comparing."
    (tmp_path / "references.html").write_text(page.format(entry))
    (tmp_path / "a.html").write_text("<p>(Quux 2020; Garside 2000)</p>")
    hits = leaks(read_outputs([tmp_path]), [row("Quux"), row("Garside", pseudonym="[Person 2]")])
    assert {leak.what for leak in hits} == {"the name behind [Person 1]"}
    assert {Path(leak.file).name for leak in hits} == {"a.html", "references.html"}


def test_the_forename_counts_with_a_capital_inside_a_sentence() -> None:
    key = [row("Dr Wilhelmina Quux"), row("Anna-Lena Quux"), row("J. Pellow"), row("May Ostrow")]
    said = (
        "I saw Wilhelmina's dog",
        "and Anna-Lena",
        "Wilhelmina came",
        "wilhelmina",
        "in May",
        "J.",
    )
    assert found(*said, key=key) == ["the name behind [Person 1]"] * 2


def test_a_forename_that_is_permitted_or_in_a_pseudonym_is_left() -> None:
    assert found("saw Wilhelmina", key=[row("Wilhelmina Quux")], allowed=["Wilhelmina"]) == []
    key = [row("Wilhelmina Quux"), row("Ada Pellow", pseudonym="Wilhelmina Birch")]
    assert found("saw Wilhelmina Birch", key=key) == []
    assert found("saw Ada", key=key) == ["the name behind Wilhelmina Birch"]


def test_the_gate_tells_ten_to_a_file_and_never_the_name() -> None:
    outputs = [Output("a.txt", tuple(Passage(f"at Wenmouth {n}", n) for n in range(1, 15)))]
    with pytest.raises(DataError) as caught:
        gate(outputs, KEY, structure=False)
    said = str(caught.value)
    assert len(caught.value.problems) == 11
    assert "a.txt, line 1\n" in said
    assert "4 more" in said
    assert "[Place 1]" in said
    assert "Wenmouth" not in said
    assert "insideout mask" in said


def test_the_gate_says_what_it_looked_for_and_what_not() -> None:
    said = gate([Output("a.txt", (Passage("fine", 1),))], [*KEY, row("May 5", "date", "[date]")],
                ordinary=ordinary)  # fmt: skip
    assert said == (
        f"searched for {len(KEY)} names of the key, 1 of them with a capital only, none there"
    )


def test_a_leak_is_told_by_place() -> None:
    (leak,) = leaks([Output("t.csv", (Passage("Wenmouth", 7, "memo"),))], KEY)
    assert leak == Leak("t.csv", 7, "memo", "the name behind [Place 1]")


def test_tables_and_texts_have_names_looked_for_in_all_columns(tmp_path: Path) -> None:
    header, cells = CODINGS_PLACED.names, {"code": "wenmouth", "coding": "177510750759"}
    line = ",".join(cells.get(name, "01.02.1950" if name == "source" else "") for name in header)
    (tmp_path / "codings.csv").write_text(f"{','.join(header)}\n{line}\n")
    (tmp_path / "S1.txt").write_text("A: fine\n\nB: at Wenmouth on 01/02/1950\n")
    hits = leaks(read_outputs([tmp_path], OUTPUTS.values()), KEY)
    assert {(Path(x.file).name, x.column, x.what) for x in hits} == {
        ("codings.csv", "code", "the name behind [Place 1]"),
        ("S1.txt", "", "the name behind [Place 1]"), ("S1.txt", "", "what looks like date"),
    }  # fmt: skip


def by_shape(pdf: str, *cells: str) -> list[tuple[str, str]]:
    page = Output("page.html", tuple(Passage(cell, n) for n, cell in enumerate(cells, 1)))
    made = [page, Output("report.pdf", (Passage(pdf, 1),))]
    return [(leak.file, leak.what) for leak in leaks(made, [], languages=["en"])]


@pytest.mark.parametrize(
    "cells", [["166", "64", "166", "0", "136 of"], ["0.25", "64", "0.25", "0.00"], ["27", "77.37"]]
)
def test_numbers_of_neighbouring_cells_are_none_of_anybody(cells: list[str]) -> None:
    assert by_shape(" ".join(cells), *cells) == []


@pytest.mark.parametrize("phone", ["01632 960143", "020 7946 0018"])
def test_a_number_within_a_cell_is_found_on_the_page(phone: str) -> None:
    assert by_shape(f"12 ring {phone} 4", "12", f"ring {phone}", "4") == [
        ("page.html", "what looks like phone number")
    ]
    alone = Output("report.pdf", (Passage(f"ring {phone}", 1),))  # no page says the same
    assert [leak.file for leak in leaks([alone], [], languages=["en"])] == ["report.pdf"]


def test_decimals_side_by_side_are_no_phone_number() -> None:
    assert found("share of patients 0.25 64 0.25 0.00", structure=True, languages=["en"]) == []
    assert found("ring 01632.960.143 then", structure=True, languages=["en"]) != []


def test_what_is_still_made_is_looked_through_last() -> None:
    asked = []

    def later() -> Iterator[Output]:
        asked.append("later")
        yield Output("b.pdf", (Passage("Then Wenmouth again"),))

    def pages() -> Iterator[Output]:
        yield Output("a.html", (Passage("Seen at Wenmouth"),))
        asked.append("pages")

    hits = leaks(pages(), KEY, later=later(), structure=False)
    assert [hit.file for hit in hits] == ["a.html", "b.pdf"]
    assert asked == ["pages", "later"]
    with pytest.raises(DataError, match=r"b\.pdf"):
        gate([], KEY, later=later())


def test_a_later_output_allows_nothing() -> None:
    date = Output("b.pdf", (Passage("On 14 May 2021."),), printed=frozenset({"14 May 2021"}))
    assert leaks([date], []) == []
    assert [hit.what for hit in leaks([], [], later=[date])] == ["what looks like date"]


AGED = [
    *("she is", "aged", "my gran, ", "her", "he was", "hun er", "hon är", "fyller", "how old", "a"),
    *("ninety-two", "NINETIETH", "nineties", "hundred", "and two", "one", "91", "118", "9", "1"),
    *("nonagenarian", "Centenarians", "97-åring", "nittiotre", "nittiårene", "hundre", "og to"),
    *("years old", "birthday", "år", "years", ", ", ".", "th", "-", "89", "120", "in", "pounds"),
]


@given(st.lists(st.sampled_from(AGED), max_size=8), st.sampled_from(["", " "]))
def test_ages_are_looked_for_wherever_there_is_one(parts: list[str], between: str) -> None:
    text = between.join(parts)
    for language in ("en", "sv", "nb"):
        aged = [span for span in ages(tokens(text), language) if span.state == "sure"]
        assert NINETY.search(text) or aged == []


@given(st.text("aes's", max_size=6), st.sampled_from(["", "s", "es"]))
def test_forms_hold_every_word_that_leads_to_a_name(word: str, ending: str) -> None:
    assert all(word + ending in forms([stem]) for stem in stems(word + ending))
