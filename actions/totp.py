"""Sign-in codes of staff: set up, proven, replaced, switched off."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import attempts, passwords
from actions.mail import Post
from actions.once import Written
from actions.recording import record
from actions.sessions import HASHER, end_sessions
from rules import totp
from rules.attempts import BY_ACCOUNT, Counted
from rules.refusals import ErrorCode, Refused
from rules.secrecy import seal, unseal
from rules.viewer import Viewer

PURPOSE = "sign-in codes"
STATE = """
    SELECT EXISTS (SELECT FROM staff_totp WHERE staff_id = $1 AND confirmed_at IS NOT NULL) AS is_on,
           EXISTS (SELECT FROM staff_role held JOIN role ON role.id = held.role_id
                   WHERE held.staff_id = $1 AND role.requires_totp) AS is_required,
           (SELECT count(*) FROM staff_recovery_code WHERE staff_id = $1 AND used_at IS NULL) AS codes_left
"""
KEPT = "SELECT sealed, last_step, confirmed_at FROM staff_totp WHERE staff_id = $1"
BEGIN = """
    INSERT INTO staff_totp (staff_id, sealed, created_at) VALUES ($1, $2, $3)
    ON CONFLICT (staff_id) DO UPDATE SET sealed = excluded.sealed, created_at = $3, last_step = 0
    WHERE staff_totp.confirmed_at IS NULL RETURNING staff_id
"""
CONFIRM = """
    UPDATE staff_totp SET confirmed_at = $2, last_step = $3
    WHERE staff_id = $1 AND confirmed_at IS NULL RETURNING staff_id
"""
USE_STEP = "UPDATE staff_totp SET last_step = $2 WHERE staff_id = $1 AND last_step < $2 RETURNING staff_id"
"Of two that bring the same code at once one waits for the other, and is refused."
PAPER = "SELECT code_hash FROM staff_recovery_code WHERE staff_id = $1 AND place = $2 AND used_at IS NULL"
USE_PAPER = """
    UPDATE staff_recovery_code SET used_at = $3 WHERE staff_id = $1 AND place = $2 AND used_at IS NULL RETURNING id
