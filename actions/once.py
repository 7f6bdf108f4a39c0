"""At most once: a key names an effect for ever, and a retry is answered from the first one."""

from dataclasses import dataclass
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
    INSERT INTO idempotency_key (actor, operation, key, input_hash) VALUES ({}, {}, {}, {})
    ON CONFLICT (actor, operation, key) DO NOTHING RETURNING id
"""
"""With parameters of the statement that it rides in. No row if this actor had the effect before."""
KEEP = "UPDATE idempotency_key SET written = {} WHERE id = {}"
KNOWN = "SELECT input_hash, written::text FROM idempotency_key WHERE (actor, operation, key) = ($1, $2, $3)"


@dataclass(frozen=True, slots=True)
class Claim:
    """What an effect is known by: who wants which operation under which key, and a digest of its input."""

    actor: str
    operation: str
    key: str
    digest: bytes


def claim(actor: str, operation: str, key: str, given: dict[str, Any]) -> Claim:
    """Raises Refused if the key is empty or too long.

    It is claimed in the transaction of the effect: two at once wait for each other, and a refused or failed effect
    leaves the key free.
    """
    if not 1 <= len(key) <= LONGEST_KEY:
        message = "An idempotency key has 1 to {most} characters."
        raise Refused(ErrorCode.INVALID, message, ("idempotencyKey",), most=LONGEST_KEY)
    return Claim(actor, operation, key, sha256(dumps(given, sort_keys=True, default=str).encode()).digest())


def kept(written: Written) -> str:
    """As it is kept beside the key, JSON."""
    return dumps(written, default=str)


async def known(connection: Connection, claim: Claim) -> Written:
    """What the first time wrote. Raises Refused if the key was used with another input."""
    found = await connection.fetchrow(KNOWN, claim.actor, claim.operation, claim.key)
    return _answered(found, claim.digest)


def _answered(known: Any, digest: bytes) -> Written:
    if known["input_hash"] != digest:
        raise Refused(
            ErrorCode.IDEMPOTENCY_MISMATCH,
            "This idempotency key was used before with another input. Send a new key for a new effect.",
            ("idempotencyKey",),
        )
    kept = loads(known["written"]).items()
    return {name: UUID(value) if isinstance(value, str) else value for name, value in kept}
