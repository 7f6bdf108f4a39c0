"""Everything that stood against each rule, not only the first: by what the quote itself asks."""

from collections.abc import Sequence
from dataclasses import dataclass

from rules.conditions import Failure
from rules.quote.answer import Quote
from rules.quote.cart import Cart
from rules.quote.earning import Bill
from rules.quote.program import Program, Source
from rules.quote.quoting import settled
from rules.quote.sifting import failures

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A rule that did not apply. Its first failure is the one that decided."""

    source: Source
    failures: tuple[Failure, ...]


def refusals(program: Program, cart: Cart, found: Quote) -> list[Refusal]:
    """Of every rejection of the quote, once for each rule."""
    against = _against(program, cart)
    told: dict[Key, Refusal] = {}
    for rejection in found.rejections:
        key = _key(rejection.source)
        failed = against.get(key) or (rejection.failure,)
        told.setdefault(key, Refusal(rejection.source, failed))
    return list(told.values())


def _against(program: Program, cart: Cart) -> dict[Key, tuple[Failure, ...]]:
    known = settled(program, cart)
    found: dict[Key, tuple[Failure, ...]] = {}
    for offer in (*program.offers, *cart.coupons):
        _note(found, offer.source, list(failures(program, cart, offer, known.lines, known.situation)))
    if cart.buyer is not None:
        bill = Bill(known.lines, (), known.situation, program, cart.buyer)
        for rule in program.earnings:
            _note(found, rule.source, list(bill.failures(rule)))
    return found


def _note(found: dict[Key, tuple[Failure, ...]], source: Source, failed: Sequence[Failure]) -> None:
    """A campaign that takes off and multiplies is one rule with two parts."""
    if failed:
        found.setdefault(_key(source), tuple(failed))


def _key(source: Source) -> Key:
    return source.kind, source.code
