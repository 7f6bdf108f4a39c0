"""Segments of members, campaigns, and who took part."""

from tortoise import Model, fields

from models import columns
from rules.campaigns import CampaignKind, CampaignStatus


class Segment(Model):
    """A named filter over members, in the filter language. `member_count` is what it had at `counted_at`."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    where: dict = fields.JSONField()
    member_count = fields.IntField(default=0, db_default=0)
    counted_at = columns.moment(null=True)
    version = columns.version()

    class Meta:
        table = "segment"


class Campaign(Model):
    id = columns.key()
    code = columns.code()
    name = columns.text()
    kind = columns.one_of(CampaignKind)
    status = columns.one_of(CampaignStatus, default=CampaignStatus.DRAFT, db_default=CampaignStatus.DRAFT)
    starts_at = columns.moment(null=True)
    ends_at = columns.moment(null=True)
    budget = columns.minor(null=True)
    spent = columns.minor(default=0, db_default=0)
    audience = columns.belongs_to("Segment", null=True)
    control_percent = fields.IntField(default=0, db_default=0)
    rules: dict = fields.JSONField(default=dict, db_default="{}")
    created_at = columns.created()
    version = columns.version()

    class Meta:
        table = "campaign"


class CampaignParticipation(Model):
    """A member in a campaign: chosen, reached, took part, bought; a member of the control group is left alone."""

    id = columns.key()
    campaign = columns.belongs_to("Campaign")
    member = columns.belongs_to("Member")
    is_control = columns.flag(False)
    targeted_at = columns.moment()
    reached_at = columns.moment(null=True)
    participated_at = columns.moment(null=True)
    converted_at = columns.moment(null=True)

    class Meta:
        table = "campaign_participation"
        unique_together = (("campaign_id", "member_id"),)
        indexes = [("member_id", "targeted_at", "id")]
