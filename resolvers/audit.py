"""How the audit trail is read."""

from models.audit import AuditEvent
from resolvers.planner.answers import Computed
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row


def _subject(row: Row) -> str:
    """As an id of the API where the subject is of a type that has ids."""
    prefixes = {e.type_name: e.prefix for e in row.statement.catalog.entities.values() if e.prefix}
    cases = " ".join(f"WHEN '{name}' THEN '{prefix}_'" for name, prefix in sorted(prefixes.items()))
    return f"CASE {row.col('subject_type')} {cases} ELSE '' END || {row.col('subject_id')}::text"


ENTITIES = [
    Entity(
        "AuditEvent",
        AuditEvent,
        "aud",
        fields={"subjectId": Computed(_subject)},
        filters={
            "action": Text(lambda row: row.col("action")),
            "actor": Text(lambda row: row.col("actor")),
            "subjectType": Text(lambda row: row.col("subject_type"), exact=True),
            "at": Compare(lambda row: row.col("at"), "timestamptz"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    )
]

QUERIES = {"auditEvents": Connection("AuditEvent")}
