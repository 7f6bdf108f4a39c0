"""The quote: prices, discounts, points as cash and earnings of small carts, worked out by hand."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from rules.conditions import read
from rules.ledger import Asset
from rules.members import MemberStatus
from rules.quote.cart import Buyer, Cart, CartLine
from rules.quote.program import (
    Earning,
    Offer,
    OfferKind,
    PointsAsCash,
    PriceTerms,
    Program,
    Source,
    SourceKind,
    TierTerms,
)  # fmt: skip
from rules.quote.quoting import quote
from rules.refusals import Refused
from rules.standing import Matter, Treatment

ZONE = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 3, 2, 12, tzinfo=ZONE)
LIN = Buyer(UUID(int=1), "GOLD", birthday=date(1990, 3, 2), points=5_000)


def source(kind: SourceKind, code: str) -> Source:
    return Source(kind, code, code.title(), 1)


def line(product: str, price: str, quantity: str = "1", *categories: str) -> CartLine:
    return CartLine(UUID(int=7), product, Decimal(quantity), frozenset(categories), list_price=Decimal(price))


def cart(*lines: CartLine, **more: object) -> Cart:
    return replace(Cart(lines or (line("MILK", "100"),), NOON, "S1", buyer=LIN), **more)


def program(*offers: Offer, **more: object) -> Program:
    return replace(Program("CNY", ZONE, offers=offers), **more)


def campaign(code: str, kind: OfferKind, **more: object) -> Offer:
    return Offer(source(SourceKind.CAMPAIGN, code), kind, **more)


def coupon(code: str, kind: OfferKind, **more: object) -> Offer:
    return Offer(source(SourceKind.COUPON, code), kind, **more)


GOLD = {"GOLD": TierTerms(source(SourceKind.TIER, "GOLD"), Decimal(10), Decimal("1.5"))}
TENTH = campaign("TENTH", OfferKind.PERCENT, percent=Decimal(10))
TWENTY_OFF = campaign("TWENTY", OfferKind.AMOUNT, amount=2_000)
PURCHASE = Earning(source(SourceKind.EARNING_RULE, "purchase"), Asset.POINTS, Decimal(1))
GROWTH = Earning(source(SourceKind.EARNING_RULE, "growth"), Asset.GROWTH, Decimal(1), uses_tier_multiplier=False)
DOUBLE = Earning(source(SourceKind.CAMPAIGN, "double"), Asset.POINTS, multiplier=Decimal(2))


def test_without_rules_a_cart_costs_its_list_prices() -> None:
    found = quote(program(), cart(line("MILK", "12.30", "2"), line("TEA", "0.335", "3")))
    assert (found.subtotal, found.discount_total, found.total) == (2_561, 0, 2_561)


def test_a_price_that_the_till_gives_wins() -> None:
    given = replace(line("FUEL", "7.50", "40.5"), unit_price=Decimal("7.123"), prices=(PriceTerms("Day", Decimal(5)),))
    assert quote(program(), cart(given)).total == 28_848


@pytest.mark.parametrize(
    ("prices", "total"),
    [
        ((PriceTerms("Today", Decimal(90), starts_on=NOON.date(), ends_on=NOON.date()),), 9_000),
        ((PriceTerms("Other store", Decimal(1), store="S2"), PriceTerms("Here", Decimal(95), store="S1")), 9_500),
        ((PriceTerms("Gold", Decimal(80), tier="GOLD"), PriceTerms("Here", Decimal(70), store="S1")), 8_000),
        ((PriceTerms("Yesterday", Decimal(1), ends_on=date(2026, 3, 1)),), 10_000),
        ((PriceTerms("Dearer", Decimal(120)),), 12_000),
    ],
)
def test_the_most_particular_price_of_the_day_wins(prices: tuple[PriceTerms, ...], total: int) -> None:
    assert quote(program(), cart(replace(line("MILK", "100"), prices=prices))).total == total


def test_a_line_without_any_price_is_refused() -> None:
    with pytest.raises(Refused, match="TEA has no price"):
        quote(program(), cart(replace(line("TEA", "1"), list_price=None)))


def test_a_tier_takes_its_percent_before_campaigns() -> None:
    found = quote(program(TENTH, tiers=GOLD), cart())
    assert (found.discount_total, [effect.amount for effect in found.effects]) == (1_900, [1_000, 900])


def test_a_ladder_gives_the_step_that_is_reached_or_each_full_spend() -> None:
    ladder = campaign("SAVE", OfferKind.LADDER, ladder=((10_000, 1_000), (30_000, 5_000)))
    every = campaign("EVERY", OfferKind.LADDER, ladder=((10_000, 1_000),), repeats=True)
    carts = [cart(line("A", price)) for price in ("99.99", "299", "300")]
    assert [quote(program(ladder), one).discount_total for one in carts] == [0, 1_000, 5_000]
    assert [quote(program(every), one).discount_total for one in carts] == [0, 2_000, 3_000]


def test_what_is_missing_to_a_ladder_is_said() -> None:
    ladder = campaign("SAVE", OfferKind.LADDER, ladder=((10_000, 1_000),))
    (rejection,) = quote(program(ladder), cart(line("A", "71.50"))).rejections
    assert rejection.failure.message == "It needs 100.00 CNY; 28.50 more would do."


def test_an_amount_is_shared_by_largest_remainder_and_never_below_zero() -> None:
    found = quote(program(TWENTY_OFF), cart(line("A", "10"), line("B", "10"), line("C", "10")))
    assert [each.discount for each in found.lines] == [667, 667, 666]
    assert quote(program(TWENTY_OFF), cart(line("A", "5"))).total == 0


def test_a_percent_has_a_cap_and_a_floor() -> None:
    capped = campaign("CAP", OfferKind.PERCENT, percent=Decimal(50), cap=1_500)
    assert quote(program(capped), cart()).discount_total == 1_500
    half = campaign("HALF", OfferKind.PERCENT, percent=Decimal(50))
    assert quote(program(half, floor_percent=Decimal(80)), cart()).discount_total == 2_000


def test_a_price_of_one_and_an_exchange_take_what_is_above_them() -> None:
    lines = (line("TEA", "30", "2", "DRINK"), line("MILK", "10"))
    only_tea = read({"products": ["TEA"]}, "CNY")
    price = campaign("P", OfferKind.UNIT_PRICE, amount=2_500, conditions=only_tea)
    swap = coupon("X", OfferKind.EXCHANGE, amount=100, conditions=read({"categories": ["DRINK"]}, "CNY"))
    assert [each.discount for each in quote(program(price), cart(*lines)).lines] == [1_000, 0]
    assert [each.discount for each in quote(program(), cart(*lines, coupons=(swap,))).lines] == [2_900, 0]


def test_of_a_group_the_best_applies_and_the_other_says_why_not() -> None:
    offers = replace(TENTH, group="spring"), replace(TWENTY_OFF, group="spring")
    found = quote(program(*offers), cart())
    assert found.discount_total == 2_000
    assert [rejection.failure.message for rejection in found.rejections] == [
        "It does not go together with Twenty, which gives more."
    ]


def test_a_coupon_that_does_not_stack_stands_alone_among_coupons_only() -> None:
    alone = coupon("ALONE", OfferKind.AMOUNT, amount=3_000, stacks=False)
    other = coupon("OTHER", OfferKind.AMOUNT, amount=1_000)
    found = quote(program(TWENTY_OFF), cart(coupons=(alone, other)))
    assert found.discount_total == 5_000


def test_gifts_are_effects_without_money() -> None:
    gift = campaign("GIFT", OfferKind.GIFT, gives="MUG", conditions=read({"minSpend": "50"}, "CNY"))
    (effect,) = quote(program(gift), cart()).effects
    assert (effect.kind, effect.gives, effect.amount) == ("GIFT", "MUG", None)


def test_a_budget_that_would_be_passed_rejects() -> None:
    found = quote(program(replace(TWENTY_OFF, budget_left=1_999)), cart())
    assert found.discount_total == 0
    assert found.rejections[0].failure.message == "The budget of the campaign has only 19.99 CNY left."


def test_points_earned_are_of_what_is_paid_times_the_tier_rounded_down() -> None:
    found = quote(program(TENTH, tiers={}, earnings=(PURCHASE, GROWTH)), cart(line("A", "33.33")))
    assert (found.total, found.earns(Asset.POINTS), found.earns(Asset.GROWTH)) == (3_000, 30, 30)
    gold = {"GOLD": replace(GOLD["GOLD"], discount_percent=Decimal(0))}
    found = quote(program(tiers=gold, earnings=(PURCHASE, GROWTH)), cart(line("A", "33.33")))
    assert (found.earns(Asset.POINTS), found.earns(Asset.GROWTH)) == (49, 33)


def test_a_multiplier_counts_only_the_lines_it_speaks_of() -> None:
    double_tea = replace(DOUBLE, conditions=read({"products": ["TEA"]}, "CNY"))
    found = quote(program(earnings=(PURCHASE, double_tea)), cart(line("TEA", "10"), line("MILK", "20")))
    assert [each.points for each in found.lines] == [20, 20]
    assert [(effect.points, effect.message) for effect in found.effects] == [
        (30, "30 points by Purchase"),
        (10, "10 more by Double"),
    ]


def test_limits_of_a_rule_cap_what_it_gives() -> None:
    rule = replace(PURCHASE, limit_per_day=60, limit_per_member=500)
    buyer = replace(LIN, earned={"purchase": (50, 100)})
    assert quote(program(earnings=(rule,)), cart(buyer=buyer)).earns(Asset.POINTS) == 10


def test_points_as_cash_pay_up_to_the_share_and_earn_nothing() -> None:
    terms = PointsAsCash(per_unit=100, most_percent=40)
    found = quote(program(earnings=(PURCHASE,), points_as_cash=terms), cart(points_to_spend=4_500))
    assert (found.points_spent, found.points_value, found.payable) == (4_000, 4_000, 6_000)
    assert found.earns(Asset.POINTS) == 60
    assert "at most 40 % is paid in points" in found.rejections[0].failure.message


def test_a_frozen_member_gets_and_earns_nothing_where_the_policy_says_so() -> None:
    ignored = dict.fromkeys((Matter.BENEFITS, Matter.EARN_POINTS, Matter.USE_COUPONS), Treatment.IGNORE)
    frozen = replace(LIN, status=MemberStatus.FROZEN, treatments=ignored)
    found = quote(
        program(TENTH, tiers=GOLD, earnings=(PURCHASE, GROWTH)),
        cart(buyer=frozen, coupons=(coupon("C", OfferKind.AMOUNT, amount=100),)),
    )
    assert (found.total, found.earns(Asset.POINTS), found.earns(Asset.GROWTH)) == (10_000, 0, 100)
    assert {rejection.failure.message for rejection in found.rejections} == {"The member is frozen."}


def test_without_a_member_nothing_is_earned() -> None:
    assert quote(program(earnings=(PURCHASE,)), cart(buyer=None)).earned == ()


def at_till(product: str, price: str, discount: int, reimbursed: int = 0) -> CartLine:
    return replace(line(product, price), discount=discount, reimbursed=reimbursed)


def test_what_the_till_took_off_comes_before_the_offers_and_what_is_reimbursed_earns_nothing() -> None:
    found = quote(program(TENTH, earnings=(PURCHASE,)), cart(at_till("A", "50", 1_000, 400), line("B", "20")))
    assert (found.subtotal, found.discount_total, found.reimbursed) == (7_000, 1_600, 400)
    assert (found.total, found.payable, found.earns(Asset.POINTS)) == (5_800, 5_400, 54)
    assert [(effect.source.code, effect.amount) for effect in found.effects[:2]] == [("till", 1_000), ("TENTH", 600)]


def test_a_manufacturers_coupon_beyond_its_line_lowers_the_others() -> None:
    found = quote(program(earnings=(PURCHASE,)), cart(at_till("A", "0", 200, 200), line("B", "6"), line("C", "2")))
    assert [(each.discount, each.reimbursed, each.total) for each in found.lines] == [
        (0, 0, 0), (150, 150, 600), (50, 50, 200)
    ]  # fmt: skip
    assert (found.payable, found.earns(Asset.POINTS)) == (600, 6)


def test_a_manufacturers_coupon_beyond_the_cart_leaves_nothing_to_pay() -> None:
    found = quote(program(earnings=(PURCHASE,)), cart(at_till("A", "1", 300, 300)))
    assert (found.total, found.payable, found.discount_total, found.reimbursed) == (100, 0, 300, 300)
    assert found.earns(Asset.POINTS) == 0


def test_the_till_takes_no_more_off_than_there_is() -> None:
    with pytest.raises(Refused, match="The till took more off A than it costs"):
        quote(program(), cart(at_till("A", "1", 101)))


def test_a_cart_without_lines_earns_nothing_not_even_what_is_fixed() -> None:
    welcome = replace(PURCHASE, fixed=50)
    nothing = quote(program(earnings=(welcome,)), replace(cart(), lines=()))
    assert (nothing.total, nothing.earned) == (0, ())
