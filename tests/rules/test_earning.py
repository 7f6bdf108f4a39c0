from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from rules.earning import Expiry, ExpiryKind, available_at, check_expiry, expires_at
from rules.refusals import Refused

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
AT = datetime(2026, 1, 31, 17, 30, tzinfo=UTC)
"Already 1 February in Shanghai, still 31 January in Berlin."


@pytest.mark.parametrize(
    ("expiry", "shanghai", "berlin"),
    [
        (Expiry(ExpiryKind.DAYS, 30), "2026-03-03T01:30+08:00", "2026-03-02T18:30+01:00"),
        (Expiry(ExpiryKind.MONTHS, 1), "2026-03-01T01:30+08:00", "2026-02-28T18:30+01:00"),
        (Expiry(ExpiryKind.MONTHS, 6), "2026-08-01T01:30+08:00", "2026-07-31T18:30+02:00"),
        (Expiry(ExpiryKind.END_OF_MONTH, 0), "2026-03-01T00:00+08:00", "2026-02-01T00:00+01:00"),
        (Expiry(ExpiryKind.END_OF_MONTH, 12), "2027-03-01T00:00+08:00", "2027-02-01T00:00+01:00"),
        (Expiry(ExpiryKind.END_OF_YEAR, 1), "2028-01-01T00:00+08:00", "2028-01-01T00:00+01:00"),
        (Expiry(ExpiryKind.FIXED, None, date(2026, 6, 30)), "2026-07-01T00:00+08:00", "2026-07-01T00:00+02:00"),
    ],
)
def test_points_expire_by_the_days_of_the_zone(expiry: Expiry, shanghai: str, berlin: str) -> None:
    assert expires_at(expiry, AT, SHANGHAI) == datetime.fromisoformat(shanghai)
    assert expires_at(expiry, AT, BERLIN) == datetime.fromisoformat(berlin)


def test_some_points_never_expire() -> None:
    assert expires_at(Expiry(), AT, SHANGHAI) is None


def test_pending_days_keep_the_time_of_the_clock_through_a_change_of_hour() -> None:
    before = datetime(2026, 3, 28, 12, 0, tzinfo=BERLIN)
    assert available_at(1, before, BERLIN) == datetime(2026, 3, 29, 12, 0, tzinfo=BERLIN)
    assert available_at(0, before, BERLIN) is None


@pytest.mark.parametrize(
    ("expiry", "pending"),
    [
        (Expiry(ExpiryKind.FIXED), 0),
        (Expiry(ExpiryKind.DAYS), 0),
        (Expiry(ExpiryKind.DAYS, 0), 0),
        (Expiry(ExpiryKind.END_OF_YEAR, 101), 0),
        (Expiry(), -1),
    ],
)
def test_an_expiry_that_cannot_be_is_refused(expiry: Expiry, pending: int) -> None:
    with pytest.raises(Refused):
        check_expiry(expiry, pending)
