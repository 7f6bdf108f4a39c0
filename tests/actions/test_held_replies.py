"""Answers wait before they go out: seen by staff alone, taken back as if never written, or sent, never both."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from actions import tickets
from jobs.replies import release_due
from rules.tickets import HELD
from tests.actions.teller import Teller
from tests.actions.test_tickets import NOTE, REPLY, RESOLVE, SHOWN, counts, opened
from tests.conftest import viewer

ANSWER = REPLY.replace(SHOWN, f"message {{ id heldUntil }} {SHOWN}")
TAKE_BACK = "mutation($id: ID!) { ticketReplyUndo(id: $id) { body ticket { id status version } userErrors { code } } }"
READ = "query($id: ID!) { ticket(by: {id: $id}) { messages { nodes { body } } } }"
ROW = "SELECT status, first_responded_at, resolved_at FROM ticket"
TURNS = "SELECT status, at FROM ticket_turn ORDER BY at, id"


async def answered(teller: Teller, ticket: Mapping[str, Any], body: str = "Soon.") -> dict[str, Any]:
    payload = await teller(ANSWER, id=ticket["id"], body=body, version=None)
    assert not payload["userErrors"], payload
    return payload["message"]


async def release(teller: Teller, after: timedelta = HELD + timedelta(seconds=1)) -> int:
    async with teller.connection.transaction():
        return len(await tickets.release(teller.connection, datetime.now(UTC) + after))


async def state(teller: Teller) -> list[Any]:
    return [[tuple(row) for row in await teller.connection.fetch(query)] for query in (ROW, TURNS)]


async def member_reads(teller: Teller, ticket: Mapping[str, Any]) -> list[str]:
    member = await teller.connection.fetchval("SELECT id::text FROM member WHERE member_no = 'M1'")
    own = replace(viewer("member", member_id=member), kind="MEMBER")
    answer = await teller.desk.ask(own, READ, {"id": ticket["id"]})
    return [node["body"] for node in answer.data["ticket"]["messages"]["nodes"]]


async def test_the_member_sees_an_answer_when_it_goes_out(teller: Teller) -> None:
    ticket = await opened(teller)
    message = await answered(teller, ticket)
    assert message["heldUntil"] is not None
    assert await release(teller, timedelta()) == 0
    assert await member_reads(teller, ticket) == ["I bought milk."]
    assert await release(teller) == 1
    assert await member_reads(teller, ticket) == ["I bought milk.", "Soon."]


async def test_an_answer_that_was_taken_back_was_never_there(teller: Teller) -> None:
    ticket = await opened(teller)
    before = await state(teller)
    message = await answered(teller, ticket)
    back = await teller(TAKE_BACK, id=message["id"])
    assert (back["body"], back["ticket"]["status"]) == ("Soon.", "NEW")
    assert await state(teller) == before
    assert await release(teller) == 0
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket_message") == 1


async def test_what_is_out_cannot_be_taken_back(teller: Teller) -> None:
    ticket = await opened(teller)
    message = await answered(teller, ticket)
    await release(teller)
    before = await counts(teller)
    assert (await teller(TAKE_BACK, id=message["id"]))["userErrors"] == [{"code": "STATE"}]
    assert await counts(teller) == before


async def test_neither_notes_nor_words_of_the_member_wait(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(NOTE, id=ticket["id"], body="A good customer.")
    for key in await teller.connection.fetch("SELECT id FROM ticket_message"):
        assert (await teller(TAKE_BACK, id=f"msg_{key[0]}"))["userErrors"] == [{"code": "STATE"}]
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket_message") == 2


async def test_an_answer_that_resolved_is_taken_back_with_the_end(teller: Teller) -> None:
    ticket = await opened(teller)
    message = await answered(teller, ticket)
    await teller(RESOLVE, id=ticket["id"])
    assert (await teller(TAKE_BACK, id=message["id"]))["ticket"]["status"] == "NEW"
    assert await teller.connection.fetchval("SELECT resolved_at FROM ticket") is None


@pytest.mark.parametrize("first", [0, 1])
async def test_two_answers_are_taken_back_in_any_order(teller: Teller, first: int) -> None:
    ticket = await opened(teller)
    before = await state(teller)
    messages = [await answered(teller, ticket, body) for body in ("One", "Two")]
    assert (await teller(TAKE_BACK, id=messages[first]["id"]))["ticket"]["status"] == "PENDING_CUSTOMER"
    await teller(TAKE_BACK, id=messages[1 - first]["id"])
    assert await state(teller) == before


async def test_the_first_response_is_the_answer_that_stays(teller: Teller) -> None:
    ticket = await opened(teller)
    messages = [await answered(teller, ticket, body) for body in ("One", "Two")]
    await teller(TAKE_BACK, id=messages[0]["id"])
    said = await teller.connection.fetchval("SELECT at FROM ticket_message WHERE body = 'Two'")
    assert await teller.connection.fetchval("SELECT first_responded_at FROM ticket") == said


async def test_a_member_who_wrote_meanwhile_is_not_waited_for(teller: Teller) -> None:
    ticket = await opened(teller)
    message = await answered(teller, ticket)
    await teller.connection.execute("UPDATE ticket SET status = 'PENDING_INTERNAL'")
    assert (await teller(TAKE_BACK, id=message["id"]))["ticket"]["status"] == "PENDING_INTERNAL"


async def test_a_member_does_not_take_answers_back(teller: Teller) -> None:
    ticket = await opened(teller)
    message = await answered(teller, ticket)
    member = await teller.connection.fetchval("SELECT id::text FROM member WHERE member_no = 'M1'")
    own = replace(viewer("member", member_id=member), kind="MEMBER")
    before = await counts(teller)
    assert (await teller.desk.ask(own, TAKE_BACK, {"id": message["id"]})).errors
    assert await counts(teller) == before


async def test_at_the_last_moment_one_of_both_wins(teller: Teller, fresh_url: str) -> None:
    clock = await asyncpg.connect(fresh_url)
    for _ in range(12):
        ticket = await opened(teller)
        message = await answered(teller, ticket)
        await clock.execute("UPDATE ticket_message SET held_until = now() WHERE held_until IS NOT NULL")
        back, _ = await asyncio.gather(teller(TAKE_BACK, id=message["id"]), release_due(clock))
        await release_due(clock)
        seen = await member_reads(teller, ticket)
        assert len(seen) == (2 if back["userErrors"] else 1)
    await clock.close()
