"""Mails on their way: written with the change that they tell of, sent after it."""

from tortoise import Model, fields

from models import columns
from rules.mail import MailStatus


class Mail(Model):
    """`body` fills the text. What must not be read in a copy of the table (links) is in `sealed` until it is sent."""

    id = columns.key()
    kind = columns.text(64)
    recipient = columns.text(254)
    locale = columns.text(16)
    body: dict = fields.JSONField(default=dict, db_default="{}")
    sealed = fields.BinaryField(null=True)
    status = columns.one_of(MailStatus, default=MailStatus.WAITING, db_default="WAITING")
    tries = fields.IntField(default=0, db_default=0)
    due_at = columns.moment()
    useless_at = columns.moment(null=True)
    created_at = columns.created()
    sent_at = columns.moment(null=True)
    error = columns.text(300, null=True)
    ticket_message = columns.belongs_to("TicketMessage", null=True)

    class Meta:
        table = "mail"
        indexes = [("created_at", "id"), ("status", "created_at", "id"), ("recipient",), ("ticket_message_id",)]
