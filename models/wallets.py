"""Stored value: what a member paid in (principal) and was given on top (bonus), kept apart."""

from tortoise import Model, fields

from models import columns
from rules.ledger import WalletEntryKind


class Wallet(Model):
    """Two ledger accounts and a lock. The balances are theirs; this row says whose and whether they may be used."""

    member = fields.OneToOneField("models.Member", related_name=False, primary_key=True, on_delete=fields.RESTRICT)
    principal_account = columns.belongs_to("LedgerAccount")
    bonus_account = columns.belongs_to("LedgerAccount")
    is_frozen = columns.flag(False)

    class Meta:
        table = "wallet"
        indexes = [("principal_account_id",), ("bonus_account_id",)]


class WalletEntry(Model):
    """One change of a wallet as its owner reads it; the ledger entries of `transaction` are the book behind it."""

    id = columns.key()
    member = columns.belongs_to("Member")
    transaction = columns.belongs_to("LedgerTransaction")
    kind = columns.one_of(WalletEntryKind)
    principal_delta = columns.minor()
    bonus_delta = columns.minor()
    balance_after = columns.minor()
    reverses = columns.belongs_to("WalletEntry", null=True)
    at = columns.moment()

    class Meta:
        table = "wallet_entry"
        indexes = [("member_id", "at", "id"), ("transaction_id",)]


class RechargeBonus(Model):
    """What is given on top of an amount paid in: the rule with the highest `least` that is reached."""

    id = columns.key()
    code = columns.code()
    name = columns.text()
    least = columns.minor()
    bonus = columns.minor(default=0, db_default=0)
    bonus_percent = fields.DecimalField(max_digits=5, decimal_places=2, default=0, db_default=0)
    points = fields.BigIntField(default=0, db_default=0)
    is_first_only = columns.flag(False)
    valid_from = columns.moment(null=True)
    valid_until = columns.moment(null=True)
    is_active = columns.flag(True)
    version = columns.version()

    class Meta:
        table = "recharge_bonus"
