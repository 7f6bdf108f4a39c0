"""Incidents: one thing that many members complain about at once."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rules.refusals import ErrorCode, Refused
from rules.saving import check_range
from rules.tickets import check_body

NUMBER = "{number}"
"Stands in an answer to all for the number of each one's ticket."
LIMITS = {
    "least_members": ("leastMembers", 2, 10_000), "minutes": ("minutes", 1, 1_440),
    "calm_minutes": ("calmMinutes", 1, 10_080),
}  # fmt: skip


class IncidentKind(StrEnum):
    CAMPAIGN = "CAMPAIGN"
    PRODUCT = "PRODUCT"
    STORE = "STORE"
    CATEGORY = "CATEGORY"


class IncidentStatus(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


COLUMNS = {
    IncidentKind.CAMPAIGN: "campaign_id",
    IncidentKind.PRODUCT: "product_id",
    IncidentKind.STORE: "store_id",
    IncidentKind.CATEGORY: "category_id",
}
"What of a ticket is compared; incidents have columns of the same names."


def check_radar(wanted: Mapping[str, Any]) -> None:
    """Raises Refused for a number that makes no sense."""
    for column, (name, least, most) in LIMITS.items():
        check_range(wanted[column], least, most, name)


def check_open(status: IncidentStatus) -> None:
    """Raises Refused for one that is over."""
    if status is not IncidentStatus.OPEN:
        message = "The incident is closed. If it goes on, the radar opens another one."
        raise Refused(ErrorCode.STATE, message, ("id",))


def check_pausable(kind: IncidentKind, campaign: str | None, name: str | None) -> None:
    """Raises Refused unless it is about a campaign that runs."""
    if kind is not IncidentKind.CAMPAIGN:
        raise Refused(ErrorCode.STATE, "The incident is not about a campaign. There is nothing to pause.", ("id",))
    if campaign != "RUNNING":
        message = "Campaign {name} does not run. There is nothing to pause."
        raise Refused(ErrorCode.STATE, message, ("id",), name=name)


def answer_for(body: str, number: str) -> str:
    """What one member is told. Raises Refused for nothing, or too much."""
    return check_body(body.replace(NUMBER, number))
