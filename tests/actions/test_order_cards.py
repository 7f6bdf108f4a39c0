"""Orders by a card that is personal: anybody who shows it may earn for its member, and only the member spends."""

from typing import Any

import pytest

from tests.actions.teller import Teller
from tests.actions.test_orders import RECORD, order, refused, shop

__all__ = ["shop"]
CARD = "6222-0002"
ADD = "INSERT INTO member_card (card_no, member_id, is_named) SELECT $1, id, true FROM member WHERE member_no = 'M1'"
SPENDS: list[dict[str, Any]] = [
    {"pointsToSpend": 20},
    {"couponCodes": ["NOBODYS"]},
    {"payment": {"payWithWallet": "5"}},
]


async def by_card(shop: Teller, **more: Any) -> dict[str, Any]:
    await shop.connection.execute(ADD, CARD)
    return order(member={"cardNo": CARD}, **more)


async def test_whoever_shows_it_earns_for_the_member(shop: Teller) -> None:
    payload = await shop(RECORD, input=await by_card(shop))
    assert payload["userErrors"] == []
    assert payload["member"]["points"] == {"available": 155}


@pytest.mark.parametrize("more", SPENDS)
async def test_spending_needs_a_word_on_who_shows_it(shop: Teller, more: dict[str, Any]) -> None:
    error = await refused(shop, input=await by_card(shop, **more))
    assert (error["code"], error["path"]) == ("REQUIRED", ["input", "holderConfirmed"])


async def test_the_member_spends_with_it(shop: Teller) -> None:
    given = await by_card(shop, pointsToSpend=20) | {"holderConfirmed": True}
    assert (await shop(RECORD, input=given))["order"]["pointsSpent"] == 20
