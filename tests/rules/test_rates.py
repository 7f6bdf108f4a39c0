"""Buckets of points: what may be taken, when there is more, and what others took."""

from hypothesis import given
from hypothesis import strategies as st

from rules.rates import Bucket


def full(capacity: int = 600) -> Bucket:
    return Bucket(capacity, float(capacity), 0.0)


def test_a_full_bucket_can_be_emptied_at_once() -> None:
    bucket = full()
    assert bucket.take(600, 0) == 0
    assert bucket.left(0) == 0


def test_who_must_wait_is_told_until_when_and_loses_nothing() -> None:
    bucket = full()
    bucket.take(600, 0)
    assert bucket.take(50, 0) == 5
    assert bucket.left(1) == 10
    assert bucket.take(50, 5) == 0


def test_it_is_full_after_a_minute_and_never_fuller() -> None:
    bucket = full()
    bucket.take(600, 0)
    assert bucket.left(60) == bucket.left(9_999) == 600
    assert bucket.until_full() == 0


def test_what_costs_more_than_it_holds_is_let_through_and_paid_for_afterwards() -> None:
    bucket = full()
    assert bucket.take(1_200, 0) == 0
    assert bucket.take(1, 59.9) > 0
    assert bucket.take(1, 61) == 0


def test_another_capacity_keeps_the_share_that_is_left() -> None:
    bucket = full()
    bucket.take(300, 0)
    bucket.resize(60)
    assert bucket.left(0) == 30


def test_what_is_taken_while_it_is_settled_is_not_lost() -> None:
    bucket = full()
    bucket.take(100, 0)
    told = bucket.used
    bucket.take(30, 0)
    bucket.settle(400, told, 0)
    assert (bucket.left(0), bucket.used) == (370, 30)


@given(st.lists(st.tuples(st.integers(1, 900), st.floats(0, 30)), max_size=60))
def test_no_minute_gives_more_than_a_bucket_and_what_flows_in(asked: list[tuple[int, float]]) -> None:
    bucket, at, taken = full(), 0.0, 0
    for cost, pause in asked:
        at += pause
        taken += cost if bucket.take(cost, at) == 0 else 0
    assert taken <= 600 + at * 10 + 300 + 1e-6, "at most one that is larger than the bucket is in debt"
