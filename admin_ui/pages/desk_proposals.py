"""What is owed to a ticket's member: each proposal with the form of the desk, filled in."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from admin_ui.pages.offers import Offer, offers
from admin_ui.panels.grammar import Block, Panel
from admin_ui.visits import Visit

FIELD = "makeGoodProposals"
WANTED = ("key", "asset", "amount", "said", "reason", "evidence")


@dataclass(frozen=True)
class Owed:
    """`offer` leads to the form; none for who may not give."""

    said: str
    evidence: tuple[str, ...]
    offer: Offer | None


def asked(visit: Visit) -> str:
    """The part of the desk's question; empty for whom the schema has no proposals."""
    if FIELD not in visit.seen.schema.query_type.fields:
        return ""
    return f"owed: {FIELD}(number: $key) {{ {' '.join(WANTED)} }}"


def is_owed(block: Block) -> bool:
    return block.source == FIELD


def owed(panel: Panel, number: str, one: Any, found: list[Mapping[str, Any]], back: str) -> Iterator[Owed]:
    """By the acts of the panel's own block of proposals, each coming back to the desk."""
    acts = next((block.acts for block in panel.blocks if is_owed(block)), ())
    for row in found:
        given = next(iter(offers(panel, number, acts, one, row)), None)
        leads = given and Offer(row["said"], given.icon, f"{given.href}&{urlencode({'back': back})}")
        yield Owed(row["said"], tuple(row["evidence"]), leads)
