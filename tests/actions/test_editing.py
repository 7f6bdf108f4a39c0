import asyncio
from dataclasses import replace
from typing import Any

from rules.permissions import Facets, Grants, ReadLevel, Sensitivity, union
from tests import make
from tests.actions.teller import Teller
from tests.actions.test_members import UNDO, UPDATE
from tests.conftest import viewer


async def _key(teller: Teller) -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"


async def _update(teller: Teller, version: int | None = None, **given: Any) -> dict[str, Any]:
    return await teller(UPDATE, id=await _key(teller), input=given, version=version)


async def test_what_is_given_changes_and_the_rest_stays(teller: Teller) -> None:
    await _update(teller, name="Wu", phone="+49 151 000000", custom={"kids": 1, "pet": "cat"})
    payload = await _update(teller, phone=None, custom={"pet": None})
    assert payload["member"] == {
        "name": "Wu", "phone": None, "email": None, "isAnonymous": False, "version": 3,
        "attributes": [{"key": "kids", "value": "1"}],
    }  # fmt: skip
    assert payload["changeSet"]["summary"] == "M1: custom, phone"


async def test_no_difference_writes_nothing(teller: Teller) -> None:
    await _update(teller, name="Wu")
    before = await teller.state()
    payload = await _update(teller, name=" Wu ")
    assert (payload["member"]["version"], payload["changeSet"]) == (2, None)
    assert await teller.state() == before


async def test_an_edit_is_taken_back(teller: Teller) -> None:
    await _update(teller, name="Wu", birthday="1990-01-02", custom={"kids": 1})
    payload = await _update(teller, name="Lin", birthday=None, custom={"kids": 2})
    assert await teller(UNDO, id=payload["changeSet"]["id"]) == {"skipped": [], "userErrors": []}
    row = await teller.connection.fetchrow("SELECT name, birthday::text, custom::text, version FROM member")
    assert tuple(row) == ("Wu", "1990-01-02", '{"kids": 1}', 4)


async def test_a_value_that_another_took_since_is_not_given_back(teller: Teller) -> None:
    await _update(teller, phone="+49151000000")
    change = (await _update(teller, phone=None))["changeSet"]["id"]
    async with teller.connection.transaction():
        await make.member(teller.connection, "M2", phone="+49151000000")
    assert (await teller(UNDO, id=change))["skipped"] == ["What it was before belongs to another by now."]


async def test_an_older_version_conflicts(teller: Teller) -> None:
    await _update(teller, name="Wu")
    payload = await _update(teller, version=1, name="Lin")
    assert (payload["member"], payload["userErrors"][0]["currentVersion"]) == (None, 2)
    assert await teller.connection.fetchval("SELECT name FROM member") == "Wu"


async def test_two_who_edit_one_version_at_once_edit_once(teller: Teller) -> None:
    key = await _key(teller)
    payloads = await asyncio.gather(*(teller(UPDATE, id=key, input={"name": f"N{n}"}, version=1) for n in range(5)))
    assert sum(payload["member"] is not None for payload in payloads) == 1


async def test_a_closed_file_is_not_edited(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET status = 'ERASED'")
    assert (await _update(teller, name="Wu"))["userErrors"][0]["code"] == "STATE"


async def test_who_tells_a_name_is_not_anonymous_any_more(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET is_anonymous = true")
    assert (await _update(teller, name="Wu"))["member"]["isAnonymous"] is False


async def test_a_field_that_may_not_be_written_is_named(teller: Teller) -> None:
    key = await teller.connection.fetchval("SELECT id FROM member")
    teller.admin = writer_of_names()
    given = {"name": "Wu", "birthday": "1990-01-02"}
    document = UPDATE.replace("name phone email isAnonymous version attributes { key value }", "version")
    payload = await teller(document.replace("changeSet { id summary }", ""), id=f"mem_{key}", input=given)
    assert payload["userErrors"][0]["missing"] == ["Member.birthday"]
    assert await teller.connection.fetchval("SELECT name FROM member") is None


def writer_of_names() -> Any:
    classes = {Sensitivity.PUBLIC: Facets(ReadLevel.FULL), Sensitivity.CONTACT: Facets(write=True)}
    access = union([Grants("desk", {"Member": None}, classes, permissions=frozenset({"members.edit"}))])
    return replace(viewer("auditor"), access=access, fingerprint=access.fingerprint())
