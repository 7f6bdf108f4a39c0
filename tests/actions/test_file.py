import asyncio

from tests.actions.teller import Teller

FREEZE = (
    'mutation($id: ID!) { memberFreeze(id: $id, reason: "Misuse") { member { status version } userErrors { code } } }'
)
UNFREEZE = 'mutation($id: ID!) { memberUnfreeze(id: $id, reason: "Solved") { member { status } userErrors { code } } }'
TAG = """mutation($id: ID!, $tag: String!) {
  memberTag(id: $id, tag: $tag) { member { tags { name } } userErrors { code } } }"""
UNTAG = TAG.replace("memberTag", "memberUntag")


async def _id(teller: Teller) -> str:
    return f"mem_{await teller.connection.fetchval('SELECT id FROM member')}"


async def test_a_member_is_frozen_and_unfrozen(teller: Teller) -> None:
    key = await _id(teller)
    assert (await teller(FREEZE, id=key))["member"] == {"status": "FROZEN", "version": 2}
    assert (await teller(FREEZE, id=key))["userErrors"] == [{"code": "STATE"}]
    assert (await teller(UNFREEZE, id=key))["member"]["status"] == "ACTIVE"
    actions = await teller.connection.fetch("SELECT action FROM audit_event ORDER BY id")
    assert [row[0] for row in actions] == ["member.frozen", "member.unfrozen"]


async def test_two_who_freeze_at_once_freeze_once(teller: Teller) -> None:
    key = await _id(teller)
    payloads = await asyncio.gather(*(teller(FREEZE, id=key) for _ in range(5)))
    assert sum(payload["member"] is not None for payload in payloads) == 1


async def test_a_tag_is_given_once_and_taken(teller: Teller) -> None:
    key = await _id(teller)
    for tag in ("likes tea", "  likes   tea "):
        assert (await teller(TAG, id=key, tag=tag))["member"]["tags"] == [{"name": "likes tea"}]
    assert await teller.connection.fetchval("SELECT count(*) FROM audit_event") == 1
    assert (await teller(UNTAG, id=key, tag="likes tea"))["member"]["tags"] == []


async def test_a_tag_of_a_rule_is_not_given_by_hand(teller: Teller) -> None:
    await teller.connection.execute("INSERT INTO tag (name, is_automatic) VALUES ('loyal', true)")
    assert (await teller(TAG, id=await _id(teller), tag="loyal"))["userErrors"] == [{"code": "STATE"}]


async def test_a_tag_without_letters_is_refused(teller: Teller) -> None:
    assert (await teller(TAG, id=await _id(teller), tag="  "))["userErrors"] == [{"code": "INVALID"}]
    assert await teller.connection.fetchval("SELECT count(*) FROM tag") == 0
