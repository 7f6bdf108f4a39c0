"""What happened to a member who was frozen or cancelled, kept until somebody decides."""

from tortoise import Model, fields

from models import columns
from rules.standing import HeldStatus, Matter


class HeldEffect(Model):
    """Something that a rule would have given, and does give if the member is resumed so. `details` is its input."""

    id = columns.key()
    member = columns.belongs_to("Member")
    matter = columns.one_of(Matter)
    order = columns.belongs_to("Order", null=True)
    amount = fields.BigIntField()
    details: dict = fields.JSONField(default=dict, db_default="{}")
    status = columns.one_of(HeldStatus, default=HeldStatus.HELD, db_default=HeldStatus.HELD)
    at = columns.moment()
    decided_at = columns.moment(null=True)

    class Meta:
        table = "held_effect"
        indexes = [("member_id", "at", "id"), ("order_id",)]
