"""Headers on every answer of every route, with and without a session, on success and on failure."""

import re
from typing import Any

import httpx
import pytest
from starlette.routing import Route

from app import _routes
from settings import Settings
from tests.api.conftest import COUNT, HOME, House, sign_in

FILLED = {"panel:panel": "members", "part": "rows", "act": "memberUpdate", "rest:path": "nothing/here",
          "name:path": "missing.js", "key:path": "M-0000001",
          "job:uuid": "0198f3a0-0000-7000-8000-000000000000"}  # fmt: skip
WEB = {
    "x-content-type-options": "nosniff", "referrer-policy": "same-origin", "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin",
}  # fmt: skip


def address(route: Route) -> str:
    return re.sub(r"\{([^}]+)\}", lambda hole: FILLED.get(hole[1], "x"), route.path)


SETTINGS = Settings.load({}, env_file=None)
ROUTES = sorted({(method, address(route)) for route in _routes(SETTINGS) for method in route.methods - {"HEAD"}})
EVERY = [*ROUTES, ("POST", "/graphql"), ("GET", "/graphql"), ("PUT", "/graphql")]


async def asked(client: httpx.AsyncClient, method: str, path: str) -> httpx.Response:
    """What says OPTIONS here is a request as any other."""
    body: dict[str, Any] = {"json": {"query": COUNT}} if path == "/graphql" else {"data": {}}
    return await client.request(method, path, **(body if method == "POST" else {}))


@pytest.mark.parametrize(("method", "path"), EVERY)
async def test_every_answer_has_safe_headers(house: House, method: str, path: str) -> None:
    async with house.client() as client:
        answers = [await asked(client, method, path)]
        await sign_in(client)
        answers.append(await asked(client, method, path))
    for answer in answers:
        _is_safe(answer, path)


def _is_safe(answer: httpx.Response, path: str) -> None:
    headers = answer.headers
    policy = headers["content-security-policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy or "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert "no-store" in headers["cache-control"] or answer.status_code == 304 or path == "/graphql/schema.graphql"
    assert "server" not in headers
    if not path.startswith("/graphql"):
        assert {name: headers[name] for name in WEB} == WEB
        assert "camera=()" in headers["permissions-policy"]
    for cookie in headers.get_list("set-cookie"):
        assert "samesite=lax" in cookie.lower()
        assert "path=/" in cookie.lower()


async def test_a_name_of_a_file_outside_is_not_served(house: House) -> None:
    async with house.client() as client:
        for name in ("..%2f..%2fapp.py", "%2e%2e/%2e%2e/settings.py", "....//app.py", "%00"):
            assert (await client.get(f"/static/{name}")).status_code in (303, 404)


async def test_https_is_for_good(house: House) -> None:
    async with house.client() as client:
        assert "strict-transport-security" not in (await client.get("/login")).headers
        far = await client.get(HOME.replace("http:", "https:") + "/login")
    assert far.headers["strict-transport-security"] == "max-age=63072000; includeSubDomains"


CHANGING = sorted({path for method, path in ROUTES if method == "POST"} - {"/login"})


@pytest.mark.parametrize("path", [*CHANGING, "/graphql"])
@pytest.mark.parametrize("given", ["", "wrong", "of-another-session"])
async def test_nothing_is_changed_without_the_sessions_own_token(house: House, path: str, given: str) -> None:
    body = {"query": 'mutation { tagSave(code: "x") { userErrors { code } } }'}
    events = "SELECT count(*) FROM audit_event WHERE action <> 'staff.signed_in'"
    async with house.client() as client, house.client() as other:
        await sign_in(other)
        foreign = await house.tell("SELECT csrf_token FROM staff_session ORDER BY created_at DESC LIMIT 1")
        await sign_in(client)
        token = foreign if given == "of-another-session" else given
        before = await house.tell(events)
        sent = {"json": body, "headers": {"x-csrf-token": token}} if path == "/graphql" else {"data": {"csrf": token}}
        answer = await client.post(path, **sent)
        assert await house.tell(events) == before
    assert answer.status_code in (303, 400, 401, 403, 404, 409, 410, 422)
