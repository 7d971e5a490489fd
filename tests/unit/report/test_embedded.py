"""The embedded engine on the sample book, which uses every authoring rule."""

import json
import re
from pathlib import Path

import pypdf
import pytest

from insideout.problems import DataError
from insideout.report import pdf as typeset
from insideout.report.book import Rendered, read_book
from insideout.report.embedded import render


def page(rendered: Rendered, name: str) -> str:
    assert rendered.html is not None
    return (rendered.html.parent / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pdf(rendered: Rendered) -> pypdf.PdfReader:
    assert rendered.pdf is not None
    return pypdf.PdfReader(rendered.pdf)


def files(folder: Path) -> dict[str, bytes]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


# HTML ------------------------------------------------------------------------------------------


def test_one_page_per_chapter_in_the_order_of_the_book(rendered: Rendered) -> None:
    names = ["index", "experience", "mechanisms", "framework", "evidence", "references", "appendix"]
    assert list(rendered.pages) == [f"{name}.html" for name in names]


def test_chapters_sections_and_appendices_are_numbered(rendered: Rendered) -> None:
    titles = {
        name: re.search(r"<h1.*?</h1>", page(rendered, name), re.DOTALL) for name in rendered.pages
    }
    numbers = {
        name: re.findall(r'section-number">(.*?)<', found[0]) if found else None
        for name, found in titles.items()
    }
    assert numbers == {
        "index.html": [],
        "experience.html": ["1"],
        "mechanisms.html": ["2"],
        "framework.html": ["3"],
        "evidence.html": ["4"],
        "references.html": [],
        "appendix.html": ["A"],
    }
    assert '<span class="section-number">1.1.1</span> In their own words' in page(
        rendered, "experience.html"
    )


@pytest.mark.parametrize(
    ("name", "link"),
    [
        ("index.html", '<a href="experience.html#sec-experience" class="xref">Chapter\u00a01</a>'),
        ("index.html", '<a href="experience.html#tbl-patterns" class="xref">Table\u00a01.1</a>'),
        ("index.html", '<a href="evidence.html">the evidence</a>'),
        ("experience.html", '<a href="#fig-shares" class="xref">Figure\u00a01.1</a>'),
        ("experience.html", '<a href="#eq-wilson" class="xref">Equation\u00a01.1</a>'),
        ("experience.html", '<a href="#tbl-patterns" class="xref">1.1</a>'),
        ("experience.html", '<a href="#sec-patterns" class="xref">Section\u00a01.1</a>'),
        ("experience.html", '<a href="evidence.html#quote-p07-12">in full</a>'),
        (
            "experience.html",
            '<a href="references.html#ref-haggerty2003">Example and Prøve 2003</a>',
        ),
        ("framework.html", '<a href="evidence.html#quote-p07-12">P07, turn 12</a>'),
        ("appendix.html", '<a href="framework.html#sec-framework" class="xref">Chapter\u00a03</a>'),
    ],
)
def test_references_lead_to_page_and_id(rendered: Rendered, name: str, link: str) -> None:
    assert link in page(rendered, name)


def test_tables_and_figures_have_numbered_captions(rendered: Rendered) -> None:
    labels = {
        name: re.findall(r'float-label">(.*?)<', page(rendered, name)) for name in rendered.pages
    }
    assert labels["experience.html"] == ["Table\u00a01.1", "Figure\u00a01.1"]
    assert labels["mechanisms.html"] == ["Table\u00a02.1", "Figure\u00a02.1"]
    assert labels["appendix.html"] == ["Table\u00a0A.1"]


def test_raw_table_passes_untouched_but_for_its_links(rendered: Rendered, sample: Path) -> None:
    source = (sample / "framework.qmd").read_text(encoding="utf-8")
    found = re.search(r"<table.*</table>", source, re.DOTALL)
    assert found
    assert found[0].replace(".qmd", ".html") in page(rendered, "framework.html")


def test_header_cells_of_pipe_tables_have_a_scope(rendered: Rendered) -> None:
    heads = re.findall(r"<th\b[^>]*>", page(rendered, "experience.html"))
    assert heads
    assert all('scope="col"' in head for head in heads)


def test_long_pipe_tables_get_no_forced_widths(rendered: Rendered) -> None:
    assert "<col " not in page(rendered, "mechanisms.html")
    assert "30%" in page(rendered, "appendix.html")  # stated by tbl-colwidths


def test_variables_includes_and_text_are_escaped(rendered: Rendered) -> None:
    assert "<strong>Five towns</strong> asked 42 people" in page(rendered, "index.html")
    assert "p &lt; .05" in page(rendered, "experience.html")


def test_callouts_tabs_footnotes_and_maths(rendered: Rendered) -> None:
    text = page(rendered, "experience.html")
    for kind in ("tip", "warning", "caution"):
        assert f'<div class="callout callout-{kind}"' in text
    assert '<details class="callout callout-important">' in text
    assert "Reading shares" in text
    assert '<math display="block"' in text
    assert 'id="fn1"' in text
    assert page(rendered, "mechanisms.html").count('<section class="tab">') == 2


def test_images_have_alternative_text_and_are_copied(rendered: Rendered) -> None:
    assert 'alt="Bar chart: Westerly highest' in page(rendered, "experience.html")
    assert rendered.html is not None
    assert (rendered.html.parent / "figures" / "rings.svg").is_file()


def test_pages_load_nothing_from_the_network(rendered: Rendered) -> None:
    for name in rendered.pages:
        loaded = re.findall(
            r'<(?:script|link|img)\b[^>]*(?:src|href)="([^"]+)"', page(rendered, name)
        )
        assert loaded
        assert not [address for address in loaded if ":" in address]
        assert "default-src 'none'" in page(rendered, name)


def test_search_data_hold_sections_and_quotations(rendered: Rendered) -> None:
    text = page(rendered, "assets/search-data.js")
    entries = json.loads(text.removeprefix("window.BOOK_SEARCH=").rstrip(";\n"))
    by_id = {entry["id"]: entry for entry in entries}
    assert by_id["quote-n02-03"]["page"] == "evidence.html"
    assert by_id["quote-n02-03"]["heading"] == "4.2 Staff"
    assert "forty people" in by_id["quote-n02-03"]["text"]
    assert "forty people" not in by_id["sec-evidence-staff"]["text"]
    assert "Table 2.1 Every mechanism" in by_id["sec-long-list"]["text"].replace("\u00a0", " ")


def test_title_of_the_book_is_escaped(book: Path) -> None:
    config = book / "_quarto.yml"
    told = config.read_text(encoding="utf-8").replace("How care", '<b>\\"How\\"</b> & #care')
    config.write_text(told, encoding="utf-8")
    made = render(book, book.parent / "html", book.parent / "report.pdf")
    assert "&lt;b&gt;&#34;How&#34;&lt;/b&gt; &amp; #care reaches" in page(made, "index.html")
    assert made.pdf is not None
    metadata = pypdf.PdfReader(made.pdf).metadata
    assert metadata is not None
    assert metadata.title == '<b>"How"</b> & #care reaches people'


def test_engine_speaks_the_language_of_the_book(book: Path) -> None:
    config = book / "_quarto.yml"
    config.write_text(config.read_text(encoding="utf-8").replace("lang: en", "lang: nb-NO"))
    made = render(book, book.parent / "html", None)
    assert '<html lang="nb-NO"' in page(made, "index.html")
    assert ">Tabell\u00a01.1</a>" in page(made, "index.html")
    assert made.pdf is None


# PDF -------------------------------------------------------------------------------------------


def test_contents_list_chapters_with_their_pages(pdf: pypdf.PdfReader) -> None:
    contents = pdf.pages[1].extract_text()
    assert contents.startswith("Contents")
    assert "WHAT PEOPLE TOLD" in contents
    assert re.search(r"1\s*What people experience\s*4", contents)
    assert re.search(r"2\.2\s*A long list[\s.]*7", contents)
    assert re.search(r"A\s*Codebook\s*\d+", contents)


def test_header_row_is_repeated_on_every_page_of_a_long_table(pdf: pypdf.PdfReader) -> None:
    texts = [page.extract_text() for page in pdf.pages]
    first = next(
        n
        for n, text in enumerate(texts)
        if "Table 2.1\u2002" in text or re.search(r"Table\s2\.1\s+Every mechanism", text)
    )
    rows = [text for text in texts[first:] if "Mechanism number" in text]
    assert len(rows) >= 3
    assert all(re.search(r"No\.\s*Mechanism\s*Where\s*Seen in", text) for text in rows)


def test_running_heads_name_the_chapter_except_where_one_opens(pdf: pypdf.PdfReader) -> None:
    opening, following = pdf.pages[3].extract_text(), pdf.pages[4].extract_text()
    assert "How care reaches people" not in opening
    assert re.match(r"1\s*What people experience\s*How care reaches people", following)


def test_wide_table_lies_on_a_landscape_page(pdf: pypdf.PdfReader) -> None:
    wide = [page for page in pdf.pages if page.mediabox.width > page.mediabox.height]
    assert len(wide) == 1
    text = wide[0].extract_text()
    assert "Framework matrix" in text
    assert "One record for all <both> sides" in text


def test_metadata_name_title_author_language_and_no_date(pdf: pypdf.PdfReader) -> None:
    assert pdf.metadata is not None
    assert pdf.metadata.title == "How care reaches people"
    assert pdf.metadata.author == "Ada Example, Bo Prøve"
    assert "/CreationDate" not in pdf.metadata
    assert pdf.root_object["/Lang"] == "en"


def test_links_in_the_pdf_stay_inside_it(pdf: pypdf.PdfReader) -> None:
    wide = next(page for page in pdf.pages if page.mediabox.width > page.mediabox.height)
    links = [entry.get_object() for entry in wide["/Annots"]]  # type: ignore[attr-defined]
    assert len(links) == 2
    assert all("/Dest" in link or link["/A"]["/S"] == "/GoTo" for link in links)


def test_pdf_uses_fonts_that_come_with_typst(pdf: pypdf.PdfReader) -> None:
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2]
        for page in pdf.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }
    known = ("Libertinus", "NewCM", "DejaVuSansMono")
    assert all(name.startswith(known) for name in fonts), fonts


