"""What people who work here are told of."""

import strawberry

from rules.clocks import ClockKind
from rules.notices import NoticeKind
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, words
from schema.filters import AND, NOT, OR, BooleanFilter
from schema.incidents import Incident
from schema.paging import Connection, Node, root_page, where
from schema.promises import Promise
from schema.scalars import DateTime
from schema.sla import Ticket

words(
    NoticeKind,
    "Why somebody is told of something.",
    WARNING="The time of a ticket is running out.",
    BREACH="The time of a ticket is up.",
    ESCALATION="A ticket was raised, or handed over, because its time runs out.",
    MENTION="Somebody named the person in a note.",
    PROMISE_DUE="A promise is soon due.",
    PROMISE_LATE="The time of a promise is up.",
    PAUSE_PROPOSED="Somebody proposes to pause a campaign.",
)


@kind("Something that one person who works here is told of.")
class StaffNotice(Node):
    kind: NoticeKind = field("Why.")
    ticket: Ticket | None = field("The ticket that it is about.")
    promise: Promise | None = field("The promise that it is about.")
    incident: Incident | None = field("The incident that it is about.")
    text: str = field("What it tells besides, such as the ticket's number.")
    clock: ClockKind | None = field("The clock that it is about.")
    percent: int | None = field("How many percent of the clock's target are used up.")
    at: DateTime = field("Since when.")
    read_at: DateTime | None = field("When it was read; null if it was not.")


@given("Conditions on notices.")
class StaffNoticeWhere:
    and_: list["StaffNoticeWhere"] | None = operand(AND, "and")
    or_: list["StaffNoticeWhere"] | None = operand(OR, "or")
    not_: "StaffNoticeWhere | None" = operand(NOT, "not")
    is_read: BooleanFilter | None = operand("Whether it was read.")


@kind("What reading notices did.")
class NoticesPayload:
    count: int | None = field("How many were unread; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of notices.")
class NoticeMutations:
    notices_read: NoticesPayload = field(
        "Notes that the caller has read a notice, or all of them.",
        arguments={"id": argument(strawberry.ID | None, "One notice; all of the caller's unless given.")},
    )


@kind("Questions about notices.")
class NoticeQueries:
    notices_mine: Connection[StaffNotice] = field(
        "What the caller is told of, newest first.", arguments=root_page(where=where(StaffNoticeWhere | None))
    )
