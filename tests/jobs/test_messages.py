"""Messages leave the house once: e-mails by the outbox, others signed; those that nobody takes are tried again."""

import hashlib
import hmac
import json
from typing import Any

import asyncpg
import httpx
import pytest_asyncio

from actions.messages import Outgoing
from admin_ui.letters import composer
from api import messaging
from api.messaging import Carrier
from jobs.mail import Postman
from jobs.messages import NotTaken, Ways, deliver
from rules.contacting import ContactChannel
from settings import Settings
from tests.actions.clinic import Clinic, at, message

SECRET = "s" * 32
STATE = "SELECT status, tries, error FROM member_message"


@pytest_asyncio.fixture
async def clinic(connection: asyncpg.Connection) -> Clinic:
    return await Clinic(connection).open()


async def written(clinic: Clinic, channel: str, ready: frozenset[ContactChannel] = frozenset(ContactChannel)) -> None:
    """A message of a series, filled in for its member."""
    await clinic.series("FIRST_ORDER", message(1, channel, script="Hello {name}, {memberNo}"))
    await clinic.member("Lin", at("2026-03-02"))
    await clinic.look(at("2026-03-03"), ready)


async def test_a_text_message_is_handed_on_once(clinic: Clinic, fresh_url: str) -> None:
    await written(clinic, "SMS")
    carried: list[Outgoing] = []

    async def carry(outgoing: Outgoing) -> None:
        carried.append(outgoing)

    assert [await deliver(fresh_url, Ways(None, carry)) for _ in range(2)] == [1, 0]
    assert [(each.body, each.phone is not None) for each in carried] == [("Hello Lin, Lin", True)]
    assert await clinic.one("SELECT status FROM member_message") == "SENT"


async def test_one_that_nobody_takes_is_tried_again_later(clinic: Clinic, fresh_url: str) -> None:
    await written(clinic, "SMS")

    async def carry(outgoing: Outgoing) -> None:
        raise NotTaken("HTTP 503")

    assert [await deliver(fresh_url, Ways(None, carry)) for _ in range(2)] == [0, 0]
    assert tuple(await clinic.connection.fetchrow(STATE)) == ("WAITING", 1, "HTTP 503")


async def test_an_email_goes_by_the_outbox_of_mails(clinic: Clinic, fresh_url: str, settings: Settings) -> None:
    await written(clinic, "EMAIL")
    postman = Postman("smtp://127.0.0.1:1", "Desk <desk@example.com>", SECRET, composer("en", settings.zone))
    assert await deliver(fresh_url, Ways(postman, None)) == 1
    row = await clinic.connection.fetchrow("SELECT kind, recipient, body FROM mail")
    assert (row["kind"], row["recipient"]) == ("member_message", "lin@example.com")
    letter = composer("en", settings.zone)(row["kind"], "en", json.loads(row["body"]))
    assert (letter.subject, letter.text.strip()) == ("Series", "Hello Lin, Lin")


async def test_a_channel_that_is_not_set_up_takes_no_contact(clinic: Clinic) -> None:
    await written(clinic, "SMS", Ways(None, None).ready)
    assert await clinic.tasks("status", "held") == [("WAITING", "NOT_SET_UP")]
    assert await clinic.one("SELECT count(*) FROM contact") == 0


async def test_an_in_site_message_is_there_at_once(clinic: Clinic) -> None:
    await written(clinic, "IN_SITE", Ways(None, None).ready)
    assert await clinic.one("SELECT status FROM member_message") == "SENT"


async def test_whoever_delivers_can_prove_that_it_is_ours(clinic: Clinic, fresh_url: str, monkeypatch: Any) -> None:
    await written(clinic, "PUSH")
    seen: list[tuple[dict[str, str], bytes]] = []

    async def ask(method: str, address: str, home: str, headers: dict[str, str], content: bytes) -> httpx.Response:
        seen.append((headers, content))
        return httpx.Response(202)

    monkeypatch.setattr(messaging, "ask", ask)
    assert await deliver(fresh_url, Ways(None, Carrier("https://push.example.com/in", SECRET))) == 1
    ((headers, body),) = seen
    signed = hmac.new(SECRET.encode(), headers["memberdesk-time"].encode() + b"." + body, hashlib.sha256).hexdigest()
    assert headers["memberdesk-signature"] == signed
    assert json.loads(body)["channel"] == "PUSH"
