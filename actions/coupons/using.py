"""Reserves and uses coupons, and takes a use or a reservation back."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.once import Written
from actions.recording import record
from rules.coupons import (
    CouponStatus,
    Life,
    after_release,
    check_hold,
    check_share,
    check_usable,
    standing,
)
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

HOLD = "SELECT id FROM coupon WHERE id = ANY($1) ORDER BY id FOR UPDATE"
HOLD_TEMPLATES = """
    SELECT id FROM coupon_template WHERE id IN (SELECT template_id FROM coupon WHERE id = ANY($1))
    ORDER BY id FOR NO KEY UPDATE
"""
FOUND = """
    SELECT coupon.*, template.code AS template, template.per_member_limit AS share
    FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    WHERE coupon.id = $1 FOR UPDATE OF coupon
"""
USED = """
    SELECT count(*) FROM coupon_redemption used JOIN coupon ON coupon.id = used.coupon_id
    WHERE used.member_id = $1 AND coupon.template_id = $2 AND used.released_at IS NULL
"""
LOCK_MEMBER = "SELECT id FROM member WHERE id = $1 FOR NO KEY UPDATE"
REDEEM = """
    WITH used AS (
        UPDATE coupon SET status = 'REDEEMED', redeemed_at = $2, order_id = $3, reserved_for = NULL,
            reserved_until = NULL, version = version + 1
        WHERE id = $1 RETURNING id, template_id
    ), counted AS (
        UPDATE coupon_template template SET redeemed_count = redeemed_count + 1
        FROM used WHERE template.id = used.template_id
    )
    INSERT INTO coupon_redemption (coupon_id, member_id, order_id, discount, actor, idempotency_key, at)
    SELECT id, $4, $3, $5, $6, $7, $2 FROM used RETURNING id
"""
RESERVE = """
    UPDATE coupon SET status = 'RESERVED', reserved_for = $2, reserved_until = $3, version = version + 1 WHERE id = $1
"""
FREE = """
    UPDATE coupon SET status = $2, redeemed_at = NULL, order_id = NULL, reserved_for = NULL, reserved_until = NULL,
        version = version + 1
    WHERE id = $1
"""
TAKE_BACK = """
    WITH live AS (
        UPDATE coupon_redemption SET released_at = $2 WHERE coupon_id = $1 AND released_at IS NULL RETURNING id
    )
    UPDATE coupon_template template SET redeemed_count = redeemed_count - 1
    FROM coupon WHERE coupon.id = $1 AND template.id = coupon.template_id AND EXISTS (SELECT FROM live)
"""
OF_ORDER = """
    SELECT coupon.id FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    WHERE coupon.order_id = $1 AND coupon.status = 'REDEEMED' AND template.returns_with_order
