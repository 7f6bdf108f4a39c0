"""What people may give away: never more than their budget, but with another person's approval."""

import asyncio
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from actions.goodwill import ship
from rules.goodwill import Budget, GoodwillAsset, GoodwillPeriod, that_count
from tests import make
from tests.actions.office import APPROVE, SHOWN, Office, request_of

GIVE = f"""mutation ($delta: Points!, $key: String!, $gift: Boolean) {{ r: pointsAdjust(
    member: {{memberNo: "M1"}}, delta: $delta, reason: "Sorry", idempotencyKey: $key, isGoodwill: $gift) {{
    entry {{ delta }} changeSet {{ id }} {SHOWN} }} }}"""
PAY = f"""mutation ($bonus: Decimal!, $key: String!) {{ r: walletAdjust(member: {{memberNo: "M1"}}, bonusDelta: $bonus,
    reason: "Sorry", idempotencyKey: $key, isGoodwill: true) {{ entry {{ bonusDelta }} {SHOWN} }} }}"""
COUPON = f"""mutation ($key: String!) {{ r: couponIssue(member: {{memberNo: "M1"}}, templateCode: "TEN",
    idempotencyKey: $key, isGoodwill: true) {{ coupon {{ status }} {SHOWN} }} }}"""
SAVE = """mutation ($input: GoodwillBudgetSaveInput!) { r: goodwillBudgetSave(input: $input) {
    budget { amount perAction isShared role { code } staff { name } version } userErrors { code path } } }"""
SPENT = "SELECT coalesce(sum(spent), 0)::int FROM goodwill_spending"
OVERRUN = "UPDATE approval_policy SET is_active = false WHERE measure = 'OVER_BUDGET'"
UNDO = "mutation ($id: ID!) { r: changeSetUndo(id: $id) { skipped userErrors { code } } }"


async def budget(office: Office, **given: Any) -> None:
    wanted = {"code": "b", "name": "B", "roleCode": "supervisor", "asset": "POINTS", "amount": "100"} | given
    payload = await office.ask("root", SAVE, input=wanted)
    assert payload["userErrors"] == [], payload


async def alone(office: Office) -> None:
    """Nobody can be asked for more."""
    await office.connection.execute(OVERRUN)


async def test_a_gift_draws_on_the_budget_and_a_correction_does_not(office: Office) -> None:
    await budget(office)
    assert (await office.ask("ann", GIVE, delta=60, key="a", gift=True))["entry"] == {"delta": 60}
    assert (await office.ask("ann", GIVE, delta=500, key="b"))["entry"] == {"delta": 500}
    assert (await office.ask("ann", GIVE, delta=-70, key="c", gift=True))["entry"] == {"delta": -70}
    assert await office.one(SPENT) == 60


async def test_more_than_is_left_is_refused_and_changes_nothing(office: Office) -> None:
    await alone(office)
    await budget(office)
    await office.ask("ann", GIVE, delta=60, key="a", gift=True)
    payload = await office.ask("ann", GIVE, delta=41, key="b", gift=True)
    assert payload["userErrors"][0]["code"] == "LIMIT_REACHED"
    assert "40 of your goodwill budget of 100 are left" in payload["userErrors"][0]["message"]
    assert (await office.one(SPENT), await office.one("SELECT count(*) FROM ledger_entry")) == (60, 4)


async def test_more_than_is_allowed_at_once_is_refused(office: Office) -> None:
    await alone(office)
    await budget(office, perAction="20")
    assert await office.code("ann", GIVE, delta=21, key="a", gift=True) == "LIMIT_REACHED"
    assert (await office.ask("ann", GIVE, delta=20, key="b", gift=True))["entry"] == {"delta": 20}


async def test_fifty_at_once_never_pass_the_budget_and_leave_none_unused(office: Office) -> None:
    await alone(office)
    await budget(office, amount="210")
    payloads = await asyncio.gather(*(office.ask("ann", GIVE, delta=10, key=f"k{n}", gift=True) for n in range(50)))
    assert sum(payload["entry"] is not None for payload in payloads) == 21
    assert await office.one(SPENT) == 210


async def test_fifty_of_several_people_never_pass_a_shared_budget(office: Office) -> None:
    await alone(office)
    await budget(office, amount="150", isShared=True)
    calls = (office.ask(("ann", "bob", "sue")[n % 3], GIVE, delta=10, key=f"k{n}", gift=True) for n in range(50))
    payloads = await asyncio.gather(*calls)
    assert sum(payload["entry"] is not None for payload in payloads) == 15
    assert await office.one(SPENT) == 150


async def test_each_person_of_a_role_has_as_much(office: Office) -> None:
    await budget(office)
    for who in ("ann", "bob"):
        assert (await office.ask(who, GIVE, delta=100, key="a", gift=True))["entry"] == {"delta": 100}


