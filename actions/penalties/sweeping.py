"""The night imposes what rules of penalties find: many returns, or nothing bought for long."""

from datetime import datetime, timedelta
from uuid import UUID

from asyncpg import Connection, Record

from actions import jobs, tiers
from actions.jobs import Step, Work
from actions.penalties.imposing import impose
from rules.penalties import PenaltyTrigger
from rules.permissions import Access
from rules.refusals import Refused
from rules.viewer import Viewer

KIND = "members.penalize"
BATCH = 200
FIRST = UUID(int=0)
NEXT = """
    SELECT * FROM penalty_rule
    WHERE is_active AND trigger <> 'BY_HAND' AND (code > $1 OR code = $1 AND $2) ORDER BY code LIMIT 1
"""
IS_ANY = "SELECT EXISTS (SELECT FROM penalty_rule WHERE is_active AND trigger <> 'BY_HAND')"
OPEN = """
    SELECT member.id FROM member LEFT JOIN tier ON tier.id = member.tier_id
    LEFT JOIN LATERAL (
        SELECT max(at) AS at FROM penalty WHERE penalty.member_id = member.id AND penalty.rule_id = $2
    ) earlier ON true
    WHERE member.id > $1 AND member.status = 'ACTIVE' AND (cardinality($3::text[]) = 0 OR tier.code = ANY($3))
      AND (earlier.at IS NULL OR earlier.at <= $4::timestamptz - make_interval(days => $5)) AND {what}
    ORDER BY member.id LIMIT {batch}
"""
"One that was lifted counts as well: the night does not know better than who lifted it."
WHAT = {
    PenaltyTrigger.RETURNS: """
        (SELECT count(*) FROM order_return given JOIN orders bought ON bought.id = given.order_id
         WHERE bought.member_id = member.id AND given.at > greatest($6::timestamptz, earlier.at)) >= $7::int""",
    PenaltyTrigger.INACTIVE: """
        $7::int IS NULL AND member.joined_at < $6::timestamptz AND NOT EXISTS (
            SELECT FROM orders bought WHERE bought.member_id = member.id AND bought.at >= $6::timestamptz)""",
}


async def ask_if_any(connection: Connection, at: datetime) -> UUID | None:
    """For the timetable: only if there is a rule that the night has to look after."""
    if not await connection.fetchval(IS_ANY):
        return None
    return await jobs.ask(connection, None, KIND, {}, at, is_alone=True)


async def step(connection: Connection, work: Work) -> Step:
    """The next members of one rule, by key; then the next rule by code."""
    rule = await connection.fetchrow(NEXT, work.state.get("rule", ""), "after" in work.state)
    if rule is None:
        return Step(0, work.state, is_last=True)
    is_same = "after" in work.state and work.state["rule"] == rule["code"]
    members = await _found(connection, rule, UUID(work.state["after"]) if is_same else FIRST, work.at)
    done = sum([await _imposed(connection, work, rule, member) for member in members])
    rest = {"after": str(members[-1])} if len(members) == BATCH else {}
    state = {"rule": rule["code"]} | rest
    return Step(done, state, is_last=False, total=work.done + done, figures={"penalties": done})


async def _found(connection: Connection, rule: Record, after: UUID, at: datetime) -> list[UUID]:
    question = OPEN.format(what=WHAT[rule["trigger"]], batch=BATCH)
    since = at - timedelta(days=rule["days"])
    values = (after, rule["id"], rule["tiers"], at, max(1, rule["once_in_days"]), since, rule["returns"])
    return [row["id"] for row in await connection.fetch(question, *values)]


async def _imposed(connection: Connection, work: Work, rule: Record, member: UUID) -> int:
    by = Viewer(kind="CLIENT", name=work.actor, roles=(), access=Access(()), fingerprint="")
    rise = tiers.rising(connection, by, work.at, work.program.zone, work.program.currency)
    try:
        async with connection.transaction():
            await impose(connection, by, member, rule["code"], rule["name"], work.at, rise)
    except Refused:
        return 0
    return 1
