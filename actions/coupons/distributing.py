"""Issues to many members at once, as a job: to those who were counted when it was asked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions import jobs
from actions.coupons.generating import counted, template_of
from actions.coupons.issuing import new_code
from actions.jobs import Step, Work
from actions.once import Written
from actions.recording import record
from actions.treating import allowed
from rules.coupons import life_of
from rules.refusals import Detail, ErrorCode, Refused
from rules.standing import Matter
from rules.viewer import Viewer

KIND = "coupons.issue"
BATCH = 2_000

CHOOSE = "INSERT INTO job_member (job_id, member_id) SELECT ${job}::uuid, found.id FROM ({members}) AS found (id)"
NEXT = "SELECT id, member_id FROM job_member WHERE job_id = $1 AND id > $2 ORDER BY id LIMIT $3"
LOCK = "SELECT id, status FROM member WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE"
SERVED = """
    SELECT member_id FROM coupon WHERE template_id = $1 AND member_id = ANY($2) AND status <> 'REVOKED'
    GROUP BY member_id HAVING count(*) >= $3
"""
ADD = """
    INSERT INTO coupon (code, template_id, member_id, campaign_id, job_id, issued_at, valid_from, valid_until)
    SELECT given.code, $3, given.member_id, $4, $5, $6, $7, $8
    FROM unnest($1::text[], $2::uuid[]) AS given (code, member_id)
    ON CONFLICT (code) DO NOTHING RETURNING member_id
"""


async def ask(
    connection: Connection,
    by: Viewer,
    template_code: str,
    members: tuple[str, Sequence[Any]],
    expected: int,
    campaign: UUID | None,
    at: datetime,
) -> Written:
    """Gives `job`. `members` is a statement that selects their keys, with its parameters.

    Raises Refused: another number of members than was expected, fewer coupons left than members, no such template.
    """
    template = await template_of(connection, template_code, max(expected, 1), at)
    given = {"template": template_code, "campaign": campaign}
    job = await jobs.ask(connection, by, KIND, given, at, total=expected)
    statement, values = members
    choose = CHOOSE.format(job=len(values) + 1, members=statement)
    found = int((await connection.execute(choose, *values, job)).rpartition(" ")[2])
    if found != expected:
        raise Refused(
            ErrorCode.CONFLICT,
            "{found:,} members meet the conditions now, not {expected:,}. Look at them again, then ask for that many.",
            ("expectedCount",),
            Detail(limit=str(found)),
            found=found,
            expected=expected,
        )
    return {"job": job, "template": template["id"]}


async def step(connection: Connection, work: Work) -> Step:
    """One batch. Members whose status lets them get nothing, or who have their share, get none and are counted."""
    chosen = await connection.fetch(NEXT, work.id, work.state.get("last", 0), BATCH)
    if not chosen:
        return Step(0, work.state, is_last=True)
    people = await connection.fetch(LOCK, [row["member_id"] for row in chosen])
    statuses = await allowed(connection, Matter.BENEFITS)
    active = [row["id"] for row in people if row["status"] in statuses]
    template = await template_of(connection, work.given["template"], max(len(active), 1), work.at)
    open_to = await _with_room(connection, template, active)
    await _add(connection, work, template, open_to)
    await counted(connection, template, len(open_to))
    told = {"template": template["code"], "count": len(open_to), "job": work.id}
    await record(connection, work.actor, "coupon.issued", "CouponTemplate", template["id"], told)
    figures = {
        "issued": len(open_to),
        "notActive": len(people) - len(active),
        "hadTheirShare": len(active) - len(open_to),
    }
    return Step(len(chosen), {"last": chosen[-1]["id"]}, len(chosen) < BATCH, figures=figures)


async def _with_room(connection: Connection, template: Record, members: list[UUID]) -> list[UUID]:
    share = template["per_member_limit"]
    if share is None:
        return members
    served = {row["member_id"] for row in await connection.fetch(SERVED, template["id"], members, share)}
    return [member for member in members if member not in served]


async def _add(connection: Connection, work: Work, template: Record, members: list[UUID]) -> None:
    life = life_of(template["valid_from"], template["valid_until"], template["valid_days"], work.at)
    campaign = work.given["campaign"] and UUID(work.given["campaign"])
    waiting = set(members)
    while waiting:
        codes = [new_code() for _ in waiting]
        made = await connection.fetch(
            ADD, codes, list(waiting), template["id"], campaign, work.id, work.at, life.begins, life.ends
        )
        waiting -= {row["member_id"] for row in made}
