"""Effects of offers, in words."""

from collections.abc import Sequence

from rules.money import to_major
from rules.quote.answer import Effect, EffectKind
from rules.quote.discounts import BESIDE_MONEY
from rules.quote.program import Offer, OfferKind, Source

BESIDE = {
    OfferKind.GIFT: (EffectKind.GIFT, "A gift by {name}"),
    OfferKind.SHIPPING: (EffectKind.SHIPPING, "Free shipping by {name}"),
    OfferKind.COUPON_LATER: (EffectKind.COUPON, "A coupon after payment by {name}"),
}


def told(offer: Offer, off: Sequence[int], currency: str) -> Effect:
    if offer.kind not in BESIDE_MONEY:
        return discount(offer.source, off, currency)
    kind, template = BESIDE[offer.kind]
    return Effect(kind, offer.source, template, {"name": offer.source.name}, gives=offer.gives)


def discount(source: Source, shares: Sequence[int], currency: str) -> Effect:
    off = sum(shares)
    values = {"amount": to_major(off, currency), "currency": currency, "name": source.name}
    return Effect(
        EffectKind.DISCOUNT, source, "{amount:,} {currency} off by {name}", values, amount=off, shares=tuple(shares)
    )
