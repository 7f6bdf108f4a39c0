"""How often members are contacted, over which channels, and when nobody is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rules.calendars import CLOCK, minute
from rules.members import MemberStatus
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range

ALL = "ALL"
"Under which the contacts of all channels are counted, and refused."
MOST = 1_000
SPANS = ("per_day", "per_week", "per_month")
REACHED_BY = {"CALL": "phone", "SMS": "phone", "EMAIL": "email"}
"What of a member's file a channel needs."


class ContactChannel(StrEnum):
    CALL = "CALL"
    SMS = "SMS"
    PUSH = "PUSH"
    IN_SITE = "IN_SITE"
    EMAIL = "EMAIL"


class ContactPurpose(StrEnum):
    CARE = "CARE"
    CAMPAIGN = "CAMPAIGN"
    SERVICE = "SERVICE"


@dataclass(frozen=True, slots=True)
class Caps:
    """How many contacts a day, a calendar week and a calendar month may have; the lowest of all limits that count."""

    per_day: int
    per_week: int
    per_month: int


Limits = Sequence[Mapping[str, Any]]
"Rows of limits: channel (None for all together), tiers, the three caps, quiet_from and quiet_until."


def caps(limits: Limits, tier: str | None, channel: ContactChannel) -> tuple[Caps, Caps]:
    """Of all channels together, and of this one. Raises Refused if no limit speaks of it: then nobody is contacted."""
    held = _holding(limits, tier, channel)
    if not any(limit[span] is not None for limit in held for span in SPANS):
        message = "No contact limit covers {channel}. Set one first: without a limit nobody is contacted."
        raise Refused(ErrorCode.STATE, message, ("channel",), channel=channel)
    return _lowest(held, None), _lowest(held, channel)


def check_hours(limits: Limits, tier: str | None, channel: ContactChannel, local: datetime) -> None:
    """`local` is the wall clock where the member is. Raises Refused within hours in which nobody is disturbed."""
    now = local.hour * 60 + local.minute
    for limit in _holding(limits, tier, channel):
        if limit["quiet_from"] is not None and _is_within(
            now, minute(limit["quiet_from"]), minute(limit["quiet_until"])
        ):
            message = "From {start} to {end} members are not contacted over {channel}. Try again later."
            values = {"start": limit["quiet_from"], "end": limit["quiet_until"], "channel": channel}
            raise Refused(ErrorCode.STATE, message, ("channel",), **values)


def check_reachable(member: Mapping[str, Any], channel: ContactChannel) -> None:
    """`member` has status, archived_at, phone, email and `refused`, the channels that it does not want."""
    if member["status"] != MemberStatus.ACTIVE or member["archived_at"] is not None:
        message = "The member is not active, so nobody contacts him."
        raise Refused(ErrorCode.STATE, message, ("member",))
    if ALL in member["refused"] or channel in member["refused"]:
        message = "The member does not want to be contacted over {channel}."
        raise Refused(ErrorCode.FORBIDDEN, message, ("channel",), channel=channel)
    needed = REACHED_BY.get(channel)
    if needed is not None and not member[needed]:
        message = "The member's file has nothing by which he can be reached over {channel}. Complete it first."
        raise Refused(ErrorCode.NOT_ELIGIBLE, message, ("channel",), channel=channel)


def refused_by_limit(channel: ContactChannel) -> Refused:
    message = (
        "The member was contacted as often as the limits of {channel} allow. Wait until the day, week or month is over."
    )
    return Refused(ErrorCode.LIMIT_REACHED, message, ("channel",), channel=channel)


def check_limit(wanted: Mapping[str, Any]) -> None:
    """Raises Refused that names what cannot be used."""
    check_named(wanted["code"], wanted["name"])
    for column, path in (("per_day", "perDay"), ("per_week", "perWeek"), ("per_month", "perMonth")):
        check_range(wanted[column], 0, MOST, path)
    if all(wanted[name] is None for name in (*SPANS, "quiet_from")):
        message = "A limit says how often, or when nobody is contacted."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "perWeek"))
    if (wanted["quiet_from"] is None) != (wanted["quiet_until"] is None):
        raise Refused(ErrorCode.REQUIRED, "Quiet hours have a beginning and an end.", ("input", "quietUntil"))
    for column, path in (("quiet_from", "quietFrom"), ("quiet_until", "quietUntil")):
        if wanted[column] is not None and not CLOCK.fullmatch(wanted[column]):
            message = "'{time}' is no time of day. Write 09:00, or 24:00 for the end of the day."
            raise Refused(ErrorCode.INVALID, message, ("input", path), time=wanted[column][:20])


def _holding(limits: Limits, tier: str | None, channel: ContactChannel) -> list[Mapping[str, Any]]:
    return [
        limit
        for limit in limits
        if limit["channel"] in (None, channel) and (not limit["tiers"] or tier in limit["tiers"])
    ]


def _lowest(held: Iterable[Mapping[str, Any]], channel: ContactChannel | None) -> Caps:
    said = [limit for limit in held if limit["channel"] == channel]
    return Caps(*(min((limit[span] for limit in said if limit[span] is not None), default=MOST) for span in SPANS))


def _is_within(now: int, start: int, end: int) -> bool:
    """Hours over midnight end before they begin."""
    return start <= now < end if start <= end else now >= start or now < end
