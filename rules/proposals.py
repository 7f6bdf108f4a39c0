"""What is owed to a member: proposals for making good, each with its sum, its sentence and what proves it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from rules.explaining import Told
from rules.goodwill import GoodwillAsset
from rules.quote.answer import Quote
from rules.returns import SoldLine, share

WINDOW = timedelta(days=180)
"So long before a ticket was opened something is looked at."
MOST = 5
SHORTEST = 2
"Letters of a word that can be the number of an order or the code of a store."


class ProposalKind(StrEnum):
    MISSING_ORDER = "MISSING_ORDER"
    WRONG_CARD = "WRONG_CARD"
    WRONG_STORE = "WRONG_STORE"
    EXPIRED_EARLY = "EXPIRED_EARLY"
    DOUBLE_REFUND = "DOUBLE_REFUND"
    CAMPAIGN_NOT_APPLIED = "CAMPAIGN_NOT_APPLIED"


@dataclass(frozen=True, slots=True)
class Proposal:
    """`about` makes its key: what is owed once. `amount` is in points or minor units; `reason` is for the member."""

    kind: ProposalKind
    about: str
    asset: GoodwillAsset
    amount: int
    said: Told
    reason: Told
    evidence: Sequence[Told] = ()
    order: UUID | None = None
    order_number: str | None = None
    entries: Sequence[UUID] = field(default=())

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.about}"


def words_in(texts: Iterable[str]) -> list[str]:
    """Words that could be numbers or codes, each once."""
    found: dict[str, None] = {}
    for text in texts:
        for word in "".join(each if each.isalnum() or each in "-_./" else " " for each in text).split():
            bare = word.strip("-_./")
            if len(bare) >= SHORTEST and (bare.isascii()):
                found[bare] = None
    return list(found)


def is_slip(meant: str, typed: str) -> bool:
    """Whether one digit was mistyped, or two neighbors changed places."""
    if len(meant) != len(typed) or meant == typed:
        return False
    differ = [place for place, (one, other) in enumerate(zip(meant, typed, strict=True)) if one != other]
    if len(differ) == 1:
        return True
    first, last = differ[0], differ[-1]
    return len(differ) == 2 and last == first + 1 and meant[first] == typed[last] and meant[last] == typed[first]


def kept_of(amounts: Sequence[int], lines: Sequence[SoldLine]) -> int:
    """Of amounts by line what belongs to goods that did not come back."""
    found = 0
    for amount, line in zip(amounts, lines, strict=True):
        sold = SoldLine(line.id, line.product, line.quantity, line.returned, 0, 0, 0, amount, 0, {})
        found += amount - share(sold, line.returned).earned
    return found


def by_line(quote: Quote, name: str) -> list[int]:
    """Points, or what is paid, of each line."""
    return [getattr(line, name) for line in quote.lines]


def more_by_line(less: Quote, more: Quote, name: str) -> list[int]:
    return [after - before for before, after in zip(by_line(less, name), by_line(more, name), strict=True)]


def due_of(lines: Sequence[SoldLine]) -> int:
    """The points that had to go for what came back."""
    return sum(share(line, line.returned).earned for line in lines)


def best_first(found: Iterable[Proposal], ticket_order: UUID | None, given: Mapping[str, object]) -> list[Proposal]:
    """Without what was made good already; the ticket's own order first, then what is worth most."""
    left = [proposal for proposal in found if proposal.amount > 0 and proposal.key not in given]
    return sorted(left, key=lambda one: (one.order != ticket_order, -one.amount, one.key))[:MOST]
