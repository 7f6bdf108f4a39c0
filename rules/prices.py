"""What a particular price may say."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from rules.refusals import ErrorCode, Refused
from rules.saving import LONGEST_NAME

DIGITS = 4
"Places of a price: what is sold by weight or volume is priced finer than its currency."
MOST = Decimal(1_000_000_000)


def check_price(wanted: Mapping[str, Any]) -> None:
    """`wanted` has the columns of a price. Raises Refused: no name, an amount or days that make no sense."""
    if not 1 <= len(wanted["name"].strip()) <= LONGEST_NAME:
        raise Refused(ErrorCode.REQUIRED, "A name has 1 to {most} characters.", ("input", "name"), most=LONGEST_NAME)
    _check_amount(wanted["amount"])
    _check_days(wanted["starts_on"], wanted["ends_on"])
    if wanted["store_id"] is not None and wanted["unit_id"] is not None:
        message = "A price counts at a store or in a unit: one of the two."
        raise Refused(ErrorCode.INVALID, message, ("input", "unitCode"))


def _check_amount(amount: Decimal) -> None:
    path = ("input", "amount")
    if not 0 <= amount < MOST:
        message = "A price is 0 or more and below {most:,}, not {amount}."
        raise Refused(ErrorCode.INVALID, message, path, most=MOST, amount=amount)
    if amount != round(amount, DIGITS):
        message = "A price has at most {digits} decimals, not {amount}."
        raise Refused(ErrorCode.INVALID, message, path, digits=DIGITS, amount=amount)


def _check_days(starts_on: date | None, ends_on: date | None) -> None:
    if starts_on is not None and ends_on is not None and ends_on < starts_on:
        message = "It would end before it starts: its last day must be {start} or later."
        raise Refused(ErrorCode.INVALID, message, ("input", "endsOn"), start=starts_on)
