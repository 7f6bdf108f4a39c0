"""Care series, what members are due by them, the teams that call, and the contacts that were made."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.care import CallOutcome, CareHold, CareStepKind, CareStop, CareTaskStatus, CareTrigger
from rules.contacting import ContactChannel


class CallTeam(Model):
    """Who calls the members of which stores (of all that no other names): a calendar's hours are its call windows."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    team = columns.belongs_to("Team")
    calendar = columns.belongs_to("BusinessCalendar")
    stores: list[str] = ArrayField(element_type="text", default=list)
    language = columns.text(16, default="en", db_default="en")
    daily_capacity = fields.IntField()
    minutes = fields.IntField(default=3, db_default=3)
    tries = fields.IntField(default=3, db_default=3)
    position = fields.IntField(default=100, db_default=100)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "call_team"
        indexes = [("team_id",), ("calendar_id",)]


class CareSeries(Model):
    """`steps` is `{"rows": [...]}`, as `rules.care` reads them. `swept_at` is up to when occasions were looked for."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    trigger = columns.one_of(CareTrigger)
    amount = columns.minor(null=True)
    days = fields.IntField(null=True)
    tier = columns.belongs_to("Tier", null=True)
    categories: list[str] = ArrayField(element_type="text", default=list)
    tiers: list[str] = ArrayField(element_type="text", default=list)
    segment = columns.belongs_to("Segment", null=True)
    call_team = columns.belongs_to("CallTeam", null=True)
    steps: dict = fields.JSONField()
    stops: list[str] = ArrayField(element_type="text", default=list)
    starts_from = columns.moment()
    swept_at = columns.moment(null=True)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "care_series"
        indexes = [("tier_id",), ("segment_id",), ("call_team_id",)]


class CareRun(Model):
    """A series that began for a member, once for each occasion."""

    id = columns.key()
    series = columns.belongs_to("CareSeries")
    member = columns.belongs_to("Member")
    occasion = columns.text(100)
    began_on = fields.DateField()
    began_at = columns.moment()
    status = columns.text(24, default="RUNNING", db_default="RUNNING")
    reason = columns.one_of(CareStop, null=True)
    ended_at = columns.moment(null=True)

    class Meta:
        table = "care_run"
        unique_together = (("series_id", "member_id", "occasion"),)
        indexes = [("member_id",)]


class CareTask(Model):
    """A step for a member, with the text as it was when the series began. `rank` is that of the member's tier."""

    id = columns.key()
    run = columns.belongs_to("CareRun")
    series = columns.belongs_to("CareSeries")
    member = columns.belongs_to("Member")
    place = fields.IntField()
    kind = columns.one_of(CareStepKind)
    channel = columns.one_of(ContactChannel)
    script = fields.TextField(default="", db_default="")
    script_zh = fields.TextField(default="", db_default="")
    call_team = columns.belongs_to("CallTeam", null=True)
    rank = fields.IntField(default=0, db_default=0)
    due_on = fields.DateField()
    status = columns.one_of(CareTaskStatus, default=CareTaskStatus.WAITING, db_default="WAITING")
    planned_on = fields.DateField(null=True)
    assignee = columns.belongs_to("Staff", null=True)
    contact = columns.belongs_to("Contact", null=True)
    tries = fields.IntField(default=0, db_default=0)
    outcome = columns.one_of(CallOutcome, null=True)
    note = fields.TextField(default="", db_default="")
    held = columns.one_of(CareHold, null=True)
    interaction = columns.belongs_to("Interaction", null=True)
    ticket = columns.belongs_to("Ticket", null=True)
    begun_at = columns.moment(null=True)
    done_at = columns.moment(null=True)
    version = columns.version()

    class Meta:
        table = "care_task"
        unique_together = (("run_id", "place"),)
        indexes = [
            ("member_id", "due_on", "id"), ("due_on", "id"), ("rank", "id"), ("call_team_id", "planned_on"),
            ("assignee_id", "planned_on"), ("series_id", "due_on"), ("contact_id",), ("interaction_id",),
            ("ticket_id",),
        ]  # fmt: skip
