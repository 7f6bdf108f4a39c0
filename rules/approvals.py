"""Approvals: which calls wait for another person, who decides, and how long a request lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from rules.permissions import Access
from rules.refusals import Detail, ErrorCode, Refused
from rules.saving import check_named, check_range

DECIDE = "approvals.decide"
"Whoever decides anything has this permission, beside what the policy asks for."
MOST_HOURS = 24 * 90
LONGEST_NOTE = 500
LARGEST = 2**53 - 1
OWN = ("approvalApprove", "approvalReject", "approvalWithdraw")
"Mutations that decide: they never wait themselves."


class ApprovalStatus(StrEnum):
    PENDING = "PENDING"
    APPROVED = "APPROVED"
    REJECTED = "REJECTED"
    EXPIRED = "EXPIRED"
    WITHDRAWN = "WITHDRAWN"


class ApprovalMeasure(StrEnum):
    """What of a call is measured. ALWAYS needs no threshold."""

    ALWAYS = "ALWAYS"
    POINTS = "POINTS"
    MONEY = "MONEY"
    MEMBERS = "MEMBERS"
    COUPONS = "COUPONS"
    OVER_BUDGET = "OVER_BUDGET"


@dataclass(frozen=True, slots=True)
class Policy:
    """`above` in whole points, members and coupons, or in minor units. `roles` empty is everybody."""

    id: UUID
    version: int
    code: str
    name: str
    operation: str
    measure: ApprovalMeasure
    above: int | None
    permission: str | None
    role: str | None
    hours: int
    roles: tuple[str, ...]
    exempt: tuple[str, ...]

    def concerns(self, roles: Sequence[str]) -> bool:
        """Whether somebody with these roles has to ask."""
        if any(role in self.exempt for role in roles):
            return False
        return not self.roles or any(role in self.roles for role in roles)

    def ends(self, at: datetime) -> datetime:
        return at + timedelta(hours=self.hours)

    def check_decider(self, access: Access, roles: Sequence[str]) -> None:
        """Raises Refused unless somebody with this access and these roles may decide."""
        access.check(self.permission or DECIDE, ("id",))
        if self.role is not None and self.role not in roles and not access.is_everything:
            message = "Only somebody with the role {role} may decide this."
            raise Refused(ErrorCode.FORBIDDEN, message, ("id",), Detail(rule=self.code), role=self.role)


def check_policy(wanted: dict[str, Any], measures: Sequence[str]) -> None:
    """`measures` are those of its operation. Raises Refused that names what cannot be used."""
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["hours"], 1, MOST_HOURS, "hours")
    measure, above = wanted["measure"], wanted["above"]
    if measure not in measures:
        message = "{operation} cannot be measured by {measure}. It can be by: {known}."
        known = ", ".join(measures)
        raise Refused(
            ErrorCode.INVALID,
            message,
            ("input", "measure"),
            operation=wanted["operation"],
            measure=measure,
            known=known,
        )
    if (above is None) != (measure == ApprovalMeasure.ALWAYS):
        message = "A threshold is needed for every measure but ALWAYS, which has none."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "threshold"))
    if above is not None and not 0 <= above <= LARGEST:
        raise Refused(ErrorCode.INVALID, "A threshold is from 0 to 2^53-1.", ("input", "threshold"))


def check_note(note: str | None) -> None:
    if note is not None and not 1 <= len(note.strip()) <= LONGEST_NOTE:
        message = "A note has 1 to {most} characters."
        raise Refused(ErrorCode.REQUIRED, message, ("note",), most=LONGEST_NOTE)


def check_pending(status: str, decided_by: str | None) -> None:
    """Raises Refused if a request was decided before."""
    if status == ApprovalStatus.PENDING:
        return
    if decided_by:
        message = "This request is {status} already, by {name}."
        raise Refused(ErrorCode.STATE, message, ("id",), status=ApprovalStatus(status), name=decided_by)
    raise Refused(ErrorCode.STATE, "This request is {status} already.", ("id",), status=ApprovalStatus(status))


@dataclass(frozen=True, slots=True)
class Shipped:
    """A policy that a new installation starts with; `is_on_in_demo` only in the demo."""

    code: str
    name: str
    operation: str
    measure: ApprovalMeasure = ApprovalMeasure.ALWAYS
    above: int | None = None
    exempt: tuple[str, ...] = ()
    is_on: bool = False
    is_on_in_demo: bool = False
    permission: str | None = None


OVER = ApprovalMeasure.OVER_BUDGET
SUPERVISORS = ("admin", "supervisor")
SHIPPED = (
    Shipped("tier-by-hand", "Tier set by hand", "memberTierSet", is_on=True),
    Shipped("cancel", "Cancel a membership without a supervisor", "memberCancel", exempt=SUPERVISORS, is_on=True),
    Shipped("resume", "Resume a membership without a supervisor", "memberResume", exempt=SUPERVISORS, is_on=True),
    Shipped(
        "points-by-hand", "Many points by hand", "pointsAdjust", ApprovalMeasure.POINTS, 10_000, is_on_in_demo=True
    ),
    Shipped("points-reversed", "Many points taken back", "pointsReverse", ApprovalMeasure.POINTS, 10_000),
    Shipped(
        "wallet-by-hand", "Much stored value by hand", "walletAdjust", ApprovalMeasure.MONEY, 50_000, is_on_in_demo=True
    ),
    Shipped(
        "coupons-in-bulk",
        "Coupons for many members",
        "couponIssueBulk",
        ApprovalMeasure.MEMBERS,
        1_000,
        is_on_in_demo=True,
    ),
    Shipped("coupon-codes", "Many coupon codes", "couponCodesGenerate", ApprovalMeasure.COUPONS, 10_000),
    Shipped("campaign-publish", "Campaign published", "campaignPublish"),
    Shipped("role-changes", "Role changed", "roleSave", permission="roles.edit"),
    Shipped("grant-changes", "Rights of a role changed", "roleGrantsSet", permission="roles.edit"),
    Shipped("points-over-budget", "Goodwill points above the budget", "pointsAdjust", OVER, 0, is_on=True),
    Shipped("coupons-over-budget", "Goodwill coupons above the budget", "couponIssue", OVER, 0, is_on=True),
    Shipped("wallet-over-budget", "Goodwill money above the budget", "walletAdjust", OVER, 0, is_on=True),
    Shipped("make-good-over-budget", "Making good above the budget", "ticketMakeGood", OVER, 0, is_on=True),
    Shipped("roles-of-people", "Roles of a person changed", "staffRolesSet", permission="staff.edit"),
)
"""Switched on from the start is only what the program may not do without: a tier by hand, cancel and resume by somebody
who is no supervisor, and gifts above the giver's budget, which would else be refused. A shop with one person switches
the first off, or makes a second account. 50_000 are 500.00."""
SHIPPED_HOURS = 72
