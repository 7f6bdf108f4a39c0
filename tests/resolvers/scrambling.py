"""Another town that somebody must not be able to tell from the first: all that he may not read in full is different."""

import re
from collections.abc import AsyncIterator
from typing import Any

from asyncpg import Connection, Record

from resolvers.planner.catalog import Entity
from schema.build import catalog
from tests.resolvers.oracle.entities import snake
from tests.resolvers.oracle.rights import MASKS, Looker, email, hidden, name, number, phone
from tests.resolvers.oracle.rows import TYPES

KEPT_BY_MASK = {
    phone: "CASE WHEN length({0}) > 7 THEN left({0}, 3) || translate(substr({0}, 4, length({0}) - 7), "
    "'0123456789', '7391520864') || '55' || right({0}, 4) ELSE {0} END",
    email: "left({0}, 1) || md5({0}) || '@' || split_part({0}, '@', 2)",
    name: "left({0}, 1) || reverse(substr({0}, 2)) || left(md5({0}), 5)",
    hidden: "md5({0})",
    number: "left(md5({0}), 12) || right({0}, 4)",
}
"Another text of which the mask leaves the same."
UNIQUE = """
    SELECT DISTINCT attname FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
    WHERE indrelid = $1::regclass AND indisunique"""
COLUMNS = """
    SELECT column_name AS name, data_type AS kind, character_maximum_length AS most FROM information_schema.columns
    WHERE table_name = $1 AND is_generated = 'NEVER'"""
CHECKS = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE contype = 'c' AND connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION ALL
    SELECT format('DROP INDEX %I', indexname) FROM pg_indexes
    WHERE schemaname = 'public' AND indexdef LIKE 'CREATE UNIQUE INDEX % WHERE %'"""
"Guards over several columns, which values of other rows need not fit."
TOLD_BY = {"CampaignParticipation": ("Campaign", "report"), "ApiClient": ("MemberDevice", "program")}
"Figures and names that are granted by themselves, wherever they come from."
SEEN_BY = {"SavedView": {"owner_id", "sharing", "roles", "is_active"}, "TicketMessage": {"held_until"}}
"What decides for every role alike which rows there are: whose a view is, whether it was put away, what waits."
DERIVED = """
    UPDATE member SET card_numbers =
        coalesce((SELECT string_agg(card_no, ' ' ORDER BY card_no) FROM member_card WHERE member_id = member.id), '')"""


async def scramble(connection: Connection, who: Looker) -> list[str]:
    """Changes every column behind a field that is masked for him or hidden from him; returns their fields' names."""
    changed = []
    for dropped in await connection.fetch(CHECKS):
        await connection.execute(dropped[0])
    async with connection.transaction():
        # Guards of history would forbid it; what is derived inside a row is derived all the same.
        await connection.execute("SET LOCAL session_replication_role = replica")
        for entity in catalog().entities.values():
            if not entity.is_inner:
                changed += [field async for field in _scrambled(connection, who, entity)]
        if "MemberCard.cardNo" in changed:
            await connection.execute(DERIVED)
    return changed


async def _scrambled(connection: Connection, who: Looker, entity: Entity) -> AsyncIterator[str]:
    unique = {row[0] for row in await connection.fetch(UNIQUE, entity.table)}
    columns = {row["name"]: row for row in await connection.fetch(COLUMNS, entity.table)}
    kept = _scoping(who) | SEEN_BY.get(entity.type_name, set())
    for type_name, field in catalog().specs:
        column = columns.get(snake(field)) if type_name == entity.type_name else None
        if column is None or _is_told(who, entity, field) or column["name"] in kept:
            continue
        is_masked = who.facets(type_name, field)["read"] == "MASKED"
        mask = MASKS.get(f"{type_name}.{field}") if is_masked else None
        await _change(connection, entity, column, mask, is_unique=column["name"] in unique)
        yield f"{type_name}.{field}"


def _is_told(who: Looker, entity: Entity, field: str) -> bool:
    """Whether he may read the column as this or as another type that lies in the same table, or its figures."""
    types = [other.type_name for other in catalog().entities.values() if other.table == entity.table]
    fields = [(name, field) for name in types if (name, field) in catalog().specs]
    figures = TOLD_BY.get(entity.type_name)
    return any(who.facets(*each)["read"] == "FULL" for each in [*fields, *([figures] if figures else [])])


def _scoping(who: Looker) -> set[str]:
    """What decides by design which rows he sees; those of archived members are left out unless asked for."""
    return {"archived_at"} | {
        snake(word) for type_name in TYPES for word in re.findall(r"\w+", str(who.scopes(type_name)))
    }


async def _change(connection: Connection, entity: Entity, column: Record, mask: Any, *, is_unique: bool) -> None:
    """What no other row may have gets a value of its own; the rest takes the value of another row."""
    table, name = entity.table, f'"{column["name"]}"'
    if mask is not None or (is_unique and column["kind"] in ("text", "character varying")):
        said = f"left({KEPT_BY_MASK[mask or hidden].format(name)}, {column['most'] or 9999})"
        await connection.execute(f"UPDATE \"{table}\" SET {name} = {said} WHERE {name} > ''")
    elif not is_unique:
        await connection.execute(f"""
            UPDATE "{table}" SET {name} = other.{name}
            FROM (SELECT {entity.key} AS key, lag({name}, 1, last) OVER w AS {name}
                  FROM (SELECT *, last_value({name}) OVER (ORDER BY md5({entity.key}::text)
                        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last FROM "{table}") turned
                  WINDOW w AS (ORDER BY md5({entity.key}::text))) other
            WHERE other.key = "{table}".{entity.key}""")
