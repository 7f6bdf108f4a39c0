"""The desk in a real browser, over the real application: it stays fresh by itself, and goes by keyboard alone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, Page, async_playwright

from actions.staff import create
from settings import Settings
from tests import make
from tests.api.conftest import PASSWORD, House, opened
from tests.conftest import database

from .test_browser import AXE, CHROMIUM, FLAGS, RULES, Quiet, pytestmark

__all__ = ["pytestmark"]
TICKET = "/desk?queue=desk-open&ticket=T-000001"
OPEN = """mutation { ticketOpen(input: {member: {memberNo: "M-0000002"}, subject: "Where is my parcel", body: "Hello",
    channel: EMAIL}) { userErrors { message } } }"""
STATUS = "SELECT status FROM ticket WHERE number = 'T-000001'"
SAID = "SELECT count(*) FROM ticket_message JOIN ticket ON ticket.id = ticket_id WHERE number = 'T-000001'"


@dataclass
class Site:
    house: House
    address: str
    browser: Browser

    @asynccontextmanager
    async def person(self, username: str = "olga", **more: Any) -> AsyncIterator[Page]:
        context = await self.browser.new_context(base_url=self.address, locale="en-US", **more)
        page = await context.new_page()
        await page.goto("/login")
        await page.fill('[name="username"]', username)
        await page.fill('[name="password"]', PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(self.address + "/")
        yield page
        await context.close()


@pytest_asyncio.fixture(scope="module")
async def site(settings: Settings, empty_url: str) -> AsyncIterator[Site]:
    async with database(empty_url, empty_url) as url:
        connection = await asyncpg.connect(url)
        await make.world(connection)
        for name in ("olga", "wei"):
            await create(connection, "test", name, "supervisor", PASSWORD, name.title())
        await connection.close()
        async with opened(settings, url) as house, async_playwright() as playwright:
            house.token = await house.new_token()
            server = Quiet(uvicorn.Config(house.front, port=0, log_level="error", lifespan="off"))
            serving = asyncio.create_task(server.serve())
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for _ in iter(lambda: server.started, True):
                await asyncio.sleep(0.01)
            yield Site(house, f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}", browser)
            await browser.close()
            server.should_exit = True
            await serving


async def test_a_ticket_that_somebody_opens_appears_without_a_reload(site: Site, settings: Settings) -> None:
    async with site.person() as page, opened(settings, site.house.url, site.house.token) as other:
        await page.goto("/desk?queue=desk-open")
        await page.evaluate("window.isSame = true")
        assert (await other.post({"query": OPEN})).json()["data"]["ticketOpen"]["userErrors"] == []
        await page.get_by_role("link", name="Where is my parcel").wait_for()
        assert await page.evaluate("window.isSame")
        assert "New on the desk" in await page.inner_text("#live")


async def test_an_answer_of_somebody_else_stops_mine_and_nothing_is_lost(site: Site) -> None:
    async with site.person() as mine, site.person("wei") as other:
        await mine.goto(TICKET)
        await mine.fill("#desk-body", "We are looking into it.")
        await other.goto(TICKET)
        await other.get_by_text("Olga is").wait_for()
        await other.fill("#desk-body", "Your points are there now.")
        await mine.get_by_text("Wei is writing").wait_for()
        await other.keyboard.press("Control+Enter")
        await mine.get_by_text("This ticket changed while you were writing").wait_for()
        before = await site.house.tell(SAID)
        await mine.focus("#desk-body")
        await mine.keyboard.press("Control+Enter")
        await mine.get_by_text("Nothing you wrote is lost").wait_for()
        assert await site.house.tell(SAID) == before
        assert await mine.input_value("#desk-body") == "We are looking into it."
        assert "Your points are there now." in await mine.inner_text(".said.is-new")
        await mine.reload()
        assert await mine.input_value("#desk-body") == "We are looking into it."


async def test_a_ticket_is_handled_by_keyboard_alone(site: Site) -> None:
    async with site.person("wei") as page:
        await page.goto("/desk?queue=desk-open")
        link = page.locator('#desk-queue a[data-number="T-000001"]')
        while await link.evaluate("link => link !== document.activeElement"):
            await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await page.wait_for_selector("#desk-body")
        await page.keyboard.press("a")
        await page.keyboard.press("Enter")
        await page.get_by_text("Assign: done.").wait_for()
        await page.keyboard.press("r")
        await page.keyboard.type("All is well now.")
        await page.keyboard.press("Control+Shift+Enter")
        await page.get_by_text("Resolved.", exact=True).wait_for()
    assert await site.house.tell(STATUS) == "RESOLVED"


async def test_a_canned_reply_is_a_slash_away_and_a_macro_is_tried_first(site: Site) -> None:
    async with site.person() as page:
        await page.goto(TICKET)
        await page.focus("#desk-body")
        await page.keyboard.press("/")
        await page.locator("#desk-find").fill("late")
        await page.keyboard.press("Enter")
        assert await page.input_value("#desk-body") == "Dear Xiaowen"
        await page.goto(f"{TICKET}&macro=late")
        assert "Dear Xiaowen" in await page.inner_text(".trial")
        assert await page.evaluate("document.activeElement.value") == "macro"


async def test_an_answer_comes_back_by_one_key_before_it_goes_out(site: Site) -> None:
    async with site.person() as page:
        await page.goto(TICKET)
        await page.fill("#desk-body", "You get 500 points.")
        await page.keyboard.press("Control+Enter")
        await page.locator(".held").last.get_by_text("Goes out in 1").wait_for()
        await page.locator("h1").first.click()
        await page.keyboard.press("z")
        await page.get_by_text("the member has not seen it").wait_for()
        assert await page.input_value("#desk-body") == "You get 500 points."
        assert "You get 500 points." not in await page.inner_text(".talk")


async def test_the_desk_reads_and_answers_without_scripts(site: Site) -> None:
    async with site.person(java_script_enabled=False) as page:
        await page.goto("/desk?queue=desk-resolved")
        await page.click("#desk-queue .next-main")
        await page.fill("#desk-body", "A word without scripts.")
        await page.click('[value="send"]')
        assert "A word without scripts." in await page.inner_text("#desk-talk")


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
async def test_axe_finds_nothing_on_the_desk(site: Site, width: int, theme: Any) -> None:
    size: Any = {"width": width, "height": 900}
    async with site.person(viewport=size, color_scheme=theme, bypass_csp=True) as page:
        await page.goto(TICKET)
        await page.evaluate(AXE.read_text())
        found = await page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        assert [(v["id"], v["nodes"][0]["html"]) for v in found["violations"]] == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
