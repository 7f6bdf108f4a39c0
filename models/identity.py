"""What proves that somebody is one of the staff, beside a password. No secret is kept that could be read."""

from tortoise import Model, fields

from models import columns


class PendingSignIn(Model):
    """Between the first proof and the code."""

    id = columns.key()
    token_hash = fields.BinaryField()
    staff = columns.part_of("Staff")
    method = columns.text(24)
    expires_at = columns.moment()
    ended_at = columns.moment(null=True)

    class Meta:
        table = "pending_sign_in"


class StaffTotp(Model):
    """The secret that a device makes codes of, sealed; `last_step` is the newest code that was used."""

    staff = fields.OneToOneField("models.Staff", related_name=False, primary_key=True, on_delete=fields.CASCADE)
    sealed = fields.BinaryField()
    last_step = fields.BigIntField(default=0, db_default=0)
    created_at = columns.created()
    confirmed_at = columns.moment(null=True)

    class Meta:
        table = "staff_totp"


class StaffRecoveryCode(Model):
    """A code on paper, hashed like a password. Each works once."""

    id = columns.key()
    staff = columns.part_of("Staff")
    place = fields.IntField()
    code_hash = columns.text(200)
    used_at = columns.moment(null=True)

    class Meta:
        table = "staff_recovery_code"
        unique_together = (("staff_id", "place"),)


class StaffAccount(Model):
    """An account elsewhere that this person signs in with."""

    id = columns.key()
    staff = columns.part_of("Staff")
    issuer = columns.text(300)
    subject = columns.text(300)
    created_at = columns.created()

    class Meta:
        table = "staff_account"
        unique_together = (("issuer", "subject"),)


class SingleSignOn(Model):
    """A sign-in that is under way at a provider, bound to one browser; gone when it comes back."""

    id = columns.key()
    state_hash = fields.BinaryField()
    browser_hash = fields.BinaryField()
    provider = columns.text(64)
    sealed = fields.BinaryField()
    expires_at = columns.moment()

    class Meta:
        table = "single_sign_on"
