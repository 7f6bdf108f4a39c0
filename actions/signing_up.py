"""People register by themselves, and keep their own file: what they tell is proven before it counts."""

from datetime import date, datetime
from secrets import randbelow
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection

from actions import attempts, challenges, clocks, devices, members
from actions.challenges import Asked, Letter
from actions.devices import Door, Session
from actions.joining import Entrance
from actions.logins import BY_EMAIL, BY_LOGIN, VERIFIED, check_may_change, own, proven_by_password
from actions.mail import Post
from actions.once import Written
from actions.passwords import hashed
from actions.policies import policy
from actions.recording import record
from rules.joining import JoiningWay
from rules.logins import ChallengePurpose, check_password, login_of, of_mails
from rules.personal import check_facts, masked, told
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

SET_HASH = """
    INSERT INTO member_login (member_id, password_hash, verified_email, changed_at) VALUES ($1, $2, $3, $4)
"""
OLD_EMAIL = "SELECT email FROM member WHERE id = $1"
TICKET = """
    INSERT INTO ticket (number, subject, channel, priority, member_id, opened_at)
    VALUES ($1, $2, 'API', 'HIGH', $3, $4) RETURNING id
"""
MESSAGE = """
    INSERT INTO ticket_message (ticket_id, author, is_from_member, is_internal, body, at)
    VALUES ($1, $2, true, true, $3, $4)
"""
LONGEST_STORY = 2_000


async def register(
    connection: Connection, by: Viewer, post: Post, door: Door, given: dict[str, Any], password: str, at: datetime
) -> Asked:
    """Mails a code; with it the membership begins. An address that a member has gets a mail too, and the same answer.

    Raises Refused: registration is closed, an unusable value, a weak password, too many mails.
    """
    if not (await policy(connection, "MEMBER_SIGN_IN"))["isOpen"]:
        message = "Nobody can register alone at the moment. Ask in a store."
        raise Refused(ErrorCode.NOT_ELIGIBLE, message, ("input",))
    if not (given.get("email") or "").strip():
        raise Refused(ErrorCode.REQUIRED, "Give an e-mail address: the code is sent there.", ("input", "email"))
    file = told(given, at.date())
    check_facts(given.get("custom"))
    check_password(password, ("input", "password"), (file["email"], file.get("phone"), file.get("name")))
    kept = {"given": given, "password": await hashed(password)}
    is_known = await connection.fetchrow(BY_EMAIL, file["email"]) is not None
    letter = Letter("member_known" if is_known else "member_code", file["email"], by.locale, {"purpose": "REGISTER"})
    return await challenges.ask(
        connection, by.name, post, door, ChallengePurpose.REGISTER, file["email"], letter, at,
        kept=None if is_known else kept,
    )  # fmt: skip


async def confirm(
    connection: Connection, by: Viewer, door: Door, challenge: str, code: str, at: datetime, zone: ZoneInfo
) -> Session:
    """Makes the member and signs it in. Raises Refused: a wrong code, or what was told cannot be used any more."""
    proven = await challenges.prove(connection, door, ChallengePurpose.REGISTER, challenge, code, at)
    given = dict(proven.kept["given"])
    if given.get("birthday"):
        given["birthday"] = date.fromisoformat(given["birthday"])
    entrance = Entrance(said=JoiningWay.ONLINE, charter_version=given.pop("charterVersion", None))
    made = await members.register(connection, by, given, entrance, None, at, zone)
    email = told({"email": given["email"]}, at.date())["email"]
    await connection.execute(SET_HASH, made["member"], proven.kept["password"], email, at)
    return await devices.begin(connection, door, made["member"], at)


async def update(
    connection: Connection, by: Viewer, given: dict[str, Any], expected: int | None, at: datetime
) -> Written:
    """The member's own file. Raises Refused like an edit by staff, or if the membership is not active."""
    member = await check_may_change(connection, by)
    return await members.update(connection, by, member, given, expected, at)


async def change_email(
    connection: Connection, by: Viewer, post: Post, door: Door, email: str, current: str, at: datetime
) -> Asked:
    """Mails a code to the new address. Raises Refused: a wrong password, an unusable address, not active."""
    member = await check_may_change(connection, by)
    await proven_by_password(connection, by, current, at, ("currentPassword",))
    wanted = told({"email": email}, at.date())["email"]
    if wanted is None:
        raise Refused(ErrorCode.REQUIRED, "Give an e-mail address: the code is sent there.", ("email",))
    is_known = await connection.fetchrow(BY_EMAIL, wanted) is not None
    letter = Letter("member_known" if is_known else "member_code", wanted, by.locale, {"purpose": "CHANGE_EMAIL"})
    whose, kept = (None, None) if is_known else (member, {"email": wanted})
    return await challenges.ask(
        connection, by.name, post, door, ChallengePurpose.CHANGE_EMAIL, wanted, letter, at, whose, kept
    )


async def confirm_email(
    connection: Connection, by: Viewer, post: Post, door: Door, challenge: str, code: str, at: datetime
) -> Written:
    """The new address counts, and the old one is told. Raises Refused: a wrong code, of another member, taken since."""
    member = await check_may_change(connection, by)
    proven = await challenges.prove(connection, door, ChallengePurpose.CHANGE_EMAIL, challenge, code, at)
    if proven.member != member:
        raise Refused(ErrorCode.FORBIDDEN, "This code is another member's.", ("input", "code"))
    old, new = await connection.fetchval(OLD_EMAIL, member), proven.kept["email"]
    written = await members.update(connection, by, member, {"email": new}, None, at)
    await connection.execute(VERIFIED, member, new)
    if old:
        values = {"what": "email", "at": at}
        await post.send(connection, "member_changed", old, by.locale, at, values=values)
    return written


async def ask_staff(connection: Connection, by: Viewer, door: Door, given: dict[str, Any], at: datetime) -> str:
    """Opens a ticket for somebody who lost the address that codes go to; staff prove who it is. Returns its number.

    The answer does not tell whether there is such a member.
    """
    name, contact, story = (" ".join((given.get(part) or "").split()) for part in ("name", "contact", "story"))
    for part, text in (("name", name), ("contact", contact)):
        if not 1 <= len(text) <= 254:
            raise Refused(ErrorCode.REQUIRED, "This is needed, in 1 to {most} characters.", ("input", part), most=254)
    login = login_of(given.get("login") or "")
    await attempts.begin(connection, of_mails(login[0] or contact, door.client or "", door.address), at, ("input",))
    found = await connection.fetchrow(BY_LOGIN, *login)
    number = f"AR-{at:%y%m%d}-{randbelow(10**6):06}"
    ticket = await connection.fetchval(TICKET, number, "Account recovery", found and found["id"], at)
    said = f"{name}\n{contact}\n{login[0]}\n\n{story[:LONGEST_STORY]}"
    await connection.execute(MESSAGE, ticket, name[:200], said, at)
    await clocks.keep(connection, ticket, at)
    changes = {"number": number, "contact": masked("email", contact)}
    await record(connection, by.name, "member.recovery_asked", "Ticket", ticket, changes)
    return number


async def sign_out(
    connection: Connection, by: Viewer, device: UUID | None, why: devices.DeviceEnd, at: datetime
) -> None:
    """Ends a sign-in of the member's own; this one if none is named. Raises Refused."""
    own(by)
    if device is None and by.device_id is None:
        message = "This token was made by staff and is not signed in. Ask them to revoke it."
        raise Refused(ErrorCode.STATE, message, ())
    await devices.end(connection, by, device or UUID(by.device_id or ""), why, at)
