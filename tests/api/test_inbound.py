"""A mail server hands mails over, signed; nobody else can."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from time import time
from typing import Any

import httpx
import pytest
import pytest_asyncio

from api.inbound import PATH, signature
from settings import Settings
from tests.api.conftest import House, opened
from tests.conftest import database
from tests.rules.odd_mails import plain

SECRET = "shared with the mail server, thirty-two"
HELLO = plain(b"Where are my points?", b"Subject: Points")
MAILS = "SELECT count(*) FROM inbound_mail"


@pytest_asyncio.fixture(scope="module")
async def office(settings: Settings, empty_url: str) -> AsyncIterator[House]:
    async with database(empty_url, empty_url) as url, opened(replace(settings, inbound_secret=SECRET), url) as house:
        yield house


async def hand(house: House, raw: bytes = HELLO, at: float | None = None, **more: Any) -> httpx.Response:
    said = str(int(at or time()))
    headers = {"x-memberdesk-time": said, "x-memberdesk-signature": signature(SECRET, said, raw)} | more
    async with house.client() as client:
        return await client.post(PATH, content=raw, headers=headers)


async def test_a_signed_mail_becomes_a_ticket_once(office: House) -> None:
    first, again = [await hand(office) for _ in range(2)]
    assert json.loads(first.text) == {"isNew": True, "status": "ACCEPTED", "reason": None}
    assert again.json()["isNew"] is False
    assert await office.tell("SELECT count(*) FROM ticket") == 1


@pytest.mark.parametrize("wrong", [
    {"x-memberdesk-signature": "0" * 64}, {"x-memberdesk-signature": ""}, {"x-memberdesk-time": ""},
    {"x-memberdesk-time": "1"}, {"x-memberdesk-signature": signature("another secret", "1", HELLO)},
])  # fmt: skip
async def test_a_mail_without_a_signature_that_fits_is_not_taken(office: House, wrong: dict[str, str]) -> None:
    before = await office.tell(MAILS)
    assert (await hand(office, plain(b"forged"), **wrong)).status_code == 401
    assert await office.tell(MAILS) == before


async def test_a_signature_that_was_overheard_is_of_no_use_later(office: House) -> None:
    assert (await hand(office, plain(b"late"), time() - 301)).status_code == 401


async def test_without_a_secret_nothing_is_handed_over(house: House) -> None:
    before = await house.tell(MAILS)
    assert (await hand(house)).status_code == 404
    assert await house.tell(MAILS) == before


async def test_a_mail_of_twenty_megabytes_is_read_and_one_of_thirty_refused(office: House) -> None:
    assert (await hand(office, plain(b"x" * 21_000_000))).json()["reason"] == "TOO_LARGE"
    assert (await hand(office, plain(b"x" * 30_000_000))).status_code == 413
