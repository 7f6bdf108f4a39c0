"""One door for every contact: limits that hold at once, quiet hours, opt-outs; refused if in doubt."""

import asyncio
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import pytest_asyncio

from actions.contacting import Wish, claim, release
from rules.contacting import ContactChannel, ContactPurpose
from rules.refusals import Refused
from tests import make
from tests.actions.clinic import Clinic, at
from tests.actions.teller import Teller

NOON = at("2026-03-02", 4)
SMS, EMAIL = ContactChannel.SMS, ContactChannel.EMAIL
LIVE = "SELECT count(*) FROM contact WHERE released_at IS NULL"


@pytest_asyncio.fixture
async def clinic(connection: asyncpg.Connection) -> Clinic:
    return Clinic(connection)


async def told(clinic: Clinic, member: UUID, when: datetime = NOON, channel: ContactChannel = SMS) -> str:
    """What the door says."""
    try:
        await claim(clinic.connection, Wish(member, channel, ContactPurpose.CAMPAIGN, "spring", "test"), when)
    except Refused as refused:
        return refused.code
    return "yes"


async def test_fifty_campaigns_at_once_never_pass_a_limit(clinic: Clinic, fresh_url: str) -> None:
    await clinic.open(per_day=3, per_week=3, per_month=3)
    member = await clinic.member("M1")
    pool = await asyncpg.create_pool(fresh_url, min_size=10, max_size=10)

    async def campaign(number: int) -> str:
        channel = list(ContactChannel)[number % 5]
        async with pool.acquire() as own:
            return await told(Clinic(own), member, channel=channel)

    answers = await asyncio.gather(*(campaign(number) for number in range(50)))
    await pool.close()
    assert sorted(answers) == ["LIMIT_REACHED"] * 47 + ["yes"] * 3
    assert await clinic.one(LIVE) == await clinic.one("SELECT on_day FROM contact_count WHERE channel = 'ALL'") == 3


async def test_days_weeks_and_months_are_counted_apart(clinic: Clinic) -> None:
    await clinic.open(per_day=1, per_week=2, per_month=3)
    member = await clinic.member("M1")
    days = ("02", "02", "03", "04", "08", "09", "16", "31")
    answers = [await told(clinic, member, at(f"2026-03-{day}", 4)) for day in days]
    full = "LIMIT_REACHED"
    assert answers == ["yes", full, "yes", full, full, "yes", full, full]
    assert await told(clinic, member, at("2026-04-01", 4)) == "yes"


async def test_a_channel_has_its_own_limit_below_that_of_all(clinic: Clinic) -> None:
    await clinic.open(per_day=5)
    await clinic.limit("sms", channel="SMS", per_month=1)
    member = await clinic.member("M1")
    assert [await told(clinic, member), await told(clinic, member)] == ["yes", "LIMIT_REACHED"]
    assert await told(clinic, member, channel=EMAIL) == "yes"
    assert await clinic.one("SELECT on_day FROM contact_count WHERE channel = 'ALL'") == 2


async def test_the_lowest_of_the_limits_that_fit_the_tier_counts(clinic: Clinic) -> None:
    await clinic.open(per_day=5)
    gold = await make.insert(clinic.connection, "tier", code="GOLD", name="Gold", rank=2)
    await clinic.limit("gold", tiers=["GOLD"], per_day=1)
    plain, golden = await clinic.member("M1"), await clinic.member("M2", tier_id=gold)
    assert [await told(clinic, plain), await told(clinic, plain)] == ["yes", "yes"]
    assert [await told(clinic, golden), await told(clinic, golden)] == ["yes", "LIMIT_REACHED"]


async def test_without_a_limit_nobody_is_contacted(clinic: Clinic) -> None:
    await clinic.open()
    await clinic.connection.execute("UPDATE contact_limit SET is_active = false")
    assert await told(clinic, await clinic.member("M1")) == "STATE"
    assert await clinic.one("SELECT count(*) FROM contact") == 0


async def test_a_limit_of_none_lets_nobody_through(clinic: Clinic) -> None:
    await clinic.open(per_day=0)
    assert await told(clinic, await clinic.member("M1")) == "LIMIT_REACHED"


