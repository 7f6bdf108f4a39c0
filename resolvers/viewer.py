"""How the caller is told who he is."""

import orjson

from resolvers.bounds import OWN_LIMITS
from resolvers.planner.answers import Computed, Embedded, OneWhere
from resolvers.planner.formats import as_instant
from resolvers.planner.lookups import NodeLookup
from resolvers.planner.statement import Row


def _roles(row: Row) -> str:
    return row.statement.bind(lambda _, viewer: orjson.dumps(viewer.roles).decode(), "json")


def _acting(row: Row, attribute: str, cast: str) -> str:
    return row.statement.bind(lambda _, viewer: viewer.acting and getattr(viewer.acting, attribute), cast)


def _permissions(row: Row) -> str:
    return row.statement.constant(orjson.dumps(sorted(row.statement.access.permissions)).decode(), "json")


VIEWER = Embedded(
    {
        "kind": Computed(lambda row: row.statement.viewer("kind", "text")),
        "name": Computed(lambda row: row.statement.viewer("name", "text")),
        "roles": Computed(_roles),
        "permissions": Computed(_permissions),
        "limits": OWN_LIMITS,
        "schemaFingerprint": Computed(lambda row: row.statement.viewer("fingerprint", "text")),
        "viewingAs": Embedded(
            {
                "name": Computed(lambda row: row.statement.viewer("name", "text")),
                "isRole": Computed(lambda row: _acting(row, "is_role", "bool")),
                "by": Computed(lambda row: _acting(row, "name", "text")),
                "until": Computed(lambda row: as_instant(_acting(row, "until", "timestamptz"))),
            },
            lambda row: f"{_acting(row, 'name', 'text')} IS NOT NULL",
        ),
        "member": OneWhere("Member", lambda row, member: f"{member.key} = {row.statement.viewer('member_id', 'uuid')}"),
    }
)

QUERIES = {"viewer": VIEWER, "node": NodeLookup()}
