"""Mails on their way out, and what became of them."""

import strawberry

from resolvers.planner import masks
from rules.permissions import Sensitivity
from schema.contacting import MailStatus, MailStatusFilter
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand
from schema.filters import AND, NOT, OR, DateTimeFilter, StringFilter
from schema.names import Ticket
from schema.paging import Connection, Node, root_page
from schema.scalars import DateTime

INTERNAL = Sensitivity.INTERNAL
MAIL_ID = argument(strawberry.ID, "The mail.")


@kind("A mail that goes out.")
class Mail(Node):
    kind: str = field("What it is for: the name of its text, such as `ticket_reply`.")
    recipient: str = field("The address that it goes to.", Sensitivity.CONTACT, mask=masks.of_email)
    status: MailStatus = field("Where it is on its way.")
    tries: int = field("How often it was handed to the mail server.")
    error: str | None = field("What the mail server said the last time that it did not take it.", INTERNAL)
    created_at: DateTime = field("When it was written.")
    due_at: DateTime = field("When it is tried next, while it waits.")
    sent_at: DateTime | None = field("When the mail server took it.")
    ticket: Ticket | None = field("The ticket whose answer it carries.")


@given("Conditions on mails that go out.")
class MailWhere:
    and_: list["MailWhere"] | None = operand(AND, "and")
    or_: list["MailWhere"] | None = operand(OR, "or")
    not_: "MailWhere | None" = operand(NOT, "not")
    status: MailStatusFilter | None = operand("Where it is on its way.")
    kind: StringFilter | None = operand("What it is for.")
    recipient: StringFilter | None = operand("The address that it goes to.")
    created_at: DateTimeFilter | None = operand("When it was written.")


@kind("What sending a mail again did.")
class MailPayload:
    mail: Mail | None = field("The mail as it is now; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about mails that go out.")
class MailQueries:
    mails: Connection[Mail] = field(
        "Mails that go out, newest first.", arguments=root_page(where=argument(MailWhere | None, "Which mails."))
    )
    mail: Mail | None = field("One mail that goes out.", arguments={"id": MAIL_ID})


@kind("Changes of mails that go out.")
class MailMutations:
    mail_send_again: MailPayload = field(
        "Tries a mail that was given up from the start. STATE for one that was not, EXPIRED for one whose link or code "
        "was forgotten when it was given up, or whose person was.",
        arguments={"id": MAIL_ID},
    )
