"""Gives an edited row the values back that it had, unless somebody changed it since."""

from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import clocks
from actions.changes import Step
from actions.recording import record
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

RESTORABLE = {
    "Member": "member", "Tier": "tier", "Benefit": "benefit", "Price": "price", "EarningRule": "earning_rule",
    "RechargeBonus": "recharge_bonus", "Reward": "reward", "JoiningPolicy": "joining_policy", "Policy": "policy",
    "CouponTemplate": "coupon_template", "Campaign": "campaign", "Ticket": "ticket",
    "ApprovalPolicy": "approval_policy", "GoodwillBudget": "goodwill_budget",
    "BusinessCalendar": "business_calendar", "SlaPolicy": "sla_policy",
    "Segment": "segment", "Promise": "promise", "SavedView": "saved_view",
    "AssignmentRule": "assignment_rule", "Incident": "incident",
    "RadarRule": "radar_rule",
    "CannedReply": "canned_reply", "Macro": "macro",
    "PenaltyRule": "penalty_rule",
    "CareSeries": "care_series", "CallTeam": "call_team", "ContactLimit": "contact_limit",
}  # fmt: skip
"The tables of the types whose edits can be taken back; each has a `version`."


def restoring(type_name: str, key: UUID, before: dict[str, Any], version: int) -> Step:
    """The step for a row that was edited: columns with the values they had, and the version that the edit made."""
    return {"undo": "restore", "type": type_name, "id": key, "before": before, "version": version}


async def restore(connection: Connection, by: Viewer, step: Step, at: datetime) -> Step:
    """Raises Refused if the row has another version by now."""
    table, key = RESTORABLE[step["type"]], UUID(step["id"])
    names = sorted(step["before"])
    listed = ", ".join(f'"{name}"' for name in names)
    found = await connection.fetchrow(
        f"SELECT version, to_jsonb({table})::text AS now FROM {table} WHERE id = $1 FOR NO KEY UPDATE", key
    )
    _check_unchanged(step, found["version"])
    columns = ", ".join(f'"{name}" = given."{name}"' for name in names)
    version = await connection.fetchval(
        f"UPDATE {table} SET {columns}, version = {table}.version + 1"
        f" FROM (SELECT {listed} FROM jsonb_populate_record(NULL::{table}, $2::text::jsonb)) given"
        f" WHERE {table}.id = $1 RETURNING {table}.version",
        key,
        dumps(step["before"]),
    )
    if step["type"] == "Ticket":
        await clocks.keep(connection, key, at)
    now = loads(found["now"])
    what = f"{step['type'].lower()}.restored"
    await record(connection, by.name, what, step["type"], key, {"fields": names}, by.staff_id and UUID(by.staff_id))
    return restoring(step["type"], key, {name: now[name] for name in names}, version)


def _check_unchanged(step: Step, version: int) -> None:
    if version != step["version"]:
        raise Refused(
            ErrorCode.CONFLICT,
            "It was changed since: it has version {version} now, not {expected}.",
            ("id",),
            Detail(current_version=version),
            version=version,
            expected=step["version"],
        )
