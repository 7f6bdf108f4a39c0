"""An edit of a role counts in every process of the application within a second."""

import asyncio
from time import monotonic

from settings import Settings
from tests.api.conftest import House, opened

ASK = {"query": "{ members(first: 1) { nodes { phone } } }"}
SET = """mutation($read: ReadLevel!) { roleGrantsSet(roleCode: "customer_service", grants: [
    {typeName: "Member", field: "phone", read: $read, filter: false, write: false}]) { userErrors { message } } }"""
WITHIN = 1.0


async def set_phone(house: House, read: str) -> None:
    answer = await house.post({"query": SET, "variables": {"read": read}})
    assert answer.json()["data"]["roleGrantsSet"]["userErrors"] == []


async def sees_phones(house: House, token: str) -> bool:
    return "errors" not in (await house.post(ASK, authorization=f"Bearer {token}")).json()


async def seconds_until(house: House, token: str, *, seen: bool) -> float:
    start = monotonic()
    while await sees_phones(house, token) is not seen:
        assert monotonic() - start < 5
        await asyncio.sleep(0.02)
    return monotonic() - start


async def test_an_edited_role_counts_in_two_processes_within_a_second(house: House, settings: Settings) -> None:
    token = await house.new_token("customer_service")
    async with opened(settings, house.url) as other:
        for each in (house, other):
            assert await sees_phones(each, token)
        await set_phone(house, "NONE")
        took = await asyncio.gather(*(seconds_until(each, token, seen=False) for each in (house, other)))
        assert max(took) < WITHIN
        await set_phone(house, "FULL")
        took = await asyncio.gather(*(seconds_until(each, token, seen=True) for each in (house, other)))
        assert max(took) < WITHIN
