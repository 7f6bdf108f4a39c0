"""Shows a masked field of a member for a minute, and keeps who saw what of whom, when and why."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.policies import policy
from actions.recording import record
from rules.disclosures import SECONDS, DisclosureKind, check_why, ticket_in
from rules.members import MemberStatus
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('reveal ' || $1::text, 0))"
"Counting and showing of one viewer is one step, however many come at once."
LATELY = """
    SELECT count(*) FROM disclosure
    WHERE viewer = $1 AND kind = 'REVEAL' AND at > clock_timestamp() - interval '1 hour'
"""
STATUS = "SELECT status FROM member WHERE id = $1"
OF_MEMBER = {
    "Member": "SELECT id FROM member WHERE id = $1 AND id = $2",
    "MemberAddress": "SELECT id FROM member_address WHERE id = $1 AND member_id = $2",
    "MemberCard": "SELECT id FROM member_card WHERE id = $1 AND member_id = $2",
}
TICKET = "SELECT id, member_id FROM ticket WHERE upper(number) = $1"
KEEP = f"""
    INSERT INTO disclosure
        (kind, member_id, viewer, actor, roles, staff_id, session_id, type_name, row_key, field, ticket_id, reason,
         at, until)
    SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, now.at,
           CASE WHEN $13 THEN now.at + interval '{SECONDS} seconds' END
    FROM (SELECT clock_timestamp() AS at) now RETURNING until
"""


LOOKED = """
    INSERT INTO disclosure
        (kind, member_id, viewer, actor, roles, staff_id, session_id, type_name, reason, at, until)
    SELECT $1::text, seen.id, $3::text, $4, $5, $6, $7::uuid, 'Member', $8, clock_timestamp(), $10
    FROM unnest($2::uuid[]) seen (id)
    WHERE NOT EXISTS (SELECT FROM disclosure d WHERE d.member_id = seen.id AND d.at >= $9 AND d.kind = $1::text
                      AND d.viewer = $3::text AND d.session_id IS NOT DISTINCT FROM $7::uuid)
"""


@dataclass(frozen=True, slots=True)
class Masked:
    """One field of one row of a member's file."""

    type_name: str
    key: UUID
    field: str

    @property
    def name(self) -> str:
        return f"{self.type_name}.{self.field}"


async def reveal(connection: Connection, by: Viewer, member: UUID, masked: Masked, reason: str) -> Written:
    """Raises Refused: no reason, a ticket of nobody or of another member, a row of another, too many in an hour."""
    said = check_why(reason)
    status = await connection.fetchval(STATUS, member)
    if status == MemberStatus.ERASED:
        raise Refused(ErrorCode.STATE, "The person's data was removed; there is nothing to show.", ("id",))
    if await connection.fetchval(OF_MEMBER[masked.type_name], masked.key, member) is None:
        raise Refused(ErrorCode.INVALID, "This {kind} is of another member.", ("id",), kind=masked.type_name)
    ticket = await _ticket(connection, member, said)
    await _check_limit(connection, by)
    until = await keep(connection, by, DisclosureKind.REVEAL, member, said, masked, ticket)
    changes = {"field": masked.name, "reason": said, "until": until}
    await record(connection, by.name, "member.revealed", "Member", member, changes, by.staff_id and UUID(by.staff_id))
    return {"member": member, "revealed": [masked.name, masked.key, until]}


async def keep(
    connection: Connection,
    by: Viewer,
    kind: DisclosureKind,
    member: UUID,
    reason: str = "",
    masked: Masked | None = None,
    ticket: UUID | None = None,
) -> datetime | None:
    """Adds a line to the member's own report. Returns until when a reveal lasts."""
    row = (masked.type_name, masked.key, masked.field) if masked else (None, None, None)
    return await connection.fetchval(
        KEEP, kind, member, by.identity, by.name, ", ".join(by.roles)[:300], _uuid(by.staff_id), _uuid(by.session_id),
        *row, ticket, reason[:500], masked is not None,
    )  # fmt: skip


async def looked(
    connection: Connection,
    by: Viewer,
    kind: DisclosureKind,
    members: list[UUID],
    reason: str,
    since: datetime,
    until: datetime | None = None,
) -> None:
    """Tells members in their own report that they were looked at, each once since then."""
    actor, staff = (by.acting.name, by.acting.staff_id) if by.acting else (by.name, by.staff_id)
    await connection.execute(
        LOOKED, kind, members, by.identity, actor, ", ".join(by.roles)[:300], _uuid(staff), _uuid(by.session_id),
        reason[:500], since, until,
    )  # fmt: skip


async def _ticket(connection: Connection, member: UUID, reason: str) -> UUID | None:
    number = ticket_in(reason)
    if number is None:
        return None
    found = await connection.fetchrow(TICKET, number)
    if found is None or found["member_id"] != member:
        message = "There is no ticket {number} of this member. Give the number of one, or say why in other words."
        raise Refused(ErrorCode.NOT_FOUND, message, ("reason",), number=number)
    return found["id"]


async def _check_limit(connection: Connection, by: Viewer) -> None:
    await connection.execute(ALONE, by.identity)
    most = (await policy(connection, "REVEALS"))["mostPerHour"]
    if await connection.fetchval(LATELY, by.identity) >= most:
        message = "You have revealed {most} fields within an hour, which is the most. Wait, or ask a supervisor."
        raise Refused(ErrorCode.LIMIT_REACHED, message, ("field",), Detail(str(most)), most=most)


def _uuid(text: Any) -> UUID | None:
    return UUID(text) if text else None
