"""A person decides: sets a tier with a floor or a cap, or gives the member back to the rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from asyncpg import Connection, Record

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from actions.tiers import benefits
from actions.tiers.evaluating import evaluate, facts_at, move
from actions.tiers.ladder import Ladder, load
from rules.members import MemberStatus, check_reason
from rules.money import CURRENCY_DIGITS
from rules.refusals import ErrorCode, Refused, check_version
from rules.tiers import Decision, TierChangeKind, TierMode, TierRule, back_to_rules, check_by_hand, ends_after
from rules.viewer import Viewer

FOUND = """
    SELECT id, member_no, status, version, tier_id, tier_mode, tier_floor_id, tier_cap_id, tier_since, tier_expires_at,
           (SELECT kind = 'MANUAL' FROM tier_change c WHERE c.member_id = member.id AND kind <> 'KEEP'
            ORDER BY at DESC, id DESC LIMIT 1) AS was_set
    FROM member WHERE id = $1 FOR NO KEY UPDATE
"""
BOUND = """
    UPDATE member SET tier_mode = $2, tier_floor_id = $3, tier_cap_id = $4, version = version + 1, updated_at = $5
    WHERE id = $1 RETURNING version
"""
RESTORE = """
    UPDATE member SET tier_since = $2, tier_expires_at = $3 WHERE id = $1
"""
TAKEN_BACK = "Taken back"


async def set_tier(
    connection: Connection, by: Viewer, member: UUID, given: Mapping[str, Any], at: datetime, zone: ZoneInfo
) -> Written:
    """Now, whatever the rules say; then they move the member between floor and cap. What is not given holds no longer.

    Raises Refused: no such tier, an upgrade without a floor, a downgrade without a cap, a member who is gone.
    """
    check_reason(given["reason"])
    found = await connection.fetchrow(FOUND, member)
    _check_there(found)
    ladder = await load(connection)
    new, floor, cap = (_named(ladder, given, name) for name in ("tierCode", "floorTierCode", "capTierCode"))
    now = ladder.rules.get(found["tier_id"])
    check_by_hand(now, new, floor, cap)
    version = await connection.fetchval(BOUND, member, TierMode.MANUAL, ladder.key(floor), ladder.key(cap), at)
    decision = Decision(
        TierChangeKind.MANUAL, now, new, at, ends_after(new, at, zone), "{reason}", {"reason": given["reason"]}
    )
    await move(connection, member, decision, ladder, by.name)
    if now is None or new.rank > now.rank:
        await benefits.give(connection, member, ladder, decision, zone, by.name)
    changes = {"tier": [_code(now), new.code], "floor": _code(floor), "cap": _code(cap), "reason": given["reason"]}
    step = _step(found, new.code, version)
    return await _noted(connection, by, "member.tierSet", "memberTierSet", found, changes, step, at)


async def set_mode(
    connection: Connection, by: Viewer, member: UUID, mode: TierMode, at: datetime, zone: ZoneInfo, currency: str
) -> Written:
    """MANUAL: the rules leave the member alone. AUTOMATIC: they decide from now on, and at once.

    A tier that was set by hand and is not earned goes down at once; one that was earned runs out its time.
    """
    found = await connection.fetchrow(FOUND, member)
    _check_there(found)
    if found["tier_mode"] == mode and found["tier_floor_id"] is None and found["tier_cap_id"] is None:
        message = "The member's tier is {mode} already."
        raise Refused(ErrorCode.STATE, message, ("mode",), mode=mode)
    version = await connection.fetchval(BOUND, member, mode, None, None, at)
    ladder = await load(connection)
    if mode is TierMode.AUTOMATIC:
        await _give_back(connection, found, ladder, at, zone, currency, by.name)
    after = await connection.fetchval(
        "SELECT code FROM tier t JOIN member m ON m.tier_id = t.id WHERE m.id = $1", member
    )
    changes = {"mode": [found["tier_mode"], mode], "tier": [_code(ladder.rules.get(found["tier_id"])), after]}
    step = _step(found, after, version)
    return await _noted(connection, by, "member.tierModeSet", "memberTierModeSet", found, changes, step, at)


async def set_again(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if the member's file or tier was changed since."""
    member = UUID(step["member"])
    found = await connection.fetchrow(FOUND, member)
    check_version(found["version"], step["version"])
    ladder = await load(connection)
    now = ladder.rules.get(found["tier_id"])
    if _code(now) != step["after"]:
        raise Refused(ErrorCode.CONFLICT, "The member's tier was changed since.", ("id",))
    before = step["before"]
    keys = {name: before[name] and UUID(before[name]) for name in ("tier_id", "tier_floor_id", "tier_cap_id")}
    since, ends = (before[name] and datetime.fromisoformat(before[name]) for name in ("tier_since", "tier_expires_at"))
    version = await connection.fetchval(
        BOUND, member, before["tier_mode"], keys["tier_floor_id"], keys["tier_cap_id"], at
    )
    old = ladder.rules.get(keys["tier_id"])
    if old != now:
        decision = Decision(TierChangeKind.MANUAL, now, old, at, ends, TAKEN_BACK, {})
        await move(connection, member, decision, ladder, by.name)
    await connection.execute(RESTORE, member, since, ends)
    changes = {"tier": [_code(now), _code(old)], "mode": [found["tier_mode"], before["tier_mode"]]}
    await record(
        connection, by.name, "member.tierRestored", "Member", member, changes, by.staff_id and UUID(by.staff_id)
    )
    return _step(found, _code(old), version)


async def _give_back(
    connection: Connection, found: Record, ladder: Ladder, at: datetime, zone: ZoneInfo, currency: str, actor: str
) -> None:
    now = ladder.rules.get(found["tier_id"])
    if now is not None and found["was_set"]:
        facts = await facts_at(connection, found["id"], ladder, at)
        decision = back_to_rules(ladder.tiers, now, facts, at, zone, CURRENCY_DIGITS[currency])
        if decision is not None:
            await move(connection, found["id"], decision, ladder, actor)
    await evaluate(connection, found["id"], at, zone, currency, actor, ladder=ladder)


def _named(ladder: Ladder, given: Mapping[str, Any], name: str) -> TierRule | None:
    code = given.get(name)
    if code is None:
        return None
    rule = next((rule for rule in ladder.tiers if rule.code == code), None)
    if rule is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no tier '{code}'.", ("input", name), code=code)
    return rule


def _check_there(found: Record) -> None:
    if found["status"] not in (MemberStatus.ACTIVE, MemberStatus.FROZEN):
        message = "The member is {status}; only the tier of one who is active or frozen can be set."
        raise Refused(ErrorCode.STATE, message, ("id",), status=MemberStatus(found["status"]))


def _step(found: Record, after: str | None, version: int) -> Step:
    names = ("tier_id", "tier_mode", "tier_floor_id", "tier_cap_id", "tier_since", "tier_expires_at")
    before = {name: found[name] for name in names}
    for name in ("tier_since", "tier_expires_at"):
        before[name] = found[name] and found[name].isoformat()
    return {"undo": "member.tier", "member": found["id"], "before": before, "after": after, "version": version}


def _code(rule: TierRule | None) -> str | None:
    return rule and rule.code


async def _noted(
    connection: Connection, by: Viewer, what: str, operation: str, found: Record, changes: dict[str, Any], step: Step,
    at: datetime,
) -> Written:  # fmt: skip
    await record(connection, by.name, what, "Member", found["id"], changes, by.staff_id and UUID(by.staff_id))
    change = await keep(connection, by, operation, f"Set the tier of {found['member_no']}", [step], at)
    return {"member": found["id"], "changeSet": change}
