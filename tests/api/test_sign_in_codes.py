"""A second factor: set up with a code, asked for at sign-in, used once, replaced by paper, reset."""

import asyncio
import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from time import time

import httpx
import pytest
import pytest_asyncio
from pyotp import TOTP

from rules.totp import step_of
from tests.api.conftest import House, csrf_of, sign_in
from tests.api.test_identity import NEW, _clean, act, ask, enter, start

__all__ = ["_clean"]
RFC = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"The key of the vectors in RFC 6238: 12345678901234567890."
VECTORS = {59: "287082", 1111111109: "081804", 1111111111: "050471", 1234567890: "005924", 2000000000: "279037"}
REQUIRE = """mutation R($code: String!, $is: Boolean!) { roleTotpSet(code: $code, isRequired: $is) {
    userErrors { code } } }"""


@pytest_asyncio.fixture(autouse=True)
async def _early() -> None:
    """No code of these tests is of a step that ends while they run."""
    left = 30 - time() % 30
    if left < 6:
        await asyncio.sleep(left)


@pytest_asyncio.fixture
async def li(house: House) -> AsyncIterator[httpx.AsyncClient]:
    """A signed-in browser of somebody called li."""
    await start(house)
    async with house.client() as client:
        await sign_in(client, "li", password=NEW)
        yield client


def key_in(page: str) -> str:
    return re.search(r"<code>([A-Z2-7 ]{30,})</code>", page).group(1).replace(" ", "")


def paper_in(page: str) -> list[str]:
    return re.findall(r"<li><code>([^<]+)</code>", page)


def code(key: str, steps: int = 0) -> str:
    return TOTP(key).at(datetime.now(UTC) + timedelta(seconds=30 * steps))


async def switched_on(house: House, client: httpx.AsyncClient) -> tuple[str, list[str]]:
    """The key and the codes on paper."""
    csrf = {"csrf": await csrf_of(house)}
    assert (await client.post("/account/codes-begin", data=csrf | {"current": NEW})).status_code == 303
    key = key_in((await client.get("/account")).text)
    page = await client.post("/account/codes-confirm", data=csrf | {"code": code(key, -1)})
    assert page.headers["cache-control"] == "no-store"
    return key, paper_in(page.text)


async def second_step(house: House, given: str, client: httpx.AsyncClient | None = None) -> int:
    """The status of the second step: 303 is in."""
    async with house.client() as own:
        assert (await sign_in(own, "li", password=NEW)).headers["location"] == "/login/code"
        return (await own.post("/login/code", data={"code": given})).status_code


@pytest.mark.parametrize(("at", "expected"), VECTORS.items())
def test_codes_are_those_of_the_standard(at: int, expected: str) -> None:
    assert step_of(RFC, expected, datetime.fromtimestamp(at, UTC)) == at // 30


@pytest.mark.parametrize(("away", "is_known"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)])
def test_a_code_is_of_its_time(away: int, is_known: bool) -> None:
    at = datetime.fromtimestamp(1111111110, UTC)
    given = TOTP(RFC).at(at + timedelta(seconds=away))
    assert (step_of(RFC, given, at) is not None) is is_known


@pytest.mark.parametrize("given", ["", "12345", "1234567", "abcdef", "１２３４５６", "12 34 5"])
def test_what_is_no_code_is_wrong(given: str) -> None:
    assert step_of(RFC, given, datetime.now(UTC)) is None