"""
CLEAR_PAPER = "DELETE FROM staff_recovery_code WHERE staff_id = $1"
ADD_PAPER = "INSERT INTO staff_recovery_code (staff_id, place, code_hash) VALUES ($1, $2, $3)"
OFF = "DELETE FROM staff_totp WHERE staff_id = $1 RETURNING confirmed_at"
PERSON = "SELECT id, username, name, email, locale FROM staff WHERE id = $1 FOR UPDATE"
ROLE = "UPDATE role SET requires_totp = $2 WHERE id = $1 AND requires_totp <> $2 RETURNING code"


async def state(connection: Connection, staff: UUID) -> Record:
    """is_on, is_required (by a role), codes_left."""
    return await connection.fetchrow(STATE, staff)


async def begin(connection: Connection, staff: UUID, at: datetime, secret: str) -> str:
    """A fresh secret to confirm; one that was not confirmed is replaced. Raises Refused if codes are on."""
    fresh = totp.new_secret()
    if await connection.fetchval(BEGIN, staff, seal(secret, f"{PURPOSE} {staff}", fresh), at) is None:
        raise _is_on()
    return fresh


async def waiting(connection: Connection, staff: UUID, secret: str) -> str | None:
    """The secret that is still to be confirmed."""
    kept = await connection.fetchrow(KEPT, staff)
    return _opened(secret, staff, kept) if kept and kept["confirmed_at"] is None else None


async def confirm(connection: Connection, staff: UUID, code: str, at: datetime, secret: str, post: Post) -> list[str]:
    """Switches codes on; the recovery codes are told only here. Raises Refused: a wrong code (counted), not begun."""
    kept = await connection.fetchrow(KEPT, staff)
    if kept is None or kept["confirmed_at"] is not None:
        raise _is_on()
    step = totp.step_of(_opened(secret, staff, kept), code, at)

    async def is_right() -> bool:
        return step is not None

    await attempts.tried(connection, counted(staff), at, is_right, totp.wrong())
    if await connection.fetchval(CONFIRM, staff, at, step) is None:
        raise _is_on()
    codes = await _new_paper(connection, staff)
    person = await _noted(connection, staff, "staff.totp_on", {})
    await passwords.tell(connection, post, person, "totp_on", at)
    return codes


async def prove(connection: Connection, staff: UUID, code: str, at: datetime, secret: str) -> str:
    """Uses up a code of the device or of the paper, says which. Raises Refused: wrong or used before (counted)."""
    found = ""

    async def is_right() -> bool:
        nonlocal found
        found = await _used(connection, staff, code, at, secret)
        return bool(found)

    await attempts.tried(connection, counted(staff), at, is_right, totp.wrong())
    return found


async def new_paper(connection: Connection, staff: UUID) -> list[str]:
    """Other recovery codes; those before are worth nothing. Raises Refused if codes are off."""
    if not (await state(connection, staff))["is_on"]:
        raise Refused(ErrorCode.STATE, "Sign-in codes are off. Switch them on first.", ())
    codes = await _new_paper(connection, staff)
    await _noted(connection, staff, "staff.recovery_codes_made", {})
    return codes


async def switch_off(connection: Connection, staff: UUID, at: datetime, post: Post) -> None:
    """By the person, who has just given a code. Raises Refused if a role of the person wants them."""
    if (await state(connection, staff))["is_required"]:
        message = "One of your roles needs sign-in codes, so they stay on. To change the device, ask an administrator."
        raise Refused(ErrorCode.STATE, message, ())
    await _off(connection, staff)
    person = await _noted(connection, staff, "staff.totp_off", {})
    await passwords.tell(connection, post, person, "totp_off", at)


async def reset(connection: Connection, by: Viewer, staff: UUID, at: datetime, post: Post) -> Written:
    """By an administrator, for who lost the device: codes are off, sessions end. Raises Refused if they were off."""
    person = await connection.fetchrow(PERSON, staff)
    if not await _off(connection, staff):
        message = "{name} has no sign-in codes."
        raise Refused(ErrorCode.STATE, message, ("id",), name=person["name"])
    await end_sessions(connection, staff, at)
    by_staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, "staff.totp_reset", "Staff", staff, {}, by_staff)
    await passwords.tell(connection, post, person, "totp_off", at)
    return {"staff": staff}


async def require(connection: Connection, by: Viewer, role: UUID, is_required: bool) -> Written:
    """Whoever has the role sets codes up at the next sign-in; sessions of those who have none yet end."""
    code = await connection.fetchval(ROLE, role, is_required)
    if code is not None:
        changes = {"requiresTotp": [not is_required, is_required]}
        by_staff = by.staff_id and UUID(by.staff_id)
        await record(connection, by.name, "role.totp_set", "Role", role, changes, by_staff)
    return {"role": role}


def counted(staff: UUID) -> list[Counted]:
    return [Counted("sign-in code", str(staff), BY_ACCOUNT)]


async def _used(connection: Connection, staff: UUID, code: str, at: datetime, secret: str) -> str:
    kept = await connection.fetchrow(KEPT, staff)
    if kept is None or kept["confirmed_at"] is None:
        return ""
    step = totp.step_of(_opened(secret, staff, kept), code, at)
    if step is not None:
        return "TOTP" if await connection.fetchval(USE_STEP, staff, step) else ""
    paper = totp.place_of(code)
    if paper is None:
        return ""
    stored = await connection.fetchval(PAPER, staff, paper[0])
    is_right = await passwords.matches(stored, paper[1])
    return "RECOVERY_CODE" if is_right and await connection.fetchval(USE_PAPER, staff, paper[0], at) else ""


async def _new_paper(connection: Connection, staff: UUID) -> list[str]:
    codes = totp.paper_codes()
    hashes = await asyncio.to_thread(lambda: [HASHER.hash(code) for code in codes])
    await connection.execute(CLEAR_PAPER, staff)
    await connection.executemany(ADD_PAPER, [(staff, place, hashed) for place, hashed in enumerate(hashes)])
    return codes


async def _off(connection: Connection, staff: UUID) -> bool:
    await connection.execute(CLEAR_PAPER, staff)
    return await connection.fetchval(OFF, staff) is not None


async def _noted(connection: Connection, staff: UUID, action: str, changes: dict[str, Any]) -> Record:
    person = await connection.fetchrow(PERSON, staff)
    await record(connection, person["username"], action, "Staff", staff, changes, staff)
    return person


def _opened(secret: str, staff: UUID, kept: Record) -> str:
    return unseal(secret, f"{PURPOSE} {staff}", kept["sealed"])


def _is_on() -> Refused:
    return Refused(ErrorCode.STATE, "Sign-in codes are on already, or were not begun. Begin again.", ())
