"""Members' own pages, as a browser without JavaScript uses them."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from html import unescape
from json import loads

import asyncpg
import httpx
import pytest
import pytest_asyncio

from rules.secrecy import unseal
from settings import Settings
from tests.actions.storefront import MAIL, PASSWORD
from tests.api.conftest import House, opened
from tests.given import PROVIDER
from tests.make import LONG_AGO

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


@dataclass
class Browser:
    house: House
    client: httpx.AsyncClient
    secret: str

    async def send(self, step: str, page: str | None = None, **typed: str) -> httpx.Response:
        """Opens the page, and sends its form with what is typed."""
        drawn = await self.client.get(f"/membership/{page or step}")
        hidden = {name: unescape(value) for name, value in HIDDEN.findall(drawn.text)}
        return await self.client.post(f"/membership/{step}", data=hidden | typed)

    async def code(self) -> str:
        last = "SELECT id::text || ' ' || encode(sealed, 'escape') FROM mail ORDER BY id DESC LIMIT 1"
        kept = await self.house.tell(last)
        key, sealed = kept.split(" ")
        return loads(unseal(self.secret, f"mail {key}", sealed.encode()))["code"]

    async def registers(self) -> httpx.Response:
        sent = await self.send("register", name="Mei <b>", email=MAIL, password=PASSWORD)
        assert sent.status_code == 303, sent.text
        challenge = sent.headers["location"].removeprefix("/membership/")
        return await self.send("confirm", challenge, code=await self.code())


@pytest_asyncio.fixture
async def browser(settings: Settings, fresh_url: str) -> AsyncIterator[Browser]:
    given = replace(settings, smtp_url="smtp://127.0.0.1:9")
    async with opened(given, fresh_url) as house, house.client() as client:
        yield Browser(house, client, given.signing_key().decode())


async def test_somebody_registers_and_sees_the_own_file(browser: Browser) -> None:
    done = await browser.registers()
    assert done.headers["location"] == "/membership?done=confirm"
    cookie = done.headers["set-cookie"]
    for part in ("memberdesk_membership=mdm_", "HttpOnly", "Path=/membership", "SameSite=lax"):
        assert part in cookie
    page = await browser.client.get(done.headers["location"])
    assert "Welcome. You are a member now." in page.text
    assert "Mei &lt;b&gt;" in page.text
    assert page.headers["cache-control"] == "no-store"


async def test_a_wrong_password_is_told_beside_the_field(browser: Browser) -> None:
    await browser.registers()
    browser.client.cookies.clear()
    answer = await browser.send("sign-in", login=MAIL, password="wrong")
    assert answer.status_code == 422
    assert "The sign-in is wrong." in answer.text
    assert "set-cookie" not in answer.headers
    right = await browser.send("sign-in", login=MAIL, password=PASSWORD)
    assert right.headers["location"] == "/membership?done=sign-in"


async def test_a_forgotten_password_is_chosen_anew(browser: Browser) -> None:
    await browser.registers()
    browser.client.cookies.clear()
    sent = await browser.send("recover", email=MAIL)
    challenge = sent.headers["location"].removeprefix("/membership/")
    done = await browser.send("new-password", challenge, code=await browser.code(), newPassword="another green lake")
    assert done.headers["location"] == "/membership?done=new-password"


async def test_the_own_file_is_edited(browser: Browser) -> None:
    await browser.registers()
    done = await browser.send("edit", name="Mei Lin", birthday="1990-01-31", gender="FEMALE")
    assert done.headers["location"] == "/membership?done=edit", done.text
    assert "1990-01-31" in (await browser.client.get("/membership")).text


async def test_signing_out_ends_the_sign_in(browser: Browser) -> None:
    await browser.registers()
    token = browser.client.cookies["memberdesk_membership"]
    answer = await browser.send("sign-out", "edit")
    assert answer.headers["location"] == "/membership/done/signed-out"
    browser.client.cookies.set("memberdesk_membership", token, path="/membership")
    assert (await browser.client.get("/membership")).headers["location"] == "/membership/sign-in"


@pytest.mark.parametrize("headers", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {}])
async def test_a_form_that_is_not_ours_changes_nothing(browser: Browser, headers: dict[str, str]) -> None:
    await browser.registers()
    answer = await browser.client.post("/membership/edit", data={"name": "Eve"}, headers=headers)
    assert answer.status_code == 403
    assert await browser.house.tell("SELECT name FROM member WHERE email = $1", MAIL) == "Mei <b>"


async def test_the_cookie_of_a_member_opens_no_page_of_staff(browser: Browser) -> None:
    await browser.registers()
    token = browser.client.cookies["memberdesk_membership"]
    headers = {"cookie": f"memberdesk_session={token}; memberdesk_membership={token}"}
    assert (await browser.client.get("/members", headers=headers)).status_code == 303
    answer = await browser.client.post("/graphql", json={"query": "{ viewer { name } }"}, headers=headers)
    assert answer.status_code == 401


async def test_who_lost_the_address_gets_a_number(browser: Browser) -> None:
    sent = await browser.send("lost", name="One", contact="new@example.com", login="M-1", story="")
    page = await browser.client.get(sent.headers["location"])
    assert "AR-" in page.text


async def test_the_pages_speak_chinese_and_run_no_script_of_their_own(browser: Browser) -> None:
    for path in ("sign-in", "register", "recover", "lost", "code", "confirm?challenge=x"):
        page = await browser.client.get(f"/membership/{path}", headers={"accept-language": "zh-CN"})
        assert page.status_code == 200
        assert re.search(r"<h1>[^<]*[\u4e00-\u9fff]", page.text), path
        assert "onclick" not in page.text
        assert " style=" not in page.text


async def test_an_unknown_step_leads_to_the_sign_in(browser: Browser, connection: asyncpg.Connection) -> None:
    assert (await browser.client.get("/membership/nothing")).headers["location"] == "/membership/sign-in"


async def test_a_member_pays_in_online_on_the_own_pages(browser: Browser) -> None:
    await browser.registers()
    await browser.house.tell(PROVIDER, LONG_AGO, b"")
    refused = await browser.send("top-up", amount="0")
    assert (refused.status_code, "cannot be booked" in refused.text) == (422, True)
    sent = await browser.send("top-up", amount="12.50")
    assert sent.headers["location"].startswith("/membership/top-up/P")
    waits = await browser.client.get(sent.headers["location"])
    assert (waits.headers["refresh"], "being prepared" in waits.text) == ("3", True)
    await browser.house.tell("UPDATE payment SET code = 'weixin://x', status = 'PENDING' WHERE status = 'NEW'")
    assert 'class="qr"' in (await browser.client.get(sent.headers["location"])).text
    assert await browser.house.tell("SELECT amount FROM payment ORDER BY id DESC LIMIT 1") == 1250
