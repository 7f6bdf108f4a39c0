"""Members come in by themselves: by a password, by a code that is mailed, and back in when both are lost."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import attempts, challenges, devices
from actions.challenges import Asked, Letter
from actions.devices import Door, Session
from actions.mail import Post
from actions.passwords import hashed, matches
from actions.recording import record
from rules.logins import (
    ChallengePurpose,
    DeviceEnd,
    check_password,
    hash_of,
    login_of,
    no_entry,
    of_password,
    of_place,
    of_sign_in,
)  # fmt: skip
from rules.members import MemberStatus, check_active
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KNOWN = """
    SELECT member.id, member.member_no, member.name, member.email, member.phone, member.status, login.password_hash
    FROM member LEFT JOIN member_login login ON login.member_id = member.id
    WHERE member.status NOT IN ('MERGED', 'ERASED') AND {}
"""
BY_LOGIN = (
    KNOWN.format("(member.email = $1 OR member.phone = $2 OR member.member_no = $3)")
    + """
    ORDER BY member.email = $1 DESC NULLS LAST, member.member_no = $3 DESC LIMIT 1
"""
)
BY_EMAIL = KNOWN.format("member.email = $1")
BY_KEY = KNOWN.format("member.id = $1")
STATUS = "SELECT status FROM member WHERE id = $1 FOR NO KEY UPDATE"
SET_PASSWORD = """
    INSERT INTO member_login (member_id, password_hash, changed_at) VALUES ($1, $2, $3)
    ON CONFLICT (member_id) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at
"""
VERIFIED = """
    INSERT INTO member_login (member_id, verified_email) VALUES ($1, $2)
    ON CONFLICT (member_id) DO UPDATE SET verified_email = excluded.verified_email
"""


async def sign_in(connection: Connection, by: Viewer, door: Door, login: str, password: str, at: datetime) -> Session:
    """By password. Raises Refused: too many tries, or in the same words after the same time for unknown and known."""
    names = login_of(login)
    found: Record | None = await connection.fetchrow(BY_LOGIN, *names)
    stored = found and found["password_hash"]

    async def is_right() -> bool:
        return await matches(stored, password)

    whom = found["id"] if found else UUID(bytes=hash_of(names[0])[:16])
    counted, place = [of_sign_in(names[0]), of_password(whom)], [of_place(door.client or "", door.address)]
    await attempts.tried(connection, counted, at, is_right, no_entry(("input", "password")), place)
    assert found is not None
    return await _let_in(connection, by, door, found["id"], "password", at)


async def code_sign_in(
    connection: Connection, by: Viewer, door: Door, challenge: str, code: str, at: datetime
) -> Session:
    """By a code that was mailed. Raises Refused: wrong, used, too old, the file was closed meanwhile."""
    proven = await challenges.prove(connection, door, ChallengePurpose.SIGN_IN, challenge, code, at)
    found = await _open(connection, proven.member)
    await connection.execute(VERIFIED, found["id"], found["email"])
    return await _let_in(connection, by, door, found["id"], "code", at)


async def send_code(
    connection: Connection, by: Viewer, post: Post, door: Door, purpose: ChallengePurpose, email: str, at: datetime
) -> Asked:
    """To sign in or to choose a new password; the answer does not tell whether anybody has the address."""
    email = login_of(email)[0]
    found = await connection.fetchrow(BY_EMAIL, email)
    letter = Letter("member_code", found and found["email"], by.locale, {"purpose": purpose})
    return await challenges.ask(connection, by.name, post, door, purpose, email, letter, at, found and found["id"])


async def recover(
    connection: Connection, by: Viewer, post: Post, door: Door, challenge: str, code: str, password: str, at: datetime
) -> Session:
    """A new password against a code; every other sign-in ends. Raises Refused: a wrong code, a weak password."""
    check_password(password, ("input", "newPassword"))
    proven = await challenges.prove(connection, door, ChallengePurpose.RECOVER, challenge, code, at)
    found = await _open(connection, proven.member)
    check_password(password, ("input", "newPassword"), (found["email"], found["phone"], found["name"]))
    await set_password(connection, found["id"], password, at)
    await connection.execute(VERIFIED, found["id"], found["email"])
    await attempts.forgive(connection, [of_password(found["id"]), of_sign_in(found["email"])])
    await devices.end_all(connection, found["id"], DeviceEnd.RECOVERED, at)
    await _tell(connection, by, post, found, "password", at)
    return await _let_in(connection, by, door, found["id"], "recovery", at)


async def change_password(
    connection: Connection, by: Viewer, post: Post, current: str, password: str, at: datetime
) -> None:
    """The member's other sign-ins end. Raises Refused: the current one is wrong, there is none, the new one is weak."""
    found = await proven_by_password(connection, by, current, at, ("currentPassword",))
    check_password(password, ("newPassword",), (found["email"], found["phone"], found["name"]))
    await set_password(connection, found["id"], password, at)
    await devices.end_all(connection, found["id"], DeviceEnd.PASSWORD, at, by.device_id)
    await record(connection, by.name, "member.password_changed", "Member", found["id"], {})
    await _tell(connection, by, post, found, "password", at)


async def proven_by_password(
    connection: Connection, by: Viewer, current: str, at: datetime, path: tuple[str, ...]
) -> Record:
    """The signed-in member, who knows the password. Raises Refused."""
    found = await connection.fetchrow(BY_KEY, own(by))
    stored = found["password_hash"]
    if stored is None:
        message = "You have no password yet. Ask for a code and choose one."
        raise Refused(ErrorCode.STATE, message, path)
    wrong = Refused(ErrorCode.FORBIDDEN, "The password is wrong.", path)

    async def is_right() -> bool:
        return await matches(stored, current)

    await attempts.tried(connection, [of_password(found["id"])], at, is_right, wrong)
    return found


async def set_password(connection: Connection, member: UUID, password: str, at: datetime) -> None:
    await connection.execute(SET_PASSWORD, member, await hashed(password), at)


async def check_may_change(connection: Connection, by: Viewer) -> UUID:
    """Who is frozen or whose membership was cancelled reads the own file and changes nothing in it."""
    member = own(by)
    check_active(await connection.fetchval(STATUS, member), ("input",))
    return member


def own(by: Viewer) -> UUID:
    """The member that the caller is. Raises Refused for everybody else, an administrator too."""
    if by.member_id is None:
        raise Refused(ErrorCode.FORBIDDEN, "Only a signed-in member can do this, with the own token.", ())
    return UUID(by.member_id)


async def _let_in(connection: Connection, by: Viewer, door: Door, member: UUID, against: str, at: datetime) -> Session:
    session = await devices.begin(connection, door, member, at)
    told = {"client": door.client, "device": door.name, "against": against}
    await record(connection, by.name, "member.signed_in", "Member", member, told)
    return session


async def _open(connection: Connection, member: UUID | None) -> Record:
    found = await connection.fetchrow(BY_KEY, member)
    if found is None:
        raise Refused(ErrorCode.STATE, "This membership is closed. Ask the staff to help you.", ("input",))
    assert found["status"] not in (MemberStatus.MERGED, MemberStatus.ERASED)
    return found


async def _tell(connection: Connection, by: Viewer, post: Post, found: Record, what: str, at: datetime) -> None:
    if found["email"]:
        values = {"what": what, "at": at}
        await post.send(connection, "member_changed", found["email"], by.locale, at, values=values)
