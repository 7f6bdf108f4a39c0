"""The page on which roles are edited, as a form without any script."""

from html import unescape
from typing import Any

from tests.api.conftest import House, csrf_of, sign_in

PAGE = "/acts/roles/roleSave?key=finance"
NEW = "/roles/new/roleSave"


async def typed(house: House, **more: Any) -> dict[str, Any]:
    """What a browser would send of a form that was opened and little changed."""
    return {
        "csrf": await csrf_of(house), "name": "Money desk", "class.PUBLIC": "FULL",
        "class.PUBLIC.filter": "true", "class.CONTACT": "MASKED", "class.CONTACT.filter": "true", "type.Member": "ALL",
        "type.Order": "OWN_STORE", "field.Member.birthday": "MASKED", "permission": ["wallet.refund"],
    } | more  # fmt: skip


async def test_the_form_shows_classes_types_and_permissions_in_words(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        text = (await client.get(PAGE)).text
    for said in ("Everyday data", "own unit and below", "Correct stored value by hand.", "Must stay true"):
        assert said in text


async def test_a_type_opens_and_what_was_typed_stays(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        answer = await client.post(PAGE, data=await typed(house, intent="open:Member"))
    assert answer.status_code == 200
    assert 'value="Money desk"' in answer.text
    assert 'name="field.Member.phone"' in answer.text
    assert "as its class: masked" in answer.text


async def test_what_would_change_is_told_before_it_is_saved(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        text = unescape((await client.post(PAGE, data=await typed(house, intent="preview"))).text)
        kept = (await client.get(PAGE)).text
    assert "What changes" in text
    assert "may no longer" in text
    assert "Money desk" not in kept


async def test_a_saved_role_is_as_it_was_typed(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        made = await client.post(NEW, data=await typed(house, intent="save", code="desk", name="Desk"))
        assert (made.status_code, made.headers["location"][:12]) == (303, "/roles/desk?")
        text = (await client.get("/acts/roles/roleSave?key=desk")).text
    scope = (
        "SELECT scope::text FROM type_grant JOIN role ON role.id = role_id WHERE code = 'desk' AND type_name = 'Order'"
    )
    assert await house.tell(scope) == '{"storeKey": {"eq": "$viewer.store"}}'
    assert '<option value="OWN_STORE" selected>' in text
    filters = (
        "SELECT may_filter FROM class_grant JOIN role ON role.id = role_id WHERE code = 'desk' AND read = 'MASKED'"
    )
    assert await house.tell(filters) is False


async def test_a_form_of_another_site_changes_nothing(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        answer = await client.post(PAGE, data=await typed(house, csrf="x"))
    assert answer.status_code == 403
    assert await house.tell("SELECT count(*) FROM role WHERE name = 'Money desk'") == 0


async def test_an_example_is_added_and_taken_away(house: House) -> None:
    example = {"example.typeName": "Member", "example.field": "phone", "example.expects": "HIDDEN"}
    async with house.client() as client:
        await sign_in(client)
        done = await client.post(PAGE, data=await typed(house, intent="example", **example))
        assert done.status_code == 303
        key = await house.tell("SELECT 'exa_' || id FROM access_example")
        assert (await client.post(PAGE, data=await typed(house, intent="forget", example=key))).status_code == 303
    assert await house.tell("SELECT count(*) FROM access_example") == 0


async def test_limits_are_typed_and_what_is_no_number_is_told(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        given = await typed(house, intent="save", code="bounded", name="Bounded", **{"limit.COST": "2,500"})
        assert (await client.post(NEW, data=given)).status_code == 303
        text = (await client.get("/acts/roles/roleSave?key=bounded")).text
        wrong = await client.post(NEW, data=given | {"code": "unbound", "limit.DEPTH": "deep"})
    assert 'name="limit.COST" inputmode="numeric" value="2500" placeholder="1000"' in text
    assert wrong.status_code == 422
    assert "The limit DEPTH is no whole number." in wrong.text
    assert await house.tell("SELECT count(*) FROM role WHERE code = 'unbound'") == 0


COUNTER = {
    "code": "counter", "name": "Counter", "intent": "save", "permission": ["tickets.open", "orders.record"],
    "forced.0.name": "ticketOpen.input.channel", "forced.0.value": "PHONE",
    "forced.2.name": "orderRecord.input.cart.storeCode", "forced.2.own": "$viewer.store",
}  # fmt: skip


async def test_values_that_are_always_set_are_typed(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        assert (await client.post(NEW, data=await typed(house, **COUNTER))).status_code == 303
        text = (await client.get("/acts/roles/roleSave?key=counter")).text
    set_ = '{"ticketOpen.input.channel": "PHONE", "orderRecord.input.cart.storeCode": "$viewer.store"}'
    assert await house.tell("SELECT forced::text FROM role WHERE code = 'counter'") == set_
    assert '<option value="$viewer.store" selected>' in text
    assert 'name="forced.1.value" value="PHONE"' in text


async def test_what_cannot_be_set_is_told_beside_what_was_typed(house: House) -> None:
    color = {"forced.1.name": "ticketOpen.input.color", "forced.1.value": "red"}
    async with house.client() as client:
        await sign_in(client)
        wrong = await client.post(NEW, data=await typed(house, **COUNTER | color))
        told = await client.post(NEW, data=await typed(house, **COUNTER | {"intent": "preview"}))
    assert wrong.status_code == 422
    assert "called &#39;ticketOpen.input.color&#39;" in wrong.text
    assert "What changes" in told.text


async def test_another_row_is_added_without_losing_what_was_typed(house: House) -> None:
    rows = {"forced.1.name": "ticketOpen.input.channel", "forced.1.value": "PHONE"}
    async with house.client() as client:
        await sign_in(client)
        text = (await client.post(PAGE, data=await typed(house, intent="more", **rows))).text
    assert 'name="forced.2.name"' in text
    assert 'value="PHONE"' in text
