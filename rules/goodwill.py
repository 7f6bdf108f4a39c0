"""Goodwill: how much a person may give away in a day or a month, and at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from enum import StrEnum
from typing import Any
from uuid import UUID

from rules.approvals import LARGEST
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named


class GoodwillAsset(StrEnum):
    POINTS = "POINTS"
    COUPONS = "COUPONS"
    MONEY = "MONEY"


class GoodwillPeriod(StrEnum):
    DAY = "DAY"
    MONTH = "MONTH"


@dataclass(frozen=True, slots=True)
class Budget:
    """Amounts in whole points and coupons, or in minor units. `is_own` if it was given to the person, not to a role;
    `is_shared` if all who have the role draw on one sum."""

    id: UUID
    code: str
    asset: GoodwillAsset
    period: GoodwillPeriod
    amount: int
    per_action: int | None
    is_own: bool
    is_shared: bool

    def begins_on(self, at: datetime, zone: tzinfo) -> date:
        """The first day of the period that `at` is in."""
        day = at.astimezone(zone).date()
        return day if self.period is GoodwillPeriod.DAY else day.replace(day=1)


def that_count(budgets: Sequence[Budget]) -> list[Budget]:
    """One for each period, by key: the person's own, else of those of the roles the one that allows most."""
    chosen = []
    for period in GoodwillPeriod:
        of_period = [budget for budget in budgets if budget.period is period]
        own = [budget for budget in of_period if budget.is_own]
        chosen += sorted(own or of_period, key=lambda budget: (-budget.amount, budget.id))[:1]
    return sorted(chosen, key=lambda budget: budget.id)


def check_budget(wanted: dict[str, Any]) -> None:
    """Raises Refused that names what cannot be used."""
    check_named(wanted["code"], wanted["name"])
    if (wanted["role_id"] is None) == (wanted["staff_id"] is None):
        message = "A budget belongs to one role or to one person: give one of them."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "roleCode"))
    if wanted["staff_id"] is not None and wanted["is_shared"]:
        raise Refused(ErrorCode.INVALID, "Only the budget of a role can be shared.", ("input", "isShared"))
    for name, path in (("amount", "amount"), ("per_action", "perAction")):
        if wanted[name] is not None and not 0 <= wanted[name] <= LARGEST:
            raise Refused(ErrorCode.INVALID, "An amount is from 0 to 2^53-1.", ("input", path))


@dataclass(frozen=True, slots=True)
class Shipped:
    """A budget that a new installation starts with, of a role."""

    code: str
    name: str
    role: str
    asset: GoodwillAsset
    amount: int
    per_action: int | None
    period: GoodwillPeriod = GoodwillPeriod.DAY


SHIPPED = (
    Shipped("service-points", "Customer service: points", "customer_service", GoodwillAsset.POINTS, 2_000, 500),
    Shipped("service-coupons", "Customer service: coupons", "customer_service", GoodwillAsset.COUPONS, 10, 1),
    Shipped("service-money", "Customer service: stored value", "customer_service", GoodwillAsset.MONEY, 10_000, 2_000),
    Shipped("supervisor-points", "Supervisors: points", "supervisor", GoodwillAsset.POINTS, 20_000, 5_000),
    Shipped("supervisor-coupons", "Supervisors: coupons", "supervisor", GoodwillAsset.COUPONS, 50, 5),
    Shipped("supervisor-money", "Supervisors: stored value", "supervisor", GoodwillAsset.MONEY, 50_000, 10_000),
)
"A day's sums for each person of the role. 10_000 are 100.00."
