"""What is quoted: the cart, and who buys it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from rules.members import MemberStatus
from rules.quote.program import Offer, PriceTerms
from rules.standing import Matter, Treatment


@dataclass(frozen=True, slots=True)
class CartLine:
    """`unit_price` (major units) was given by the till; without it the prices and the list price decide.

    `discount` (minor units) was taken off the whole line by the till; `reimbursed` is the part that somebody else pays.
    """

    product_id: UUID
    product: str
    quantity: Decimal
    categories: frozenset[str] = frozenset()
    unit_price: Decimal | None = None
    list_price: Decimal | None = None
    prices: tuple[PriceTerms, ...] = ()
    discount: int = 0
    reimbursed: int = 0


@dataclass(frozen=True, slots=True)
class Buyer:
    """`earned` has, per earning rule with a limit, what it gave today and ever. `treatments` say what counts."""

    id: UUID
    tier: str | None
    status: MemberStatus = MemberStatus.ACTIVE
    birthday: date | None = None
    points: int = 0
    earned: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    treatments: Mapping[Matter, Treatment] = field(default_factory=dict)

    def treatment(self, matter: Matter) -> Treatment:
        return self.treatments.get(matter, Treatment.ALLOW)

    def may(self, matter: Matter) -> bool:
        return self.treatment(matter) is Treatment.ALLOW


@dataclass(frozen=True, slots=True)
class Cart:
    """`at` is in the zone of the program. `coupons` are offers, blocked ones with the reason."""

    lines: tuple[CartLine, ...]
    at: datetime
    store: str | None = None
    coupons: tuple[Offer, ...] = ()
    points_to_spend: int = 0
    buyer: Buyer | None = None
    units: frozenset[str] = frozenset()
    "Of the store: its own and all above it."
