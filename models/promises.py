"""Promises made to members, and what became of them."""

from tortoise import Model, fields

from models import columns
from rules.promises import PromiseStatus, PromiseStepKind


class Promise(Model):
    """`late_at` is since when it was late, also after it was moved or kept; `next_alarm_at` follows from the rest."""

    id = columns.key()
    what = columns.text(500)
    status = columns.one_of(PromiseStatus, default=PromiseStatus.OPEN, db_default=PromiseStatus.OPEN)
    ticket = columns.belongs_to("Ticket", null=True)
    member = columns.belongs_to("Member", null=True)
    owner = columns.belongs_to("Staff")
    made_by = columns.text()
    made_at = columns.moment()
    first_due_at = columns.moment()
    due_at = columns.moment()
    remind_at = columns.moment(null=True)
    reminded_at = columns.moment(null=True)
    rung_at = columns.moment(null=True)
    put_off_until = columns.moment(null=True)
    late_at = columns.moment(null=True)
    moves = fields.IntField(default=0, db_default=0)
    settled_at = columns.moment(null=True)
    settled_by = columns.text(default="", db_default="")
    note = columns.text(500, default="", db_default="")
    version = columns.version()

    class Meta:
        table = "promise"
        indexes = [
            ("due_at", "id"), ("made_at", "id"), ("owner_id", "due_at", "id"), ("member_id", "due_at", "id"),
            ("ticket_id", "due_at", "id"),
        ]  # fmt: skip


class PromiseStep(Model):
    """What happened to a promise; `due_at` is until when it holds from then on."""

    id = columns.key()
    promise = columns.part_of("Promise")
    kind = columns.one_of(PromiseStepKind)
    due_at = columns.moment()
    note = columns.text(500, default="", db_default="")
    actor = columns.text()
    at = columns.moment()

    class Meta:
        table = "promise_step"
        indexes = [("promise_id", "at", "id")]
