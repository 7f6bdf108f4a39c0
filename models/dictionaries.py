"""Values that operations staff edit: source channels, card kinds, ticket categories, reasons."""

from tortoise import Model, fields

from models import columns


class DictionaryItem(Model):
    id = columns.key()
    dictionary = columns.text(64)
    code = columns.text(64)
    label = columns.text()
    position = fields.IntField(default=0, db_default=0)
    is_active = columns.flag(True)

    class Meta:
        table = "dictionary_item"
        unique_together = (("dictionary", "code"),)
