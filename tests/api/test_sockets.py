"""How many sockets somebody opens, and how much he sends over one, is bounded."""

from contextlib import AsyncExitStack

import pytest

from api import sockets
from api.requests import LARGEST_BODY
from tests.api.conftest import COUNT, House
from tests.api.sockets import Refused, socket
from tests.api.test_limits import strict
from tests.api.test_websocket import ask, greet


async def test_a_message_that_is_too_large_ends_the_socket(house: House) -> None:
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        await greet(opened)
        with pytest.raises(Refused) as refused:
            await ask(opened, COUNT + " " * LARGEST_BODY)
    assert refused.value.code == sockets.TOO_LARGE


async def test_too_many_messages_end_the_socket(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MESSAGES_PER_MINUTE", 5)
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        await greet(opened)
        for _ in range(6):
            await opened.send(type="ping")
        answers = [await opened.answer() for _ in range(4)]
        with pytest.raises(Refused) as refused:
            await opened.answer()
    assert [answer["type"] for answer in answers] == ["pong"] * 4, "the greeting was the first of five messages"
    assert refused.value.code == sockets.TOO_MANY


async def test_a_caller_has_so_many_sockets_and_those_that_end_make_room(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sockets, "MOST_OF_PROGRAM", 2)
    token = await strict(house, "socketeer")
    for _ in range(2):
        async with AsyncExitStack() as stack:
            for _ in range(2):
                opened = await stack.enter_async_context(socket(house.front, authorization=f"Bearer {token}"))
                assert (await greet(opened))["type"] == "connection_ack"
            third = await stack.enter_async_context(socket(house.front, authorization=f"Bearer {token}"))
            with pytest.raises(Refused):
                await greet(third)


async def test_a_process_has_so_many_sockets(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sockets, "MOST", 0)
    async with socket(house.front, authorization=f"Bearer {house.token}") as opened:
        with pytest.raises(Refused) as refused:
            await opened.answer()
    assert refused.value.code == sockets.LATER
