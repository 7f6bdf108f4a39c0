"""Moves a campaign from step to step: by people, and by the clock."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.once import Written
from actions.recording import record
from rules.campaigns import CampaignStatus, CampaignStep, check_time_left, next_status
from rules.members import check_reason
from rules.viewer import Viewer

KEPT = "SELECT id, name, status, starts_at, ends_at FROM campaign WHERE id = $1 FOR NO KEY UPDATE"
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
    connection: Connection, by: Viewer, campaign: UUID, step: CampaignStep, at: datetime, reason: str | None = None
) -> Written:
    """Raises Refused that says what can be done with it instead. Orders see it with their next quote."""
    kept = await connection.fetchrow(KEPT, campaign)
    status = next_status(kept["name"], kept["status"], step, kept["starts_at"], at)
    if step is CampaignStep.RETURN:
        check_reason(reason)
    if step in (CampaignStep.SUBMIT, CampaignStep.PUBLISH):
        check_time_left(kept["name"], kept["ends_at"], at)
    await connection.execute(STEP, campaign, status)
    told: dict[str, Any] = {"status": [kept["status"], status]} | ({"reason": reason} if reason else {})
    staff = by.staff_id and UUID(by.staff_id)
    await record(connection, by.name, EVENTS[step], "Campaign", campaign, told, staff)
    return {"campaign": campaign}


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
