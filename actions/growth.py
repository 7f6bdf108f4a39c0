"""Growth value that a person corrects: one entry, which can be taken back once."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import ledger
from actions.changes import Step, keep
from actions.ledger import Side, Why
from actions.once import Written
from actions.points import Rise, source_of
from actions.recording import record
from rules.ledger import Asset
from rules.members import MemberStatus, check_active, check_reason
from rules.points import PointsEntryKind, check_amount
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

OWNER = """
    SELECT id, status, growth_account_id AS account,
           EXISTS (SELECT FROM tier WHERE growth_threshold IS NOT NULL OR keep_growth IS NOT NULL) AS decides
    FROM member WHERE id = $1 FOR NO KEY UPDATE
"""
ENTRY = """
    SELECT entry.id, entry.delta, entry.transaction_id, account.member_id AS member,
           EXISTS (SELECT FROM ledger_entry later WHERE later.reverses_id = entry.id) AS is_reversed
    FROM ledger_entry entry JOIN ledger_account account ON account.id = entry.account_id WHERE entry.id = $1
"""


async def adjust(
    connection: Connection,
    by: Viewer,
    member: UUID,
    delta: int,
    reason: str,
    at: datetime,
    rise: Rise,
    key: str | None = None,
) -> Written:
    """Up or down; `rise` looks at the tier if a tier asks for growth value. Raises Refused if it would fall below 0."""
    check_amount(abs(delta), "delta")
    check_reason(reason)
    owner = await _owner(connection, member)
    why = Why("growth.adjusted", by.name, reason, source_of(by), at, key, identity=by.identity)
    entry = await _post(connection, owner, why, PointsEntryKind.ADJUST, delta, rise)
    await _noted(connection, by, "growth.adjusted", member, delta, reason)
    step = {"undo": "growth.reverse", "entry": entry}
    change = await keep(connection, by, "growthAdjust", f"{delta:+,} growth value", [step], at)
    return {"member": member, "entry": entry, "changeSet": change}


async def post(connection: Connection, member: UUID, why: Why, delta: int, rise: Rise) -> UUID:
    """The entry of a correction that another verb tells of. Raises Refused if it would fall below 0."""
    return await _post(connection, await _owner(connection, member), why, PointsEntryKind.ADJUST, delta, rise)


async def take_back(connection: Connection, by: Viewer, step: Step, reason: str, at: datetime, rise: Rise) -> None:
    """Raises Refused: taken back before, or it would fall below 0."""
    first = await connection.fetchrow(ENTRY, UUID(step["entry"]))
    owner = await _owner(connection, first["member"])
    if first["is_reversed"]:
        raise Refused(ErrorCode.STATE, "This entry was taken back before.", ("entryId",))
    why = Why("growth.reversed", by.name, reason, source_of(by), at, reverses_id=first["transaction_id"])
    await _post(connection, owner, why, PointsEntryKind.REVERSE, -first["delta"], rise, first["id"])
    await _noted(connection, by, "growth.reversed", first["member"], -first["delta"], reason)


async def _owner(connection: Connection, member: UUID) -> Record:
    """Held until the end. Raises Refused for a file that is closed."""
    owner = await connection.fetchrow(OWNER, member)
    if owner["status"] in (MemberStatus.MERGED, MemberStatus.ERASED):
        check_active(owner["status"])
    return owner


async def _post(
    connection: Connection,
    owner: Record,
    why: Why,
    kind: PointsEntryKind,
    delta: int,
    rise: Rise,
    reverses: UUID | None = None,
) -> UUID:
    balance = (await ledger.locked(connection, [owner["account"]]))[owner["account"]]
    if balance + delta < 0:
        message = "Only {left:,} growth value can be taken."
        raise Refused(ErrorCode.INSUFFICIENT_BALANCE, message, ("delta",), Detail(limit=str(balance)), left=balance)
    issued = await ledger.outside(connection, Asset.GROWTH)
    sides = [Side(owner["account"], kind, delta, reverses), Side(issued, kind, -delta)]
    entry = (await ledger.post(connection, why, sides))[0]
    if owner["decides"]:
        await rise(owner["id"])
    return entry


async def _noted(connection: Connection, by: Viewer, what: str, member: UUID, delta: int, reason: str) -> None:
    changes = {"delta": delta, "reason": reason}
    await record(connection, by.name, what, "Member", member, changes, by.staff_id and UUID(by.staff_id))
