"""Sign-in codes: six digits that change every 30 seconds (RFC 6238), and codes on paper for who lost the device."""

from datetime import datetime
from hmac import compare_digest
from secrets import choice

from pyotp import TOTP, random_base32

from rules.refusals import ErrorCode, Refused

SECONDS = 30
AROUND = (-1, 0, 1)
"Steps that are accepted beside the present one: clocks differ, and typing takes time."
DIGITS = 6
CODES = 10
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"Without those that look alike; 10 of 32 are 50 bits."
ISSUER = "Memberdesk"


def new_secret() -> str:
    """160 bits, in the letters that people can type."""
    return random_base32(32)


def address_of(secret: str, username: str) -> str:
    """What the picture says to the device."""
    return TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step whose code this is; None if it is none of those around now."""
    given = "".join(code.split())
    if len(given) != DIGITS or not given.isascii() or not given.isdigit():
        return None
    now, totp = int(at.timestamp()) // SECONDS, TOTP(secret)
    found = [now + around for around in AROUND if compare_digest(totp.generate_otp(now + around), given)]
    return max(found) if found else None


def paper_codes() -> list[str]:
    """Each begins with its place, so that one hash is compared and not ten: `3-K7QDM-2XWFH`."""
    return [f"{place}-{_letters()}-{_letters()}" for place in range(CODES)]


def place_of(code: str) -> tuple[int, str] | None:
    """The place of a code on paper, and the code as it was written; None if it does not look like one."""
    plain = "".join(letter for letter in code.upper() if letter.isalnum())
    if len(plain) != 11 or not plain.isascii() or not plain[0].isdigit():
        return None
    return int(plain[0]), f"{plain[0]}-{plain[1:6]}-{plain[6:]}"


def wrong() -> Refused:
    message = "This code is wrong or was used before. Wait for the next one, or use a recovery code."
    return Refused(ErrorCode.FORBIDDEN, message, ("code",))


def _letters() -> str:
    return "".join(choice(LETTERS) for _ in range(5))
