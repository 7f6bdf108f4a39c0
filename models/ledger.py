"""The ledger: accounts, transactions of signed entries that sum to zero, and the lots that points lie in."""

from tortoise import Model, fields

from models import columns
from rules.ledger import Asset, Bucket
from rules.points import PointsEntryKind


class LedgerAccount(Model):
    """What one owner has of one asset in one bucket.

    An account of a member keeps its balance here, changed in the statement that writes the entry. An account of the
    outside (`code` instead of a member) has no balance row, so that nobody queues for it: its balance is its sum.
    Member and account point at each other, so the ORM knows `member_id` as a plain value and a migration makes the
    constraint, deferred.
    """

    id = columns.key()
    asset = columns.one_of(Asset)
    bucket = columns.one_of(Bucket, default=Bucket.AVAILABLE, db_default=Bucket.AVAILABLE)
    member_id = fields.UUIDField(null=True)
    campaign = columns.belongs_to("Campaign", null=True)
    code = columns.text(64, null=True, unique=True)
    balance = columns.counter()
    total_in = columns.counter()
    total_out = columns.counter()
    allows_debt = columns.flag(False)

    class Meta:
        table = "ledger_account"


class LedgerTransaction(Model):
    """Why the ledger changed: who did what, with which key, because of which order, rule, ticket or campaign.

    `actor` is the name that people read, `identity` who it is among all callers: a key is unique for each.
    """

    id = columns.key()
    operation = columns.text(64)
    actor = columns.text()
    identity = columns.text(null=True)
    idempotency_key = columns.text(100, null=True)
    reason = fields.TextField()
    source = columns.text()
    order = columns.belongs_to("Order", null=True)
    ticket = columns.belongs_to("Ticket", null=True)
    campaign = columns.belongs_to("Campaign", null=True)
    earning_rule = columns.belongs_to("EarningRule", null=True)
    reverses = columns.belongs_to("LedgerTransaction", null=True)
    at = columns.moment()

    class Meta:
        table = "ledger_transaction"


class LedgerEntry(Model):
    """One side of a transaction. Append only: a mistake is another entry that points at the first.

    `balance_after` is null on accounts of the outside. `expires_at` is the expiry of the lot that a credit made.
    """

    id = columns.key()
    transaction = columns.belongs_to("LedgerTransaction")
    account = columns.belongs_to("LedgerAccount")
    kind = columns.one_of(PointsEntryKind)
    delta = fields.BigIntField()
    balance_after = fields.BigIntField(null=True)
    order_line = columns.belongs_to("OrderLine", null=True)
    reverses = columns.belongs_to("LedgerEntry", null=True)
    expires_at = columns.moment(null=True)
    at = columns.moment()

    class Meta:
        table = "ledger_entry"
        indexes = [("account_id", "at", "id"), ("transaction_id",)]


class PointsLot(Model):
    """Points credited together, with one expiry. `remaining` is what is left; `available_at` ends the pending time."""

    id = columns.key()
    account = columns.belongs_to("LedgerAccount")
    entry = columns.belongs_to("LedgerEntry")
    granted = fields.BigIntField()
    remaining = fields.BigIntField()
    available_at = columns.moment()
    expires_at = columns.moment(null=True)

    class Meta:
        table = "points_lot"
        indexes = [("entry_id",)]


class LotUse(Model):
    """Which lot a debit took from, and how much (negative when it was given back)."""

    id = columns.key()
    lot = columns.belongs_to("PointsLot")
    entry = columns.belongs_to("LedgerEntry")
    amount = fields.BigIntField()

    class Meta:
        table = "lot_use"
        indexes = [("lot_id",), ("entry_id",)]
