"""What a request would do now, tried by the verb itself; and what a policy would have meant."""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any
from uuid import UUID

from asyncpg import Connection

from actions.approvals.history import meant
from resolvers.approvals import CHANGE, above_of, changes_in
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import Argument, whole
from resolvers.planner.lookups import key_of_named
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement, Work
from resolvers.worked_out import row_of
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

SHAPE = "changes jsonb, refusal text, is_changed_since bool"
FIELDS = {
    "changes": Rows(lambda row, _: changes_in(row, row.col("changes")), CHANGE),
    "refusal": Computed(lambda row: row.col("refusal")),
    "isChangedSince": Computed(lambda row: row.col("is_changed_since")),
}


@dataclass(frozen=True, slots=True)
class Previewed:
    def sql(self, row: Row, selected: Selected) -> str:
        work = _work(row.statement, selected.arguments()["id"])
        return row_of(row.statement, selected, work, "ApprovalPreview", SHAPE, FIELDS)


def _work(statement: Statement, named: Argument) -> Work:
    around = statement.surroundings
    apart = Statement(statement.catalog, statement.access, around)
    sql = key_of_named(apart, "ApprovalRequest", named)

    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        key: UUID | None = await connection.fetchval(sql, *(bind(variables, viewer) for bind in apart.binds))
        if key is None:
            message = "There is no such {kind}, or you may not see it."
            raise Refused(ErrorCode.NOT_FOUND, message, ("id",), kind="ApprovalRequest")
        try:
            told, is_changed = await around.gate.preview(connection, viewer, key, datetime.now(UTC))
        except Refused as refused:
            return dumps({"changes": [], "refusal": around.say(refused, viewer.locale), "is_changed_since": False})
        return dumps({"changes": told, "is_changed_since": is_changed}, default=str)

    return work


@dataclass(frozen=True, slots=True)
class Meant:
    """The root field: what a policy would have meant in the last 30 days."""

    def sql(self, row: Row, selected: Selected) -> str:
        given = whole(selected.arguments()["input"])
        currency = row.statement.surroundings.currency

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            wanted = given(variables, viewer)
            above = above_of(wanted.get("threshold"), wanted["measure"], currency)
            return dumps(asdict(await meant(connection, wanted, above, datetime.now(UTC))))

        fields = {name: Computed(lambda each, name=name: each.col(name)) for name in ("calls", "needing", "people")}
        shape = "calls bigint, needing bigint, people bigint"
        return row_of(row.statement, selected, work, "ApprovalPolicyPreview", shape, fields)


def _operations(row: Row, _: Selected) -> str:
    known = [{"operation": name, "measures": list(measures)} for name, measures in sorted(_measures(row).items())]
    given = row.statement.constant(dumps(known), "json")
    return f"SELECT o.operation, o.measures FROM json_to_recordset({given}) AS o(operation text, measures json)"


def _measures(row: Row) -> dict[str, tuple[str, ...]]:
    return row.statement.surroundings.gate.measures()


QUERIES = {
    "approvalPreview": Previewed(),
    "approvalPolicyPreview": Meant(),
    "approvalOperations": Rows(_operations, {"operation": "operation", "measures": "measures"}),
}
ASKED = {"approvalPolicyPreview": "approvals.edit", "approvalOperations": "approvals.edit"}