def test_images_in_the_pdf_have_alternative_text(rendered: Rendered) -> None:
    assert rendered.pdf is not None
    reader = pypdf.PdfReader(rendered.pdf)
    alternatives = [
        str(found["/Alt"])
        for found in (reader.get_object(n) for n in range(1, reader.trailer["/Size"]))
        if isinstance(found, pypdf.generic.DictionaryObject) and "/Alt" in found
    ]
    assert "Four rings, one inside the other." in alternatives


# Both ------------------------------------------------------------------------------------------


def test_same_book_gives_the_same_bytes_wherever_it_lies(rendered: Rendered, book: Path) -> None:
    again = render(book, book.parent / "deep" / "html", book.parent / "deep" / "report.pdf")
    first, second = (files(made.html.parent.parent) for made in (rendered, again) if made.html)
    assert len(first) > len(rendered.pages)
    assert first == second


def test_no_path_of_the_machine_in_the_output(rendered: Rendered, sample: Path) -> None:
    assert rendered.html is not None
    everything = b"".join(files(rendered.html.parent).values())
    assert str(sample.parent).encode() not in everything


def test_old_book_stays_when_a_new_one_fails(book: Path) -> None:
    html, pdf_file = book.parent / "out" / "html", book.parent / "out" / "report.pdf"
    render(book, html, pdf_file)
    before = files(html.parent)
    (book / "appendix.qmd").write_text("# Gone {#sec-gone}\n\n@tbl-codes\n", encoding="utf-8")
    with pytest.raises(DataError):
        render(book, html, pdf_file)
    assert files(html.parent) == before


