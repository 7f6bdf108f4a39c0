"""The clocks of a ticket counted minute by minute: slow, and too simple to be wrong in the same way."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from rules.clocks import ClockKind, History, Terms, Turn, Word
from rules.sla import TARGETS
from rules.tickets import FINISHED, TicketStatus

MINUTE = timedelta(minutes=1)
ZONES = (
    "UTC", "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Australia/Lord_Howe",
    "Asia/Kathmandu", "Pacific/Apia", "Africa/Casablanca", "America/St_Johns", "Africa/Cairo", "Asia/Beirut",
)  # fmt: skip
MOMENTS = (
    datetime(2024, 2, 27), datetime(2024, 12, 29), datetime(2025, 3, 28), datetime(2025, 10, 24), datetime(2018, 11, 2),
    datetime(2011, 12, 28), datetime(2025, 4, 4), datetime(2025, 3, 7), datetime(2023, 3, 24), datetime(2024, 4, 24),
    datetime(2011, 3, 11), datetime(2026, 2, 14),
)  # fmt: skip
"""Leap day, year end, changes of the clocks to and fro, at midnight and by half an hour, a day that never was."""
TIMES = ("00:00", "00:30", "01:15", "02:00", "02:30", "03:00", "08:30", "09:00", "12:00", "13:00", "17:45", "18:00",
         "23:00", "24:00")  # fmt: skip
DAYS = 9


@dataclass(frozen=True, slots=True)
class Said:
    """A calendar as it is written down, with the minutes of some days that count in it."""

    zone: str
    hours: list[dict[str, Any]]
    days: list[dict[str, Any]]
    begins: datetime
    counts: list[bool]


def calendar(chance: Random, days: int = DAYS) -> Said:
    zone, begins = chance.choice(ZONES), chance.choice(MOMENTS).replace(tzinfo=UTC)
    hours = [
        {"weekdays": chance.sample(range(1, 8), chance.randint(1, 7))} | _span(chance)
        for _ in range(chance.randint(1, 5))
    ]
    special = [_day(chance, begins.date()) for _ in range(chance.randint(0, 5))]
    said = Said(zone, hours, special, begins, [])
    where, known = ZoneInfo(zone), dict[date, list[tuple[str, str]]]()
    for n in range(days * 1440):
        local = (begins + n * MINUTE).astimezone(where)
        today = local.date()
        if today not in known:
            known[today] = _written_for(said, today)
        clock = f"{local.hour:02}:{local.minute:02}"
        said.counts.append(any(first <= clock < last for first, last in known[today]))
    return said


def _span(chance: Random) -> dict[str, str]:
    first, last = sorted(chance.sample(range(len(TIMES)), 2))
    return {"from": TIMES[first], "until": TIMES[last]}


def _day(chance: Random, around: date) -> dict[str, Any]:
    day = around + timedelta(days=chance.randint(-1, DAYS))
    row: dict[str, Any] = {"day": day.isoformat(), "name": "Day", "yearly": chance.random() < 0.3}
    if row["yearly"] and (day.month, day.day) != (2, 29):
        row["day"] = day.replace(year=day.year - chance.randint(0, 3)).isoformat()
    if chance.random() < 0.3:
        row["lastDay"] = (date.fromisoformat(row["day"]) + timedelta(days=chance.randint(0, 3))).isoformat()
    kind = chance.random()
    return row | (_span(chance) if kind < 0.4 else {"asWeekday": chance.randint(1, 7)} if kind < 0.6 else {})


def _written_for(said: Said, today: date) -> list[tuple[str, str]]:
    """The spans that are written down for a day, as they stand there."""
    single = [row for row in said.days if not row.get("yearly") and _covers(row, today)]
    yearly = [row for row in said.days if row.get("yearly") and _recurs(row, today)]
    if not single and not yearly:
        return _on(said, today.isoweekday())
    found = []
    for row in single or yearly:
        found += _on(said, row["asWeekday"]) if row.get("asWeekday") else []
        found += [(row["from"], row["until"])] if row.get("from") else []
    return found


def _covers(row: dict[str, Any], today: date) -> bool:
    return row["day"] <= today.isoformat() <= row.get("lastDay", row["day"])


def _recurs(row: dict[str, Any], today: date) -> bool:
    """One of its days, of whatever year, has the month and the day of today."""
    day, last = date.fromisoformat(row["day"]), date.fromisoformat(row.get("lastDay", row["day"]))
    found = (day + timedelta(days=n) for n in range((last - day).days + 1))
    return any((one.month, one.day) == (today.month, today.day) for one in found)


def _on(said: Said, weekday: int) -> list[tuple[str, str]]:
    return [(row["from"], row["until"]) for row in said.hours if weekday in row["weekdays"]]


def history(chance: Random, said: Said) -> History:
    """Of the first days; what is later still runs into the days behind them."""
    end = (DAYS - 4) * 1440
    moments = sorted(chance.sample(range(end), chance.randint(1, 9)))
    opened, *rest = (said.begins + n * MINUTE for n in moments)
    turns, words, first = [Turn(opened, TicketStatus.NEW)], [Word(opened, True)], None
    for at in rest:
        kind = chance.random()
        if kind < 0.45:
            turns.append(Turn(at, chance.choice(list(TicketStatus))))
            continue
        words.append(Word(at, kind < 0.7))
        if kind >= 0.7:
            first = first or at
    return History(opened, turns, words, first)


def promises(chance: Random) -> Terms:
    targets = {kind: chance.choice((None, 1, 15, 60, 240, 480, 1_000)) for kind in TARGETS}
    pausable = [status for status in TicketStatus if status not in FINISHED]
    return Terms(targets, frozenset(chance.sample(pausable, chance.randint(0, 2))))


@dataclass(frozen=True, slots=True)
class Counted:
    """What the model found of one clock, all in minutes from the beginning of the days."""

    kind: ClockKind
    began: int
    ran: int
    due: int | None


def count(said: Said, history: History, terms: Terms) -> list[Counted]:
    """Of every clock: how many minutes it ran, and after which its target was reached (None: not in these days)."""
    found = []
    for kind, began, met in _spans(said, history):
        target = terms.targets[kind]
        if target is not None:
            found.append(_run(said, history, terms, kind, began, met, target))
    return found


def _run(
    said: Said, history: History, terms: Terms, kind: ClockKind, began: int, met: int | None, target: int
) -> Counted:
    ran, due, turns = 0, None, [(_minute(said, turn.at), turn.status) for turn in history.turns]
    status, place = TicketStatus.NEW, 0
    for minute in range(began, len(said.counts)):
        while place < len(turns) and turns[place][0] <= minute:
            status, place = turns[place][1], place + 1
        is_over = met is not None and minute >= met
        stands = not is_over and (status in terms.pauses or status in FINISHED)
        if not said.counts[minute] or stands:
            continue
        ran += not is_over
        target -= 1
        if target == 0 and due is None:
            due = minute + 1
    return Counted(kind, began, ran, due)


def _spans(said: Said, history: History) -> list[tuple[ClockKind, int, int | None]]:
    opened = _minute(said, history.opened_at)
    first = None if history.first_responded_at is None else _minute(said, history.first_responded_at)
    found: list[tuple[ClockKind, int, int | None]] = [(ClockKind.FIRST_RESPONSE, opened, first)]
    waiting = None
    for word in history.words:
        at = _minute(said, word.at)
        if first is None or at <= first:
            continue
        if word.is_from_member and waiting is None:
            waiting = at
        if not word.is_from_member and waiting is not None:
            found.append((ClockKind.NEXT_RESPONSE, waiting, at))
            waiting = None
    if waiting is not None:
        found.append((ClockKind.NEXT_RESPONSE, waiting, None))
    return [*found, (ClockKind.RESOLUTION, opened, _finished(said, history.turns))]


def _finished(said: Said, turns: Sequence[Turn]) -> int | None:
    met = None
    for turn in turns:
        if turn.status not in FINISHED:
            met = None
        elif met is None:
            met = _minute(said, turn.at)
    return met


def _minute(said: Said, at: datetime) -> int:
    return int((at - said.begins).total_seconds()) // 60
