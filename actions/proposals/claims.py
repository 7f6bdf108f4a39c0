"""What a ticket speaks of: its member, the orders that it names, the words in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from rules.proposals import WINDOW, words_in

TICKET = """
    SELECT ticket.id, (SELECT code FROM store WHERE store.id = ticket.store_id) AS store,
        ticket.order_id, ticket.opened_at, ticket.subject, member.id AS member, member.joined_at,
        member.points_account_id, member.member_no
    FROM ticket JOIN member ON member.id = ticket.member_id
    WHERE ticket.id = $1 AND member.status IN ('ACTIVE', 'FROZEN')
"""
MESSAGES = "SELECT body FROM ticket_message WHERE ticket_id = $1 AND NOT is_internal ORDER BY at LIMIT 50"
NAMED = """
    SELECT orders.id, orders.number, orders.status, orders.member_id, orders.at, orders.recorded_at,
        orders.points_earned, orders.growth_earned, orders.points_spent, orders.total, orders.store_id,
        store.code AS store, customer.member_id AS customer_member, basis.program_version
    FROM orders LEFT JOIN order_basis basis ON basis.order_id = orders.id
    LEFT JOIN store ON store.id = orders.store_id LEFT JOIN customer ON customer.id = orders.customer_id
    WHERE (orders.id = $1 OR orders.number = ANY($2)) AND orders.at BETWEEN $3 AND $4
        AND orders.status IN ('COMPLETED', 'PARTLY_RETURNED')
"""


@dataclass(frozen=True, slots=True)
class Claim:
    """`named` are orders that the ticket is about or whose number the member wrote; `words` what was written."""

    ticket: UUID
    order: UUID | None
    member: UUID
    member_no: str
    account: UUID
    joined_at: datetime
    since: datetime
    opened_at: datetime
    text: str
    words: Sequence[str]
    named: Sequence[Record]


async def claim(connection: Connection, ticket: UUID) -> Claim | None:
    row = await connection.fetchrow(TICKET, ticket)
    if row is None:
        return None
    texts = [row["subject"], *(message["body"] for message in await connection.fetch(MESSAGES, ticket))]
    words = [*words_in(texts), *([row["store"]] if row["store"] else [])]
    since = row["opened_at"] - WINDOW
    named = await connection.fetch(NAMED, row["order_id"], words, since, row["opened_at"])
    return Claim(
        ticket, row["order_id"], row["member"], row["member_no"], row["points_account_id"], row["joined_at"], since,
        row["opened_at"], "\n".join(texts), words, named,
    )  # fmt: skip
