"""Contacts with members: how many there may be, those that were made, who wants none, and messages on their way."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.contacting import ContactChannel, ContactPurpose
from rules.mail import MailStatus


class ContactLimit(Model):
    """Of one channel, or of all together; for members of some tiers, or of all. The lowest that fit count."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    channel = columns.one_of(ContactChannel, null=True)
    tiers: list[str] = ArrayField(element_type="text", default=list)
    per_day = fields.IntField(null=True)
    per_week = fields.IntField(null=True)
    per_month = fields.IntField(null=True)
    quiet_from = columns.text(5, null=True)
    quiet_until = columns.text(5, null=True)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "contact_limit"


class Contact(Model):
    """A contact that was allowed, on a day of the member's calendar. A released one did not happen."""

    id = columns.key()
    member = columns.belongs_to("Member")
    channel = columns.one_of(ContactChannel)
    purpose = columns.one_of(ContactPurpose)
    about = columns.text()
    actor = columns.text()
    day = fields.DateField()
    at = columns.moment()
    released_at = columns.moment(null=True)

    class Meta:
        table = "contact"
        indexes = [("member_id", "at", "id"), ("at", "id")]


class ContactCount(Model):
    """How often a member was contacted up to `day`: on it, in its week, in its month. One row is ALL channels."""

    id = columns.key()
    member = columns.part_of("Member")
    channel = columns.text(24)
    day = fields.DateField()
    on_day = fields.IntField()
    in_week = fields.IntField()
    in_month = fields.IntField()

    class Meta:
        table = "contact_count"
        unique_together = (("member_id", "channel"),)


class ContactRefusal(Model):
    """A member does not want to be contacted over a channel, or over any (ALL)."""

    id = columns.key()
    member = columns.belongs_to("Member")
    channel = columns.text(24)
    reason = columns.text(500)
    actor = columns.text()
    at = columns.moment()

    class Meta:
        table = "contact_refusal"
        unique_together = (("member_id", "channel"),)
        indexes = [("member_id", "at", "id"), ("at", "id")]


class MemberMessage(Model):
    """A message to a member, in words, on its way or there."""

    id = columns.key()
    member = columns.belongs_to("Member")
    channel = columns.one_of(ContactChannel)
    language = columns.text(16)
    subject = columns.text()
    body = fields.TextField()
    about = columns.text()
    contact = columns.belongs_to("Contact")
    status = columns.one_of(MailStatus, default=MailStatus.WAITING, db_default="WAITING")
    tries = fields.IntField(default=0, db_default=0)
    due_at = columns.moment()
    at = columns.moment()
    sent_at = columns.moment(null=True)
    error = columns.text(300, null=True)

    class Meta:
        table = "member_message"
        indexes = [("member_id", "at", "id"), ("at", "id"), ("contact_id",)]
