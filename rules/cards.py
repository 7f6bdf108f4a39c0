"""Numbers of members' cards."""

import re

from rules.check_digits import luhn_digit
from rules.refusals import Detail, ErrorCode, Refused

PREFIX, DIGITS = "6009", 11
FACTOR = 48_271_003_437
"Has no divisor in common with the powers of ten, so that numbers differ and neighbors do not look alike."
LONGEST = 64
GIVEN = re.compile(r"[0-9A-Za-z-]{4,64}")
MOST_AT_ONCE = 500


def card_number(number: int) -> str:
    """Sixteen digits, the last by Luhn; different for every number below 10^11."""
    body = f"{PREFIX}{number * FACTOR % 10**DIGITS:0{DIGITS}d}"
    return body + luhn_digit(body)


def check_card_number(given: str, path: tuple[str, ...] = ("cardNo",)) -> str:
    """The number without spaces, as it is kept."""
    number = "".join(given.split())
    if not GIVEN.fullmatch(number):
        message = "A card number has 4 to {most} letters, digits and dashes."
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(LONGEST)), most=LONGEST)
    return number


def ending(number: str) -> str:
    """What recognizes a card in the audit log without being its number."""
    return f"…{number[-4:]}" if len(number) > 4 else "…"
