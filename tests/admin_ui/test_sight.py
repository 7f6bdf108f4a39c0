"""What a caller's schema lacks is not asked for and not drawn."""

import re
from typing import Any

import pytest
from graphql import parse, validate

from .fake_desk import Browser, FakeDesk, viewer

NO_NAMES = (
    "Member.name",
    "Member.latinName",
    "Member.phone",
    "Member.email",
    "Member.birthday",
    "MemberWhere.name",
    "MemberWhere.phone",
    "MemberWhere.email",
    "MemberWhere.birthday",
    "MemberWhere.cardNo",
)
NO_MEMBERS = (
    "Query.member",
    "Query.members",
    "Order.member",
    "Coupon.member",
    "Ticket.member",
    "CouponWhere.member",
    "OrderWhere.member",
    "TicketWhere.member",
    "Overview.activeMembers",
    "Overview.membersByTier",
)
PATHS = [
    "/",
    "/members",
    "/orders",
    "/tickets",
    "/coupons",
    "/tiers",
    "/members/M-0010482",
    "/orders/155-8800",
    "/tickets/T-2291",
    "/members/M-0010482?tab=tier",
    "/members/M-0010482?tab=tickets",
]


@pytest.mark.parametrize(
    "hidden", [(), NO_NAMES, NO_MEMBERS, (*NO_NAMES, "Member.tier", "Query.tickets", "Query.overview")]
)
def test_every_question_fits_the_schema_of_who_asks(hidden: tuple[str, ...]) -> None:
    desk, who = FakeDesk(), viewer(*hidden)
    client = Browser(desk, who)
    for path in PATHS:
        assert client.get(path).status_code in (200, 404)
    for document, _ in desk.asked:
        assert validate(desk.view(who), parse(document)) == []


def page(path: str, *hidden: str) -> str:
    client = Browser(FakeDesk(), viewer(*hidden))
    return client.get(path).text


def test_columns_and_filters_that_are_not_there_are_not_drawn() -> None:
    seen, less = page("/members"), page("/members", *NO_NAMES)
    assert "138****7720" in seen
    assert "138****7720" not in less
    assert 'data-label="Phone"' not in less
    assert "M-0010482" in less


def test_filters_that_are_not_there_are_not_offered() -> None:
    offered = re.findall(r"filter=([\w.]+)\"", page("/parts/members/filters", *NO_NAMES))
    assert "status" in offered
    assert not {"name", "phone", "email", "birthday", "cardNo"} & set(offered)


def test_a_shared_address_with_a_filter_of_others_shows_nothing_and_says_so() -> None:
    client = Browser(FakeDesk(), viewer(*NO_NAMES))
    answer = client.get("/members?phone.startsWith=138")
    assert answer.status_code == 400
    assert "not one for your role" in answer.text
    assert "M-0010482" not in answer.text


def test_panels_without_their_query_are_closed_and_not_in_the_menu() -> None:
    client = Browser(FakeDesk(), viewer(*NO_MEMBERS))
    assert client.get("/members").status_code == 404
    assert client.get("/members/M-0010482").status_code == 404
    assert 'href="/members"' not in client.get("/orders").text


def test_a_number_whose_list_is_closed_is_not_a_link() -> None:
    assert 'href="/members?status=ACTIVE"' in page("/")
    assert 'href="/members?status=ACTIVE"' not in page("/", "MemberWhere.status")


def test_a_tab_of_which_nothing_may_be_seen_is_not_drawn() -> None:
    assert "tab=tickets" in page("/members/M-0010482")
    assert "tab=tickets" not in page("/members/M-0010482", "Member.tickets")


def test_sorts_that_are_not_there_are_not_offered() -> None:
    desk = FakeDesk()
    fields: Any = desk.schema.type_map["MemberOrderField"]
    assert "POINTS_AVAILABLE" in fields.values
    assert "sort=points_available" in page("/members")
    assert "sort=points_available" not in page("/members", "MemberOrderField.POINTS_AVAILABLE")
