"""Stored value."""

from rules.ledger import WalletEntryKind
from rules.permissions import Sensitivity
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import field, kind, words
from schema.money import Money
from schema.names import Member, RuleVersion
from schema.paging import Node
from schema.scalars import DateTime, Decimal, Points

words(
    WalletEntryKind,
    "What an entry did to the wallet.",
    RECHARGE="The member paid in.",
    BONUS="The program gave something on top.",
    PAY="The member paid with it.",
    REFUND="A payment came back.",
    RETURN="What the member paid in went back to where it came from.",
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


@kind("What is given on top of an amount paid in: the rule with the highest amount that is reached.")
class RechargeBonus(Node):
    code: str = field("The rule's code.")
    name: str = field("What members read.")
    least: Money = field("From this amount on.")
    bonus: Money = field("What is given on top.")
    bonus_percent: Decimal = field("What is given on top, in percent of the amount.")
    points: Points = field("Points that are given on top.")
    is_first_only: bool = field("True if it counts for a member's first recharge only.")
    valid_from: DateTime | None = field("When it begins to apply.")
    valid_until: DateTime | None = field("When it ends.")
    is_active: bool = field("False if it is switched off.")
    version: int = field("Counts the edits; send it back as expectedVersion.")
    versions: list[RuleVersion] = field("What it said and since when, newest first.", Sensitivity.INTERNAL)


@kind("What saving a rule of recharge did.")
class RechargeBonusPayload:
    rule: RechargeBonus | None = field("The rule; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes it back; null if nothing was changed.")
    user_errors: list[UserError] = user_errors()
