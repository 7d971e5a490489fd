"""Whatever people wrote reads exactly so in the book."""

from __future__ import annotations

import subprocess
from html.parser import HTMLParser

import pypandoc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from insideout.report import markup
from insideout.report.shortcodes import SHORTCODE

READER = "markdown-auto_identifiers-markdown_in_html_blocks"  # as the engine's
NASTY = st.text(st.sampled_from("*_<>[](){}$@#`~^|\\\"'-.:!&+=/0a é\u00a0\n…中")) | st.text()


class Words(HTMLParser):
    """The text of each list item."""

    def __init__(self) -> None:
        super().__init__()
        self.items: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"ol", "li", "p", "td", "table", "tr", "tbody"}, (tag, attrs)
        if tag in {"li", "td"}:
            self.items.append("")

    def handle_data(self, data: str) -> None:
        if self.items:
            self.items[-1] += data


def shown(text: str, reader: str) -> list[str]:
    """The items of a list or table as pandoc's HTML shows them."""
    command = [pypandoc.get_pandoc_path(), "-f", reader, "-t", "html", "--wrap=none"]
    done = subprocess.run(command, input=text, capture_output=True, encoding="utf-8", check=True)
    assert not done.stderr
    parser = Words()
    parser.feed(done.stdout)
    parser.close()
    return [markup.folded(item) for item in parser.items]


@settings(max_examples=60, deadline=None)
@given(st.lists(NASTY.filter(lambda t: bool(markup.folded(t))), min_size=1, max_size=15))
def test_markdown_reads_as_it_was_written(texts: list[str]) -> None:
    written = [f"x{markup.markdown(text)}" for text in texts]
    assert not any(SHORTCODE.search(text) for text in written)
    assert shown("\n".join(f"1. {t}\n" for t in written), READER) == [
        markup.folded(f"x{markup.folded(text)}") for text in texts
    ]
    alone = markup.markdown(texts[0])
    assert shown(f"1.  {alone}\n", READER) == [markup.folded(texts[0])]


@settings(max_examples=40, deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=15))
def test_html_reads_as_it_was_written_and_stays_in_its_block(texts: list[str]) -> None:
    cells = "".join(f"<td>x{markup.html(text)}</td>" for text in texts)
    block = f"```{{=html}}\n<table><tr>{cells}</tr></table>\n```\n"
    assert not SHORTCODE.search(cells)
    expected = [markup.folded(f"x{markup.folded(text)}") for text in texts]
    assert shown(block, READER) == expected  # as the pages have it
    assert shown(f"<table><tr>{cells}</tr></table>", "html") == expected  # as the PDF reads it


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.0004, "< .001"), (0.0496, ".050"), (0.191, ".191"), (1.0, "1.000"), (None, "–")],
)
def test_p_values(value: float | None, said: str) -> None:
    assert markup.p_value(value) == said


@pytest.mark.parametrize(
    ("value", "said"), [(0.0, ".00"), (0.667, ".67"), (0.999, "1.00"), (1.0, "1.00"), (None, "–")]
)
def test_shares(value: float | None, said: str) -> None:
    assert markup.share(value) == said


def test_counts_and_lists() -> None:
    assert markup.counted(1, "coder") == "1 coder"
    assert markup.counted(1200, "summary", "summaries") == "1,200 summaries"
    assert markup.listed(["a", "b", "c"]) == "a, b and c"
    assert markup.listed([]) == ""
    assert markup.number(-1.25, 1) == "−1.2"
