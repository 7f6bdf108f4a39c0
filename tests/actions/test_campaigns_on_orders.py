"""What published campaigns do on orders: for whom, how much, from when and until when."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio

from actions.orders.facts import READ
from api.planning import desk_for
from jobs.campaigns import turn_campaigns
from rules.campaigns import is_control
from settings import Settings
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_campaigns import publish, save, step

RECORD = """mutation ($input: OrderRecordInput!, $key: String!) {
    orderRecord(input: $input, idempotencyKey: $key) { order { total { amount } } userErrors { code message } }
}"""
QUOTE = """query ($cart: CartInput!) {
    quote(cart: $cart) { total { amount } pointsToEarn rejections { sourceCode code message } }
}"""
REPORT = """query { campaign(by: {code: "OFF"}) { report {
    targeted participants conversions controlSize controlConversions } } }"""
ONLY_M1 = {"audienceWhere": {"memberNo": {"eq": "M1"}}}


@pytest_asyncio.fixture
async def shop(teller: Teller) -> Teller:
    """Tea at 30.00, and members M1 and M2."""
    await make.insert(teller.connection, "product", code="TEA", name="Tea", price=3_000)
    async with teller.connection.transaction():
        await make.member(teller.connection, "M2")
    return teller


def cart(member: str | None = "M1") -> dict[str, Any]:
    who = {"member": {"memberNo": member}} if member else {}
    return {"lines": [{"productCode": "TEA", "quantity": "1"}]} | who


async def order(shop: Teller, number: str, member: str | None = "M1") -> str:
    done = await shop(RECORD, input={"number": number, "cart": cart(member)})
    assert not done["userErrors"], done["userErrors"]
    return done["order"]["total"]["amount"]


async def quoted(shop: Teller, member: str | None = "M1", desk: Any = None) -> Any:
    answer = await (desk or shop.desk).ask(shop.admin, QUOTE, {"cart": cart(member)})
    assert not answer.errors, answer.errors
    return answer.data["quote"]


async def report(shop: Teller) -> Any:
    return (await shop.desk.ask(shop.admin, REPORT, {})).data["campaign"]["report"]


RETURN = """mutation ($key: String!) { orderReturn(number: "A-2", lines: [{productCode: "TEA", quantity: "1"}],
    reason: "R", idempotencyKey: $key) { userErrors { code } } }"""
WHOLE = REPORT.replace("targeted", "sales { amount } cost { amount } returnOnInvestment reached targeted")
FOR_ALL = {"targeted": 2, "reached": 2, "participants": 2, "conversions": 2, "controlSize": 0, "controlConversions": 0}


async def test_a_campaign_for_everybody_reports_who_bought_with_it(shop: Teller) -> None:
    await publish(shop)
    for number, member in (("A-1", "M1"), ("A-2", "M1"), ("A-3", "M2"), ("A-4", None)):
        assert float(await order(shop, number, member)) < 30
    totals = await shop.connection.fetchval("SELECT sum(total) / 100.0 FROM orders WHERE number <> 'A-2'")
    assert (await shop(RETURN))["userErrors"] == []
    told = (await shop.desk.ask(shop.admin, WHOLE, {})).data["campaign"]["report"]
    assert float(told.pop("sales")["amount"]) == float(totals)
    assert float(told.pop("cost")["amount"]) > 0
    assert told.pop("returnOnInvestment") is not None
    assert told == FOR_ALL


async def test_what_was_bought_before_or_cancelled_is_no_result(shop: Teller) -> None:
    await order(shop, "A-1")
    await publish(shop)
    await order(shop, "A-2", "M2")
    cancel = 'mutation ($key: String!) { orderCancel(number: "A-2", reason: "R", idempotencyKey: $key) {'
    assert (await shop(cancel + " userErrors { code } } }"))["userErrors"] == []
    told = (await shop.desk.ask(shop.admin, WHOLE, {})).data["campaign"]["report"]
    assert (told["participants"], told["conversions"], told["sales"]["amount"]) == (0, 0, "0.00")


async def test_only_what_is_published_takes_something_off(shop: Teller) -> None:
    await save(shop)
    assert await order(shop, "1") == "30.00"
    await step(shop, "Submit")
    assert await order(shop, "2") == "30.00"
    await step(shop, "Publish")
    assert await order(shop, "3") == "25.00"
    assert await shop.connection.fetchval("SELECT spent FROM campaign") == 500


async def test_what_is_paused_does_nothing_at_once_in_every_process(
    shop: Teller, settings: Settings, fresh_url: str
) -> None:
    await publish(shop)
    other = desk_for(settings, fresh_url)
    try:
        assert (await quoted(shop, desk=other))["total"]["amount"] == "25.00"
        for name, total in (("Pause", "30.00"), ("Publish", "25.00"), ("End", "30.00")):
            await step(shop, name)
            assert (await quoted(shop, desk=other))["total"]["amount"] == total
    finally:
        await other.close()


async def test_a_budget_is_never_passed(shop: Teller) -> None:
    await publish(shop, budget="12")
    totals = await asyncio.gather(*(order(shop, f"{n}", f"M{n % 2 + 1}") for n in range(6)))
    assert sorted(totals) == ["25.00"] * 2 + ["30.00"] * 4
    assert await shop.connection.fetchval("SELECT spent FROM campaign") == 1_000


async def test_only_the_audience_gets_it(shop: Teller) -> None:
    await publish(shop, **ONLY_M1)
    assert [await order(shop, no, no) for no in ("M1", "M2")] == ["25.00", "30.00"]
    (told,) = (await quoted(shop, "M2"))["rejections"]
    assert told == {"sourceCode": "OFF", "code": "NOT_ELIGIBLE", "message": "It is meant for other members."}
    (told,) = (await quoted(shop, None))["rejections"]
    assert told["message"] == "It is for members only: say who buys."
    people = {"targeted": 1, "participants": 1, "conversions": 1, "controlSize": 0, "controlConversions": 0}
    assert await report(shop) == people


async def test_who_joins_the_audience_later_gets_it_too(shop: Teller) -> None:
    await publish(shop, audienceWhere={"status": {"eq": "FROZEN"}})
    await make.insert(shop.connection, "segment", code="s", name="S", where={})
    assert await order(shop, "1") == "30.00"
    await shop.connection.execute("""UPDATE segment SET "where" = '{"status": {"eq": "ACTIVE"}}'""")
    assert await order(shop, "2") == "25.00"
    assert (await report(shop))["targeted"] == 1


async def test_several_audiences_are_asked_for_at_once(shop: Teller) -> None:
    await publish(shop, **ONLY_M1)
    where = {"or": [{"joinedAt": {"gte": "2000-01-01T00:00:00Z"}}, {"growthValue": {"gte": 5}}]}
    await publish(shop, code="TWO", audienceWhere=where)
    assert (await quoted(shop))["total"]["amount"] == "20.00"
    assert (await quoted(shop, "M2"))["total"]["amount"] == "25.00"


async def test_an_audience_that_no_longer_fits_means_nobody_and_stops_nothing(shop: Teller) -> None:
    await publish(shop, **ONLY_M1)
    await shop.connection.execute("""UPDATE segment SET "where" = '{"gone": {"eq": 1}}'""")
    assert await order(shop, "1") == "30.00"


async def test_the_control_group_is_left_alone_and_counted(shop: Teller) -> None:
    await publish(shop, controlPercent=50)
    campaign = await shop.connection.fetchval("SELECT id FROM campaign")
    for no in ("M1", "M2"):
        member = await shop.connection.fetchval("SELECT id FROM member WHERE member_no = $1", no)
        alone = is_control(campaign, member, 50)
        assert await order(shop, f"{no}-1", no) == await order(shop, f"{no}-2", no) == ("30.00" if alone else "25.00")
    told = await report(shop)
    assert told["conversions"] + told["controlConversions"] == told["targeted"] + told["controlSize"] == 2


async def test_publishing_leaves_the_same_members_alone_as_orders_do(shop: Teller) -> None:
    async with shop.connection.transaction():
        for number in range(3, 40):
            await make.member(shop.connection, f"M{number}")
    await publish(shop, audienceWhere={}, controlPercent=30)
    rows = await shop.connection.fetch("SELECT campaign_id, member_id, is_control FROM campaign_participation")
    assert len(rows) == 39
    assert all(is_control(row["campaign_id"], row["member_id"], 30) == row["is_control"] for row in rows)


async def test_what_was_scheduled_counts_from_its_very_start(shop: Teller) -> None:
    await publish(shop, startsAt="2999-01-01T00:00:00Z")
    assert (await quoted(shop))["rejections"][0]["code"] == "NOT_STARTED"
    await shop.connection.execute("UPDATE campaign SET starts_at = now() - interval '1 second'")
    assert await order(shop, "1") == "25.00"
    assert await shop.connection.fetchval("SELECT status FROM campaign") == "SCHEDULED"


async def test_the_clock_starts_and_ends_campaigns_once(shop: Teller, fresh_url: str) -> None:
    await publish(shop, startsAt="2999-01-01T00:00:00Z")
    await shop.connection.execute("UPDATE campaign SET starts_at = '2020-01-01'")
    for ends, status in ((None, "RUNNING"), (datetime(2021, 1, 1, tzinfo=UTC), "ENDED")):
        await shop.connection.execute("UPDATE campaign SET ends_at = $1", ends)
        await asyncio.gather(turn_campaigns(fresh_url), turn_campaigns(fresh_url))
        assert await shop.connection.fetchval("SELECT status FROM campaign") == status
    count = "SELECT count(*) FROM audit_event WHERE actor = 'worker'"
    assert await shop.connection.fetchval(count) == 2


async def test_without_an_audience_nothing_more_is_asked(shop: Teller) -> None:
    await publish(shop)
    programs = shop.desk.planner.surroundings.programs
    await quoted(shop)
    assert programs._meant is None
    assert "campaign_participation" not in READ
