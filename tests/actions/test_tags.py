"""Tags of tickets: given and taken by anybody who answers, each once, and taken back."""

import asyncio
from typing import Any

import pytest

from rules.tickets import LONGEST_TAG, MOST_TAGS
from tests.actions.teller import Teller
from tests.actions.test_tickets import UNDO, counts, opened

SHOWN = "ticket { version tags } changeSet { id isUndoable } userErrors { code path }"
TAG = f"mutation($id: ID!, $tag: String!) {{ ticketTag(id: $id, tag: $tag) {{ {SHOWN} }} }}"
UNTAG = f"mutation($id: ID!, $tag: String!) {{ ticketUntag(id: $id, tag: $tag) {{ {SHOWN} }} }}"
STORED = "SELECT name, actor FROM ticket_tag ORDER BY name"
EVENTS = "SELECT action FROM audit_event WHERE action LIKE 'ticket.%tagged' ORDER BY id"
MANY = """
    INSERT INTO ticket_tag (ticket_id, name, actor) SELECT id, 'tag ' || n, 'Ana' FROM ticket, generate_series(1, $1) n
"""


async def stored(teller: Teller) -> list[tuple[str, str]]:
    return [tuple(row) for row in await teller.connection.fetch(STORED)]


async def events(teller: Teller) -> list[str]:
    return [row["action"] for row in await teller.connection.fetch(EVENTS)]


async def refused(teller: Teller, document: str, tag: str, ticket: Any) -> tuple[str, list[str]]:
    """The code and the path; proves that nothing was written."""
    before = [await counts(teller), await stored(teller)]
    payload = await teller(document, id=ticket["id"], tag=tag)
    assert [await counts(teller), await stored(teller)] == before
    assert payload["ticket"] is payload["changeSet"] is None
    (error,) = payload["userErrors"]
    return error["code"], error["path"]


async def test_a_tag_is_kept_in_small_letters_with_who_gave_it(teller: Teller) -> None:
    ticket = await opened(teller)
    payload = await teller(TAG, id=ticket["id"], tag="  Late   Delivery ")
    assert payload["ticket"] == {"version": ticket["version"] + 1, "tags": ["late delivery"]}
    assert await stored(teller) == [("late delivery", "admin")]
    assert await events(teller) == ["ticket.tagged"]


async def test_a_tag_given_again_changes_nothing(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(TAG, id=ticket["id"], tag="late")
    before = await counts(teller)
    again = await teller(TAG, id=ticket["id"], tag="LATE")
    assert (again["ticket"]["tags"], again["changeSet"], again["userErrors"]) == (["late"], None, [])
    assert await counts(teller) == before


async def test_one_tag_is_taken_and_the_others_stay(teller: Teller) -> None:
    ticket = await opened(teller)
    for tag in ("late", "broken"):
        await teller(TAG, id=ticket["id"], tag=tag)
    payload = await teller(UNTAG, id=ticket["id"], tag=" Late")
    assert payload["ticket"]["tags"] == ["broken"]
    assert await events(teller) == ["ticket.tagged", "ticket.tagged", "ticket.untagged"]


async def test_taking_a_tag_that_is_not_there_changes_nothing(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller(TAG, id=ticket["id"], tag="late")
    before = await counts(teller)
    payload = await teller(UNTAG, id=ticket["id"], tag="broken")
    assert (payload["ticket"]["tags"], payload["changeSet"], payload["userErrors"]) == (["late"], None, [])
    assert await counts(teller) == before


async def test_giving_and_taking_a_tag_are_taken_back(teller: Teller) -> None:
    ticket = await opened(teller)
    given = await teller(TAG, id=ticket["id"], tag="late")
    assert (await teller(UNDO, id=given["changeSet"]["id"]))["userErrors"] == []
    assert await stored(teller) == []
    await teller(TAG, id=ticket["id"], tag="late")
    taken = await teller(UNTAG, id=ticket["id"], tag="late")
    assert (await teller(UNDO, id=taken["changeSet"]["id"]))["userErrors"] == []
    assert await stored(teller) == [("late", "admin")]


@pytest.mark.parametrize("document", [TAG, UNTAG])
async def test_a_tag_is_a_short_word(teller: Teller, document: str) -> None:
    ticket = await opened(teller)
    for tag in ("   ", "x" * (LONGEST_TAG + 1)):
        assert await refused(teller, document, tag, ticket) == ("INVALID", ["tag"])


async def test_a_ticket_has_only_so_many_tags(teller: Teller) -> None:
    ticket = await opened(teller)
    await teller.connection.execute(MANY, MOST_TAGS)
    assert await refused(teller, TAG, "one more", ticket) == ("LIMIT_REACHED", ["tag"])
    assert (await teller(TAG, id=ticket["id"], tag="tag 1"))["userErrors"] == []


@pytest.mark.parametrize("document", [TAG, UNTAG])
async def test_a_tag_given_or_taken_twice_at_once_counts_once(teller: Teller, document: str) -> None:
    ticket = await opened(teller)
    if document is UNTAG:
        await teller(TAG, id=ticket["id"], tag="late")
    before = await events(teller)
    calls = [teller(document, id=ticket["id"], tag="late") for _ in range(4)]
    payloads = await asyncio.gather(*calls)
    assert [payload["userErrors"] for payload in payloads] == [[]] * 4
    assert sum(payload["changeSet"] is not None for payload in payloads) == 1
    assert len(await events(teller)) == len(before) + 1
