"""What a till does with a code: looks it up, proves its conditions, reserves or uses it."""

from datetime import date, datetime
from json import loads
from uuid import UUID

from asyncpg import Connection, Record

from actions.coupons import using
from actions.coupons.guessing import check_tries, unknown
from actions.once import Written
from actions.treating import check_allowed
from rules.conditions import Conditions, Line, Situation, read
from rules.coupons import CouponStatus, Unmet, asks_for_lines, check_together, conditions_of, spellings
from rules.orders import OrderStatus
from rules.refusals import ErrorCode, Refused
from rules.standing import Matter
from rules.viewer import Viewer

BY_CODE = """
    SELECT coupon.id, coupon.status, coupon.member_id, coupon.template_id, coupon.reserved_for,
        template.code AS template, template.conditions, template.min_spend, template.is_stackable,
        template.stacking_group
    FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    WHERE coupon.code = ANY($1) ORDER BY array_position($1, coupon.code::text) LIMIT 1
"""
PRODUCTS = """
    SELECT product.code FROM coupon_template_product part JOIN product ON product.id = part.product_id
    WHERE part.template_id = $1
"""
ORDER = """
    SELECT orders.number, orders.status, orders.member_id, orders.store_id
    FROM orders WHERE orders.id = $1 FOR SHARE OF orders
"""
LINES = """
    WITH RECURSIVE above (line, code, parent_id) AS (
        SELECT line.id, category.code, category.parent_id
        FROM order_line line JOIN product ON product.id = line.product_id
        JOIN product_category category ON category.id = product.category_id WHERE line.order_id = $1
        UNION ALL
        SELECT above.line, category.code, category.parent_id
        FROM above JOIN product_category category ON category.id = above.parent_id
    )
    SELECT product.code AS product, line.total, line.quantity,
        ARRAY(SELECT above.code FROM above WHERE above.line = line.id) AS categories
    FROM order_line line JOIN product ON product.id = line.product_id WHERE line.order_id = $1 ORDER BY line.position
"""
ALSO_USED = """
    SELECT template.code AS template, template.is_stackable, template.stacking_group
    FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    WHERE coupon.order_id = $1 AND coupon.status = 'REDEEMED'
"""
MEMBER = """
    SELECT member.id, member.status, member.birthday, tier.code AS tier
    FROM member LEFT JOIN tier ON tier.id = member.tier_id WHERE member.id = $1 FOR NO KEY UPDATE OF member
"""
STORE = """
    SELECT store.code, string_to_array(unit.path, '/') AS units
    FROM store JOIN organization_unit unit ON unit.id = store.unit_id WHERE store.id = $1
"""


async def redeem(
    connection: Connection,
    by: Viewer,
    code: str,
    order: UUID | None,
    at: datetime,
    currency: str,
    *,
    reference: str | None = None,
    key: str | None = None,
) -> Written:
    """Uses the coupon with this code, in an order that was recorded without it or in none. `at` in the program's zone.

    Raises Refused: an unknown code, conditions that do not hold, an order of somebody else or cancelled, and whatever
    `using.redeem` raises.
    """
    coupon = await found(connection, by, code, at)
    bought = await _order(connection, order)
    member = await _member(connection, coupon["member_id"] or (bought and bought["member_id"]))
    if bought is not None and coupon["member_id"] not in (None, bought["member_id"]):
        raise Refused(ErrorCode.NOT_ELIGIBLE, "The coupon cannot be used in this order.", ("code",))
    await _check_conditions(connection, by, coupon, order, bought, member, at, currency)
    if order is not None:
        check_together(dict(coupon), [dict(row) for row in await connection.fetch(ALSO_USED, order)])
    user = member["id"] if member else None
    return await using.redeem(connection, by, coupon["id"], order, None, at, member=user, reference=reference, key=key)


