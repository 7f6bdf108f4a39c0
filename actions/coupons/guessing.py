"""Counts codes that nobody has, so that trying many of them comes to an end."""

from datetime import datetime, timedelta
from functools import partial

from asyncpg import Connection

from actions.remembering import Remembered
from rules.check_digits import is_coupon_code
from rules.coupons import spellings
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

MOST = {"CLIENT": 30}
"Unknown codes in a minute for one caller of this kind; a shop speaks for many people."
MOST_OTHERWISE = 10
MINUTE = timedelta(minutes=1)
KEPT = timedelta(days=1)

TRIED = "SELECT coalesce(sum(tries), 0) FROM coupon_guess WHERE actor = $1 AND minute > $2"
COUNT = """
    INSERT INTO coupon_guess (actor, minute, tries) VALUES ($1, date_trunc('minute', $2::timestamptz), $3)
    ON CONFLICT (actor, minute) DO UPDATE SET tries = coupon_guess.tries + excluded.tries
"""
FORGET = "DELETE FROM coupon_guess WHERE minute < $1"


async def check_tries(connection: Connection, by: Viewer, at: datetime) -> None:
    """Ask before a code is looked up, so that a known and an unknown one are refused alike."""
    most = MOST.get(by.kind, MOST_OTHERWISE)
    if await tries(connection, by, at) >= most:
        message = "Too many codes that nobody has were tried. Wait two minutes, then try again."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("code",), Detail(limit=str(most), rule="coupon codes"))


async def tries(connection: Connection, by: Viewer, at: datetime) -> int:
    """How many the caller tried lately."""
    return await connection.fetchval(TRIED, by.identity, at - 2 * MINUTE)


async def tried(connection: Connection, by: Viewer, tries: int, at: datetime) -> None:
    """Codes that were asked about without being used, so many of them unknown. Raises Refused after too many."""
    await check_tries(connection, by, at)
    if tries:
        await note(connection, by.identity, at, tries)


def unknown(by: Viewer, code: str, at: datetime) -> Remembered:
    """The refusal of a code that there is not, or that is none of the caller's business."""
    mistyped = not any(is_coupon_code(spelling) for spelling in spellings(code))
    message = (
        "There is no coupon with this code; it was probably misread. Compare it letter by letter."
        if mistyped
        else "There is no coupon with this code that can be used here."
    )
    refused = Refused(ErrorCode.NOT_FOUND, message, ("code",))
    return Remembered(refused, partial(note, actor=by.identity, at=at))


async def note(connection: Connection, actor: str, at: datetime, tries: int = 1) -> None:
    await connection.execute(COUNT, actor, at, tries)


def counted(refused: Refused, by: Viewer, tries: int, at: datetime) -> Remembered:
    """A refusal that tells of codes that there are not: each of them counts."""
    return Remembered(refused, partial(note, actor=by.identity, at=at, tries=tries))


async def forget(connection: Connection, at: datetime) -> None:
    """What is too old to count."""
    await connection.execute(FORGET, at - KEPT)
