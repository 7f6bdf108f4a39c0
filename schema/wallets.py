"""Stored value."""

from rules.ledger import WalletEntryKind
from rules.permissions import Sensitivity
from schema.errors import UserError, user_errors
from schema.fields import field, kind, words
from schema.money import Money
from schema.names import Member
from schema.paging import Node
from schema.scalars import DateTime, Decimal

words(
    WalletEntryKind,
    "What an entry did to the wallet.",
    RECHARGE="The member paid in.",
    BONUS="The program gave something on top.",
    PAY="The member paid with it.",
    REFUND="A payment came back.",
    ADJUST="A person corrected it.",
)


@kind("A member's stored value.")
class Wallet:
    principal: Money = field("What the member paid in and has not spent.")
    bonus: Money = field("What the program gave on top and is not spent.")
    total: Money = field("Principal and bonus together.")
    is_frozen: bool = field("True if it may not be used.")


@kind("A change of a member's stored value.")
class WalletEntry(Node):
    kind: WalletEntryKind = field("What it did.")
    principal_delta: Decimal = field("Change of the principal.")
    bonus_delta: Decimal = field("Change of the bonus.")
    balance_after: Money = field("Principal and bonus together after it.")
    reason: str = field("Why, in words.")
    at: DateTime = field("When.")
    actor: str = field("Who or what did it.", Sensitivity.INTERNAL)


@kind("What a change of stored value did.")
class WalletPayload:
    member: Member | None = field("The member; null if nothing was changed.")
    entry: WalletEntry | None = field("The entry that it made; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()
