"""Requests: made for a call that waits, then approved, rejected, withdrawn or expired, each exactly once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import once
from actions.approvals import policies
from actions.once import Written
from actions.recording import record, unchanged
from actions.remembering import Remembered
from models.access import BY_STAFF
from rules.approvals import ApprovalStatus, Policy, check_note, check_pending
from rules.callers import viewer_of
from rules.refusals import ErrorCode, Outrun, Refused
from rules.viewer import Viewer

KEPT = "approvalRequest"
"Under this name a caller's key remembers the request that its call became."
ADD = """
    INSERT INTO approval_request (policy_id, operation, summary, reason, measured, input, digest, touches, preview,
        idempotency_id, requested_by_id, created_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7, $8::text::jsonb, $9::text::jsonb, $10, $11, $12, $13)
    ON CONFLICT (requested_by_id, operation, digest) WHERE status = 'PENDING' AND idempotency_id IS NULL DO NOTHING
    RETURNING id
"""
WAITING = """
    SELECT id FROM approval_request WHERE (requested_by_id, operation, digest, status) = ($1, $2, $3, 'PENDING')
        AND idempotency_id IS NULL
"""
OVER = """
    SELECT id FROM approval_request WHERE status = 'PENDING' AND expires_at <= $1 ORDER BY id FOR UPDATE SKIP LOCKED
"""
FOUND = """
    SELECT request.id, request.policy_id, request.operation, request.status, request.input::text, request.touches::text,
        request.idempotency_id, request.requested_by_id, request.expires_at, asker.name AS requester,
        lower(asker.email) AS email, decider.name AS decider
    FROM approval_request request JOIN staff asker ON asker.id = request.requested_by_id
    LEFT JOIN staff decider ON decider.id = request.decided_by_id
    WHERE request.id = $1 FOR UPDATE OF request
"""
DECIDE = """
    UPDATE approval_request SET status = $2, decided_by_id = $3, note = coalesce($4, ''), decided_at = $5 WHERE id = $1
"""
FAILED = "UPDATE approval_request SET failure = $2, failed_at = $3 WHERE id = $1 AND status = 'PENDING'"
EXPIRE = "SELECT FROM approval_request WHERE id = $1 AND status = 'PENDING' AND expires_at <= $2 FOR UPDATE"
ANSWER = "UPDATE idempotency_key SET written = $2::text::jsonb WHERE id = $1"
SAME_PERSON = "SELECT lower(email) FROM staff WHERE id = $1"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request is made of. `input` are the arguments as they were sent, as JSON."""

    policy: Policy
    operation: str
    summary: str
    reason: str
    measured: int | None
    input: Mapping[str, Any]
    digest: bytes
    touches: Sequence[Mapping[str, Any]]
    preview: Sequence[Mapping[str, Any]]


async def ask(connection: Connection, by: Viewer, asked: Asked, key: UUID | None, at: datetime) -> UUID:
    """The request, new or (for a call without a key that waits already) the one that is there. `key` is the row of the
    caller's key."""
    if key is None:
        await expire(connection, at)
    policy, staff = asked.policy, UUID(by.staff_id or "")
    parts = (dumps(part, default=str) for part in (asked.input, asked.touches, asked.preview))
    told, touches, preview = parts
    made = await connection.fetchval(
        ADD, policy.id, asked.operation, asked.summary, asked.reason, asked.measured, told, asked.digest, touches,
        preview, key, staff, at, policy.ends(at),
    )  # fmt: skip
    if made is None:
        unchanged()
        return await connection.fetchval(WAITING, staff, asked.operation, asked.digest)
    if key is not None:
        await connection.execute(ANSWER, key, once.kept({KEPT: made}))
    changes = {"operation": asked.operation, "policy": policy.code, "summary": asked.summary}
    await record(connection, by.name, "approval.requested", "ApprovalRequest", made, changes, staff)
    return made


async def waiting(connection: Connection, key: UUID) -> Refused:
    """What the one who asked is told."""
    match await connection.fetchval("SELECT status FROM approval_request WHERE id = $1", key):
        case ApprovalStatus.REJECTED:
            message = "This was rejected, and nothing was changed. The request says why."
        case ApprovalStatus.EXPIRED:
            message = "Nobody decided in time, and nothing was changed. Ask again."
        case ApprovalStatus.WITHDRAWN:
            message = "This was withdrawn, and nothing was changed."
        case _:
            message = "Another person has to approve this. It was sent for approval; nothing was changed yet."
    return Refused(ErrorCode.APPROVAL_REQUIRED, message)


async def found(connection: Connection, key: UUID) -> Record:
    """Held until the end, so that only one decides."""
    return await connection.fetchrow(FOUND, key)


