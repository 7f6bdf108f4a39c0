"""Tickets tied together: links, parts of a whole, and a ticket made out of another's messages."""

import asyncio
from typing import Any

import pytest

from tests.actions.teller import Teller
from tests.actions.test_held_replies import answered, release
from tests.actions.test_tickets import NOTE, UNDO, UPDATE, counts, opened

KEEPS = """ticket { number status links { kind ticket { number } } parent { number } hasOpenParts
  parts { number status } messages { nodes { body } } } changeSet { id } userErrors { code message path }"""
LINK = f"""mutation($id: ID!, $other: TicketBy!, $kind: TicketLinkKind!) {{
  ticketLink(id: $id, other: $other, kind: $kind) {{ {KEEPS} }} }}"""
UNLINK = f"mutation($id: ID!, $other: TicketBy!) {{ ticketUnlink(id: $id, other: $other) {{ {KEEPS} }} }}"
PARENT = f"mutation($id: ID!, $parent: TicketBy) {{ ticketParentSet(id: $id, parent: $parent) {{ {KEEPS} }} }}"
PARTS = f"mutation($id: ID!) {{ ticketResolveParts(id: $id) {{ {KEEPS} }} }}"
SPLIT = f"""mutation($id: ID!, $messages: [ID!]!, $subject: String!) {{
  ticketSplit(id: $id, messageIds: $messages, subject: $subject) {{ {KEEPS} }} }}"""
OLD = """SELECT status, first_responded_at, resolved_at, merged_into_id FROM ticket ORDER BY id LIMIT 1"""
SAID = "SELECT id, ticket_id, body FROM ticket_message ORDER BY id"


def by(ticket: Any) -> dict[str, str]:
    return {"number": ticket["number"]}


async def two(teller: Teller) -> list[Any]:
    return [await opened(teller, subject) for subject in ("Points missing", "Points again")]


async def code(teller: Teller, document: str, **given: Any) -> str:
    before = await counts(teller)
    payload = await teller(document, **given)
    assert await counts(teller) == before
    return payload["userErrors"][0]["code"]


async def test_a_link_is_read_from_both_ends(teller: Teller) -> None:
    one, other = await two(teller)
    linked = await teller(LINK, id=one["id"], other=by(other), kind="DUPLICATE_OF")
    assert linked["ticket"]["links"] == [{"kind": "DUPLICATE_OF", "ticket": by(other)}]
    read = await teller(UNLINK, id=other["id"], other=by(other))
    assert read["ticket"]["links"] == [{"kind": "HAS_DUPLICATE", "ticket": by(one)}]
    assert (await teller(LINK, id=other["id"], other=by(one), kind="HAS_DUPLICATE"))["changeSet"] is None


async def test_a_link_is_taken_back_and_made_again(teller: Teller) -> None:
    one, other = await two(teller)
    made = await teller(LINK, id=one["id"], other=by(other), kind="RELATED")
    await teller(UNDO, id=made["changeSet"]["id"])
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket_link") == 0
    await teller(LINK, id=one["id"], other=by(other), kind="RELATED")
    gone = await teller(UNLINK, id=other["id"], other=by(one))
    await teller(UNDO, id=gone["changeSet"]["id"])
    assert await teller.connection.fetchval("SELECT kind FROM ticket_link") == "RELATED"


async def test_tickets_are_linked_once_and_never_with_themselves(teller: Teller) -> None:
    one, other = await two(teller)
    await teller(LINK, id=one["id"], other=by(other), kind="RELATED")
    assert await code(teller, LINK, id=one["id"], other=by(one), kind="RELATED") == "INVALID"
    assert await code(teller, LINK, id=one["id"], other=by(other), kind="DUPLICATE_OF") == "STATE"
    assert await code(teller, LINK, id=one["id"], other=by(other), kind="SPLIT_FROM") == "INVALID"


