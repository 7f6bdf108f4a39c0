"""Mutations of stored value."""

from schema.arguments import KEY, PIN, WHO, WHY
from schema.fields import argument, field, kind
from schema.scalars import Decimal
from schema.wallets import WalletPayload


@kind("Changes of stored value.")
class WalletMutations:
    wallet_recharge: WalletPayload = field(
        "Books what a member paid in, and what is given on top.",
        arguments={
            "member": WHO,
            "amount": argument(Decimal, "What was paid in; above 0."),
            "bonus": argument(Decimal | None, "What is given on top; above 0."),
            "idempotency_key": KEY,
        },
    )
    wallet_pay: WalletPayload = field(
        "Pays with stored value: what was paid in goes before what was given.",
        arguments={
            "member": WHO,
            "amount": argument(Decimal, "How much; above 0."),
            "reason": WHY,
            "idempotency_key": KEY,
            "pin": PIN,
        },
    )
