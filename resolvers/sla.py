"""How policies of service levels are read, tried and saved."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from json import dumps
from typing import Any

from asyncpg import Connection

from actions import clocks, sla
from actions.clocks.foreseeing import foresee
from actions.clocks.keeping import Renewal
from actions.once import Written
from actions.sla import save as save_policy
from models.sla import SlaPolicy
from resolvers.planner.answers import Computed, One, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Text
from resolvers.planner.formats import as_instant
from resolvers.planner.lists import Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.policies import versions
from resolvers.saving import columns_of
from resolvers.worked_out import row_of
from rules.viewer import Viewer

COST = 200
"Of looking at all open tickets."
LISTS = ("priorities", "categories", "channels", "tiers", "teams", "pauses")


def _list(column: str) -> Computed:
    return Computed(lambda row: f"to_json({row.col(column)})")


def _open_tickets(row: Row) -> str:
    return f"""(SELECT count(*) FROM ticket t WHERE t.status NOT IN ('RESOLVED', 'CLOSED', 'MERGED')
        AND t.sla_version_id IN (SELECT v.id FROM rule_version v
            WHERE v.subject_type = 'SlaPolicy' AND v.subject_id = {row.key}))"""


ALARM = "clock text, percent int, action text, team text, person text"
ENTITIES = [
    Entity(
        "SlaPolicy",
        SlaPolicy,
        "sla",
        fields={name: _list(name) for name in LISTS}
        | {
            "alarms": Rows(
                lambda row, _: f"SELECT a.* FROM jsonb_to_recordset({row.col('alarms')} -> 'rows') AS a({ALARM})",
                {"clock": "clock", "percent": "percent", "action": "action", "teamCode": "team", "person": "person"},
            ),
            "openTickets": Computed(_open_tickets),
            "versions": versions("SlaPolicy"),
        },
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
]

COUNTS = ("looked", "changed", "sooner", "later", "newly_late", "no_longer_late")
SHAPE = ", ".join(f"{name} int" for name in COUNTS) + ", tickets jsonb"
CHANGE = "ticket_id uuid, before timestamptz, after timestamptz, was_late bool, is_late bool"
PREVIEW = {
    "tickets": Rows(
        lambda row, _: f"SELECT c.* FROM jsonb_to_recordset({row.col('tickets')}) AS c({CHANGE})",
        {
            "ticket": One("Ticket", "ticket_id"),
            "before": Computed(lambda row: as_instant(row.col("before"))),
            "after": Computed(lambda row: as_instant(row.col("after"))),
            "wasLate": "was_late",
            "isLate": "is_late",
        },
    ),
    **{
        name: Computed(lambda row, column=column: row.col(column))
        for name, column in zip(
            ("looked", "changed", "sooner", "later", "newlyLate", "noLongerLate"), COUNTS, strict=True
        )
    },
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field `slaPolicyPreview`."""

    def sql(self, row: Row, selected: Selected) -> str:
        given = whole(selected.arguments()["input"])
        row.statement.cost += COST

        async def work(connection: Connection, variables: dict[str, Any], viewer: Viewer) -> str:
            columns, calendar = columns_of_policy(given(variables, viewer))
            key, draft = await sla.draft(connection, columns, calendar)
            return dumps(asdict(await foresee(connection, key, draft, datetime.now(UTC))), default=str)

        return row_of(row.statement, selected, work, "SlaPreview", SHAPE, PREVIEW)


def columns_of_policy(given: Mapping[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The input as columns, and the code of the calendar: "" for the default one, None if none is said."""
    calendar = (given["calendarCode"] or "") if "calendarCode" in given else None
    columns = columns_of(given, "USD")
    for name in LISTS:
        if columns.get(name) is not None:
            columns[name] = list(dict.fromkeys(str(word) for word in columns[name]))
    if columns.get("alarms") is not None:
        columns["alarms"] = {"rows": [_alarm(row) for row in columns["alarms"]]}
    return columns, calendar


def _alarm(row: Mapping[str, Any]) -> dict[str, Any]:
    said = {"clock": str(row["clock"]), "percent": row["percent"], "action": str(row["action"])}
    named = {"team": row.get("teamCode"), "person": row.get("person")}
    return said | {name: value for name, value in named.items() if value}


async def _save(call: Call) -> Written:
    columns, calendar = columns_of_policy(call.given["input"])
    applies, expected = call.given.get("appliesToOpen") is True, call.given.get("expectedVersion")
    return await save_policy(call.connection, call.by, columns, calendar, expected, call.at, applies=applies)


async def _apply(call: Call) -> Written:
    return {"job": await clocks.ask(call.connection, call.by, Renewal.ALL, call.at)}


QUERIES = {
    "slaPolicies": Many("SlaPolicy", order="position"),
    "slaPolicy": Lookup("SlaPolicy"),
    "slaPolicyPreview": Previewed(),
}
ASKED = {"slaPolicyPreview": "sla.edit"}
MUTATIONS = {
    "slaPolicySave": Verb(_save, "sla.edit", {}, {"policy": "SlaPolicy", "job": "Job", "changeSet": "ChangeSet"}),
    "slaApply": Verb(_apply, "sla.edit", {}, {"job": "Job"}),
}
