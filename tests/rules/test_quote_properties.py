"""What holds for every cart: sums, floors, and that no other set of offers would be better."""

from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.conditions import read
from rules.ledger import Asset
from rules.quote.allocation import allocate
from rules.quote.cart import CartLine
from rules.quote.program import Earning, Offer, OfferKind, SourceKind
from rules.quote.quoting import quote
from rules.quote.stacking import conflict
from rules.quote.telling import TEMPLATES
from tests.rules.test_quote import PURCHASE, UUID, cart, program, source

PRODUCTS = st.sampled_from(["A", "B", "C"])
CONDITIONS = st.sampled_from([{}, {"products": ["A"]}, {"products": ["B", "C"]}]).map(lambda c: read(c, "CNY"))
MONEY = st.integers(1, 5_000)


@st.composite
def lines(draw: st.DrawFn) -> CartLine:
    price = Decimal(draw(st.integers(1, 9_999))).scaleb(-2)
    return CartLine(UUID(int=1), draw(PRODUCTS), Decimal(draw(st.integers(1, 5))), list_price=price)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    kind = draw(st.sampled_from([OfferKind.PERCENT, OfferKind.AMOUNT, OfferKind.UNIT_PRICE, OfferKind.EXCHANGE]))
    code = f"O{draw(st.integers(0, 10**6))}"
    return Offer(
        source(draw(st.sampled_from([SourceKind.CAMPAIGN, SourceKind.COUPON])), code),
        kind,
        draw(CONDITIONS),
        percent=Decimal(draw(st.integers(0, 100))),
        amount=draw(MONEY),
        cap=draw(st.none() | MONEY),
        group=draw(st.sampled_from([None, "x", "y"])),
        stacks=draw(st.booleans()),
    )


CARTS = st.lists(lines(), min_size=1, max_size=4)
OFFERS = st.lists(offers(), max_size=5, unique_by=lambda offer: offer.source.code)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**6), min_size=1, max_size=9))
def test_shares_sum_to_the_whole_and_are_at_most_one_off(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)
    assert sum(shares) == (total if any(weights) else 0)
    whole = max(sum(weights), 1)
    assert all(abs(share - Fraction(total * weight, whole)) < 1 for share, weight in zip(shares, weights, strict=True))


@settings(max_examples=200)
@given(CARTS, OFFERS, st.integers(0, 100))
def test_lines_and_effects_sum_to_the_totals_and_no_line_falls_below_the_floor(
    bought: list[CartLine], given_: list[Offer], floor: int
) -> None:
    found = quote(program(*given_, floor_percent=Decimal(floor)), cart(*bought))
    assert found.total == sum(each.total for each in found.lines)
    assert found.discount_total == sum(effect.amount or 0 for effect in found.effects)
    assert {effect.template for effect in found.effects} <= set(TEMPLATES)
    assert all(each.total * 100 >= each.gross * floor for each in found.lines)


@settings(max_examples=200)
@given(CARTS, OFFERS)
def test_no_other_set_of_offers_would_take_more_off(bought: list[CartLine], given_: list[Offer]) -> None:
    found = quote(program(*given_), cart(*bought)).discount_total
    sets = [chosen for size in range(len(given_) + 1) for chosen in combinations(given_, size)]
    allowed = [chosen for chosen in sets if not any(conflict(a, b) for a, b in combinations(chosen, 2))]
    assert found == max(quote(program(*chosen), cart(*bought)).discount_total for chosen in allowed)


@settings(max_examples=200)
@given(CARTS, st.lists(st.integers(1, 40), min_size=1, max_size=3))
def test_points_by_line_sum_to_the_points_of_the_order(bought: list[CartLine], tenths: list[int]) -> None:
    rules = [
        Earning(source(SourceKind.EARNING_RULE, f"r{n}"), Asset.POINTS, Decimal(rate) / 10)
        for n, rate in enumerate(tenths)
    ]
    found = quote(program(earnings=tuple(rules)), cart(*bought))
    assert found.earns(Asset.POINTS) == sum(each.points for each in found.lines)
    assert found.earns(Asset.POINTS) == sum(int(Decimal(found.payable) / 100 * rule.per_unit) for rule in rules)


@given(CARTS)
def test_a_rule_gives_what_it_gives_for_the_sum_however_the_lines_are_cut(bought: list[CartLine]) -> None:
    found = quote(program(earnings=(PURCHASE,)), cart(*bought))
    assert found.earns(Asset.POINTS) == found.total // 100
