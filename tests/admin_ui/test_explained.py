"""Why a number is what it is, beside it or on a page of its own."""

from typing import Any

import pytest

from tests.admin_ui.fake_desk import Browser, FakeDesk, viewer

FAILED = [{"code": "NOT_ELIGIBLE", "message": "It needs 50.00 CNY.", "change": "12.40 CNY more"}]
LINES = [{"position": n, "productCode": f"P{n}", "points": n} for n in (1, 2)]
SOURCE = {"sourceKind": "EARNING_RULE", "sourceCode": "purchase", "name": "Purchases", "version": 3}
CHANGE = {
    "kind": "UPGRADE", "at": "2026-03-02T10:00:00Z", "from": None, "to": "Gold", "reason": "2,500 spent",
    "orderNumber": "A-1", "asked": ["Gold opens with 2,500 CNY."],
}  # fmt: skip
ANSWERS: dict[str, dict[str, Any]] = {
    "explainPoints": {
        "points": 3, "isKept": True, "decidedAt": None, "said": ["Order A-1 earned 3 points."],
        "rules": [SOURCE | {"asset": "POINTS", "points": 3, "isHeld": True, "said": ["3.4 rounded"], "lines": LINES}],
        "refused": [SOURCE | {"name": "Weekend", "conditions": FAILED}],
    },
    "explainTier": {
        "tierName": "Gold", "said": ["Gold by hand."], "growth": 1, "points": 2, "orders": 3,
        "spend": {"amount": "1.00", "currency": "CNY"}, "nextName": "Platinum", "toNext": FAILED, "toKeep": FAILED,
        "changes": [CHANGE],
    },
    "explainCoupon": {"name": "Ten off", "said": ["It does not apply."], "conditions": FAILED},
    "explainCampaign": {"name": "Spring", "said": ["It is not for him."], "conditions": FAILED, "asks": FAILED},
}  # fmt: skip


@pytest.mark.parametrize(("address", "texts"), [
    ("points?orderId=ord_1", ["earned 3 points", "3.4 rounded", "+3 points", "P2", "version 3", "On hold", "Weekend"]),
    ("tier?memberId=mem_1", ["Gold by hand", "To Platinum", "To keep the tier", "Gold opens with", "/orders/A-1"]),
    ("coupon?couponId=cpn_1", ["It does not apply"]),
    ("campaign?campaignId=cam_1&memberId=mem_1", ["It is not for him", "What it asks of an order"]),
])  # fmt: skip
def test_each_question_tells_everything_on_a_page_and_alone(address: str, texts: list[str]) -> None:
    desk = FakeDesk()
    desk.data |= ANSWERS
    client = Browser(desk, viewer())
    page, part = client.get(f"/explain/{address}"), client.get(f"/explain/{address}", headers={"HX-Request": "true"})
    assert (page.status_code, part.status_code) == (200, 200)
    assert [text for text in [*texts, "12.40 CNY more"] if text not in page.text or text not in part.text] == []
    assert ["<html" in answer.text for answer in (page, part)] == [True, False]


def test_who_may_not_ask_has_no_button_and_no_page() -> None:
    desk = FakeDesk()
    client = Browser(desk, viewer("Query.explainPoints"))
    assert "data-why" not in client.get("/orders").text
    assert client.get("/explain/points?orderId=ord_1").status_code == 404
    assert "data-why" in Browser(desk, viewer()).get("/orders").text
