"""Moves a campaign from step to step: by people, and by the clock."""

from collections.abc import Mapping
from datetime import datetime
from json import loads
from typing import Any
from uuid import UUID

from asyncpg import Connection, Record

from actions.once import Written
from actions.program import Audiences
from actions.recording import record
from rules.campaigns import CampaignStatus, CampaignStep, check_time_left, next_status
from rules.members import check_reason
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

KEPT = """
    SELECT campaign.id, campaign.name, status, starts_at, ends_at, control_percent,
        (SELECT "where" FROM segment WHERE segment.id = campaign.audience_id) AS audience
    FROM campaign WHERE campaign.id = $1 FOR NO KEY UPDATE
"""
TARGET = """
    INSERT INTO campaign_participation (campaign_id, member_id, is_control, targeted_at)
    SELECT given.campaign, found.id,
        ('x' || left(md5(given.campaign || ':' || found.id), 8))::bit(32)::bigint % 100 < given.percent, given.at
    FROM ({members}) AS found (id),
        (SELECT ${one}::uuid AS campaign, ${two}::int AS percent, ${three}::timestamptz AS at) AS given
    ON CONFLICT (campaign_id, member_id) DO NOTHING
"""
"Leaves the same members alone as `rules.campaigns.is_control`."
STEP = "UPDATE campaign SET status = $2, version = version + 1 WHERE id = $1"
EVENTS: Mapping[CampaignStep, str] = {
    CampaignStep.SUBMIT: "campaign.submitted",
    CampaignStep.RETURN: "campaign.returned",
    CampaignStep.PUBLISH: "campaign.published",
    CampaignStep.PAUSE: "campaign.paused",
    CampaignStep.END: "campaign.ended",
}
DUE = """
    SELECT id, status, CASE WHEN ends_at <= $1 THEN 'ENDED' ELSE 'RUNNING' END AS next FROM campaign
    WHERE status IN ('SCHEDULED', 'RUNNING', 'PAUSED') AND ends_at <= $1
       OR status = 'SCHEDULED' AND coalesce(starts_at <= $1, true)
    ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
"""
CLOCK = "worker"


async def take(
    connection: Connection,
    by: Viewer,
    campaign: UUID,
    step: CampaignStep,
    at: datetime,
    audiences: Audiences,
    reason: str | None = None,
) -> Written:
    """Orders see it with their next quote. Publishing notes whom it is meant for; who comes later is noted on buying.

    Raises Refused that says what can be done instead.
    """
    kept = await connection.fetchrow(KEPT, campaign)
    status = next_status(kept["name"], kept["status"], step, kept["starts_at"], at)
    if step is CampaignStep.RETURN:
        check_reason(reason)
    if step in (CampaignStep.SUBMIT, CampaignStep.PUBLISH):
        check_time_left(kept["name"], kept["ends_at"], at)
    await connection.execute(STEP, campaign, status)
    if step is CampaignStep.PUBLISH and kept["audience"] is not None:
        await _target(connection, kept, audiences, at)
    told: dict[str, Any] = {"status": [kept["status"], status]} | ({"reason": reason} if reason else {})
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, EVENTS[step], "Campaign", campaign, told, staff)
    return {"campaign": campaign}


async def _target(connection: Connection, kept: Record, audiences: Audiences, at: datetime) -> None:
    try:
        members, values = audiences.members(loads(kept["audience"]))
    except ValueError:
        message = "The audience of {name} cannot be used any more: it speaks of something that is not there."
        raise Refused(ErrorCode.INVALID, message, ("code",), name=kept["name"]) from None
    first = len(values) + 1
    statement = TARGET.format(members=members, one=first, two=first + 1, three=first + 2)
    await connection.execute(statement, *values, kept["id"], kept["control_percent"], at)


async def by_clock(connection: Connection, at: datetime) -> int:
    """Starts what was scheduled and ends what is over; gives how many. Quotes look at the times themselves."""
    due = await connection.fetch(DUE, at)
    for row in due:
        await connection.execute(STEP, row["id"], row["next"])
        ended = row["next"] == CampaignStatus.ENDED
        event = EVENTS[CampaignStep.END] if ended else "campaign.started"
        told = {"status": [row["status"], row["next"]]}
        await record(connection, CLOCK, event, "Campaign", row["id"], told)
    return len(due)
