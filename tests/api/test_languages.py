"""A refusal is told in the language of whoever asks."""

import pytest

from tests.api.conftest import House, sign_in

REFUSED = """mutation { pointsEarn(member: {memberNo: "M-0000001"}, points: 0, reason: "Test", idempotencyKey: "zh") {
  userErrors { message } } }"""
ENGLISH = "0 points cannot be booked: it must be from 1 to 1,000,000,000."
CHINESE = "无法入账 0 积分：须为 1 到 1,000,000,000。"


def _told(answer: dict) -> str:
    return answer["data"]["pointsEarn"]["userErrors"][0]["message"]


@pytest.mark.parametrize(("asked", "told"), [("zh-CN,zh;q=0.9", CHINESE), ("en", ENGLISH), ("fr", ENGLISH)])
async def test_the_caller_says_which_language(house: House, asked: str, told: str) -> None:
    fast = await house.post({"query": REFUSED}, accept_language=asked)
    batch = await house.post([{"query": REFUSED}], accept_language=asked)
    assert _told(fast.json()) == _told(batch.json()[0]) == told


async def test_without_a_word_it_is_english(house: House) -> None:
    assert _told((await house.post({"query": REFUSED})).json()) == ENGLISH


async def test_an_account_has_a_language_of_its_own(house: House) -> None:
    await house.tell("UPDATE staff SET locale = 'zh-CN' WHERE username = 'olga'")
    async with house.client() as client:
        await sign_in(client)
        token = await house.tell("SELECT csrf_token FROM staff_session ORDER BY created_at DESC LIMIT 1")
        answer = await client.post("/graphql", json={"query": REFUSED}, headers={"x-csrf-token": token})
    await house.tell("UPDATE staff SET locale = NULL WHERE username = 'olga'")
    assert _told(answer.json()) == CHINESE
