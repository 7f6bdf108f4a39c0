"""Which passwords may be chosen: long, and not among those that are tried first. Nothing is asked of their letters."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from rules.refusals import Detail, ErrorCode, Refused

SHORTEST, LONGEST = 12, 256
LEAST_GUESSES = 8.0
"As a power of ten: what a guesser who knows words, names, dates and keyboards would need."
PRODUCT = ("memberdesk", "member desk", "membership", "会员")


def check_new_password(password: str, about: Iterable[str] = (), path: tuple[str, ...] = ("password",)) -> None:
    """`about` are words that others know of the person. Raises Refused."""
    if not SHORTEST <= len(password) <= LONGEST:
        message = "A password has {least} to {most} characters. Several words that nobody expects together are fine."
        raise Refused(ErrorCode.INVALID, message, path, Detail(str(SHORTEST)), least=SHORTEST, most=LONGEST)
    known = [part for word in (*PRODUCT, *about) for part in (word, *word.replace("@", " ").split()) if len(part) > 2]
    if _guesses(password, tuple(known)) < LEAST_GUESSES:
        message = (
            "This password is among the first that somebody would try. Take several words that nobody expects together."
        )
        raise Refused(ErrorCode.INVALID, message, path)


def _guesses(password: str, known: tuple[str, ...]) -> float:
    return float(_estimate()(password, user_inputs=list(known), max_length=LONGEST)["guesses_log10"])


@cache
def _estimate() -> Any:
    """Read when it is needed: its lists of words are long."""
    from zxcvbn import zxcvbn

    return zxcvbn
