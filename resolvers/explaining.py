"""Why the caller, or a role, may see or do something."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from asyncpg import Connection

from models.access import ROLES
from resolvers.deciding import Explainer
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import Bind, whole
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement, Surroundings, Work
from resolvers.worked_out import row_of
from rules.callers import access_of
from rules.permissions import Access
from rules.refusals import Detail, ErrorCode, Refused
from rules.viewer import Viewer

SHAPE = (
    "allowed bool, visibility text, permission text, trace json, reasons jsonb, missing json, filter bool, write bool,"
    " granters json, roles json"
)
REASON = "role text, visibility text, by text, said text"


async def explained(surroundings: Surroundings, connection: Connection, viewer: Viewer, role: str | None) -> Explainer:
    """Of the caller, or of one role: of another's only for those who see roles. Raises Refused."""
    if role is None:
        return Explainer(surroundings, connection, viewer, viewer.access)
    own = tuple(grants for grants in viewer.access.grants if grants.role == role)
    if own:
        return Explainer(surroundings, connection, viewer, Access(own))
    if not viewer.access.sees("Role"):
        message = "What other roles may do is told to those who see roles."
        raise Refused(ErrorCode.FORBIDDEN, message, ("roleCode",), Detail(missing=("Role",)))
    found = await connection.fetchval(ROLES, [role])
    if found is None:
        raise Refused(ErrorCode.NOT_FOUND, "There is no role '{code}'.", ("roleCode",), code=role)
    return Explainer(surroundings, connection, viewer, access_of(orjson.loads(found)))


FIELDS = {
    **{name: Computed(lambda row, name=name: row.col(name)) for name in ("allowed", "visibility", "permission")},
    **{name: Computed(lambda row, name=name: row.col(name)) for name in ("trace", "missing", "roles")},
    "canFilter": Computed(lambda row: row.col("filter")),
    "canWrite": Computed(lambda row: row.col("write")),
    "canGrant": Computed(lambda row: row.col("granters")),
    "reasons": Rows(
        lambda row, _: f"SELECT * FROM jsonb_to_recordset({row.col('reasons')}) AS r({REASON})",
        {"roleCode": "role", "visibility": "visibility", "decidedBy": "by", "said": "said"},
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """The root fields `explainAccess` and `explainPermission`."""

    def sql(self, row: Row, selected: Selected) -> str:
        given = {name: whole(argument) for name, argument in selected.arguments().items() if argument.is_given}
        return row_of(row.statement, selected, _work(row.statement, given), "AccessDecision", SHAPE, FIELDS)


def _work(statement: Statement, given: Mapping[str, Bind]) -> Work:
    surroundings = statement.surroundings

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        asked = {name: bind(variables, viewer) for name, bind in given.items()}
        explainer = await explained(surroundings, connection, viewer, asked.get("roleCode"))
        if "name" in asked:
            found = await explainer.permission(asked["name"])
        else:
            found = await explainer.field(asked["typeName"], asked["field"], asked.get("id"))
        return orjson.dumps(found).decode()

    return work


QUERIES = {"explainAccess": Explained(), "explainPermission": Explained()}
