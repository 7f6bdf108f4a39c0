"""Makes something good from a ticket: points, a coupon or stored value, once, and taken back as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import coupons, limits, lots, points, wallets
from actions.changes import Step, keep
from actions.ledger import Why
from actions.once import Written
from actions.points import Rise
from actions.recording import record
from actions.tickets import reply, surviving
from actions.tickets.answering import say
from actions.tickets.locking import Held
from rules.goodwill import GoodwillAsset
from rules.ledger import WalletEntryKind
from rules.making_good import AGAIN, Gift, check_first
from rules.members import check_reason
from rules.points import PointsEntryKind
from rules.refusals import ErrorCode, Refused, check_version
from rules.tickets import check_answerable
from rules.viewer import Viewer

ALONE = "SELECT id FROM member WHERE id = $1 FOR NO KEY UPDATE"
EARLIER = """
    SELECT made.said, made.actor, made.at, ticket.number FROM make_good made JOIN ticket ON ticket.id = made.ticket_id
    WHERE made.member_id = $1 AND (made.ticket_id = $2 OR made.order_id = $3) AND made.undone_at IS NULL
        AND made.at > $4
    ORDER BY made.at DESC LIMIT 1
"""
NOTE = """
    INSERT INTO make_good
        (ticket_id, member_id, order_id, asset, amount, coupon_id, said, reason, staff_id, actor, at, proposal)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (proposal) WHERE undone_at IS NULL DO NOTHING RETURNING id
"""
TOUCH = "UPDATE ticket SET updated_at = $2, version = version + 1 WHERE id = $1"
UNDONE = "UPDATE make_good SET undone_at = $2 WHERE id = $1 AND undone_at IS NULL"


@dataclass(frozen=True, slots=True)
class Making:
    """A gift and what is said with it. `spent` are the steps that give the goodwill budget back."""

    by: Viewer
    gift: Gift
    reason: str
    answer: str | None
    is_again: bool
    at: datetime
    zone: tzinfo
    currency: str
    key: str | None
    spent: Sequence[Step]
    rise: Rise | None = None
    proposal: str | None = None
    "The key of what was proposed, which is made good once."


async def make_good(connection: Connection, making: Making, ticket: UUID, expected: int | None) -> Written:
    """Gives it, notes it in the ticket, and answers the member if there is something to say.

    Raises Refused: a ticket without a member, closed, or changed since `expected`; something was given for the same
    ticket or order lately and nobody says that it is meant again; what the gift itself refuses.
    """
    by, at, gift = making.by, making.at, making.gift
    held = await _deserving(connection, making, ticket, expected)
    member, order = held.row["member_id"], held.row["order_id"]
    why = Why(
        "ticket.made_good", by.name, making.reason, points.source_of(by), at, making.key, order_id=order,
        ticket_id=held.key, identity=by.identity,
    )  # fmt: skip
    back, coupon = await GIVE[gift.asset](connection, making, member, why)
    said = gift.in_words(making.currency)
    staff = by.staff_id and UUID(by.staff_id)
    made = await connection.fetchval(
        NOTE, held.key, member, order, gift.asset, gift.amount, coupon, said, making.reason, staff, by.name, at,
        making.proposal,
    )  # fmt: skip
    if made is None:
        raise Refused(ErrorCode.DUPLICATE, "What was proposed is made good already.", ("input", "proposal"))
    await say(connection, by, held.key, None, f"{said}: {making.reason}", at, is_internal=True)
    await connection.execute(TOUCH, held.key, at)
    if making.answer is not None:
        await reply(connection, by, held.key, making.answer, None, at)
    step = back | {"with": [{"undo": "make_good.undone", "made": made}, *making.spent]}
    change = await keep(connection, by, "ticketMakeGood", said, [step], at)
    told = {"gift": said, "reason": making.reason, "member": member, "order": order}
    await record(connection, by.name, "ticket.made_good", "Ticket", held.key, told, staff)
    return {"ticket": held.key, "member": member, "makeGood": made, "changeSet": change}


async def _deserving(connection: Connection, making: Making, ticket: UUID, expected: int | None) -> Held:
    """The ticket, and its member, whom nobody else gives anything meanwhile."""
    check_reason(making.reason)
    if making.gift.asset is GoodwillAsset.POINTS:
        await limits.check(connection, making.by, making.gift.amount, "points", making.at, making.zone)
    held = await surviving(connection, ticket)
    if held.key == ticket:
        check_version(held.row["version"], expected)
    check_answerable(held.number, held.status)
    member, order = held.row["member_id"], held.row["order_id"]
    if member is None:
        message = "Ticket {number} has no member to give something to."
        raise Refused(ErrorCode.STATE, message, ("id",), number=held.number)
    await connection.execute(ALONE, member)
    earlier = await connection.fetchrow(EARLIER, member, held.key, order, making.at - AGAIN)
    check_first(earlier, making.at, is_again=making.is_again)
    return held


async def undone(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """It no longer counts as given."""
    await connection.execute(UNDONE, UUID(step["made"]), at)


async def _points(connection: Connection, making: Making, member: UUID, why: Why) -> tuple[dict[str, Any], UUID | None]:
    owner = await points.owner_of(connection, member)
    entry = await lots.credit(connection, owner, why, PointsEntryKind.ADJUST, making.gift.amount)
    await points.look(owner, making.rise)
    return {"undo": "points.reverse", "entry": entry}, None


async def _coupon(connection: Connection, making: Making, member: UUID, why: Why) -> tuple[dict[str, Any], UUID | None]:
    written = await coupons.issue(connection, making.by, str(making.gift.template), member, making.at, making.key)
    return {"undo": "coupon.revoke", "coupon": written["coupon"]}, written["coupon"]


async def _money(connection: Connection, making: Making, member: UUID, why: Why) -> tuple[dict[str, Any], UUID | None]:
    """As bonus: it was not paid in."""
    owner = await wallets.owner_of(connection, member)
    there = await wallets.balance(connection, owner)
    deltas = (0, making.gift.amount)
    await wallets.change(connection, making.by, owner, why, WalletEntryKind.ADJUST, deltas, sum(there))
    return {"undo": "wallet.lower", "member": member, "bonus": making.gift.amount}, None


GIVE = {GoodwillAsset.POINTS: _points, GoodwillAsset.COUPONS: _coupon, GoodwillAsset.MONEY: _money}
