"""Opens a ticket: by staff for a member, by a member for himself, or by a program."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import attaching, clocks
from actions.naming import named
from actions.once import Written
from actions.tickets.answering import say
from actions.tickets.distributing import give
from actions.tickets.locking import noted
from rules.assigning import AssignmentOccasion
from rules.refusals import ErrorCode, Refused
from rules.tickets import TicketChannel, TicketPriority, check_body, check_subject
from rules.viewer import Viewer

CATEGORY = "SELECT id FROM dictionary_item WHERE dictionary = 'ticket_category' AND code = $1 AND is_active"
OF_ORDER = "SELECT member_id FROM orders WHERE id = $1"
STORE_OF_ORDER = "SELECT store_id FROM orders WHERE id = $1"
SUBJECTS = ("campaign_id", "product_id", "store_id")
"What a ticket is about, beside its order and its category."
NOTHING: Mapping[str, UUID | None] = {}
OPEN = """
    INSERT INTO ticket (number, subject, priority, channel, member_id, order_id, category_id, opened_at, updated_at,
        campaign_id, product_id, store_id)
    VALUES ('T-' || lpad(nextval('ticket_number')::text, 6, '0'), $1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)
    ON CONFLICT (number) DO NOTHING RETURNING id
"""
PASS_IMPORTED = r"""
    SELECT setval('ticket_number', max(substring(number FROM '^T-(\d{1,12})$')::bigint)) FROM ticket
"""
"Numbers that came with imported tickets are left behind at once."


async def open_ticket(
    connection: Connection,
    by: Viewer,
    given: Mapping[str, Any],
    member: UUID | None,
    order: UUID | None,
    at: datetime,
    about: Mapping[str, UUID | None] = NOTHING,
) -> Written:
    """`about` are the columns of `SUBJECTS`; the store is that of the order unless given.

    Raises Refused: no subject, no text, an order of somebody else, an unknown category, a file that is gone.
    """
    subject = check_subject(given["subject"], ("input", "subject"))
    body = check_body(given["body"], ("input", "body"))
    member = member or (UUID(by.member_id) if by.member_id else None)
    if order is not None:
        member = await _owner(connection, order, member)
    category = await named(connection, CATEGORY, given.get("categoryCode"), ("input", "categoryCode"))
    priority = TicketPriority(given.get("priority") or TicketPriority.NORMAL)
    store = about.get("store_id") or (order and await connection.fetchval(STORE_OF_ORDER, order))
    subjects = (about.get("campaign_id"), about.get("product_id"), store)
    values = (subject, priority, TicketChannel(given["channel"]), member, order, category, at, *subjects)
    ticket = await _open(connection, values)
    message = await say(connection, by, ticket, member, body, at, is_from_member=True)
    await attaching.take(connection, by, message, given.get("attachmentIds") or ())
    await clocks.keep(connection, ticket, at)
    await give(connection, ticket, AssignmentOccasion.OPENED, at)
    told = {"channel": str(given["channel"]), "priority": str(priority), "category": given.get("categoryCode")}
    await noted(connection, by, "ticket.opened", ticket, told)
    return {"ticket": ticket}


async def _open(connection: Connection, values: tuple[Any, ...]) -> UUID:
    found = await connection.fetchval(OPEN, *values)
    if found is None:
        await connection.execute(PASS_IMPORTED)
        found = await connection.fetchval(OPEN, *values)
    return found


async def _owner(connection: Connection, order: UUID, member: UUID | None) -> UUID | None:
    """The member of the order; it must be the one who asks, if that one is said."""
    owner = await connection.fetchval(OF_ORDER, order)
    if member is not None and owner != member:
        message = "This order belongs to somebody else. Leave it out, or name its member."
        raise Refused(ErrorCode.INVALID, message, ("input", "orderNumber"))
    return owner