async def reserve(
    connection: Connection, by: Viewer, code: str, reference: str, until: datetime, at: datetime
) -> Written:
    """Keeps the coupon with this code for a reference. Raises Refused: an unknown code, as `using.reserve`."""
    if not 1 <= len(reference.strip()) <= 100:
        raise Refused(ErrorCode.REQUIRED, "Say what it is reserved for, in 1 to 100 characters.", ("reference",))
    coupon = await found(connection, by, code, at)
    await _member(connection, coupon["member_id"])
    return await using.reserve(connection, by, coupon["id"], reference, until, at)


async def release(
    connection: Connection, by: Viewer, code: str, reference: str | None, reason: str | None, at: datetime
) -> Written:
    """Takes a reservation back, which needs its reference, or a use, which needs the right to revoke coupons."""
    coupon = await found(connection, by, code, at)
    if coupon["status"] == CouponStatus.REDEEMED:
        by.access.check("coupons.revoke", ("code",))
    if coupon["status"] == CouponStatus.RESERVED and coupon["reserved_for"] != reference:
        by.access.check("coupons.revoke", ("reference",))
    return await using.release(connection, by, coupon["id"], at, reason)


async def found(connection: Connection, by: Viewer, code: str, at: datetime) -> Record:
    """Whoever knows a code may use it, unless it is another member's. An unknown code is counted against the caller."""
    await check_tries(connection, by, at)
    coupon = await connection.fetchrow(BY_CODE, spellings(code))
    is_others = coupon is not None and by.kind == "MEMBER" and str(coupon["member_id"] or by.member_id) != by.member_id
    if coupon is None or is_others:
        raise unknown(by, code, at)
    return coupon


async def _order(connection: Connection, order: UUID | None) -> Record | None:
    if order is None:
        return None
    bought = await connection.fetchrow(ORDER, order)
    if bought["status"] in (OrderStatus.CANCELLED, OrderStatus.RETURNED):
        message = "Order {number} is {status}, so nothing can be used in it."
        path = ("orderNumber",)
        raise Refused(ErrorCode.STATE, message, path, number=bought["number"], status=OrderStatus(bought["status"]))
    return bought


async def _member(connection: Connection, member: UUID | None) -> Record | None:
    """Locked before the coupon, as everywhere."""
    if member is None:
        return None
    user = await connection.fetchrow(MEMBER, member)
    await check_allowed(connection, user["status"], Matter.USE_COUPONS, ("code",))
    return user


async def _check_conditions(
    connection: Connection,
    by: Viewer,
    coupon: Record,
    order: UUID | None,
    bought: Record | None,
    member: Record | None,
    at: datetime,
    currency: str,
) -> None:
    own = read(loads(coupon["conditions"]), currency)
    products = frozenset(row["code"] for row in await connection.fetch(PRODUCTS, coupon["template_id"]))
    conditions = conditions_of(own, coupon["min_spend"], products)
    if order is None and asks_for_lines(conditions):
        message = "What the coupon asks for can be seen in an order only. Give the order's number."
        raise Refused(ErrorCode.NOT_ELIGIBLE, message, ("orderNumber",))
    place = bought["store_id"] if bought else by.store_id and UUID(by.store_id)
    store = await connection.fetchrow(STORE, place) if place else None
    born: date | None = member["birthday"] if member else None
    tier, units = member["tier"] if member else None, frozenset(store["units"]) - {""} if store else frozenset()
    situation = Situation(at, store and store["code"], tier, born, units=units)
    await _check_holds(connection, conditions, situation, order, currency)


async def _check_holds(
    connection: Connection, conditions: Conditions, situation: Situation, order: UUID | None, currency: str
) -> None:
    if order is None:
        failure = conditions.failure_around(situation)
    else:
        rows = await connection.fetch(LINES, order)
        lines = [Line(r["product"], frozenset(r["categories"]), r["total"], r["quantity"]) for r in rows]
        failure = conditions.failure(situation, lines, currency)
    if failure is not None:
        raise Unmet(failure, ("code",))
