"""Mail that came in, and what became of it."""

import strawberry

from resolvers.planner import masks
from rules.inbound import InboundReason, InboundSource, InboundStatus
from rules.permissions import Sensitivity
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, StringFilter
from schema.names import Ticket
from schema.paging import Connection, Node, root_page
from schema.scalars import DateTime

CONTACT, INTERNAL = Sensitivity.CONTACT, Sensitivity.INTERNAL
MAIL_ID = argument(strawberry.ID, "The mail.")

words(
    InboundStatus,
    "What became of a mail.",
    ACCEPTED="It is in a ticket.",
    STOPPED="A machine wrote it: it is kept, and nobody is answered.",
    QUARANTINED="Somebody has to look at it.",
    DISCARDED="Somebody looked at it, and nobody needs it.",
)
words(
    InboundReason,
    "Why a mail did not go into a ticket by itself.",
    AUTO_REPLY="An absence note, or another automatic answer.",
    BOUNCE="A mail server says that a mail was not delivered.",
    LIST="A newsletter or a mailing list.",
    LOOP="We wrote it ourselves.",
    TOO_MANY="This sender wrote more in an hour than the setting MAIL allows.",
    TOO_LARGE="It is larger than 20 MB.",
    MALFORMED="It cannot be read as a mail.",
    FAULT="Something went wrong on our side.",
)
words(
    InboundSource,
    "How a mail came in.",
    WEBHOOK="The mail server sent it to us.",
    MAILDIR="From a folder of mails.",
    IMAP="From a mailbox.",
)


@kind("A mail that came in.")
class InboundMail(Node):
    at: DateTime = field("When it came in.")
    sender: str = field("The address of whoever wrote it.", CONTACT, mask=masks.of_email)
    sender_name: str = field("The name of whoever wrote it.", CONTACT, mask=masks.of_name)
    subject: str = field("What it is about.", INTERNAL)
    excerpt: str = field("How it begins; at most 2,000 characters.", INTERNAL)
    size: int = field("How large it is, in bytes.")
    source: InboundSource = field("How it came in.")
    status: InboundStatus = field("What became of it.")
    reason: InboundReason | None = field("Why it did not go into a ticket by itself.")
    detail: str | None = field("What was wrong with it, for who knows mails.", INTERNAL)
    ticket: Ticket | None = field("The ticket that it is in.")
    handled_by: str | None = field("Who decided about it.", INTERNAL)
    handled_at: DateTime | None = field("When that was.")


@given("Conditions on what became of a mail.")
class InboundStatusFilter:
    eq: InboundStatus | None = operand(EQ)
    in_: list[InboundStatus] | None = operand(IN, "in")


@given("Conditions on why a mail did not go into a ticket by itself.")
class InboundReasonFilter:
    eq: InboundReason | None = operand(EQ)
    in_: list[InboundReason] | None = operand(IN, "in")


@given("Conditions on mails that came in.")
class InboundMailWhere:
    and_: list["InboundMailWhere"] | None = operand(AND, "and")
    or_: list["InboundMailWhere"] | None = operand(OR, "or")
    not_: "InboundMailWhere | None" = operand(NOT, "not")
    status: InboundStatusFilter | None = operand("What became of it.")
    reason: InboundReasonFilter | None = operand("Why it did not go into a ticket by itself.")
    sender: StringFilter | None = operand("The address of whoever wrote it.")
    at: DateTimeFilter | None = operand("When it came in.")


@kind("What deciding about a mail did.")
class InboundMailPayload:
    mail: InboundMail | None = field("The mail as it is now; null if nothing was changed.")
    ticket: Ticket | None = field("The ticket that it is in now; null if it is in none.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about mail that came in.")
class InboundQueries:
    inbound_mails: Connection[InboundMail] = field(
        "Mails that came in, newest first.",
        arguments=root_page(where=argument(InboundMailWhere | None, "Which mails.")),
    )
    inbound_mail: InboundMail | None = field("One mail that came in.", arguments={"id": MAIL_ID})


@kind("Deciding about mail that came in.")
class InboundMutations:
    inbound_mail_accept: InboundMailPayload = field(
        "Puts a mail that was stopped or put aside into the ticket that it answers, or into a new one. STATE if it "
        "cannot be read, EXPIRED if the mail itself was forgotten.",
        arguments={"id": MAIL_ID},
    )
    inbound_mail_discard: InboundMailPayload = field(
        "Says that nobody needs a mail that was stopped or put aside. STATE for one that is in a ticket.",
        arguments={"id": MAIL_ID},
    )
