"""Views of lists that people keep."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.saved_views import SavedViewSharing


class SavedView(Model):
    """`conditions` are a filter over the type, `ordering` is `{"rows": [...]}`. Without an owner it came with the
    program, or from a program."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    type_name = columns.text(64)
    conditions: dict = fields.JSONField(default=dict, db_default="{}")
    ordering: dict = fields.JSONField()
    shown: list[str] = ArrayField(element_type="text", default=list)
    layout: dict = fields.JSONField(default=dict, db_default="{}")
    sharing = columns.one_of(SavedViewSharing, default=SavedViewSharing.MINE, db_default=SavedViewSharing.MINE)
    roles: list[str] = ArrayField(element_type="text", default=list)
    owner = columns.belongs_to("Staff", null=True)
    is_queue = columns.flag(False)
    position = fields.IntField(default=100, db_default=100)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "saved_view"
        indexes = [("owner_id",), ("position", "id")]


ALL = """
    SELECT id, code, name, type_name, conditions::text, ordering::text, shown, sharing, roles, owner_id
    FROM saved_view
"""
SEEN = f"""{ALL} WHERE owner_id = $1 OR sharing = 'EVERYBODY' OR (sharing = 'ROLES' AND ($3 OR roles && $2::text[]))"""
"Those of a person, with his roles; all that are shared with roles for who may edit them."
ACTIVE = f"{ALL} WHERE is_active"
