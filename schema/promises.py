"""Promises made to members."""

from enum import StrEnum

import strawberry

from rules.permissions import Sensitivity
from rules.promises import PromiseStatus, PromiseStepKind
from schema.arguments import OPTIONAL_KEY, VERSION
from schema.errors import UserError, user_errors
from schema.fields import argument, defaulted, field, given, kind, operand, required, words
from schema.filters import AND, EQ, IN, NOT, OR, BooleanFilter, DateTimeFilter, IdFilter, SortDirection, StringFilter
from schema.members.finding import MemberBy
from schema.names import ChangeSet, Member, MemberWhere, Staff, Ticket
from schema.paging import Connection, Node, order_by, root_page, where
from schema.scalars import DateTime

INTERNAL = Sensitivity.INTERNAL


class PromiseOrderField(StrEnum):
    DUE_AT = "DUE_AT"
    MADE_AT = "MADE_AT"


words(
    PromiseStatus,
    "What became of a promise.",
    OPEN="Still to be kept.",
    KEPT="Kept, in time or late.",
    BROKEN="It was not kept.",
)
words(
    PromiseStepKind,
    "Something that happened to a promise.",
    MADE="It was made.",
    MOVED="It was moved to another time.",
    HANDED_OVER="Somebody else sees to it.",
    LATE="Its time was up.",
    KEPT="It was kept.",
    BROKEN="It was broken.",
    TAKEN_BACK="The step before was taken back.",
)
words(PromiseOrderField, "What promises can be sorted by.", DUE_AT="When they are due.", MADE_AT="When they were made.")


@kind("Something that happened to a promise.")
class PromiseStep:
    kind: PromiseStepKind = field("What happened.")
    due_at: DateTime = field("Until when it held from then on.")
    note: str = field("What was said about it; empty for nothing.")
    actor: str = field("Who did it.")
    at: DateTime = field("When.")


@kind("Something that a member was promised, with who sees to it and until when.")
class Promise(Node):
    what: str = field("What was promised.")
    status: PromiseStatus = field("What became of it.")
    ticket: Ticket | None = field("The ticket in which it was promised.")
    member: Member | None = field("To whom.")
    owner: Staff | None = field("Who sees to it.", INTERNAL)
    made_by: str = field("Who made it.", INTERNAL)
    made_at: DateTime = field("When it was made.")
    first_due_at: DateTime = field("Until when, as it was promised first.")
    due_at: DateTime = field("Until when.")
    remind_at: DateTime | None = field("When the owner is reminded; null for not at all.", INTERNAL)
    late_at: DateTime | None = field("Since when it was late for the first time; null if it never was.", INTERNAL)
    is_late: bool = field("True if it is late, or was before it was kept, moved or broken.", INTERNAL)
    moves: int = field("How often it was moved to another time.", INTERNAL)
    settled_at: DateTime | None = field("When it was kept or broken; null as long as it is open.")
    settled_by: str = field("Who said so; empty as long as it is open.", INTERNAL)
    note: str = field("What was said as it was kept, or why it was broken.", INTERNAL)
    steps: list[PromiseStep] = field("What happened to it, oldest first.", INTERNAL)
    version: int = field("Counts the changes; send it back as expectedVersion.")


@given("Conditions on what became of a promise.")
class PromiseStatusFilter:
    eq: PromiseStatus | None = operand(EQ)
    in_: list[PromiseStatus] | None = operand(IN, "in")


@given("Conditions on promises.")
class PromiseWhere:
    and_: list["PromiseWhere"] | None = operand(AND, "and")
    or_: list["PromiseWhere"] | None = operand(OR, "or")
    not_: "PromiseWhere | None" = operand(NOT, "not")
    what: StringFilter | None = operand("What was promised.")
    status: PromiseStatusFilter | None = operand("What became of it.")
    owner: IdFilter | None = operand("Who sees to it.")
    ticket: IdFilter | None = operand("The ticket.")
    member: MemberWhere | None = operand("To whom.")
    due_at: DateTimeFilter | None = operand("Until when.")
    made_at: DateTimeFilter | None = operand("When it was made.")
    is_late: BooleanFilter | None = operand("Whether it is, or was, late.")


@given("One step of the order of promises.")
class PromiseOrder:
    field: PromiseOrderField = required("What to sort by.")
    direction: SortDirection = defaulted("In which direction.", SortDirection.ASC)


@given("Something to be promised: in a ticket, to a member, or both.")
class PromiseMakeInput:
    ticket_id: strawberry.ID | None = operand("The ticket; its member is who it is promised to.")
    member: MemberBy | None = operand("The member, where there is no ticket.")
    what: str = required("What is promised, in a few words; 1 to 500 characters.")
    due_at: DateTime = required("Until when.")
    owner_id: strawberry.ID | None = operand("Who sees to it; you unless given.")
    remind_minutes: int | None = operand("So many minutes before it is due the owner is reminded; 0 or null for never.")


@kind("What a change of a promise did.")
class PromisePayload:
    promise: Promise | None = field("The promise as it is now; null if nothing was changed.")
    ticket: Ticket | None = field("The ticket in which it was made; null for none.")
    member: Member | None = field("The member it was made to; null for none.")
    user_errors: list[UserError] = user_errors()
    change_set: ChangeSet | None = field("Takes the change back; null if it cannot be.")


@kind("Questions about promises.")
class PromiseQueries:
    promise: Promise | None = field("One promise.", arguments={"id": argument(strawberry.ID, "The promise.")})
    promises: Connection[Promise] = field(
        "What members were promised; what is due first comes first unless told otherwise.",
        arguments=root_page(where=where(PromiseWhere | None), order_by=order_by(list[PromiseOrder] | None)),
    )


PROMISE_ID = argument(strawberry.ID, "The promise.")


@kind("Changes of promises.")
class PromiseMutations:
    promise_make: PromisePayload = field(
        "Promises a member something. Its owner is reminded, and told when it is late.",
        arguments={"input": argument(PromiseMakeInput, "The promise."), "idempotency_key": OPTIONAL_KEY},
    )
    promise_move: PromisePayload = field(
        "Moves a promise to another time. It stays known that it was moved, and whether it was late.",
        arguments={
            "id": PROMISE_ID, "due_at": argument(DateTime, "Until when now."),
            "reason": argument(str, "Why; 1 to 500 characters."), "expected_version": VERSION,
        },
    )  # fmt: skip
    promise_hand_over: PromisePayload = field(
        "Lets somebody else see to it.",
        arguments={"id": PROMISE_ID, "staff_id": argument(strawberry.ID, "Who."), "expected_version": VERSION},
    )
    promise_keep: PromisePayload = field(
        "Says that it was kept. STATE if it is not open.",
        arguments={
            "id": PROMISE_ID, "note": argument(str | None, "What was done; nothing unless given."),
            "expected_version": VERSION,
        },
    )  # fmt: skip
    promise_break: PromisePayload = field(
        "Says that it could not be kept. STATE if it is not open.",
        arguments={
            "id": PROMISE_ID, "reason": argument(str, "Why; 1 to 500 characters."), "expected_version": VERSION,
        },
    )  # fmt: skip
