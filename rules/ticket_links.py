"""What two tickets can have to do with each other, as one of them and as the other says it."""

from enum import StrEnum


class TicketLinkKind(StrEnum):
    RELATED = "RELATED"
    DUPLICATE_OF = "DUPLICATE_OF"
    HAS_DUPLICATE = "HAS_DUPLICATE"
    SPLIT_FROM = "SPLIT_FROM"
    SPLIT_INTO = "SPLIT_INTO"


KEPT = (TicketLinkKind.RELATED, TicketLinkKind.DUPLICATE_OF, TicketLinkKind.SPLIT_FROM)
TURNED = {
    TicketLinkKind.HAS_DUPLICATE: TicketLinkKind.DUPLICATE_OF,
    TicketLinkKind.SPLIT_INTO: TicketLinkKind.SPLIT_FROM,
}
"What is kept the other way round."
BY_HAND = frozenset({TicketLinkKind.RELATED, TicketLinkKind.DUPLICATE_OF, TicketLinkKind.HAS_DUPLICATE})
"The others come from splitting a ticket."
