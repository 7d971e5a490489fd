"""Whatever is wrong with a book is said with file and line, all of it at once."""

from pathlib import Path

import pytest

from insideout.problems import DataError, Problem
from insideout.report.embedded import render

# What an author adds to the end of evidence.qmd (line 29 on), and what the message must hold.
SPOILT = {
    "unknown shortcode": ("{{< video x.mp4 >}}", ["video", "include, var, pagebreak"]),
    "unknown variable": ("{{< var study.patient >}}", ["study.patient", "did you mean study.pat"]),
    "missing include": ("{{< include _includes/no.md >}}", ["_includes/no.md", "_quarto.yml"]),
    "include that leads out": ("{{< include ../secret.md >}}", ["../secret.md"]),
    "include inside a line": ("see {{< include _includes/lead.md >}}", ["a line of its own"]),
    "unresolved reference": ("See @tbl-nothing.", ["@tbl-nothing", "{#tbl-nothing}"]),
    "missing citation": ("As told [@nobody1999].", ["@nobody1999", "bibliography"]),
    "citation and reference in one": ("[@reid2002; @sec-words]", ["hold only one of both"]),
    "duplicate id": ("## Again {#sec-words}", ["#sec-words again", "first in experience.qmd"]),
    "heading without an id": ("## No id", ["an id on every heading", "No id {#"]),
    "second title": ("# Two {#sec-two}", ["a second `# ` heading"]),
    "link to a missing chapter": ("[x](evidnce.qmd)", ["evidnce.qmd", "did you mean evidence.qmd"]),
    "link to a missing id": ("[x](evidence.qmd#quote-p07-13)", ["did you mean #quote-p07-12"]),
    "link to another chapter's id": ("[x](#sec-patterns)", ["write experience.qmd#sec-patterns"]),
    "link to a page": ("[x](evidence.html)", ["a chapter of the book", "did you mean evidence"]),
    "raw link to a missing id": (
        '```{=html}\n<table><tr><td><a href="evidence.qmd#no">1</a></td></tr></table>\n```',
        ["evidence.qmd#no"],
    ),
    "missing image": ('![C](figures/no.svg){#fig-no fig-alt="A"}', ["figures/no.svg"]),
    "image from the network": ('![C](https://x.org/a.svg){fig-alt="A"}', ["https://x.org/a.svg"]),
    "figure without fig-alt": ("![C](figures/rings.svg){#fig-r}", ["a figure without fig-alt"]),
    "table without a caption": ("::: {#tbl-none}\n|a|\n|-|\n|b|\n:::", ["no caption"]),
    "pipe table without a caption": ("|a|\n|-|\n|b|\n\n: {#tbl-bare}", ["no caption", "tbl-bare"]),
    "unclosed div": ("::: {.quotation}\nWords", ["unclosed"]),
    "maths that does not parse": ("$\\nonsense{x}$", ["\\nonsense{x}", "maths"]),
    "script": ("<script>alert(1)</script>", ["<script", "without scripts"]),
    "event handler": ('<p onclick="x()">hm</p>', ["without scripts"]),
}


def problems_of(book: Path) -> list[Problem]:
    with pytest.raises(DataError) as caught:
        render(book, book.parent / "html", book.parent / "report.pdf")
    return caught.value.problems


def spoil(book: Path, text: str) -> int:
    chapter = book / "evidence.qmd"
    lines = chapter.read_text(encoding="utf-8").splitlines()
    chapter.write_text("\n".join([*lines, "", text, ""]), encoding="utf-8")
    return len(lines) + 2


@pytest.mark.parametrize("kind", SPOILT)
def test_one_problem_is_told_where_it_is(book: Path, kind: str) -> None:
    text, said = SPOILT[kind]
    line = spoil(book, text)
    problems = problems_of(book)
    assert len(problems) == 1, "\n".join(map(str, problems))
    assert problems[0].file == "evidence.qmd"
    assert line <= (problems[0].line or 0) <= line + text.count("\n") + 1
    for words in said:
        assert words in str(problems[0])


def test_all_problems_are_told_at_once(book: Path) -> None:
    together = [text for kind, (text, _) in SPOILT.items() if kind != "unclosed div"]
    spoil(book, "\n\n".join(together))
    told = "\n".join(map(str, problems_of(book)))
    for kind, (_, said) in SPOILT.items():
        for words in said:
            assert kind == "unclosed div" or words in told


def test_problem_inside_an_include_names_the_included_file(book: Path) -> None:
    (book / "_includes" / "lead.md").write_text("Fine.\n\nSee @fig-nothing.\n", encoding="utf-8")
    assert [(p.file, p.line) for p in problems_of(book)] == [("_includes/lead.md", 3)]


def test_include_of_itself_is_told(book: Path) -> None:
    (book / "_includes" / "lead.md").write_text("{{< include _includes/lead.md >}}\n")
    assert "does not include itself" in str(problems_of(book)[0])


def test_duplicate_in_one_chapter_names_the_second_line(book: Path) -> None:
    line = spoil(book, "::: {#quote-p07-12 .quotation}\n> Again.\n:::")
    assert [p.line for p in problems_of(book)] == [line]


def test_title_in_a_yaml_block_is_refused(book: Path) -> None:
    (book / "appendix.qmd").write_text("---\ntitle: Codebook\n---\n\nText.\n", encoding="utf-8")
    told = "\n".join(map(str, problems_of(book)))
    assert "a title in a YAML block" in told
    assert "no `# ` heading at the top" in told


def test_citations_need_a_place_for_the_references(book: Path) -> None:
    (book / "references.qmd").write_text("# References {#sec-references .unnumbered}\n")
    assert "::: {#refs}" in str(problems_of(book)[0])


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("book: [", "YAML"),
        ("- a\n- b\n", "keys and values"),
        ("book:\n  chapters: [index.qmd]\n", "the title of the report"),
        ("book:\n  title: T\n", "a list of .qmd files"),
        ("book:\n  title: T\n  chapters: [no.qmd]\n", "'no.qmd'"),
        ("book:\n  title: T\n  chapters: [index.md]\n", "'index.md'"),
        ("book:\n  title: T\n  chapters:\n  - part: p.qmd\n", "a part's title as text"),
        ("bibliography: no.bib\nbook:\n  title: T\n  chapters: [index.qmd]\n", "'no.bib'"),
    ],
)
def test_quarto_yml_is_checked(book: Path, config: str, said: str) -> None:
    (book / "_quarto.yml").write_text(config, encoding="utf-8")
    assert said in "\n".join(map(str, problems_of(book)))


def test_folder_that_is_no_book_is_told(tmp_path: Path) -> None:
    assert problems_of(tmp_path)[0].file == "_quarto.yml"


def test_figure_that_is_no_image_is_told(book: Path) -> None:
    (book / "figures" / "rings.svg").write_text("not an image", encoding="utf-8")
    (problem,) = problems_of(book)
    assert problem.file == "figures/rings.svg"
    assert "SVG" in problem.expected


def test_what_typst_refuses_is_told(book: Path) -> None:
    spoil(book, "```{=typst}\n#nonsense()\n```")
    (problem,) = problems_of(book)
    assert problem.file == "PDF"
    assert "unknown variable: nonsense" in problem.found
