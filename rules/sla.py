"""Service levels: which policy a ticket has, what it promises, and what happens as the time runs out."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from rules.clocks import Clock, ClockKind, ClockState, Terms
from rules.refusals import ErrorCode, Refused
from rules.saving import check_named, check_range
from rules.tickets import FINISHED, TicketChannel, TicketPriority, TicketStatus

LONGEST = 525_600
"Minutes of a year."
LATEST_PERCENT = 1_000
MOST_ALARMS = 20
TARGETS = {
    ClockKind.FIRST_RESPONSE: "first_response",
    ClockKind.NEXT_RESPONSE: "next_response",
    ClockKind.RESOLUTION: "resolution",
}
PAUSABLE = frozenset(TicketStatus) - FINISHED - {TicketStatus.NEW}
CONDITIONS = {
    "priorities": "priority", "categories": "category", "channels": "channel", "tiers": "tier", "teams": "team",
}  # fmt: skip
"Columns of a policy, and what of a ticket they are compared with."


class AlarmAction(StrEnum):
    NOTIFY = "NOTIFY"
    RAISE_PRIORITY = "RAISE_PRIORITY"
    ASSIGN = "ASSIGN"


RAISED = {
    TicketPriority.LOW: TicketPriority.NORMAL,
    TicketPriority.NORMAL: TicketPriority.HIGH,
    TicketPriority.HIGH: TicketPriority.URGENT,
    TicketPriority.URGENT: TicketPriority.URGENT,
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """At so many percent of a clock's target something is done, to whoever is named or else to the assignee."""

    clock: ClockKind
    percent: int
    action: AlarmAction
    team: str | None = None
    person: str | None = None

    @property
    def key(self) -> str:
        return f"{self.clock}:{self.percent}:{self.action}:{self.team or ''}:{self.person or ''}"


@dataclass(frozen=True, slots=True)
class Ringing:
    """An alarm of one clock, and when it is due."""

    alarm: Alarm
    clock: Clock
    at: datetime


def terms(body: Mapping[str, Any]) -> Terms:
    """Of a policy's version, with the column names."""
    targets = {kind: body[column] for kind, column in TARGETS.items()}
    return Terms(targets, frozenset(map(TicketStatus, body["pauses"])))


def alarms(body: Mapping[str, Any]) -> list[Alarm]:
    return [
        Alarm(ClockKind(row["clock"]), row["percent"], AlarmAction(row["action"]), row.get("team"), row.get("person"))
        for row in body["alarms"]["rows"]
    ]


def chosen(policies: Sequence[Mapping[str, Any]], facts: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The first policy, in their order, all of whose conditions hold; an empty one holds for everything."""
    return next((policy for policy in policies if _holds(policy, facts)), None)


def _holds(policy: Mapping[str, Any], facts: Mapping[str, Any]) -> bool:
    return all(not policy[column] or facts[fact] in policy[column] for column, fact in CONDITIONS.items())


def ringing(
    clocks: Sequence[Clock], wanted: Sequence[Alarm], rung: frozenset[tuple[str, datetime, str]]
) -> Iterator[Ringing]:
    """The alarms that are still to come or due, of clocks that wait for something. `rung` are clock, beginning, key."""
    for clock in clocks:
        if clock.state in (ClockState.MET, ClockState.STOPPED):
            continue
        for alarm in wanted:
            if alarm.clock is not clock.kind or (clock.kind.value, clock.began_at, alarm.key) in rung:
                continue
            at = clock.reaches(clock.target * alarm.percent / 100)
            if at is not None:
                yield Ringing(alarm, clock, at)


def check_policy(wanted: Mapping[str, Any]) -> None:
    """Raises Refused that names what cannot be used."""
    check_named(wanted["code"], wanted["name"])
    check_range(wanted["position"], 0, 1_000_000, "position")
    for name, path in (
        ("first_response", "firstResponse"), ("next_response", "nextResponse"), ("resolution", "resolution"),
    ):  # fmt: skip
        check_range(wanted[name], 1, LONGEST, path)
    if all(wanted[column] is None for column in TARGETS.values()):
        message = "A policy promises something: a first response, the next ones, or a resolution."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "firstResponse"))
    _check_words(wanted["priorities"], TicketPriority, "priorities")
    _check_words(wanted["channels"], TicketChannel, "channels")
    for status in wanted["pauses"]:
        if status not in PAUSABLE:
            message = "A clock cannot pause while a ticket is {status}."
            raise Refused(ErrorCode.INVALID, message, ("input", "pauses"), status=TicketStatus(status))
    _check_alarms(wanted)


def _check_words(given: Sequence[str], words: type[StrEnum], path: str) -> None:
    for word in given:
        if word not in set(words):
            raise Refused(ErrorCode.INVALID, "There is no '{word}'.", ("input", path), word=str(word)[:60])


def _check_alarms(wanted: Mapping[str, Any]) -> None:
    rows = wanted["alarms"]["rows"]
    if len(rows) > MOST_ALARMS:
        message = "A policy has at most {most} warnings and escalations."
        raise Refused(ErrorCode.INVALID, message, ("input", "alarms"), most=MOST_ALARMS)
    keys = set()
    for place, row in enumerate(rows):
        path = ("input", "alarms", str(place))
        _check_alarm(row, wanted, path)
        key = Alarm(row["clock"], row["percent"], row["action"], row.get("team"), row.get("person")).key
        if key in keys:
            raise Refused(ErrorCode.DUPLICATE, "The same is to happen twice at the same moment.", path)
        keys.add(key)


def _check_alarm(row: Mapping[str, Any], wanted: Mapping[str, Any], path: tuple[str, ...]) -> None:
    if wanted[TARGETS[ClockKind(row["clock"])]] is None:
        message = "The policy has no target for this clock, so that no share of it can be reached."
        raise Refused(ErrorCode.INVALID, message, (*path, "clock"))
    if not 1 <= row["percent"] <= LATEST_PERCENT:
        message = "Percent of the target, from 1 to {most}: 100 is when the time is up."
        raise Refused(ErrorCode.INVALID, message, (*path, "percent"), most=LATEST_PERCENT)
    if row["action"] == AlarmAction.ASSIGN and not (row.get("team") or row.get("person")):
        raise Refused(ErrorCode.REQUIRED, "Say to whom: a team or a person.", (*path, "teamCode"))


@dataclass(frozen=True, slots=True)
class Times:
    """What a ticket keeps of its clocks. `breached_at` is from when on something is, or was, too late."""

    first_response_due_at: datetime | None = None
    next_response_due_at: datetime | None = None
    resolution_due_at: datetime | None = None
    breached_at: datetime | None = None
    next_alarm_at: datetime | None = None


def times(clocks: Sequence[Clock], due: Sequence[Ringing] = ()) -> Times:
    """The next response is due only while somebody waits for one."""
    found: dict[str, datetime | None] = {}
    for clock in clocks:
        is_over = clock.kind is ClockKind.NEXT_RESPONSE and clock.state is ClockState.MET
        found[f"{TARGETS[clock.kind]}_due_at"] = None if is_over else clock.due_at
    late = min((clock.late_at for clock in clocks if clock.late_at is not None), default=None)
    return Times(**found, breached_at=late, next_alarm_at=min((ring.at for ring in due), default=None))
