"""What members do beside buying, and what it earns them: one row for each time, once where it counts once."""

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.earning import Given, Occasion, earners, give, rules_of
from actions.once import Written
from actions.recording import record as note
from actions.tiers import evaluate
from rules.earning import DAILY, EarningTrigger, check_activity
from rules.members import MemberStatus, check_active
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

LONGEST_SUBJECT = 200
ADD = """
    INSERT INTO member_activity (member_id, kind, subject, day, actor, at) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT DO NOTHING RETURNING id
"""
TELL = """
    UPDATE member_activity SET points = $2, growth = $3,
        transaction_id = (SELECT transaction_id FROM ledger_entry WHERE id = $4)
    WHERE id = $1
"""
STREAK = """
    SELECT count(*) FROM (
        SELECT day, row_number() OVER (ORDER BY day DESC)::int AS place FROM member_activity
        WHERE member_id = $1 AND kind = $2 AND day <= $3 ORDER BY day DESC LIMIT 400) days
    WHERE day = $3 - (place - 1)
"""
REFERRED = "SELECT id FROM member WHERE member_no = $1"


async def record(
    connection: Connection,
    by: Viewer,
    member: UUID,
    kind: EarningTrigger,
    subject: str | None,
    at: datetime,
    now: datetime,
    currency: str,
    zone: ZoneInfo,
) -> Written:
    """`subject` is what it was about: an order, a post, a task; of a referral the number of the member who was brought.

    What a member who is frozen or cancelled would earn is held or dropped, as the policy says. Raises Refused: it
    happened already (today, or with this subject), it lies ahead, the file is closed.
    """
    check_activity(kind, at, now)
    subject = _subject(kind, subject, at.astimezone(zone).date())
    referred = await _referred(connection, member, subject) if kind is EarningTrigger.REFERRAL else None
    people = await earners(connection, [key for key in (member, referred) if key])
    if people[member]["status"] in (MemberStatus.MERGED, MemberStatus.ERASED):
        check_active(people[member]["status"])
    day = at.astimezone(zone).date()
    made = await connection.fetchval(ADD, member, kind, subject, day, by.name, at)
    if made is None:
        raise _told_before(kind)
    streak = await connection.fetchval(STREAK, member, kind, day) if kind in DAILY else 0
    occasion = Occasion(kind, at, f"{kind}:{subject or day}", currency, zone, streak=streak)
    rules = await rules_of(connection, kind)
    given = await give(connection, by, people[member], rules, occasion)
    await connection.execute(TELL, made, given.points, given.growth, given.entry)
    gained = {member: given}
    if referred:
        shared = [rule for rule in rules if rule["also_referred"]]
        gained[referred] = await give(connection, by, people[referred], shared, occasion)
    await _noted(connection, by, people[member], kind, subject, given)
    await _rise(connection, by, gained, at, currency, zone)
    return {"member": member, "activity": made}


async def _rise(
    connection: Connection, by: Viewer, gained: Mapping[UUID, Given], at: datetime, currency: str, zone: ZoneInfo
) -> None:
    """Whoever got something may have reached a tier by it."""
    for member in sorted(key for key, given in gained.items() if given.points or given.growth):
        await evaluate(connection, member, at, zone, currency, by.name)


def _subject(kind: EarningTrigger, subject: str | None, day: date) -> str | None:
    """A birthday counts once a year."""
    subject = (subject or "").strip() or None
    if subject is not None and len(subject) > LONGEST_SUBJECT:
        raise Refused(ErrorCode.INVALID, "A subject has at most {most} characters.", ("subject",), most=LONGEST_SUBJECT)
    return str(day.year) if kind is EarningTrigger.BIRTHDAY else subject


async def _referred(connection: Connection, member: UUID, subject: str | None) -> UUID:
    found = await connection.fetchval(REFERRED, subject)
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "Who was brought? Give the number of a member.", ("subject",))
    if found == member:
        raise Refused(ErrorCode.INVALID, "Members cannot bring themselves.", ("subject",))
    return found


def _told_before(kind: EarningTrigger) -> Refused:
    if kind in DAILY:
        return Refused(ErrorCode.DUPLICATE, "It counts once a day, and it was told today.", ("kind",))
    return Refused(ErrorCode.DUPLICATE, "It was told before with this subject.", ("subject",))


async def _noted(
    connection: Connection, by: Viewer, earner: Record, kind: EarningTrigger, subject: str | None, given: Given
) -> None:
    changes = {"kind": kind, "subject": subject, "points": given.points, "growth": given.growth}
    staff = by.staff_id and UUID(by.staff_id)
    await note(connection, by.name, "activity.recorded", "Member", earner["id"], changes, staff)
