"""What many members complain about at once, and when that counts as an incident."""

from tortoise import Model, fields

from models import columns
from rules.incidents import IncidentKind, IncidentStatus


class RadarRule(Model):
    """`code` is the kind of incident. So many members within so many minutes open one; it ends when it is calm."""

    id = columns.key()
    code = columns.code(24)
    least_members = fields.IntField()
    minutes = fields.IntField()
    calm_minutes = fields.IntField()
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "radar_rule"


class Incident(Model):
    """About exactly one thing. `since` is when the first of the tickets was opened that made it one."""

    id = columns.key()
    kind = columns.one_of(IncidentKind)
    campaign = columns.belongs_to("Campaign", null=True)
    product = columns.belongs_to("Product", null=True)
    store = columns.belongs_to("Store", null=True)
    category = columns.belongs_to("DictionaryItem", null=True)
    status = columns.one_of(IncidentStatus, default=IncidentStatus.OPEN, db_default=IncidentStatus.OPEN)
    since = columns.moment()
    opened_at = columns.moment()
    closed_at = columns.moment(null=True)
    closed_by = columns.text(default="", db_default="")
    note = columns.text(500, default="", db_default="")
    links_new = columns.flag(False)
    pause_asked_at = columns.moment(null=True)
    pause_asked_by = columns.text(default="", db_default="")
    updated_at = columns.created()
    version = columns.version()

    class Meta:
        table = "incident"
        indexes = [
            ("opened_at", "id"), ("status", "opened_at", "id"), ("campaign_id",), ("product_id",), ("store_id",),
            ("category_id",), ("updated_at",),
        ]  # fmt: skip
