"""Gives a member a coupon, within the limits of its template."""

from collections.abc import Sequence
from datetime import datetime
from secrets import randbits
from uuid import UUID

from asyncpg import Connection, Record

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from actions.treating import check_allowed
from rules.check_digits import coupon_code
from rules.coupons import check_issuable, check_share, life_of
from rules.refusals import ErrorCode, Refused
from rules.standing import Matter
from rules.viewer import Viewer

RANDOM_BITS = 55
"Of a code: eleven characters of five bits; the twelfth checks the others."

OWNER = "SELECT status FROM member WHERE id = $1 FOR NO KEY UPDATE"
"Two who issue to one member at once wait for each other here, so that neither overlooks the other's coupon."
TEMPLATE = """
    SELECT id, code, is_active, total_limit, per_member_limit, issued_count, valid_from, valid_until, valid_days
    FROM coupon_template WHERE code = $1
"""
HELD = "SELECT count(*) FROM coupon WHERE member_id = $1 AND template_id = $2 AND status <> 'REVOKED'"
ISSUE = f"""
    WITH counted AS (
        UPDATE coupon_template template SET issued_count = issued_count + 1
        WHERE id = $2 AND is_active AND (total_limit IS NULL OR issued_count < total_limit)
          AND (per_member_limit IS NULL OR ({HELD}) < per_member_limit)
        RETURNING id
    )
    INSERT INTO coupon (code, template_id, member_id, campaign_id, issued_at, valid_from, valid_until)
    SELECT $3, id, $1, $4, $5, $6, $7 FROM counted RETURNING id
"""


def new_code() -> str:
    """Nobody can guess it; its last character shows a slip of the hand."""
    return coupon_code(randbits(RANDOM_BITS))


async def issue(
    connection: Connection,
    by: Viewer,
    template_code: str,
    member: UUID,
    at: datetime,
    key: str | None = None,
    campaign: UUID | None = None,
) -> Written:
    """Gives `coupon`, `template` and `member`. Locks the member, then counts by a conditional update.

    `key` is kept in the audit event; claiming it is the caller's. Raises Refused: no such template or switched off,
    its time over, its limit or the member's reached, a member whose status lets him get nothing.
    """
    await check_allowed(connection, await connection.fetchval(OWNER, member), Matter.BENEFITS)
    template = await connection.fetchrow(TEMPLATE, template_code)
    if template is None:
        message = "There is no coupon template {name}."
        raise Refused(ErrorCode.NOT_FOUND, message, ("templateCode",), name=template_code)
    check_issuable(template["is_active"], template["issued_count"], template["total_limit"], template_code)
    life = life_of(template["valid_from"], template["valid_until"], template["valid_days"], at)
    coupon = await connection.fetchval(ISSUE, member, template["id"], new_code(), campaign, at, life.begins, life.ends)
    if coupon is None:
        await _refuse(connection, template_code, member)
    changes = {"template": template_code, "member": member, "campaign": campaign, "key": key}
    await record(connection, by.name, "coupon.issued", "Coupon", coupon, changes, by.staff_id and UUID(by.staff_id))
    return {"coupon": coupon, "template": template["id"], "member": member}


async def give(
    connection: Connection,
    by: Viewer,
    template_code: str,
    member: UUID,
    at: datetime,
    key: str | None = None,
    also: Sequence[Step] = (),
) -> Written:
    """Issues by hand, so that it can be taken back; `also` are steps that go with that."""
    written = await issue(connection, by, template_code, member, at, key)
    steps = [{"undo": "coupon.revoke", "coupon": written["coupon"], "with": list(also)}]
    kept = await keep(connection, by, "couponIssue", f"Coupon of template {template_code} issued", steps, at)
    return written | {"changeSet": kept}


async def _refuse(connection: Connection, template_code: str, member: UUID) -> None:
    """Says which condition failed; what was read before may have changed since."""
    template: Record = await connection.fetchrow(TEMPLATE, template_code)
    held = await connection.fetchval(HELD, member, template["id"])
    check_share(held, template["per_member_limit"], template_code)
    check_issuable(template["is_active"], template["issued_count"], template["total_limit"], template_code)
    raise Refused(ErrorCode.CONFLICT, "The template was changed in between. Try again.", ("templateCode",))
