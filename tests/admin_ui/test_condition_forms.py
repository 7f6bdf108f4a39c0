"""Conditions on the forms of segments and campaigns, as a browser without scripts sends them."""

import html
import json
import re

import httpx

from tests.api.conftest import House, house, sign_in

from .workbench import values_of as every_value

__all__ = ["house"]
NEW = "/segments/new/segmentSave"
WHERE = 'SELECT "where"::text FROM segment WHERE code = $1'
ROW = {"where.0.field": "orderCount", "where.0.op": "gte", "where.0.value": "0"}
HTMX = {"HX-Request": "true"}


def values_of(text: str) -> dict[str, str]:
    """What the inputs of a page hold, with those of the rows."""
    rows = re.findall(r'<input class="field condition-\w+"[^>]*?name="([^"]*)" value="([^"]*)"', text)
    return every_value(text) | {name: html.unescape(value) for name, value in rows}


async def opened(client: httpx.AsyncClient, path: str = NEW) -> dict[str, str]:
    page = await client.get(path)
    assert page.status_code == 200
    return {n: html.unescape(v) for n, v in re.findall(r'type="hidden" name="([\w.]+)" value="([^"]*)"', page.text)}


async def test_a_segment_is_written_in_rows_and_opened_in_rows(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        sent = await opened(client) | ROW | {"code": "ROWS", "name": "Rows"}
        made = await client.post(NEW, data=sent)
        assert made.status_code == 303, re.findall(r'role="alert">(.*?)</p', made.text)
        edit = await client.get("/acts/segments/segmentSave?key=ROWS")
    assert json.loads(await house.tell(WHERE, "ROWS")) == {"orderCount": {"gte": 0}}
    values = values_of(edit.text)
    assert (values["where.0.field"], values["where.0.op"], values["where.0.value"]) == ("orderCount", "gte", "0")


async def test_adding_and_removing_redraws_the_form_with_what_was_typed(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        sent = await opened(client) | ROW | {"name": "Half", "where.1.field": "tier.code", "where.match": "any"}
        added = await client.post(NEW, data=sent | {"intent": "conditions:where"})
        dropped = await client.post(NEW, data=sent | {"intent": "drop:where.0"})
    values = values_of(added.text)
    assert (values["name"], values["where.0.value"], values["where.match"]) == ("Half", "0", "any")
    assert 'type="checkbox" name="where.1.value"' in added.text
    assert added.text.count('class="condition"') > 3
    assert values_of(dropped.text)["where.0.field"] == "tier.code"
    assert await house.tell("SELECT count(*) FROM segment WHERE name = $1", "Half") == 0


async def test_an_error_stands_at_its_row_and_nothing_typed_is_lost(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        bad = ROW | {"where.3.field": "pointsAvailable", "where.3.op": "gte", "where.3.value": "many"}
        answer = await client.post(NEW, data=await opened(client) | bad | {"code": "BAD", "name": "Bad"})
    assert answer.status_code == 422
    at = re.search(r'id="control-where.1-wrong"><p class="wrong" role="alert">([^<]*)', answer.text)
    assert at
    assert at[1] == "Enter a whole number, such as 250."
    assert values_of(answer.text)["where.1.value"] == "many"
    assert answer.text.count('class="wrong"') == 1


async def test_what_rows_cannot_say_stays_and_is_shown(house: House) -> None:
    rest = {"not": {"status": {"eq": "FROZEN"}}}
    async with house.client() as client:
        await sign_in(client)
        made = await client.post(
            NEW, data=await opened(client) | {"code": "REST", "name": "R", "where": json.dumps(rest)}
        )
        assert made.status_code == 303
        edit = "/acts/segments/segmentSave?key=REST"
        text = (await client.get(edit)).text
        sent = await opened(client, edit) | {"name": "R", "where": values_of(text)["where"]} | ROW
        assert (await client.post(edit, data=sent)).status_code == 303
    assert "cannot be said in rows" in text
    assert json.loads(await house.tell(WHERE, "REST")) == rest | {"orderCount": {"gte": 0}}


async def test_a_page_that_asks_gets_the_rows_or_the_number_alone(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        sent = await opened(client) | ROW
        rows = await client.post(NEW, data=sent | {"intent": "field:where"}, headers=HTMX)
        count = await client.post(NEW, data=sent | {"intent": "count:where"}, headers=HTMX)
    assert "<h1" not in rows.text
    assert 'name="where.1.field"' in rows.text
    assert re.fullmatch(r"\s*Meet this now: [\d,]+\s*", count.text)


async def test_a_campaign_has_the_same_builder(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        page = await client.get("/campaigns/new/campaignSave")
    assert 'name="input.audienceWhere.0.field"' in page.text
