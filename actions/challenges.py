"""Codes that are mailed to prove an address: asked for alike by known and unknown, good once, for some minutes."""

from dataclasses import dataclass, field
from datetime import datetime
from hmac import compare_digest
from json import dumps, loads
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Connection, Record

from actions import attempts
from actions.devices import Door
from actions.mail import Post
from actions.recording import record
from rules.logins import (
    CODE_LASTS,
    ChallengePurpose,
    code_hash,
    new_code,
    of_challenge,
    of_mails,
    of_place,
    wrong_code,
)  # fmt: skip
from rules.refusals import ErrorCode, Refused
from rules.secrecy import seal, unseal

MAKE = """
    INSERT INTO member_challenge (id, purpose, member_id, code_hash, sealed, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
END_OTHERS = """
    UPDATE member_challenge SET used_at = $3 WHERE member_id = $1 AND purpose = $2 AND used_at IS NULL
"""
FOUND = """
    SELECT id, purpose, member_id, code_hash, sealed, expires_at, used_at FROM member_challenge WHERE id = $1 FOR UPDATE
"""
USE = "UPDATE member_challenge SET used_at = $2, sealed = NULL WHERE id = $1"
FORGET = "DELETE FROM member_challenge WHERE expires_at < $1"
NOBODY = "nobody@invalid"
"Written for who is not known, so that it takes as long; such a mail is useless at once and never sent."


@dataclass(frozen=True, slots=True)
class Letter:
    """What is mailed beside the code; `to` is None if nobody is to get it."""

    kind: str
    to: str | None
    locale: str = ""
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """The handle that goes with the code."""

    challenge: UUID
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Proven:
    """Whose address was proven, and what was kept to be done then."""

    member: UUID | None
    kept: dict[str, Any]


async def ask(
    connection: Connection,
    actor: str,
    post: Post,
    door: Door,
    purpose: ChallengePurpose,
    asked: str,
    letter: Letter,
    at: datetime,
    member: UUID | None = None,
    kept: dict[str, Any] | None = None,
) -> Asked:
    """Mails a code. `asked` is what was typed, which is counted. With neither member nor `kept`, no code is right.

    Raises Refused: mail is not set up, too many were asked for; never whether anybody is known.
    """
    if not post.is_set_up:
        raise Refused(ErrorCode.STATE, "No mails can be sent from here yet. Ask the staff to help you.", ())
    await attempts.begin(connection, of_mails(asked, door.client or "", door.address), at, ("input",))
    challenge, code, ends = uuid4(), new_code(), at + CODE_LASTS
    sealed = seal(door.secret, f"challenge {challenge}", dumps(kept or {}, default=str))
    digest = code_hash(door.secret, challenge, code)
    await connection.execute(END_OTHERS, member, purpose, at)
    await connection.execute(MAKE, challenge, purpose, member, digest, sealed, at, ends)
    useless = at if letter.to is None else ends
    values = letter.values | {"until": ends}
    await post.send(
        connection, letter.kind, letter.to or NOBODY, letter.locale, at, values=values, secrets={"code": code},
        useless_at=useless,
    )  # fmt: skip
    await record(connection, actor, "member.code_asked", "Member", member, {"purpose": purpose})
    return Asked(challenge, ends)


async def prove(
    connection: Connection, door: Door, purpose: ChallengePurpose, challenge: str, code: str, at: datetime
) -> Proven:
    """Uses a code up. Every wrong one counts, however many come in one request. Raises Refused."""
    key = _key(challenge)
    row: Record | None = None if key is None else await connection.fetchrow(FOUND, key)
    given = code_hash(door.secret, key or uuid4(), code)
    sealed = row and row["sealed"]
    kept = loads(unseal(door.secret, f"challenge {key}", sealed)) if sealed else {}

    async def is_right() -> bool:
        is_live = row is not None and row["used_at"] is None and row["expires_at"] > at and row["purpose"] == purpose
        is_someone = row is not None and (row["member_id"] is not None or bool(kept))
        return compare_digest(given, row["code_hash"] if row else given) and is_live and is_someone

    counted = [of_challenge(str(key or "nothing"))] if key else []
    place = [of_place(door.client or "", door.address)]
    await attempts.tried(connection, counted, at, is_right, wrong_code(("input", "code")), place)
    await connection.execute(USE, key, at)
    return Proven(row["member_id"], kept)


async def forget(connection: Connection, at: datetime) -> None:
    """What is too old to be of use."""
    await connection.execute(FORGET, at)


def _key(challenge: str) -> UUID | None:
    try:
        return UUID(challenge)
    except ValueError:
        return None
