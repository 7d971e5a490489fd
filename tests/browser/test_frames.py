"""A framework matrix in a browser: heads that stay in sight, cells that open, without script."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect, sync_playwright

from insideout.report.embedded import render

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        own = Path(playwright.chromium.executable_path)
        found = shutil.which("chromium") or shutil.which("google-chrome")
        executable = found or (str(own) if own.is_file() else None)
        if executable is None:
            pytest.skip("no Chromium is installed")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def book(charted_book: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    html = tmp_path_factory.mktemp("charted") / "html"
    render(charted_book, html, None)
    return f"{html.as_uri()}/told.html"


@pytest.fixture
def page(browser: Browser, book: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1300, "height": 900})
    page.goto(book)
    yield page
    page.close()


def place(found: Locator) -> FloatRect:
    box = found.bounding_box()
    assert box is not None
    return box


def test_cell_opens_to_words_and_leads_to_the_evidence(page: Page) -> None:
    cell = page.locator("#tbl-frame-patients").get_by_role("row", name="E1").get_by_role("cell")
    words = cell.first.get_by_text("“She comes herself.”")
    expect(words).to_be_hidden()
    expect(cell.first.locator("summary")).to_have_text("3 quotations: E1.1, E1.2, E1.3")
    cell.first.locator("summary").press("Enter")
    expect(words).to_be_visible()
    expect(cell.first.locator(".handles")).to_be_hidden()
    cell.first.get_by_role("link", name="E1.1").click()
    expect(page.locator("#q-p0")).to_be_in_viewport()


@pytest.mark.parametrize("table", ["#tbl-frame-patients", "#tbl-grid-patients"])
def test_head_first_column_and_case_stay_in_sight(page: Page, table: str) -> None:
    page.set_viewport_size({"width": 400, "height": 340})
    scrolled = page.locator(f"{table} .table-scroll")
    scrolled.evaluate("box => box.scrollTo(60, 150)")
    box = place(scrolled)
    assert abs(place(page.locator(f"{table} thead"))["y"] - box["y"]) <= 3
    head = page.locator(f"{table} thead tr:last-child th").last
    assert box["y"] <= place(head)["y"] <= box["y"] + box["height"]
    first = page.locator(table).get_by_role("rowheader", name="E2")
    assert abs(place(first)["x"] - box["x"]) <= 2


def test_words_of_marks_are_there_for_those_who_cannot_see_them(page: Page) -> None:
    row = page.locator("#tbl-grid-patients").get_by_role("row", name="W1")
    expect(row.get_by_role("cell")).to_have_text(["+told of", "+told of", "·not told", "·not told"])
    marked = page.locator("#tbl-grid-patients .valence-absent .unseen").first
    assert place(marked)["width"] <= 1


def test_stale_cells_are_marked_by_words_and_a_broken_line(page: Page) -> None:
    stale = page.locator("#tbl-frame-patients td.stale")
    expect(stale).to_have_count(1)
    expect(stale).to_contain_text("Older than its evidence")
    assert "gradient" in stale.evaluate("cell => getComputedStyle(cell).backgroundImage")


def test_on_paper_handles_stand_in_place_of_words(page: Page) -> None:
    summary = page.locator("#tbl-frame-patients summary").first
    summary.click()
    page.emulate_media(media="print")
    expect(summary.locator(".handles")).to_be_visible()
    expect(page.get_by_text("“She comes herself.”").first).to_be_hidden()


def test_cells_open_without_script(browser: Browser, book: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(book)
    page.locator("#tbl-frame-patients summary").first.click()
    expect(page.get_by_text("“She knows me by name.”").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [320, 800, 1600])
def test_matrix_never_makes_the_page_scroll_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
