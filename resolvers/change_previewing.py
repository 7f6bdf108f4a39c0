"""What a mutation would do: it is called as its caller would call it, and taken back."""

from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions.remembering import Remembered
from resolvers.approvals import CHANGE, changes_in
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import Bind, whole
from resolvers.planner.limits import COST_OF_CHANGE
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Surroundings, Work
from resolvers.worked_out import row_of
from rules.refusals import ErrorCode, Refused
from rules.viewer import Viewer

SHAPE = "changes jsonb, waits_for text, refusals jsonb"
REFUSALS = "SELECT r.code, r.message, r.path FROM jsonb_to_recordset({given}) AS r(code text, message text, path json)"
REFUSAL = {"code": "code", "message": "message", "path": "path"}
FIELDS = {
    "changes": Rows(lambda row, _: changes_in(row, row.col("changes")), CHANGE),
    "waitsFor": Computed(lambda row: row.col("waits_for")),
    "refusals": Rows(lambda row, _: REFUSALS.format(given=row.col("refusals")), REFUSAL),
}


@dataclass(frozen=True, slots=True)
class Tried:
    def sql(self, row: Row, selected: Selected) -> str:
        statement, given = row.statement, selected.arguments()
        statement.cost += COST_OF_CHANGE
        work = _work(statement.surroundings, whole(given["mutation"]), whole(given["arguments"]))
        return row_of(statement, selected, work, "ChangePreview", SHAPE, FIELDS)


def _work(around: Surroundings, mutation: Bind, arguments: Bind) -> Work:
    async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
        name, given = mutation(variables, viewer), arguments(variables, viewer)
        try:
            if not isinstance(given, dict):
                message = "The arguments are an object that has each of them by its name."
                raise Refused(ErrorCode.INVALID, message, ("arguments",))
            told, policy = await around.gate.tried(connection, viewer, name, given, datetime.now(UTC))
        except Refused as refused:
            if isinstance(refused, Remembered):
                await refused.trace(connection)
            said = [_refusal(around, one, viewer) for one in (refused, *refused.also)]
            return dumps({"changes": [], "refusals": said})
        return dumps({"changes": told, "waits_for": policy, "refusals": []}, default=str)

    return work


def _refusal(around: Surroundings, refused: Refused, viewer: Viewer) -> dict[str, Any]:
    return {"code": refused.code, "message": around.say(refused, viewer.locale), "path": list(refused.path)}


QUERIES = {"changePreview": Tried()}
ASKED = {"changePreview": "changes.preview"}
