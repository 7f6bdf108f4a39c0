"""The demo's company: teams and staff, dictionaries, benefits, tags and segments."""

import tomllib
from functools import cache
from json import dumps
from pathlib import Path
from typing import Any

from asyncpg import Connection

ACTOR = "demo"
COMPANY = Path(__file__).parent / "company.toml"
TEAM = "INSERT INTO team (code, name) VALUES ($1, $2) ON CONFLICT (code) DO NOTHING"
STAFF = """
    INSERT INTO staff (username, name, email, locale, is_demo, store_id, unit_id)
    SELECT $1::text, $2, $1::text || '@example.com', $3, true,
        CASE WHEN $4 THEN (SELECT home_store_id FROM member WHERE home_store_id IS NOT NULL
                           GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1) END,
        (SELECT id FROM organization_unit WHERE parent_id IS NULL ORDER BY code LIMIT 1)
    ON CONFLICT (username) DO NOTHING
"""
ROLE = """
    INSERT INTO staff_role (staff_id, role_id) SELECT staff.id, role.id FROM staff, role
    WHERE username = $1 AND code = $2 ON CONFLICT DO NOTHING
"""
MEMBERSHIP = """
    INSERT INTO team_member (staff_id, team_id) SELECT staff.id, team.id FROM staff, team
    WHERE username = $1 AND code = ANY($2) ON CONFLICT DO NOTHING
"""
ITEM = """
    INSERT INTO dictionary_item (dictionary, code, label, position) VALUES ($1, $2, $3, $4)
    ON CONFLICT (dictionary, code) DO NOTHING
"""
BENEFIT = """
    INSERT INTO benefit (code, name, kind, description) VALUES ($1, $2, $3, $4) ON CONFLICT (code) DO NOTHING
"""
TIER_BENEFIT = """
    INSERT INTO tier_benefit (tier_id, benefit_id, position) SELECT tier.id, benefit.id, $3 FROM tier, benefit
    WHERE tier.code = ANY($2) AND benefit.code = $1 ON CONFLICT DO NOTHING
"""
TAG = "INSERT INTO tag (name) VALUES ($1) ON CONFLICT (name) DO NOTHING"
TAGGED = """
    INSERT INTO member_tag (member_id, tag_id, actor)
    SELECT m.id, tag.id, $2 FROM tag, member m JOIN member_metrics f ON f.member_id = m.id
    WHERE tag.name = $1 AND m.is_demo AND ({where}) ON CONFLICT DO NOTHING
"""
SEGMENT = """INSERT INTO segment (code, name, "where") VALUES ($1, $2, $3::text::jsonb) ON CONFLICT (code) DO NOTHING"""


async def found_company(connection: Connection) -> None:
    """Adds what is missing; what is there already stays as it is."""
    told = _company()
    await connection.executemany(TEAM, list(told["teams"].items()))
    for person in told["staff"]:
        name = person["username"]
        await connection.execute(STAFF, name, person["name"], person["locale"], person.get("at_a_store", False))
        await connection.execute(ROLE, name, person["role"])
        await connection.execute(MEMBERSHIP, name, person["teams"])
    await connection.executemany(ITEM, _items(told["dictionaries"]))
    for place, benefit in enumerate(told["benefits"]):
        await connection.execute(BENEFIT, *(benefit[key] for key in ("code", "name", "kind", "description")))
        await connection.execute(TIER_BENEFIT, benefit["code"], benefit["tiers"], place)
    segments = [(segment["code"], segment["name"], dumps(segment["where"])) for segment in told["segments"]]
    await connection.executemany(SEGMENT, segments)


async def tag_members(connection: Connection) -> None:
    """Gives the demo's members their tags."""
    for tag in _company()["tags"]:
        await connection.execute(TAG, tag["name"])
        await connection.execute(TAGGED.format(where=tag["where"]), tag["name"], ACTOR)


@cache
def _company() -> dict[str, Any]:
    return tomllib.loads(COMPANY.read_text(encoding="utf-8"))


def _items(dictionaries: dict[str, dict[str, str]]) -> list[tuple[str, str, str, int]]:
    return [
        (dictionary, code, label, place)
        for dictionary, items in dictionaries.items()
        for place, (code, label) in enumerate(items.items())
    ]
