"""A subscription as front-end teams write it: with the library graphql-ws, in Node, over a real socket."""

import asyncio
import os
import shutil
from pathlib import Path

import orjson
import uvicorn

from tests.admin_ui.test_browser import Quiet
from tests.api.conftest import House

SCRIPT = Path(__file__).parent / "graphql_ws_client.mjs"
TOUCH = "UPDATE ticket SET version = version + 1, updated_at = now() WHERE number = 'T-000002'"
BUNDLED = Path(__file__).parents[2] / ".venv" / "node" / "bin"
NODE = shutil.which("node", path=f"{os.environ['PATH']}:{BUNDLED}")
"Where there is none, `bin/setup` brings one."


async def test_the_usual_library_of_front_ends_is_told(house: House) -> None:
    server = Quiet(uvicorn.Config(house.front, port=0, log_level="error", lifespan="off"))
    serving = asyncio.create_task(server.serve())
    for _ in iter(lambda: server.started, True):
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    assert NODE is not None
    given = (NODE, SCRIPT, f"ws://127.0.0.1:{port}/graphql", house.token, "T-000002")
    client = await asyncio.create_subprocess_exec(*given, stdout=asyncio.subprocess.PIPE)
    assert await client.stdout.readline() == b"open\n"
    async with asyncio.timeout(20):
        for _ in iter(lambda: house.front.state.live.listeners > 0, True):
            await asyncio.sleep(0.01)
        await house.tell(TOUCH)
        told = [orjson.loads(line) async for line in client.stdout]
    assert await client.wait() == 0
    server.should_exit = True
    await serving
    assert told[-1]["number"] == "T-000002"
