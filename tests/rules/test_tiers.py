import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.tiers import TierRule, tier_for

BASIC, SILVER = TierRule("BASIC", 0), TierRule("SILVER", 1, growth=1000, spend=50000)
GOLD = TierRule("GOLD", 2, growth=5000, orders=30)
TIERS = [GOLD, BASIC, SILVER]
AMOUNTS = st.integers(0, 100_000)
NEEDED = st.none() | AMOUNTS
RULES = st.lists(
    st.builds(TierRule, st.just("T"), st.integers(0, 9), NEEDED, NEEDED, NEEDED), unique_by=lambda tier: tier.rank
)


@pytest.mark.parametrize(
    ("growth", "spend", "orders", "code"),
    [(0, 0, 0, "BASIC"), (999, 49999, 29, "BASIC"), (1000, 0, 0, "SILVER"), (0, 50000, 0, "SILVER"),
     (0, 0, 30, "GOLD")],
)  # fmt: skip
def test_one_condition_opens_a_tier(growth: int, spend: int, orders: int, code: str) -> None:
    assert tier_for(TIERS, growth, spend, orders).code == code


def test_a_member_who_reaches_nothing_has_no_tier() -> None:
    assert tier_for([SILVER, GOLD], 999, 49999, 29) is None


@given(RULES, AMOUNTS, AMOUNTS, AMOUNTS)
def test_no_reached_tier_ranks_above_the_one_that_is_given(
    tiers: list[TierRule], growth: int, spend: int, orders: int
) -> None:
    found = tier_for(tiers, growth, spend, orders)
    reached = [tier.rank for tier in tiers if tier.reached(growth, spend, orders)]
    assert (found.rank if found else None) == max(reached, default=None)


@given(RULES, AMOUNTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_more_growth_never_lowers_a_tier(
    tiers: list[TierRule], growth: int, more: int, spend: int, orders: int
) -> None:
    before, after = tier_for(tiers, growth, spend, orders), tier_for(tiers, growth + more, spend, orders)
    assert before is None or after.rank >= before.rank
