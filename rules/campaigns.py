"""What a campaign may be, from the draft to its end."""

from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum
from hashlib import md5
from typing import Any
from uuid import UUID

from rules.refusals import Detail, ErrorCode, Refused
from rules.saving import check_named, check_range


class CampaignKind(StrEnum):
    COUPON_GIVEAWAY = "COUPON_GIVEAWAY"
    SPEND_AND_SAVE = "SPEND_AND_SAVE"
    LIMITED_DISCOUNT = "LIMITED_DISCOUNT"
    GROUP_BUY = "GROUP_BUY"
    CHECK_IN = "CHECK_IN"
    REFERRAL = "REFERRAL"
    POINTS_MULTIPLIER = "POINTS_MULTIPLIER"
    BIRTHDAY = "BIRTHDAY"
    INVITATION = "INVITATION"


class CampaignStatus(StrEnum):
    DRAFT = "DRAFT"
    IN_REVIEW = "IN_REVIEW"
    SCHEDULED = "SCHEDULED"
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    ENDED = "ENDED"


class Weekday(StrEnum):
    """In the order of their numbers; MONDAY is 1."""

    MONDAY = "MONDAY"
    TUESDAY = "TUESDAY"
    WEDNESDAY = "WEDNESDAY"
    THURSDAY = "THURSDAY"
    FRIDAY = "FRIDAY"
    SATURDAY = "SATURDAY"
    SUNDAY = "SUNDAY"


class CampaignStep(StrEnum):
    """What people do with a campaign; the clock starts and ends it beside them."""

    SUBMIT = "SUBMIT"
    RETURN = "RETURN"
    PUBLISH = "PUBLISH"
    PAUSE = "PAUSE"
    END = "END"


LIVE = (CampaignStatus.SCHEDULED, CampaignStatus.RUNNING)
"What was published: the clock alone decides when it counts."
OPEN = (CampaignStatus.DRAFT, CampaignStatus.IN_REVIEW)
STEPS: Mapping[CampaignStatus, Collection[CampaignStep]] = {
    CampaignStatus.DRAFT: {CampaignStep.SUBMIT, CampaignStep.END},
    CampaignStatus.IN_REVIEW: {CampaignStep.PUBLISH, CampaignStep.RETURN, CampaignStep.END},
    CampaignStatus.SCHEDULED: {CampaignStep.PAUSE, CampaignStep.END},
    CampaignStatus.RUNNING: {CampaignStep.PAUSE, CampaignStep.END},
    CampaignStatus.PAUSED: {CampaignStep.PUBLISH, CampaignStep.END},
    CampaignStatus.ENDED: set(),
}
FROZEN = {
    "kind": "kind", "rules": "rules", "starts_at": "startsAt", "audience_id": "audienceWhere",
    "control_percent": "controlPercent",
}  # fmt: skip
"What members were promised, or results are compared by, once a campaign is published: the column and the input."


def next_status(name: str, status: str, step: CampaignStep, start: datetime | None, at: datetime) -> CampaignStatus:
    """Where the step leads. Raises Refused that says what can be done instead."""
    if step not in STEPS[CampaignStatus(status)]:
        raise out_of_turn(name, CampaignStatus(status), ("code",))
    if step is CampaignStep.PUBLISH:
        return CampaignStatus.SCHEDULED if start is not None and start > at else CampaignStatus.RUNNING
    return {
        CampaignStep.SUBMIT: CampaignStatus.IN_REVIEW,
        CampaignStep.RETURN: CampaignStatus.DRAFT,
        CampaignStep.PAUSE: CampaignStatus.PAUSED,
        CampaignStep.END: CampaignStatus.ENDED,
    }[step]


