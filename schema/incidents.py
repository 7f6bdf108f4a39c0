"""Incidents: what many members complain about at once."""

from enum import StrEnum

import strawberry

from rules.incidents import IncidentKind, IncidentStatus
from rules.permissions import Sensitivity
from schema.arguments import KEY, VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, DateTimeFilter, SortDirection
from schema.jobs import Job
from schema.names import Campaign, ChangeSet, DictionaryItem, Product, Store, Ticket
from schema.paging import Connection, Node, order_by, page, root_page, where
from schema.scalars import DateTime

INTERNAL = Sensitivity.INTERNAL
MATCHED = ("Ticket.openedAt", "Ticket.status", "Ticket.category")


class IncidentOrderField(StrEnum):
    OPENED_AT = "OPENED_AT"


words(
    IncidentKind,
    "What an incident is about.",
    CAMPAIGN="A campaign.",
    PRODUCT="A product.",
    STORE="A store.",
    CATEGORY="A sort of question.",
)
words(IncidentStatus, "Whether an incident goes on.", OPEN="It goes on.", CLOSED="It is over.")
words(IncidentOrderField, "What incidents can be sorted by.", OPENED_AT="When they began.")


@kind("One thing that many members complain about at once.")
class Incident(Node):
    kind: IncidentKind = field("What sort of thing it is about.")
    subject: str = field("The name of what it is about.")
    campaign: Campaign | None = field("The campaign that it is about.")
    product: Product | None = field("The product that it is about.")
    store: Store | None = field("The store that it is about.")
    category: DictionaryItem | None = field("The sort of question that it is about.")
    status: IncidentStatus = field("Whether it goes on.")
    since: DateTime = field("When the first of its tickets was opened.")
    opened_at: DateTime = field("When the radar found it.")
    closed_at: DateTime | None = field("When it ended; null while it goes on.")
    closed_by: str = field("Who closed it; empty while it goes on.", INTERNAL)
    note: str = field("What was noted when it was closed.", INTERNAL)
    links_new: bool = field("True if tickets that still come are linked by themselves.")
    pause_asked_at: DateTime | None = field("When a pause of the campaign was proposed; null if it was not.", INTERNAL)
    pause_asked_by: str = field("Who proposed it; empty if nobody did.", INTERNAL)
    members: int = field("How many members complain.", INTERNAL, about="Ticket", counts=(*MATCHED, "Ticket.member"))
    ticket_count: int = field(
        "How many tickets there are about it, linked or not.", INTERNAL, about="Ticket", counts=MATCHED
    )
    linked_count: int = field("How many tickets are linked.", INTERNAL, about="Ticket")
    answerable_count: int = field(
        "How many of the linked tickets can be answered.", INTERNAL, about="Ticket", counts=("Ticket.status",)
    )
    tickets: Connection[Ticket] = field("The tickets that are linked, newest first.", INTERNAL, arguments=page())
    version: int = field("Counts the changes; send it back as expectedVersion.")


@kind("When complaints of many members make an incident.")
class RadarRule(Node):
    code: IncidentKind = field("About what.")
    least_members: int = field("From so many different members on.")
    minutes: int = field("Within so many minutes.")
    calm_minutes: int = field("It ends when nothing came for so many minutes.")
    is_active: bool = field("Whether the radar looks for it.")
    version: int = field("Counts the edits; send it back as expectedVersion.")


@kind("What one member would be told.")
class IncidentAnswer:
    ticket: Ticket | None = field("The ticket; null for one out of your sight.")
    text: str = field("The answer.")


@kind("What one answer to all would say.")
class IncidentReplyPreview:
    count: int = field("How many tickets would be answered.")
    answers: list[IncidentAnswer] = field("The first five.")


@given("Conditions on what an incident is about.")
class IncidentKindFilter:
    eq: IncidentKind | None = operand(EQ)
    in_: list[IncidentKind] | None = operand(IN, "in")


@given("Conditions on whether an incident goes on.")
class IncidentStatusFilter:
    eq: IncidentStatus | None = operand(EQ)
    in_: list[IncidentStatus] | None = operand(IN, "in")


