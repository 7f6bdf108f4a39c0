"""How macros are read, tried, run and saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions import macros
from actions.macros import Plan
from actions.macros import save as save_macro
from actions.once import Written
from actions.tickets.locking import hold
from models.canned_replies import Macro
from resolvers.canned_replies import ticket_named
from resolvers.planner.answers import Computed, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from resolvers.planner.verbs import Call, Verb
from resolvers.planner.writing import check_writable
from resolvers.reply_variables import filler, language
from resolvers.saving import columns_of
from resolvers.worked_out import row_of
from rules.viewer import Viewer

ACTION = "kind text, value text"
ENTITIES = [
    Entity(
        "Macro",
        Macro,
        "mac",
        fields={
            "actions": Rows(
                lambda row, _: f"SELECT a.* FROM jsonb_to_recordset({row.col('actions')} -> 'rows') AS a({ACTION})",
                {"kind": "kind", "value": "value"},
            )
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
]
SHOWN = {
    "status": "status", "priority": "priority", "category_id": "category", "team_id": "team", "assignee_id": "assignee",
}  # fmt: skip
NAMED = {
    "category_id": "SELECT label FROM dictionary_item WHERE id = $1",
    "team_id": "SELECT name FROM team WHERE id = $1",
    "assignee_id": "SELECT name FROM staff WHERE id = $1",
}
SHAPE = "changes jsonb, notes jsonb, answer text, missing jsonb"
CHANGE = "what text, before text, after text"
PREVIEW = {
    "changes": Rows(
        lambda row, _: f"SELECT c.* FROM jsonb_to_recordset({row.col('changes')}) AS c({CHANGE})",
        {"what": "what", "before": "before", "after": "after"},
    ),
    "notes": Computed(lambda row: f"{row.col('notes')}::json"),
    "answer": Computed(lambda row: row.col("answer")),
    "missing": Computed(lambda row: f"{row.col('missing')}::json"),
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field `macroPreview`: the plan of the macro, which nobody carries out."""

    def sql(self, row: Row, selected: Selected) -> str:
        named, statement = selected.arguments(), row.statement
        find, code = ticket_named(statement, named["id"]), whole(named["code"])

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            held = await hold(connection, await find(connection, variables, viewer))
            locale = await language(connection, held.key, None)
            fill, now = filler(statement, connection, viewer, held.key), datetime.now(UTC)
            plan = await macros.planned(connection, viewer, held, code(variables, viewer), fill, locale, now)
            _check(statement.catalog, viewer, plan)
            return dumps(await _told(plan), default=str)

        return row_of(statement, selected, work, "MacroPreview", SHAPE, PREVIEW)


async def _told(plan: Plan) -> dict[str, Any]:
    changes = [
        {"what": SHOWN[name], "before": await _said(plan, name, plan.held.row[name]),
         "after": await _said(plan, name, value)}
        for name, value in plan.changed.items() if name in SHOWN
    ]  # fmt: skip
    if plan.tags != plan.tags_before:
        before, after = (", ".join(sorted(tags)) or None for tags in (plan.tags_before, plan.tags))
        changes.append({"what": "tags", "before": before, "after": after})
    return {"changes": changes, "notes": plan.notes, "answer": plan.answer, "missing": plan.missing}


async def _said(plan: Plan, column: str, value: Any) -> str | None:
    return await plan.connection.fetchval(NAMED[column], value) if value and column in NAMED else value


def _check(catalog: Any, viewer: Viewer, plan: Plan) -> None:
    """Raises Refused for a field that the roles of whoever runs it may not write."""
    check_writable(catalog, viewer.access, {"code": "Ticket"}, {"code": dict.fromkeys(plan.fields)})


async def _run(call: Call) -> Written:
    held = await hold(call.connection, call.found["id"], call.given.get("expectedVersion"))
    like = Statement(call.catalog, call.by.access, call.planner.surroundings)
    fill, locale = filler(like, call.connection, call.by, held.key), await language(call.connection, held.key, None)
    plan = await macros.planned(call.connection, call.by, held, call.given["code"], fill, locale, call.at)
    _check(call.catalog, call.by, plan)
    return await macros.run(plan, call.given["code"])


async def _save(call: Call) -> Written:
    given = columns_of(call.given["input"], call.currency)
    if given.get("actions") is not None:
        given["actions"] = [_action(row) for row in given["actions"]]
    return await save_macro(call.connection, call.by, given, call.given.get("expectedVersion"), call.at)


def _action(row: Mapping[str, Any]) -> dict[str, str]:
    return {"kind": str(row["kind"]), "value": row["value"]}


QUERIES = {"macros": Many("Macro", order="name"), "macro": Lookup("Macro"), "macroPreview": Previewed()}
ASKED = {"macroPreview": "tickets.answer"}
MUTATIONS = {
    "macroSave": Verb(_save, "tickets.shape", {}, {"macro": "Macro", "changeSet": "ChangeSet"}),
    "macroRun": Verb(
        _run,
        "tickets.answer",
        {"id": "Ticket"},
        {"ticket": "Ticket", "message": "TicketMessage", "changeSet": "ChangeSet"},
    ),
}
