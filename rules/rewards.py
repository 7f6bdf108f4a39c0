"""What members can have for points, and how it reaches them."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from rules.members import check_reason
from rules.money import MOST_MINOR
from rules.points import MOST_AT_ONCE
from rules.refusals import Detail, ErrorCode, Refused
from rules.saving import check_named, check_range, check_times

MOST_PIECES = 1_000


class RewardKind(StrEnum):
    GOODS = "GOODS"
    SERVICE = "SERVICE"
    COUPON = "COUPON"
    TIER_UPGRADE = "TIER_UPGRADE"
    BENEFIT = "BENEFIT"
    REBATE = "REBATE"
    ACTIVITY = "ACTIVITY"


class FulfilmentStatus(StrEnum):
    REQUESTED = "REQUESTED"
    PREPARED = "PREPARED"
    SHIPPED = "SHIPPED"
    HANDED_OVER = "HANDED_OVER"
    CANCELLED = "CANCELLED"


AT_ONCE = {RewardKind.COUPON, RewardKind.TIER_UPGRADE, RewardKind.BENEFIT, RewardKind.REBATE}
"What the member has as soon as it is paid."
FORWARD = (
    FulfilmentStatus.REQUESTED, FulfilmentStatus.PREPARED, FulfilmentStatus.SHIPPED, FulfilmentStatus.HANDED_OVER,
)  # fmt: skip
NEEDS = {
    RewardKind.COUPON: ("template_id", "templateCode"),
    RewardKind.TIER_UPGRADE: ("tier_id", "tierCode"),
    RewardKind.BENEFIT: ("benefit_id", "benefitCode"),
    RewardKind.REBATE: ("rebate", "rebate"),
}


def check_reward(reward: Mapping[str, Any], taken: int) -> None:
    """`reward` has the columns of the table. Raises Refused at the first part that cannot be used."""
    check_named(reward["code"], reward["name"])
    check_times(reward["valid_from"], reward["valid_until"])
    check_range(reward["points"], 0, MOST_AT_ONCE, "points")
    check_range(reward["money"], 0, MOST_MINOR, "money")
    check_range(reward["rebate"], 1, MOST_MINOR, "rebate")
    check_range(reward["per_member_limit"], 1, MOST_AT_ONCE, "perMemberLimit")
    if not reward["points"] + reward["money"]:
        raise Refused(ErrorCode.INVALID, "A reward costs points or money.", ("input", "points"))
    if reward["stock"] is not None and reward["stock"] < taken:
        message = "{taken:,} were taken already; the stock cannot be less."
        raise Refused(ErrorCode.INVALID, message, ("input", "stock"), Detail(str(taken)), taken=taken)
    column, name = NEEDS.get(RewardKind(reward["kind"]), ("code", "code"))
    if reward[column] is None:
        message = "Say what a reward of kind {kind} gives."
        raise Refused(ErrorCode.REQUIRED, message, ("input", name), kind=RewardKind(reward["kind"]))


def check_quantity(quantity: int, kind: RewardKind | None = None) -> None:
    most = 1 if kind in AT_ONCE else MOST_PIECES
    if not 1 <= quantity <= most:
        message = "Of this 1 to {most:,} can be taken at once."
        raise Refused(ErrorCode.INVALID, message, ("quantity",), Detail(str(most)), most=most)


def check_offered(reward: Mapping[str, Any], quantity: int, at: datetime) -> None:
    """Raises Refused with the first reason why it cannot be had."""
    name, path = reward["name"], ("rewardCode",)
    if not reward["is_active"]:
        raise Refused(ErrorCode.STATE, "{name} is not offered.", path, name=name)
    if reward["valid_from"] is not None and at < reward["valid_from"]:
        start = reward["valid_from"]
        raise Refused(ErrorCode.NOT_STARTED, "{name} is offered from {start} on.", path, name=name, start=start)
    if reward["valid_until"] is not None and at >= reward["valid_until"]:
        raise Refused(ErrorCode.EXPIRED, "{name} was offered until {end}.", path, name=name, end=reward["valid_until"])
    if reward["stock"] is not None and reward["taken"] + quantity > reward["stock"]:
        left = reward["stock"] - reward["taken"]
        message = "Of {name} {left:,} are left."
        raise Refused(ErrorCode.OUT_OF_STOCK, message, ("quantity",), Detail(str(left)), name=name, left=left)


def check_share(had: int, quantity: int, limit: int | None, name: str) -> None:
    if limit is not None and had + quantity > limit:
        message = "A member can have {limit:,} of {name}; this one has {had:,}."
        raise Refused(
            ErrorCode.LIMIT_REACHED, message, ("quantity",), Detail(str(limit)), limit=limit, name=name, had=had
        )


def check_exchange(now: FulfilmentStatus, reason: str) -> None:
    """Only what the member does not have yet can become something else."""
    check_reason(reason)
    if now in (FulfilmentStatus.HANDED_OVER, FulfilmentStatus.CANCELLED):
        raise Refused(ErrorCode.STATE, "The redemption is {now}; it cannot be exchanged.", ("id",), now=now)


def check_step(now: FulfilmentStatus, new: FulfilmentStatus) -> None:
    """Forward, over steps if need be; called off until the member has it."""
    is_over = now in (FulfilmentStatus.HANDED_OVER, FulfilmentStatus.CANCELLED)
    if is_over or (new is not FulfilmentStatus.CANCELLED and FORWARD.index(new) <= FORWARD.index(now)):
        message = "The redemption is {now}; it cannot become {new}."
        raise Refused(ErrorCode.STATE, message, ("status",), now=now, new=new)
