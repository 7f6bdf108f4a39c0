"""Takes goods of an order back, or the whole order: the books end as if only the rest had been bought."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import budgets, coupons, lots, tiers
from actions.ledger import Why
from actions.once import Written
from actions.orders.reclaiming import Reclaimed, reclaim_growth, reclaim_points
from actions.orders.refunding import refund
from actions.orders.sold import locked, sold_lines
from actions.policies import policy
from actions.program import Programs
from actions.recording import record
from rules.members import check_reason
from rules.money import to_major
from rules.orders import OrderStatus
from rules.refusals import ErrorCode, Refused
from rules.returns import (
    Part,
    Shares,
    SoldLine,
    SpentPoints,
    asked,
    check_window,
    everything,
    share,
    together,
    wallet_share,
)
from rules.viewer import Viewer

NUMBERED = "SELECT count(*) + 1 FROM order_return WHERE order_id = $1"
RETURN = """
    INSERT INTO order_return (number, order_id, reason, actor, amount, refunded_principal, refunded_bonus,
        points_given_back, points_taken_back, points_not_taken, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) RETURNING id
"""
RETURN_LINES = """
    WITH given AS (SELECT * FROM unnest($2::bigint[], $3::numeric[], $4::bigint[]) AS given (line, quantity, amount)),
    marked AS (
        UPDATE order_line SET returned_quantity = returned_quantity + given.quantity
        FROM given WHERE order_line.id = given.line
    )
    INSERT INTO order_return_line (order_return_id, order_line_id, quantity, amount)
    SELECT $1, line, quantity, amount FROM given
"""
MARK = """
    UPDATE orders SET status = $2, returned_total = returned_total + $3, cancelled_at = $4 WHERE id = $1
"""
UNCOUNT = """
    UPDATE member_metrics SET total_spend = total_spend - $2, order_count = order_count - $3 WHERE member_id = $1
"""
SPENT = """
    SELECT entry.id FROM ledger_entry entry
    JOIN ledger_transaction why ON why.id = entry.transaction_id
    WHERE why.order_id = $1 AND entry.account_id = $2 AND entry.kind = 'SPEND' AND entry.reverses_id IS NULL
"""
DROP_HELD = """
    UPDATE held_effect SET amount = greatest(amount - $3, 0),
        status = CASE WHEN amount <= $3 THEN 'DROPPED' ELSE status END,
        decided_at = CASE WHEN amount <= $3 THEN $4::timestamptz END
    WHERE order_id = $1 AND matter = $2 AND status = 'HELD' RETURNING id
