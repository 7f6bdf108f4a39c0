"""Care series: what begins one, its steps and when they are due, and what ends it."""

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from rules.contacting import ContactChannel
from rules.languages import CHINESE, ENGLISH
from rules.money import MOST_MINOR
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range

MOST_STEPS = 20
LONGEST_SCRIPT = 5_000
FURTHEST_DAYS = 730
BEFORE_DAYS = 60
MOST_CALLS = 10_000
VARIABLES = ("name", "memberNo", "tier", "points", "store")
HOLE = re.compile(r"\{([^{}]*)\}")


class CareTrigger(StrEnum):
    FIRST_ORDER = "FIRST_ORDER"
    ORDER_ABOVE = "ORDER_ABOVE"
    BIRTHDAY = "BIRTHDAY"
    COMPLAINT_RESOLVED = "COMPLAINT_RESOLVED"
    NO_ORDER = "NO_ORDER"
    JOINED = "JOINED"
    TIER_REACHED = "TIER_REACHED"


class CareStepKind(StrEnum):
    CALL = "CALL"
    MESSAGE = "MESSAGE"


class CareUnit(StrEnum):
    DAYS = "DAYS"
    WEEKS = "WEEKS"
    MONTHS = "MONTHS"


class CareStop(StrEnum):
    """What ends a series for a member before its last step."""

    RETURN = "RETURN"
    COMPLAINT = "COMPLAINT"
    ORDER = "ORDER"
    OPT_OUT = "OPT_OUT"
    MEMBER = "MEMBER"
    WRONG_NUMBER = "WRONG_NUMBER"


class CareTaskStatus(StrEnum):
    WAITING = "WAITING"
    PLANNED = "PLANNED"
    CALLING = "CALLING"
    DONE = "DONE"
    UNREACHED = "UNREACHED"
    SKIPPED = "SKIPPED"
    STOPPED = "STOPPED"


class CareHold(StrEnum):
    """Why a step that is due still waits."""

    CAPACITY = "CAPACITY"
    LIMIT = "LIMIT"
    HOURS = "HOURS"
    UNREACHABLE = "UNREACHABLE"
    NOT_SET_UP = "NOT_SET_UP"


class CallOutcome(StrEnum):
    REACHED = "REACHED"
    NOT_REACHED = "NOT_REACHED"
    WRONG_NUMBER = "WRONG_NUMBER"
    OPT_OUT = "OPT_OUT"
    COMPLAINT = "COMPLAINT"


CHOSEN_STOPS = (CareStop.RETURN, CareStop.COMPLAINT, CareStop.ORDER)
"Those that a series may have or not; the others always end it."
NEEDS = {CareTrigger.ORDER_ABOVE: ("amount", "amount"), CareTrigger.NO_ORDER: ("days", "days")}


def due_on(day: date, after: int, unit: CareUnit) -> date:
    """So long after a day; the last day of a month stands for those that it does not have."""
    if unit is not CareUnit.MONTHS:
        return day + timedelta(days=after * (7 if unit is CareUnit.WEEKS else 1))
    month = day.month - 1 + after
    year, month = day.year + month // 12, month % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def lead_days(steps: Sequence[Mapping[str, Any]]) -> int:
    """How many days before its occasion a series begins."""
    return max((-row["after"] for row in steps if row["after"] < 0), default=0)


def check_series(wanted: Mapping[str, Any]) -> None:
    """`wanted` has the columns of the table. Raises Refused that names what cannot be used."""
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["amount"], 1, MOST_MINOR, "amount")
    check_range(wanted["days"], 1, 3_650, "days")
    trigger = CareTrigger(wanted["trigger"])
    column, path = NEEDS.get(trigger, ("code", "code"))
    if wanted[column] is None:
        message = "A series that begins by {trigger} needs this number."
        raise Refused(ErrorCode.REQUIRED, message, ("input", path), trigger=trigger)
    for word in wanted["stops"]:
        if word not in CHOSEN_STOPS:
            message = "This always ends a series; choose among a return, a complaint and an order."
            raise Refused(ErrorCode.INVALID, message, ("input", "stops"))
    steps = wanted["steps"]["rows"]
    if not 1 <= len(steps) <= MOST_STEPS:
        message = "A series has 1 to {most} steps."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "steps"), most=MOST_STEPS)
    for place, row in enumerate(steps):
        _check_step(row, trigger, ("input", "steps", str(place)))


