"""Canned replies: checked when they are saved, filled as the writer reads, never sent with a variable in them."""

from dataclasses import replace
from typing import Any

import pytest

from rules.canned_replies import first_name
from tests.actions.teller import Teller
from tests.actions.test_tickets import REPLY, opened, refused
from tests.conftest import viewer

SAVE = """mutation($en: String, $zh: String, $code: String!, $version: Int) { cannedReplySave(expectedVersion: $version,
  input: {code: $code, name: "Late points", bodyEn: $en, bodyZh: $zh}) {
    cannedReply { id bodyEn version } changeSet { id } userErrors { code message path } } }"""
ARCHIVE = """mutation($code: String!) { cannedReplyArchive(code: $code) {
  cannedReply { isActive } changeSet { id } userErrors { code } } }"""
FOR = """query($id: ID!, $search: String, $locale: String) {
  cannedRepliesFor(ticketId: $id, search: $search, locale: $locale) { reply { code } body locale missing } }"""
GREETING = "Dear {{ member.firstName }}, order {{order.number}}: {{member.memberNo}} has {{member.points}} points."


async def saved(teller: Teller, **given: Any) -> dict[str, Any]:
    return await teller(SAVE, **{"code": "late", "en": GREETING, "zh": None, "version": None} | given)


async def read(teller: Teller, ticket: str, who: Any = None, **given: Any) -> list[dict[str, Any]]:
    answer = await teller.desk.ask(who or teller.admin, FOR, {"id": ticket} | given)
    assert not answer.errors, answer.errors
    return answer.data["cannedRepliesFor"]


async def test_a_reply_reads_as_the_ticket_is(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET name = 'Ada Lovelace'")
    await saved(teller)
    (filled,) = await read(teller, (await opened(teller))["id"], search="LATE points")
    assert filled == {
        "reply": {"code": "late"}, "locale": "en", "missing": ["order.number"],
        "body": "Dear Ada, order {{order.number}}: M1 has 100 points.",
    }  # fmt: skip


async def test_a_reply_speaks_the_language_of_the_member(teller: Teller) -> None:
    await saved(teller, zh="您好，{{ticket.number}}")
    ticket = await opened(teller, "积分没到账", body="我买了牛奶")
    assert (await read(teller, ticket["id"]))[0]["body"] == f"您好，{ticket['number']}"
    assert (await read(teller, ticket["id"], locale="en"))[0]["locale"] == "en"


async def test_a_text_tells_no_more_than_its_writer_reads(teller: Teller) -> None:
    """The auditor sees names masked; somebody without members sees none."""
    await teller.connection.execute("UPDATE member SET name = 'Ada Lovelace'")
    await saved(teller, en="{{member.name}}")
    ticket = (await opened(teller))["id"]
    grants = [replace(g, permissions=g.permissions | {"tickets.answer"}) for g in viewer("auditor").access.grants]
    access = replace(viewer("auditor").access, grants=tuple(grants))
    auditor = replace(viewer("auditor"), access=access, fingerprint=access.fingerprint())
    assert "Lovelace" not in (await read(teller, ticket, auditor))[0]["body"]


async def test_an_unknown_variable_is_refused_with_those_that_there_are(teller: Teller) -> None:
    payload = await saved(teller, zh="{{member.shoeSize}}")
    (error,) = payload["userErrors"]
    assert (error["code"], error["path"]) == ("INVALID", ["input", "bodyZh"])
    assert "member.firstName" in error["message"]
    assert await teller.connection.fetchval("SELECT count(*) FROM canned_reply") == 0


async def test_a_reply_says_something_in_one_language(teller: Teller) -> None:
    assert (await saved(teller, en=" "))["userErrors"][0]["code"] == "REQUIRED"
    assert (await saved(teller, en="{{member.name}"))["userErrors"][0]["code"] == "INVALID"


async def test_an_edit_of_an_older_version_is_stopped(teller: Teller) -> None:
    await saved(teller)
    assert (await saved(teller, en="Changed", version=1))["cannedReply"]["version"] == 2
    assert (await saved(teller, en="Late", version=1))["userErrors"][0]["code"] == "CONFLICT"


async def test_what_is_put_away_is_not_offered(teller: Teller) -> None:
    await saved(teller)
    assert (await teller(ARCHIVE, code="late"))["cannedReply"] == {"isActive": False}
    assert await read(teller, (await opened(teller))["id"]) == []
    assert (await teller(ARCHIVE, code="nothing"))["userErrors"] == [{"code": "NOT_FOUND"}]


async def test_no_member_is_sent_a_variable(teller: Teller) -> None:
    ticket = await opened(teller)
    assert await refused(teller, REPLY, id=ticket["id"], body="Order {{order.number}}", version=None) == "INVALID"


@pytest.mark.parametrize(("name", "latin", "locale", "first"), [
    ("José Álvarez", None, "en", "José"), ("林晓雯", "Lin Xiaowen", "en", "Xiaowen"), ("林晓雯", None, "en", "林晓雯"),
    ("林晓雯", "Lin Xiaowen", "zh-CN", "林晓雯"), (None, None, "en", None), (" ", None, "en", None),
])  # fmt: skip
def test_people_are_called_as_they_are_used_to(name: Any, latin: Any, locale: str, first: Any) -> None:
    assert first_name(name, latin, locale) == first