def test_old_book_stays_when_only_the_pdf_fails(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    html, pdf_file = book.parent / "out" / "html", book.parent / "out" / "report.pdf"
    render(book, html, pdf_file)
    before = files(html.parent)
    (book / "appendix.qmd").write_text("# Changed {#sec-codebook}\n", encoding="utf-8")
    (book / "mechanisms.qmd").write_text("# Changed {#sec-mechanisms}\n", encoding="utf-8")

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(typeset, "write", fail)
    with pytest.raises(OSError, match="disk full"):
        render(book, html, pdf_file)
    assert files(html.parent) == before


def test_new_book_replaces_the_old_one_whole(book: Path) -> None:
    html = book.parent / "html"
    render(book, html, None)
    (html / "left-over.html").write_text("old")
    render(book, html, None)
    assert not (html / "left-over.html").exists()
    assert [path.name for path in sorted(book.parent.iterdir())] == ["book", "html"]


def test_book_is_not_changed_by_rendering(book: Path) -> None:
    before = files(book)
    render(book, None, book.parent / "report.pdf")
    assert files(book) == before


def test_book_reads_parts_and_authors(sample: Path) -> None:
    book = read_book(sample)
    assert book.authors == ("Ada Example", "Bo Prøve")
    assert [c.part for c in book.chapters][:4] == [
        "",
        *["What people told"] * 2,
        "What lies behind",
    ]
    assert [c.kind for c in book.chapters].count("appendix") == 1
