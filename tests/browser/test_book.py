"""The rendered book in a browser: opened from file://, searched, followed, narrow and wide."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright, Request, expect, sync_playwright

from insideout.report.embedded import render

SAMPLE = Path(__file__).parents[1] / "unit" / "report" / "sample_book"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--no-first-run",
]


def chromium(playwright: Playwright) -> str | None:
    """The browser to use: the system's, else the one Playwright brought; None without any."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    own = Path(playwright.chromium.executable_path)
    return found or (str(own) if own.is_file() else None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        executable = chromium(playwright)
        if executable is None:
            pytest.skip("no Chromium is installed")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of the sample book's folder."""
    html = tmp_path_factory.mktemp("book") / "html"
    render(SAMPLE, html, None)
    return html.as_uri()


def leaving(request: Request) -> bool:
    """Whether a request broke off only because the test went on to another page."""
    return request.failure == "net::ERR_ABORTED"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test when anything on it went wrong."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: leaving(request) or wrong.append(request.url))
    page.on("request", lambda request: request.url[:5] == "file:" or wrong.append(request.url))
    yield page
    page.close()
    assert not wrong


def test_search_finds_a_quotation_and_leads_to_it(page: Page, book: str) -> None:
    page.goto(f"{book}/index.html")
    page.keyboard.press("/")
    expect(page.get_by_role("combobox")).to_be_focused()
    page.keyboard.type("forty peop")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Evidence")
    expect(first).to_contain_text("4.2 Staff")
    expect(first.locator("mark").first).to_have_text("forty")
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{book}/evidence.html#quote-n02-03")
    expect(page.locator("#quote-n02-03")).to_be_in_viewport()


def test_search_goes_by_keyboard_and_says_when_nothing_is_found(page: Page, book: str) -> None:
    page.goto(f"{book}/experience.html")
    page.get_by_role("combobox").fill("mechanism")
    options = page.get_by_role("option")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(options).to_have_count(0)
    page.get_by_role("combobox").fill("zzzz")
    expect(page.get_by_text("Nothing found").first).to_be_visible()


def test_search_shows_text_never_markup(page: Page, book: str) -> None:
    page.goto(f"{book}/index.html")
    page.get_by_role("combobox").fill("pharmacist")
    expect(page.get_by_role("option").first).to_contain_text("<both> sides")


def test_cross_reference_leads_to_its_table(page: Page, book: str) -> None:
    page.goto(f"{book}/index.html")
    page.get_by_role("link", name="Table 1.1").click()
    expect(page).to_have_url(f"{book}/experience.html#tbl-patterns")
    expect(page.locator("#tbl-patterns")).to_be_in_viewport()


def test_quotation_link_of_a_raw_table_leads_to_the_passage(page: Page, book: str) -> None:
    page.goto(f"{book}/framework.html")
    page.get_by_role("link", name="P07, turn 12").click()
    passage = page.locator("#quote-p07-12")
    expect(passage).to_be_in_viewport()
    expect(passage).to_have_css("background-color", "rgb(255, 244, 210)")


def test_tabs_show_one_panel_at_a_time(page: Page, book: str) -> None:
    page.goto(f"{book}/mechanisms.html")
    expect(page.get_by_text("the same nurse stays")).to_be_visible()
    page.get_by_role("tab", name="Integrated").press("ArrowRight")
    expect(page.get_by_role("tab", name="Network")).to_be_focused()
    expect(page.get_by_text("the same nurse stays")).to_be_hidden()
    expect(page.get_by_text("two cases of three")).to_be_visible()


def test_first_tab_stop_skips_to_the_text(page: Page, book: str) -> None:
    page.goto(f"{book}/experience.html")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the text")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()


def test_head_and_first_column_of_a_framework_stay_in_sight(page: Page, book: str) -> None:
    page.set_viewport_size({"width": 400, "height": 420})
    page.goto(f"{book}/framework.html")
    page.locator(".table-scroll").evaluate("box => box.scrollTo(200, 200)")
    first = page.get_by_role("rowheader", name="Southwick").bounding_box()
    box = page.locator(".table-scroll").bounding_box()
    head = page.locator("thead").bounding_box()
    assert first is not None
    assert box is not None
    assert head is not None
    assert abs(first["x"] - box["x"]) <= 2
    assert abs(head["y"] - box["y"]) <= 3


@pytest.mark.parametrize("width", [320, 400, 800, 1100, 1600])
def test_no_page_scrolls_sideways(page: Page, book: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for name in ("index", "experience", "mechanisms", "framework", "evidence", "references"):
        page.goto(f"{book}/{name}.html")
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_menu_opens_and_closes_on_a_phone(page: Page, book: str) -> None:
    page.set_viewport_size({"width": 400, "height": 800})
    page.goto(f"{book}/index.html")
    menu = page.get_by_role("navigation", name="Chapters")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Contents and search").click()
    expect(menu).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Contents and search").click()
    menu.get_by_role("link", name="Evidence").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("4 Evidence")


def test_book_reads_without_script(browser: Browser, book: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{book}/mechanisms.html")
    expect(page.get_by_text("the same nurse stays")).to_be_visible()
    expect(page.get_by_text("two cases of three")).to_be_visible()
    expect(page.get_by_role("combobox")).to_be_hidden()
    context.close()
