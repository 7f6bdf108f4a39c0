"""Tickets, messages and other contacts with members."""

from enum import StrEnum

import strawberry

from resolvers.planner import masks
from rules.members import InteractionKind
from rules.permissions import Sensitivity
from rules.tickets import TicketChannel, TicketPriority, TicketStatus
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.filters import (
    AND,
    NOT,
    OR,
    BooleanFilter,
    DateTimeFilter,
    IdFilter,
    IntFilter,
    SortDirection,
    StringFilter,
)
from schema.messages import TicketMessage
from schema.names import (
    Campaign,
    DictionaryItem,
    Incident,
    MakeGood,
    Member,
    MemberWhere,
    Order,
    Product,
    Promise,
    Staff,
    Store,
    Team,
    TicketAssignment,
    TicketLink,
)  # fmt: skip
from schema.paging import Connection, Node, order_by, page, root_page, search, where
from schema.scalars import DateTime
from schema.ticket_filters import TicketChannelFilter, TicketPriorityFilter, TicketStatusFilter

CONTACT, INTERNAL = Sensitivity.CONTACT, Sensitivity.INTERNAL


class TicketOrderField(StrEnum):
    OPENED_AT = "OPENED_AT"
    DUE_AT = "DUE_AT"
    PRIORITY = "PRIORITY"
    NUMBER = "NUMBER"


words(
    InteractionKind,
    "What sort of contact it was.",
    CALL="A call.",
    VISIT="A visit.",
    MESSAGE="A message.",
    FOLLOW_UP="A follow-up after a purchase.",
    COMPLAINT="A complaint.",
    CONSULTATION="Advice.",
)
words(
    TicketOrderField,
    "What tickets can be sorted by.",
    OPENED_AT="When they were opened.",
    DUE_AT="When the next answer is due; finished ones come last.",
    PRIORITY="How much they matter.",
    NUMBER="Their number.",
)


@kind("Somebody who has a ticket open just now.")
class TicketViewer:
    staff: Staff | None = field("Who; null for somebody out of your sight.")
    since: DateTime = field("Since when.")
    until: DateTime = field("Until when it counts unless the page says again that it is open.")
    is_typing: bool = field("True if an answer or a note is being written.")


@kind("A question or complaint, until it is answered.")
class Ticket(Node):
    number: str = field("The ticket's number.")
    subject: str = field("What it is about.")
    status: TicketStatus = field("Where it is in its life.")
    priority: TicketPriority = field("How much it matters.")
    channel: TicketChannel = field("How it came in.")
    member: Member | None = field("Who asks.")
    order: Order | None = field("The order that it is about.")
    category: DictionaryItem | None = field("What sort of question it is.")
    campaign: Campaign | None = field("The campaign that it is about.")
    product: Product | None = field("The product that it is about.")
    store: Store | None = field("The store that it is about.")
    incident: Incident | None = field("The incident that it is linked to.", INTERNAL)
    assignee: Staff | None = field("Who answers it.", INTERNAL)
    team: Team | None = field("The team that answers it.", INTERNAL)
    opened_at: DateTime = field("When it was opened.")
    updated_at: DateTime = field("When something last happened to it.")
    first_response_due_at: DateTime | None = field("When the first answer is due.", INTERNAL)
    first_responded_at: DateTime | None = field("When it was first answered.")
    next_response_due_at: DateTime | None = field(
        "When the member's last word should be answered; null if nobody waits for that, or the clock is paused.",
        INTERNAL,
    )
    resolution_due_at: DateTime | None = field("When it should be resolved; null while the clock is paused.", INTERNAL)
    next_due_at: DateTime | None = field("When the next answer or the resolution is due; null if none is.", INTERNAL)
    breached_at: DateTime | None = field(
        "From when on something is, or was, too late; null if nothing is due.", INTERNAL
    )
    resolved_at: DateTime | None = field("When it was resolved.")
    reopened_at: DateTime | None = field("When it was last opened again; null if it never was.")
    response_minutes: int | None = field("Business minutes until the first answer, without pauses.", INTERNAL)
    resolution_minutes: int | None = field("Business minutes until it was resolved, without pauses.", INTERNAL)
    is_breached: bool = field("True if an answer or the resolution came, or is, too late.", INTERNAL)
    satisfaction: int | None = field("1 to 5: what the member thought of it.")
    contact_address: str | None = field(
        "The mail address that answers go to, if it came by mail or from the web form.", CONTACT, mask=masks.of_email
    )
    contact_name: str | None = field("How whoever wrote it calls himself.", CONTACT, mask=masks.of_name)
    is_demo: bool = field("True if the conversation was made up for the demo.")
    version: int = field("Counts the changes; send it back as expectedVersion.")
    tags: list[str] = field("Words that group it with others.", INTERNAL)
    links: list[TicketLink] = field("Other tickets that it has to do with.", INTERNAL)
    parent: "Ticket | None" = field("The ticket that it is a part of.", INTERNAL)
    parts: list["Ticket"] = field("The tickets that are parts of it; at most 100.", INTERNAL)
    has_open_parts: bool = field("True if a part is not finished.", INTERNAL, counts=("Ticket.status",))
    viewers: list[TicketViewer] = field("Who has it open just now; those who came first come first.", INTERNAL)
    messages: Connection[TicketMessage] = field("What was said, oldest first.", arguments=page())
    assignments: list[TicketAssignment] = field("Who was given it by a rule, and why, oldest first.", INTERNAL)
    make_goods: Connection[MakeGood] = field("What was given to make it good.", INTERNAL, arguments=page())
    promises: Connection[Promise] = field("What was promised in it, due first.", INTERNAL, arguments=page())


