"""What all explanations share: rows of rules and of conditions, and how a row is found and said."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from asyncpg import Connection

from resolvers.planner.answers import Rows
from resolvers.planner.arguments import Argument
from resolvers.planner.lookups import key_of_named
from resolvers.planner.statement import Statement
from rules.asking import UNASKED
from rules.conditions import Failure
from rules.quote.examining import Refusal
from rules.refusals import Detail, ErrorCode, Refused, Saying
from rules.viewer import Viewer

CONDITION = "code text, message text, change text"
REFUSED = "source_kind text, source_code text, name text, version int, conditions jsonb"


def _column(name: str, shape: str, fields: Mapping[str, Any]) -> Rows:
    return Rows(lambda row, _: f"SELECT r.* FROM jsonb_to_recordset({row.col(name)}) AS r({shape})", fields)


CONDITIONS = _column("conditions", CONDITION, {"code": "code", "message": "message", "change": "change"})
REFUSALS = _column(
    "refused",
    REFUSED,
    {
        "sourceKind": "source_kind", "sourceCode": "source_code", "name": "name", "version": "version",
        "conditions": CONDITIONS,
    },
)  # fmt: skip
rows_of = _column


@dataclass(frozen=True, slots=True)
class Voice:
    """Says things to one viewer."""

    statement: Statement
    viewer: Viewer

    def say(self, saying: Saying) -> str:
        return self.statement.surroundings.say(Refused.because(saying, ()), self.viewer.locale)

    def each(self, sayings: Iterable[Saying]) -> list[str]:
        return [self.say(saying) for saying in sayings]

    def conditions(self, failures: Iterable[Failure]) -> list[dict[str, Any]]:
        return [
            {
                "code": failure.code,
                "message": self.say(failure),
                "change": self.say(failure.change) if failure.change else None,
            }
            for failure in failures
        ]

    def refusals(self, refusals: Iterable[Refusal]) -> list[dict[str, Any]]:
        return [self.source(refusal.source) | {"conditions": self.conditions(refusal.failures)} for refusal in refusals]

    def source(self, source: Any) -> dict[str, Any]:
        return {
            "source_kind": source.kind, "source_code": source.code, "name": source.name, "version": source.version,
        }  # fmt: skip


def check_unasked(viewer: Viewer) -> None:
    """Decisions tell of points, which some members keep behind their PIN. Raises Refused."""
    if not viewer.access.permits(UNASKED):
        message = "Decisions tell of points, also of members who want their PIN asked for: it takes {permission}."
        raise Refused(ErrorCode.FORBIDDEN, message, (), Detail(missing=(UNASKED,)), permission=UNASKED)


Find = Callable[[Connection, dict[str, Any], Viewer], Any]
"Gives the key of a row."


def finder(statement: Statement, type_name: str, argument: Argument, path: str) -> Find | None:
    """Of what an argument names, within the viewer's scope; None if it is not given. Raises Refused."""
    if not argument.is_given or argument.value is None:
        return None
    apart = Statement(statement.catalog, statement.access, statement.surroundings)
    sql = key_of_named(apart, type_name, argument)

    async def find(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> UUID:
        key = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        if key is None:
            message = "There is no such {kind}, or you may not see it."
            raise Refused(ErrorCode.NOT_FOUND, message, (path,), kind=type_name)
        return key

    return find