async def test_above_the_budget_another_person_is_asked_and_it_is_noted_as_beyond(office: Office) -> None:
    await budget(office)
    request = request_of(await office.ask("ann", GIVE, delta=101, key="a", gift=True))
    assert await office.one(SPENT) == 0
    assert (await office.ask("bob", APPROVE, id=request["id"]))["userErrors"] == []
    assert await office.one("SELECT beyond FROM goodwill_spending") == 101
    assert await office.one(SPENT) == 0


async def test_a_gift_that_is_taken_back_gives_the_budget_back(office: Office) -> None:
    await budget(office)
    given = await office.ask("ann", GIVE, delta=60, key="a", gift=True)
    assert await office.ask("ann", UNDO, id=given["changeSet"]["id"]) == {"skipped": [], "userErrors": []}
    assert await office.one(SPENT) == 0


async def test_money_and_coupons_have_budgets_too(office: Office) -> None:
    await make.insert(office.connection, "coupon_template", code="TEN", name="Ten", kind="AMOUNT_OFF", value=10)
    await alone(office)
    await budget(office, asset="MONEY", amount="10.50")
    await budget(office, code="c", asset="COUPONS", amount="1")
    refused = await office.ask("ann", PAY, bonus="10.51", key="a")
    assert "of 10.50 are left" in refused["userErrors"][0]["message"]
    assert (await office.ask("ann", PAY, bonus="10.50", key="b"))["userErrors"] == []
    assert (await office.ask("ann", COUPON, key="a"))["coupon"] == {"status": "ISSUED"}
    assert await office.code("ann", COUPON, key="b") == "LIMIT_REACHED"


async def test_everybody_is_told_what_is_left(office: Office) -> None:
    await budget(office, perAction="70")
    await office.ask("ann", GIVE, delta=60, key="a", gift=True)
    asked = "{ r: goodwillMine { asset period amount spent remaining perAction } }"
    assert await office.ask("ann", asked) == [
        {"asset": "POINTS", "period": "DAY", "amount": "100", "spent": "60", "remaining": "40", "perAction": "70"}
    ]
    assert await office.ask("cara", asked) == []


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"staffId": "x"}, None),
        ({"roleCode": None}, "REQUIRED"),
        ({"roleCode": "nobody"}, "NOT_FOUND"),
        ({"amount": "-1"}, "INVALID"),
        ({"perAction": "-1"}, "INVALID"),
    ],
)
async def test_a_budget_that_makes_no_sense_is_refused(office: Office, given: dict[str, Any], code: str | None) -> None:
    wanted = {"code": "b", "name": "B", "roleCode": "supervisor", "asset": "POINTS", "amount": "100"} | given
    answer = await office.desk.ask(office.people["root"], SAVE, {"input": wanted})
    assert (code is None and answer.errors) or answer.data["r"]["userErrors"][0]["code"] == code
    assert await office.one("SELECT count(*) FROM goodwill_budget") == 0


async def test_the_shipped_budgets_are_added_once(office: Office) -> None:
    for _ in range(2):
        await ship(office.connection)
    assert await office.one("SELECT count(*) FROM goodwill_budget") == 6


def test_ones_own_budget_counts_before_that_of_a_role_and_the_larger_of_two_roles() -> None:
    def of(number: int, amount: int, *, own: bool = False, period: GoodwillPeriod = GoodwillPeriod.DAY) -> Budget:
        return Budget(UUID(int=number), "b", GoodwillAsset.POINTS, period, amount, None, own, is_shared=False)

    own, small, large = of(1, 5, own=True), of(2, 10), of(3, 20)
    month = of(4, 1, period=GoodwillPeriod.MONTH)
    assert that_count([small, large, month]) == [large, month]
    assert that_count([small, own, large]) == [own]
    assert that_count([]) == []


def test_a_period_begins_by_the_clock_of_the_shop() -> None:
    at = datetime(2026, 2, 28, 20, tzinfo=UTC)
    each = [
        Budget(UUID(int=1), "b", GoodwillAsset.POINTS, period, 1, None, False, is_shared=False)
        for period in GoodwillPeriod
    ]
    assert [budget.begins_on(at, ZoneInfo("Asia/Shanghai")) for budget in each] == [date(2026, 3, 1), date(2026, 3, 1)]
    assert [budget.begins_on(at, UTC) for budget in each] == [date(2026, 2, 28), date(2026, 2, 1)]


async def test_a_gift_that_is_used_stays_on_the_budget_though_somebody_tries_to_take_it_back(office: Office) -> None:
    await budget(office)
    gift = await office.ask("ann", GIVE, delta=60, key="a", gift=True)
    await office.ask("ann", GIVE, delta=-150, key="b")
    assert len((await office.ask("ann", UNDO, id=gift["changeSet"]["id"]))["skipped"]) == 1
    assert await office.one(SPENT) == 60
