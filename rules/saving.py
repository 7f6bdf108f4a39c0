"""What the edited rules of the program have in common: a code, a name, and the times between which they are good."""

import re
from datetime import datetime

from rules.refusals import ErrorCode, Refused

CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
LONGEST_NAME = 200


def check_named(code: str, name: str) -> None:
    if not CODE.fullmatch(code):
        message = "A code has 1 to 64 letters, digits, dots, dashes or underscores, not '{code}'."
        raise Refused(ErrorCode.INVALID, message, ("input", "code"), code=code[:80])
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        raise Refused(ErrorCode.REQUIRED, "A name has 1 to {most} characters.", ("input", "name"), most=LONGEST_NAME)


def check_times(start: datetime | None, end: datetime | None) -> None:
    if start is not None and end is not None and start >= end:
        raise Refused(ErrorCode.INVALID, "It would end before it starts.", ("input", "validUntil"))


def check_range(value: int | None, least: int, most: int, name: str) -> None:
    """None is not given, and fits."""
    if value is not None and not least <= value <= most:
        message = "{name} must be from {least:,} to {most:,}, not {value:,}."
        raise Refused(ErrorCode.INVALID, message, ("input", name), name=name, least=least, most=most, value=value)
