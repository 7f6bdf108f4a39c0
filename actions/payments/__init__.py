"""Paying in online: asked for here, paid at a provider, and booked exactly once when the provider says so."""

from actions.payments.booking import tell
from actions.payments.providers import Account, account_of, set_up
from actions.payments.refunding import refund
from actions.payments.settling import ENTRYPOINT, Taken, ended, failed, opened, put_off, refunded, take
from actions.payments.starting import start

__all__ = [
    "ENTRYPOINT", "Account", "Taken", "account_of", "ended", "failed", "opened", "put_off", "refund", "refunded",
    "set_up", "start", "take", "tell",
]  # fmt: skip
