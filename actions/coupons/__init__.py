"""Verbs of coupons: templates, issuing, reserving, using, taking back."""

from actions.coupons.issuing import issue
from actions.coupons.revoking import restore, revoke
from actions.coupons.using import give_back, held, redeem, release, reserve

__all__ = ["give_back", "held", "issue", "redeem", "release", "reserve", "restore", "revoke"]
