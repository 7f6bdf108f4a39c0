"""People who work here: how they may be called, and who has to stay."""

from collections.abc import Iterable

from rules.mail import is_address
from rules.permissions import Access
from rules.refusals import Detail, ErrorCode, Refused

LONGEST_USERNAME, LONGEST_NAME = 64, 200


def check_username(given: str, path: tuple[str, ...] = ("username",)) -> str:
    username = given.strip()
    if not username or len(username) > LONGEST_USERNAME or any(c.isspace() or not c.isprintable() for c in username):
        raise Refused(ErrorCode.INVALID, "A username has 1 to 64 characters and no spaces.", path)
    return username


def check_name(given: str, path: tuple[str, ...] = ("name",)) -> str:
    name = " ".join(given.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        message = "A name has 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(LONGEST_NAME)), most=LONGEST_NAME)
    return name


def check_email(given: str | None, path: tuple[str, ...] = ("email",)) -> str | None:
    """None for none."""
    email = (given or "").strip()
    if email and not is_address(email):
        raise Refused(ErrorCode.INVALID, "This is not a mail address: it looks like name@example.com.", path)
    return email or None


def check_given(by: Access, own: Iterable[str], roles: Iterable[str], path: tuple[str, ...]) -> None:
    """Nobody gives a role that he has not himself, unless he may do everything."""
    missing = sorted(set(roles) - set(own))
    if missing and not by.is_everything:
        message = "You can give only roles that you have yourself, not {roles}. Ask an administrator."
        raise Refused(ErrorCode.FORBIDDEN, message, path, Detail(missing=tuple(missing)), roles=", ".join(missing))
