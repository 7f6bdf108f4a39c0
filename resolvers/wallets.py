"""How stored value is read."""

from models.wallets import Wallet, WalletEntry
from resolvers.planner.answers import Column, Computed, Embedded, Through, amount, money, money_column
from resolvers.planner.catalog import Entity
from resolvers.planner.filters import Compare
from resolvers.planner.formats import as_is
from resolvers.planner.lists import Connection
from resolvers.planner.orders import OrderBy
from resolvers.planner.statement import Row


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
]

ENTRIES = Connection("WalletEntry", lambda entry, member: f"{entry.col('member_id')} = {member.key}")
