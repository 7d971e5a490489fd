"""Tables in HTML are written for the PDF by a second pandoc; nothing of the book tells it."""

from pathlib import Path

import pytest

from insideout.problems import Problem
from insideout.report import pandoc, typst_body
from insideout.report.book import read_book
from insideout.report.shortcodes import expand

TABLE = (
    "<table>\n<thead><tr><th>Who</th><th>Says</th></tr></thead>\n<tbody><tr>"
    '<td id="cell-a">P07</td><td><a href="evidence.qmd#quote-p07-12">wait... 3-4</a> or '
    '<a href="#nowhere">- gone</a>, '
    '<a href="index.qmd">first</a></td></tr></tbody>\n</table>'
)


def fenced(html: str) -> str:
    return f"```{{=html}}\n{html}\n```\n"


def test_tables_are_found_upright_and_landscape() -> None:
    text = f"{fenced(TABLE)}\n::: {{.landscape}}\n\n:::: {{#tbl-x}}\n{fenced(TABLE)}\n::::\n:::\n"
    found = typst_body.tables([text + fenced("<table>after</table>")])
    assert found == [
        {"text": TABLE, "landscape": False},
        {"text": TABLE, "landscape": True},
        {"text": "<table>after</table>", "landscape": False},
    ]


@pytest.mark.parametrize(
    "html", ["<p>no table</p>", "<table><caption>c</caption></table>", "<table></table> and more"]
)
def test_what_is_more_than_a_table_stays_with_the_book(html: str) -> None:
    assert typst_body.tables([fenced(html)]) == []


def test_links_are_set_where_their_target_is_on_paper() -> None:
    made = {
        "body": "\x02table 1\x02\n\x02link gone\x02- x\x02end\x02 \x02link gone\x02y\x02end\x02",
        "anchors": ["sec-a"],
    }
    beside = {
        "tables": ["[\x02link a.qmd\x02A\x02end\x02, \x02link cell\x02B\x02end\x02]"],
        "anchors": ["cell"],
    }
    assert typst_body.body(made, beside, {"a.qmd": "sec-a"}) == (
        '[#link(label("sec-a"))[#[];A];, #link(label("cell"))[#[];B];]\n#[];- x y'
    )


def test_the_body_is_the_same_when_the_book_writes_its_tables_itself(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def built() -> pandoc.Built:
        read, problems = read_book(book), list[Problem]()
        sources = [expand(book, each.file, read.variables, problems) for each in read.chapters]
        assert not problems
        return pandoc.build(read, sources, typst=True)

    with (book / "framework.qmd").open("a", encoding="utf-8") as chapter:
        chapter.write(f"\n{fenced(TABLE)}\n::: {{.landscape}}\n{fenced(TABLE)}:::\n")
        chapter.write(f"\n- in a list\n\n  {fenced(TABLE).replace(chr(10), chr(10) + '  ')}\n")
    apart = built()
    monkeypatch.setattr(typst_body, "tables", lambda _texts: [])
    assert built() == apart
    assert apart.body.count('#anchor("cell-a")') == 3
    assert "\x02" not in apart.body
