from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_orders import RECORD
from tests.actions.test_points import EARN
from tests.attacks.poison import NAMES, words

ERASE = """mutation($id: ID!) { memberErase(id: $id, reason: "Asked for it") {
  member { memberNo status name phone isAnonymous points { available } } userErrors { code } } }"""
ARCHIVE = "mutation($id: ID!) { memberArchive(id: $id) { member { archivedAt } userErrors { code } } }"
UNARCHIVE = ARCHIVE.replace("memberArchive", "memberUnarchive")
EDIT = """mutation($id: ID!) { memberUpdate(id: $id, input: {name: "Zebulon", phone: "+4915155"}) {
  changeSet { id } userErrors { code } } }"""
FOUND = "{ members(first: 5, where: {isArchived: {eq: %s}}) { nodes { memberNo } } }"
TEXTS = """
    SELECT table_name, column_name FROM information_schema.columns
    WHERE table_schema = 'public' AND data_type IN ('text', 'character varying', 'jsonb')"""

BELONGING = """
    SELECT c.table_name, c.column_name FROM information_schema.columns c
    WHERE c.table_schema = 'public' AND c.udt_name IN ('text', 'varchar') AND c.is_generated = 'NEVER'
      AND (c.table_name = 'member' OR EXISTS (SELECT FROM information_schema.columns o
           WHERE o.table_name = c.table_name AND o.column_name = 'member_id'))
      AND c.column_name NOT IN ('card_numbers', 'rfm_group')"""
WORDS = set(words())


async def _id(teller: Teller) -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"


async def test_a_person_is_forgotten_everywhere_and_the_ledger_stays(teller: Teller) -> None:
    key = await _id(teller)
    await teller(EDIT, id=key)
    await teller(EARN, points=5)
    async with teller.connection.transaction():
        member = await teller.connection.fetchval("SELECT id FROM member")
        ticket = await make.ticket(teller.connection, "T-1", "Zebulon asks", member)
        await make.insert(
            teller.connection, "ticket_message", ticket_id=ticket, author="Zebulon", is_from_member=True,
            is_internal=False, body="I am Zebulon, +4915155", at=make.NOW,
        )  # fmt: skip
        await make.insert(teller.connection, "customer", reference="C-1", name="Zebulon", member_id=member)
        await make.insert(teller.connection, "member_card", card_no="4915155", member_id=member)
    payload = await teller(ERASE, id=key)
    assert payload["member"] == {
        "memberNo": "M1", "status": "ERASED", "name": None, "phone": None, "isAnonymous": True,
        "points": {"available": 105},
    }  # fmt: skip
    assert await _places_with(teller, "Zebulon") == await _places_with(teller, "4915155") == []


async def test_no_free_text_about_the_person_is_left_anywhere(teller: Teller) -> None:
    """Every text of every table that belongs to a member is a word of its own before."""
    await make.ticket(teller.connection, "T-9", "x", await teller.connection.fetchval("SELECT id FROM member"))
    await teller(EARN, points=5)
    await _marked(teller)
    places = await _places_with(teller, "zebulon")
    assert len(places) > 8
    await teller(ERASE, id=await _id(teller))
    assert await _places_with(teller, "zebulon") == []


async def _marked(teller: Teller) -> None:
    member = await teller.connection.fetchval("SELECT id FROM member")
    for table, column in await teller.connection.fetch(BELONGING):
        if (table, column) not in WORDS and not NAMES.search(column):
            where = "id" if table == "member" else "member_id"
            await teller.connection.execute(f'UPDATE "{table}" SET "{column}" = \'zebulon\' WHERE {where} = $1', member)
    policy = await make.insert(
        teller.connection, "approval_policy", code="x", name="X", operation="memberUpdate", measure="ALWAYS", hours=1
    )  # fmt: skip
    staff = await make.insert(teller.connection, "staff", username="ann", name="Ann")
    await make.insert(
        teller.connection, "approval_request", policy_id=policy, operation="memberUpdate", summary="zebulon",
        input={"id": f"mem_{member}", "name": "zebulon"}, digest=b"x", requested_by_id=staff, created_at=make.NOW,
        expires_at=make.NOW, preview='["zebulon"]', reason="zebulon",
    )  # fmt: skip


async def test_an_erased_file_is_closed(teller: Teller) -> None:
    key = await _id(teller)
    await teller(ERASE, id=key)
    before = await teller.state()
    assert (await teller(ERASE, id=key))["userErrors"] == [{"code": "STATE"}]
    assert (await teller(EDIT, id=key))["userErrors"] == [{"code": "STATE"}]
    assert await teller.state() == before


async def test_a_member_is_archived_and_taken_out_again(teller: Teller) -> None:
    key = await _id(teller)
    assert (await teller(ARCHIVE, id=key))["member"]["archivedAt"]
    assert (await teller(ARCHIVE, id=key))["userErrors"] == [{"code": "STATE"}]
    assert (await teller(FOUND % "true"))["nodes"] == [{"memberNo": "M1"}]
    assert (await teller(FOUND % "false"))["nodes"] == []
    assert (await teller(UNARCHIVE, id=key))["member"] == {"archivedAt": None}
    assert (await teller(UNARCHIVE, id=key))["userErrors"] == [{"code": "STATE"}]


async def _places_with(teller: Teller, word: str) -> list[str]:
    """Every text column of the database that has this word."""
    found = []
    for table, column in await teller.connection.fetch(TEXTS):
        query = f"SELECT EXISTS (SELECT FROM \"{table}\" WHERE \"{column}\"::text LIKE '%' || $1 || '%')"
        if await teller.connection.fetchval(query, word):
            found.append(f"{table}.{column}")
    return found


LISTED = "query($where: MemberWhere) { members(first: 5, where: $where) { nodes { memberNo } totalCount { value } } }"


@pytest.mark.parametrize(
    ("where", "is_there"),
    [
        (None, False), ({}, False), ({"name": {"isNull": True}}, False), ({"isArchived": {"eq": True}}, True),
        ({"or": [{"isArchived": {"eq": True}}, {"isArchived": {"eq": False}}]}, True),
        ({"not": {"isArchived": {"eq": False}}}, True),
    ],
)  # fmt: skip
async def test_lists_leave_out_who_is_archived_unless_filtered_for(teller: Teller, where: Any, is_there: bool) -> None:
    await teller.connection.execute("UPDATE member SET archived_at = now()")
    found = await teller(LISTED, where=where) if where is not None else await teller(LISTED)
    assert (found["nodes"], found["totalCount"]["value"]) == (([{"memberNo": "M1"}], 1) if is_there else ([], 0))


async def test_a_purchase_takes_a_member_out_of_the_archive(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET archived_at = now()")
    cart = {"member": {"memberNo": "M1"}, "lines": [{"productCode": "T", "quantity": "1", "unitPrice": "9"}]}
    assert (await teller(RECORD, input={"number": "A-1", "cart": cart}))["userErrors"] == []
    assert await teller.connection.fetchval("SELECT archived_at FROM member") is None


async def test_who_is_archived_is_found_by_searching(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET archived_at = now()")
    query = 'query { members(first: 5, search: "M1") { nodes { memberNo } } }'
    assert (await teller(query))["nodes"] == [{"memberNo": "M1"}]