@kind("A contact with a member outside of tickets, or beside one.")
class Interaction(Node):
    kind: InteractionKind = field("What sort of contact it was.")
    summary: str = field("What came of it.")
    staff: Staff | None = field("Who was in contact.")
    at: DateTime = field("When.")
    duration_seconds: int | None = field("How long it took.")
    ticket: Ticket | None = field("The ticket that it belongs to.")


@given("Conditions on tickets.")
class TicketWhere:
    and_: list["TicketWhere"] | None = operand(AND, "and")
    or_: list["TicketWhere"] | None = operand(OR, "or")
    not_: "TicketWhere | None" = operand(NOT, "not")
    number: StringFilter | None = operand("The number.")
    subject: StringFilter | None = operand("The subject.")
    status: TicketStatusFilter | None = operand("The status.")
    priority: TicketPriorityFilter | None = operand("The priority.")
    channel: TicketChannelFilter | None = operand("How it came in.")
    category: StringFilter | None = operand("The code of the category.")
    campaign: StringFilter | None = operand("The code of the campaign that it is about.")
    product: StringFilter | None = operand("The code of the product that it is about.")
    store: StringFilter | None = operand("The code of the store that it is about.")
    incident: IdFilter | None = operand("The incident that it is linked to.")
    about_incident: StringFilter | None = operand("The id of an incident that it is about, linked or not.")
    assignee: IdFilter | None = operand("Who answers it.")
    team: StringFilter | None = operand("The code of the team.")
    member: MemberWhere | None = operand("Who asks.")
    opened_at: DateTimeFilter | None = operand("When it was opened.")
    due_at: DateTimeFilter | None = operand("When the next answer is due.")
    sla_policy: StringFilter | None = operand("The code of its policy of service levels, in whatever version.")
    tags: StringFilter | None = operand("A tag.")
    first_responded_at: DateTimeFilter | None = operand("When it was first answered.")
    resolved_at: DateTimeFilter | None = operand("When it was resolved.")
    finished_at: DateTimeFilter | None = operand("When it was resolved; what is open counts as later than any time.")
    reopened_at: DateTimeFilter | None = operand("When it was last opened again.")
    satisfaction: IntFilter | None = operand("What the member thought of it, 1 to 5.")
    is_merged: BooleanFilter | None = operand("Whether it was joined to another ticket.")
    tier: StringFilter | None = operand("The code of the member's tier.")
    is_breached: BooleanFilter | None = operand("Whether an answer came, or is, too late.")


@given("One step of the order of tickets.")
class TicketOrder:
    field: TicketOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)


@given("The one thing by which a ticket is looked up.", one_of=True)
class TicketBy:
    id: strawberry.ID | None = operand("The id.")
    number: str | None = operand("The number.")


@kind("Questions about tickets.")
class TicketQueries:
    ticket: Ticket | None = field("One ticket.", arguments={"by": argument(TicketBy, "What names the ticket.")})
    tickets: Connection[Ticket] = field(
        "Tickets; newest first unless told otherwise.",
        arguments=root_page(
            where=where(TicketWhere | None), search=search(), order_by=order_by(list[TicketOrder] | None)
        ),
    )
