"""Saves the rules of a tier, and what a tier gives."""

from collections.abc import Mapping
from json import dumps, loads
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.changes import Step, keep
from actions.once import Written
from actions.recording import record
from actions.restoring import restoring
from actions.saving import new_row
from rules.money import to_minor
from rules.refusals import ErrorCode, Refused, check_version
from rules.tiers import check_benefit, check_fields, filled
from rules.viewer import Viewer

ONE_AT_A_TIME = "LOCK TABLE tier, benefit IN SHARE ROW EXCLUSIVE MODE"
"Ranks and codes are looked at before they are written; whoever reads is not in the way."
TIER_COLUMNS = {
    "code": "code", "name": "name", "rank": "rank", "growthThreshold": "growth_threshold",
    "spendThreshold": "spend_threshold", "orderCountThreshold": "order_count_threshold",
    "pointsThreshold": "points_threshold", "periodMonths": "period_months", "keepGrowth": "keep_growth",
    "keepSpend": "keep_spend", "keepOrders": "keep_orders", "graceDays": "grace_days",
    "validityMonths": "validity_months", "pointsMultiplier": "points_multiplier",
    "discountPercent": "discount_percent", "isActive": "is_active", "storeCodes": "store_codes",
    "unitCodes": "unit_codes",
}  # fmt: skip
BENEFIT_COLUMNS = {
    "code": "code", "name": "name", "kind": "kind", "description": "description", "occasion": "occasion",
    "points": "points", "pointsValidDays": "points_valid_days",
    "daysAhead": "days_ahead", "isActive": "is_active",
}  # fmt: skip
MONEY = {"spendThreshold", "keepSpend"}
RANKED = "SELECT name FROM tier WHERE rank = $1 AND code <> $2"
BENEFITS_OF = """
    SELECT b.code FROM tier_benefit tb JOIN benefit b ON b.id = tb.benefit_id WHERE tb.tier_id = $1
    ORDER BY tb.position, b.code
"""
SET_BENEFITS = """
    WITH gone AS (DELETE FROM tier_benefit WHERE tier_id = $1)
    INSERT INTO tier_benefit (tier_id, benefit_id, position)
    SELECT $1, b.id, wanted.position FROM unnest($2::text[]) WITH ORDINALITY AS wanted (code, position)
    JOIN benefit b ON b.code = wanted.code
"""
UNKNOWN = (
    "SELECT code FROM unnest($1::text[]) AS code WHERE NOT EXISTS (SELECT FROM benefit b WHERE b.code = code.code)"
)
TIERS_OF = """
    SELECT t.code FROM tier_benefit tb JOIN tier t ON t.id = tb.tier_id WHERE tb.benefit_id = $1 ORDER BY t.rank
"""
SET_TIERS = """
    WITH wanted AS (SELECT id FROM tier WHERE code = ANY($2)), gone AS (
        DELETE FROM tier_benefit WHERE benefit_id = $1 AND tier_id NOT IN (SELECT id FROM wanted)
    )
    INSERT INTO tier_benefit (tier_id, benefit_id, position)
    SELECT id, $1, (SELECT coalesce(max(position), 0) + 1 FROM tier_benefit WHERE tier_id = wanted.id) FROM wanted
    ON CONFLICT (tier_id, benefit_id) DO NOTHING
"""
NO_TIER = "SELECT code FROM unnest($1::text[]) AS code WHERE NOT EXISTS (SELECT FROM tier t WHERE t.code = code.code)"
PLACES = {"storeCodes": "store", "unitCodes": "organization_unit"}
NO_PLACE = """
    SELECT code FROM unnest($1::text[]) AS code WHERE NOT EXISTS (SELECT FROM {table} p WHERE p.code = code.code)
    LIMIT 1
"""
TEMPLATE = "SELECT id FROM coupon_template WHERE code = $1"


async def save_tier(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, currency: str, at: Any
) -> Written:
    """Makes the tier or changes the fields that are given. Raises Refused: unusable values, a rank that another has."""
    given = filled(given)
    check_fields(given)
    await connection.execute(ONE_AT_A_TIME)
    await _check_places(connection, given)
    other = await connection.fetchval(RANKED, given["rank"], given["code"])
    if other is not None:
        message = "{name} has rank {rank} already. Each tier has its own."
        raise Refused(ErrorCode.DUPLICATE, message, ("input", "rank"), name=other, rank=given["rank"])
    values = {
        column: to_minor(given[name], currency) if name in MONEY and given[name] is not None else given[name]
        for name, column in TIER_COLUMNS.items()
        if name in given
    }
    tier, step, changes = await _saved(connection, "tier", "Tier", values, expected)
    steps = [step] if step else []
    if "benefitCodes" in given:
        steps = [*await _set_benefits(connection, tier, given["benefitCodes"], changes), *steps]
    return await _noted(connection, by, "tier", tier, given["code"], changes, steps, at)


async def _check_places(connection: Connection, given: Mapping[str, Any]) -> None:
    for name, table in PLACES.items():
        unknown = given.get(name) and await connection.fetchval(NO_PLACE.format(table=table), given[name])
        if unknown:
            message = "There is no store or unit '{code}'."
            raise Refused(ErrorCode.NOT_FOUND, message, ("input", name), code=unknown[:80])


