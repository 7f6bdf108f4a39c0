"""Points that are set aside until they are captured, released or timed out."""

from tortoise import Model, fields

from models import columns
from rules.holds import HoldStatus


class PointsHold(Model):
    """`entry` took the points out of reach; its uses of lots say which. `closing_entry` ended the hold."""

    id = columns.key()
    member = columns.belongs_to("Member")
    amount = fields.BigIntField()
    status = columns.one_of(HoldStatus, default=HoldStatus.HELD, db_default=HoldStatus.HELD)
    reason = fields.TextField()
    actor = columns.text()
    entry = columns.belongs_to("LedgerEntry")
    closing_entry = columns.belongs_to("LedgerEntry", null=True)
    at = columns.moment()
    expires_at = columns.moment()
    closed_at = columns.moment(null=True)

    class Meta:
        table = "points_hold"
        indexes = [("member_id", "at", "id"), ("entry_id",), ("closing_entry_id",)]
