"""An address is the whole state of a list: what is read from it and written again is the same."""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from graphql import GraphQLInputObjectType
from hypothesis import given
from hypothesis import strategies as st

from admin_ui.panels.addresses import Address, canonical
from admin_ui.panels.filters import RESERVED, Condition, read, where_of
from schema.build import GRAPHQL

MEMBERS: Any = GRAPHQL.type_map["MemberWhere"]
ORDERS: Any = GRAPHQL.type_map["OrderWhere"]
assert isinstance(MEMBERS, GraphQLInputObjectType)

TEXT = st.text(min_size=1, max_size=20).filter(lambda t: t.strip() == t and "\x00" not in t and t.isprintable())
WHOLE = st.integers(-(10**9), 10**9).map(str)
CONDITIONS = st.one_of(
    st.builds(
        Condition,
        st.just(("status",)),
        st.just("is"),
        st.lists(st.sampled_from(["ACTIVE", "FROZEN", "MERGED"]), min_size=1, unique=True).map(tuple),
    ),
    st.builds(
        Condition,
        st.just(("name",)),
        st.sampled_from(["is", "not", "contains", "startsWith"]),
        TEXT.map(lambda t: (t,)),
    ),
    st.builds(
        Condition, st.just(("pointsAvailable",)), st.sampled_from(["gt", "gte", "lt", "lte"]), WHOLE.map(lambda t: (t,))
    ),
    st.builds(Condition, st.just(("tier", "rank")), st.just("gte"), WHOLE.map(lambda t: (t,))),
    st.builds(
        Condition,
        st.just(("joinedAt",)),
        st.just("relative"),
        st.builds(lambda n: (f"last-{n}-days",), st.integers(1, 9999)),
    ),
    st.builds(Condition, st.just(("phone",)), st.just("isNull"), st.sampled_from([("true",), ("false",)])),
    st.builds(Condition, st.just(("joinedAt",)), st.just("lt"), st.dates().map(lambda d: (d.isoformat(),))),
)
ADDRESSES = st.builds(
    Address,
    st.just("members"),
    search=st.one_of(st.just(""), TEXT),
    conditions=st.lists(CONDITIONS, max_size=5, unique_by=lambda c: (c.path, c.operator)).map(tuple),
    sort=st.sampled_from(["", "-joined_at", "name"]),
    size=st.sampled_from([25, 50, 100]),
    after=st.one_of(st.just(""), TEXT),
    row=st.integers(1, 10**6),
    columns=st.sampled_from([(), ("tier",), ("tier", "metrics.totalSpend")]),
)


@given(ADDRESSES)
def test_an_address_survives_the_round_trip(address: Address) -> None:
    assert Address.read("members", address.parameters, MEMBERS) == address


@given(ADDRESSES)
def test_an_address_is_already_canonical(address: Address) -> None:
    assert canonical(address.parameters) is None


@given(st.lists(st.tuples(TEXT, TEXT), max_size=6))
def test_any_address_at_all_can_be_read(pairs: list[tuple[str, str]]) -> None:
    conditions, wrong = read(pairs, MEMBERS)
    assert len(conditions) + len(wrong) <= len(pairs)


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("shoe", "1", "filter"),
        ("and", "1", "filter"),
        ("tier.shoe", "1", "filter"),
        ("status.contains", "A", "operator"),
        ("status", "LOST", "MemberStatus"),
        ("pointsAvailable.gte", "many", "Points"),
        ("joinedAt.lt", "soon", "DateTime"),
        ("isAnonymous", "maybe", "Boolean"),
        ("totalSpend.gte", "1e3", "Decimal"),
    ],
)
def test_what_cannot_be_used_is_said_and_not_dropped(name: str, value: str, reason: str) -> None:
    conditions, wrong = read([(name, value)], MEMBERS)
    assert not conditions
    assert wrong[0].reason == reason


def asked(pairs: list[tuple[str, str]], any_of: bool = False, where: Any = MEMBERS, me: str | None = None) -> Any:
    conditions, wrong = read(pairs, where)
    assert not wrong
    return where_of(conditions, where, ZoneInfo("Asia/Shanghai"), me, any_of)


def test_filters_become_one_where() -> None:
    pairs = [("tier.code", "gold"), ("tier.rank.gte", "2"), ("pointsAvailable.gte", "10"), ("pointsAvailable.lt", "20")]
    assert asked(pairs) == {
        "tier": {"code": {"eq": "gold"}, "rank": {"gte": 2}},
        "pointsAvailable": {"gte": 10, "lt": 20},
    }


def test_any_of_the_filters_becomes_an_or() -> None:
    pairs = [("status", "FROZEN"), ("isAnonymous", "true")]
    assert asked(pairs, any_of=True) == {"or": [{"status": {"eq": "FROZEN"}}, {"isAnonymous": {"eq": True}}]}


def test_several_values_become_in() -> None:
    assert asked([("status", "FROZEN"), ("status", "ACTIVE")]) == {"status": {"in": ["FROZEN", "ACTIVE"]}}


def test_relative_days_and_midnight_in_the_zone_of_the_house() -> None:
    assert asked([("joinedAt", "last-30-days")]) == {"joinedAt": {"relative": {"last": 30, "unit": "DAY"}}}
    assert asked([("joinedAt.gte", "2026-01-01")]) == {"joinedAt": {"gte": "2026-01-01T00:00:00+08:00"}}


def test_me_is_the_signed_in_person() -> None:
    tickets = GRAPHQL.type_map["TicketWhere"]
    assert asked([("assignee", "me")], where=tickets, me="stf_9") == {"assignee": {"eq": "stf_9"}}


def test_a_member_can_be_named_inside_the_filter_of_orders() -> None:
    assert asked([("member.memberNo", "M-1")], where=ORDERS) == {"member": {"memberNo": {"eq": "M-1"}}}


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ([("name.op", "contains"), ("name.value", "li")], [("name.contains", "li")]),
        ([("name.op", "empty"), ("name.value", "")], [("name.isNull", "true")]),
        (
            [
                ("joinedAt.way", "last"),
                ("joinedAt.number", "30"),
                ("joinedAt.unit", "day"),
                ("joinedAt.gte", "2026-01-01"),
            ],
            [("joinedAt", "last-30-days")],
        ),
        (
            [("joinedAt.way", ""), ("joinedAt.number", "30"), ("joinedAt.gte", "2026-01-01")],
            [("joinedAt.gte", "2026-01-01")],
        ),
        ([("q", ""), ("status", "ACTIVE")], [("status", "ACTIVE")]),
        ([("columns", "tier"), ("columns", "phone")], [("columns", "tier,phone")]),
    ],
)
def test_what_a_form_sends_becomes_an_address(sent: list[tuple[str, str]], said: list[tuple[str, str]]) -> None:
    assert canonical(sent) == said


def test_changing_a_filter_forgets_the_page() -> None:
    address = Address.read("members", [("after", "x"), ("row", "51"), ("status", "ACTIVE")], MEMBERS)
    assert address.without(*address.conditions).url == "/members"
    assert where_of((), MEMBERS, UTC, None) is None


def test_no_filter_has_a_name_that_addresses_use_themselves() -> None:
    names = {name for kind in GRAPHQL.type_map.values() if kind.name.endswith("Where") for name in kind.fields}  # type: ignore[attr-defined]
    assert names & RESERVED == set()
    assert asked([("at", "last-7-days")], where=ORDERS) == {"at": {"relative": {"last": 7, "unit": "DAY"}}}
