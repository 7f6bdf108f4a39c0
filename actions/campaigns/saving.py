"""Writes a campaign down: a draft freely, a published one where it is safe."""

from collections.abc import Mapping
from datetime import datetime
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.campaigns.audiences import Audience, kept
from actions.changes import keep
from actions.once import Written
from actions.recording import record, unchanged
from actions.restoring import restoring
from rules.campaigns import CampaignKind, CampaignStatus, check_campaign, check_edit, check_spent
from rules.money import to_major
from rules.quote.checking import check_rules
from rules.refusals import ErrorCode, Refused, check_version
from rules.viewer import Viewer

PUBLISHING = "campaigns.publish"
Columns = Mapping[str, Any]
DEFAULTS: Columns = {
    "name": "", "kind": None, "starts_at": None, "ends_at": None, "budget": None, "audience_id": None,
    "control_percent": 0, "rules": {},
}  # fmt: skip
KEPT = "SELECT * FROM campaign WHERE code = $1 FOR NO KEY UPDATE"
ADD = """
    INSERT INTO campaign (code, name, kind, starts_at, ends_at, budget, audience_id, control_percent, rules, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (code) DO NOTHING RETURNING id
"""
CHANGE = """
    UPDATE campaign SET name = $2, kind = $3, starts_at = $4, ends_at = $5, budget = $6, audience_id = $7,
        control_percent = $8, rules = $9, status = $10, version = version + 1
    WHERE id = $1 RETURNING version
"""
NAMED = {
    "products": "product", "categories": "product_category", "stores": "store", "tiers": "tier", "gift": "product",
    "template": "coupon_template",
}  # fmt: skip
"What rules name by code, and the table that has it."


async def save(
    connection: Connection,
    by: Viewer,
    given: Columns,
    audience: Audience | None,
    expected: int | None,
    at: datetime,
    currency: str,
    path: tuple[str, ...] = ("input", "rules"),
) -> Written:
    """Makes a draft, or changes what is given; an edit takes a campaign out of review. Undoing a new one ends it.

    `given` are columns, with `code` and `name`; no `audience` leaves it as it is; `path` leads to the rules. Raises
    Refused: what cannot be used, what is published and not safe to change, changed since.
    """
    row = await connection.fetchrow(KEPT, given["code"])
    before = {} if row is None else dict(row) | {"rules": loads(row["rules"])}
    check_version(before.get("version", 0), expected)
    wanted = DEFAULTS | before | dict(given)
    wanted["control_percent"] = wanted["control_percent"] or 0
    check_campaign(wanted)
    if audience is not None:
        now = before.get("audience_id")
        wanted["audience_id"] = await kept(connection, audience, now, given["code"], given["name"], at)
    changed = {name: wanted[name] for name in DEFAULTS if not before or before[name] != wanted[name]}
    if before:
        check_edit(before, changed, may_publish=by.access.permits(PUBLISHING))
        check_spent(wanted["budget"], before["spent"], f"{to_major(before['spent'], currency):,} {currency}")
    if "rules" in changed or "kind" in changed:
        check_rules(CampaignKind(wanted["kind"]), wanted["rules"], currency, path)
        await _check_named(connection, wanted["rules"], path)
    if not changed:
        unchanged()
        return {"campaign": before["id"], "changeSet": None}
    return await _written(connection, by, before, wanted, changed, at)


async def _written(
    connection: Connection, by: Viewer, before: Columns, wanted: Columns, changed: Columns, at: datetime
) -> Written:
    columns = [dumps(wanted[name]) if name == "rules" else wanted[name] for name in DEFAULTS]
    if before:
        status = _status_after(before["status"])
        key, version = before["id"], await connection.fetchval(CHANGE, before["id"], *columns, status)
        old = {name: before[name] for name in changed}
        step = restoring(
            "Campaign", key, old | ({"status": before["status"]} if status != before["status"] else {}), version
        )
    else:
        key = await connection.fetchval(ADD, wanted["code"], *columns, at)
        if key is None:
            message = "Somebody else made '{code}' in between."
            raise Refused(ErrorCode.CONFLICT, message, ("input", "code"), code=wanted["code"])
        step = restoring("Campaign", key, {"status": CampaignStatus.ENDED}, 1)
    told = {name: [before.get(name), value] for name, value in changed.items()}
    await record(connection, by.name, "campaign.saved", "Campaign", key, told, by.staff_id and UUID(by.staff_id))
    summary = f"Save campaign '{wanted['name']}'"
    return {"campaign": key, "changeSet": await keep(connection, by, "campaignSave", summary, [step], at)}


def _status_after(status: str) -> str:
    """What was to be reviewed is another now."""
    return CampaignStatus.DRAFT if status == CampaignStatus.IN_REVIEW else status


async def _check_named(connection: Connection, rules: Mapping[str, Any], path: tuple[str, ...]) -> None:
    """Raises Refused for a code that nothing has."""
    for name, codes in rules.get("conditions", {}).items():
        if name in NAMED:
            await _check_codes(connection, name, codes, (*path, "conditions", name))
    for name in ("gift", "template"):
        if name in rules:
            await _check_codes(connection, name, [rules[name]], (*path, name))


async def _check_codes(connection: Connection, name: str, codes: list[str], path: tuple[str, ...]) -> None:
    query = f"SELECT code FROM unnest($1::text[]) AS code EXCEPT SELECT code FROM {NAMED[name]} ORDER BY 1"
    missing = [row["code"] for row in await connection.fetch(query, codes)]
    if missing:
        message = "There is no '{code}' among {known}."
        raise Refused(ErrorCode.NOT_FOUND, message, path, code=missing[0][:80], known=name)
