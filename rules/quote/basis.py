"""What a cart was judged by beside the rules: kept with the order, so that its decision can be made again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from rules.members import MemberStatus
from rules.quote.cart import Buyer, Cart
from rules.quote.given import GivenCart, GivenLine
from rules.quote.known import coupons_of, lines_of, program_for
from rules.quote.program import Program

NUMBERS = ("quantity", "unit_price", "discount", "reimbursed")


@dataclass(frozen=True, slots=True)
class Basis:
    """As the database told it. `owner` is the member's file, `budgets` what was left of campaigns that have one,
    `meant` the campaigns whose audience he was of, `earned` what rules with a limit gave him today and ever."""

    given: GivenCart
    member: UUID | None = None
    owner: Mapping[str, Any] | None = None
    units: tuple[str, ...] = ()
    products: tuple[Mapping[str, Any], ...] = ()
    coupons: tuple[Mapping[str, Any], ...] = ()
    budgets: Mapping[str, int] = field(default_factory=dict)
    meant: frozenset[str] = frozenset()
    earned: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def cart(self, program: Program) -> Cart:
        """Raises Refused for a product that nobody described and that comes without a price."""
        at = self.given.at.astimezone(program.zone)
        return Cart(
            lines_of(self.given, self.products, program.currency),
            at,
            self.given.store,
            coupons_of(self.given, self.coupons, program.currency, self.member, at),
            self.given.points,
            self._buyer(program),
            frozenset(self.units) - {""},
        )

    def program(self, program: Program) -> Program:
        """With what of it was meant for the member, and what was left."""
        return program_for(program, self.budgets, self.meant, self.member)

    def _buyer(self, program: Program) -> Buyer | None:
        if self.owner is None or self.member is None:
            return None
        status, born = MemberStatus(self.owner["status"]), self.owner.get("birthday")
        return Buyer(
            self.member,
            self.owner["tier"],
            status,
            date.fromisoformat(born) if born else None,
            self.owner["points"],
            self.earned,
            program.treatments(status),
        )

    def kept(self) -> dict[str, Any]:
        """As JSON. Accounts are not part of it."""
        given = self.given
        lines = [
            {"product": line.product, "category": line.category}
            | {name: None if getattr(line, name) is None else str(getattr(line, name)) for name in NUMBERS}
            for line in given.lines
        ]
        owner = self.owner and {name: self.owner[name] for name in ("status", "birthday", "tier", "points")}
        return {
            "lines": lines, "store": given.store, "codes": list(given.coupons), "points": given.points,
            "at": given.at.isoformat(), "member": self.member and str(self.member), "owner": owner,
            "units": list(self.units), "products": list(self.products), "coupons": list(self.coupons),
            "budgets": dict(self.budgets), "meant": sorted(self.meant), "earned": dict(self.earned),
        }  # fmt: skip

    def of(self, member: UUID, owner: Mapping[str, Any]) -> "Basis":
        """The same cart, as if this member had bought it."""
        return replace(self, member=member, owner=owner)


def read_basis(kept: Mapping[str, Any]) -> Basis:
    """What `kept` wrote."""
    lines = tuple(
        GivenLine(
            line["product"],
            Decimal(line["quantity"]),
            _number(line["unit_price"]),
            line["category"],
            _number(line["discount"]),
            _number(line["reimbursed"]),
        )
        for line in kept["lines"]
    )
    at = datetime.fromisoformat(kept["at"])
    given = GivenCart(lines, kept["store"], tuple(kept["codes"]), kept["points"], at, ())
    return Basis(
        given,
        kept["member"] and UUID(kept["member"]),
        kept["owner"],
        tuple(kept["units"]),
        tuple(kept["products"]),
        tuple(kept["coupons"]),
        kept["budgets"],
        frozenset(kept["meant"]),
        {code: (today, ever) for code, (today, ever) in kept["earned"].items()},
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