def _check_step(row: Mapping[str, Any], trigger: CareTrigger, path: tuple[str, ...]) -> None:
    least = -BEFORE_DAYS if trigger is CareTrigger.BIRTHDAY and row["unit"] == CareUnit.DAYS else 0
    days = row["after"] * {"DAYS": 1, "WEEKS": 7, "MONTHS": 31}[row["unit"]]
    if not least <= days <= FURTHEST_DAYS:
        message = "A step is due from {least} days to two years after what begins the series."
        raise Refused(ErrorCode.INVALID, message, (*path, "after"), least=least)
    if not (row["script"] or row["scriptZh"]):
        raise Refused(ErrorCode.REQUIRED, "Write what is said, in English or Chinese.", (*path, "script"))
    for name in ("script", "scriptZh"):
        check_script(row[name], (*path, name))
    if row["kind"] == CareStepKind.MESSAGE and row.get("channel") in (None, ContactChannel.CALL):
        raise Refused(ErrorCode.REQUIRED, "Say over which channel the message goes.", (*path, "channel"))
    if row["kind"] == CareStepKind.CALL and row.get("channel") not in (None, ContactChannel.CALL):
        raise Refused(ErrorCode.INVALID, "A call goes over the phone. Leave the channel out.", (*path, "channel"))


def check_script(text: str, path: tuple[str, ...]) -> None:
    if len(text) > LONGEST_SCRIPT:
        raise Refused(ErrorCode.INVALID, "It has at most {most:,} characters.", path, most=LONGEST_SCRIPT)
    for name in HOLE.findall(text):
        if name not in VARIABLES:
            message = "Nothing is called '{name}'. What can be filled in: {known}."
            raise Refused(ErrorCode.INVALID, message, path, name=name[:40], known=", ".join(VARIABLES))


def check_call_team(wanted: Mapping[str, Any]) -> None:
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["daily_capacity"], 1, MOST_CALLS, "dailyCapacity")
    check_range(wanted["minutes"], 1, 60, "minutes")
    check_range(wanted["tries"], 1, 20, "tries")
    check_range(wanted["position"], 0, 1_000_000, "position")
    if wanted["language"] not in (ENGLISH, CHINESE):
        raise Refused(ErrorCode.INVALID, "There is no such language here.", ("input", "language"))


def check_callable(task: Mapping[str, Any], caller: str | None) -> None:
    """Of a call that somebody wants to begin: it is planned, and nobody else is at it."""
    if caller is None:
        raise Refused(ErrorCode.STATE, "Only staff call members. Sign in as a person.", ("id",))
    status = CareTaskStatus(task["status"])
    if status is CareTaskStatus.CALLING:
        raise Refused(ErrorCode.CONFLICT, "{name} is calling this member now.", ("id",), name=task["assignee"])
    if status is not CareTaskStatus.PLANNED:
        message = "The call is {status}. Only one that is planned for today can be begun."
        raise Refused(ErrorCode.STATE, message, ("id",), status=status)


def check_called(task: Mapping[str, Any], caller: str | None) -> None:
    """Of a call whose outcome is noted: by whoever began it."""
    if task["status"] != CareTaskStatus.CALLING:
        message = "The call is {status}. Begin it first, then note how it went."
        raise Refused(ErrorCode.STATE, message, ("id",), status=CareTaskStatus(task["status"]))
    if str(task["assignee_id"]) != caller:
        raise Refused(ErrorCode.FORBIDDEN, "{name} is calling this member.", ("id",), name=task["assignee"])
