"""What a scoped caller writes lands within his own scope: else he could make rows that he may not see."""

from collections.abc import Mapping
from typing import Any

from asyncpg import Connection

from resolvers.planner.arguments import VIEWER_ATTRIBUTES
from resolvers.planner.catalog import Catalog, Entity
from resolvers.planner.filters import every
from resolvers.planner.statement import Statement, Surroundings
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

TELLING = {"ChangeSet", "Job"}
"What tells of a change is nobody's row that is written."


async def check_landed(
    connection: Connection,
    catalog: Catalog,
    around: Surroundings,
    shows: Mapping[str, str],
    written: Mapping[str, Any],
    viewer: Viewer,
) -> None:
    """Raises Refused that names the type of which a row would be out of the caller's scope."""
    for name, type_name in shows.items():
        entity, key = catalog.entities[type_name], written.get(name)
        scopes = None if type_name in TELLING or key is None else viewer.access.scopes(type_name)
        if not scopes or any(not _is_bound(scope, viewer) for scope in scopes):
            continue
        sql, values = _within(Statement(catalog, viewer.access, around), entity, viewer)
        if not await connection.fetchval(sql, *values, key):
            message = "This would leave a {kind} that is not among those your roles let you see. Keep it within them."
            raise Refused(ErrorCode.FORBIDDEN, message, kind=type_name)


def _is_bound(part: Any, viewer: Viewer) -> bool:
    """Whether all that a scope says of the viewer is there: a program without a store is bound to none."""
    if isinstance(part, dict):
        return all(_is_bound(inner, viewer) for inner in part.values())
    if isinstance(part, list):
        return all(_is_bound(inner, viewer) for inner in part)
    attribute = VIEWER_ATTRIBUTES.get(part) if isinstance(part, str) else None
    return attribute is None or getattr(viewer, attribute) is not None


def _within(statement: Statement, entity: Entity, viewer: Viewer) -> tuple[str, list[Any]]:
    row = statement.source(entity)
    condition = statement.catalog.scope_condition(row, statement.access.scopes(entity.type_name) or [])
    values = [bind({}, viewer) for bind in statement.binds]
    sql = (
        f"SELECT EXISTS (SELECT FROM {row.source.sql()} WHERE {every([condition])} AND {row.key} = ${len(values) + 1})"
    )
    return sql, values
