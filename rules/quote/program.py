"""The rules of the program as the quote needs them: read once, kept until one of them changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from rules.conditions import ANY, Conditions, Failure
from rules.earning import Expiry
from rules.ledger import Asset
from rules.members import MemberStatus
from rules.standing import Matter, Treatment

FOR_EVER = Expiry()


class SourceKind(StrEnum):
    """What sort of rule did something, or did not apply."""

    PRICE = "PRICE"
    TIER = "TIER"
    CAMPAIGN = "CAMPAIGN"
    COUPON = "COUPON"
    EARNING_RULE = "EARNING_RULE"
    POINTS = "POINTS"


class OfferKind(StrEnum):
    PERCENT = "PERCENT"
    AMOUNT = "AMOUNT"
    UNIT_PRICE = "UNIT_PRICE"
    LADDER = "LADDER"
    EXCHANGE = "EXCHANGE"
    GIFT = "GIFT"
    SHIPPING = "SHIPPING"
    COUPON_LATER = "COUPON_LATER"


@dataclass(frozen=True, slots=True)
class Source:
    """Which rule it is, in which version."""

    kind: SourceKind
    code: str
    name: str
    version: int | None = None
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that takes money off, or gives something beside money.

    `amount` is in minor units, `percent` in percent. The `ladder` has (spend, off) pairs, lowest first; with `repeats`
    its first step is given for every full spend. `group`: at most one offer of a group applies; one that does not stack
    applies with no other of its kind. `blocked` is known beforehand: expired, another member's, no budget. With
    `is_control` it would apply, but the member is left alone for comparison.
    """

    source: Source
    kind: OfferKind
    conditions: Conditions = ANY
    percent: Decimal = Decimal(0)
    amount: int = 0
    cap: int | None = None
    ladder: tuple[tuple[int, int], ...] = ()
    repeats: bool = False
    gives: str | None = None
    group: str | None = None
    stacks: bool = True
    priority: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    budget_left: int | None = None
    blocked: Failure | None = None
    is_control: bool = False


@dataclass(frozen=True, slots=True)
class Earning:
    """A rule of trigger ORDER, or a campaign that multiplies. `multiplier` multiplies what the other rules gave."""

    source: Source
    asset: Asset
    per_unit: Decimal = Decimal(0)
    fixed: int = 0
    multiplier: Decimal | None = None
    uses_tier_multiplier: bool = True
    conditions: Conditions = ANY
    group: str | None = None
    priority: int = 0
    limit_per_day: int | None = None
    limit_per_member: int | None = None
    expiry: Expiry = FOR_EVER
    pending_days: int = 0
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    blocked: Failure | None = None
    is_control: bool = False


@dataclass(frozen=True, slots=True)
class Reach:
    """Of a campaign that is not for everybody: whether it has an audience, and the percentage that is left alone."""

    id: UUID
    has_audience: bool
    control_percent: int


@dataclass(frozen=True, slots=True)
class TierTerms:
    """What a tier gives on orders."""

    source: Source
    discount_percent: Decimal
    multiplier: Decimal


@dataclass(frozen=True, slots=True)
class PriceTerms:
    """A price beside the list price; `amount` in major units, for it may have more decimals than the currency.

    `depth` is how far below the top its unit is.
    """

    name: str
    amount: Decimal
    store: str | None = None
    tier: str | None = None
    is_members_only: bool = False
    starts_on: date | None = None
    ends_on: date | None = None
    unit: str | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class PointsAsCash:
    """`per_unit` points are one major unit of money; at most `most_percent` of a total is paid in points."""

    per_unit: int = 100
    most_percent: int = 100
    is_on: bool = True


@dataclass(frozen=True, slots=True)
class Program:
    """`floor_percent`: no line gets cheaper than this share of its regular price.

    `standing` says what counts for members who are not active; what it does not say does not count. `reach` has the
    campaigns that are not for everybody, by code.
    """

    currency: str
    zone: ZoneInfo
    tiers: Mapping[str, TierTerms] = field(default_factory=dict)
    offers: tuple[Offer, ...] = ()
    earnings: tuple[Earning, ...] = ()
    points_as_cash: PointsAsCash = PointsAsCash()
    floor_percent: Decimal = Decimal(0)
    standing: Mapping[MemberStatus, Mapping[Matter, Treatment]] = field(default_factory=dict)
    version: int = 0
    reach: Mapping[str, Reach] = field(default_factory=dict)

    def treatments(self, status: MemberStatus) -> Mapping[Matter, Treatment]:
        if status is MemberStatus.ACTIVE:
            return {}
        return dict.fromkeys(Matter, Treatment.IGNORE) | dict(self.standing.get(status, {}))
