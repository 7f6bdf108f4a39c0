"""What still counts for a member who is frozen or cancelled: a policy table, not one fixed meaning."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rules.members import MemberStatus


class Matter(StrEnum):
    EARN_POINTS = "EARN_POINTS"
    EARN_GROWTH = "EARN_GROWTH"
    COUNT_SPEND = "COUNT_SPEND"
    SPEND_POINTS = "SPEND_POINTS"
    SPEND_WALLET = "SPEND_WALLET"
    USE_COUPONS = "USE_COUPONS"
    BENEFITS = "BENEFITS"
    UPGRADE = "UPGRADE"
    DOWNGRADE = "DOWNGRADE"
    EXPIRE_POINTS = "EXPIRE_POINTS"
    MESSAGES = "MESSAGES"


class Treatment(StrEnum):
    """HOLD records what happened and decides when the member is resumed."""

    ALLOW = "ALLOW"
    HOLD = "HOLD"
    IGNORE = "IGNORE"


class HeldStatus(StrEnum):
    HELD = "HELD"
    REPLAYED = "REPLAYED"
    DROPPED = "DROPPED"


DECIDED = (MemberStatus.FROZEN, MemberStatus.CANCELLED)
"The statuses that the policy speaks of: an active member gets everything, a closed file nothing."
SHIPPED: dict[str, dict[str, str]] = {
    MemberStatus.FROZEN: dict.fromkeys(Matter, Treatment.IGNORE)
    | {
        Matter.EARN_GROWTH: Treatment.ALLOW,
        Matter.COUNT_SPEND: Treatment.ALLOW,
        Matter.UPGRADE: Treatment.ALLOW,
        Matter.DOWNGRADE: Treatment.HOLD,
        Matter.EXPIRE_POINTS: Treatment.ALLOW,
    },
    MemberStatus.CANCELLED: dict.fromkeys(Matter, Treatment.IGNORE)
    | {
        Matter.EARN_GROWTH: Treatment.HOLD,
        Matter.COUNT_SPEND: Treatment.HOLD,
        Matter.EXPIRE_POINTS: Treatment.ALLOW,
    },
}
"A frozen member may climb, but gets nothing; what a cancelled member buys waits for the day he is resumed."


def treated(policy: Mapping[str, Any], status: str, matter: Matter) -> Treatment:
    """`policy` is the value of STATUS; what it does not say is as shipped."""
    if status == MemberStatus.ACTIVE:
        return Treatment.ALLOW
    if status not in DECIDED:
        return Treatment.IGNORE
    return Treatment(policy.get(status, {}).get(matter) or SHIPPED[status][matter])
