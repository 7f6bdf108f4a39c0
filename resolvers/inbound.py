"""How mail that came in is read, and decided about."""

from typing import Any

from actions import inbound
from actions.once import Written
from models.inbound import InboundMail
from resolvers.ids import by_id
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text, plain
from resolvers.planner.lists import Connection
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.verbs import Call, Verb


def _column(name: str) -> Any:
    return lambda row: row.col(name)


INBOUND_KEY = Entity("InboundMail", InboundMail, "inm")
ENTITIES = [
    Entity(
        "InboundMail",
        InboundMail,
        "inm",
        filters={
            "id": by_id(INBOUND_KEY),
            "status": Compare(_column("status"), "text"),
            "reason": Compare(_column("reason"), "text"),
            "sender": Text(_column("sender"), convert=lambda value: plain(value).lower(), exact=True),
            "at": Compare(_column("at"), "timestamptz"),
        },
        orders={"AT": OrderBy(_column("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    )
]
QUERIES = {"inboundMails": Connection("InboundMail"), "inboundMail": Lookup("InboundMail")}


async def _accept(call: Call) -> Written:
    return await inbound.accept(call.connection, call.by, call.found["id"], call.post, call.at)


async def _discard(call: Call) -> Written:
    return await inbound.discard(call.connection, call.by, call.found["id"], call.at)


_SHOWN = {"mail": "InboundMail", "ticket": "Ticket"}
MUTATIONS = {
    "inboundMailAccept": Verb(_accept, "mail.sort", {"id": "InboundMail"}, _SHOWN),
    "inboundMailDiscard": Verb(_discard, "mail.sort", {"id": "InboundMail"}, _SHOWN),
}
