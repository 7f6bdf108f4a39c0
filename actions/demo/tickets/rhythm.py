"""When members write and staff answer: days and hours that people keep, and the times that were promised."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from actions.demo.chance import Chance
from rules.tickets import TicketPriority

HOURS = (1, 0.6, 0.4, 0.3, 0.3, 0.6, 1.5, 3, 5, 8, 10, 9, 7, 7, 8, 8, 7.5, 7, 7.5, 8.5, 8, 6, 4, 2)
DAYS = (1.25, 1.1, 1.0, 1.0, 1.1, 1.2, 0.85)
BUSIEST = max(HOURS) * max(DAYS)
OPENS, CLOSES = 8, 21
NIGHT_SHIFT = 4
"What must be answered within so many hours is also answered at night."
LATE = 0.1
"The share of first answers that come later than promised."
QUICK = {"CHAT": 0.08, "PHONE": 0.05, "STORE": 0.1}
"Channels in which people wait for the answer, and by how much faster it comes."


@dataclass(frozen=True, slots=True)
class Promise:
    """Hours until the first answer and until the solution."""

    response: float
    resolution: float


PROMISES = {
    TicketPriority.URGENT.value: Promise(1, 8),
    TicketPriority.HIGH.value: Promise(4, 24),
    TicketPriority.NORMAL.value: Promise(8, 72),
    TicketPriority.LOW.value: Promise(24, 120),
}


def moment(chance: Chance, start: datetime, end: datetime) -> datetime:
    """An instant between the two at which somebody may well write."""
    while True:
        at = start + (end - start) * chance.between(0, 1)
        if chance.between(0, BUSIEST) < HOURS[at.hour] * DAYS[at.weekday()]:
            return at.replace(microsecond=0)


def first_answer(chance: Chance, opened_at: datetime, priority: str, channel: str) -> datetime:
    """Mostly well within the promise, sometimes after it; by day, but where somebody waits for it."""
    promised = PROMISES[priority].response
    hours = promised * (chance.between(1.05, 2.5) if chance.happens(LATE) else chance.between(0.04, 0.8))
    if channel in QUICK:
        return later(opened_at, hours * QUICK[channel])
    at = later(opened_at, hours)
    return at if promised <= NIGHT_SHIFT else by_day(chance, opened_at, at)


def next_word(chance: Chance, after: datetime, by: str, channel: str) -> datetime:
    """When a conversation goes on: notes come soon, members and staff write within the day, chats take minutes."""
    if by == "note":
        return later(after, chance.between(0.1, 1.2))
    hours = chance.between(0.3, 3) if chance.happens(0.6) else chance.between(3, 26)
    at = later(after, hours * QUICK.get(channel, 1))
    return at if by == "member" or channel in QUICK else by_day(chance, after, at)


def by_day(chance: Chance, after: datetime, at: datetime) -> datetime:
    """The same, but if it falls into the night, before closing or else after opening."""
    if OPENS <= at.hour < CLOSES:
        return at
    evening = at.replace(hour=CLOSES - 1, minute=chance.below(60))
    if at.hour >= CLOSES and evening > after:
        return evening
    return at.replace(hour=OPENS, minute=0) + timedelta(days=at.hour >= CLOSES, minutes=chance.below(70))


def later(at: datetime, hours: float) -> datetime:
    return (at + timedelta(hours=hours)).replace(microsecond=0)
