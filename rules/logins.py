"""How members prove by themselves who they are, and for how long they are believed."""

from datetime import timedelta
from enum import StrEnum
from hashlib import sha256
from hmac import digest
from secrets import randbelow, token_urlsafe
from uuid import UUID

from rules.attempts import BY_ACCOUNT, BY_ADDRESS, Counted, Limit, network
from rules.members import normal_phone
from rules.refusals import Detail, ErrorCode, Refused
from rules.secrecy import key_for

ACCESS, REFRESH = "mdm_", "mdr_"
"What tokens of members begin with."
SHORTEST, LONGEST = 8, 128
CODE_LASTS = timedelta(minutes=10)
REPEATABLE = timedelta(seconds=10)
"A refresh whose answer was lost can be asked again for so long, and is answered alike."
PAGES_LAST = timedelta(hours=12)
DIGITS = 6
LONGEST_DEVICE = 100
OF_CODE = Limit(5, timedelta(minutes=30), timedelta(minutes=30), timedelta(hours=1))
"Wrong codes for one mail: after five it is dead."
OF_MAILS = Limit(4, timedelta(minutes=2), timedelta(hours=1), timedelta(hours=12))
OF_SENDERS = Limit(100, timedelta(minutes=2), timedelta(minutes=30), timedelta(hours=1))
"Mails that may be asked for: to one address, and from one place."


class ChallengePurpose(StrEnum):
    REGISTER = "REGISTER"
    SIGN_IN = "SIGN_IN"
    RECOVER = "RECOVER"
    CHANGE_EMAIL = "CHANGE_EMAIL"


class DeviceEnd(StrEnum):
    SIGNED_OUT = "SIGNED_OUT"
    REVOKED = "REVOKED"
    REUSED = "REUSED"
    PASSWORD = "PASSWORD"
    RECOVERED = "RECOVERED"


def check_password(password: str, path: tuple[str, ...], known: tuple[str | None, ...] = ()) -> None:
    """Long enough, not all one letter, and nothing that others know of the member. Raises Refused."""
    if not SHORTEST <= len(password) <= LONGEST:
        message = "A password has {least} to {most} characters."
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(SHORTEST)), least=SHORTEST, most=LONGEST)
    told = {part.casefold() for text in known if text for part in (text, text.partition("@")[0])}
    if len(set(password)) < 4 or password.casefold() in told or password.casefold() in COMMON:
        raise Refused(ErrorCode.INVALID, "This password is too easy to guess. Choose another one.", path)


COMMON = frozenset({
    "password", "password1", "passw0rd", "12345678", "123456789", "1234567890", "qwertyuiop", "qwerty123", "iloveyou",
    "sunshine", "princess", "football", "baseball", "welcome1", "letmein1", "11223344", "abcd1234", "1q2w3e4r",
    "a1b2c3d4", "woaini1314", "woaini520", "88888888", "66666666", "00000000", "11111111",
})  # fmt: skip


def login_of(text: str) -> tuple[str, str, str]:
    """What somebody signs in with, as an e-mail address, a phone number and a member number: one of them may fit."""
    text = text.strip()[:254]
    return text.lower(), normal_phone(text), text.upper()


def new_code() -> str:
    return f"{randbelow(10**DIGITS):0{DIGITS}}"


def code_hash(secret: str, challenge: UUID, code: str) -> bytes:
    """Keyed: six digits would be guessed from a plain hash."""
    return digest(key_for(secret, "member code"), f"{challenge} {code.strip()}".encode(), "sha256")


def first_refresh() -> str:
    return f"{REFRESH}{token_urlsafe(32)}"


def next_refresh(secret: str, refresh: str) -> str:
    """The one that follows; always the same for the same one, so that a lost answer can be given again."""
    return f"{REFRESH}{digest(key_for(secret, 'member refresh'), refresh.encode(), 'sha256').hex()}"


def access_of(secret: str, refresh: str) -> str:
    """The access token that goes with a refresh token."""
    return f"{ACCESS}{digest(key_for(secret, 'member access'), refresh.encode(), 'sha256').hex()}"


def hash_of(token: str) -> bytes:
    return sha256(token.encode()).digest()


def csrf_of(secret: str, access: str) -> str:
    """Of a browser on our own pages."""
    return digest(key_for(secret, "member forms"), access.encode(), "sha256").hex()


def of_sign_in(login: str) -> Counted:
    return Counted("member.sign_in", login, BY_ACCOUNT)


def of_password(member: UUID) -> Counted:
    return Counted("member.password", str(member), BY_ACCOUNT)


def of_place(client: str, address: str) -> Counted:
    """Wrong tries from one place, through one program."""
    return Counted("member.place", f"{client} {network(address)}", BY_ADDRESS)


def of_challenge(challenge: str) -> Counted:
    return Counted("member.code", challenge, OF_CODE)


def of_mails(address: str, client: str, place: str) -> tuple[Counted, Counted]:
    return Counted("member.mail", address, OF_MAILS), Counted("member.sender", f"{client} {network(place)}", OF_SENDERS)


def no_entry(path: tuple[str, ...]) -> Refused:
    """The same words for an unknown name, a wrong password, and a file that is closed."""
    return Refused(ErrorCode.FORBIDDEN, "The sign-in is wrong. Check the name and the password.", path)


def wrong_code(path: tuple[str, ...]) -> Refused:
    message = "This code is wrong or too old. Look again, or ask for a new one."
    return Refused(ErrorCode.FORBIDDEN, message, path)


def sign_in_again() -> Refused:
    return Refused(ErrorCode.EXPIRED, "The sign-in has ended. Sign in again.", ("refreshToken",))
