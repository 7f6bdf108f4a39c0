"""A campaign on its pages: written field by field, looked at beforehand, handed in, published, stopped."""

import html
import re

import httpx

from tests.api.conftest import House, house, sign_in

from .workbench import values_of

__all__ = ["house"]
NEW = "/campaigns/new/campaignSave"
STATUS = "SELECT status FROM campaign WHERE code = $1"
RULES = "SELECT rules::text FROM campaign WHERE code = $1"
DRAFT = {
    "input.name": "Autumn", "input.kind": "SPEND_AND_SAVE",
    "input.terms.steps.0.spend": "100", "input.terms.steps.0.off": "10",
    "input.terms.conditions.weekdays": "MONDAY", "input.terms.conditions.minSpend": "20",
    "input.terms.conditions.hours.0.begins": "10:00", "input.terms.conditions.hours.0.ends": "24:00",
}  # fmt: skip


async def _form(client: httpx.AsyncClient, path: str) -> tuple[str, dict[str, str]]:
    page = await client.get(path)
    assert page.status_code == 200
    found = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
    return page.text, {name: html.unescape(value) for name, value in found}


async def _made(client: httpx.AsyncClient, code: str) -> None:
    await sign_in(client)
    _, hidden = await _form(client, NEW)
    made = await client.post(NEW, data=hidden | DRAFT | {"input.code": code})
    assert made.status_code == 303, re.findall(r'role="alert">(.*?)</p', made.text)


async def _act(client: httpx.AsyncClient, name: str, code: str, **given: str) -> None:
    path = f"/acts/campaigns/{name}?key={code}"
    _, hidden = await _form(client, path)
    done = await client.post(path, data=hidden | given)
    assert done.status_code == 303, re.findall(r'role="alert">(.*?)</p', done.text)


async def test_a_new_campaign_is_looked_at_and_made(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        _, hidden = await _form(client, NEW)
        shown = await client.post(NEW, data=hidden | DRAFT | {"input.code": "A", "intent": "preview"})
        assert "$10.00" in shown.text
        assert "off by Autumn" in shown.text
        assert await house.tell(STATUS, "A") is None
        await _made(client, "A")
    assert await house.tell(RULES, "A") == (
        '{"steps": [{"off": "10", "spend": "100"}], "conditions": {"hours": [{"to": "24:00", "from": "10:00"}], '
        '"minSpend": "20", "weekdays": [1]}}'
    )


async def test_a_campaign_goes_its_way_on_its_page(house: House) -> None:
    async with house.client() as client:
        await _made(client, "B")
        for name, status in (
            ("campaignSubmit", "IN_REVIEW"), ("campaignPublish", "RUNNING"), ("campaignPause", "PAUSED"),
            ("campaignPublish", "RUNNING"),
        ):  # fmt: skip
            await _act(client, name, "B")
            assert await house.tell(STATUS, "B") == status
        await _act(client, "campaignEnd", "B", confirm="Autumn")
    assert await house.tell(STATUS, "B") == "ENDED"


async def test_an_edit_opens_with_what_is_there_and_keeps_it(house: House) -> None:
    async with house.client() as client:
        await _made(client, "C")
        before = await house.tell(RULES, "C")
        edit = "/acts/campaigns/campaignSave?key=C"
        text, hidden = await _form(client, edit)
        days = re.findall(r'<input type="checkbox" name="input.terms.conditions.weekdays" value="(\w+)" checked>', text)
        values = values_of(text) | {"input.terms.conditions.weekdays": days}
        assert values["input.terms.steps.0.spend"] == "100"
        done = await client.post(edit, data=hidden | values | {"input.name": "Fall"})
        assert done.status_code == 303, re.findall(r'role="alert">(.*?)</p', done.text)
    assert await house.tell("SELECT name FROM campaign WHERE code = $1", "C") == "Fall"
    assert await house.tell(RULES, "C") == before


async def test_what_cannot_be_used_is_said_beside_its_field(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        _, hidden = await _form(client, NEW)
        wrong = await client.post(NEW, data=hidden | DRAFT | {"input.code": "D", "input.terms.steps.0.off": "101"})
    assert wrong.status_code == 422
    assert 'id="control-input.terms.steps.0.off-wrong"' in wrong.text
    assert await house.tell(STATUS, "D") is None
