"""What a policy would have meant: the calls of the last 30 days, counted from the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from asyncpg import Connection

from rules.approvals import ApprovalMeasure

DAYS = 30
POINTS = {ApprovalMeasure.POINTS: "abs((changes ->> 'delta')::numeric)"}
MONEY = {
    ApprovalMeasure.MONEY: (
        "abs(coalesce((changes ->> 'principal')::numeric, 0)) + abs(coalesce((changes ->> 'bonus')::numeric, 0))"
    )
}
EVENTS: Mapping[str, tuple[str, Mapping[ApprovalMeasure, str]]] = {
    "pointsAdjust": ("points.adjusted", POINTS), "pointsEarn": ("points.earned", POINTS),
    "pointsReverse": ("points.reversed", POINTS), "walletAdjust": ("wallet.adjusted", MONEY),
    "walletRecharge": ("wallet.recharged", MONEY), "walletRefund": ("wallet.refunded", MONEY),
    "memberTierSet": ("member.tierSet", {}), "memberTierModeSet": ("member.tierModeSet", {}),
    "memberCancel": ("member.cancelled", {}), "memberResume": ("member.resumed", {}),
    "memberFreeze": ("member.frozen", {}), "memberMerge": ("member.merged", {}),
    "memberErase": ("member.erased", {}), "couponIssue": ("coupon.issued", {}),
    "couponRevoke": ("coupon.revoked", {}), "campaignPublish": ("campaign.published", {}),
    "campaignSave": ("campaign.saved", {}), "orderReturn": ("order.returned", {}),
    "orderCancel": ("order.cancelled", {}), "policySave": ("policy.saved", {}),
}  # fmt: skip
"By mutation: the event that tells of it, and what of that event is measured."
COUNT = """
    SELECT count(*) AS calls, count(*) FILTER (WHERE meant) AS needing,
        count(DISTINCT actor_staff_id) FILTER (WHERE meant) AS people
    FROM (
        SELECT actor_staff_id, ({amount}) > $3 AND NOT has_exempt AND (has_role OR $4 = '{{}}') AS meant
        FROM audit_event, LATERAL (
            SELECT coalesce(bool_or(role.code = ANY($4)), false) AS has_role,
                coalesce(bool_or(role.code = ANY($5)), false) AS has_exempt
            FROM staff_role held JOIN role ON role.id = held.role_id WHERE held.staff_id = actor_staff_id) roles
        WHERE action = $1 AND at >= $2 AND actor_staff_id IS NOT NULL) done
"""


@dataclass(frozen=True, slots=True)
class Meant:
    """`needing` and `people` are None if no event tells how much of the measure a call was."""

    calls: int
    needing: int | None
    people: int | None


async def meant(connection: Connection, wanted: Mapping[str, Any], above: int | None, at: datetime) -> Meant:
    """For a policy as it would be saved; by the roles that people have today."""
    event, amounts = EVENTS.get(wanted["operation"], (wanted["operation"], {}))
    measure = ApprovalMeasure(wanted["measure"])
    is_told = measure is ApprovalMeasure.ALWAYS or measure in amounts
    roles, exempt = (wanted.get(name) or [] for name in ("roles", "exempt"))
    least = -1 if measure is ApprovalMeasure.ALWAYS else above or 0
    question = COUNT.format(amount=amounts.get(measure, "0"))
    row = await connection.fetchrow(question, event, at - timedelta(days=DAYS), least, roles, exempt)
    return Meant(row["calls"], row["needing"] if is_told else None, row["people"] if is_told else None)
