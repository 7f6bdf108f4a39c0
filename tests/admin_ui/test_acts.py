"""Changes from a record's page: drawn for who may, sent once, told why not."""

import html
import json
import re

import httpx
import pytest

from tests.api.conftest import House, csrf_of, house, sign_in

from .workbench import values_of

__all__ = ["house"]
NEW = "/members/new/memberRegister"
NAME = "SELECT name FROM member WHERE member_no = $1"
FORM = "/acts/members/pointsAdjust"
BALANCE = "SELECT balance FROM ledger_account a JOIN member m ON m.points_account_id = a.id WHERE m.member_no = $1"


async def _opened(house: House, client: httpx.AsyncClient) -> tuple[str, dict[str, str]]:
    """A member's number, and the hidden fields of the form."""
    await sign_in(client)
    number = await house.tell("SELECT member_no FROM member WHERE status = 'ACTIVE' ORDER BY member_no LIMIT 1")
    page = await client.get(FORM, params={"key": number})
    assert page.status_code == 200
    return number, dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))


async def test_a_record_offers_what_may_be_done(house: House) -> None:
    async with house.client() as client:
        number, _ = await _opened(house, client)
        page = (await client.get(f"/members/{number}")).text
    assert f"{FORM}?key={number}" in page
    assert "memberFreeze" in page
    assert "memberUnfreeze" not in page


async def test_a_form_sent_twice_changes_once(house: House) -> None:
    async with house.client() as client:
        number, hidden = await _opened(house, client)
        before = await house.tell(BALANCE, number)
        sent = hidden | {"delta": "25", "reason": "Counted"}
        answers = [await client.post(FORM, params={"key": number}, data=sent) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [303, 303]
        assert "Adjust points: done." in (await client.get(answers[0].headers["location"])).text
    assert await house.tell(BALANCE, number) == before + 25


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"delta": "-99999999", "reason": "Test"}, "are missing"),
        ({"delta": "5", "reason": " "}, "Say why"),
        ({"delta": "many", "reason": "Test"}, "Enter a whole number"),
    ],
)
async def test_a_refused_form_says_why_and_keeps_what_was_typed(house: House, given: dict, told: str) -> None:
    async with house.client() as client:
        number, hidden = await _opened(house, client)
        before = await house.tell(BALANCE, number)
        answer = await client.post(FORM, params={"key": number}, data=hidden | given)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{given["delta"]}"' in answer.text
    assert await house.tell(BALANCE, number) == before


async def test_a_form_shows_what_will_happen_and_changes_nothing(house: House) -> None:
    async with house.client() as client:
        number, hidden = await _opened(house, client)
        before = await house.tell(BALANCE, number)
        sent = hidden | {"delta": "25", "reason": "Counted", "intent": "preview"}
        page = await client.post(FORM, params={"key": number}, data=sent)
    assert f"<del>{before:,}</del> → <ins>{before + 25:,}</ins>" in page.text
    assert 'value="25"' in page.text
    assert await house.tell(BALANCE, number) == before


async def test_a_form_shows_why_it_would_be_refused(house: House) -> None:
    async with house.client() as client:
        number, hidden = await _opened(house, client)
        sent = hidden | {"delta": "-99999999", "reason": "Counted", "intent": "preview"}
        page = await client.post(FORM, params={"key": number}, data=sent)
    assert page.status_code == 422
    assert "are missing" in page.text


async def test_a_form_of_another_session_changes_nothing(house: House) -> None:
    async with house.client() as client:
        number, hidden = await _opened(house, client)
        before = await house.tell(BALANCE, number)
        sent = hidden | {"delta": "25", "reason": "Forged", "csrf": "x" * len(await csrf_of(house))}
        assert (await client.post(FORM, params={"key": number}, data=sent)).status_code == 403
    assert await house.tell(BALANCE, number) == before


async def test_what_a_panel_does_not_offer_is_not_there(house: House) -> None:
    async with house.client() as client:
        number, _ = await _opened(house, client)
        for path in ("/acts/members/pointsReverse", "/acts/orders/pointsAdjust", "/acts/members/nothing"):
            assert (await client.get(path, params={"key": number})).status_code == 404
        assert (await client.get(FORM, params={"key": "M-NOBODY"})).status_code == 404


async def test_a_form_is_refused_in_the_language_of_its_page(house: House) -> None:
    async with house.client(cookies={"locale": "zh-CN"}, headers={"accept-language": "en"}) as client:
        number, hidden = await _opened(house, client)
        answer = await client.post(FORM, params={"key": number}, data=hidden | {"delta": "5", "reason": " "})
    assert answer.status_code == 422
    assert "请说明原因，1 到 500 个字符。" in answer.text


async def _form(client: httpx.AsyncClient, path: str) -> tuple[str, dict[str, str]]:
    page = await client.get(path)
    assert page.status_code == 200
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return page.text, {name: html.unescape(value) for name, value in found}


async def test_a_new_member_is_registered_edited_and_the_edit_taken_back(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        _, hidden = await _form(client, NEW)
        made = await client.post(NEW, data=hidden | {"input.name": "Wei Fang", "input.email": "wei@example.com"})
        number = made.headers["location"].removeprefix("/members/").partition("?")[0]
        assert "Registered." in (await client.get(made.headers["location"])).text
        edit = f"/acts/members/memberUpdate?key={number}"
        text, hidden = await _form(client, edit)
        sent = hidden | values_of(text) | {"input.name": "Fang Wei"}
        done = (await client.post(edit, data=sent)).headers["location"]
        assert await house.tell(NAME, number) == "Fang Wei"
        _, hidden = await _form(client, done)
        await client.post("/undo/members", data=hidden)
        assert await house.tell(NAME, number) == "Wei Fang"


@pytest.mark.parametrize("field", ["member_no", "phone", "email"])
async def test_a_member_is_found_by_any_name(house: House, field: str) -> None:
    known = f"SELECT {field} FROM member WHERE {field} IS NOT NULL AND status = 'ACTIVE' ORDER BY member_no LIMIT 1"
    text = await house.tell(known)
    async with house.client() as client:
        await sign_in(client)
        _, hidden = await _form(client, NEW)
        made = await client.post(NEW, data=hidden | {"input.name": "Referred", "input.referrer": text})
        lost = await client.post(NEW, data=hidden | {"idempotencyKey": "other", "input.referrer": "nobody-77"})
    assert made.status_code == 303
    assert 'id="control-input.referrer-wrong"' in lost.text


async def test_a_saved_template_keeps_what_was_not_touched(house: House) -> None:
    code = await house.tell("SELECT code FROM coupon_template ORDER BY code LIMIT 1")
    edit, whole = (
        f"/acts/templates/couponTemplateSave?key={code}",
        "SELECT to_jsonb(t) FROM coupon_template t WHERE code = $1",
    )
    before = json.loads(await house.tell(whole, code))
    async with house.client() as client:
        await sign_in(client)
        text, hidden = await _form(client, edit)
        answer = await client.post(edit, data=hidden | values_of(text) | {"input.name": "Renamed"})
    assert answer.status_code == 303, re.findall(r'role="alert">(.*?)</p', answer.text)
    after = json.loads(await house.tell(whole, code))
    changed = {name for name in before if before[name] != after[name]}
    assert changed - {"updated_at"} == {"name", "version"}
