"""Asks other servers: a name is looked up once, and the place that was judged is the one that is asked."""

import asyncio
import socket
from collections.abc import Mapping
from typing import Any

import httpx

from rules.reaching import NotReachable, check_address, check_place

TIMEOUT_SECONDS = 8
MOST_BYTES = 1_000_000


async def ask(
    method: str, address: str, home: str, headers: Mapping[str, str] | None = None, **sent: Any
) -> httpx.Response:
    """One request without redirects; `home` may be anywhere, other hosts only outside. Raises NotReachable, or
    httpx.HTTPError if nobody answers as he should."""
    host = check_address(address, home)
    url = httpx.URL(address)
    for place in await _places(host, url.port or (443 if url.scheme == "https" else 80)):
        check_place(host, place, home)
        pinned = url.copy_with(host=place)
        async with httpx.AsyncClient(timeout=TIMEOUT_SECONDS, trust_env=False, follow_redirects=False) as client:
            given = dict(headers or {}) | {"host": url.netloc.decode("ascii")}
            asked = client.stream(method, pinned, headers=given, extensions={"sni_hostname": host}, **sent)
            async with asked as answer:
                return httpx.Response(
                    answer.status_code, headers=_plain(answer), content=await _body(answer), request=answer.request
                )
    raise NotReachable(host)


async def _places(host: str, port: int) -> list[str]:
    """Raises httpx.ConnectError for a name that nobody knows."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpx.ConnectError(str(error)) from None
    return [str(entry[4][0]) for entry in found]


async def _body(answer: httpx.Response) -> bytes:
    body = b""
    async for part in answer.aiter_bytes():
        body += part
        if len(body) > MOST_BYTES:
            raise httpx.DecodingError("the answer is too long")
    return body


def _plain(answer: httpx.Response) -> dict[str, str]:
    """Without what told how the body was packed: it is unpacked."""
    packed = ("content-encoding", "content-length", "transfer-encoding")
    return {name: value for name, value in answer.headers.items() if name not in packed}
