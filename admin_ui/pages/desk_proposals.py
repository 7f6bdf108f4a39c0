"""What is owed to a ticket's member, out of the panel's own block, each with the form that gives it, filled in."""

from collections.abc import Iterator
from urllib.parse import urlencode

from admin_ui.pages.item import ItemPage
from admin_ui.pages.offers import Offer

FIELD = "makeGoodProposals"


def owed(ticket: ItemPage, back: str) -> Iterator[Offer]:
    """In the words of the proposal, each coming back to the desk; nothing for who may not give it."""
    block = next((block for block in ticket.item.side if block.source == FIELD), None)
    drawn = ticket.block(block) if block else None
    for row, given in zip(drawn.nodes, drawn.offers, strict=False) if drawn else ():
        for offer in given[:1]:
            yield Offer(row["said"], offer.icon, f"{offer.href}&{urlencode({'back': back})}")
