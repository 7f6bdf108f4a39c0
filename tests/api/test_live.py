"""Subscriptions: told as the one who listens, with the rights of that moment, and never of what he may not see."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from time import monotonic
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio

from api.live.news import missed
from settings import Settings
from tests.api.conftest import House, csrf_of, opened, sign_in
from tests.api.sockets import socket
from tests.api.streams import Stream, stream
from tests.api.test_websocket import greet

CHANGED = "subscription { ticketChanged { number status assignee { name } member { phone } } }"
PLAIN = "subscription { ticketChanged { number } }"
TOUCH = "UPDATE ticket SET status = 'OPEN', version = version + 1, updated_at = now() WHERE number = $1"
REVOKE = "UPDATE api_token SET revoked_at = now() WHERE id = (SELECT id FROM api_token ORDER BY id DESC LIMIT 1)"
HIDE = """
    INSERT INTO field_grant (role_id, type_name, field, read, may_filter, may_write)
    SELECT role.id, 'Ticket', hidden, 'NONE', false, false FROM role, unnest($1::text[]) hidden WHERE code = 'auditor'
"""
CUT = """
    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
    WHERE application_name = 'memberdesk listens' AND datname = current_database()
"""


@pytest_asyncio.fixture
async def other(settings: Settings, house: House) -> AsyncIterator[House]:
    """A second application over the same database, as another process would be."""
    async with opened(settings, house.url, house.token) as found:
        yield found


@asynccontextmanager
async def hidden(house: House, *fields: str) -> AsyncIterator[None]:
    """Fields of tickets that auditors do not see meanwhile."""
    await house.tell(HIDE, list(fields))
    yield
    await house.tell("DELETE FROM field_grant WHERE role_id = (SELECT id FROM role WHERE code = 'auditor')")


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        for _ in iter(is_so, True):
            if is_so():
                return
            await asyncio.sleep(0.01)


def listen(house: House, query: str = PLAIN, token: str = "", **variables: Any) -> AbstractAsyncContextManager[Stream]:
    return stream(house.front, query, variables, authorization=f"Bearer {token or house.token}")


async def test_a_change_is_told(house: House) -> None:
    async with listen(house, CHANGED) as heard:
        await house.tell(TOUCH, "T-000001")
        kind, told = await heard.next()
    assert kind == "next"
    assert told["data"]["ticketChanged"]["number"] == "T-000001"
    assert told["data"]["ticketChanged"]["status"] == "OPEN"


async def test_a_change_in_another_process_is_told_over_a_socket(house: House, other: House) -> None:
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened_socket:
        await greet(opened_socket)
        await opened_socket.send(type="subscribe", id="7", payload={"query": PLAIN})
        await until(lambda: house.front.state.live.listeners)
        said = 'mutation { ticketNote(id: "%s", body: "x") { userErrors { message } } }'
        key = await house.tell("SELECT 'tkt_' || id FROM ticket WHERE number = 'T-000001'")
        answer = await other.post({"query": said % key})
        assert answer.json()["data"]["ticketNote"]["userErrors"] == []
        told = await opened_socket.answer()
    assert told == {"id": "7", "type": "next", "payload": {"data": {"ticketChanged": {"number": "T-000001"}}}}
    assert house.front.state.live.listeners == 0


async def test_what_is_rolled_back_is_not_told(house: House) -> None:
    async with listen(house) as heard:
        with pytest.raises(Exception, match="division"):
            await house.tell("WITH t AS (UPDATE ticket SET version = version + 1 RETURNING 1) SELECT 1 / 0 FROM t")
        assert await heard.silence()


async def test_a_team_is_told_of_its_own(house: House) -> None:
    await house.tell("INSERT INTO team (code, name) VALUES ('live', 'Live') ON CONFLICT DO NOTHING")
    query = "subscription ($code: String) { ticketChanged(teamCode: $code) { number team { code } } }"
    async with listen(house, query, code="live") as own, listen(house, query, code=None) as every:
        await house.tell(TOUCH, "T-000001")
        assert (await every.next())[0] == "next"
        assert await own.silence()
        await house.tell(
            "UPDATE ticket SET team_id = (SELECT id FROM team WHERE code = 'live') WHERE number = 'T-000001'"
        )
        told = (await own.next())[1]["data"]["ticketChanged"]
    await house.tell("UPDATE ticket SET team_id = NULL")
    assert told == {"number": "T-000001", "team": {"code": "live"}}


async def test_a_member_hears_of_own_tickets_only(house: House) -> None:
    whose = "SELECT member_no FROM member JOIN ticket ON member_id = member.id WHERE number = 'T-000001'"
    member = await house.tell(whose)
    token = await house.new_token("member", member)
    async with listen(house, PLAIN, token) as heard:
        await house.tell(TOUCH, "T-000003")
        assert await heard.silence()
        await house.tell(TOUCH, "T-000001")
        assert (await heard.next())[1]["data"]["ticketChanged"]["number"] == "T-000001"


async def test_a_mask_is_part_of_what_is_told(house: House) -> None:
    token = await house.new_token("auditor")
    async with listen(house, "subscription { ticketChanged { member { phone } } }", token) as heard:
        await house.tell(TOUCH, "T-000001")
        told = (await heard.next())[1]["data"]["ticketChanged"]
    assert "****" in told["member"]["phone"]


async def test_who_sees_no_tickets_has_nothing_to_listen_to(house: House) -> None:
    async with listen(house, PLAIN, await house.new_token("storefront")) as heard:
        told = (await heard.next())[1]
        assert (await heard.next())[0] == "complete"
    assert told["errors"][0]["extensions"]["code"] == "NOT_IN_YOUR_SCHEMA"


async def test_a_change_of_hidden_columns_is_not_told(house: House) -> None:
    """He sees neither the assignee nor that there is a new version: so he does not hear of it either."""
    token = await house.new_token("auditor")
    async with hidden(house, "assignee", "version", "updatedAt"), listen(house, PLAIN, token) as heard:
        await house.tell(
            "UPDATE ticket SET assignee_id = (SELECT id FROM staff LIMIT 1), version = version + 1, updated_at = now()"
        )
        assert await heard.silence()
        await house.tell("UPDATE ticket SET subject = subject || '!' WHERE number = 'T-000001'")
        assert (await heard.next())[0] == "next"


async def test_a_revoked_token_ends_the_stream_within_a_second(house: House, other: House) -> None:
    token = await house.new_token("supervisor")
    async with listen(house, PLAIN, token) as heard, listen(other, PLAIN, token) as also:
        await house.tell(REVOKE)
        began = monotonic()
        for one in (heard, also):
            kind, told = await one.next()
            assert (kind, told["errors"][0]["extensions"]["code"]) == ("next", "UNAUTHENTICATED")
            assert (await one.next())[0] == "complete"
    assert monotonic() - began < 1


async def test_a_narrowed_role_narrows_an_open_stream_within_a_second(house: House, other: House) -> None:
    query = "subscription { ticketChanged { number assignee { name } } }"
    async with listen(other, query, await house.new_token("auditor")) as heard, hidden(house, "assignee"):
        began = monotonic()
        kind, told = await heard.next()
        assert monotonic() - began < 1
    assert (kind, told["errors"][0]["extensions"]["code"]) == ("next", "NOT_IN_YOUR_SCHEMA")


async def test_a_slow_reader_gets_the_latest_of_each(house: House) -> None:
    async with listen(house, "subscription { ticketChanged { number version } }") as heard:
        await house.tell("UPDATE ticket SET version = version + 1 WHERE number = 'T-000001'")
        live = house.front.state.live
        waiting = next(iter(live._open))
        for news in range(2_000):
            waiting.hear(missed("Ticket", UUID(int=news % 7), None))
        assert len(waiting._waiting) <= 8
        assert not waiting._has_missed
        while not await heard.silence(0.2):
            pass


async def test_too_much_at_once_is_told_as_missed(house: House) -> None:
    async with listen(house) as heard:
        await house.tell('SELECT pg_notify(\'memberdesk_live\', \'{"type": "Ticket", "many": true}\')')
        kind, told = await heard.next()
    assert (kind, told["errors"][0]["extensions"]["code"]) == ("next", "MISSED")


async def test_what_happened_while_nobody_heard_is_told_afterwards(house: House) -> None:
    async with listen(house) as heard:
        await house.tell(CUT)
        await house.tell(TOUCH, "T-000003")
        numbers = set()
        while "T-000003" not in numbers:
            numbers.add((await heard.next())[1]["data"]["ticketChanged"]["number"])


async def test_a_subscription_needs_a_stream(house: House) -> None:
    answer = await house.post({"query": f"# first a word\n{PLAIN}"})
    assert "text/event-stream" in answer.json()["errors"][0]["message"]


async def test_a_question_may_be_asked_for_as_events(house: House) -> None:
    async with listen(house, "{ tiers { code } }") as heard:
        assert (await heard.next())[1]["data"]["tiers"]
        assert await heard.next() == ("complete", None)


async def test_a_person_has_only_so_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.live.subscriptions.MOST_OF_PROGRAM", 1)
    async with listen(house), listen(house) as second:
        assert (await second.next())[1]["errors"][0]["extensions"]["code"] == "COST_EXCEEDED"
    async with listen(house) as third:
        assert await third.silence(0.1)


async def test_who_looks_and_who_types_is_told_to_those_who_have_the_ticket_open(house: House) -> None:
    key = await house.tell("SELECT 'tkt_' || id FROM ticket WHERE number = 'T-000001'")
    said = (
        f'mutation ($a: TicketActivity!) {{ ticketAttend(id: "{key}", activity: $a) {{ userErrors {{ message }} }} }}'
    )
    news = f'subscription {{ ticketNews(id: "{key}") {{ viewers {{ staff {{ name }} isTyping }} }} }}'
    events = await house.tell("SELECT count(*) FROM audit_event")
    async with house.client() as client, listen(house, news) as heard, listen(house) as changes:
        await sign_in(client)
        headers = {"x-csrf-token": await csrf_of(house)}
        shown = []
        for activity in ("VIEWING", "TYPING", "TYPING", "LEFT"):
            answer = await client.post("/graphql", json={"query": said, "variables": {"a": activity}}, headers=headers)
            assert answer.json()["data"]["ticketAttend"]["userErrors"] == []
            shown += [] if await heard.silence(0.15) else [activity]
        assert await changes.silence(0.1)
    assert shown == ["VIEWING", "TYPING", "LEFT"]
    assert await house.tell("SELECT count(*) FROM audit_event") - events <= 1


async def test_a_program_is_nobody_who_looks(house: House) -> None:
    key = await house.tell("SELECT 'tkt_' || id FROM ticket WHERE number = 'T-000001'")
    said = f'mutation {{ ticketAttend(id: "{key}", activity: VIEWING) {{ userErrors {{ code }} }} }}'
    answer = await house.post({"query": said})
    assert answer.json()["data"]["ticketAttend"]["userErrors"] == [{"code": "STATE"}]
    assert await house.tell("SELECT count(*) FROM ticket_viewer") == 0