@given("Conditions on incidents.")
class IncidentWhere:
    and_: list["IncidentWhere"] | None = operand(AND, "and")
    or_: list["IncidentWhere"] | None = operand(OR, "or")
    not_: "IncidentWhere | None" = operand(NOT, "not")
    kind: IncidentKindFilter | None = operand("What sort of thing it is about.")
    status: IncidentStatusFilter | None = operand("Whether it goes on.")
    opened_at: DateTimeFilter | None = operand("When the radar found it.")


@given("One step of the order of incidents.")
class IncidentOrder:
    field: IncidentOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)


@given("A rule of the radar. What is not given stays as it is.")
class RadarRuleInput:
    kind: IncidentKind = required("About what.")
    least_members: int | None = operand("From so many different members on; 2 to 10,000.")
    minutes: int | None = operand("Within so many minutes; 1 to 1,440.")
    calm_minutes: int | None = operand("It ends when nothing came for so many minutes; 1 to 10,080.")
    is_active: bool | None = operand("Whether the radar looks for it.")


@kind("What a change of an incident did.")
class IncidentPayload:
    incident: Incident | None = field("The incident as it is now; null if nothing was changed.")
    linked: int | None = field("How many tickets were linked; null if that was not asked for.")
    job: Job | None = field("The job that answers all; null if that was not asked for.")
    change_set: ChangeSet | None = field("Takes the change back; null if it cannot be.")
    user_errors: list[UserError] = user_errors()


@kind("What saving a rule of the radar did.")
class RadarRulePayload:
    rule: RadarRule | None = field("The rule; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes the change back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


INCIDENT_ID = argument(strawberry.ID, "The incident.")
ANSWER = argument(str, "What to say; `{number}` stands for the number of each one's ticket.")


@kind("Questions about incidents.")
class IncidentQueries:
    incident: Incident | None = field("One incident.", arguments={"id": INCIDENT_ID})
    incidents: Connection[Incident] = field(
        "What many members complained about at once, newest first.",
        arguments=root_page(where=where(IncidentWhere | None), order_by=order_by(list[IncidentOrder] | None)),
    )
    radar_rules: list[RadarRule] = field("When complaints make an incident.")
    radar_rule: RadarRule | None = field("One rule of the radar.", arguments={"code": argument(str, "About what.")})
    incident_reply_preview: IncidentReplyPreview = field(
        "What one answer to all linked tickets would say.", INTERNAL, arguments={"id": INCIDENT_ID, "body": ANSWER}
    )


@kind("Changes of incidents.")
class IncidentMutations:
    incident_link_all: IncidentPayload = field(
        "Links every ticket about it that is not linked to another incident.",
        arguments={
            "id": INCIDENT_ID,
            "links_new": argument(bool | None, "Whether those still coming are linked too; true unless given."),
        },
    )
    incident_reply: IncidentPayload = field(
        "Answers every linked ticket that can be answered, each once, as a job. STATE if none is linked.",
        arguments={
            "id": INCIDENT_ID, "body": ANSWER,
            "resolves": argument(bool | None, "Whether the tickets are resolved with it; false unless given."),
            "idempotency_key": KEY,
        },
    )  # fmt: skip
    incident_close: IncidentPayload = field(
        "Says that it is over. Another one is opened only for tickets that come later.",
        arguments={
            "id": INCIDENT_ID, "note": argument(str | None, "What it was; nothing unless given."),
            "expected_version": VERSION,
        },
    )  # fmt: skip
    incident_propose_pause: IncidentPayload = field(
        "Proposes to everybody who may pause campaigns to pause the one that it is about.",
        arguments={"id": INCIDENT_ID, "reason": argument(str, "Why; 1 to 500 characters.")},
    )
    radar_rule_save: RadarRulePayload = field(
        "Says how many members within how long make an incident.",
        arguments={"input": argument(RadarRuleInput, "The rule."), "expected_version": VERSION},
    )


@kind("News of incidents.")
class IncidentSubscriptions:
    incident_changed: Incident = field("An incident was found, changed or closed.")
