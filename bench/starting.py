"""How long a fresh process takes to listen, and the first and second visit of its pages: `python -m bench.starting`.

Uses the demo's data (MEMBERDESK_DATA or `var`; `bin/demo` makes it) and starts the server five times for each role.
"""

import os
import re
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from urllib.parse import urlencode

from bench.machine import machine
from bench.serving import free_port, served
from bench.statistics import median
from bench.tables import table
from database.server import database_url
from settings import Settings

ROUNDS = 5
ROLES = ("admin", "customer_service")
PAGES = {"home": "/", "members": "/members", "a member": "", "orders": "/orders", "tickets": "/tickets"}
FIRST_MEMBER = re.compile(r'href="(/members/[^"?#]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def main() -> None:
    settings = Settings.load()
    database_url(settings)
    print(f"{machine()}\n")
    starts: list[float] = []
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for _ in range(ROUNDS):
        for role in ROLES:
            for page, times in _one_start(settings.data, role, starts):
                found.setdefault((role, page), []).append(times)
    rows = [
        [f"{page}, {role}", *(f"{median(column):.0f} ({max(column):.0f})" for column in zip(*times, strict=True))]
        for (role, page), times in found.items()
    ]
    head = ["page, role", "first visit, ms (at most)", "second visit, ms (at most)"]
    print(table(f"Fresh processes; they listen after {median(starts):.1f} s", head, rows))


def _one_start(data: Path, role: str, starts: list[float]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Visits each page twice as soon as the server listens."""
    port, begun = free_port(), perf_counter()
    command = [sys.executable, "-c", "from cli import main; main()", "serve", "--port", str(port)]
    with served(command, port, Path(os.devnull), MEMBERDESK_DATA=str(data)):
        starts.append(perf_counter() - begun)
        connection = HTTPConnection("127.0.0.1", port)
        cookie = _sign_in(connection, role)
        member = ""
        for page, path in PAGES.items():
            first, text = _visit(connection, path or member, cookie)
            second, _ = _visit(connection, path or member, cookie)
            member = found[1] if (found := FIRST_MEMBER.search(text)) else member
            yield page, (first, second)


def _sign_in(connection: HTTPConnection, role: str) -> str:
    """The cookie of the session."""
    connection.request("POST", "/login", urlencode({"username": role, "password": f"demo-{role}"}), FORM)
    answer = connection.getresponse()
    answer.read()
    return (answer.headers["Set-Cookie"] or "").partition(";")[0]


def _visit(connection: HTTPConnection, path: str, cookie: str) -> tuple[float, str]:
    """Milliseconds, and the page."""
    begun = perf_counter()
    connection.request("GET", path, headers={"Cookie": cookie})
    answer = connection.getresponse()
    text = answer.read().decode()
    taken = (perf_counter() - begun) * 1000
    if answer.status != 200:
        raise RuntimeError(f"{path} was answered with {answer.status}.")
    return taken, text


if __name__ == "__main__":
    main()
