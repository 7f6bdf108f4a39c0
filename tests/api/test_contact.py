"""The form on the web: anybody writes, nobody learns who is a member, machines and floods come to nothing."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from settings import Settings
from tests.api.conftest import House, opened
from tests.conftest import database

OPEN = """INSERT INTO policy (code, value)
    VALUES ('WEB_FORM', '{"isOpen": true, "origins": ["https://shop.example.com"]}')"""
FORM = {"name": "Lin", "email": "lin@example.com", "subject": "My points", "message": "Where are they?"}
ROW = """SELECT channel || ' ' || coalesce(contact_address, '') || ' ' || coalesce(member_id::text, 'nobody')
    FROM ticket ORDER BY opened_at DESC LIMIT 1"""
TICKETS = "SELECT count(*) FROM ticket"


@pytest_asyncio.fixture
async def office(settings: Settings, world_url: str) -> AsyncIterator[House]:
    async with database(world_url, world_url) as url, opened(settings, url) as house:
        await house.tell(OPEN)
        yield house


async def write(house: House, **more: str) -> httpx.Response:
    async with house.client() as client:
        return await client.post("/contact", data=FORM | more)


async def send(house: House, origin: str | None = None, token: str | None = None, **more: Any) -> httpx.Response:
    headers = ({"origin": origin} if origin else {}) | ({"authorization": f"Bearer {token}"} if token else {})
    async with house.client(headers=headers) as client:
        return await client.post("/contact/messages", json=FORM | more)


async def test_what_somebody_writes_becomes_a_ticket_of_nobody(office: House) -> None:
    answer = await write(office)
    assert (answer.status_code, answer.headers["location"]) == (303, "/contact?sent=1")
    assert await office.tell(ROW) == "WEB lin@example.com nobody"
    said = "SELECT author || ': ' || body FROM ticket_message ORDER BY at DESC LIMIT 1"
    assert await office.tell(said) == "Lin: Where are they?"


async def test_an_address_of_a_member_is_answered_as_any_other(office: House) -> None:
    await office.tell("UPDATE member SET email = 'lin@example.com' WHERE member_no = 'M-0000001'")
    known, unknown = await write(office), await write(office, email="nobody@example.com")
    assert (known.status_code, known.headers["location"]) == (unknown.status_code, unknown.headers["location"])
    assert await office.tell("SELECT count(*) FROM ticket WHERE channel = 'WEB' AND member_id IS NOT NULL") == 0


async def test_a_member_who_shows_his_token_is_that_member(office: House) -> None:
    answer = await send(office, token=await office.new_token("member", "M-0000001"))
    assert answer.json() == {"isTaken": True}
    member = await office.tell("SELECT id::text FROM member WHERE member_no = 'M-0000001'")
    assert await office.tell(ROW) == f"WEB lin@example.com {member}"


async def test_a_machine_is_thanked_and_writes_nothing(office: House) -> None:
    before = await office.tell(TICKETS)
    assert (await write(office, website="https://spam.example")).status_code == 303
    assert (await send(office, website="x")).json() == {"isTaken": True}
    assert await office.tell(TICKETS) == before


@pytest.mark.parametrize(("more", "path"), [
    ({"email": "nobody"}, "email"), ({"email": "a@b.c\nBcc: x@y.z"}, "email"), ({"subject": " "}, "subject"),
    ({"message": ""}, "message"), ({"name": "x" * 201}, "name"),
])  # fmt: skip
async def test_what_cannot_be_answered_is_refused_and_stays_typed(
    office: House, more: dict[str, str], path: str
) -> None:
    before = await office.tell(TICKETS)
    answer, page = await send(office, **more), await write(office, **more)
    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (422, [path])
    assert page.status_code == 422
    assert path == "message" or "Where are they?" in page.text
    assert await office.tell(TICKETS) == before


async def test_a_flood_is_stopped_by_address_and_by_place(office: House) -> None:
    by_address = [(await write(office)).status_code for _ in range(5)]
    by_place = [(await write(office, email=f"a{n}@example.com")).status_code for n in range(10)]
    assert by_address == [303, 303, 303, 429, 429]
    assert by_place == [303] * 7 + [429] * 3
    assert await office.tell("SELECT count(*) FROM ticket WHERE channel = 'WEB'") == 10


async def test_pages_that_are_named_may_use_it_and_others_not(office: House) -> None:
    named, other = await send(office, "https://shop.example.com"), await send(office, "https://evil.example")
    assert named.headers["access-control-allow-origin"] == "https://shop.example.com"
    assert (other.status_code, "access-control-allow-origin" in other.headers) == (403, False)
    async with office.client(headers={"origin": "https://shop.example.com"}) as client:
        before = await client.options("/contact/messages")
        form = await client.post("/contact", data=FORM)
    assert (before.status_code, before.headers["access-control-allow-methods"]) == (204, "POST")
    assert form.status_code == 403


async def test_where_it_is_closed_nothing_is_taken(house: House) -> None:
    before = await house.tell(TICKETS)
    answers = [await write(house), await send(house)]
    async with house.client() as client:
        answers.append(await client.get("/contact"))
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert await house.tell(TICKETS) == before
