"""A member's PIN: asked for at each spending, set, and set anew against the identity number."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from hmac import compare_digest
from uuid import UUID

from argon2.exceptions import VerificationError
from asyncpg import Connection, Record

from actions.disclosures import keep
from actions.once import Written
from actions.policies import policy
from actions.recording import record, unchanged
from actions.remembering import Remembered
from actions.sessions import HASHER
from rules.disclosures import DisclosureKind
from rules.members import check_reason, check_standing
from rules.pins import check_identity, check_new_pin, identity_hash, locked
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KEPT = """
    SELECT pin_hash, identity_hash, failures, locked_until,
           coalesce(locked_until > clock_timestamp(), false) AS is_locked
    FROM member_secret WHERE member_id = $1
"""
ALONE = "SELECT pg_advisory_lock(hashtextextended('pin ' || $1::uuid::text, 0))"
"""One try of a member at a time, until the refusal is counted: it outlives the rollback of what the PIN was given for,
and the connection gives it back when the trace is written."""
DONE = "SELECT pg_advisory_unlock(hashtextextended('pin ' || $1::uuid::text, 0))"
COUNT = """
    UPDATE member_secret SET failures = counted.failures,
        locked_until = CASE WHEN counted.failures >= $2 THEN clock_timestamp() + make_interval(mins => $3) END
    FROM (SELECT CASE WHEN locked_until IS NULL THEN failures + 1 ELSE 1 END AS failures
          FROM member_secret WHERE member_id = $1) counted
    WHERE member_id = $1
"""
FORGIVE = "UPDATE member_secret SET failures = 0, locked_until = NULL WHERE member_id = $1"
OWNER = "SELECT status FROM member WHERE id = $1 FOR NO KEY UPDATE"
SET_PIN = """
    INSERT INTO member_secret (member_id, pin_hash, asks_for_queries) VALUES ($1, $2, coalesce($3, false))
    ON CONFLICT (member_id) DO UPDATE
    SET pin_hash = excluded.pin_hash, asks_for_queries = coalesce($3, member_secret.asks_for_queries)
"""
SET_IDENTITY = """
    INSERT INTO member_secret (member_id, identity_hash) VALUES ($1, $2)
    ON CONFLICT (member_id) DO UPDATE SET identity_hash = excluded.identity_hash
"""
ASKS = "SELECT EXISTS (SELECT FROM member_secret WHERE member_id = $1 AND asks_for_queries AND pin_hash IS NOT NULL)"
OPEN = """
    INSERT INTO member_opening (member_id, viewer, until) VALUES ($1, $2, now() + make_interval(mins => $3))
    ON CONFLICT (member_id, viewer) DO UPDATE SET until = excluded.until
"""
FOR_A_REASON = "members.open_for_reason"
FIRST_IDENTITY = "members.identity"
"""The permission to keep a first identity number of a member whose PIN is not told: who may do both, and set a PIN
against it, could take the member's place."""
Proof = Callable[[Record], Awaitable[bool]]


async def check(connection: Connection, member: UUID, pin: str | None, path: tuple[str, ...] = ("pin",)) -> None:
    """Raises Refused if the member has a PIN and this is not it, or if wrong ones have locked it."""
    kept = await connection.fetchrow(KEPT, member)
    if kept is None or kept["pin_hash"] is None:
        return
    if pin is None:
        raise Refused(ErrorCode.PIN_REQUIRED, "This member has set a PIN. Ask for it.", path)
    wrong = Refused(ErrorCode.PIN_REQUIRED, "The PIN is wrong.", path)
    await _try(connection, member, partial(_is_pin, pin), wrong)


async def open_file(connection: Connection, by: Viewer, member: UUID, pin: str | None, reason: str | None) -> Written:
    """Shows for some minutes what a member wants to be asked for. Raises Refused: no PIN and no reason, a wrong PIN.

    A reason needs a permission of its own.
    """
    if not await connection.fetchval(ASKS, member):
        unchanged()
        return {"member": member}
    if pin is None and reason is not None:
        by.access.check(FOR_A_REASON, ("reason",))
        check_reason(reason)
    else:
        await check(connection, member, pin)
    minutes = (await policy(connection, "PIN"))["openMinutes"]
    await connection.execute(OPEN, member, by.identity, minutes)
    if pin is None:
        await keep(connection, by, DisclosureKind.OPENING, member, reason or "")
    changes = {"against": "PIN"} if pin is not None else {"against": "reason", "reason": reason}
    return await _noted(connection, by, "member.opened", member, changes)


