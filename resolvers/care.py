"""How care series, their calls and the teams that call are read, tried and changed."""

from collections.abc import Mapping
from typing import Any

from actions import care
from actions.once import Written
from models.care import CallTeam, CareSeries, CareTask
from resolvers.contacting import text_list, words_of
from resolvers.ids import STAFF_KEY, by_id
from resolvers.planner.answers import Computed, Rows, amount
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Among, Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from rules.money import exact_minor

STEP = 'kind text, after int, unit text, channel text, script text, "scriptZh" text'
STEPS = {name: name for name in ("kind", "after", "unit", "channel", "script", "scriptZh")}
LISTS = ("categories", "tiers", "stops")


def _steps(row: Row, _: Any) -> str:
    return f"SELECT s.* FROM jsonb_to_recordset({row.col('steps')} -> 'rows') AS s({STEP})"


def _running(row: Row) -> str:
    return f"(SELECT count(*) FROM care_run r WHERE r.series_id = {row.key} AND r.status = 'RUNNING')"


def _said(column: str) -> Computed:
    return Computed(lambda row: f"care_text({row.col(column)}, {row.col('member_id')})")


def _compare(column: str, cast: str = "text") -> Compare:
    return Compare(lambda row: row.col(column), cast)


def _code(table: str, column: str) -> Among:
    return Among(lambda row: f"FROM {table} k WHERE k.id = {row.col(column)}", "k.code", exact=True)


TASK_KEY = Entity("CareTask", CareTask, "crt")
OF_MEMBER = Connection("CareTask", lambda task, member: f"{task.col('member_id')} = {member.key}")
ENTITIES = [
    Entity(
        "CareSeries",
        CareSeries,
        "crs",
        fields={name: text_list(name) for name in LISTS}
        | {"steps": Rows(_steps, STEPS), "running": Computed(_running), "amount": amount("amount")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "CallTeam",
        CallTeam,
        "ctm",
        fields={"stores": text_list("stores")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
    Entity(
        "CareTask",
        CareTask,
        "crt",
        fields={"script": _said("script"), "scriptZh": _said("script_zh")},
        filters={
            "id": by_id(TASK_KEY),
            "memberKey": _compare("member_id", "uuid"),
            "status": _compare("status"),
            "kind": _compare("kind"),
            "dueOn": _compare("due_on", "date"),
            "plannedOn": _compare("planned_on", "date"),
            "assignee": by_id(STAFF_KEY, lambda row: row.col("assignee_id")),
            "series": _code("care_series", "series_id"),
            "callTeam": _code("call_team", "call_team_id"),
        },
        orders={
            "DUE_ON": OrderBy(lambda row: row.col("due_on"), "date"),
            "RANK": OrderBy(lambda row: row.col("rank"), "int"),
        },
        default_order=(("DUE_ON", "ASC"),),
    ),
]
QUERIES = {
    "careSeriesList": Many("CareSeries", order="code"),
    "careSeries": Lookup("CareSeries"),
    "callTeams": Many("CallTeam", order="code"),
    "callTeam": Lookup("CallTeam"),
    "careTasks": Connection("CareTask"),
    "careTask": Lookup("CareTask"),
}


def columns_of_series(given: Mapping[str, Any], currency: str) -> tuple[dict[str, Any], dict[str, str | None]]:
    """The input as columns, and codes by argument."""
    columns = words_of({name: value for name, value in given.items() if name != "amount"}, *LISTS)
    if given.get("amount") is not None:
        columns["amount"] = exact_minor(given["amount"], currency, "amount")
    elif "amount" in given:
        columns["amount"] = None
    if columns.get("steps") is not None:
        columns["steps"] = {"rows": [_step(row) for row in columns["steps"]]}
    if columns.get("trigger") is not None:
        columns["trigger"] = str(columns["trigger"])
    return columns, {name: given[name] for name in ("tierCode", "segmentCode", "callTeamCode") if name in given}


def _step(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {"kind": str(row["kind"]), "after": row["after"], "unit": str(row["unit"])}
    channel = row.get("channel")
    texts = {name: (row.get(name) or "").strip() for name in ("script", "scriptZh")}
    return said | {"channel": str(channel) if channel else None} | texts


async def _save_series(call: Call) -> Written:
    columns, names = columns_of_series(call.given["input"], call.currency)
    expected = call.given.get("expectedVersion")
    return await care.save_series(call.connection, call.by, columns, names, expected, call.at)


async def _save_team(call: Call) -> Written:
    given = call.given["input"]
    names = {name: given[name] for name in ("teamCode", "calendarCode") if name in given}
    expected = call.given.get("expectedVersion")
    return await care.save_team(call.connection, call.by, words_of(dict(given), "stores"), names, expected, call.at)


async def _begin(call: Call) -> Written:
    return await care.begin(call.connection, call.by, call.found["id"], call.given.get("expectedVersion"), call.at)


async def _note(call: Call) -> Written:
    given, expected = call.given["input"], call.given.get("expectedVersion")
    return await care.note_outcome(call.connection, call.by, call.found["id"], given, expected, call.at)


async def _put_off(call: Call) -> Written:
    given, expected = call.given, call.given.get("expectedVersion")
    return await care.put_off(
        call.connection, call.by, call.found["id"], given["day"], given.get("note"), expected, call.at
    )


_NAMED = {"id": "CareTask"}
_SHOWN = {"task": "CareTask", "member": "Member"}
MUTATIONS = {
    "careSeriesSave": Verb(_save_series, "care.edit", {}, {"series": "CareSeries", "changeSet": "ChangeSet"}),
    "callTeamSave": Verb(_save_team, "care.edit", {}, {"callTeam": "CallTeam", "changeSet": "ChangeSet"}),
    "careCallBegin": Verb(_begin, "care.call", _NAMED, _SHOWN),
    "careCallNote": Verb(_note, "care.call", _NAMED, _SHOWN | {"ticket": "Ticket"}),
    "careTaskPutOff": Verb(_put_off, "care.call", _NAMED, _SHOWN),
}
