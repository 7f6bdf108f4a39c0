"""How members sign in by themselves: passwords, devices, tokens, codes. Only hashes are kept."""

from tortoise import Model, fields

from models import columns
from rules.logins import ChallengePurpose, DeviceEnd


class MemberLogin(Model):
    member = fields.OneToOneField("models.Member", related_name=False, primary_key=True, on_delete=fields.CASCADE)
    password_hash = columns.text(null=True)
    verified_email = columns.text(254, null=True)
    changed_at = columns.created()

    class Meta:
        table = "member_login"


class MemberDevice(Model):
    """Where a member is signed in: an app of a program, or a browser on our own pages (no program)."""

    id = columns.key()
    member = columns.part_of("Member")
    client = columns.belongs_to("ApiClient", null=True)
    name = columns.text(100, default="", db_default="")
    access_hash = fields.BinaryField()
    access_expires_at = columns.moment()
    signed_in_at = columns.created()
    expires_at = columns.moment()
    last_used_at = columns.moment(null=True)
    last_address = columns.text(64, null=True)
    ended_at = columns.moment(null=True)
    ended_by = columns.one_of(DeviceEnd, null=True)

    class Meta:
        table = "member_device"
        indexes = [("member_id", "signed_in_at"), ("client_id",)]


class MemberRefresh(Model):
    """A token that fetches the next pair, once. One that comes back later was stolen."""

    id = columns.key()
    device = columns.part_of("MemberDevice")
    token_hash = fields.BinaryField()
    expires_at = columns.moment()
    used_at = columns.moment(null=True)

    class Meta:
        table = "member_refresh"
        indexes = [("device_id",)]


class MemberChallenge(Model):
    """A code that was mailed. Without a member, and nothing sealed, no code is right. `sealed` is what it will do."""

    id = fields.UUIDField(primary_key=True)
    purpose = columns.one_of(ChallengePurpose)
    member = columns.belongs_to("Member", null=True, on_delete=fields.CASCADE)
    code_hash = fields.BinaryField()
    sealed = fields.BinaryField(null=True)
    created_at = columns.moment()
    expires_at = columns.moment()
    used_at = columns.moment(null=True)

    class Meta:
        table = "member_challenge"
        indexes = [("member_id",), ("expires_at",)]
