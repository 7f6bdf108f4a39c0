"""What can be listened to. Every event is read anew as the one who listens, with the rights of that moment."""

import strawberry

from schema.fields import argument, field, kind
from schema.incidents import IncidentSubscriptions
from schema.names import Ticket


@kind("What can be listened to: over a WebSocket (`graphql-transport-ws`), or as server-sent events.")
class Subscription(IncidentSubscriptions):
    ticket_changed: Ticket = field(
        "A ticket that the caller may see was opened or changed.",
        arguments={"team_code": argument(str | None, "Only tickets of this team, by its code; unless given, of all.")},
    )
    ticket_news: Ticket = field(
        "One ticket: it was changed, something was said in it, somebody came to look at it or went, or types.",
        arguments={"id": argument(strawberry.ID, "The ticket.")},
    )
