"""Imposes a penalty: all that it takes at once, and all of it is given back when it is lifted."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import growth, lots, points, standing
from actions.changes import Step, keep
from actions.ledger import Why
from actions.once import Written
from actions.points import Rise
from actions.recording import record
from rules.members import MemberStatus, check_reason
from rules.penalties import Taken, check_concerned, check_first, taken
from rules.points import PointsEntryKind
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

RULE = "SELECT * FROM penalty_rule WHERE code = $1 FOR SHARE"
CONCERNED = """
    SELECT member.status, tier.code AS tier, growth.balance AS growth,
           (SELECT max(at) FROM penalty WHERE member_id = member.id AND rule_id = $2 AND lifted_at IS NULL) AS earlier
    FROM member LEFT JOIN tier ON tier.id = member.tier_id
    LEFT JOIN ledger_account growth ON growth.id = member.growth_account_id
    WHERE member.id = $1
"""
NOTE = """
    INSERT INTO penalty (member_id, rule_id, points, growth, is_freezing, reason, staff_id, actor, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id
"""
LIFT = "UPDATE penalty SET lifted_at = $2 WHERE id = $1 AND lifted_at IS NULL"


async def impose(
    connection: Connection,
    by: Viewer,
    member: UUID,
    code: str,
    reason: str,
    at: datetime,
    rise: Rise,
    key: str | None = None,
) -> Written:
    """Takes what the rule says, or as much of it as there is.

    Raises Refused: no such rule or one that is switched off, a member of another level or whom the rule hit lately, a
    closed file.
    """
    check_reason(reason)
    rule = await _rule(connection, code)
    owner = await points.owner_of(connection, member)
    found = await connection.fetchrow(CONCERNED, member, rule["id"])
    check_concerned(rule["name"], rule["tiers"], found["tier"])
    check_first(rule["name"], found["earlier"], rule["once_in_days"], at)
    spendable = sum(lot.remaining for lot in await lots.spendable(connection, owner["account"], at))
    lost = taken(rule["points"], rule["growth"], spendable, found["growth"] or 0)
    freezes = rule["freezes"] and found["status"] == MemberStatus.ACTIVE
    why = Why("penalty.imposed", by.name, reason, points.source_of(by), at, key, identity=by.identity)
    steps = await _take(connection, by, owner, lost, why, rise)
    if freezes:
        steps.append(await standing.frozen(connection, by, member, reason))
    staff = by.staff_id and UUID(by.staff_id)
    made = await connection.fetchval(
        NOTE, member, rule["id"], lost.points, lost.growth, freezes, reason, staff, by.name, at
    )
    said = lost.in_words(freezes=freezes)
    step = {"undo": "penalty.lifted", "penalty": made, "with": steps}
    change = await keep(connection, by, "memberPenalize", f"{code}: {said}", [step], at)
    told = {"penalty": rule["name"], "taken": said, "reason": reason}
    await record(connection, by.name, "member.penalized", "Member", member, told, staff)
    return {"member": member, "penalty": made, "changeSet": change}


async def lifted(connection: Connection, by: Viewer, step: Step, at: datetime) -> None:
    """It no longer counts; what was taken comes back beside it."""
    await connection.execute(LIFT, UUID(step["penalty"]), at)


async def _rule(connection: Connection, code: str) -> Record:
    rule = await connection.fetchrow(RULE, code)
    if rule is None or not rule["is_active"]:
        message = "There is no rule of penalties '{code}', or it is switched off."
        raise Refused(ErrorCode.NOT_FOUND, message, ("ruleCode",), code=code)
    return rule


async def _take(connection: Connection, by: Viewer, owner: Record, lost: Taken, why: Why, rise: Rise) -> list[Step]:
    """What gives it back."""
    steps: list[Step] = []
    if lost.points:
        entry = await lots.debit(connection, owner, why, PointsEntryKind.ADJUST, lost.points)
        await points.look(owner, rise)
        steps.append({"undo": "points.reverse", "entry": entry})
    if lost.growth:
        entry = await growth.post(connection, owner["id"], why, -lost.growth, rise)
        steps.append({"undo": "growth.reverse", "entry": entry})
    return steps
