"""Proposals for making good, computed from the orders and the ledger of a ticket's member."""

from actions.proposals.looking import of_ticket

__all__ = ["of_ticket"]
