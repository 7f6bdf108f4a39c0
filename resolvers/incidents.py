"""How incidents are read: what they are about, and how many tickets and members that is."""

from dataclasses import dataclass
from json import dumps
from typing import Any

from asyncpg import Connection as Database

from actions.incidents.answering import foresee
from models.incidents import Incident, RadarRule
from resolvers.counting import figure, number
from resolvers.ids import by_id
from resolvers.planner.answers import Computed, One, Rows
from resolvers.planner.arguments import whole
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.lists import Connection, Many
from resolvers.planner.live import Changed
from resolvers.planner.lookups import Lookup, key_of
from resolvers.planner.orders import OrderBy
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row
from resolvers.worked_out import row_of
from rules.incidents import COLUMNS
from rules.viewer import Viewer

ANSWERABLE = "('CLOSED', 'MERGED')"
SUBJECTS = (("campaign", "name"), ("product", "name"), ("store", "name"), ("dictionary_item", "label"))


def _subject(incident: Row) -> str:
    pairs = zip(COLUMNS.values(), SUBJECTS, strict=True)
    named = (f"(SELECT {name} FROM {table} WHERE id = {incident.col(column)})" for column, (table, name) in pairs)
    return f"coalesce({', '.join(named)}, '')"


def matches(ticket: Row, incident: Row) -> str:
    """The ticket is about what the incident is about, from its beginning to its end."""
    return _matching(ticket, incident.col)


def _matching(ticket: Row, of: Any) -> str:
    about = " OR ".join(f"{ticket.col(column)} = {of(column)}" for column in COLUMNS.values())
    return (
        f"(({about}) AND {ticket.col('opened_at')} >= {of('since')} AND {ticket.col('status')} <> 'MERGED'"
        f" AND {ticket.col('opened_at')} <= coalesce({of('closed_at')}, 'infinity'))"
    )


def about_incident(ticket: Row) -> str:
    """FROM and WHERE of the incidents that a ticket matches."""
    return f"FROM incident i WHERE {_matching(ticket, 'i.{}'.format)}"


def _linked(ticket: Row, incident: Row) -> str:
    return f"{ticket.col('incident_id')} = {incident.key}"


def _answerable(ticket: Row, _: Row) -> str:
    return f"{ticket.col('status')} NOT IN {ANSWERABLE}"


KEY = Entity("Incident", Incident, "inc")
MEMBERS = figure("Ticket", lambda ticket: f"count(DISTINCT {ticket.col('member_id')})", matches)
ENTITIES = [
    Entity(
        "Incident",
        Incident,
        "inc",
        fields={
            "subject": Computed(_subject),
            "members": MEMBERS,
            "ticketCount": number("Ticket", matches),
            "linkedCount": number("Ticket", _linked),
            "answerableCount": number("Ticket", _linked, _answerable),
            "tickets": Connection("Ticket", _linked),
        },
        filters={
            "id": by_id(KEY),
            "kind": Compare(lambda row: row.col("kind"), "text"),
            "status": Compare(lambda row: row.col("status"), "text"),
            "openedAt": Compare(lambda row: row.col("opened_at"), "timestamptz"),
        },
        orders={"OPENED_AT": OrderBy(lambda row: row.col("opened_at"), "timestamptz", governed_by=("openedAt",))},
        default_order=(("OPENED_AT", "DESC"),),
    ),
    Entity("RadarRule", RadarRule, "rad", filters={"code": Text(lambda row: row.col("code"), exact=True)}),
]
SHAPE = "count int, answers jsonb"
PREVIEW = {
    "count": Computed(lambda row: row.col("count")),
    "answers": Rows(
        lambda row, _: f"SELECT a.* FROM jsonb_to_recordset({row.col('answers')}) AS a(ticket_id uuid, text text)",
        {"ticket": One("Ticket", "ticket_id"), "text": "text"},
    ),
}


@dataclass(frozen=True, slots=True)
class Previewed:
    """The root field `incidentReplyPreview`. Nothing is counted out of sight: without the incident there is nothing."""

    def sql(self, row: Row, selected: Selected) -> str:
        arguments = selected.arguments()
        key, body = whole(arguments["id"]), whole(arguments["body"])

        async def work(connection: Database, variables: dict[str, Any], viewer: Viewer) -> str:
            incident = key_of(KEY)(key(variables, viewer))
            return dumps(await foresee(connection, incident, body(variables, viewer)), default=str)

        return row_of(row.statement, selected, work, "IncidentReplyPreview", SHAPE, PREVIEW)


QUERIES = {
    "incident": Lookup("Incident"),
    "incidents": Connection("Incident"),
    "radarRules": Many("RadarRule", order="code"),
    "radarRule": Lookup("RadarRule"),
    "incidentReplyPreview": Previewed(),
}
ASKED = {"incidentReplyPreview": "incidents.answer"}
SUBSCRIPTIONS = {"incidentChanged": Changed("Incident", {})}