async def test_the_password_alone_lets_nobody_in_any_more(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    async with house.client() as client:
        await sign_in(client, "li", password=NEW)
        assert "memberdesk_session" not in client.cookies
        assert (await client.get("/members")).status_code == 303
        answer = await client.post("/login/code", data={"code": code(key), "next": "/members"})
        assert (answer.status_code, answer.headers["location"]) == (303, "/members")
        assert (await client.get("/members")).status_code == 200


async def test_a_code_works_once_also_at_once(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    given = code(key)
    tried = await asyncio.gather(*(second_step(house, given) for _ in range(4)))
    assert sorted(tried) == [303, 401, 401, 401]


async def test_an_older_code_does_not_work_after_a_newer_one(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    assert await second_step(house, code(key, 1)) == 303
    assert await second_step(house, code(key)) == 401


async def test_guessing_codes_comes_to_an_end(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    wrong = "000000" if code(key) != "000000" else "111111"
    assert [await second_step(house, wrong) for _ in range(6)] == [401] * 5 + [429]
    assert await second_step(house, code(key)) == 429


async def test_codes_on_paper_work_once_each(house: House, li: httpx.AsyncClient) -> None:
    _, paper = await switched_on(house, li)
    assert len(set(paper)) == 10
    assert await second_step(house, paper[3].lower().replace("-", " ")) == 303
    assert await second_step(house, paper[3]) == 401
    assert await second_step(house, paper[0]) == 303
    kept = await house.tell("SELECT string_agg(c::text, ' ') FROM staff_recovery_code c")
    assert not [each for each in paper if each in kept or each[2:] in kept]


async def test_new_paper_makes_the_old_worthless(house: House, li: httpx.AsyncClient) -> None:
    key, old = await switched_on(house, li)
    page = await li.post("/account/codes-paper", data={"csrf": await csrf_of(house), "code": code(key)})
    assert len(paper_in(page.text)) == 10
    assert await second_step(house, old[1]) == 401


async def test_codes_are_switched_off_with_a_code_only(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    csrf = {"csrf": await csrf_of(house)}
    assert (await li.post("/account/codes-off", data=csrf | {"code": "000000"})).status_code == 403
    assert (await li.post("/account/codes-off", data=csrf | {"code": code(key)})).status_code == 303
    assert await enter(house) == 303


async def test_codes_are_not_begun_without_the_password(house: House, li: httpx.AsyncClient) -> None:
    csrf = {"csrf": await csrf_of(house)}
    assert (await li.post("/account/codes-begin", data=csrf | {"current": "wrong"})).status_code == 403
    begun = "SELECT count(*) FROM staff_totp JOIN staff ON staff.id = staff_id WHERE username = 'li'"
    assert await house.tell(begun) == 0


async def test_codes_that_were_not_confirmed_are_not_asked_for(house: House, li: httpx.AsyncClient) -> None:
    await li.post("/account/codes-begin", data={"csrf": await csrf_of(house), "current": NEW})
    async with house.client() as client:
        assert (await sign_in(client, "li", password=NEW)).headers["location"] == "/"


async def test_the_secret_cannot_be_read_from_the_table(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    kept = await house.tell("SELECT string_agg(convert_from(sealed, 'UTF8') || t::text, ' ') FROM staff_totp t")
    assert key not in kept
    told = await house.tell("SELECT string_agg(e::text, ' ') FROM audit_event e")
    assert key not in told
    assert "staff.totp_on" in told


async def test_an_administrator_resets_codes(house: House, li: httpx.AsyncClient) -> None:
    await switched_on(house, li)
    key = f"stf_{await house.tell('SELECT id FROM staff WHERE username = $1', 'li')}"
    assert (await act(house, "staffTotpReset", key))["userErrors"] == []
    assert (await act(house, "staffTotpReset", key))["userErrors"][0]["code"] == "STATE"
    await asyncio.sleep(0.6)
    assert (await li.get("/account")).status_code == 303
    assert await enter(house) == 303


async def test_a_role_can_need_codes(house: House, li: httpx.AsyncClient) -> None:
    await ask(house, REQUIRE, code="customer_service", **{"is": True})
    try:
        await asyncio.sleep(0.6)
        assert (await li.get("/account")).status_code == 303
        async with house.client() as client:
            await sign_in(client, "li", password=NEW)
            key = key_in((await client.get("/login/code")).text)
            assert (await client.post("/login/code", data={"code": "000000"})).status_code == 401
            page = await client.post("/login/code", data={"code": code(key)})
            assert len(paper_in(page.text)) == 10
            assert (await client.get("/account")).status_code == 200
            off = {"csrf": await csrf_of(house), "code": code(key, 1)}
            assert (await client.post("/account/codes-off", data=off)).status_code == 422
    finally:
        await ask(house, REQUIRE, code="customer_service", **{"is": False})


async def test_the_second_step_is_over_after_some_minutes(house: House, li: httpx.AsyncClient) -> None:
    key, _ = await switched_on(house, li)
    async with house.client() as client:
        await sign_in(client, "li", password=NEW)
        await house.tell("UPDATE pending_sign_in SET expires_at = now() - interval '1 second'")
        answer = await client.post("/login/code", data={"code": code(key)})
        assert answer.headers["location"] == "/login"
        assert (await client.get("/account")).status_code == 303


async def test_the_picture_has_no_style_of_its_own(house: House, li: httpx.AsyncClient) -> None:
    await li.post("/account/codes-begin", data={"csrf": await csrf_of(house), "current": NEW})
    page = (await li.get("/account")).text
    assert "<svg" in page
    assert "style=" not in page