"""


@dataclass(frozen=True, slots=True)
class Taking:
    """Who takes back, why, when, and how the program is known."""

    by: Viewer
    reason: str
    now: datetime
    key: str | None
    programs: Programs


async def return_goods(
    connection: Connection, taking: Taking, order: UUID, given: Sequence[Any], *, is_in_time: bool = False
) -> Written:
    """`given` are ReturnLineInputs. Raises Refused: not sold, more than is kept, too late, called off.

    `is_in_time`: it was asked for within the window, so that today does not matter.
    """
    check_reason(taking.reason)
    found = await locked(connection, order)
    if found["status"] == OrderStatus.CANCELLED:
        raise Refused(ErrorCode.STATE, "The order was called off; nothing of it can come back.", ("number",))
    settings = await policy(connection, "RETURNS")
    if not is_in_time:
        check_window(found["at"], taking.now, settings["windowDays"])
    lines = await sold_lines(connection, order)
    parts = asked(lines, given)
    is_whole = sum(line.kept for line in lines) == sum((part.quantity for part in parts), Decimal(0))
    status = OrderStatus.RETURNED if is_whole else OrderStatus.PARTLY_RETURNED
    spent = SpentPoints(settings["spentPoints"])
    return await _take_back(connection, taking, found, lines, parts, status, spent)


async def cancel(connection: Connection, taking: Taking, order: UUID) -> Written:
    """Everything that did not come back yet does. Raises Refused for an order that is returned or called off."""
    check_reason(taking.reason)
    found = await locked(connection, order)
    if found["status"] in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        message = "The order is {status}; there is nothing to call off."
        raise Refused(ErrorCode.STATE, message, ("number",), status=OrderStatus(found["status"]))
    settings = await policy(connection, "RETURNS")
    lines = await sold_lines(connection, order)
    spent = SpentPoints(settings["spentPoints"])
    return await _take_back(connection, taking, found, lines, everything(lines), OrderStatus.CANCELLED, spent)


async def _take_back(
    connection: Connection,
    taking: Taking,
    found: Record,
    lines: Sequence[SoldLine],
    parts: Sequence[Part],
    status: OrderStatus,
    spent_points: SpentPoints,
) -> Written:
    shares = together(parts)
    is_over = status is not OrderStatus.PARTLY_RETURNED
    points = await _points(connection, taking, found, shares, spent_points)
    principal, bonus = await _refund(connection, taking, found, lines, shares)
    number = f"{found['number']}-R{await connection.fetchval(NUMBERED, found['id'])}"
    returned = await connection.fetchval(
        RETURN, number, found["id"], taking.reason, taking.by.name, shares.money, principal, bonus, points.given_back,
        points.taken, points.not_taken, taking.now,
    )  # fmt: skip
    await connection.execute(
        RETURN_LINES,
        returned,
        [part.line.id for part in parts],
        [part.quantity for part in parts],
        [part.shares.money for part in parts],
    )
    ended = taking.now if status is OrderStatus.CANCELLED else None
    await connection.execute(MARK, found["id"], status, shares.money, ended)
    if is_over:
        await coupons.give_back(connection, taking.by, found["id"], taking.now, taking.reason)
    if found["member_id"]:
        await connection.execute(UNCOUNT, found["member_id"], shares.money, int(is_over))
        zone, currency = taking.programs.zone, taking.programs.currency
        await tiers.evaluate(connection, found["member_id"], taking.now, zone, currency, taking.by.name, found["id"])
    await _noted(connection, taking, found, status, number, shares)
    await budgets.give_back(connection, shares.discounts or {})
    written = {"order": found["id"], "orderReturn": returned}
    return written | ({"member": found["member_id"]} if found["member_id"] else {})


@dataclass(frozen=True, slots=True)
class _Points:
    given_back: int = 0
    taken: int = 0
    not_taken: int = 0


async def _points(
    connection: Connection, taking: Taking, found: Record, shares: Shares, spent_points: SpentPoints
) -> _Points:
    member = found["member_id"]
    if member is None:
        return _Points()
    why = Why(
        "order.returned",
        taking.by.name,
        taking.reason,
        "order",
        taking.now,
        taking.key,
        order_id=found["id"],
        identity=taking.by.identity,
    )
    owner = {"id": member, "account": found["points_account_id"]}
    await _give_back(connection, owner, replace(why, operation="order.points_given_back"), shares.spent)
    held = await _drop_held(connection, found["id"], shares, taking.now)
    taken = Reclaimed()
    if shares.earned and "EARN_POINTS" not in held:
        taken = await reclaim_points(connection, owner, why, shares.earned, spent_points)
    if shares.growth and "EARN_GROWTH" not in held:
        await reclaim_growth(
            connection, found["growth_account_id"], replace(why, operation="order.growth_returned"), shares.growth
        )
    return _Points(shares.spent, taken.taken, taken.missing)


async def _give_back(connection: Connection, owner: dict[str, Any], why: Why, points: int) -> None:
    if points:
        entry = await connection.fetchval(SPENT, why.order_id, owner["account"])
        await lots.give_back(connection, owner, why, entry, points)


async def _drop_held(connection: Connection, order: UUID, shares: Shares, at: datetime) -> set[str]:
    """What was only held is not booked, so it is not taken back either."""
    found = set()
    for matter, amount in (("EARN_POINTS", shares.earned), ("EARN_GROWTH", shares.growth)):
        if amount and await connection.fetchval(DROP_HELD, order, matter, amount, at):
            found.add(matter)
    return found


async def _refund(
    connection: Connection, taking: Taking, found: Record, lines: Sequence[SoldLine], shares: Shares
) -> tuple[int, int]:
    """Minor units of principal and bonus that go back to the wallet, in proportion to the money that comes back."""
    before = [share(line, line.returned) for line in lines]
    returned = sum(part.money - part.value for part in before) + shares.money - shares.value
    payable = found["total"] - found["points_value"]
    principal, bonus = (
        max(wallet_share(found[f"paid_by_{name}"], returned, payable) - found[f"refunded_{name}"], 0)
        for name in ("principal", "bonus")
    )
    if principal or bonus:
        why = Why("wallet.refunded", taking.by.name, taking.reason, "order", taking.now, order_id=found["id"])
        await refund(connection, found["member_id"], why, principal, bonus)
    return principal, bonus


async def _noted(
    connection: Connection, taking: Taking, found: Record, status: OrderStatus, number: str, shares: Shares
) -> None:
    what = "order.cancelled" if status is OrderStatus.CANCELLED else "order.returned"
    changes = {
        "status": [found["status"], status],
        "return": number,
        "amount": str(to_major(shares.money, taking.programs.currency)),
        "reason": taking.reason,
    }
    staff = UUID(taking.by.staff_id) if taking.by.staff_id else None
    await record(connection, taking.by.name, what, "Order", found["id"], changes, staff)
