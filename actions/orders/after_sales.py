"""Verbs of cases after a sale: request, approve or refuse, receive, refund; each step once."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.once import Written
from actions.orders.returning import Taking, return_goods
from actions.orders.sold import locked, sold_lines
from actions.policies import policy
from actions.recording import record
from rules.after_sales import AfterSalesKind, AfterSalesStatus, check_amount, check_step, check_what, has_goods
from rules.members import check_reason
from rules.money import to_major
from rules.orders import OrderStatus
from rules.refusals import ErrorCode, Refused
from rules.returns import asked, check_window, together

NUMBERED = "SELECT count(*) + 1 FROM after_sales_case WHERE order_id = $1"
REQUEST = """
    INSERT INTO after_sales_case
        (number, order_id, member_id, kind, reason, requested_amount, requested_by, requested_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
"""
LINES = """
    INSERT INTO after_sales_line (case_id, order_line_id, quantity)
    SELECT $1, given.line, sum(given.quantity) FROM unnest($2::bigint[], $3::numeric[]) AS given (line, quantity)
    GROUP BY given.line
"""
FOUND = "SELECT * FROM after_sales_case WHERE id = $1 FOR NO KEY UPDATE"
GIVEN = """
    SELECT product.code AS "productCode", line.quantity FROM after_sales_line line
    JOIN order_line sold ON sold.id = line.order_line_id JOIN product ON product.id = sold.product_id
    WHERE line.case_id = $1 ORDER BY sold.position
"""
DECIDE = """
    UPDATE after_sales_case SET status = $2, decision = $3, decided_by = $4, decided_at = $5, version = version + 1
    WHERE id = $1
"""
RECEIVE = "UPDATE after_sales_case SET status = 'RECEIVED', received_at = $2, version = version + 1 WHERE id = $1"
REFUND = """
    UPDATE after_sales_case SET status = 'REFUNDED', refunded_amount = $2, refunded_at = $3, order_return_id = $4,
        version = version + 1
    WHERE id = $1
"""
PAID_OUT = """
    SELECT coalesce(sum(refunded_amount), 0)::bigint FROM after_sales_case
    WHERE order_id = $1 AND status = 'REFUNDED' AND kind = 'REFUND_ONLY'
"""
RETURNED = "SELECT amount FROM order_return WHERE id = $1"


async def request(
    connection: Connection,
    taking: Taking,
    order: UUID,
    kind: AfterSalesKind,
    given: Sequence[Any],
    amount: int | None,
) -> Written:
    """`given` are ReturnLineInputs, `amount` minor units of a refund without goods. Raises Refused."""
    check_reason(taking.reason)
    check_what(kind, bool(given), amount is not None)
    found = await locked(connection, order)
    if found["status"] == OrderStatus.CANCELLED:
        raise Refused(ErrorCode.STATE, "The order was called off.", ("orderNumber",))
    check_window(found["at"], taking.now, (await policy(connection, "RETURNS"))["windowDays"])
    parts = asked(await sold_lines(connection, order), given) if has_goods(kind) else []
    if not has_goods(kind):
        await _check_left(connection, taking, found, amount or 0)
    number = f"{found['number']}-S{await connection.fetchval(NUMBERED, order)}"
    wanted = together(parts).money if parts else amount
    case = await connection.fetchval(
        REQUEST, number, order, found["member_id"], kind, taking.reason, wanted, taking.by.name, taking.now
    )
    await connection.execute(LINES, case, [part.line.id for part in parts], [part.quantity for part in parts])
    await _noted(connection, taking, case, "requested", {"order": found["number"], "kind": kind})
    return _written(case, found["member_id"], order)


async def decide(connection: Connection, taking: Taking, case: UUID, new: AfterSalesStatus) -> Written:
    """APPROVED, REFUSED or WITHDRAWN, with `taking.reason` as the note."""
    check_reason(taking.reason)
    found = await _stepped(connection, case, new)
    await connection.execute(DECIDE, case, new, taking.reason, taking.by.name, taking.now)
    await _noted(connection, taking, case, new.lower(), {"status": [found["status"], new]})
    return _written(case, found["member_id"], found["order_id"])


async def receive(connection: Connection, taking: Taking, case: UUID) -> Written:
    """The goods are back."""
    found = await _stepped(connection, case, AfterSalesStatus.RECEIVED)
    await connection.execute(RECEIVE, case, taking.now)
    await _noted(connection, taking, case, "received", {"status": [found["status"], AfterSalesStatus.RECEIVED]})
    return _written(case, found["member_id"], found["order_id"])


async def refund(connection: Connection, taking: Taking, case: UUID) -> Written:
    """With goods: takes them back in the books, with every consequence. Without: notes the money that is paid out."""
    found = await _stepped(connection, case, AfterSalesStatus.REFUNDED)
    returned, amount = None, found["requested_amount"]
    if has_goods(found["kind"]):
        given = [dict(row) for row in await connection.fetch(GIVEN, case)]
        back = await return_goods(
            connection, replace(taking, reason=found["reason"]), found["order_id"], given, is_in_time=True
        )
        returned = back["orderReturn"]
        amount = await connection.fetchval(RETURNED, returned)
    else:
        await _check_left(connection, taking, await locked(connection, found["order_id"]), amount)
    await connection.execute(REFUND, case, amount, taking.now, returned)
    shown = str(to_major(amount, taking.programs.currency))
    await _noted(connection, taking, case, "refunded", {"amount": shown})
    return _written(case, found["member_id"], found["order_id"])


async def _check_left(connection: Connection, taking: Taking, found: Record, amount: int) -> None:
    """What was paid in money and neither came back with goods nor was paid out without."""
    paid_out = await connection.fetchval(PAID_OUT, found["id"])
    left = max(found["total"] - found["points_value"] - found["returned_total"] - paid_out, 0)
    currency = taking.programs.currency
    check_amount(amount, left, f"{to_major(left, currency):,} {currency}")


async def _stepped(connection: Connection, case: UUID, new: AfterSalesStatus) -> Record:
    found = await connection.fetchrow(FOUND, case)
    check_step(found["kind"], found["status"], new)
    return found


async def _noted(connection: Connection, taking: Taking, case: UUID, what: str, changes: dict[str, Any]) -> None:
    staff = UUID(taking.by.staff_id) if taking.by.staff_id else None
    changes = changes | ({"reason": taking.reason} if taking.reason else {})
    await record(connection, taking.by.name, f"after_sales.{what}", "AfterSalesCase", case, changes, staff)


def _written(case: UUID, member: UUID | None, order: UUID) -> Written:
    return {"case": case, "order": order} | ({"member": member} if member else {})
