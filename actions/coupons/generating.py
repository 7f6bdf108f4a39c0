"""Makes many codes that are nobody's yet, as a job: exactly as many as asked for."""

from datetime import datetime
from uuid import UUID

from asyncpg import Connection, Record

from actions import jobs
from actions.coupons.issuing import TEMPLATE, new_code
from actions.jobs import Step, Work
from actions.once import Written
from actions.recording import record
from rules.coupons import check_issuable, check_room, life_of
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

KIND = "coupons.generate"
BATCH = 10_000
MOST = 1_000_000

ADD = """
    WITH made AS (
        INSERT INTO coupon (code, template_id, campaign_id, job_id, issued_at, valid_from, valid_until)
        SELECT code, $2, $3, $4, $5, $6, $7 FROM unnest($1::text[]) AS given (code)
        ON CONFLICT (code) DO NOTHING RETURNING id
    )
    SELECT count(*) FROM made
"""
COUNT = """
    UPDATE coupon_template SET issued_count = issued_count + $2
    WHERE id = $1 AND is_active AND (total_limit IS NULL OR issued_count + $2 <= total_limit) RETURNING id
"""
RESULT = "UPDATE job SET result_url = '/files/coupon-codes/' || id::text WHERE id = $1"


async def ask(
    connection: Connection, by: Viewer, template_code: str, count: int, campaign: UUID | None, at: datetime
) -> Written:
    """Gives `job`. Raises Refused: no such template, off or over, fewer left than asked for, a count beyond reason."""
    if not 1 <= count <= MOST:
        message = "{count:,} codes cannot be made: it must be from 1 to {most:,}."
        raise Refused(ErrorCode.INVALID, message, ("count",), Detail(limit=str(MOST)), count=count, most=MOST)
    template = await template_of(connection, template_code, count, at)
    given = {"template": template_code, "count": count, "campaign": campaign}
    return {"job": await jobs.ask(connection, by, KIND, given, at, total=count), "template": template["id"]}


async def template_of(connection: Connection, code: str, count: int, at: datetime) -> Record:
    """Raises Refused unless so many could be issued from the template now."""
    template = await connection.fetchrow(TEMPLATE, code)
    if template is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no coupon template {name}.", ("templateCode",), name=code)
    check_issuable(template["is_active"], template["issued_count"], template["total_limit"], code)
    check_room(count, template["issued_count"], template["total_limit"], code)
    life_of(template["valid_from"], template["valid_until"], template["valid_days"], at)
    return template


async def step(connection: Connection, work: Work) -> Step:
    """One batch. A code that is there already is made again, so that the count is exact."""
    given = work.given
    wanted = min(BATCH, given["count"] - work.done)
    template = await template_of(connection, given["template"], wanted, work.at)
    life = life_of(template["valid_from"], template["valid_until"], template["valid_days"], work.at)
    campaign = given["campaign"] and UUID(given["campaign"])
    made = 0
    while made < wanted:
        codes = list({new_code() for _ in range(wanted - made)})
        made += await connection.fetchval(
            ADD, codes, template["id"], campaign, work.id, work.at, life.begins, life.ends
        )
    await counted(connection, template, made)
    is_last = work.done + made >= given["count"]
    if is_last:
        await connection.execute(RESULT, work.id)
    told = {"template": given["template"], "count": made, "job": work.id}
    await record(connection, work.actor, "coupon.generated", "CouponTemplate", template["id"], told)
    return Step(made, {}, is_last, figures={"made": made})


async def counted(connection: Connection, template: Record, count: int) -> None:
    """Counts on the template. Raises Refused, and so undoes the batch, if others were faster."""
    if count and await connection.fetchval(COUNT, template["id"], count) is None:
        now = await connection.fetchrow(TEMPLATE, template["code"])
        check_issuable(now["is_active"], now["issued_count"], now["total_limit"], now["code"])
        check_room(count, now["issued_count"], now["total_limit"], now["code"])