def out_of_turn(name: str, status: CampaignStatus, path: tuple[str, ...]) -> Refused:
    """Says what can be done with it instead."""
    message = "{name} is over, for good: a new campaign can do the same again."
    if status is CampaignStatus.DRAFT:
        message = "{name} is a draft: it can be edited, submitted or ended."
    if status is CampaignStatus.IN_REVIEW:
        message = "{name} is in review: it can be published, returned to its writer, or ended."
    if status is CampaignStatus.SCHEDULED:
        message = "{name} is published and will start by itself: it can be paused or ended."
    if status is CampaignStatus.RUNNING:
        message = "{name} is running: it can be paused or ended."
    if status is CampaignStatus.PAUSED:
        message = "{name} is paused: it can be published again, or ended."
    return Refused(ErrorCode.STATE, message, path, name=name)


def check_time_left(name: str, end: datetime | None, at: datetime) -> None:
    """Before it is submitted or published."""
    if end is not None and end <= at:
        message = "{name} would be over already: it ends at {end}. Give it a later end first."
        raise Refused(ErrorCode.EXPIRED, message, ("code",), name=name, end=end)


def check_campaign(wanted: Mapping[str, Any]) -> None:
    """`wanted` has the columns of a campaign, money in minor units. Raises Refused; rules are checked apart."""
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["control_percent"], 0, 99, "controlPercent")
    start, end = wanted["starts_at"], wanted["ends_at"]
    if start is not None and end is not None and start >= end:
        message = "It would end before it starts: its end must be later than {start}."
        raise Refused(ErrorCode.INVALID, message, ("input", "endsAt"), start=start)
    if wanted["budget"] is not None and wanted["budget"] < 0:
        raise Refused(ErrorCode.INVALID, "A budget is 0 or more.", ("input", "budget"))


def check_edit(kept: Mapping[str, Any], changed: Mapping[str, Any], *, may_publish: bool) -> None:
    """`changed` are the columns that would differ from `kept`. Raises Refused for what is not safe any more.

    A published campaign keeps what was approved. It may always become smaller (end sooner, cost less); who may publish
    may also let it last longer and cost more.
    """
    status = CampaignStatus(kept["status"])
    if not changed or status in OPEN:
        return
    if status is CampaignStatus.ENDED:
        raise out_of_turn(kept["name"], status, ("input", "code"))
    for column, name in FROZEN.items():
        if column in changed:
            message = (
                "{campaign} is {status}, so its {field} cannot be changed: members were promised what was approved, "
                "and results are compared by it. Its name, end and budget can be; or end it and make a new one."
            )
            raise Refused(
                ErrorCode.STATE, message, ("input", name), campaign=kept["name"], status=status, field=name
            )  # fmt: skip
    if not may_publish:
        _check_smaller(kept, changed)


def check_spent(budget: int | None, spent: int, told: str) -> None:
    """`told` is what was spent, as people read it."""
    if budget is not None and budget < spent:
        message = "{spent} is spent already: the budget cannot be less."
        raise Refused(ErrorCode.INVALID, message, ("input", "budget"), Detail(limit=told), spent=told)


def is_control(campaign: UUID, member: UUID, percent: int) -> bool:
    """Whether the member is left alone for comparison: the same answer for ever, and for other campaigns another."""
    if not percent:
        return False
    digest = md5(f"{campaign}:{member}".encode(), usedforsecurity=False).hexdigest()
    return int(digest[:8], 16) % 100 < percent


def _check_smaller(kept: Mapping[str, Any], changed: Mapping[str, Any]) -> None:
    for column, name in (("ends_at", "endsAt"), ("budget", "budget")):
        if column not in changed or (changed[column] is not None and _is_less(changed[column], kept[column])):
            continue
        message = (
            "{campaign} was approved with a smaller {field}. Somebody who may publish campaigns can change it, or "
            "give a smaller one."
        )
        raise Refused(ErrorCode.FORBIDDEN, message, ("input", name), campaign=kept["name"], field=name)


def _is_less(value: Any, kept: Any) -> bool:
    return kept is None or value <= kept