async def set_pin(
    connection: Connection, by: Viewer, member: UUID, pin: str, current: str | None, asks_for_queries: bool | None
) -> Written:
    """A first PIN needs no current one. Raises Refused: not 4 to 12 digits, a missing or wrong current PIN, locked."""
    check_new_pin(pin, ("pin",))
    await _open_file(connection, member)
    await check(connection, member, current, ("currentPin",))
    await connection.execute(SET_PIN, member, await asyncio.to_thread(HASHER.hash, pin), asks_for_queries)
    changes = {} if asks_for_queries is None else {"asksForQueries": asks_for_queries}
    return await _noted(connection, by, "member.pin_set", member, changes)


async def set_identity(
    connection: Connection,
    by: Viewer,
    member: UUID,
    number: str,
    current: str | None,
    secret: str,
    pin: str | None = None,
) -> Written:
    """Keeps a keyed hash of the number. Raises Refused: unusable, another one is kept and not named, a PIN not told."""
    number = check_identity(number, ("identityNumber",))
    await _open_file(connection, member)
    kept = await connection.fetchrow(KEPT, member)
    if kept is not None and kept["identity_hash"] is not None:
        await _check_identity(connection, member, current, secret, ("currentIdentityNumber",))
        proof = "identity number"
    else:
        proof = await _proof_of_first(connection, by, member, kept, pin)
    await connection.execute(SET_IDENTITY, member, identity_hash(secret, member, number))
    return await _noted(connection, by, "member.identity_set", member, {"against": proof})


async def reset_pin(connection: Connection, by: Viewer, member: UUID, number: str, pin: str, secret: str) -> Written:
    """Raises Refused: no identity number is kept, it is another one, locked, not 4 to 12 digits."""
    check_new_pin(pin, ("newPin",))
    await _open_file(connection, member)
    await _check_identity(connection, member, number, secret, ("identityNumber",))
    await connection.execute(SET_PIN, member, await asyncio.to_thread(HASHER.hash, pin), None)
    return await _noted(connection, by, "member.pin_reset", member, {})


async def _proof_of_first(
    connection: Connection, by: Viewer, member: UUID, kept: Record | None, pin: str | None
) -> str:
    """What a first identity number is kept against: the PIN if there is one, or a permission beyond setting PINs."""
    if kept is None or kept["pin_hash"] is None:
        return "nothing"
    if pin is None and by.access.permits(FIRST_IDENTITY):
        return "permission"
    await check(connection, member, pin, ("currentPin",))
    return "PIN"


async def _check_identity(
    connection: Connection, member: UUID, number: str | None, secret: str, path: tuple[str, ...]
) -> None:
    kept = await connection.fetchrow(KEPT, member)
    if kept is None or kept["identity_hash"] is None:
        message = "No identity number of this member is kept, so there is nothing to compare with. Set one first."
        raise Refused(ErrorCode.STATE, message, path)
    if number is None:
        message = "An identity number is kept. Give it to put another in its place."
        raise Refused(ErrorCode.REQUIRED, message, path)
    wrong = Refused(ErrorCode.FORBIDDEN, "This is not the identity number that the member has told us.", path)
    digest = identity_hash(secret, member, check_identity(number, path))
    await _try(connection, member, partial(_is_identity, digest), wrong)


async def _try(connection: Connection, member: UUID, proof: Proof, wrong: Refused) -> None:
    """Tries of one member are made one after the other, each knowing those before, however many come at once."""
    await connection.execute(ALONE, member)
    kept = await connection.fetchrow(KEPT, member)
    limits = await policy(connection, "PIN")
    if kept["is_locked"]:
        await connection.execute(DONE, member)
        raise locked(kept["locked_until"], limits["mostFailures"], wrong.path)
    if not await proof(kept):
        raise Remembered(
            wrong, partial(_count, member=member, most=limits["mostFailures"], minutes=limits["lockedMinutes"])
        )
    if kept["failures"]:
        await connection.execute(FORGIVE, member)
    await connection.execute(DONE, member)


async def _count(connection: Connection, member: UUID, most: int, minutes: int) -> None:
    await connection.execute(COUNT, member, most, minutes)


async def _is_pin(pin: str, kept: Record) -> bool:
    try:
        return await asyncio.to_thread(HASHER.verify, kept["pin_hash"], pin)
    except VerificationError:
        return False


async def _is_identity(digest: bytes, kept: Record) -> bool:
    return compare_digest(kept["identity_hash"], digest)


async def _open_file(connection: Connection, member: UUID) -> None:
    check_standing(await connection.fetchval(OWNER, member))


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, object]) -> Written:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member}
