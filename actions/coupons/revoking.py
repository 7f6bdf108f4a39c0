"""Takes coupons away before they are used, and gives them back."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from rules.coupons import CouponStatus, Life, after_release, check_revocable, check_share
from rules.members import check_reason
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

TAKEN_BACK = "Taken back"
OWNER = """
    SELECT member.id FROM member JOIN coupon ON coupon.member_id = member.id
    WHERE coupon.id = $1 FOR NO KEY UPDATE OF member
"""
FOUND = """
    SELECT coupon.*, template.code AS template, template.per_member_limit AS share
    FROM coupon JOIN coupon_template template ON template.id = coupon.template_id
    WHERE coupon.id = $1 FOR UPDATE OF coupon
"""
HELD = "SELECT count(*) FROM coupon WHERE member_id = $1 AND template_id = $2 AND status <> 'REVOKED'"
SET = """
    UPDATE coupon SET status = $2, reserved_for = NULL, reserved_until = NULL, version = version + 1 WHERE id = $1
"""


async def revoke(connection: Connection, by: Viewer, coupon_id: UUID, reason: str, at: datetime) -> Written:
    """The coupon cannot be used any more; it still counts as issued. Raises Refused: used, over, revoked before."""
    check_reason(reason)
    coupon = await _revoked(connection, by, coupon_id, reason)
    steps = [{"undo": "coupon.restore", "coupon": coupon_id}]
    kept = await keep(connection, by, "couponRevoke", f"Coupon {coupon['code']} revoked", steps, at)
    written = {"coupon": coupon_id, "template": coupon["template_id"], "changeSet": kept}
    return written if coupon["member_id"] is None else written | {"member": coupon["member_id"]}


async def revoke_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Takes an issue back, or does a revocation again that was taken back. Raises Refused if it was used since."""
    await _revoked(connection, by, UUID(step["coupon"]), TAKEN_BACK)
    return {"undo": "coupon.restore", "coupon": step["coupon"]}


async def restore(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Takes a revocation back. Raises Refused if the member would have more than one member can have."""
    coupon_id = UUID(step["coupon"])
    await connection.execute(OWNER, coupon_id)
    coupon = await connection.fetchrow(FOUND, coupon_id)
    if coupon["status"] != CouponStatus.REVOKED:
        message = "The coupon is {status}, and not revoked any more."
        raise Refused(ErrorCode.STATE, message, ("id",), status=CouponStatus(coupon["status"]))
    if coupon["member_id"] is not None:
        held = await connection.fetchval(HELD, coupon["member_id"], coupon["template_id"])
        check_share(held, coupon["share"], coupon["template"], ("id",))
    now = after_release(Life(coupon["valid_from"], coupon["valid_until"]), at)
    await connection.execute(SET, coupon_id, now)
    await _noted(connection, by, "coupon.restored", coupon_id, {"status": [CouponStatus.REVOKED, now]})
    return {"undo": "coupon.revoke", "coupon": step["coupon"]}


async def _revoked(connection: Connection, by: Viewer, coupon_id: UUID, reason: str) -> Record:
    coupon = await connection.fetchrow(FOUND, coupon_id)
    check_revocable(coupon["status"])
    await connection.execute(SET, coupon_id, CouponStatus.REVOKED)
    await _noted(connection, by, "coupon.revoked", coupon_id, {"reason": reason, "status": coupon["status"]})
    return coupon


async def _noted(connection: Connection, by: Viewer, what: str, coupon: UUID, changes: dict[str, object]) -> None:
    await record(connection, by.name, what, "Coupon", coupon, changes, by.staff_id and UUID(by.staff_id))
