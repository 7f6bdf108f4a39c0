"""Every route of the application, asked with addresses, hosts and headers that lead astray."""

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import httpx
import pytest

from tests.api.test_headers import EVERY, ROUTES
from tests.attacks.conftest import PASSWORD, Site

NAMES = ("next", "return", "returnTo", "url", "redirect", "redirect_uri", "continue", "to", "back", "target")
ELSEWHERE = (
    "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
    "/\n/evil.example", "///evil.example", "https:evil.example", "javascript:alert(1)", "/%09/evil.example",
    "http:\\\\evil.example", "/.evil.example/..//evil.example", "\x00//evil.example", "//evil.example%2f..",
)  # fmt: skip
SPLIT = "x%0d%0aset-cookie:%20planted=1%0d%0a%0d%0a<html>"
READ = sorted({path for method, path in ROUTES if method == "GET"})
CHANGED = sorted({path for method, path in ROUTES if method == "POST"})
TRAVERSALS = ("../../../../etc/passwd", "..%2f..%2f..%2fetc%2fpasswd", "%2e%2e/%2e%2e/pyproject.toml", "/etc/passwd",
              "....//....//etc/passwd", "..%5c..%5csettings.py", "%c0%ae%c0%ae/settings.py", "..%252f..%252fapp.py",
              "settings.py%00.css", "built/../../../app.py")  # fmt: skip


def is_ours(location: str) -> bool:
    """Whether a browser stays on this site: it takes backslashes for slashes and drops controls."""
    meant = re.sub(r"[\t\r\n]", "", location).strip("".join(map(chr, range(33)))).replace("\\", "/")
    parts = urlsplit(meant)
    return (not parts.scheme and not parts.netloc and not meant.startswith("//")) or parts.hostname == "127.0.0.1"


@pytest.fixture
def fresh(site: Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=site.address, timeout=20) as client:
        yield client


def test_what_a_browser_makes_of_an_address_is_known() -> None:
    assert [address for address in ELSEWHERE if is_ours(address)] == [
        "/%09/evil.example", "/.evil.example/..//evil.example", "\x00//evil.example"
    ][:2]  # fmt: skip


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_no_route_sends_a_browser_elsewhere(browser: httpx.Client, fresh: httpx.Client, elsewhere: str) -> None:
    given = dict.fromkeys(NAMES, elsewhere)
    for path in READ:
        for client in (browser, fresh):
            said = {"hx-current-url": elsewhere} if elsewhere.isprintable() else {}
            answer = client.get(path, params=given, headers={"hx-request": "true"} | said)
            told = [answer.headers.get(name, "") for name in ("location", "hx-redirect", "hx-location", "refresh")]
            assert [one for one in told if one and not is_ours(one)] == [], path


@pytest.mark.parametrize("elsewhere", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_signing_in(fresh: httpx.Client, elsewhere: str) -> None:
    form = {"username": "olga", "password": PASSWORD} | dict.fromkeys(NAMES, elsewhere)
    answer = fresh.post("/login", data=form)
    assert answer.status_code == 303
    assert is_ours(answer.headers["location"])
    landed = fresh.get(answer.headers["location"], follow_redirects=True)
    assert str(landed.url).startswith(str(fresh.base_url))


def test_no_header_is_split(browser: httpx.Client) -> None:
    for path in READ:
        for asked in (
            f"{path}?{'&'.join(f'{name}={SPLIT}' for name in (*NAMES, 'locale', 'key', 'done'))}",
            f"{path}{SPLIT}",
        ):
            answer = browser.get(asked)
            assert "planted" not in answer.headers.get("set-cookie", "")
            assert not [v for v in answer.headers.values() if "\r" in v or "\n" in v]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1].evil.example"])
def test_a_foreign_host_stands_in_no_answer(site: Site, fresh: httpx.Client, host: str) -> None:
    spoken = {"host": host, "x-forwarded-host": host, "forwarded": f"host={host}", "x-original-url": "/admin"}
    for path in ("/login", "/", "/forgotten", "/membership/register", "/sso/work", "/graphql", "/explorer"):
        answer = fresh.get(path, headers=spoken)
        assert "evil.example" not in answer.text
        assert "evil.example" not in answer.headers.get("location", "")


@pytest.mark.parametrize("name", TRAVERSALS)
def test_no_file_of_the_machine_is_told(browser: httpx.Client, name: str) -> None:
    for base in ("/static/", "/exports/", "/files/coupon-codes/", "/parts/members/", "/members/", "/", "/why/",
                 "/invite/", "/acts/members/", "/membership/", "/suggestions/"):  # fmt: skip
        answer = browser.get(f"{base}{name}")
        assert answer.status_code < 500, base
        assert "root:" not in answer.text
        assert "import " not in answer.text


CROSS = (
    {"origin": "https://evil.example"},
    {"sec-fetch-site": "cross-site"},
    {"origin": "null", "sec-fetch-site": "cross-site"},
)
COUNTED = "{ auditEvents(first: 1) { nodes { id } totalCount(cap: 10000) { value } } }"


def test_no_form_of_another_site_is_taken(site: Site, fresh: httpx.Client) -> None:
    """Of somebody who is signed in, and of nobody: not even a sign-in is done for another site."""
    fresh.post("/login", data={"username": "olga", "password": PASSWORD})
    began = _events(site)
    with httpx.Client(base_url=site.address) as nobody:
        for path in CHANGED:
            for client, cross in ((c, x) for c in (fresh, nobody) for x in CROSS):
                form = {"username": "olga", "password": PASSWORD, "email": "a@example.com", "login": "a@example.com"}
                answer = client.post(path, data=form, headers=cross)
                assert "_session=" not in answer.headers.get("set-cookie", ""), path
                assert answer.status_code in (303, 400, 401, 403, 404, 409, 422), (path, answer.status_code)
    assert _events(site) == began


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", ""])
def test_what_a_foreign_page_can_send_without_asking_is_no_operation(browser: httpx.Client, kind: str) -> None:
    body = '{"query": "mutation { tagSave(code: \\"x\\") { userErrors { code } } }"}'
    assert browser.post("/graphql", content=body, headers={"content-type": kind}).status_code in (400, 403, 415)
    changing = {"query": "mutation { viewAsEnd { userErrors { code } } }"}
    assert browser.get("/graphql", params=changing).status_code == 400


@pytest.mark.parametrize("method", ["TRACE", "PUT", "PATCH", "DELETE", "CONNECT", "PROPFIND"])
def test_a_method_that_nobody_needs_is_refused(browser: httpx.Client, method: str) -> None:
    for path in {path for _, path in EVERY}:
        assert browser.request(method, path).status_code in (400, 403, 404, 405), path


def test_no_address_carries_a_secret(browser: httpx.Client) -> None:
    """Nothing that lets somebody in stands where logs and histories keep it; links of mails work once."""
    token = browser.cookies.get("memberdesk_session") or ""
    for path in READ:
        answer = browser.get(path)
        assert token not in answer.headers.get("location", "")
        assert token not in answer.text
        assert quote(token) not in answer.text


def _events(site: Site) -> int:
    with httpx.Client(base_url=site.address, headers={"authorization": f"Bearer {site.token}"}) as client:
        answer = client.post("/graphql", json={"query": COUNTED}).json()
    return int(answer["data"]["auditEvents"]["totalCount"]["value"])
