"""Effects of offers, in words."""

from collections.abc import Sequence

from rules.money import to_major
from rules.quote.answer import Effect, EffectKind
from rules.quote.discounts import BESIDE_MONEY
from rules.quote.program import Offer, OfferKind, Source

TEMPLATES = (
    "Free shipping by {name}",
    "A gift by {name}",
    "A coupon after payment by {name}",
    "{amount:,} {currency} off by {name}",
    "{points:,} points paid {amount:,} {currency}",
    "{points:,} points by {name}",
    "{points:,} growth value by {name}",
    "{points:,} more by {name}",
)
"Everything that an effect can say."


def told(offer: Offer, off: Sequence[int], currency: str) -> Effect:
    if offer.kind not in BESIDE_MONEY:
        return discount(offer.source, off, currency)
    values = {"name": offer.source.name}
    if offer.kind is OfferKind.SHIPPING:
        return Effect(EffectKind.SHIPPING, offer.source, "Free shipping by {name}", values)
    if offer.kind is OfferKind.GIFT:
        return Effect(EffectKind.GIFT, offer.source, "A gift by {name}", values, gives=offer.gives)
    return Effect(EffectKind.COUPON, offer.source, "A coupon after payment by {name}", values, gives=offer.gives)


def discount(source: Source, shares: Sequence[int], currency: str) -> Effect:
    off = sum(shares)
    values = {"amount": to_major(off, currency), "currency": currency, "name": source.name}
    return Effect(
        EffectKind.DISCOUNT, source, "{amount:,} {currency} off by {name}", values, amount=off, shares=tuple(shares)
    )
