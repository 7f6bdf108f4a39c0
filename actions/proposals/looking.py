"""Everything that may be owed for one ticket, without what was made good already."""

from collections.abc import Sequence
from uuid import UUID

from asyncpg import Connection

from actions.program import Programs
from actions.proposals.campaigns import not_applied
from actions.proposals.claims import Claim, claim
from actions.proposals.expiries import expired_early
from actions.proposals.orders import recorded_without
from actions.proposals.refunds import refunded_twice
from actions.proposals.stores import in_another_store
from rules.goodwill import GoodwillAsset
from rules.proposals import Proposal, best_first

MADE = """
    SELECT proposal, order_id, asset FROM make_good WHERE undone_at IS NULL AND (member_id = $1 OR order_id = ANY($2))
"""


async def of_ticket(connection: Connection, programs: Programs, ticket: UUID) -> list[Proposal]:
    """Nothing for a ticket that has no member, or one whose file is closed."""
    found = await claim(connection, ticket)
    if found is None:
        return []
    proposals: list[Proposal] = []
    for look in (recorded_without, in_another_store, expired_early, refunded_twice, not_applied):
        proposals += await look(connection, programs, found)
    return best_first(proposals, found.order, await _made(connection, found, proposals))


async def _made(connection: Connection, found: Claim, proposals: Sequence[Proposal]) -> dict[str, None]:
    """The keys of what was made good: as a proposal, or by hand for the same order with the same asset."""
    orders = [proposal.order for proposal in proposals if proposal.order]
    rows = await connection.fetch(MADE, found.member, orders)
    given = {row["proposal"] for row in rows}
    by_hand = {(row["order_id"], GoodwillAsset(row["asset"])) for row in rows if row["order_id"] is not None}
    keys = (p.key for p in proposals if p.key in given or (p.order is not None and (p.order, p.asset) in by_hand))
    return dict.fromkeys(keys)