async def save_benefit(
    connection: Connection, by: Viewer, given: Mapping[str, Any], expected: int | None, at: Any
) -> Written:
    """Makes the benefit or changes the fields that are given. Raises Refused: unusable values, no such template."""
    given = filled(given)
    check_fields(given)
    await connection.execute(ONE_AT_A_TIME)
    values = {column: given[name] for name, column in BENEFIT_COLUMNS.items() if name in given}
    if "templateCode" in given:
        values["template_id"] = await _template(connection, given["templateCode"])
    key, step, changes = await _saved(connection, "benefit", "Benefit", values, expected)
    now = loads(await connection.fetchval("SELECT to_jsonb(benefit)::text FROM benefit WHERE id = $1", key))
    check_benefit(now | {"template": now["template_id"]})
    steps = [step] if step else []
    if "tierCodes" in given:
        steps = [*await _set_tiers(connection, key, given["tierCodes"], changes), *steps]
    return await _noted(connection, by, "benefit", key, given["code"], changes, steps, at)


async def set_benefits_again(connection: Connection, by: Viewer, step: Step, at: Any) -> Step:
    """Raises Refused if the list was changed since."""
    tier = UUID(step["tier"])
    now = [row["code"] for row in await connection.fetch(BENEFITS_OF, tier)]
    if now != step["after"]:
        raise Refused(ErrorCode.CONFLICT, "The benefits of the tier were changed since.", ("id",))
    await connection.execute(SET_BENEFITS, tier, step["before"])
    await record(connection, by.name, "tier.restored", "Tier", tier, {"benefits": [now, step["before"]]}, _staff(by))
    return step | {"before": now, "after": step["before"]}


async def set_tiers_again(connection: Connection, by: Viewer, step: Step, at: Any) -> Step:
    """Raises Refused if the tiers that give it were changed since."""
    benefit = UUID(step["benefit"])
    now = [row["code"] for row in await connection.fetch(TIERS_OF, benefit)]
    if now != step["after"]:
        raise Refused(ErrorCode.CONFLICT, "The tiers that give it were changed since.", ("id",))
    await connection.execute(SET_TIERS, benefit, step["before"])
    told = {"tiers": [now, step["before"]]}
    await record(connection, by.name, "benefit.restored", "Benefit", benefit, told, _staff(by))
    return step | {"before": now, "after": step["before"]}


async def _saved(
    connection: Connection, table: str, type_name: str, values: dict[str, Any], expected: int | None
) -> tuple[UUID, Step | None, dict[str, Any]]:
    """The key, how to take the change back (a new row is switched off), and what changed from what to what."""
    found = await connection.fetchrow(
        f"SELECT id, version, to_jsonb({table})::text AS now FROM {table} WHERE code = $1 FOR NO KEY UPDATE",
        values["code"],
    )
    body = dumps(values, default=str)
    names = ", ".join(f'"{name}"' for name in values)
    listed = f"SELECT {names} FROM jsonb_populate_record(NULL::{table}, $1::text::jsonb)"
    if found is None:
        check_version(0, expected)
        key = await connection.fetchval(f"INSERT INTO {table} ({names}) {listed} RETURNING id", body)
        step = next(iter(new_row(type_name, key, values)), None)
        return key, step, {name: [None, value] for name, value in values.items()}
    check_version(found["version"], expected)
    set_to = ", ".join(f'"{name}" = given."{name}"' for name in values)
    after = await connection.fetchrow(
        f"UPDATE {table} SET {set_to}, version = {table}.version + 1 FROM ({listed}) given WHERE {table}.id = $2"
        f" RETURNING {table}.version, to_jsonb({table})::text AS now",
        body,
        found["id"],
    )
    before, now = loads(found["now"]), loads(after["now"])
    changed = {name: [before[name], now[name]] for name in values if before[name] != now[name]}
    step = restoring(type_name, found["id"], {name: before[name] for name in changed}, after["version"])
    return found["id"], step if changed else None, changed


async def _set_benefits(connection: Connection, tier: UUID, codes: list[str], changes: dict[str, Any]) -> list[Step]:
    unknown = await connection.fetchval(UNKNOWN, codes)
    if unknown is not None:
        message = "There is no benefit '{code}'."
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "benefitCodes"), code=unknown)
    wanted = list(dict.fromkeys(codes))
    before = [row["code"] for row in await connection.fetch(BENEFITS_OF, tier)]
    if before == wanted:
        return []
    await connection.execute(SET_BENEFITS, tier, wanted)
    changes["benefits"] = [before, wanted]
    return [{"undo": "tier.benefits", "tier": tier, "before": before, "after": wanted}]


async def _set_tiers(connection: Connection, benefit: UUID, codes: list[str], changes: dict[str, Any]) -> list[Step]:
    unknown = await connection.fetchval(NO_TIER, codes)
    if unknown is not None:
        message = "There is no tier '{code}'."
        raise Refused(ErrorCode.NOT_FOUND, message, ("input", "tierCodes"), code=unknown)
    before = [row["code"] for row in await connection.fetch(TIERS_OF, benefit)]
    if set(before) == set(codes):
        return []
    await connection.execute(SET_TIERS, benefit, codes)
    after = [row["code"] for row in await connection.fetch(TIERS_OF, benefit)]
    changes["tiers"] = [before, after]
    return [{"undo": "benefit.tiers", "benefit": benefit, "before": before, "after": after}]


async def _template(connection: Connection, code: str | None) -> UUID | None:
    found = code and await connection.fetchval(TEMPLATE, code)
    if code and found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no coupon template {name}.", ("input", "templateCode"), name=code)
    return found or None


async def _noted(
    connection: Connection, by: Viewer, what: str, key: UUID, code: str, changes: dict[str, Any], steps: list[Step],
    at: Any,
) -> Written:  # fmt: skip
    await record(connection, by.name, f"{what}.saved", what.capitalize(), key, changes, _staff(by))
    change = await keep(connection, by, f"{what}Save", f"Save {what} {code}", steps, at)
    return {what: key, "changeSet": change}


def _staff(by: Viewer) -> UUID | None:
    return by.staff_id and UUID(by.staff_id)