"""


async def held(connection: Connection, coupons: Iterable[UUID]) -> None:
    """Locks coupons, then their templates, each in the order of their ids. For whoever uses several at once."""
    keys = list(coupons)
    await connection.fetch(HOLD, keys)
    await connection.fetch(HOLD_TEMPLATES, keys)


async def redeem(
    connection: Connection,
    by: Viewer,
    coupon_id: UUID,
    order_id: UUID | None,
    discount: int | None,
    at: datetime,
    *,
    member: UUID | None = None,
    reference: str | None = None,
    key: str | None = None,
) -> Written:
    """Uses a coupon once; gives `coupon`, `template` and, if it is somebody's, `member`. `discount` is in minor units.

    `member` is who uses it (the order's member), `reference` the one for which it may have been reserved. Whether the
    template's conditions hold is the caller's to ask, and so is whether the member may use coupons. Lock the member
    before, and call `held` before if several are used. Raises Refused: used, revoked, reserved for another reference,
    not begun, over, another member's, the member's share of a template used up.
    """
    coupon = await _usable(connection, coupon_id, at, reference)
    user = await _user(connection, coupon, member)
    await connection.fetchval(REDEEM, coupon_id, at, order_id, user, discount, by.name, key)
    changes = {"order": order_id, "discount": discount, "member": user}
    return await _noted(connection, by, "coupon.redeemed", coupon, user, changes)


async def reserve(
    connection: Connection, by: Viewer, coupon_id: UUID, reference: str, until: datetime, at: datetime
) -> Written:
    """Keeps a coupon for a cart or an order that is not yet final; again for the same reference moves its end.

    Raises Refused: an end in the past or too far away, or whatever would stop its use.
    """
    check_hold(until, at)
    coupon = await _usable(connection, coupon_id, at, reference)
    await connection.execute(RESERVE, coupon_id, reference, until)
    changes = {"reference": reference, "until": until}
    return await _noted(connection, by, "coupon.reserved", coupon, coupon["member_id"], changes)


async def release(
    connection: Connection, by: Viewer, coupon_id: UUID, at: datetime, reason: str | None = None
) -> Written:
    """Takes a reservation or a use back: the coupon is ISSUED again, or EXPIRED if its time is over.

    The use stays in the history with the moment when it was taken back. Raises Refused if there is neither.
    """
    coupon = await connection.fetchrow(FOUND, coupon_id)
    if coupon["status"] not in (CouponStatus.RESERVED, CouponStatus.REDEEMED):
        message = "The coupon is {status}: there is no use and no reservation to take back."
        raise Refused(ErrorCode.STATE, message, ("code",), status=CouponStatus(coupon["status"]))
    if coupon["status"] == CouponStatus.REDEEMED:
        await connection.execute(TAKE_BACK, coupon_id, at)
    now = after_release(_life(coupon), at)
    await connection.execute(FREE, coupon_id, now)
    changes = {"status": [coupon["status"], now], "order": coupon["order_id"], "reason": reason}
    return await _noted(connection, by, "coupon.released", coupon, coupon["member_id"], changes)


async def give_back(connection: Connection, by: Viewer, order_id: UUID, at: datetime, reason: str) -> list[UUID]:
    """For an order that was returned as a whole or cancelled: releases its coupons whose template says so.

    Gives their keys.
    """
    found = [row["id"] for row in await connection.fetch(OF_ORDER, order_id)]
    await held(connection, found)
    for coupon in found:
        await release(connection, by, coupon, at, reason)
    return found


async def _usable(connection: Connection, coupon_id: UUID, at: datetime, reference: str | None) -> Record:
    coupon = await connection.fetchrow(FOUND, coupon_id)
    status = standing(coupon["status"], coupon["reserved_until"], at)
    if status is CouponStatus.RESERVED and reference is not None and coupon["reserved_for"] == reference:
        status = CouponStatus.ISSUED
    check_usable(status, _life(coupon), at, coupon["redeemed_at"])
    return coupon


async def _user(connection: Connection, coupon: Record, member: UUID | None) -> UUID | None:
    """Who uses it: its member, or for a coupon of nobody the one who shows it, within the member's share."""
    if coupon["member_id"] is not None:
        if member is not None and member != coupon["member_id"]:
            raise Refused(ErrorCode.NOT_ELIGIBLE, "This member cannot use the coupon.", ("code",))
        return coupon["member_id"]
    if member is not None and coupon["share"] is not None:
        await connection.execute(LOCK_MEMBER, member)
        used = await connection.fetchval(USED, member, coupon["template_id"])
        check_share(used, coupon["share"], coupon["template"], ("code",))
    return member


def _life(coupon: Record) -> Life:
    return Life(coupon["valid_from"], coupon["valid_until"])


async def _noted(
    connection: Connection, by: Viewer, what: str, coupon: Record, member: UUID | None, changes: dict[str, object]
) -> Written:
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, what, "Coupon", coupon["id"], changes, staff)
    written = {"coupon": coupon["id"], "template": coupon["template_id"]}
    return written if member is None else written | {"member": member}
