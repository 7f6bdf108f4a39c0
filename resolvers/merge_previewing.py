"""What a merge would do, tried and taken back by the verb itself, then drawn like any row."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions import merging
from actions.merging import Tried
from resolvers.planner.answers import Computed, Embedded, One, Rows, money_column
from resolvers.planner.arguments import Argument
from resolvers.planner.lookups import key_of_named
from resolvers.planner.objects import one_row
from resolvers.planner.selection import Selected
from resolvers.planner.statement import From, Row, Statement, Work
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

NAMED = ("keepId", "mergeId")
SHAPE = (
    "kept_id uuid, merged_id uuid, points bigint, pending bigint, growth bigint, stored bigint, tier_id uuid,"
    " orders int, spend bigint, moved jsonb, differences jsonb"
)
COST = 40


def _moved(previewed: Row, _: Selected) -> str:
    return f"SELECT key AS kind, value::int AS count FROM jsonb_each_text({previewed.col('moved')}) ORDER BY key"


def _differences(previewed: Row, _: Selected) -> str:
    return (
        f"SELECT d.* FROM jsonb_to_recordset({previewed.col('differences')})"
        " AS d(field text, kept text, merged text, outcome text)"
    )


ANSWER = Embedded(
    {
        "kept": One("Member", "kept_id"),
        "merged": One("Member", "merged_id"),
        "pointsAvailable": Computed(lambda row: row.col("points")),
        "pointsPending": Computed(lambda row: row.col("pending")),
        "growthValue": Computed(lambda row: row.col("growth")),
        "storedValue": money_column("stored"),
        "tier": One("Tier", "tier_id"),
        "orderCount": Computed(lambda row: row.col("orders")),
        "totalSpend": money_column("spend"),
        "moved": Rows(_moved, {"kind": "kind", "count": "count"}),
        "differences": Rows(_differences, {"field": "field", "kept": "kept", "merged": "merged", "outcome": "outcome"}),
    }
)


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field: a trial of the merge, as one row."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += COST
        tried = statement.work(f"merge {selected.key}", _work(statement, selected.arguments()), "text")
        alias = statement.alias()
        source = From(f"jsonb_to_record({tried}::jsonb)", alias)
        each = Row(statement, None, alias, source)
        shown = [(child.key, ANSWER._field(each, selected.type.name, child)) for child in selected.children()]
        return one_row(shown, f"FROM {source.table} AS {alias}({SHAPE}) {' '.join(source.joins)}")


def _work(statement: Statement, named: dict[str, Argument]) -> Work:
    find = [_finder(statement, name, named[name]) for name in NAMED]
    around = statement.surroundings

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        kept, merged = [await each(connection, variables, viewer) for each in find]
        now, zone = datetime.now(UTC), around.programs.zone
        tried = await merging.preview(connection, viewer, kept, merged, now, zone, around.currency)
        return dumps(_told(statement, kept, merged, tried), default=str)

    return work


def _finder(statement: Statement, name: str, argument: Argument) -> Any:
    """Finds a member within the viewer's scope."""
    apart = Statement(statement.catalog, statement.access, statement.surroundings)
    sql = key_of_named(apart, "Member", argument)

    async def find(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> UUID:
        key = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        if key is None:
            message = "There is no such {kind}, or you may not see it."
            raise Refused(ErrorCode.NOT_FOUND, message, (name,), kind="Member")
        return key

    return find


def _told(statement: Statement, kept: UUID, merged: UUID, tried: Tried) -> dict[str, Any]:
    """As a row of SHAPE. Values that the caller may not read in full are left out; that they differ is told."""
    differences = []
    for each in tried.differences:
        may_read = statement.catalog.facets(statement, "Member", each.field).may_filter
        values = {"kept": each.kept, "merged": each.merged} if may_read else {}
        differences.append({"field": each.field, "outcome": each.outcome} | values)
    moved = {table.upper(): count for table, count in tried.moved.items()}
    return tried.stands | {"kept_id": kept, "merged_id": merged, "moved": moved, "differences": differences}


QUERIES = {"memberMergePreview": Previewed()}
ASKED = {"memberMergePreview": "members.merge"}
