"""Questions over a WebSocket, in the protocol graphql-transport-ws."""

import pytest

from tests.api.conftest import COUNT, House, sign_in
from tests.api.sockets import Refused, Socket, socket


async def ask(open_socket: Socket, query: str) -> dict[str, object]:
    await open_socket.send(type="subscribe", id="1", payload={"query": query})
    return await open_socket.answer()


async def greet(open_socket: Socket, **payload: str) -> dict[str, object]:
    assert (await open_socket.answer())["type"] == "websocket.accept"
    await open_socket.send(type="connection_init", payload=payload)
    return await open_socket.answer()


async def test_a_question_is_answered(house: House) -> None:
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        assert (await greet(opened))["type"] == "connection_ack"
        answer = await ask(opened, COUNT)
        assert answer["type"] == "next"
        assert answer["payload"]["data"] == {"tiers": [{"code": "SILVER"}, {"code": "GOLD"}]}
        assert (await opened.answer())["type"] == "complete"


async def test_the_token_may_come_in_the_greeting(house: House) -> None:
    async with socket(house.front) as opened:
        await greet(opened, Authorization=f"Bearer {house.token}")
        assert (await ask(opened, COUNT))["payload"]["data"]


@pytest.mark.parametrize("token", ["", "Bearer nobody"])
async def test_a_stranger_is_sent_away(house: House, token: str) -> None:
    async with socket(house.front) as opened:
        with pytest.raises(Refused) as refused:
            await greet(opened, Authorization=token)
    assert refused.value.code in (4401, 4403)


async def test_a_question_before_the_greeting_is_not_answered(house: House) -> None:
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        await opened.answer()
        with pytest.raises(Refused):
            await ask(opened, COUNT)


async def test_a_wrong_question_is_told_with_its_code(house: House) -> None:
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        await greet(opened)
        answer = await ask(opened, "{ unicorns { id } }")
    assert "INVALID" in str(answer)
    assert "Traceback" not in str(answer)


async def test_a_page_of_another_site_may_not_use_the_cookie(house: House) -> None:
    async with house.client() as client:
        token = (await sign_in(client)).cookies["memberdesk_session"]
    cookie = f"__Host-memberdesk_session={token}"
    async with socket(house.front, cookie=cookie, origin="http://desk") as own:
        assert (await greet(own))["type"] == "connection_ack"
    async with socket(house.front, cookie=cookie, origin="https://evil.example") as foreign:
        with pytest.raises(Refused):
            await greet(foreign)
