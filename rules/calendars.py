"""Business calendars: which hours of which days count, in which time zone."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from rules.refusals import ErrorCode, Refused
from rules.saving import check_named

Spans = tuple[tuple[int, int], ...]
"From and until, in minutes of the wall clock."
Between = tuple[datetime, datetime]

CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")
DAY = timedelta(days=1)
WHOLE_DAY = 24 * 60
FURTHEST = 3_660
"Days ahead in which a clock has to end; longer ones never do."
MOST_ROWS = 500
LONGEST_HOLIDAY = 366


@dataclass(slots=True)
class Calendar:
    """`week` from Monday on; `special` are single days, `yearly` the same day of each year, in place of the weekday.

    What counts is every instant whose wall-clock time in the zone lies in a span: an hour that is skipped does not
    count, one that comes twice counts twice.
    """

    zone: ZoneInfo
    week: tuple[Spans, ...]
    special: Mapping[date, Spans] = field(default_factory=dict)
    yearly: Mapping[tuple[int, int], Spans] = field(default_factory=dict)
    _known: dict[int, tuple[Between, ...]] = field(default_factory=dict)

    def hours(self, day: date) -> Spans:
        if day in self.special:
            return self.special[day]
        return self.yearly.get((day.month, day.day), self.week[day.weekday()])

    def working(self, start: datetime, end: datetime) -> Iterator[Between]:
        """The working time between two instants, in order, with nothing that touches told apart."""
        open_since: Between | None = None
        for place in range(start.toordinal(), end.toordinal() + 1):
            for first, last in self._of_day(place):
                first, last = max(first, start), min(last, end)
                if first >= last:
                    continue
                if open_since is not None and open_since[1] == first:
                    open_since = (open_since[0], last)
                    continue
                if open_since is not None:
                    yield open_since
                open_since = (first, last)
        if open_since is not None:
            yield open_since

    def worked(self, start: datetime, end: datetime) -> timedelta:
        return sum((last - first for first, last in self.working(start, end)), timedelta())

    def after(self, start: datetime, amount: timedelta) -> datetime | None:
        """When so much working time has passed; None if it never does."""
        if amount <= timedelta():
            return start
        for place in range(start.toordinal(), start.toordinal() + FURTHEST):
            for first, last in self._of_day(place):
                first = max(first, start)
                if first >= last:
                    continue
                if last - first >= amount:
                    return first + amount
                amount -= last - first
        return None

    def _of_day(self, place: int) -> tuple[Between, ...]:
        """The working time of a day of UTC."""
        if place not in self._known:
            start = datetime.fromordinal(place).replace(tzinfo=UTC)
            found = [span for piece in _pieces(self.zone, start) for span in self._of_piece(*piece)]
            self._known[place] = tuple(found)
        return self._known[place]

    def _of_piece(self, start: datetime, end: datetime, offset: timedelta) -> Iterator[Between]:
        day = (start + offset).date()
        while (midnight := datetime(day.year, day.month, day.day, tzinfo=UTC) - offset) < end:
            for begins, ends in self.hours(day):
                first = max(midnight + timedelta(minutes=begins), start)
                last = min(midnight + timedelta(minutes=ends), end)
                if first < last:
                    yield first, last
            day += DAY


ALWAYS = Calendar(ZoneInfo("UTC"), (((0, WHOLE_DAY),),) * 7)
"Where there is no calendar, time always counts."


def _pieces(zone: ZoneInfo, start: datetime) -> list[tuple[datetime, datetime, timedelta]]:
    """A day of UTC in parts of one offset each."""
    end = start + DAY
    before, after = _offset(zone, start), _offset(zone, end - timedelta(seconds=1))
    if before == after:
        return [(start, end, before)]
    low, high = start, end
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
        low, high = (middle, high) if _offset(zone, middle) == before else (low, middle)
    return [(start, high, before), (high, end, after)]


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def read(zone: str, hours: Sequence[Mapping[str, Any]], days: Sequence[Mapping[str, Any]]) -> Calendar:
    """From rows: `{weekdays, from, until}` and `{day, lastDay, name, yearly, from, until, asWeekday}`."""
    week: list[list[tuple[int, int]]] = [[] for _ in range(7)]
    for row in hours:
        for weekday in row["weekdays"]:
            week[weekday - 1].append(_span(row))
    special: dict[date, list[tuple[int, int]]] = {}
    yearly: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for row in days:
        found = week[row["asWeekday"] - 1] if row.get("asWeekday") else [_span(row)] if row.get("from") else []
        for day in _days(row):
            if row.get("yearly"):
                yearly.setdefault((day.month, day.day), []).extend(found)
            else:
                special.setdefault(day, []).extend(found)
    return Calendar(
        ZoneInfo(zone),
        tuple(_joined(spans) for spans in week),
        {day: _joined(spans) for day, spans in special.items()},
        {day: _joined(spans) for day, spans in yearly.items()},
    )


def check_calendar(wanted: Mapping[str, Any]) -> None:
    """Raises Refused that names the row which cannot be used."""
    check_named(wanted["code"], wanted["name"])
    if wanted["zone"] not in available_timezones():
        message = "There is no time zone '{zone}'. Write one like Asia/Shanghai or Europe/Berlin."
        raise Refused(ErrorCode.INVALID, message, ("input", "zone"), zone=wanted["zone"][:60])
    hours, days = wanted["hours"]["rows"], wanted["days"]["rows"]
    if not hours:
        message = "A calendar needs working hours on one day of the week at least."
        raise Refused(ErrorCode.REQUIRED, message, ("input", "hours"))
    if len(hours) + len(days) > MOST_ROWS:
        raise Refused(ErrorCode.INVALID, "A calendar has at most {most} rows.", ("input", "days"), most=MOST_ROWS)
    for place, row in enumerate(hours):
        _check_hours(row, ("input", "hours", str(place)))
    for place, row in enumerate(days):
        _check_day(row, ("input", "days", str(place)))


def _check_hours(row: Mapping[str, Any], path: tuple[str, ...]) -> None:
    if not row["weekdays"] or not all(1 <= weekday <= 7 for weekday in row["weekdays"]):
        message = "Weekdays are numbers from 1 (Monday) to 7 (Sunday)."
        raise Refused(ErrorCode.INVALID, message, (*path, "weekdays"))
    _check_span(row, path)


def _check_day(row: Mapping[str, Any], path: tuple[str, ...]) -> None:
    if not 1 <= len((row.get("name") or "").strip()) <= 200:
        raise Refused(ErrorCode.REQUIRED, "Give the day a name.", (*path, "name"))
    if row.get("asWeekday") is not None and not 1 <= row["asWeekday"] <= 7:
        message = "Weekdays are numbers from 1 (Monday) to 7 (Sunday)."
        raise Refused(ErrorCode.INVALID, message, (*path, "asWeekday"))
    first, last = date.fromisoformat(row["day"]), date.fromisoformat(row.get("lastDay") or row["day"])
    if not 0 <= (last - first).days < LONGEST_HOLIDAY:
        message = "The last day lies before the first, or more than a year after it."
        raise Refused(ErrorCode.INVALID, message, (*path, "lastDay"))
    if row.get("from") or row.get("until"):
        _check_span(row, path)
        if row.get("asWeekday"):
            message = "Say either hours, or which weekday the day is like."
            raise Refused(ErrorCode.INVALID, message, (*path, "asWeekday"))


def _check_span(row: Mapping[str, Any], path: tuple[str, ...]) -> None:
    for name in ("from", "until"):
        if not CLOCK.fullmatch(row.get(name) or ""):
            message = "'{time}' is no time of day. Write 09:00, or 24:00 for the end of the day."
            raise Refused(ErrorCode.INVALID, message, (*path, name), time=str(row.get(name) or "")[:20])
    if minute(row["from"]) >= minute(row["until"]):
        message = "Hours end after they begin. Hours over midnight are two rows: until 24:00, and from 00:00."
        raise Refused(ErrorCode.INVALID, message, (*path, "until"))


def _days(row: Mapping[str, Any]) -> Iterator[date]:
    first, last = date.fromisoformat(row["day"]), date.fromisoformat(row.get("lastDay") or row["day"])
    for ahead in range((last - first).days + 1):
        yield first + timedelta(days=ahead)


def month_days(row: Mapping[str, Any]) -> set[tuple[int, int]]:
    """Months and days that a yearly row speaks of."""
    return {(day.month, day.day) for day in _days(row)}


def _span(row: Mapping[str, Any]) -> tuple[int, int]:
    return minute(row["from"]), minute(row["until"])


def minute(clock: str) -> int:
    """Of the day: 09:30 is 570."""
    return int(clock[:2]) * 60 + int(clock[3:])


def _joined(spans: Sequence[tuple[int, int]]) -> Spans:
    """In order, what overlaps or touches as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return tuple(found)
