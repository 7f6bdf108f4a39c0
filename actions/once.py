"""At most once: a key names an effect for ever, and a retry is answered from the first one."""

from collections.abc import Awaitable, Callable
from hashlib import sha256
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from rules.refusals import ErrorCode, Refused

Written = dict[str, Any]
"""What the answer speaks of, by the field of the payload: keys of rows, and plain values that are no text."""

LONGEST_KEY = 100
CLAIM = """
    INSERT INTO idempotency_key (actor, operation, key, input_hash) VALUES ($1, $2, $3, $4)
    ON CONFLICT (actor, operation, key) DO NOTHING RETURNING id
"""
KNOWN = "SELECT input_hash, written::text FROM idempotency_key WHERE (actor, operation, key) = ($1, $2, $3)"
KEEP = "UPDATE idempotency_key SET written = $2::text::jsonb WHERE id = $1"


async def once(
    connection: Connection,
    actor: str,
    operation: str,
    key: str | None,
    given: dict[str, Any],
    effect: Callable[[], Awaitable[Written]],
) -> Written:
    """Runs the effect, unless this actor already had it under this key; then gives what the first time wrote.

    The key is claimed in the caller's transaction: two at once wait for each other, and a refused or failed effect
    leaves the key free. Without a key the effect just runs. Raises Refused if the key was used with another input.
    """
    if key is None:
        return await effect()
    if not 1 <= len(key) <= LONGEST_KEY:
        message = "An idempotency key has 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("idempotencyKey",), most=LONGEST_KEY)
    digest = sha256(dumps(given, sort_keys=True, default=str).encode()).digest()
    claim = await connection.fetchval(CLAIM, actor, operation, key, digest)
    if claim is None:
        return _answered(await connection.fetchrow(KNOWN, actor, operation, key), digest)
    written = await effect()
    await connection.execute(KEEP, claim, dumps(written, default=str))
    return written


def _answered(known: Any, digest: bytes) -> Written:
    if known["input_hash"] != digest:
        raise Refused(
            ErrorCode.IDEMPOTENCY_MISMATCH,
            "This idempotency key was used before with another input. Send a new key for a new effect.",
            ("idempotencyKey",),
        )
    kept = loads(known["written"]).items()
    return {name: UUID(value) if isinstance(value, str) else value for name, value in kept}
