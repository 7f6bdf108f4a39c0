"""Words that group tickets."""

from rules.permissions import Sensitivity
from schema.fields import argument, field, kind

INTERNAL = Sensitivity.INTERNAL


@kind("A tag of tickets, with how many have it.")
class TicketTag:
    name: str = field("The word.")
    tickets: int = field("How many tickets have it.", INTERNAL, about="Ticket", counts=("Ticket.tags",))


@kind("Questions about tags of tickets.")
class TicketTagQueries:
    ticket_tags: list[TicketTag] = field(
        "Tags that tickets have, the most used first; at most 50.",
        INTERNAL,
        about="Ticket",
        arguments={"search": argument(str | None, "What they begin with.")},
    )
