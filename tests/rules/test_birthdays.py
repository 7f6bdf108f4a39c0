from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.birthdays import coming, kept_on, mark

DAYS = st.dates(date(1950, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(("year", "day"), [(2027, date(2027, 2, 28)), (2028, date(2028, 2, 29))])
def test_a_leap_day_is_kept_on_the_last_of_february_in_other_years(year: int, day: date) -> None:
    assert kept_on(date(2000, 2, 29), year) == day
    assert (229, day) in coming(date(year, 2, 20), 30)


def test_the_turn_of_the_year_is_looked_over() -> None:
    assert coming(date(2026, 12, 31), 1) == [(1231, date(2026, 12, 31)), (101, date(2027, 1, 1))]


@given(DAYS, DAYS, st.integers(0, 60))
def test_who_comes_is_who_has_a_birthday_within_the_days(born: date, today: date, days: int) -> None:
    found = [day for each, day in coming(today, days) if each == mark(born)]
    kept = [kept_on(born, year) for year in (today.year, today.year + 1)]
    assert found == [day for day in kept if today <= day <= today + timedelta(days=days)]
