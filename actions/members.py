"""Verbs of a member's file: register somebody, edit what is known of a member."""

from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record, UniqueViolationError

from actions.changes import keep
from actions.enrolling import Joined, enroll
from actions.joining import Entrance, admit
from actions.naming import SOURCE, STORE, TIER, duplicate, named
from actions.once import Written
from actions.recording import record, unchanged
from actions.restoring import restoring
from rules.members import check_standing
from rules.personal import TELLING, check_anonymous, check_facts, masked, told
from rules.refusals import check_version
from rules.viewer import Viewer

FOUND = """
    SELECT id, member_no, status, version, name, latin_name, phone, email, birthday, gender, is_anonymous,
           home_store_id, source_id, external_reference, custom::text
    FROM member WHERE id = $1 FOR NO KEY UPDATE
"""
TAKES_TIER = "members.tier"
"The permission to choose the tier; without it a new member starts where the rules say."


async def register(
    connection: Connection,
    by: Viewer,
    given: dict[str, Any],
    entrance: Entrance,
    referrer: UUID | None,
    at: datetime,
    zone: ZoneInfo,
) -> Written:
    """Raises Refused: nothing to be known by, an unusable value, a duplicate, an unknown code, a used card."""
    is_anonymous = bool(given.get("isAnonymous"))
    customer = await admit(connection, entrance, given)
    check_anonymous(given, is_anonymous)
    file = told(given, at.date()) | {
        "is_anonymous": is_anonymous,
        "source_id": await named(connection, SOURCE, given.get("sourceCode"), ("input", "sourceCode")),
        "home_store_id": await named(connection, STORE, given.get("homeStoreCode"), ("input", "homeStoreCode")),
        "referrer_id": referrer,
        "custom": check_facts(given.get("custom")),
    }
    floor = await _floor(connection, by, given.get("tierCode"))
    joined = Joined(
        entrance.way(is_anonymous, referrer is not None), by.name, at, card=entrance.card,
        fee=entrance.fee, activity=entrance.activity, charter_version=entrance.charter_version,
    )  # fmt: skip
    try:
        async with connection.transaction():
            member, number = await enroll(connection, file, joined, zone, floor=floor)
    except UniqueViolationError as violation:
        raise await duplicate(connection, by, violation, file) from None
    await customer.joined(connection, member, number)
    said = {name: [None, masked(name, value)] for name, value in file.items() if value}
    changes = said | {"memberNo": number, "way": joined.way, "tierFloor": floor}
    await _noted(connection, by, "member.registered", member, changes)
    return {"member": member}


async def update(
    connection: Connection, by: Viewer, member: UUID, given: dict[str, Any], expected: int | None, at: datetime
) -> Written:
    """What is not given stays; null empties it. Without a difference nothing is written. Raises Refused."""
    found: Record = await connection.fetchrow(FOUND, member)
    check_standing(found["status"])
    check_version(found["version"], expected)
    before = dict(found) | {"custom": loads(found["custom"])}
    after = await _edited(connection, given, before, at)
    changed = {column: value for column, value in after.items() if value != before[column]}
    if not changed:
        unchanged()
        return {"member": member}
    try:
        async with connection.transaction():
            version = await _write(connection, member, changed)
    except UniqueViolationError as violation:
        raise await duplicate(connection, by, violation, changed) from None
    old = {column: before[column] for column in changed}
    said = {column: [masked(column, old[column]), masked(column, value)] for column, value in changed.items()}
    await _noted(connection, by, "member.updated", member, said)
    summary = f"{found['member_no']}: {', '.join(sorted(changed))}"
    change = await keep(connection, by, "memberUpdate", summary, [restoring("Member", member, old, version)], at)
    return {"member": member, "changeSet": change}


async def _floor(connection: Connection, by: Viewer, code: str | None) -> UUID | None:
    if code is not None:
        by.access.check(TAKES_TIER, ("input", "tierCode"))
    return await named(connection, TIER, code, ("input", "tierCode"))


async def _edited(
    connection: Connection, given: dict[str, Any], before: dict[str, Any], at: datetime
) -> dict[str, Any]:
    """The columns that were given, with their new values. Who tells something is not anonymous any more."""
    after = told(given, at.date())
    if "homeStoreCode" in given:
        after["home_store_id"] = await named(connection, STORE, given["homeStoreCode"], ("input", "homeStoreCode"))
    if "sourceCode" in given:
        after["source_id"] = await named(connection, SOURCE, given["sourceCode"], ("input", "sourceCode"))
    if "custom" in given:
        merged = before["custom"] | check_facts(given["custom"])
        after["custom"] = {key: value for key, value in merged.items() if value is not None}
    if before["is_anonymous"] and any(given.get(name) for name in TELLING):
        after["is_anonymous"] = False
    return after


async def _write(connection: Connection, member: UUID, changed: dict[str, Any]) -> int:
    """Only our own names of columns become part of the statement. Returns the new version."""
    columns = ", ".join(f"{name} = given.{name}" for name in changed)
    return await connection.fetchval(
        f"UPDATE member SET {columns}, version = member.version + 1, updated_at = now()"
        " FROM jsonb_populate_record(NULL::member, $2::text::jsonb) given WHERE member.id = $1"
        " RETURNING member.version",
        member,
        dumps(changed, default=str),
    )


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, changes: dict[str, Any]) -> None:
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
