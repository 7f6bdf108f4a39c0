"""A form is read only as far as the caller's limit."""

from collections.abc import AsyncIterator

import pytest

from tests.api.conftest import House, csrf_of, sign_in
from tests.api.test_limits import save_role

LINK = "/acts/roles/roleSave?key=finance"


async def parts(count: int) -> AsyncIterator[bytes]:
    """A body of so many megabytes that does not say how long it is."""
    for _ in range(count * 10):
        yield b"&a=" + b"x" * 99_997


@pytest.mark.parametrize("says", [True, False])
async def test_a_stranger_sends_a_megabyte(house: House, says: bool) -> None:
    async with house.client() as client:
        headers = {"content-type": "application/x-www-form-urlencoded"}
        content = b"username=" + b"x" * 1_100_000 if says else parts(3)
        answer = await client.post("/login", content=content, headers=headers)
    assert answer.status_code == 413


async def test_who_is_signed_in_sends_what_the_roles_allow(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        given = {"csrf": await csrf_of(house), "intent": "preview"} | {f"x{n}": "x" * 900_000 for n in range(4)}
        assert (await client.post(LINK, data=given)).status_code == 200
        too_long = await client.post(LINK, data=given | {"description": "x" * 2_000_000})
        assert too_long.status_code == 400, "one field has its own measure"
        headers = {"content-type": "application/x-www-form-urlencoded"}
        assert (await client.post(LINK, content=parts(11), headers=headers)).status_code == 413


async def test_the_limit_is_that_of_the_role(house: House) -> None:
    await save_role(house, "sender", UPLOAD=1)
    assert await house.tell("SELECT (limits ->> 'UPLOAD')::int FROM role WHERE code = 'sender'") == 1
