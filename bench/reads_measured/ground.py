"""What every table needs: the folder, the database server, how long to measure, and a key for each role."""

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import asyncpg

from actions.staff import create_token
from bench.load import Run, Target, run
from bench.reads_data.worlds import Say, world
from bench.serving import UNBOUNDED


@dataclass(slots=True)
class Ground:
    folder: Path
    server: str
    quick: bool
    say: Say
    tokens: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def sizes(self) -> list[int]:
        return [20_000] if self.quick else [20_000, 200_000, 2_000_000]

    @property
    def main_size(self) -> int:
        return 20_000 if self.quick else 200_000

    @property
    def largest(self) -> int:
        return self.sizes[-1]

    @property
    def postmaster(self) -> int:
        """The first process of the database server."""
        return int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])

    def world(self, members: int) -> str:
        return asyncio.run(world(self.server, members, self.say))

    def token(self, url: str, role: str = "admin") -> str:
        if (url, role) not in self.tokens:
            self.tokens[url, role] = asyncio.run(_token(url, role))
        return self.tokens[url, role]

    def bodies(self, name: str, lines: bytes) -> Path:
        """A file of request bodies for the load generator."""
        path = self.folder / f"{name}.bodies"
        path.write_bytes(lines)
        return path

    def measured(self, target: Target, connections: int, seconds: int, tolerated: float = 0.0) -> Run:
        return run(target, connections, seconds, self.postmaster, self.folder, tolerated)


async def _token(url: str, role: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(UNBOUNDED)
        return await create_token(connection, "bench", "bench", role)
    finally:
        await connection.close()
