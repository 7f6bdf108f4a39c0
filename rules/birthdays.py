"""On which day a birthday is kept, and whose birthdays come within so many days."""

from datetime import date, timedelta

LEAP_DAY = 229


def kept_on(born: date, year: int) -> date:
    """A birthday on 29 February is kept on 28 February in other years."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def mark(day: date) -> int:
    """Of a day without its year: 229 is 29 February."""
    return day.month * 100 + day.day


def coming(today: date, days: int) -> list[tuple[int, date]]:
    """The marks of birth dates whose birthday is kept today or within so many days, each with that day."""
    ahead = [today + timedelta(days=number) for number in range(days + 1)]
    leapt = [(LEAP_DAY, day) for day in ahead if kept_on(date(2000, 2, 29), day.year) == day]
    return [*((mark(day), day) for day in ahead if mark(day) != LEAP_DAY), *leapt]
