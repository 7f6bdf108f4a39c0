"""Counts tries of secrets, so that guessing comes to an end and nobody is kept out for ever."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

from asyncpg import Connection

from actions.remembering import Remembered
from rules.attempts import Counted, too_many
from rules.refusals import Refused

PATH = ("password",)
OPEN = """
    INSERT INTO attempt (purpose, subject, last_at) VALUES ($1, $2, $3)
    ON CONFLICT (purpose, subject) DO UPDATE SET last_at = attempt.last_at
    RETURNING CASE WHEN last_at < $4 THEN 0 ELSE failures END AS failures,
        CASE WHEN blocked_until > $3 THEN blocked_until END AS blocked_until
"""
"Locks the row until the transaction ends, so that tries at once are counted one after the other."
NOTE = "UPDATE attempt SET failures = $3, last_at = $4, blocked_until = $5 WHERE purpose = $1 AND subject = $2"
FORGIVE = "UPDATE attempt SET failures = 0, blocked_until = NULL WHERE purpose = $1 AND subject = $2"
GIVE_BACK = """
    UPDATE attempt SET failures = greatest(failures - 1, 0), blocked_until = NULL WHERE purpose = $1 AND subject = $2
"""
ALONE = "SELECT pg_advisory_lock(hashtextextended('attempt ' || $1, 0))"
DONE = "SELECT pg_advisory_unlock(hashtextextended('attempt ' || $1, 0))"
FORGET = "DELETE FROM attempt WHERE last_at < $1"
KEPT = timedelta(days=1)

Proof = Callable[[], Awaitable[bool]]


async def begin(connection: Connection, counted: Sequence[Counted], at: datetime, path: tuple[str, ...] = PATH) -> None:
    """Counts a try as wrong before it is looked at: commit it, look, and `forgive` if it was right.

    However many come at once, no more of them are looked at than are free. Raises Refused (and counts nothing) while
    a wait lasts.
    """
    ordered = sorted(counted, key=lambda one: (one.purpose, one.subject))
    opened = [await _open(connection, one, at) for one in ordered]
    _check(opened, at, path)
    for one, found in zip(ordered, opened, strict=True):
        await _note(connection, one, found["failures"] + 1, at)


async def forgive(connection: Connection, counted: Sequence[Counted]) -> None:
    """The try was right: what was counted on them begins anew."""
    for one in counted:
        await connection.execute(FORGIVE, one.purpose, digest(one))


async def give_back(connection: Connection, counted: Sequence[Counted]) -> None:
    """The try was right: it does not count, but the wrong ones of others on the same (an address) do."""
    for one in counted:
        await connection.execute(GIVE_BACK, one.purpose, digest(one))


async def tried(
    connection: Connection,
    counted: Sequence[Counted],
    at: datetime,
    proof: Proof,
    wrong: Refused,
    also: Sequence[Counted] = (),
) -> None:
    """A try inside a verb: raises `wrong`, remembered after the rollback, unless `proof` holds; or that one must wait.

    Tries of the same are made one after the other, because what one counts is written only after its rollback. The
    locks are given back by whoever opened the transaction if it fails. `also` is counted too (a place that many share),
    but a right try forgives nothing there.
    """
    every = (*counted, *also)
    names = sorted(digest(one).hex() for one in every)
    for name in names:
        await connection.execute(ALONE, name)
    _check([await _open(connection, one, at) for one in every], at, wrong.path)
    if not await proof():
        raise Remembered(wrong, partial(note, counted=every, at=at))
    await forgive(connection, counted)
    for name in names:
        await connection.execute(DONE, name)


async def note(connection: Connection, counted: Sequence[Counted], at: datetime) -> None:
    """One wrong try more."""
    for one in sorted(counted, key=lambda one: (one.purpose, one.subject)):
        found = await _open(connection, one, at)
        await _note(connection, one, found["failures"] + 1, at)


async def forget(connection: Connection, at: datetime) -> None:
    """What is too old to count."""
    await connection.execute(FORGET, at - KEPT)


def digest(one: Counted) -> bytes:
    return sha256(f"{one.purpose}\0{one.subject.strip().casefold()}".encode()).digest()


async def _open(connection: Connection, one: Counted, at: datetime) -> dict[str, object]:
    return await connection.fetchrow(OPEN, one.purpose, digest(one), at, at - one.limit.forgotten)


async def _note(connection: Connection, one: Counted, failures: int, at: datetime) -> None:
    wait = one.limit.wait(failures)
    await connection.execute(NOTE, one.purpose, digest(one), failures, at, wait and at + wait)


def _check(opened: Sequence[dict[str, object]], at: datetime, path: tuple[str, ...]) -> None:
    waits = [found["blocked_until"] for found in opened if found["blocked_until"]]
    if waits:
        raise too_many(max(waits), at, path)
