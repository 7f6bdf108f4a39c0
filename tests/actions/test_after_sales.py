"""Cases after a sale: each step once, and the money never more than what was paid."""

import asyncio
from typing import Any

import pytest

from tests.actions.teller import Teller
from tests.actions.test_orders import RECORD, cart, order, refused, shop

__all__ = ["shop"]
CASE = "case { number status requestedAmount { amount } refundedAmount { amount } } order { status }"
ASK = """mutation ($lines: [ReturnLineInput!], $kind: AfterSalesKind = RETURN, $amount: Decimal, $key: String!) {
    afterSalesRequest(orderNumber: "A-1", kind: $kind, lines: $lines, amount: $amount, reason: "Broken",
                      idempotencyKey: $key) { case { id status requestedAmount { amount } } order { number }
        member { memberNo } userErrors { code message path } } }"""
MILK = [{"productCode": "MILK", "quantity": "3"}]


def step(name: str, rest: str = ', note: "Seen"') -> str:
    return (
        f"mutation ($id: ID!) {{ afterSales{name}(id: $id{rest}) {{ {CASE} member {{ points {{ available }} }} "
        "userErrors { code message } } }"
    )


REFUND = f"""mutation ($id: ID!, $key: String!) {{ afterSalesRefund(id: $id, idempotencyKey: $key) {{
    {CASE} member {{ points {{ available }} }} userErrors {{ code message }} }} }}"""


async def asked(shop: Teller, **given: Any) -> str:
    await shop(RECORD, input=order())
    return (await shop(ASK, **({"lines": MILK} | given)))["case"]["id"]


async def test_a_case_goes_from_the_request_to_the_money(shop: Teller) -> None:
    case = await asked(shop)
    for name, rest, status in (("Approve", ', note: "Seen"', "APPROVED"), ("Receive", "", "RECEIVED")):
        assert (await shop(step(name, rest), id=case))["case"]["status"] == status
    done = await shop(REFUND, id=case)
    assert done["case"] == {
        "number": "A-1-S1", "status": "REFUNDED", "requestedAmount": {"amount": "27.50"},
        "refundedAmount": {"amount": "27.50"},
    }  # fmt: skip
    assert (done["order"]["status"], done["member"]["points"]["available"]) == ("PARTLY_RETURNED", 127)


@pytest.mark.parametrize("steps", [["Receive"], ["Refuse", "Approve"], ["Withdraw", "Refuse"], ["Approve", "Refuse"]])
async def test_no_step_is_left_out_or_taken_twice(shop: Teller, steps: list[str]) -> None:
    case = await asked(shop)
    *first, last = (step(name, "" if name == "Receive" else ', note: "Seen"') for name in steps)
    for document in first:
        assert not (await shop(document, id=case))["userErrors"]
    assert (await refused(shop, last, id=case))["code"] == "STATE"


async def test_money_is_given_back_once_however_many_try(shop: Teller) -> None:
    case = await asked(shop)
    await shop(step("Approve"), id=case)
    await shop(step("Receive", ""), id=case)
    answers = await asyncio.gather(*(shop(REFUND, id=case) for _ in range(5)))
    assert sum(not answer["userErrors"] for answer in answers) == 1
    assert await shop.connection.fetchval("SELECT count(*) FROM order_return") == 1


async def test_money_alone_is_at_most_what_was_paid(shop: Teller) -> None:
    case = await asked(shop, kind="REFUND_ONLY", amount="50.00")
    await shop(step("Approve"), id=case)
    assert (await shop(REFUND, id=case))["case"]["refundedAmount"]["amount"] == "50.00"
    error = await refused(shop, ASK, kind="REFUND_ONLY", amount="5.01")
    assert error["message"] == "Only 5.00 USD of the order was paid and not yet given back."


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"lines": []}, "REQUIRED"),
        ({"kind": "REFUND_ONLY", "lines": None}, "REQUIRED"),
        ({"lines": [{"productCode": "MILK", "quantity": "4"}]}, "LIMIT_REACHED"),
    ],
)
async def test_a_request_that_makes_no_sense_is_refused(shop: Teller, given: dict[str, Any], code: str) -> None:
    await shop(RECORD, input=order())
    assert (await refused(shop, ASK, **({"lines": MILK} | given)))["code"] == code


async def test_a_request_comes_within_the_days_for_returns(shop: Teller) -> None:
    await shop(RECORD, input=order(at="2026-01-05T10:00:00Z"))
    assert (await refused(shop, ASK, lines=cart()["lines"]))["code"] == "EXPIRED"
