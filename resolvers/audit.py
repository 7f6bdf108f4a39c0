"""How the audit trail is read."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from models.audit import AuditEvent
from resolvers.audit_changes import CHANGES
from resolvers.planner.answers import Computed
from resolvers.planner.arguments import Argument
from resolvers.planner.catalog import Entity
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import Compare, Text, escaped
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.searching import may_search, words
from resolvers.planner.statement import Row

SEARCHED = {"actor": "actor", "action": "action", "subjectType": "subject_type"}
"The column of each field that the search looks into."
DIFFERENT = """ARRAY(
    WITH RECURSIVE found AS (
        (SELECT {column} AS v FROM audit_event ORDER BY {column} LIMIT 1)
        UNION ALL
        SELECT (SELECT e.{column} FROM audit_event e WHERE e.{column} > found.v ORDER BY e.{column} LIMIT 1)
        FROM found WHERE found.v IS NOT NULL)
    SELECT v FROM found WHERE fold(v) LIKE fold({pattern}))"""
"Few people do few things, so the different values are walked through in the index instead of all events."


@dataclass(frozen=True, slots=True)
class Few(Text):
    """A text of few different values, with an index that begins with it."""

    def _operator(self, row: Row, name: str, value: Argument) -> str:
        if name not in ("contains", "startsWith") or value.value is None:
            return Text._operator(self, row, name, value)
        row.statement.plans_each_time = True
        return _among(row, self.expression(row), row.statement.argument(value, "text", self._pattern(name)))


@dataclass(frozen=True, slots=True)
class Words:
    """Every word is in one of the texts that the viewer may filter by."""

    governed_by: tuple[str, ...] = tuple(SEARCHED)

    def sql(self, row: Row, argument: Argument) -> list[str]:
        row.statement.plans_each_time = True
        columns = [column for name, column in SEARCHED.items() if may_search(row, name)]
        return [_word(row, columns, argument, index) for index in range(len(words(argument.value)))]


def _word(row: Row, columns: list[str], argument: Argument, index: int) -> str:
    pattern = row.statement.argument(argument, "text", lambda search: f"%{escaped(words(search)[index])}%")
    return f"({' OR '.join(_among(row, row.col(column), pattern) for column in columns)})"


def _among(row: Row, expression: str, pattern: str) -> str:
    return f"{expression} = ANY({DIFFERENT.format(column=expression.rpartition('.')[2], pattern=pattern)})"


def _subject(row: Row) -> str:
    """As an id of the API where the subject is of a type that has ids."""
    prefixes = {e.type_name: e.prefix for e in row.statement.catalog.entities.values() if e.prefix}
    cases = " ".join(f"WHEN '{name}' THEN '{prefix}_'" for name, prefix in sorted(prefixes.items()))
    return f"CASE {row.col('subject_type')} {cases} ELSE '' END || {row.col('subject_id')}::text"


def _key_of(value: Any) -> UUID:
    """Of an id of any type."""
    try:
        return UUID(str(value).rpartition("_")[2])
    except ValueError:
        raise BadRequest(f"'{str(value)[:60]}' is not an id.") from None


def events_of(type_name: str) -> Connection:
    """What was done to a row of this type."""
    return Connection(
        "AuditEvent",
        lambda event, row: f"{event.col('subject_type')} = '{type_name}' AND {event.col('subject_id')} = {row.key}",
    )


ENTITIES = [
    Entity(
        "AuditEvent",
        AuditEvent,
        "aud",
        fields={"subjectId": Computed(_subject), "changes": CHANGES},
        filters={
            "action": Few(lambda row: row.col("action")),
            "actor": Few(lambda row: row.col("actor")),
            "subjectType": Text(lambda row: row.col("subject_type"), exact=True),
            "subjectId": Compare(lambda row: row.col("subject_id"), "uuid", lambda _operator, _row: _key_of),
            "at": Compare(lambda row: row.col("at"), "timestamptz"),
        },
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
        search=Words(),
    )
]

QUERIES = {"auditEvents": Connection("AuditEvent")}
