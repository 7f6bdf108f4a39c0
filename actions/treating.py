"""What counts for a member who is frozen or cancelled, and what waits until somebody decides."""

from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.policies import MAKE, policy, save
from rules.members import MemberStatus, check_active
from rules.policies import DEFAULTS
from rules.refusals import ErrorCode, Refused
from rules.standing import DECIDED, SHIPPED, HeldStatus, Matter, Treatment, treated
from rules.viewer import Viewer

CODE = "STATUS"
KEEP = """
    INSERT INTO held_effect (member_id, matter, order_id, amount, details, status, at, decided_at)
    VALUES ($1, $2, $3, $4, $5::text::jsonb, $6::text, $7::timestamptz,
            CASE WHEN $6::text <> 'HELD' THEN $7::timestamptz END)
"""


async def treatment(connection: Connection, status: str, matter: Matter) -> Treatment:
    """ALLOW for an active member; what the policy says for one who is frozen or cancelled; IGNORE for a closed file."""
    said = {} if status == MemberStatus.ACTIVE else await policy(connection, CODE)
    return treated(said, status, matter)


async def treatments(connection: Connection, status: str) -> dict[Matter, Treatment]:
    """Of every matter, for whoever decides about many at once."""
    said = {} if status == MemberStatus.ACTIVE else await policy(connection, CODE)
    return {matter: treated(said, status, matter) for matter in Matter}


async def check_allowed(
    connection: Connection, status: str, matter: Matter, path: tuple[str, ...] = ("member",)
) -> None:
    """Raises Refused unless the status lets the member do it now; what is held cannot be used either."""
    if await treatment(connection, status, matter) is not Treatment.ALLOW:
        check_active(status, path)


async def allowed(connection: Connection, matter: Matter) -> list[str]:
    """The statuses that let a member do it."""
    said = await policy(connection, CODE)
    others = [status for status in DECIDED if treated(said, status, matter) is Treatment.ALLOW]
    return [MemberStatus.ACTIVE, *others]


async def hold(
    connection: Connection,
    member: UUID,
    matter: Matter,
    treatment: Treatment,
    amount: int,
    at: datetime,
    order: UUID | None = None,
    details: dict[str, Any] | None = None,
) -> None:
    """Keeps what a rule would have given: to be decided on resume (HOLD), or for good (IGNORE), which is dropped.

    EARN_POINTS: points, with `reason`, `source`, `expiresAt` in the details. EARN_GROWTH: growth value, with `reason`,
    `source`. COUNT_SPEND: minor units of an order that does not count for tiers until it is replayed; keep it for every
    order that is recorded while spend is not allowed, whether held or ignored.
    """
    status = HeldStatus.HELD if treatment is Treatment.HOLD else HeldStatus.DROPPED
    kept = dumps(details or {}, default=str)
    await connection.execute(KEEP, member, matter, order, amount, kept, status, at)


async def set_treatment(
    connection: Connection,
    by: Viewer,
    status: str,
    matter: Matter,
    new: Treatment,
    expected: int | None,
    at: datetime,
) -> Written:
    """Changes one cell of the policy. Raises Refused: a status that the policy does not speak of, changed since."""
    if status not in DECIDED:
        message = "The policy speaks of members who are frozen or cancelled, not of one who is {status}."
        raise Refused(ErrorCode.INVALID, message, ("status",), status=MemberStatus(status))
    await connection.execute(MAKE, CODE, dumps(DEFAULTS[CODE]))
    kept = loads(await connection.fetchval("SELECT value::text FROM policy WHERE code = $1 FOR UPDATE", CODE))
    value = {name: SHIPPED[name] | kept.get(name, {}) for name in DECIDED}
    value[status] = value[status] | {matter: new}
    saved = await save(connection, by, CODE, value, expected, at, "statusPolicySave")
    version = await connection.fetchval("SELECT version FROM policy WHERE code = $1", CODE)
    return {"version": version, "changeSet": saved["changeSet"]}
