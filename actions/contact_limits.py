"""Verbs of contact limits and opt-outs."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import saving
from actions.once import Written
from actions.recording import record, unchanged
from rules.contacting import ALL, ContactChannel, check_limit
from rules.members import check_reason, check_standing
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KIND = saving.Kind(
    "contact_limit",
    "ContactLimit",
    "contact_limit.saved",
    "contactLimitSave",
    {
        "channel": None, "tiers": [], "per_day": None, "per_week": None, "per_month": None, "quiet_from": None,
        "quiet_until": None, "is_active": True,
    },
)  # fmt: skip
SHIP = """
    INSERT INTO contact_limit (code, name, channel, tiers, per_day, per_week, per_month, quiet_from, quiet_until)
    VALUES ($1, $2, $3, '{}', $4, $5, $6, $7, $8) ON CONFLICT (code) DO NOTHING
"""
SHIPPED = (
    ("all", "All channels together", None, 1, 3, 8, "21:00", "09:00"),
    ("calls", "Calls", "CALL", 1, 1, 3, None, None),
    ("messages", "Text messages", "SMS", 1, 1, 4, None, None),
)
"Code, name, channel; how many a day, a week, a month; quiet hours."
TIER = "SELECT unnest($1::text[]) EXCEPT SELECT code FROM tier LIMIT 1"
REFUSE = """
    INSERT INTO contact_refusal (member_id, channel, reason, actor, at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (member_id, channel) DO NOTHING RETURNING id
"""
ALLOW = "DELETE FROM contact_refusal WHERE member_id = $1 AND channel = ANY($2) RETURNING id"


async def ship(connection: Connection) -> None:
    """Adds the shipped limits that are not there yet; edited ones are left alone."""
    for said in SHIPPED:
        await connection.execute(SHIP, *said)


async def save(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: datetime
) -> Written:
    """`given` are columns. Raises Refused by `check_limit`, for an unknown tier, and if it was changed since."""
    kept = await saving.before(connection, KIND, given["code"])
    wanted = saving.merged(KIND, kept, given)
    check_limit(wanted)
    await check_tiers(connection, wanted["tiers"])
    saved = await saving.save(connection, by, KIND, kept, wanted, expected)
    return {"limit": saved.key, "changeSet": await saving.keep(connection, by, KIND, given["code"], saved.steps, at)}


async def check_tiers(connection: Connection, tiers: list[str]) -> None:
    unknown = await connection.fetchval(TIER, tiers)
    if unknown is not None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no '{code}'.", ("input", "tiers"), code=unknown)


async def refuse(
    connection: Connection, by: Viewer, member: UUID, channel: ContactChannel | None, reason: str, at: datetime
) -> Written:
    """The member is not contacted any more over the channel, or over any; again changes nothing."""
    check_reason(reason)
    check_standing(await connection.fetchval("SELECT status FROM member WHERE id = $1 FOR SHARE", member), ("member",))
    if await note_refusal(connection, member, channel, reason, by.name, at) is None:
        unchanged()
    else:
        told = {"channel": channel or ALL}
        await record(connection, by.name, "contact.refused", "Member", member, told, _staff(by))
    return {"member": member}


async def note_refusal(
    connection: Connection, member: UUID, channel: ContactChannel | None, reason: str, actor: str, at: datetime
) -> UUID | None:
    """None if it was known."""
    return await connection.fetchval(REFUSE, member, channel or ALL, reason, actor, at)


async def allow(connection: Connection, by: Viewer, member: UUID, channel: ContactChannel | None) -> Written:
    """The member may be contacted again over the channel, or over all."""
    channels = [channel] if channel else [ALL, *ContactChannel]
    if await connection.fetch(ALLOW, member, channels):
        told = {"channel": channel or ALL}
        await record(connection, by.name, "contact.allowed", "Member", member, told, _staff(by))
    else:
        unchanged()
    return {"member": member}


def _staff(by: Viewer) -> UUID | None:
    return UUID(by.staff_id) if by.staff_id else None
