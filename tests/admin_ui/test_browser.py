"""In a real browser, under the real policy: nothing for axe, everything by keyboard, no error in the console."""

import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from api.middleware import SafeHeaders

from .fake_desk import FakeDesk, application, viewer

CHROMIUM = shutil.which("chromium")
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATHS = [
    "/",
    "/members?tier.code=gold",
    "/members/M-0010482",
    "/tickets/T-2291",
    "/orders/155-8800",
    "/roles/customer_service",
]
pytestmark = pytest.mark.skipif(CHROMIUM is None or not AXE.exists(), reason="needs Chromium and axe-core")


class Quiet(uvicorn.Server):
    def install_signal_handlers(self) -> None:
        """Signals belong to the test run."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    app: Any = SafeHeaders(application(FakeDesk(), viewer()))
    server = Quiet(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        pass
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Any, site: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=site, viewport={"width": 1440, "height": 900}, locale="en-US")
    found = context.new_page()
    errors: list[str] = []
    found.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    found.on("pageerror", lambda e: errors.append(str(e)))
    yield found
    context.close()
    assert errors == []


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(chromium: Any, site: str, theme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    context = chromium.new_context(base_url=site, viewport=size, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    for path in PATHS:
        page.goto(path)
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_the_palette_finds_and_opens_by_keyboard(page: Page) -> None:
    page.goto("/tickets")
    page.keyboard.press("Control+k")
    page.keyboard.type("lin xiaowen")
    page.wait_for_selector("#palette-list a[href^='/members/']")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/M-0010482")


def test_rows_are_walked_and_opened_by_keyboard(page: Page) -> None:
    page.goto("/members")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members/M-0010481")


def test_a_row_opens_on_a_click_anywhere(page: Page) -> None:
    page.goto("/members")
    page.locator("tbody tr").nth(2).locator("td").nth(3).click()
    page.wait_for_url("**/members/M-0010480")


def test_search_narrows_while_typing_and_keeps_the_focus(page: Page) -> None:
    page.goto("/members")
    page.keyboard.press("/")
    page.keyboard.type("maria")
    page.wait_for_url("**/members?q=maria")
    assert page.locator("tbody tr").count() == 11
    assert page.evaluate("document.activeElement.name") == "q"
    assert "11" in page.locator("#count").inner_text()


def test_a_filter_is_added_changed_and_removed(page: Page) -> None:
    page.goto("/members")
    page.keyboard.press("f")
    page.get_by_role("link", name="Status").click()
    page.get_by_label("Frozen").check()
    page.get_by_role("button", name="Apply filter").click()
    page.wait_for_url("**/members?status=FROZEN")
    assert page.locator(".chip-set").inner_text().startswith("Status is Frozen")
    page.get_by_role("link", name="Remove the filter Status").click()
    page.wait_for_url("**/members")


def test_tabs_load_alone_and_stay_in_the_address(page: Page) -> None:
    page.goto("/members/M-0010482")
    page.get_by_role("link", name="Points", exact=True).click()
    page.wait_for_url("**/members/M-0010482?tab=points")
    assert page.get_by_role("heading", name="Points entries").is_visible()
    page.keyboard.press("q")
    assert "pointsEntries" in page.locator("#query").inner_text()


def test_the_first_tab_stop_leads_to_the_content(page: Page) -> None:
    page.goto("/members")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_single_keys_can_be_switched_off(page: Page) -> None:
    page.goto("/members")
    page.keyboard.press("?")
    page.get_by_label("Single-key shortcuts are on").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    assert not page.locator("#query").is_visible()


def test_lists_and_forms_work_without_scripts(chromium: Any, site: str) -> None:
    context = chromium.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/parts/members/filter?filter=status")
    page.get_by_label("Frozen").check()
    page.get_by_role("button", name="Apply filter").click()
    assert page.url.endswith("/members?status=FROZEN")
    assert page.locator("tbody tr").count() > 0
    context.close()
