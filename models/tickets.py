"""Tickets and what was said in them."""

from tortoise import Model, fields

from models import columns
from rules.ticket_links import TicketLinkKind
from rules.tickets import TicketChannel, TicketPriority, TicketStatus


class Ticket(Model):
    """What is due when, by the policy and the calendar as they were in the two versions: see `rules.clocks`."""

    id = columns.key()
    number = columns.code(32)
    subject = columns.text(300)
    status = columns.one_of(TicketStatus, default=TicketStatus.NEW, db_default=TicketStatus.NEW)
    priority = columns.one_of(TicketPriority, default=TicketPriority.NORMAL, db_default=TicketPriority.NORMAL)
    channel = columns.one_of(TicketChannel)
    member = columns.belongs_to("Member", null=True)
    order = columns.belongs_to("Order", null=True)
    category = columns.belongs_to("DictionaryItem", null=True)
    campaign = columns.belongs_to("Campaign", null=True)
    product = columns.belongs_to("Product", null=True)
    store = columns.belongs_to("Store", null=True)
    incident = columns.belongs_to("Incident", null=True)
    assignee = columns.belongs_to("Staff", null=True)
    team = columns.belongs_to("Team", null=True)
    merged_into = columns.belongs_to("Ticket", null=True)
    parent = columns.belongs_to("Ticket", null=True)
    opened_at = columns.moment()
    first_response_due_at = columns.moment(null=True)
    first_responded_at = columns.moment(null=True)
    next_response_due_at = columns.moment(null=True)
    resolution_due_at = columns.moment(null=True)
    breached_at = columns.moment(null=True)
    next_alarm_at = columns.moment(null=True)
    sla_version = columns.belongs_to("RuleVersion", null=True)
    calendar_version = columns.belongs_to("RuleVersion", null=True)
    resolved_at = columns.moment(null=True)
    response_minutes = fields.IntField(null=True)
    resolution_minutes = fields.IntField(null=True)
    reopened_at = columns.moment(null=True)
    satisfaction = fields.SmallIntField(null=True)
    contact_address = columns.text(254, null=True)
    contact_name = columns.text(null=True)
    is_demo = columns.flag(False)
    updated_at = columns.created()
    version = columns.version()

    class Meta:
        table = "ticket"


class TicketMessage(Model):
    """`author` is the name as it was; `staff` is null when the member (or a program) wrote.

    An answer of staff that has a `held_until` waits: nobody but staff sees it, and `status_before` is how it found the
    ticket.
    What goes out by mail does so after `posts_at`, which is empty again then.
    """

    id = columns.key()
    ticket = columns.belongs_to("Ticket")
    staff = columns.belongs_to("Staff", null=True)
    author = columns.text()
    is_internal = columns.flag(False)
    is_from_member = columns.flag(False)
    body = fields.TextField()
    quoted = fields.TextField(null=True)
    at = columns.moment()
    held_until = columns.moment(null=True)
    status_before = columns.one_of(TicketStatus, null=True)
    posts_at = columns.moment(null=True)

    class Meta:
        table = "ticket_message"
        indexes = [("ticket_id", "at", "id"), ("staff_id",)]


class TicketTag(Model):
    """A word that groups a ticket with others."""

    id = columns.key()
    ticket = columns.part_of("Ticket")
    name = columns.text(64)
    actor = columns.text()

    class Meta:
        table = "ticket_tag"
        unique_together = (("ticket_id", "name"),)
        indexes = [("name", "ticket_id")]


class TicketLink(Model):
    """What the first ticket is to the other one; there is one link between two at most."""

    id = columns.key()
    ticket = columns.belongs_to("Ticket")
    other = columns.belongs_to("Ticket")
    kind = columns.one_of(TicketLinkKind)
    actor = columns.text()
    at = columns.moment()

    class Meta:
        table = "ticket_link"
        indexes = [("ticket_id",), ("other_id",)]


class TicketViewer(Model):
    """Who has a ticket open, and until when that counts unless it is said again. It may be lost with the server."""

    id = columns.key()
    ticket = columns.part_of("Ticket")
    staff = columns.part_of("Staff")
    since = columns.moment()
    until = columns.moment()
    typing_until = columns.moment(null=True)

    class Meta:
        table = "ticket_viewer"
        indexes = [("staff_id",), ("until",)]
