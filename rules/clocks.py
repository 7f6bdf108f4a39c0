"""The clocks of a ticket: how long each ran, why it stood still, when its time is up, out of its history alone."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from rules.calendars import Calendar
from rules.tickets import FINISHED, TicketStatus


class ClockKind(StrEnum):
    FIRST_RESPONSE = "FIRST_RESPONSE"
    NEXT_RESPONSE = "NEXT_RESPONSE"
    RESOLUTION = "RESOLUTION"


class ClockState(StrEnum):
    RUNNING = "RUNNING"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"
    MET = "MET"


class SegmentKind(StrEnum):
    RAN = "RAN"
    CLOSED = "CLOSED"
    PAUSED = "PAUSED"
    STOPPED = "STOPPED"


@dataclass(frozen=True, slots=True)
class Turn:
    """From `at` on the ticket had this status."""

    at: datetime
    status: TicketStatus


@dataclass(frozen=True, slots=True)
class Word:
    """Something that both sides could read."""

    at: datetime
    is_from_member: bool


@dataclass(frozen=True, slots=True)
class History:
    """Turns and words in the order in which they happened."""

    opened_at: datetime
    turns: Sequence[Turn]
    words: Sequence[Word]
    first_responded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Terms:
    """Targets in business minutes, None for none, and the statuses in which nothing runs."""

    targets: dict[ClockKind, int | None]
    pauses: frozenset[TicketStatus]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in one status; `end` is None while it lasts. A clock runs in it, or is paused, or stopped."""

    start: datetime
    end: datetime | None
    kind: SegmentKind
    status: TicketStatus


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock. `met_at` is when what it waits for happened, None as long as it has not."""

    kind: ClockKind
    began_at: datetime
    target: timedelta
    stretches: tuple[Stretch, ...]
    met_at: datetime | None
    calendar: Calendar

    @property
    def state(self) -> ClockState:
        if self.met_at is not None:
            return ClockState.MET
        return ClockState("RUNNING" if (last := self.stretches[-1].kind) is SegmentKind.RAN else last.value)

    def reaches(self, amount: timedelta) -> datetime | None:
        """When it has run so long: while it ran, or as it would run on. None while that cannot be known."""
        for stretch in self.stretches:
            if stretch.kind is not SegmentKind.RAN:
                continue
            if stretch.end is None:
                return self.calendar.after(stretch.start, amount)
            ran = self.calendar.worked(stretch.start, stretch.end)
            if ran >= amount:
                return self.calendar.after(stretch.start, amount)
            amount -= ran
        return None

    @property
    def due_at(self) -> datetime | None:
        """Of one that has ended: when its time was up, or would have been if it had run on."""
        found = self.reaches(self.target)
        if found is None and self.met_at is not None:
            return self.calendar.after(self.met_at, self.target - self.ran(self.met_at))
        return found

    @property
    def late_at(self) -> datetime | None:
        """From when on it is too late, or was; None if it stands still in time, or was met in time."""
        found = self.reaches(self.target)
        return None if found is None or (self.met_at is not None and found >= self.met_at) else found

    def ran(self, now: datetime) -> timedelta:
        """How long it has run by then."""
        return sum(
            (
                self.calendar.worked(stretch.start, min(stretch.end or now, now))
                for stretch in self.stretches
                if stretch.kind is SegmentKind.RAN and stretch.start < now
            ),
            timedelta(),
        )

    def segments(self, now: datetime) -> Iterator[Stretch]:
        """Everything that the clock did until `now`: ran, stood still out of hours, was paused, was stopped."""
        for stretch in self.stretches:
            end = min(stretch.end or now, now)
            if stretch.start >= end:
                continue
            if stretch.kind is not SegmentKind.RAN:
                yield Stretch(stretch.start, end, stretch.kind, stretch.status)
                continue
            yield from self._hours(stretch, end)

    def _hours(self, stretch: Stretch, end: datetime) -> Iterator[Stretch]:
        at = stretch.start
        for first, last in self.calendar.working(stretch.start, end):
            if at < first:
                yield Stretch(at, first, SegmentKind.CLOSED, stretch.status)
            yield Stretch(first, last, SegmentKind.RAN, stretch.status)
            at = last
        if at < end:
            yield Stretch(at, end, SegmentKind.CLOSED, stretch.status)


def clocks(history: History, terms: Terms, calendar: Calendar) -> list[Clock]:
    """First response, each answer that came next, resolution: those that have a target and have begun."""
    found = []
    if (target := _target(terms, ClockKind.FIRST_RESPONSE)) is not None:
        met = history.first_responded_at
        found.append(_clock(ClockKind.FIRST_RESPONSE, history, terms, calendar, target, history.opened_at, met))
    if (target := _target(terms, ClockKind.NEXT_RESPONSE)) is not None:
        for began, met in _rounds(history):
            found.append(_clock(ClockKind.NEXT_RESPONSE, history, terms, calendar, target, began, met))
    if (target := _target(terms, ClockKind.RESOLUTION)) is not None:
        met = _resolved(history)
        found.append(_clock(ClockKind.RESOLUTION, history, terms, calendar, target, history.opened_at, met))
    return found


def _target(terms: Terms, kind: ClockKind) -> timedelta | None:
    minutes = terms.targets.get(kind)
    return None if minutes is None else timedelta(minutes=minutes)


def _clock(
    kind: ClockKind,
    history: History,
    terms: Terms,
    calendar: Calendar,
    target: timedelta,
    began: datetime,
    met: datetime | None,
) -> Clock:
    return Clock(kind, began, target, tuple(stretches(history, terms, began, met)), met, calendar)


def stretches(history: History, terms: Terms, began: datetime, met: datetime | None) -> Iterator[Stretch]:
    turns = [*history.turns]
    if not turns or turns[0].at > began:
        turns.insert(0, Turn(min(history.opened_at, began), TicketStatus.NEW))
    for place, turn in enumerate(turns):
        start = max(turn.at, began)
        ends = turns[place + 1].at if place + 1 < len(turns) else None
        end = met if ends is None or (met is not None and met < ends) else ends
        if end is None or start < end:
            yield Stretch(start, end, _kind(turn.status, terms), turn.status)
        if met is not None and end == met:
            return


def _kind(status: TicketStatus, terms: Terms) -> SegmentKind:
    if status in FINISHED:
        return SegmentKind.STOPPED
    return SegmentKind.PAUSED if status in terms.pauses else SegmentKind.RAN


def _rounds(history: History) -> Iterator[tuple[datetime, datetime | None]]:
    """From the member's first word after an answer until the next answer."""
    if history.first_responded_at is None:
        return
    began = None
    for word in history.words:
        if word.at <= history.first_responded_at:
            continue
        if word.is_from_member:
            began = began or word.at
        elif began is not None:
            yield began, word.at
            began = None
    if began is not None:
        yield began, None


def _resolved(history: History) -> datetime | None:
    """Since when it is finished; None if it is not."""
    since = None
    for turn in history.turns:
        since = (since or turn.at) if turn.status in FINISHED else None
    return since
