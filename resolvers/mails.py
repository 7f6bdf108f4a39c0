"""How mails that go out are read, and sent again."""

from typing import Any

from actions import mail
from actions.once import Written
from models.mail import Mail
from resolvers.ids import by_id
from resolvers.planner.answers import OneWhere
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text, plain
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb


def _column(name: str) -> Any:
    return lambda row: row.col(name)


def _carried(sent: Row, ticket: Row) -> str:
    said = f"SELECT ticket_id FROM ticket_message WHERE id = {sent.col('ticket_message_id')}"
    return f"{ticket.key} = ({said})"


MAIL_KEY = Entity("Mail", Mail, "mai")
ENTITIES = [
    Entity(
        "Mail",
        Mail,
        "mai",
        fields={"ticket": OneWhere("Ticket", _carried)},
        filters={
            "id": by_id(MAIL_KEY),
            "status": Compare(_column("status"), "text"),
            "kind": Text(_column("kind"), exact=True),
            "recipient": Text(_column("recipient"), convert=lambda value: plain(value).lower(), exact=True),
            "createdAt": Compare(_column("created_at"), "timestamptz"),
        },
        orders={"CREATED_AT": OrderBy(_column("created_at"), "timestamptz", governed_by=("createdAt",))},
        default_order=(("CREATED_AT", "DESC"),),
    )
]
QUERIES = {"mails": Connection("Mail"), "mail": Lookup("Mail")}


async def _again(call: Call) -> Written:
    return await mail.again(call.connection, call.by, call.found["id"], call.at)


MUTATIONS = {"mailSendAgain": Verb(_again, "mail.sort", {"id": "Mail"}, {"mail": "Mail"})}