async def check_open(connection: Connection, request: Record, at: datetime) -> None:
    """Raises Refused if it was decided, or its time is over: then it is closed for good."""
    check_pending(request["status"], request["decider"])
    if request["expires_at"] <= at:
        late = Refused(ErrorCode.EXPIRED, "This request has expired. Ask for a new one.", ("id",))

        async def close(connection: Connection) -> None:
            if await connection.fetchrow(EXPIRE, request["id"], at) is not None:
                await _expired(connection, request["id"], at)

        raise Remembered(late, close)


async def check_another(connection: Connection, request: Record, by: Viewer) -> None:
    """Raises Refused unless `by` is a person, and not the one who asked: also not by another account."""
    if by.kind != "STAFF" or by.staff_id is None:
        raise Refused(ErrorCode.FORBIDDEN, "Only a person who works here can decide.", ("id",))
    email = await connection.fetchval(SAME_PERSON, UUID(by.staff_id))
    if UUID(by.staff_id) == request["requested_by_id"] or (email is not None and email == request["email"]):
        message = "You asked for this yourself. Let somebody else decide."
        raise Refused(ErrorCode.FORBIDDEN, message, ("id",))


async def requester(connection: Connection, request: Record) -> Viewer:
    """Who asked, with today's rights. Raises Refused if the account was closed."""
    told = await connection.fetchval(BY_STAFF, request["requested_by_id"])
    if told is None:
        message = "{name} does not work here any more, so nothing can be done in that name. Reject the request."
        raise Refused(ErrorCode.FORBIDDEN, message, ("id",), name=request["requester"])
    return viewer_of(loads(told))


async def approved(
    connection: Connection, by: Viewer, request: Record, written: Written, note: str | None, at: datetime
) -> Written:
    """Closes a request whose call has just had its effect, and makes that the answer of the caller's key."""
    if request["idempotency_id"] is not None:
        await connection.execute(ANSWER, request["idempotency_id"], once.kept(written))
    await _decided(connection, by, request, ApprovalStatus.APPROVED, note, at)
    return {"request": request["id"], "changeSet": written.get("changeSet")}


async def reject(connection: Connection, by: Viewer, key: UUID, note: str, at: datetime) -> Written:
    """Raises Refused: decided before, expired, one's own, not for the policy's deciders, no note."""
    check_note(note)
    request = await found(connection, key)
    await check_open(connection, request, at)
    await check_another(connection, request, by)
    (await policies.named(connection, request["policy_id"])).check_decider(by.access, by.roles)
    await _decided(connection, by, request, ApprovalStatus.REJECTED, note, at)
    return {"request": key}


async def withdraw(connection: Connection, by: Viewer, key: UUID, at: datetime) -> Written:
    """By the one who asked. Raises Refused: decided before, expired, somebody else's."""
    request = await found(connection, key)
    await check_open(connection, request, at)
    if by.staff_id is None or UUID(by.staff_id) != request["requested_by_id"]:
        message = "Only {name}, who asked for this, can withdraw it."
        raise Refused(ErrorCode.FORBIDDEN, message, ("id",), name=request["requester"])
    await connection.execute(DECIDE, key, ApprovalStatus.WITHDRAWN, None, None, at)
    changes = {"status": [ApprovalStatus.PENDING, ApprovalStatus.WITHDRAWN], "operation": request["operation"]}
    await record(connection, by.name, "approval.withdrawn", "ApprovalRequest", key, changes, UUID(by.staff_id))
    return {"request": key}


async def expire(connection: Connection, at: datetime) -> int:
    """Closes every request whose time is over. Returns how many."""
    over = await connection.fetch(OVER, at)
    for row in over:
        await _expired(connection, row["id"], at)
    return len(over)


def failing(refused: Refused, request: Record, at: datetime) -> Refused:
    """What the verb itself refuses now, told to the approver; the request stays open and remembers it."""
    if isinstance(refused, Outrun):
        return refused

    async def note(connection: Connection) -> None:
        await connection.execute(FAILED, request["id"], refused.message, at)

    return Remembered(Refused.because(refused, ("id",), refused.detail), note)


async def _decided(
    connection: Connection, by: Viewer, request: Record, status: ApprovalStatus, note: str | None, at: datetime
) -> None:
    staff = UUID(by.staff_id or "")
    await connection.execute(DECIDE, request["id"], status, staff, note, at)
    changes = {
        "status": [ApprovalStatus.PENDING, status], "operation": request["operation"],
        "requestedBy": request["requester"], "decidedBy": by.name, "note": note,
    }  # fmt: skip
    what = f"approval.{status.lower()}"
    await record(connection, by.name, what, "ApprovalRequest", request["id"], changes, staff)


async def _expired(connection: Connection, key: UUID, at: datetime) -> None:
    await connection.execute(DECIDE, key, ApprovalStatus.EXPIRED, None, None, at)
    changes = {"status": [ApprovalStatus.PENDING, ApprovalStatus.EXPIRED]}
    await record(connection, "timetable", "approval.expired", "ApprovalRequest", key, changes)
