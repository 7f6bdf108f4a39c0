"""Servers that a bench starts, each a process of its own on a loopback port, and stops again."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic, sleep

ROOT = Path(__file__).parent.parent
START_SECONDS = 60
UNBOUNDED = """
    UPDATE role SET limits = limits || '{"POINTS_PER_MINUTE": 1000000000}' WHERE limits ->> 'POINTS_PER_MINUTE' IS NULL
        OR (limits ->> 'POINTS_PER_MINUTE')::int < 1000000000
"""
"A bench asks faster than anybody may: the limit of a minute stands still for it, and is counted all the same."


@contextmanager
def served(command: list[str], port: int, log: Path, folder: Path = ROOT, **environment: str) -> Iterator[int]:
    """Starts the command, waits until the port answers, gives the process id; ends the process with the block."""
    with open(log, "ab") as output:
        process = subprocess.Popen(command, cwd=folder, env=_clean() | environment, stdout=output, stderr=output)
    try:
        _wait(process, port, log)
        yield process.pid
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def memberdesk(url: str, folder: Path) -> Iterator[tuple[str, int]]:
    """The real application with one worker; its GraphQL address and process id."""
    port = free_port()
    command = [sys.executable, "-c", "from cli import main; main()", "serve", "--port", str(port), "--workers", "1"]
    with served(command, port, folder / "memberdesk.log", DATABASE_URL=url, MEMBERDESK_DATA=str(folder)) as pid:
        yield f"http://127.0.0.1:{port}/graphql", pid


def _clean() -> dict[str, str]:
    """The machine's environment without settings of an installation."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("MEMBERDESK_", "DATABASE_"))}


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = monotonic() + START_SECONDS
    while monotonic() < end:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        sleep(0.1)
    raise RuntimeError(f"A server did not start; see {log}.")
