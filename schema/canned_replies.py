"""Canned replies: texts that are written once, filled for a ticket, and sent often."""

import strawberry

from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.names import ChangeSet
from schema.paging import Node

VARIABLES = (
    "Variables are written as in `{{member.firstName}}`: member.firstName, member.name, member.memberNo, member.tier, "
    "member.points, ticket.number, ticket.subject, order.number, order.date, order.total, store.name, staff.name."
)


@kind("A text for answers that are written often.")
class CannedReply(Node):
    code: str = field("The reply's code: what is typed after `/` in the reply box.")
    name: str = field("What staff call it.")
    topic: str = field("What it is about; replies of one topic stand together. Empty for none.")
    body_en: str = field("The text in English, with its variables; empty if it is not written in English.")
    body_zh: str = field("The text in Chinese, with its variables; empty if it is not written in Chinese.")
    is_active: bool = field("False if it is put away, and nobody is offered it.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("A canned reply as it reads for one ticket.")
class FilledReply:
    reply: CannedReply | None = field("The reply; null if you may not see it.")
    body: str = field("The text with its variables filled. What is empty here stands as it is: `{{order.number}}`.")
    locale: str = field("The language that it is in: en or zh-CN.")
    missing: list[str] = field("The variables that are empty for this ticket, or that you may not see.")


@given("A canned reply. What is not given stays as it is.")
class CannedReplySaveInput:
    code: str = required("The reply's code; a new one makes a new reply.")
    name: str = required("What staff call it.")
    topic: str | None = operand("What it is about, to find it by.")
    body_en: str | None = operand(f"The text in English. {VARIABLES}")
    body_zh: str | None = operand("The text in Chinese, with the same variables.")
    is_active: bool | None = operand("Whether it is offered.")


@kind("What changing a canned reply did.")
class CannedReplyPayload:
    canned_reply: CannedReply | None = field("The reply; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Questions about canned replies.")
class CannedReplyQueries:
    canned_replies: list[CannedReply] = field("All canned replies, by code.")
    canned_reply: CannedReply | None = field("One canned reply.", arguments={"code": argument(str, "The code.")})
    canned_replies_for: list[FilledReply] = field(
        "The canned replies as they read for a ticket, by topic and name. Values come as you may read them.",
        Sensitivity.INTERNAL,
        about="Ticket",
        arguments={
            "ticket_id": argument(strawberry.ID, "The ticket."),
            "search": argument(str | None, "Words that stand in its code, name, topic or text."),
            "locale": argument(str | None, "In which language: en or zh-CN; the one that the member wrote in last."),
        },
    )


@kind("Changes of canned replies.")
class CannedReplyMutations:
    canned_reply_save: CannedReplyPayload = field(
        "Makes or changes a canned reply. INVALID for an unknown variable, with a list of those that there are.",
        arguments={"input": argument(CannedReplySaveInput, "The reply."), "expected_version": VERSION},
    )
    canned_reply_archive: CannedReplyPayload = field(
        "Puts a canned reply away, so that nobody is offered it, or takes it out again.",
        arguments={
            "code": argument(str, "The reply's code."),
            "is_archived": argument(bool | None, "False to take it out again; true unless given."),
            "expected_version": VERSION,
        },
    )
