"""Business calendars, policies of service levels, and what happened as the clocks of tickets ran."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.clocks import ClockKind
from rules.notices import NoticeKind
from rules.sla import AlarmAction
from rules.tickets import TicketStatus


class BusinessCalendar(Model):
    """`hours` and `days` are `{"rows": [...]}`, as `rules.calendars` reads them. A trigger keeps every version."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    zone = columns.text(64)
    hours: dict = fields.JSONField()
    days: dict = fields.JSONField()
    is_default = columns.flag(False)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "business_calendar"


class SlaPolicy(Model):
    """Targets in business minutes. Lists of conditions, in `position`; an empty one holds for every ticket."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    position = fields.IntField(default=100, db_default=100)
    calendar = columns.belongs_to("BusinessCalendar", null=True)
    priorities: list[str] = ArrayField(element_type="text", default=list)
    categories: list[str] = ArrayField(element_type="text", default=list)
    channels: list[str] = ArrayField(element_type="text", default=list)
    tiers: list[str] = ArrayField(element_type="text", default=list)
    teams: list[str] = ArrayField(element_type="text", default=list)
    first_response = fields.IntField(null=True)
    next_response = fields.IntField(null=True)
    resolution = fields.IntField(null=True)
    pauses: list[str] = ArrayField(element_type="text", default=list)
    alarms: dict = fields.JSONField()
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "sla_policy"
        indexes = [("calendar_id",), ("position", "code")]


class TicketTurn(Model):
    """A ticket's status from a moment on."""

    id = columns.key()
    ticket = columns.part_of("Ticket")
    status = columns.one_of(TicketStatus)
    at = columns.moment()

    class Meta:
        table = "ticket_turn"
        indexes = [("ticket_id", "at", "id")]


class TicketAlarm(Model):
    """A warning or escalation that was carried out, once for each clock: `began_at` tells several answers apart."""

    id = columns.key()
    ticket = columns.part_of("Ticket")
    clock = columns.one_of(ClockKind)
    percent = fields.IntField()
    action = columns.one_of(AlarmAction)
    began_at = columns.moment()
    key = columns.text(300)
    told = fields.TextField(default="")
    due_at = columns.moment()
    at = columns.moment()

    class Meta:
        table = "ticket_alarm"
        unique_together = (("ticket_id", "clock", "began_at", "key"),)


class StaffNotice(Model):
    """Something that one person should know of."""

    id = columns.key()
    staff = columns.part_of("Staff")
    ticket = columns.part_of("Ticket", null=True)
    promise = columns.part_of("Promise", null=True)
    incident = columns.part_of("Incident", null=True)
    kind = columns.one_of(NoticeKind)
    text = fields.TextField(default="")
    clock = columns.one_of(ClockKind, null=True)
    percent = fields.IntField(null=True)
    at = columns.moment()
    read_at = columns.moment(null=True)

    class Meta:
        table = "staff_notice"
        indexes = [("staff_id", "at", "id"), ("ticket_id",), ("promise_id",), ("incident_id",)]
