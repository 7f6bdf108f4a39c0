from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.refusals import Refused
from rules.wallets import BonusRule, PayFirst, best, check_room, refunded, split

AT = datetime(2026, 6, 1, tzinfo=UTC)
MONEY = st.integers(0, 10**9)


def rule(least: int, bonus: int = 0, percent: str = "0", *, first: bool = False) -> BonusRule:
    return BonusRule(uuid4(), "Rule", least, bonus, Decimal(percent), 0, first, None, None)


@given(MONEY, MONEY, st.data(), st.sampled_from(PayFirst))
def test_a_payment_takes_no_more_of_a_part_than_is_there(
    principal: int, bonus: int, data: st.DataObject, first: PayFirst
) -> None:
    amount = data.draw(st.integers(0, principal + bonus))
    if amount:
        parts = split(amount, principal, bonus, "CNY", first)
        assert sum(parts) == amount
        assert 0 <= parts[0] <= principal
        assert 0 <= parts[1] <= bonus


def test_the_setting_says_what_is_used_first() -> None:
    assert split(100, 300, 60, "CNY") == (100, 0)
    assert split(100, 300, 60, "CNY", PayFirst.BONUS) == (40, 60)
    assert split(120, 300, 60, "CNY", PayFirst.PROPORTIONAL) == (100, 20)


@given(MONEY, MONEY, st.lists(st.integers(1, 10**8), max_size=8))
def test_a_refund_does_not_depend_on_how_it_is_cut(principal: int, bonus: int, cuts: list[int]) -> None:
    before, given_back = 0, [0, 0]
    whole = principal + bonus
    for cut in [*cuts, whole]:
        amount = min(cut, whole - before)
        if amount:
            parts = refunded((principal, bonus), before, amount, "CNY")
            assert min(parts) >= 0
            given_back = [a + b for a, b in zip(given_back, parts, strict=True)]
            before += amount
    assert given_back == [principal, bonus]


def test_more_than_was_paid_is_never_refunded() -> None:
    with pytest.raises(Refused):
        refunded((100, 50), 100, 51, "CNY")


def test_the_highest_amount_that_is_reached_decides() -> None:
    rules = [rule(10000, 500), rule(20000, 1500), rule(20000, 0, "10"), rule(30000, 9000), rule(5000, 99, first=True)]
    assert best(rules, 25000, False, AT) is rules[2]
    assert best(rules, 15000, True, AT) is rules[0]
    assert best(rules, 5000, False, AT) is None
    assert rules[2].given(25001) == 2500


def test_a_member_without_a_name_stores_less() -> None:
    check_room(100000, 1000, "CNY", is_named=False)
    check_room(10**12, None, "CNY", is_named=True)
    with pytest.raises(Refused):
        check_room(100001, "1000", "CNY", is_named=False)
