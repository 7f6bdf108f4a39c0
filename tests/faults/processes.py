"""Processes of ours that are ended without a word, by their id."""

import asyncio
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import httpx

ROOT = Path(__file__).parents[2]


class Process:
    """A Python process over a database; it is dead at the end of the block, whatever happened."""

    def __init__(self, url: str, *arguments: str) -> None:
        environment = os.environ | {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), "DB_POOL_SIZE": "10"}
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self._process = subprocess.Popen([sys.executable, *arguments], env=environment, cwd=ROOT, **quiet)

    @property
    def is_over(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        """kill -9; waits until it is gone."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()


class Web(Process):
    """`memberdesk serve` on a port of the loopback."""

    def __init__(self, url: str, port: int) -> None:
        self._port = port
        super().__init__(url, "-c", "from cli import main; main()", "serve", "--port", str(port))

    async def listens(self, seconds: float = 60) -> None:
        began = time.monotonic()
        async with httpx.AsyncClient() as client:
            while not await self._answers(client):
                assert not self.is_over, "the server ended by itself"
                assert time.monotonic() - began < seconds, "the server did not start"
                await asyncio.sleep(0.05)

    async def _answers(self, client: httpx.AsyncClient) -> bool:
        try:
            return (await client.get(f"http://127.0.0.1:{self._port}/healthz")).status_code == 200
        except httpx.TransportError:
            return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
