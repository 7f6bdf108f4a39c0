"""Whatever is written, by whomever: each screen draws it as text."""

import re
from collections import Counter
from html import unescape
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest

from admin_ui.panels.reading import panel_names
from tests.attacks.conftest import CHROMIUM, Site
from tests.attacks.poison import MARK, SUM, TEXTS, taken_for_markup
from tests.attacks.test_verbs import LEFT as TAKING

RECORDS = 2
"How many records of one panel are opened; of every other screen one."
MOST = 600
LINK = re.compile(r'(?:href|data-href|hx-get)="(/[^"]*)"')
LEFT = ("/static/", "/exports/", "/preferences", "/graphql")
KNOWN_BY_LISTEN = """
    window.broken = [];
    addEventListener('securitypolicyviolation', event => broken.push(event.violatedDirective + ' ' + event.blockedURI));
"""


PANELS = frozenset(panel_names())
TOLD_APART = ("tab=", "act=", "view=")
"What of a query leads to another screen."


def form_of(address: str) -> str:
    """Two addresses of one form lead to the same screen of other records."""
    parts = urlsplit(address)
    steps = parts.path.strip("/").split("/")
    path = f"{steps[0]}/*" if steps[0] in PANELS and len(steps) == 2 else parts.path
    kept = (pair if pair.startswith(TOLD_APART) else pair.partition("=")[0] for pair in parts.query.split("&"))
    return f"{path}?{'&'.join(kept)}"


def crawled(client: httpx.Client) -> dict[str, httpx.Response]:
    """The answers of every form of address that leads on from the front page."""
    waiting = dict.fromkeys(["/", *(f"/{name}" for name in PANELS)])
    answers: dict[str, httpx.Response] = {}
    seen = Counter[str]()
    while waiting and len(answers) < MOST:
        address = next(iter(waiting))
        del waiting[address]
        seen[form_of(address)] += 1
        if seen[form_of(address)] > _most(address):
            continue
        answers[address] = client.get(address)
        found = map(unescape, LINK.findall(answers[address].text))
        waiting |= {link: None for link in found if _is_new(link, answers, seen)}
    return answers


def _most(address: str) -> int:
    return RECORDS if form_of(address).endswith("/*?") else 1


def _is_new(link: str, answers: dict[str, httpx.Response], seen: Counter[str]) -> bool:
    return link not in answers and not link.startswith(LEFT) and seen[form_of(link)] < _most(link)


@pytest.fixture(scope="module")
def screens(browser: httpx.Client) -> dict[str, httpx.Response]:
    return crawled(browser)


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_that_became_markup_is_noticed(text: str) -> None:
    assert taken_for_markup(f"<p>{text}</p>")
    assert taken_for_markup(f"<p title='{SUM}'></p>") == [SUM]


def test_every_screen_draws_every_text_as_text(site: Site, screens: dict[str, httpx.Response]) -> None:
    answers = screens
    assert site.changed > 60
    assert len(answers) > 200
    assert {address: answer.status_code for address, answer in answers.items() if answer.status_code >= 500} == {}
    assert sum(MARK in answer.text for answer in answers.values()) > 60
    assert {path: found for path, answer in answers.items() if (found := taken_for_markup(answer.text))} == {}


ECHOED = ["/members?q={}", "/members?name.contains={}", "/members?sort={}", "/members?columns={}", "/members?{}=1",
          "/members/{}", "/orders/{}", "/palette?q={}", "/explorer?query={}&variables={}", "/login?next={}",
          "/parts/members/filter?filter={}", "/acts/members/memberUpdate?key={}", "/why/Member/{}", "/why/{}/phone",
          "/compare?a=role:{}&b=me", "/membership/done/{}?number={}", "/membership/confirm?challenge={}", "/{}",
          "/account?done={}", "/members/M-0000001?done={}&tab={}", "/suggestions/members/memberRegister?field={}&q={}",
          "/roles/new/roleSave?from={}", "/invite/{}", "/sso/{}", "/undo/members?{}"]  # fmt: skip


@pytest.mark.parametrize("address", ECHOED)
def test_what_stands_in_an_address_comes_back_as_text(browser: httpx.Client, address: str) -> None:
    for text in TEXTS:
        answer = browser.get(address.replace("{}", quote(text, safe="")))
        assert answer.status_code < 500
        assert taken_for_markup(answer.text) == []


def test_what_was_typed_into_a_form_comes_back_as_text(
    browser: httpx.Client, screens: dict[str, httpx.Response]
) -> None:
    forms = {path: answer.text for path, answer in screens.items() if "/acts/" in path or "/new/" in path}
    forms = {path: page for path, page in forms.items() if not any(verb in path for verb in TAKING)}
    token = re.search(r'name="csrf" value="([^"]+)"', browser.get("/account").text)
    assert token is not None
    for n, (path, page) in enumerate(forms.items()):
        typed = {name: TEXTS[n % len(TEXTS)] for name in re.findall(r'name="([\w.\[\]-]+)"', page)}
        answer = browser.post(path, data=typed | {"csrf": token[1], "intent": "preview"})
        assert answer.status_code < 500, path
        assert taken_for_markup(answer.text) == [], path
    assert len(forms) > 30


@pytest.mark.parametrize("panel", ["members", "orders", "tickets", "campaigns"])
def test_a_file_holds_no_formula(browser: httpx.Client, panel: str) -> None:
    text = browser.get(f"/exports/{panel}").text
    assert MARK in text
    assert not re.search(r'(^|[,\n])"?[=@+]', text)


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_no_script_of_a_text_runs_in_a_browser(site: Site, chromium: Any, screens: dict[str, httpx.Response]) -> None:
    """Pages, and what scripts put into them afterwards: the palette, suggestions, charts, tabs."""
    context = chromium.new_context(base_url=site.address)
    said: list[str] = []
    page = context.new_page()
    page.add_init_script(KNOWN_BY_LISTEN)
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    page.on("console", lambda told: said.append(told.text) if "Content Security Policy" in told.text else None)
    _sign_in(page)
    pages = [address for address in screens if address.count("/") == 2 and "?" not in address]
    for address in ["/", "/members", *pages[:16]]:
        page.goto(address)
        said += page.evaluate("window.broken")
        assert page.evaluate(f"document.querySelectorAll('{MARK}, [on{MARK}]').length") == 0, address
    _search(page)
    said += page.evaluate("window.broken")
    context.close()
    assert said == []


def _sign_in(page: Any) -> None:
    page.goto("/login?" + urlencode({"next": "/members"}))
    page.fill("[name=username]", "olga")
    page.fill("[name=password]", "a quiet green lake")
    page.keyboard.press("Enter")
    page.wait_for_url("**/members")


def _search(page: Any) -> None:
    page.goto("/members")
    page.keyboard.press("Control+k")
    page.keyboard.type("alert")
    page.wait_for_selector("#palette-list a[role=option]")
    assert page.evaluate(f"document.querySelectorAll('{MARK}, [on{MARK}]').length") == 0
