"""Clocks of tickets against a model that counts minutes, over random calendars and histories."""

from datetime import timedelta
from random import Random

from rules.calendars import Calendar, read
from rules.clocks import History, Terms, clocks
from settings import Settings
from tests.faults import minutes
from tests.faults.minutes import MINUTE, Said
from tests.faults.running import main

HISTORIES = 50
"For each calendar."


def compare(chance: Random, calendars: int, histories: int = HISTORIES) -> tuple[int, int]:
    """How many histories and how many clocks were equal; the first that is not is an AssertionError."""
    told = found = 0
    for _ in range(calendars):
        said = minutes.calendar(chance)
        calendar = read(said.zone, said.hours, said.days)
        for _ in range(histories):
            history, terms = minutes.history(chance, said), minutes.promises(chance)
            found += _equal(said, calendar, history, terms)
            told += 1
    return told, found


def _equal(said: Said, calendar: Calendar, history: History, terms: Terms) -> int:
    wanted = minutes.count(said, history, terms)
    end = said.begins + len(said.counts) * MINUTE
    ours = clocks(history, terms, calendar)
    assert len(ours) == len(wanted), (said, history, terms)
    for clock, counted in zip(ours, wanted, strict=True):
        about = (said.zone, said.hours, said.days, history, terms, counted)
        assert (clock.kind, clock.began_at) == (counted.kind, said.begins + counted.began * MINUTE), about
        assert clock.ran(end) == counted.ran * MINUTE, (clock.ran(end), about)
        due = None if counted.due is None else said.begins + counted.due * MINUTE
        assert due == clock.due_at or (due is None and (clock.due_at is None or clock.due_at > end)), (
            clock.due_at,
            about,
        )
        lengths = {kind: timedelta() for kind in ("RAN", "CLOSED", "PAUSED", "STOPPED")}
        at = clock.began_at
        for segment in clock.segments(end):
            assert segment.start == at, about
            at, lengths[segment.kind] = (
                segment.end or end,
                lengths[segment.kind] + ((segment.end or end) - segment.start),
            )
        assert lengths["RAN"] == clock.ran(end), about
        assert at == (clock.met_at or end), about
    return len(wanted)


async def measure(_settings: Settings, _url: str, chance: Random, full: bool) -> str:
    """Random calendars and histories against a model that counts minutes."""
    histories, found = compare(chance, 2_000 if full else 20)
    return f"{histories:,} histories of {2_000 if full else 20:,} calendars, {found:,} clocks: all equal"


if __name__ == "__main__":
    main(measure)
