"""What holds for every ladder and every member: the rules decide once, alike, upward with what is bought, in bounds."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from hypothesis import assume, given
from hypothesis import strategies as st

from rules.standing import Treatment
from rules.tiers import Bought, Decision, Facts, Standing, TierChangeKind, TierMode, TierRule, decide, highest

AT = datetime(2026, 5, 10, 4, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
AMOUNTS = st.integers(0, 1_000)
NEEDED = st.none() | AMOUNTS
LADDERS = st.lists(
    st.builds(
        TierRule,
        code=st.text("ABC", min_size=3, max_size=3),
        rank=st.integers(0, 9),
        growth=NEEDED,
        spend=NEEDED,
        orders=NEEDED,
        points=NEEDED,
        period_months=st.sampled_from([3, 12]),
        keep_growth=NEEDED,
        keep_spend=NEEDED,
        keep_orders=NEEDED,
        grace_days=st.sampled_from([0, 0, 5, 30]),
        validity_months=st.none() | st.integers(1, 12),
        is_active=st.sampled_from([True, True, True, False]),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda tier: tier.rank,
)
TREATMENTS = st.sampled_from([Treatment.ALLOW, Treatment.ALLOW, Treatment.HOLD])


@st.composite
def bought(draw: st.DrawFn) -> Bought:
    return Bought(draw(AMOUNTS), draw(AMOUNTS))


FACTS = st.builds(Facts, AMOUNTS, AMOUNTS, st.fixed_dictionaries({3: bought(), 12: bought()}))


@st.composite
def places(draw: st.DrawFn) -> tuple[list[TierRule], Standing]:
    """A ladder, and a member on it within floor and cap."""
    tiers = draw(LADDERS)
    by_rank = sorted(tiers, key=lambda tier: tier.rank)
    low, own, high = sorted(draw(st.tuples(*[st.integers(0, len(tiers) - 1)] * 3)))
    mode = draw(st.sampled_from(list(TierMode)))
    floor, cap = (draw(st.sampled_from([None, by_rank[place]])) for place in (low, high))
    tier = draw(st.sampled_from([by_rank[own], by_rank[own] if floor else None]))
    ends = draw(st.none() | st.integers(-400, 90).map(lambda days: AT + timedelta(days=days)))
    allowed = draw(st.tuples(TREATMENTS, TREATMENTS))
    return tiers, Standing(tier, ends if tier else None, mode, floor, cap, *allowed)


def settled(tiers: list[TierRule], standing: Standing, facts: Facts) -> tuple[Standing, list[Decision]]:
    """Everything that the rules do at one moment, as the evaluation asks them."""
    made: list[Decision] = []
    while (decision := decide(tiers, standing, facts, AT, ZONE, 2)) is not None:
        made.append(decision)
        assert len(made) < 500
        standing = replace(standing, tier=decision.after, ends=decision.expires_at)
        if decision.kind is TierChangeKind.UPGRADE:
            break
    return standing, made


def rank(tier: TierRule | None) -> int:
    return -1 if tier is None else tier.rank


@given(places(), FACTS, st.integers())
def test_the_same_facts_decide_the_same_in_whatever_order_tiers_are_told(
    place: tuple[list[TierRule], Standing], facts: Facts, seed: int
) -> None:
    tiers, standing = place
    shuffled = Random(seed).sample(tiers, len(tiers))
    assert settled(tiers, standing, facts) == settled(shuffled, standing, facts)


@given(places(), FACTS)
def test_looking_again_changes_nothing(place: tuple[list[TierRule], Standing], facts: Facts) -> None:
    tiers, standing = place
    after, _ = settled(tiers, standing, facts)
    assert settled(tiers, after, facts) == (after, [])


@given(places(), FACTS, AMOUNTS, AMOUNTS, AMOUNTS)
def test_who_has_more_is_never_lower(
    place: tuple[list[TierRule], Standing], facts: Facts, spend: int, orders: int, growth: int
) -> None:
    tiers, standing = place
    more = {months: Bought(had.spend + spend, had.orders + orders) for months, had in facts.bought.items()}
    richer = Facts(facts.growth + growth, facts.points + growth, more)
    less, much = (settled(tiers, standing, each)[0] for each in (facts, richer))
    assert rank(much.tier) >= rank(less.tier)


@given(places(), FACTS)
def test_floor_and_cap_hold(place: tuple[list[TierRule], Standing], facts: Facts) -> None:
    tiers, standing = place
    for decision in settled(tiers, standing, facts)[1]:
        assert standing.floor is None or rank(decision.after) >= standing.floor.rank
        assert standing.cap is None or rank(decision.after) <= standing.cap.rank


@given(places(), FACTS)
def test_nobody_falls_before_the_grace_is_over(place: tuple[list[TierRule], Standing], facts: Facts) -> None:
    tiers, standing = place
    ends, own = standing.ends, standing.tier
    for decision in settled(tiers, standing, facts)[1]:
        if decision.kind is TierChangeKind.DOWNGRADE:
            assert decision.at == ends + timedelta(days=own.grace_days) <= AT
        ends, own = decision.expires_at, decision.after


@given(places(), FACTS)
def test_what_is_kept_is_not_lost(place: tuple[list[TierRule], Standing], facts: Facts) -> None:
    tiers, standing = place
    assume(standing.tier is not None)
    had = facts.over(standing.tier.basis)
    is_kept = standing.tier.kept(facts.growth, had.spend, had.orders)
    earned = rank(highest(tiers, facts)) >= standing.tier.rank and standing.cap is None
    if is_kept or earned:
        assert rank(settled(tiers, standing, facts)[0].tier) >= standing.tier.rank


@given(places(), FACTS)
def test_who_was_set_by_hand_without_bounds_is_left_alone(place: tuple[list[TierRule], Standing], facts: Facts) -> None:
    tiers, standing = place
    alone = replace(standing, mode=TierMode.MANUAL, floor=None, cap=None)
    assert settled(tiers, alone, facts) == (alone, [])


@given(places(), FACTS)
def test_the_policy_stops_what_it_does_not_allow(place: tuple[list[TierRule], Standing], facts: Facts) -> None:
    tiers, standing = place
    kinds = {decision.kind for decision in settled(tiers, standing, facts)[1]}
    assert standing.upgrade is Treatment.ALLOW or TierChangeKind.UPGRADE not in kinds
    assert standing.downgrade is Treatment.ALLOW or not kinds & {TierChangeKind.DOWNGRADE, TierChangeKind.KEEP}
