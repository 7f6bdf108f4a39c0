"""What a ticket can be, in words, and conditions on it."""

from rules.tickets import TicketChannel, TicketPriority, TicketStatus
from schema.fields import given, operand, words
from schema.filters import EQ, IN

words(
    TicketStatus,
    "Where a ticket is in its life.",
    NEW="Nobody has looked at it.",
    OPEN="Somebody is at it.",
    PENDING_CUSTOMER="Waiting for the member.",
    PENDING_INTERNAL="Waiting for somebody in the company.",
    RESOLVED="Answered; the member may still come back to it.",
    CLOSED="Over.",
    MERGED="Joined to another ticket.",
)
words(
    TicketPriority,
    "How much a ticket matters.",
    LOW="When there is time.",
    NORMAL="In its turn.",
    HIGH="Soon.",
    URGENT="Now.",
)
words(
    TicketChannel,
    "How a ticket came in.",
    PHONE="A call.",
    EMAIL="An e-mail.",
    WEB="A form on the web.",
    CHAT="A chat.",
    STORE="In a store.",
    API="A program.",
)


@given("Conditions on a ticket's status.")
class TicketStatusFilter:
    eq: TicketStatus | None = operand(EQ)
    in_: list[TicketStatus] | None = operand(IN, "in")


@given("Conditions on a ticket's priority.")
class TicketPriorityFilter:
    eq: TicketPriority | None = operand(EQ)
    in_: list[TicketPriority] | None = operand(IN, "in")


@given("Conditions on how a ticket came in.")
class TicketChannelFilter:
    eq: TicketChannel | None = operand(EQ)
    in_: list[TicketChannel] | None = operand(IN, "in")
