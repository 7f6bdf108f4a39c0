"""Members and what belongs to one: cards, addresses, tags, figures, interactions."""

from tortoise import Model, fields

from models import columns
from rules.members import Gender, InteractionKind, MemberStatus, Quadrant
from rules.tiers import TierMode


class Member(Model):
    """What changes with every purchase (balances, figures) lies in other tables, so that this row stays quiet.

    `card_numbers` repeats the numbers of the member's cards for the search; a trigger on `member_card` keeps it.
    """

    id = columns.key()
    member_no = columns.code(32)
    name = columns.text(null=True)
    latin_name = columns.text(null=True)
    phone = columns.text(32, null=True)
    email = columns.text(254, null=True)
    birthday = fields.DateField(null=True)
    gender = columns.one_of(Gender, null=True)
    status = columns.one_of(MemberStatus, default=MemberStatus.ACTIVE, db_default=MemberStatus.ACTIVE)
    is_anonymous = columns.flag(False)
    is_demo = columns.flag(False)
    source = columns.belongs_to("DictionaryItem", null=True)
    home_store = columns.belongs_to("Store", null=True)
    referrer = columns.belongs_to("Member", null=True)
    merged_into = columns.belongs_to("Member", null=True)
    external_reference = columns.text(null=True)
    joined_at = columns.moment()
    tier = columns.belongs_to("Tier", null=True)
    tier_mode = columns.one_of(TierMode, default=TierMode.AUTOMATIC, db_default=TierMode.AUTOMATIC)
    tier_floor = columns.belongs_to("Tier", null=True)
    tier_cap = columns.belongs_to("Tier", null=True)
    tier_since = columns.moment(null=True)
    tier_expires_at = columns.moment(null=True)
    points_account = columns.belongs_to("LedgerAccount")
    growth_account = columns.belongs_to("LedgerAccount")
    archived_at = columns.moment(null=True)
    custom: dict = fields.JSONField(default=dict, db_default="{}")
    card_numbers = fields.TextField(default="", db_default="")
    updated_at = columns.created()
    version = columns.version()

    class Meta:
        table = "member"


class MemberSecret(Model):
    """What proves that someone is the member. Only hashes, and never part of any answer."""

    member = fields.OneToOneField("models.Member", related_name=False, primary_key=True, on_delete=fields.RESTRICT)
    pin_hash = columns.text(null=True)
    identity_hash = fields.BinaryField(null=True)
    password_hash = columns.text(null=True)
    asks_for_queries = columns.flag(False)
    failures = fields.IntField(default=0, db_default=0)
    locked_until = columns.moment(null=True)

    class Meta:
        table = "member_secret"


class MemberOpening(Model):
    """Somebody gave the PIN (or a reason) and sees until then what the member wants to be asked for."""

    id = columns.key()
    member = columns.belongs_to("Member")
    viewer = columns.text()
    until = columns.moment()

    class Meta:
        table = "member_opening"
        unique_together = (("member_id", "viewer"),)


class MemberAddress(Model):
    id = columns.key()
    member = columns.belongs_to("Member")
    label = columns.text(64)
    receiver = columns.text(null=True)
    phone = columns.text(32, null=True)
    country = columns.text(2)
    region = columns.text(100, null=True)
    city = columns.text(100, null=True)
    street = columns.text(300)
    postal_code = columns.text(16, null=True)
    is_default = columns.flag(False)

    class Meta:
        table = "member_address"
        indexes = [("member_id",)]


class MemberCard(Model):
    """A number that stands for a member at the till. A card without a member was made but not yet given out."""

    id = columns.key()
    card_no = columns.code()
    member = columns.belongs_to("Member", null=True)
    kind = columns.belongs_to("DictionaryItem", null=True)
    is_virtual = columns.flag(False)
    is_named = columns.flag(True)
    is_secret = columns.flag(False)
    is_active = columns.flag(True)
    issued_at = columns.created()

    class Meta:
        table = "member_card"
        indexes = [("member_id",), ("kind_id",)]


class Tag(Model):
    id = columns.key()
    name = columns.code(100)
    is_automatic = columns.flag(False)
    rule: dict | None = fields.JSONField(null=True)

    class Meta:
        table = "tag"


class MemberTag(Model):
    id = columns.key()
    member = columns.belongs_to("Member")
    tag = columns.belongs_to("Tag")
    actor = columns.text()
    at = columns.created()

    class Meta:
        table = "member_tag"
        unique_together = (("member_id", "tag_id"),)
        indexes = [("tag_id", "member_id")]


class MemberMetrics(Model):
    """One row per member, written with each order, so that lists sort and filter by it."""

    member = fields.OneToOneField("models.Member", related_name=False, primary_key=True, on_delete=fields.CASCADE)
    order_count = fields.IntField(default=0, db_default=0)
    total_spend = columns.minor(default=0, db_default=0)
    first_order_at = columns.moment(null=True)
    last_order_at = columns.moment(null=True)
    recency_score = fields.SmallIntField(null=True)
    frequency_score = fields.SmallIntField(null=True)
    monetary_score = fields.SmallIntField(null=True)
    rfm_group = columns.text(64, null=True)
    quadrant = columns.one_of(Quadrant, null=True)
    scored_at = columns.moment(null=True)

    class Meta:
        table = "member_metrics"


class Interaction(Model):
    id = columns.key()
    kind = columns.one_of(InteractionKind)
    member = columns.belongs_to("Member")
    staff = columns.belongs_to("Staff", null=True)
    ticket = columns.belongs_to("Ticket", null=True)
    summary = fields.TextField()
    at = columns.moment()
    duration_seconds = fields.IntField(null=True)

    class Meta:
        table = "interaction"
        indexes = [("member_id", "at", "id"), ("staff_id", "at"), ("ticket_id",)]
