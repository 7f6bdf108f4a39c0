"""Verbs of coupons: templates, issuing, reserving, using, taking back."""

from actions.coupons.issuing import give, issue
from actions.coupons.revoking import restore, revoke, revoke_again
from actions.coupons.using import give_back, held, redeem, release, reserve

__all__ = ["give", "give_back", "held", "issue", "redeem", "release", "reserve", "restore", "revoke", "revoke_again"]
