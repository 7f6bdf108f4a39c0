"""Paying in online: what a payment can be, how long it stays open, and what a provider needs to be set up."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from rules.refusals import ErrorCode, Refused
from rules.saving import check_named
from rules.wechat_pay import KEY_LENGTH, BadKey, read_private, read_public

OPEN_FOR = timedelta(hours=2)
MOST_OPEN = 5
"Payments that a member can have under way at a time."
SOON = timedelta(seconds=20)
LATEST = timedelta(minutes=10)
UNBOOKED = timedelta(hours=1)
"How long it takes until what was paid and could not be booked, or paid back, is tried again."


class PaymentProviderKind(StrEnum):
    WECHAT_PAY_V3 = "WECHAT_PAY_V3"


class PaymentStatus(StrEnum):
    NEW = "NEW"
    PENDING = "PENDING"
    PAID = "PAID"
    FAILED = "FAILED"
    EXPIRED = "EXPIRED"
    REFUNDING = "REFUNDING"
    REFUNDED = "REFUNDED"


UNPAID = (PaymentStatus.NEW, PaymentStatus.PENDING, PaymentStatus.FAILED, PaymentStatus.EXPIRED)
"Money may still come: a provider that says so is believed, however late."
FIELDS = {
    "merchantId": "merchant_id", "appId": "app_id", "serial": "serial", "platformSerial": "platform_serial",
}  # fmt: skip
"What a provider is told that is a short name, with its column."
NAME = re.compile(r"[A-Za-z0-9_\-]{1,64}")


def ask_again(tries: int, at: datetime) -> datetime:
    """When a provider is asked the next time, more and more rarely."""
    return at + min(SOON * 2 ** min(tries, 10), LATEST)


def number_of(at: datetime, tail: str) -> str:
    """Ours: 32 letters and digits at most, as providers want it."""
    return f"P{at:%Y%m%d}{tail}"


def check_provider(given: Mapping[str, Any]) -> None:
    """`given` has the columns. Raises Refused at the first part that cannot be used."""
    check_named(given["code"], given["name"])
    _check_endpoint(given["endpoint"])
    for name, column in FIELDS.items():
        if not NAME.fullmatch(given[column] or ""):
            message = "{name} has 1 to 64 letters, digits, dashes or underscores."
            raise Refused(ErrorCode.INVALID, message, ("input", name), name=name)
    _checked("platformKey", read_public, given["platform_key"])


def check_secrets(private_key: str | None, api_key: str | None) -> None:
    """Of those that are given. Raises Refused."""
    if private_key is not None:
        _checked("privateKey", read_private, private_key)
    if api_key is not None and len(api_key.encode()) != KEY_LENGTH:
        message = "The API v3 key has exactly {length} characters."
        raise Refused(ErrorCode.INVALID, message, ("input", "apiKey"), length=KEY_LENGTH)


def check_refundable(number: str, status: str) -> None:
    if status != PaymentStatus.PAID:
        message = "Payment {number} is not paid, so there is nothing to pay back."
        raise Refused(ErrorCode.STATE, message, ("id",), number=number)


def _check_endpoint(address: str) -> None:
    parts = urlsplit(address)
    is_plain = parts.username is None and not parts.query and not parts.fragment
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain or len(address) > 200:
        message = "'{address}' is not an address such as https://api.mch.weixin.qq.com."
        raise Refused(ErrorCode.INVALID, message, ("input", "endpoint"), address=address[:80])


def _checked(name: str, read: Any, text: str) -> None:
    try:
        read(text)
    except BadKey:
        message = "{name} must be an RSA key of 2,048 bits or more in PEM form."
        raise Refused(ErrorCode.INVALID, message, ("input", name), name=name) from None
