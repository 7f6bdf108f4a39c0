"""Load on one address for some seconds, by wrk; by autocannon where wrk is not installed."""

import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

from bench import cpu
from bench.node import installed, node

LUA = Path(__file__).with_name("load.lua")
CANNON = Path(__file__).with_name("load.mjs")


@dataclass(frozen=True, slots=True)
class Target:
    """A server under load: where it listens, its process, the key it wants, and the requests it is sent in turn."""

    name: str
    url: str
    pid: int
    token: str
    bodies: Path


@dataclass(frozen=True, slots=True)
class Run:
    """One measurement: requests per second, latencies in ms, processor time per request in µs."""

    rate: float
    p50: float
    p95: float
    app: float
    postgres: float


class Failed(RuntimeError):
    """A request was not answered with 200; figures of failures say nothing."""


def run(target: Target, connections: int, seconds: int, postmaster: int, folder: Path, tolerated: float = 0.0) -> Run:
    """`tolerated` is the share of requests that may be turned away. Raises Failed."""
    app, postgres = cpu.seconds(target.pid), cpu.seconds(postmaster)
    said = _measured(target, connections, seconds, folder)
    app, postgres = cpu.seconds(target.pid) - app, cpu.seconds(postmaster) - postgres
    if said["failed"] > tolerated * said["requests"] or not said["requests"]:
        raise Failed(f"{target.name}: {said['failed']} of {said['requests']} requests failed.")
    each = 1e6 / said["requests"]
    rate = said["requests"] / (said["microseconds"] / 1e6)
    return Run(rate, said["p50"] / 1000, said["p95"] / 1000, app * each, postgres * each)


def _measured(target: Target, connections: int, seconds: int, folder: Path) -> dict[str, int]:
    if shutil.which("wrk"):
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-s", str(LUA), target.url, "--"]
        command += [str(target.bodies), target.token, token_hex(6)]
    else:
        installed(folder, "autocannon@8")
        command = [node(folder), str(CANNON), target.url, str(connections), str(seconds)]
        command += [str(target.bodies), target.token, token_hex(6)]
    told = subprocess.run(command, capture_output=True, text=True, timeout=seconds + 30, check=True, cwd=folder).stdout
    return json.loads(next(line for line in told.splitlines() if line.startswith("{")))
