"""Reports on tickets: what is measured of each, which periods can be compared, and by what they are parted."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from rules.calendars import Calendar
from rules.clocks import Clock, ClockKind, History, Terms, stretches
from rules.tickets import FINISHED, TicketStatus

LONGEST_DAYS = 366
ENDED = FINISHED - {TicketStatus.MERGED}
"What is opened again; what was merged is taken apart."


class TicketDimension(StrEnum):
    TEAM = "TEAM"
    PERSON = "PERSON"
    CHANNEL = "CHANNEL"
    CATEGORY = "CATEGORY"
    TIER = "TIER"
    PRIORITY = "PRIORITY"


def is_period(first: date, last: date) -> bool:
    """From the first day to the last, both counted; at most a year."""
    return 0 <= (last - first).days < LONGEST_DAYS


@dataclass(frozen=True, slots=True)
class Spent:
    """Business minutes until the first answer and until the end, None if there was none; when it was opened again."""

    response_minutes: int | None
    resolution_minutes: int | None
    reopened_at: datetime | None


def spent(history: History, pauses: frozenset[TicketStatus], calendar: Calendar, resolved_at: datetime | None) -> Spent:
    """As clocks would have run whether or not something was promised; pauses do not count."""
    terms = Terms({}, pauses)

    def minutes(met: datetime | None) -> int | None:
        if met is None:
            return None
        ran = tuple(stretches(history, terms, history.opened_at, met))
        clock = Clock(ClockKind.RESOLUTION, history.opened_at, timedelta(), ran, met, calendar)
        return int(clock.ran(met).total_seconds()) // 60

    again = [turn.at for past, turn in pairwise(history.turns) if past.status in ENDED and turn.status not in FINISHED]
    return Spent(
        minutes(history.first_responded_at),
        minutes(resolved_at),
        again[-1] if again else None,
    )
