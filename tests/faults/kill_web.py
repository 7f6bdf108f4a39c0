"""kill -9 of the web process while 32 clients write: `python -m tests.faults.kill_web`."""

import random

import asyncpg
import httpx

from actions.staff import create_token
from bench.serving import UNBOUNDED
from settings import Settings
from tests.faults import documents as say
from tests.faults.ground import Away
from tests.faults.processes import Web, free_port
from tests.faults.running import main
from tests.faults.writers import Writers, enroll


async def kill_web(url: str, chance: random.Random, kills: int) -> Writers:
    connection, port = await asyncpg.connect(url), free_port()
    async with connection.transaction():
        await enroll(connection)
        await connection.execute(UNBOUNDED)
        token = await create_token(connection, "test", "till", "admin")
    given = {"base_url": f"http://127.0.0.1:{port}", "headers": {"authorization": f"Bearer {token}"}, "timeout": 20}
    try:
        async with httpx.AsyncClient(**given) as client:
            writers = Writers(lambda no, key: _earn(client, no, key))
            for _ in range(kills):
                await _serve(url, port, writers, chance.randrange(5, 150))
            await _serve(url, port, writers, 1, is_last=True)
        await writers.compare(connection)
    finally:
        await connection.close()
    return writers


async def _serve(url: str, port: int, writers: Writers, more: int, is_last: bool = False) -> None:
    """The server is killed at the end, in the middle of writes unless it is the last one."""
    with Web(url, port) as web:
        await web.listens()
        await writers.answered(more)
        if is_last:
            await writers.end()


async def _earn(client: httpx.AsyncClient, no: str, key: str) -> None:
    body = {"query": say.EARN, "variables": {"no": no, "points": 1, "key": key}}
    try:
        answer = (await client.post("/graphql", json=body)).json()
    except httpx.TransportError as error:
        raise Away from error
    if answer.get("errors"):
        raise Away
    assert answer["data"]["pointsEarn"]["userErrors"] == [], answer


async def measure(settings: Settings, url: str, chance: random.Random, full: bool) -> str:
    """The server is killed in the middle of writes, again and again."""
    kills = 100 if full else 20
    writers = await kill_web(url, chance, kills)
    done = len(writers.acknowledged)
    return f"{kills} kills, {done} acknowledged, {writers.again} asked again, 0 lost, 0 doubled"


if __name__ == "__main__":
    main(measure)
