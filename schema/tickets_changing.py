"""Opening, answering and moving tickets, and noting contacts."""

import strawberry

from rules.members import InteractionKind
from rules.tickets import TicketActivity, TicketChannel, TicketPriority, TicketStatus
from schema.arguments import OPTIONAL_KEY, VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required, words
from schema.members.finding import MemberBy
from schema.names import ChangeSet
from schema.scalars import DateTime
from schema.tickets import Interaction, Ticket, TicketMessage

words(
    TicketActivity,
    "What somebody who has a ticket open does.",
    VIEWING="Looks at it.",
    TYPING="Writes an answer or a note.",
    LEFT="Closed it.",
)
TICKET_ID = argument(strawberry.ID, "The ticket.")


@given("A question or complaint to be answered.")
class TicketOpenInput:
    member: MemberBy | None = operand("Who asks; a member's own app may leave it out.")
    subject: str = required("What it is about, in a few words; 1 to 300 characters.")
    body: str = required("What was said; at most 20,000 characters.")
    channel: TicketChannel = required("How it came in.")
    priority: TicketPriority | None = operand("How much it matters; NORMAL unless given.")
    category_code: str | None = operand("What sort of question it is: a code of the dictionary `ticket_category`.")
    order_number: str | None = operand("The order that it is about; its member is taken if none is named.")
    attachment_ids: list[strawberry.ID] | None = operand("Files, sent in before, to go with the first message.")
    campaign_code: str | None = operand("The campaign that it is about.")
    product_code: str | None = operand("The product that it is about.")
    store_code: str | None = operand("The store that it is about; that of the order unless given.")


@given("What of a ticket is to change; what is left out stays.")
class TicketUpdateInput:
    subject: str | None = operand("What it is about.")
    priority: TicketPriority | None = operand("How much it matters.")
    status: TicketStatus | None = operand("Where it is in its life; never MERGED, and never out of CLOSED.")
    category_code: str | None = operand("What sort of question it is; null for none.")
    campaign_code: str | None = operand("The campaign that it is about; null for none.")
    product_code: str | None = operand("The product that it is about; null for none.")
    store_code: str | None = operand("The store that it is about; null for none.")


@given("A contact with a member to be noted.")
class InteractionLogInput:
    member: MemberBy = required("The member.")
    kind: InteractionKind = required("What sort of contact it was.")
    summary: str = required("What came of it.")
    duration_seconds: int | None = operand("How long it took; at most a day.")
    at: DateTime | None = operand("When it was; now unless given, never later than now.")
    ticket_id: strawberry.ID | None = operand("The ticket that it belongs to.")


@kind("What a change of a ticket did.")
class TicketPayload:
    ticket: Ticket | None = field("The ticket as it is now; null if nothing was changed.")
    message: TicketMessage | None = field("What was said; null if nothing was.")
    user_errors: list[UserError] = user_errors()
    change_set: ChangeSet | None = field("Takes the change back; null if nothing was changed or it cannot be.")


@kind("What taking an answer back did.")
class TicketReplyUndoPayload:
    ticket: Ticket | None = field("The ticket as it is now; null if nothing was changed.")
    body: str | None = field("What the answer said, to be written anew; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("What noting a contact did.")
class InteractionPayload:
    interaction: Interaction | None = field("The contact; null if nothing was written.")
    user_errors: list[UserError] = user_errors()


BODY = argument(str, "What to say; 1 to 20,000 characters.")
FILES = argument(
    list[strawberry.ID] | None,
    "Files to go with it, each sent in before by POST to `/files/attachments`; at most 10, each goes with one message.",
)


@kind("Changes of tickets.")
class TicketMutations:
    ticket_open: TicketPayload = field(
        "Opens a ticket with its first message. NOT_FOUND for an unknown category, INVALID for somebody else's order.",
        arguments={"input": argument(TicketOpenInput, "The ticket."), "idempotency_key": OPTIONAL_KEY},
    )
    ticket_reply: TicketPayload = field(
        "Says something to the member, or as the member; in a merged ticket it is said in the one that was kept. STATE "
        "if it is closed, CONFLICT if somebody changed it since `expectedVersion`. What staff write waits until "
        "`heldUntil` of the message before the member sees it; its clocks count the moment in which it was written.",
        arguments={"id": TICKET_ID, "body": BODY, "expected_version": VERSION, "attachment_ids": FILES},
    )
    ticket_reply_undo: TicketReplyUndoPayload = field(
        "Takes an answer back that waits to be sent: it is gone, and the ticket stands as before it. STATE once it is "
        "on its way.",
        arguments={"id": argument(strawberry.ID, "The message.")},
    )
    ticket_note: TicketPayload = field(
        "Adds a note that only staff read. Whoever is named in it, as in `@ana`, is told.",
        arguments={"id": TICKET_ID, "body": BODY, "attachment_ids": FILES},
    )
    ticket_assign: TicketPayload = field(
        "Hands it to a person, a team, or both; null for nobody. What is left out stays.",
        arguments={
            "id": TICKET_ID,
            "staff_id": argument(strawberry.ID | None, "The person; null for nobody."),
            "team_code": argument(str | None, "The team's code; null for none."),
        },
    )
    ticket_update: TicketPayload = field(
        "Changes subject, priority, status or category. STATE for a status that cannot follow.",
        arguments={
            "id": TICKET_ID, "input": argument(TicketUpdateInput, "What is to change."), "expected_version": VERSION,
        },
    )  # fmt: skip
    ticket_resolve: TicketPayload = field("Says that it is answered.", arguments={"id": TICKET_ID})
    ticket_reopen: TicketPayload = field(
        "Opens a resolved or closed ticket again. STATE for one that is not finished, or was merged.",
        arguments={"id": TICKET_ID},
    )
    ticket_attend: TicketPayload = field(
        "Tells the others who have it open what you do in it. It counts for 25 seconds, writing for 8: say it again "
        "before. STATE for anybody but staff.",
        arguments={"id": TICKET_ID, "activity": argument(TicketActivity, "What you do.")},
    )
    ticket_tag: TicketPayload = field(
        "Gives a ticket a tag: any word. Small and capital letters are the same.",
        arguments={"id": TICKET_ID, "tag": argument(str, "The word; at most 64 characters.")},
    )
    ticket_untag: TicketPayload = field(
        "Takes a tag away.", arguments={"id": TICKET_ID, "tag": argument(str, "The word.")}
    )
    ticket_merge: TicketPayload = field(
        "Joins two tickets of one member: what was said in the second is read in the first. Undo takes them apart.",
        arguments={
            "keep_id": argument(strawberry.ID, "The ticket that stays."),
            "merge_id": argument(strawberry.ID, "The ticket that ends in it."),
        },
    )
    interaction_log: InteractionPayload = field(
        "Notes a call, a visit or another contact with a member.",
        arguments={"input": argument(InteractionLogInput, "The contact.")},
    )
