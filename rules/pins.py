"""PINs and identity numbers of members: what can be one, and how an identity number is kept."""

from datetime import datetime
from hmac import digest
from uuid import UUID

from rules.refusals import Detail, ErrorCode, Refused

SHORTEST, LONGEST = 4, 12
SHORTEST_IDENTITY, LONGEST_IDENTITY = 4, 32
PURPOSE = b"identity numbers of members"
"Sets the key apart from those for cursors and forms, which come from the same secret."


def check_new_pin(pin: str, path: tuple[str, ...]) -> None:
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        message = "A PIN has {least} to {most} digits and nothing else."
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(LONGEST)), least=SHORTEST, most=LONGEST)


def check_identity(number: str, path: tuple[str, ...]) -> str:
    """The number as it is compared: capital letters and digits, without spaces and dashes."""
    plain = "".join(letter for letter in number.upper() if letter not in " -")
    if not (plain.isascii() and plain.isalnum() and SHORTEST_IDENTITY <= len(plain) <= LONGEST_IDENTITY):
        message = "An identity number has {least} to {most} letters and digits."
        values = {"least": SHORTEST_IDENTITY, "most": LONGEST_IDENTITY}
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(LONGEST_IDENTITY)), **values)
    return plain


def identity_hash(secret: str, member: UUID, number: str) -> bytes:
    """32 bytes. The member is part of it, so that equal numbers of two members do not look alike."""
    key = digest(secret.encode(), PURPOSE, "sha256")
    return digest(key, member.bytes + number.encode(), "sha256")


def locked(until: datetime, most: int, path: tuple[str, ...]) -> Refused:
    message = "The PIN or the identity number was wrong {most} times. Try again after {until}."
    return Refused(ErrorCode.LIMIT_REACHED, message, path, Detail(str(most), "PIN"), most=most, until=until)
