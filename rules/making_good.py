"""Making good: what may be given for a ticket, and when it would be given twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from rules.goodwill import GoodwillAsset
from rules.money import exact_minor, to_major
from rules.refusals import ErrorCode, Refused

AGAIN = timedelta(days=30)
"So long somebody has to say that he means it, if something was given for the same ticket or order."
WAYS = {"points": GoodwillAsset.POINTS, "couponTemplateCode": GoodwillAsset.COUPONS, "amount": GoodwillAsset.MONEY}
"The parts of the input, one of which is given."


@dataclass(frozen=True, slots=True)
class Gift:
    """`amount` is in whole points and coupons, or in minor units; `template` is the code of the coupon's."""

    asset: GoodwillAsset
    amount: int
    template: str | None = None

    def in_words(self, currency: str) -> str:
        if self.asset is GoodwillAsset.POINTS:
            return f"{self.amount:+,} points"
        if self.asset is GoodwillAsset.COUPONS:
            return f"Coupon of template {self.template}"
        return f"{to_major(self.amount, currency):+,} {currency}"


def read_gift(given: Mapping[str, Any], currency: str) -> Gift:
    """Raises Refused unless exactly one thing is given, and more than nothing of it."""
    chosen = [name for name in WAYS if given.get(name) is not None]
    if len(chosen) != 1:
        message = "Give points, a coupon or stored value: exactly one of them."
        raise Refused(ErrorCode.INVALID, message, ("input", chosen[1] if chosen else "points"))
    name = chosen[0]
    if name == "couponTemplateCode":
        return Gift(WAYS[name], 1, given[name])
    amount = given[name] if name == "points" else exact_minor(given[name], currency, f"input.{name}")
    if amount <= 0:
        raise Refused(ErrorCode.INVALID, "Give more than 0.", ("input", name))
    return Gift(WAYS[name], amount)


def check_first(earlier: Mapping[str, Any] | None, at: datetime, *, is_again: bool) -> None:
    """`earlier` is the latest gift for the same ticket or order, with `said`, `actor`, `number` and `at`."""
    if earlier is None or is_again:
        return
    minutes = int((at - earlier["at"]).total_seconds() // 60)
    raise _twice(minutes, {"gift": earlier["said"], "actor": earlier["actor"], "ticket": earlier["number"]})


def _twice(minutes: int, said: dict[str, Any]) -> Refused:
    """The age in the unit that a person would use."""
    path = ("input", "isAgain")
    if minutes < 120:
        message = "{actor} gave this in {ticket} {number:,} minutes ago: {gift}. Say that you mean it."
        return Refused(ErrorCode.DUPLICATE, message, path, number=minutes, **said)
    if minutes < 48 * 60:
        message = "{actor} gave this in {ticket} {number:,} hours ago: {gift}. Say that you mean it."
        return Refused(ErrorCode.DUPLICATE, message, path, number=minutes // 60, **said)
    message = "{actor} gave this in {ticket} {number:,} days ago: {gift}. Say that you mean it."
    return Refused(ErrorCode.DUPLICATE, message, path, number=minutes // (24 * 60), **said)
