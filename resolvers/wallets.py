"""How stored value is read."""

from actions import wallets
from actions.once import Written
from models.wallets import RechargeBonus, Wallet, WalletEntry
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
from rules.money import exact_minor


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
    "rechargeBonuses": Many("RechargeBonus", order=lambda row: row.col("least")),
    "rechargeBonus": Lookup("RechargeBonus"),
}

ENTRIES = Connection("WalletEntry", lambda entry, member: f"{entry.col('member_id')} = {member.key}")


async def _recharge(call: Call) -> Written:
    amount = exact_minor(call.given["amount"], call.currency, "amount")
    given = call.given.get("bonus")
    bonus = 0 if given is None else exact_minor(given, call.currency, "bonus")
    return await wallets.recharge(call.connection, call.by, call.found["member"], amount, bonus, call.at, call.key)


async def _pay(call: Call) -> Written:
    amount, pin = exact_minor(call.given["amount"], call.currency, "amount"), call.given.get("pin")
    reason, currency = call.given["reason"], call.currency
    return await wallets.pay(
        call.connection, call.by, call.found["member"], amount, reason, call.at, currency, pin, call.key
    )


_SHOWN = {"member": "Member", "entry": "WalletEntry"}

MUTATIONS = {
    "walletRecharge": Verb(_recharge, "wallet.recharge", {"member": "Member"}, _SHOWN),
    "walletPay": Verb(_pay, "wallet.pay", {"member": "Member"}, _SHOWN),
}
