"""Texts that are written once and sent often, and macros, which do several things to a ticket at once."""

from tortoise import Model, fields

from models import columns


class CannedReply(Model):
    """In one or both languages, with variables as `rules.canned_replies` knows them."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    topic = columns.text(64, default="", db_default="")
    body_en = fields.TextField(default="")
    body_zh = fields.TextField(default="")
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "canned_reply"


class Macro(Model):
    """`actions` is `{"rows": [{"kind", "value"}]}`, in the order in which they are done."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    actions: dict = fields.JSONField()
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "macro"
