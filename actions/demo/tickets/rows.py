"""Told tickets as rows of `ticket` and `ticket_message`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import polars as pl
from asyncpg import Record

from actions.demo.tickets.telling import Story
from actions.imports.copying import keys
from rules.tickets import TicketStatus

TEXT, MOMENT = pl.String, pl.Datetime("us", "UTC")
TICKET = {
    "number": TEXT, "subject": TEXT, "status": TEXT, "priority": TEXT, "channel": TEXT, "member_id": TEXT,
    "order_id": TEXT, "category_id": TEXT, "assignee_id": TEXT, "team_id": TEXT, "opened_at": MOMENT,
    "first_response_due_at": MOMENT, "first_responded_at": MOMENT, "resolution_due_at": MOMENT, "resolved_at": MOMENT,
    "satisfaction": pl.Int64, "is_demo": pl.Boolean, "updated_at": MOMENT, "into": pl.Int64,
}  # fmt: skip
MESSAGE = {
    "place": pl.Int64, "staff_id": TEXT, "author": TEXT, "is_internal": pl.Boolean, "is_from_member": pl.Boolean,
    "body": TEXT, "at": MOMENT,
}  # fmt: skip


@dataclass
class Ticket:
    """A story with the people in it. `into` is the ticket that it was merged into."""

    story: Story
    member: Record
    order: Record
    category_id: UUID | None
    staff: Record
    is_assigned: bool = True
    into: "Ticket | None" = None


def numbered(tickets: Sequence[Ticket]) -> tuple[list[Ticket], list[str]]:
    """By the time of opening, with their numbers."""
    ordered = sorted(tickets, key=lambda ticket: ticket.story.opened_at)
    return ordered, [f"T-{place:06d}" for place in range(1, len(ordered) + 1)]


def frames(tickets: Sequence[Ticket], numbers: Sequence[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows of `ticket` and of `ticket_message`."""
    places = {id(ticket): place for place, ticket in enumerate(tickets)}
    rows = [_ticket(ticket, number, places) for ticket, number in zip(tickets, numbers, strict=True)]
    found = pl.DataFrame(rows, schema=TICKET, orient="row")
    found = found.with_columns(id=keys(found["opened_at"]))
    merged = pl.Series([None if into is None else found["id"][into] for into in found["into"]], dtype=TEXT)
    said = [row for place, ticket in enumerate(tickets) for row in _messages(place, ticket)]
    messages = pl.DataFrame(said, schema=MESSAGE, orient="row").sort("at", maintain_order=True)
    messages = messages.with_columns(id=keys(messages["at"]), ticket_id=found["id"].gather(messages["place"]))
    return found.with_columns(merged_into_id=merged).drop("into"), messages.drop("place")


def _ticket(ticket: Ticket, number: str, places: dict[int, int]) -> tuple[Any, ...]:
    story = ticket.story
    return (
        number, story.subject[:300], story.status.value, story.priority, story.channel, str(ticket.member["id"]),
        str(ticket.order["id"]), ticket.category_id and str(ticket.category_id),
        str(ticket.staff["id"]) if ticket.is_assigned else None, str(ticket.staff["team_id"]), _utc(story.opened_at),
        _utc(story.first_response_due_at), _utc(story.first_responded_at), _utc(story.resolution_due_at),
        _utc(story.resolved_at), story.satisfaction, True, _utc(story.last_at),
        places[id(ticket.into)] if story.status is TicketStatus.MERGED else None,
    )  # fmt: skip


def _messages(place: int, ticket: Ticket) -> list[tuple[Any, ...]]:
    staff, member = ticket.staff, ticket.member
    return [
        (place, None, member["name"] or "", False, True, message.body, _utc(message.at))
        if message.by == "member"
        else (place, str(staff["id"]), staff["name"], message.by == "note", False, message.body, _utc(message.at))
        for message in ticket.story.messages
    ]


def _utc(at: datetime | None) -> datetime | None:
    return at and at.astimezone(UTC)
