"""What must be there before members can be: units and stores, tiers, earning rules, dictionaries, outside accounts."""

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.imports.crediting import outside_accounts
from rules.ledger import Asset
from rules.money import to_minor
from rules.tiers import TierRule

PROGRAM = Path(__file__).parent / "program.toml"
TIER = """
    INSERT INTO tier (code, name, rank, spend_threshold, validity_months, points_multiplier)
    VALUES ($1, $2, $3, $4, $5, $6)
"""
EARNING_RULE = """
    INSERT INTO earning_rule (code, name, asset, per_unit, uses_tier_multiplier, expiry, expiry_count)
    VALUES ($1, $2, $3, $4, $5, CASE WHEN $6::int IS NULL THEN 'NEVER' ELSE 'END_OF_MONTH' END, $6::int)
    ON CONFLICT (code) DO NOTHING
"""
ITEM = """
    INSERT INTO dictionary_item (dictionary, code, label, position) VALUES ($1, $2, $3, $4)
    ON CONFLICT (dictionary, code) DO NOTHING
"""
UNIT = """
    INSERT INTO organization_unit (code, name, parent_id, path)
    VALUES ($1, $2, (SELECT id FROM organization_unit WHERE code = $3), $4) ON CONFLICT (code) DO NOTHING
"""
STORE = """
    INSERT INTO store (code, name, unit_id) VALUES ($1, $2, (SELECT id FROM organization_unit WHERE code = $3))
    ON CONFLICT (code) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Tier:
    """A tier as the database has it: its rule of entry, and what it gives."""

    id: UUID
    name: str
    rule: TierRule
    multiplier: Decimal
    validity_months: int | None


@dataclass(frozen=True, slots=True)
class EarningRule:
    id: UUID
    per_unit: Decimal
    uses_tier_multiplier: bool
    validity_months: int | None


@dataclass(frozen=True)
class Ground:
    """What the rows of members and orders point at. Tiers go from the lowest to the highest."""

    tiers: list[Tier]
    points_rule: EarningRule
    growth_rule: EarningRule
    outside: dict[Asset, UUID]
    sources: dict[str, UUID]
    card_kinds: dict[str, UUID]


async def lay(connection: Connection, store_ids: list[int], currency: str) -> None:
    """Adds what is missing. Tiers are only made if there are none: an installation's own tiers stay as they are."""
    program = _program()
    if not await connection.fetchval("SELECT EXISTS (SELECT FROM tier)"):
        await connection.executemany(TIER, [_tier(tier, currency) for tier in program["tiers"]])
    await connection.executemany(EARNING_RULE, [_earning_rule(rule) for rule in program["earning_rules"]])
    await connection.executemany(ITEM, _items(program["dictionaries"]))
    for unit in program["units"]:
        await _lay_unit(connection, unit, None, "")
    districts = [child["code"] for unit in program["units"] for child in unit["children"]]
    stores = [(store_code(s), _store_name(i), districts[s % len(districts)]) for i, s in enumerate(sorted(store_ids))]
    await connection.executemany(STORE, stores)


async def stand(connection: Connection) -> Ground:
    """Reads back what `lay` made or found, and makes the accounts of the outside if there are none."""
    tiers = await connection.fetch("SELECT * FROM tier WHERE is_active ORDER BY rank")
    rules = {row["code"]: row for row in await connection.fetch("SELECT * FROM earning_rule")}
    return Ground(
        tiers=[_tier_of(row) for row in tiers],
        points_rule=_rule_of(rules["purchase"]),
        growth_rule=_rule_of(rules["purchase-growth"]),
        outside=await outside_accounts(connection),
        sources=await _dictionary(connection, "source_channel"),
        card_kinds=await _dictionary(connection, "card_kind"),
    )


def store_code(store_id: int) -> str:
    return f"S{store_id:05d}"


@cache
def _program() -> dict[str, Any]:
    return tomllib.loads(PROGRAM.read_text(encoding="utf-8"))


def _tier(tier: dict[str, Any], currency: str) -> tuple[Any, ...]:
    spend = to_minor(Decimal(tier["spend"]), currency) if "spend" in tier else None
    return tier["code"], tier["name"], tier["rank"], spend, tier.get("validity_months"), Decimal(tier["multiplier"])


def _earning_rule(rule: dict[str, Any]) -> tuple[Any, ...]:
    months = rule.get("validity_months")
    return rule["code"], rule["name"], rule["asset"], Decimal(rule["per_unit"]), rule["uses_tier_multiplier"], months


def _items(dictionaries: dict[str, dict[str, str]]) -> list[tuple[str, str, str, int]]:
    return [
        (dictionary, code, label, position)
        for dictionary, items in dictionaries.items()
        for position, (code, label) in enumerate(items.items())
    ]


async def _lay_unit(connection: Connection, unit: dict[str, Any], parent: str | None, path: str) -> None:
    path = f"{path}{unit['code']}/"
    await connection.execute(UNIT, unit["code"], unit["name"], parent, path)
    for child in unit.get("children", ()):
        await _lay_unit(connection, child, unit["code"], path)


def _store_name(place: int) -> str:
    """A different name for each of the first 506 stores."""
    first, second = (_program()["stores"][part] for part in ("first", "second"))
    number, row = divmod(place, len(first))
    name = f"{first[row]} {second[(row + place // len(first)) % len(second)]}"
    return name if number < len(second) else f"{name} {number // len(second) + 1}"


def _tier_of(row: Any) -> Tier:
    rule = TierRule(
        row["code"], row["rank"], row["growth_threshold"], row["spend_threshold"], row["order_count_threshold"]
    )
    return Tier(row["id"], row["name"], rule, row["points_multiplier"], row["validity_months"])


def _rule_of(row: Any) -> EarningRule:
    return EarningRule(row["id"], row["per_unit"], row["uses_tier_multiplier"], row["expiry_count"])


async def _dictionary(connection: Connection, name: str) -> dict[str, UUID]:
    rows = await connection.fetch("SELECT code, id FROM dictionary_item WHERE dictionary = $1", name)
    return {row["code"]: row["id"] for row in rows}