async def test_quiet_hours_are_those_of_the_members_own_clock(clinic: Clinic) -> None:
    await clinic.open(per_day=5)
    await clinic.limit("night", quiet_from="21:00", quiet_until="09:00")
    member = await clinic.member("M1")
    hours = (0, 1, 12, 13, 23)
    answers = [await told(clinic, member, at("2026-03-02", hour)) for hour in hours]
    assert answers == ["STATE", "yes", "yes", "STATE", "STATE"]


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"status": "FROZEN"}, "STATE"), ({"archived_at": NOON}, "STATE"), ({"phone": None}, "NOT_ELIGIBLE"),
        ({}, "yes"),
    ],
)  # fmt: skip
async def test_whom_nobody_may_or_can_contact(clinic: Clinic, values: dict[str, Any], says: str) -> None:
    await clinic.open()
    assert await told(clinic, await clinic.member("M1", **values)) == says


async def test_an_opt_out_counts_for_its_channel_or_for_all(clinic: Clinic) -> None:
    await clinic.open(per_day=9)
    one, all_ = await clinic.member("M1"), await clinic.member("M2")
    said = {"reason": "x", "actor": "x", "at": NOON}
    await make.insert(clinic.connection, "contact_refusal", member_id=one, channel="SMS", **said)
    await make.insert(clinic.connection, "contact_refusal", member_id=all_, channel="ALL", **said)
    assert [await told(clinic, one), await told(clinic, one, channel=EMAIL)] == ["FORBIDDEN", "yes"]
    assert [await told(clinic, all_), await told(clinic, all_, channel=EMAIL)] == ["FORBIDDEN"] * 2


async def test_a_contact_that_did_not_happen_is_given_back_once(clinic: Clinic) -> None:
    await clinic.open(per_day=1, per_month=2)
    member = await clinic.member("M1")
    wish = Wish(member, SMS, ContactPurpose.CARE, "x", "x")
    contact = await claim(clinic.connection, wish, NOON)
    for _ in range(2):
        await release(clinic.connection, contact, NOON)
    assert await clinic.one("SELECT on_day + in_week + in_month FROM contact_count WHERE channel = 'ALL'") == 0
    assert await told(clinic, member) == "yes"


async def test_a_contact_goes_with_the_transaction_that_claimed_it(clinic: Clinic) -> None:
    await clinic.open()
    member = await clinic.member("M1")
    transaction = clinic.connection.transaction()
    await transaction.start()
    assert await told(clinic, member) == "yes"
    await transaction.rollback()
    assert (await clinic.one(LIVE), await told(clinic, member)) == (0, "yes")


SAVE = """mutation ($input: ContactLimitSaveInput!) { r: contactLimitSave(input: $input) {
    limit { code perDay quietFrom } changeSet { isUndoable } userErrors { code path } } }"""
REFUSE = """mutation ($no: String!, $channel: ContactChannel) {
    r: contactRefuse(member: {memberNo: $no}, channel: $channel, reason: "By phone") {
    member { contactRefusals { nodes { channel reason } } } userErrors { code } } }"""
ALLOW = """mutation ($no: String!, $channel: ContactChannel) {
    r: contactAllow(member: {memberNo: $no}, channel: $channel) {
    member { contactRefusals { nodes { channel } } } userErrors { code } } }"""


async def test_a_limit_is_saved_as_data(teller: Teller) -> None:
    payload = await teller(SAVE, input={"code": "all", "name": "All", "perDay": 2})
    assert payload["limit"] == {"code": "all", "perDay": 2, "quietFrom": None}
    assert payload["changeSet"] == {"isUndoable": True}


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({}, "perWeek"), ({"perDay": -1}, "perDay"), ({"quietFrom": "21:00"}, "quietUntil"),
        ({"quietFrom": "9", "quietUntil": "10:00"}, "quietFrom"), ({"perDay": 1, "tiers": ["NONE"]}, "tiers"),
    ],
)  # fmt: skip
async def test_a_limit_that_says_nothing_of_use_is_refused(teller: Teller, given: dict[str, Any], path: str) -> None:
    payload = await teller(SAVE, input={"code": "all", "name": "All"} | given)
    assert payload["userErrors"][0]["path"] == ["input", path]
    assert await teller.connection.fetchval("SELECT count(*) FROM contact_limit") == 0


async def test_a_member_opts_out_and_in_again(teller: Teller) -> None:
    first = await teller(REFUSE, channel="SMS")
    again = await teller(REFUSE, channel="SMS")
    assert first["member"] == again["member"]
    assert first["member"]["contactRefusals"]["nodes"] == [{"channel": "SMS", "reason": "By phone"}]
    await teller(REFUSE)
    assert (await teller(ALLOW))["member"]["contactRefusals"]["nodes"] == []
