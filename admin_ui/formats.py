"""Numbers, money, days and instants as people of one language read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from typing import Any

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton, format_time, format_timedelta
from babel.numbers import format_currency, format_decimal, format_percent

from admin_ui.words import Words

NARROW = {"CN¥": "¥", "US$": "$", "JP¥": "¥"}


@dataclass(frozen=True)
class Formats:
    words: Words
    zone: tzinfo = UTC

    @property
    def locale(self) -> Locale:
        return self.words.locale

    def number(self, value: float | str | Decimal) -> str:
        return format_decimal(value, locale=self.locale)

    def signed(self, value: float) -> str:
        return f"+{self.number(value)}" if value > 0 else self.number(value).replace("-", "\N{MINUS SIGN}")

    def decimal(self, value: float | str | Decimal) -> str:
        return format_decimal(value, locale=self.locale, format="#,##0.######")

    def bytes(self, count: int) -> str:
        """12 kB, 3.4 MB."""
        if count < 1_000_000:
            return f"{self.number(max(1, round(count / 1000)))} kB"
        return f"{self.number(round(count / 1_000_000, 1))} MB"

    def percent(self, value: float | str | Decimal) -> str:
        """Of a number that counts hundredths: 12.5 is 12.5%."""
        return format_percent(Decimal(str(value)) / 100, locale=self.locale, format="#,##0.##%")

    def money(self, amount: str | float | Decimal, currency: str) -> str:
        return _money(Decimal(str(amount)), currency, self.locale)

    def day(self, value: str | date) -> str:
        return format_date(date.fromisoformat(value[:10]) if isinstance(value, str) else value, "medium", self.locale)

    def short_day(self, value: str | date) -> str:
        return format_skeleton(
            "MMMd", date.fromisoformat(value) if isinstance(value, str) else value, locale=self.locale
        )

    def exact(self, value: str) -> str:
        """The instant in full, with its zone: for the hover."""
        return format_datetime(self._local(value), "long", locale=self.locale)

    def when(self, value: str, now: datetime) -> str:
        """Relative while it is near, a day when it is far."""
        local, today = self._local(value), now.astimezone(self.zone)
        ago = today - local
        if abs(ago) < timedelta(hours=1):
            return self._delta(-ago)
        days = (today.date() - local.date()).days
        if days == 0:
            return self._delta(-ago)
        if abs(days) == 1:
            return self.words.gettext("Yesterday") if days == 1 else self.words.gettext("Tomorrow")
        return self._delta(timedelta(days=-days)) if abs(days) < 31 else self.day(local.date())

    def span(self, value: str, now: datetime) -> str:
        """How long from now to an instant, without direction: "42 minutes"."""
        return format_timedelta(abs(self._local(value) - now), locale=self.locale, threshold=1.2)

    def clock(self, value: str, now: datetime) -> str:
        """Day and time, for rows of a history."""
        local = self._local(value)
        time = format_time(local, "short", locale=self.locale)
        days = (now.astimezone(self.zone).date() - local.date()).days
        named = {0: self.words.gettext("Today"), 1: self.words.gettext("Yesterday")}
        if days in named:
            return f"{named[days]} {time}"
        return f"{self.short_day(local.date()) if 0 <= days < 300 else self.day(local.date())} {time}"

    def count(self, count: Mapping[str, Any] | None) -> str:
        """`12,304`, `10,000+` where counting stopped, `about 12,000` where it is an estimate."""
        if not count:
            return ""
        number = self.number(count["value"])
        if count.get("isEstimate"):
            return self.words.gettext("about %(num)s") % {"num": number}
        return f"{number}+" if count.get("isCapped") else number

    def _delta(self, delta: timedelta) -> str:
        if abs(delta) < timedelta(minutes=1):
            return self.words.gettext("just now")
        return format_timedelta(delta, add_direction=True, locale=self.locale, threshold=1.2)

    def _local(self, value: str) -> datetime:
        return _instant(value).astimezone(self.zone)

    @cached_property
    def list_joint(self) -> str:
        return "、" if self.locale.language == "zh" else ", "


def is_number(value: object) -> bool:
    try:
        Decimal(str(value))
    except InvalidOperation:
        return False
    return value is not None


def seconds_until(value: str, now: datetime) -> float:
    return (_instant(value) - now).total_seconds()


def _instant(value: str) -> datetime:
    instant = datetime.fromisoformat(value)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


@lru_cache(maxsize=4096)
def _money(amount: Decimal, currency: str, locale: Locale) -> str:
    text = format_currency(amount, currency, locale=locale)
    for wide, narrow in NARROW.items():
        text = text.replace(wide, narrow)
    return text.replace("-", "\N{MINUS SIGN}")
