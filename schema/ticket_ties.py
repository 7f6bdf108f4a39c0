"""What tickets have to do with each other: links, parts of a whole, splits."""

import strawberry

from rules.ticket_links import TicketLinkKind
from schema.fields import argument, field, kind, words
from schema.tickets import TicketBy
from schema.tickets_changing import TICKET_ID, TicketPayload

words(
    TicketLinkKind,
    "What another ticket is to this one.",
    RELATED="It has to do with it.",
    DUPLICATE_OF="This one asks the same as the other, which came first.",
    HAS_DUPLICATE="The other one asks the same as this.",
    SPLIT_FROM="This one was a part of the other.",
    SPLIT_INTO="The other one was a part of this.",
)
OTHER = argument(TicketBy, "The other ticket.")


@kind("Changes of what tickets have to do with each other.")
class TicketTieMutations:
    ticket_link: TicketPayload = field(
        "Links two tickets. STATE if they are linked in another way.",
        arguments={
            "id": TICKET_ID, "other": OTHER,
            "kind": argument(TicketLinkKind, "What the other one is to this: RELATED, DUPLICATE_OF or HAS_DUPLICATE."),
        },
    )  # fmt: skip
    ticket_unlink: TicketPayload = field(
        "Takes the link of two tickets away.", arguments={"id": TICKET_ID, "other": OTHER}
    )
    ticket_parent_set: TicketPayload = field(
        "Makes a ticket a part of another one. STATE if that one is a part of this.",
        arguments={
            "id": TICKET_ID, "parent": argument(TicketBy | None, "The ticket that it is a part of; null for none."),
        },
    )  # fmt: skip
    ticket_resolve_parts: TicketPayload = field(
        "Resolves all parts of a finished ticket that are still open, and can be taken back as one.",
        arguments={"id": TICKET_ID},
    )
    ticket_split: TicketPayload = field(
        "Makes a new ticket of the same member out of some messages; both say so. Undo puts the messages back. The "
        "payload shows the new ticket.",
        arguments={
            "id": TICKET_ID,
            "message_ids": argument(list[strawberry.ID], "The messages; not all of them."),
            "subject": argument(str, "What the new ticket is about."),
        },
    )