async def test_no_ticket_is_a_part_of_itself(teller: Teller) -> None:
    one, other = await two(teller)
    assert (await teller(PARENT, id=other["id"], parent=by(one)))["ticket"]["parent"] == by(one)
    assert await code(teller, PARENT, id=one["id"], parent=by(other)) == "STATE"
    assert await code(teller, PARENT, id=one["id"], parent=by(one)) == "STATE"


async def test_two_tickets_made_parts_of_each_other_at_once_end_as_one_part(teller: Teller) -> None:
    for _ in range(4):
        one, other = await two(teller)
        calls = [teller(PARENT, id=a["id"], parent=by(b)) for a, b in ((one, other), (other, one))]
        codes = [[error["code"] for error in payload["userErrors"]] for payload in await asyncio.gather(*calls)]
        assert sorted(codes) == [[], ["STATE"]]


async def test_resolving_a_whole_offers_to_resolve_its_parts(teller: Teller) -> None:
    one, other = await two(teller)
    await teller(PARENT, id=other["id"], parent=by(one))
    assert await code(teller, PARTS, id=one["id"]) == "STATE"
    await teller(UPDATE, id=one["id"], input={"status": "RESOLVED"}, version=None)
    done = await teller(PARTS, id=one["id"])
    assert done["ticket"]["parts"] == [by(other) | {"status": "RESOLVED"}]
    assert done["ticket"]["hasOpenParts"] is False
    await teller(UNDO, id=done["changeSet"]["id"])
    assert await teller.connection.fetchval("SELECT status FROM ticket WHERE parent_id IS NOT NULL") == "NEW"


async def messages(teller: Teller) -> list[str]:
    return [f"msg_{row['id']}" for row in await teller.connection.fetch(SAID)]


async def test_chosen_messages_become_a_ticket_that_says_so(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(NOTE, id=ticket["id"], body="And his card is broken.")
    made = await teller(SPLIT, id=ticket["id"], messages=(await messages(teller))[1:], subject="Broken card")
    assert [m["body"] for m in made["ticket"]["messages"]["nodes"]] == ["And his card is broken."]
    assert made["ticket"]["links"] == [{"kind": "SPLIT_FROM", "ticket": by(ticket)}]
    owners = await teller.connection.fetch("SELECT DISTINCT member_id FROM ticket")
    assert len(owners) == 1


async def test_a_split_is_taken_back_with_what_was_said_since(teller: Teller) -> None:
    ticket = await opened(teller)
    await answered(teller, ticket)
    await release(teller)
    before = [await teller.connection.fetchrow(OLD), await teller.connection.fetch(SAID)]
    made = await teller(SPLIT, id=ticket["id"], messages=(await messages(teller))[1:], subject="Later")
    assert made["ticket"]["status"] == "PENDING_CUSTOMER"
    assert await teller.connection.fetchval("SELECT first_responded_at FROM ticket ORDER BY id LIMIT 1") is None
    assert (await teller(UNDO, id=made["changeSet"]["id"]))["skipped"] == []
    assert [await teller.connection.fetchrow(OLD), await teller.connection.fetch(SAID)] == before
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket_link") == 0


@pytest.mark.parametrize(("chosen", "expected"), [(0, "REQUIRED"), (2, "INVALID"), (-1, "NOT_FOUND")])
async def test_what_cannot_be_split_stays_whole(teller: Teller, chosen: int, expected: str) -> None:
    ticket = await opened(teller)
    await teller(NOTE, id=ticket["id"], body="A note")
    some = [f"msg_{ticket['id'][4:]}"] if chosen < 0 else (await messages(teller))[:chosen]
    assert await code(teller, SPLIT, id=ticket["id"], messages=some, subject="New") == expected


async def test_an_answer_that_waits_is_not_split_off(teller: Teller) -> None:
    ticket = await opened(teller)
    await answered(teller, ticket)
    assert await code(teller, SPLIT, id=ticket["id"], messages=(await messages(teller))[1:], subject="New") == "STATE"
