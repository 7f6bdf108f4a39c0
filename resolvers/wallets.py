"""How stored value is read and changed."""

from decimal import Decimal

from actions import recharging, wallets
from actions.cards import check_presented
from actions.once import Written
from models.wallets import RechargeBonus, Wallet, WalletEntry
from resolvers import goodwill
from resolvers.cards import shown
from resolvers.planner.answers import Column, Computed, Embedded, Through, amount, money, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare, Text
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection, Many
from resolvers.planner.lookups import Lookup
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row
from resolvers.planner.verbs import Call, Verb
from resolvers.policies import versions
from resolvers.saving import columns_of
from rules.approvals import ApprovalMeasure
from rules.goodwill import GoodwillAsset
from rules.money import exact_minor, to_minor
from rules.wallets import exact_delta


def _wallet(member: Row) -> Row:
    return member.one("WalletRow", "id")


def _balance(part: str) -> object:
    return lambda member: f"coalesce({_wallet(member).one('AnyAccount', f'{part}_account_id').col('balance')}, 0)"


_principal, _bonus = _balance("principal"), _balance("bonus")

WALLET = Embedded(
    {
        "principal": money(_principal),
        "bonus": money(_bonus),
        "total": money(lambda member: f"({_principal(member)} + {_bonus(member)})"),
        "isFrozen": Computed(lambda member: f"coalesce({_wallet(member).col('is_frozen')}, false)"),
    }
)


def _transaction(entry: Row) -> Row:
    return entry.one("LedgerTransaction", "transaction_id")


ENTITIES = [
    Entity("WalletRow", Wallet, is_inner=True),
    Entity(
        "WalletEntry",
        WalletEntry,
        "wal",
        fields={
            "principalDelta": amount("principal_delta"),
            "bonusDelta": amount("bonus_delta"),
            "balanceAfter": money_column("balance_after"),
            "reason": Through(_transaction, Column("reason", as_is)),
            "actor": Through(_transaction, Column("actor", as_is)),
        },
        filters={"memberKey": Compare(lambda row: row.col("member_id"), "uuid")},
        orders={"AT": OrderBy(lambda row: row.col("at"), "timestamptz")},
        default_order=(("AT", "DESC"),),
    ),
    Entity(
        "RechargeBonus",
        RechargeBonus,
        "rbn",
        fields={"least": money_column("least"), "bonus": money_column("bonus"), "versions": versions("RechargeBonus")},
        filters={"code": Text(lambda row: row.col("code"), exact=True)},
    ),
]

QUERIES = {
    "rechargeBonuses": Many("RechargeBonus", order="least"),
    "rechargeBonus": Lookup("RechargeBonus"),
}

ENTRIES = Connection("WalletEntry", lambda entry, member: f"{entry.col('member_id')} = {member.key}")


async def _recharge(call: Call) -> Written:
    amount = exact_minor(call.given["amount"], call.currency, "amount")
    given = call.given.get("bonus")
    bonus = given if not given else exact_minor(given, call.currency, "bonus")
    member = call.found["member"]
    return await recharging.recharge(
        call.connection, call.by, member, amount, bonus, call.at, call.currency, call.zone, call.key
    )


async def _pay(call: Call) -> Written:
    amount, pin = exact_minor(call.given["amount"], call.currency, "amount"), call.given.get("pin")
    reason, currency = call.given["reason"], call.currency
    await check_presented(call.connection, shown(call.given))
    return await wallets.pay(
        call.connection, call.by, call.found["member"], amount, reason, call.at, currency, pin, call.key
    )


async def _refund(call: Call) -> Written:
    amount, reason = exact_minor(call.given["amount"], call.currency, "amount"), call.given["reason"]
    entry = call.found["entryId"]
    return await wallets.refund(call.connection, call.by, entry, amount, reason, call.at, call.currency, call.key)


async def _adjust(call: Call) -> Written:
    given, reason, currency = call.given, call.given["reason"], call.currency
    parts = [exact_delta(given.get(name), currency, name) for name in ("principalDelta", "bonusDelta")]
    await goodwill.taken(call, GoodwillAsset.MONEY, sum(parts), "bonusDelta")
    member = call.found["member"]
    return await wallets.adjust(call.connection, call.by, member, (*parts,), reason, call.at, currency, call.key)


async def _freeze(call: Call) -> Written:
    return await wallets.freeze(call.connection, call.by, call.found["member"], call.given["reason"], frozen=True)


async def _unfreeze(call: Call) -> Written:
    return await wallets.freeze(call.connection, call.by, call.found["member"], call.given["reason"], frozen=False)


async def _save_bonus(call: Call) -> Written:
    columns = columns_of(call.given["input"], call.currency, money=("least", "bonus"))
    return await recharging.save_bonus(call.connection, call.by, columns, call.given.get("expectedVersion"), call.at)


async def _money(call: Call) -> int:
    """What is paid in by hand counts with its bonus."""
    parts = (call.given.get(name) or 0 for name in ("amount", "bonus", "principalDelta", "bonusDelta"))
    return sum(to_minor(abs(Decimal(part)), call.currency) for part in parts)


async def _given(call: Call) -> int:
    parts = (call.given.get(name) or 0 for name in ("principalDelta", "bonusDelta"))
    return to_minor(Decimal(sum(parts)), call.currency)


_MEMBER = {"member": "Member"}
_MONEY = {ApprovalMeasure.MONEY: _money}
_GIFT = _MONEY | {ApprovalMeasure.OVER_BUDGET: goodwill.over_budget(GoodwillAsset.MONEY, _given)}
_SHOWN = {"member": "Member", "entry": "WalletEntry"}

MUTATIONS = {
    "walletRecharge": Verb(_recharge, "wallet.recharge", _MEMBER, _SHOWN, measures=_MONEY),
    "walletPay": Verb(_pay, "wallet.pay", _MEMBER, _SHOWN),
    "walletRefund": Verb(_refund, "wallet.refund", {"entryId": "WalletEntry"}, _SHOWN, measures=_MONEY),
    "walletAdjust": Verb(_adjust, "wallet.adjust", _MEMBER, _SHOWN, measures=_GIFT),
    "walletFreeze": Verb(_freeze, "wallet.freeze", _MEMBER, _SHOWN),
    "walletUnfreeze": Verb(_unfreeze, "wallet.freeze", _MEMBER, _SHOWN),
    "rechargeBonusSave": Verb(_save_bonus, "program.edit", {}, {"rule": "RechargeBonus", "changeSet": "ChangeSet"}),
}
