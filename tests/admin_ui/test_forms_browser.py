"""Forms in a real browser: nothing for axe, rows that grow, a preview in place, and all of it without scripts."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn

from api.middleware import SafeHeaders

from .test_browser import AXE, RULES, Quiet, chromium, pytestmark
from .workbench import Workbench

__all__ = ["chromium", "pytestmark"]
MAKE, EDIT = "/tiers/new/gadgetMake", "/acts/tiers/gadgetUpdate?key=G-1"
PATHS = [
    MAKE,
    EDIT,
    "/acts/tiers/gadgetPartUse?key=G-1&row.code=bulb",
    "/acts/tiers/scrap?key=G-1",
    "/tiers/G-1?done=gadgetUpdate&undo=chg_1",
    "/tiers",
]


@pytest.fixture
def bench() -> Workbench:
    return Workbench()


@pytest.fixture
def site(bench: Workbench) -> Iterator[str]:
    app: Any = SafeHeaders(bench.browser._app)
    server = Quiet(uvicorn.Config(app, port=0, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        pass
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_forms(chromium: Any, site: str, theme: str, width: int) -> None:
    size = {"width": width, "height": 900}
    context = chromium.new_context(base_url=site, viewport=size, color_scheme=theme, bypass_csp=True)
    page = context.new_page()
    for path in (*PATHS, None):
        if path:
            page.goto(path)
        else:
            page.goto(MAKE)
            page.get_by_role("button", name="New gadget").click()
            page.wait_for_selector(".wrong")
        page.evaluate(AXE.read_text())
        found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def _fill(page: Any, row: int) -> None:
    page.fill('[name="input.code"]', "G-2")
    page.fill('[name="input.size.width"]', "1.5")
    page.fill(f'[name="input.parts.{row}.code"]', "bulb")
    page.fill(f'[name="input.parts.{row}.amount"]', "2")


def test_rows_are_added_and_the_preview_comes_in_place(chromium: Any, site: str, bench: Workbench) -> None:
    page = chromium.new_context(base_url=site).new_page()
    errors: list[str] = []
    page.on("console", lambda m: errors.append(m.text) if m.type == "error" else None)
    page.goto(MAKE)
    page.get_by_role("button", name="Add a row").click()
    _fill(page, 2)
    page.get_by_role("button", name="Preview").click()
    page.wait_for_selector("#preview h2")
    assert "$1.50" in page.inner_text("#preview")
    assert page.input_value('[name="input.code"]') == "G-2"
    page.get_by_role("button", name="New gadget").click()
    page.wait_for_url("**/tiers/G-1?**")
    assert bench.calls[0][1]["input"]["parts"] == [{"code": "bulb", "amount": 2}]
    assert errors == []


def test_everything_works_without_scripts(chromium: Any, site: str, bench: Workbench) -> None:
    page = chromium.new_context(base_url=site, java_script_enabled=False).new_page()
    page.goto(MAKE)
    assert not page.get_by_role("button", name="Add a row").is_visible()
    _fill(page, 1)
    page.get_by_role("button", name="Preview").click()
    assert "$1.50" in page.inner_text("#preview")
    page.get_by_role("button", name="New gadget").click()
    page.get_by_role("button", name="Undo").click()
    assert "Taken back." in page.inner_text("main")
    assert [name for name, _ in bench.calls] == ["gadgetMake", "changeSetUndo"]
