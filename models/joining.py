"""Customers who may become members, the policies that let them, and how each member joined."""

from tortoise import Model, fields

from models import columns
from rules.joining import JoiningTrigger, JoiningWay


class Customer(Model):
    """A person on file who buys; `member` is set when the person joined."""

    id = columns.key()
    reference = columns.code(100)
    name = columns.text(null=True)
    phone = columns.text(32, null=True)
    email = columns.text(254, null=True)
    member = columns.belongs_to("Member", null=True)
    created_at = columns.created()
    version = columns.version()

    class Meta:
        table = "customer"
        indexes = [("created_at", "id"), ("member_id",), ("phone",)]


class JoiningPolicy(Model):
    """Who becomes a member by buying: how much, within how many days, where and what (`conditions`)."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    trigger = columns.one_of(JoiningTrigger)
    period_days = fields.IntField(null=True)
    fee = columns.minor(null=True)
    conditions: dict = fields.JSONField(default=dict, db_default="{}")
    valid_from = columns.moment(null=True)
    valid_until = columns.moment(null=True)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "joining_policy"


class JoiningLevel(Model):
    """The tier that an amount within the range gives; `most` is exclusive."""

    id = columns.key()
    policy = columns.part_of("JoiningPolicy")
    least = columns.minor()
    most = columns.minor(null=True)
    tier = columns.belongs_to("Tier")

    class Meta:
        table = "joining_level"
        unique_together = (("policy_id", "least"),)
        indexes = [("tier_id",)]


class Joining(Model):
    """How one member joined."""

    member = fields.OneToOneField("models.Member", related_name=False, primary_key=True, on_delete=fields.RESTRICT)
    way = columns.one_of(JoiningWay)
    policy = columns.belongs_to("JoiningPolicy", null=True)
    order = columns.belongs_to("Order", null=True)
    card = columns.belongs_to("MemberCard", null=True)
    fee = columns.minor(null=True)
    activity = columns.text(null=True)
    charter_version = columns.text(32, null=True)
    actor = columns.text()
    at = columns.moment()

    class Meta:
        table = "joining"
        indexes = [("policy_id",), ("order_id",), ("card_id",)]
