"""Rules of penalties, and what was imposed by them."""

from tortoise import Model, fields
from tortoise.contrib.postgres.fields import ArrayField

from models import columns
from rules.penalties import PenaltyTrigger


class PenaltyRule(Model):
    """`tiers` are the levels that it speaks of, all if there is none; `days` the period in which the night looks."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    trigger = columns.one_of(PenaltyTrigger, default=PenaltyTrigger.BY_HAND, db_default=PenaltyTrigger.BY_HAND)
    tiers: list[str] = ArrayField(element_type="text", default=list)
    points = fields.BigIntField(default=0, db_default=0)
    growth = fields.BigIntField(default=0, db_default=0)
    freezes = columns.flag(False)
    returns = fields.IntField(null=True)
    days = fields.IntField(null=True)
    once_in_days = fields.IntField(default=30, db_default=30)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "penalty_rule"


class Penalty(Model):
    """`points` and `growth` are what was taken, which is less than the rule says where there was less."""

    id = columns.key()
    member = columns.belongs_to("Member")
    rule = columns.belongs_to("PenaltyRule")
    points = fields.BigIntField(default=0, db_default=0)
    growth = fields.BigIntField(default=0, db_default=0)
    is_freezing = columns.flag(False)
    reason = columns.text(1000)
    staff = columns.belongs_to("Staff", null=True)
    actor = columns.text()
    at = columns.moment()
    lifted_at = columns.moment(null=True)

    class Meta:
        table = "penalty"
        indexes = [("member_id", "at", "id"), ("rule_id", "at", "id"), ("staff_id",)]
