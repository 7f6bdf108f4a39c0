"""Changes through the doors: either lane, never by a link, only who may, only whom he may see."""

import pytest

from tests.api.conftest import House, csrf_of, sign_in

ADJUST = """mutation { pointsAdjust(member: {memberNo: "%s"}, delta: 1, reason: "Test", idempotencyKey: "%s") {
  entry { delta } userErrors { code } } }"""
ENTRIES = "SELECT count(*) FROM ledger_entry"
NARROW = (
    "INSERT INTO role_permission (role_id, permission) VALUES ($1, 'points.adjust')",
    "INSERT INTO class_grant (role_id, sensitivity, read, may_filter) VALUES ($1, 'PUBLIC', 'FULL', true)",
    """INSERT INTO type_grant (role_id, type_name, scope)
       VALUES ($1, 'Member', '{"memberNo": {"eq": "nobody"}}')""",
)
"Grants of a role that may adjust points, but sees nobody."


async def _a_member(house: House) -> str:
    return await house.tell("SELECT member_no FROM member WHERE status = 'ACTIVE' ORDER BY member_no LIMIT 1")


async def test_both_lanes_change_once_and_answer_alike(house: House) -> None:
    body = {"query": ADJUST % (await _a_member(house), "both-lanes")}
    before = await house.tell(ENTRIES)
    fast, batch = await house.post(body), await house.post([body])
    assert fast.json()["data"]["pointsAdjust"] == {"entry": {"delta": 1}, "userErrors": []}
    assert batch.json() == [fast.json()]
    assert await house.tell(ENTRIES) == before + 2


async def test_a_link_changes_nothing(house: House) -> None:
    query, before = ADJUST % (await _a_member(house), "by-link"), await house.tell(ENTRIES)
    async with house.client(headers={"authorization": f"Bearer {house.token}"}) as client:
        answer = await client.get("/graphql", params={"query": query})
    assert answer.status_code in (400, 405)
    assert await house.tell(ENTRIES) == before


async def test_a_page_of_another_site_changes_nothing(house: House) -> None:
    body, before = {"query": ADJUST % (await _a_member(house), "cross-site")}, await house.tell(ENTRIES)
    async with house.client() as client:
        await sign_in(client)
        assert (await client.post("/graphql", json=body)).status_code == 403
        assert await house.tell(ENTRIES) == before
        answer = await client.post("/graphql", json=body, headers={"x-csrf-token": await csrf_of(house)})
    assert answer.json()["data"]["pointsAdjust"]["userErrors"] == []


@pytest.mark.parametrize("role", ["customer_service", "finance", "auditor", "storefront"])
async def test_who_may_not_change_it_has_no_such_mutation(house: House, role: str) -> None:
    token, before = await house.new_token(role), await house.tell(ENTRIES)
    body = {"query": ADJUST % (await _a_member(house), "not-mine")}
    answer = await house.post(body, authorization=f"Bearer {token}")
    assert answer.json()["errors"][0]["extensions"]["code"] in ("NOT_IN_YOUR_SCHEMA", "INVALID")
    assert await house.tell(ENTRIES) == before


async def test_who_is_out_of_scope_is_not_there(house: House) -> None:
    role = await house.tell("INSERT INTO role (code, name) VALUES ('narrow', 'Narrow') RETURNING id")
    await house.tell("INSERT INTO role_permission (role_id, permission) VALUES ($1, 'points.adjust')", role)
    scope = '{"memberNo": {"eq": "nobody"}}'
    await house.tell(
        "INSERT INTO type_grant (role_id, type_name, scope) VALUES ($1, 'Member', $2::text::jsonb)", role, scope
    )
    await house.tell(
        "INSERT INTO class_grant (role_id, sensitivity, read, may_filter) VALUES ($1, 'PUBLIC', 'FULL', true)", role
    )
    query = ADJUST.replace("entry { delta } ", "") % (await _a_member(house), "out-of-scope")
    before, token = await house.tell(ENTRIES), await house.new_token("narrow")
    answer = await house.post({"query": query}, authorization=f"Bearer {token}")
    assert answer.json()["data"]["pointsAdjust"]["userErrors"] == [{"code": "NOT_FOUND"}]
    assert await house.tell(ENTRIES) == before


async def test_fields_are_changed_one_after_the_other(house: House) -> None:
    number = await _a_member(house)
    part = 'a%d: pointsAdjust(member: {memberNo: "%s"}, delta: %d, reason: "Test", idempotencyKey: "turn-%d") { %s }'
    shown = "entry { delta } userErrors { code }"
    query = (
        "mutation { "
        + " ".join(part % (n, number, delta, n, shown) for n, delta in enumerate([5, -10_000_000, 7]))
        + " }"
    )
    data = (await house.post({"query": query})).json()["data"]
    assert [data[key]["userErrors"] for key in data] == [[], [{"code": "INSUFFICIENT_BALANCE"}], []]
    assert [data[key]["entry"] for key in data] == [{"delta": 5}, None, {"delta": 7}]
