"""What members lose for breaking the program's terms: which rule, for which levels, and how much."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from rules.refusals import Detail, ErrorCode, Refused
from rules.saving import check_named, check_range

MOST = 1_000_000_000
"Points or growth value that one penalty takes."
MOST_DAYS = 3_660
MOST_RETURNS = 1_000


class PenaltyTrigger(StrEnum):
    """Who imposes it: a person, or the night that finds what the rule speaks of."""

    BY_HAND = "BY_HAND"
    RETURNS = "RETURNS"
    INACTIVE = "INACTIVE"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a penalty takes of what is there."""

    points: int
    growth: int

    def in_words(self, *, freezes: bool) -> str:
        parts = [f"{-self.points:+,} points"] * bool(self.points) + [f"{-self.growth:+,} growth value"] * bool(
            self.growth
        )
        return ", ".join([*parts, *(["frozen"] if freezes else [])]) or "a warning"


def taken(points: int, growth: int, has_points: int, has_growth: int) -> Taken:
    """A penalty never takes more than there is."""
    return Taken(min(points, max(0, has_points)), min(growth, max(0, has_growth)))


def check_rule(rule: Mapping[str, Any]) -> None:
    """`rule` has the columns of the table. Raises Refused at the first part that cannot be used."""
    check_named(rule["code"], rule["name"])
    check_range(rule["points"], 0, MOST, "points")
    check_range(rule["growth"], 0, MOST, "growth")
    check_range(rule["once_in_days"], 0, MOST_DAYS, "onceInDays")
    check_range(rule["returns"], 1, MOST_RETURNS, "returns")
    check_range(rule["days"], 1, MOST_DAYS, "days")
    if rule["trigger"] != PenaltyTrigger.BY_HAND and rule["days"] is None:
        message = "Say in how many days the night looks for what this rule is about."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "days"))
    if (rule["trigger"] == PenaltyTrigger.RETURNS) != (rule["returns"] is not None):
        message = "A number of returns belongs to a rule about returns, and only there."
        raise Refused(ErrorCode.INVALID, message, ("input", "returns"))


def check_concerned(name: str, tiers: list[str], tier: str | None) -> None:
    """Raises Refused for a member whose level the rule does not speak of."""
    if tiers and tier not in tiers:
        message = "{name} is for members of {tiers} only; this one has {tier}."
        detail = Detail(limit=", ".join(tiers), rule=name)
        said = {"name": name, "tiers": ", ".join(tiers), "tier": tier or "–"}
        raise Refused(ErrorCode.STATE, message, ("ruleCode",), detail, **said)


def check_first(name: str, earlier: datetime | None, once_in_days: int, at: datetime) -> None:
    """Raises Refused if the same rule hit the member too short a time ago."""
    if earlier is not None and at < earlier + timedelta(days=once_in_days):
        message = "{name} was imposed on this member on {day}; it can be again from {again} on."
        again = (earlier + timedelta(days=once_in_days)).date()
        raise Refused(
            ErrorCode.DUPLICATE, message, ("ruleCode",), Detail(limit=str(once_in_days), rule=name), name=name,
            day=earlier.date(), again=again,
        )  # fmt: skip
