from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.points import earned, end_of_month_after

SHANGHAI = ZoneInfo("Asia/Shanghai")
PAID, RATE = st.integers(-(10**9), 10**9), st.decimals("0.001", 100, places=3)
INSTANTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("paid", "rate", "multiplier", "digits", "points"),
    [(1999, "1", "1", 2, 19), (1999, "1", "1.5", 2, 29), (1999, "1", "1", 0, 1999), (99, "1", "1", 2, 0)],
)
def test_points_are_rounded_down(paid: int, rate: str, multiplier: str, digits: int, points: int) -> None:
    assert earned(paid, Decimal(rate), Decimal(multiplier), digits) == points


@given(st.integers(-(10**9), 0), RATE)
def test_what_is_not_paid_earns_nothing(paid: int, rate: Decimal) -> None:
    assert earned(paid, rate, Decimal(1), 2) == 0


@given(PAID, PAID, RATE)
def test_an_order_in_two_parts_never_earns_more_than_in_one(one: int, other: int, rate: Decimal) -> None:
    parts = [abs(one), abs(other)]
    assert sum(earned(part, rate, Decimal(1), 2) for part in parts) <= earned(sum(parts), rate, Decimal(1), 2)


@pytest.mark.parametrize(
    ("at", "months", "end"),
    [
        (datetime(2024, 1, 31, 12, tzinfo=UTC), 1, datetime(2024, 3, 1, tzinfo=SHANGHAI)),
        (datetime(2024, 12, 1, 12, tzinfo=UTC), 12, datetime(2026, 1, 1, tzinfo=SHANGHAI)),
        (datetime(2024, 1, 31, 16, tzinfo=UTC), 0, datetime(2024, 3, 1, tzinfo=SHANGHAI)),
    ],
)
def test_points_end_with_a_month_of_the_installations_zone(at: datetime, months: int, end: datetime) -> None:
    assert end_of_month_after(at, months, SHANGHAI) == end


@given(INSTANTS, st.integers(0, 60), st.sampled_from(["Asia/Shanghai", "America/New_York", "UTC"]))
def test_points_always_end_later_and_at_midnight_of_a_first(at: datetime, months: int, zone: str) -> None:
    end = end_of_month_after(at, months, ZoneInfo(zone))
    assert end > at
    assert (end.day, end.hour, end.minute) == (1, 0, 0)
