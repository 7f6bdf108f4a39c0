"""Changes that can be taken back."""

from tortoise import Model, fields

from models import columns


class ChangeSet(Model):
    """`steps` say how to take it back, last first; without any it cannot be. `undoes` is the change that this undid."""

    id = columns.key()
    operation = columns.text(64)
    summary = fields.TextField()
    steps: list = fields.JSONField(default=list, db_default="[]")
    actor = columns.text()
    actor_staff = columns.belongs_to("Staff", null=True)
    undoes = columns.belongs_to("ChangeSet", null=True)
    at = columns.moment()
    undone_at = columns.moment(null=True)

    class Meta:
        table = "change_set"
        indexes = [("at", "id"), ("actor_staff_id",), ("undoes_id",)]
