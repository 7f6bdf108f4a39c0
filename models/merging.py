"""Files of one person that were joined, and how to part them again."""

from tortoise import Model, fields

from models import columns


class MemberMerge(Model):
    """`moved` names the rows that changed hands, by table, so that un-merging gives back exactly those."""

    id = columns.key()
    kept = columns.belongs_to("Member")
    merged = columns.belongs_to("Member")
    reason = fields.TextField()
    moved: dict = fields.JSONField(default=dict, db_default="{}")
    before: dict = fields.JSONField(default=dict, db_default="{}")
    transaction = columns.belongs_to("LedgerTransaction", null=True)
    actor = columns.text()
    at = columns.moment()
    undone_at = columns.moment(null=True)
    undone_by = columns.text(null=True)

    class Meta:
        table = "member_merge"
        indexes = [("kept_id", "at"), ("merged_id",), ("transaction_id",)]
