"""Words that group tickets, and links between two."""

from rules.permissions import Sensitivity
from rules.ticket_links import TicketLinkKind
from schema.fields import argument, field, kind
from schema.names import Ticket

INTERNAL = Sensitivity.INTERNAL


@kind("A link of a ticket with another one.")
class TicketLink:
    kind: TicketLinkKind = field("What the other one is to this.")
    ticket: Ticket | None = field("The other one; null for one out of your sight.")


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
