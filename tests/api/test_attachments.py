"""Files go with messages: sent in once, given out to whoever may read the message, as nothing that runs."""

from typing import Any

import httpx
import pytest

from tests.api.conftest import House, csrf_of, sign_in
from tests.rules.test_attachments import PNG

FILES = "/files/attachments"
REPLY = """mutation($id: ID!, $files: [ID!]) { ticketReply(id: $id, body: "See beside.", attachmentIds: $files) {
  ticket { messages(first: 50) { nodes { attachments { name mediaType size path } } } } userErrors { code path } } }"""
NOTE = REPLY.replace("ticketReply", "ticketNote")
TICKET = "SELECT 'tkt_' || id FROM ticket WHERE number = 'T-000001'"
ROWS = "SELECT count(*) FROM attachment WHERE message_id IS NULL"
PATH = """SELECT '/files/attachments/msg_' || message_id || '/att_' || a.id FROM attachment a
  JOIN ticket_message m ON m.id = message_id WHERE m.is_internal = $1 AND a.name LIKE 'receipt%' LIMIT 1"""


async def send(house: House, *files: tuple[str, bytes], token: str | None = None) -> httpx.Response:
    sent: Any = [("file", file) for file in files]
    async with house.client(headers={"authorization": f"Bearer {token or house.token}"}) as client:
        return await client.post(FILES, files=sent)


async def kept(house: House, token: str | None = None) -> str:
    return (await send(house, ("bon.png", PNG), token=token)).json()["attachments"][0]["id"]


async def say(house: House, files: list[str], document: str = REPLY, **headers: str) -> Any:
    given = {"id": await house.tell(TICKET), "files": files}
    answer = (await house.post({"query": document, "variables": given}, **headers)).json()
    return next(iter(answer["data"].values()))


async def fetch(house: House, path: str, token: str | None = None) -> httpx.Response:
    async with house.client(headers={"authorization": f"Bearer {token or house.token}"}) as client:
        return await client.get(path)


async def test_a_file_goes_with_an_answer_and_is_fetched_as_it_was(house: House) -> None:
    said = await say(house, [await kept(house)])
    (file,) = said["ticket"]["messages"]["nodes"][-1]["attachments"]
    assert (file["name"], file["mediaType"], file["size"]) == ("bon.png", "image/png", len(PNG))
    answer = await fetch(house, file["path"])
    assert answer.content == PNG
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''bon.png"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"


async def test_a_file_goes_with_one_message_only(house: House) -> None:
    file = await kept(house)
    assert (await say(house, [file], NOTE))["userErrors"] == []
    before = await house.tell("SELECT count(*) FROM ticket_message")
    assert (await say(house, [file]))["userErrors"] == [{"code": "NOT_FOUND", "path": ["attachmentIds"]}]
    assert await house.tell("SELECT count(*) FROM ticket_message") == before


async def test_a_file_of_somebody_else_is_not_taken(house: House) -> None:
    file = await kept(house, await house.new_token("customer_service"))
    assert (await say(house, [file]))["userErrors"][0]["code"] == "NOT_FOUND"
    assert (await say(house, ["att_nothing"]))["userErrors"][0]["code"] == "NOT_FOUND"


async def test_who_may_not_write_sends_nothing_in(house: House) -> None:
    before = await house.tell(ROWS)
    answer = await send(house, ("a.png", PNG), token=await house.new_token("auditor"))
    async with house.client() as client:
        nobody = await client.post(FILES, files={"file": ("a.png", PNG)})
    assert (answer.status_code, nobody.status_code) == (403, 401)
    assert await house.tell(ROWS) == before


async def test_one_bad_file_keeps_the_others_out_too(house: House) -> None:
    before = await house.tell(ROWS)
    answer = await send(house, ("a.png", PNG), ("b.exe", b"MZ\x90\0"))
    assert answer.status_code == 422
    assert "b.exe" in answer.json()["errors"][0]["message"]
    assert await house.tell(ROWS) == before


async def test_nobody_fills_the_disk_with_files_that_wait(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rules.attachments.MOST_WAITING", 2)
    monkeypatch.setattr("actions.attaching.MOST_WAITING", 2)
    token = await house.new_token("supervisor")
    connection = "UPDATE attachment SET owner = 'gone' WHERE message_id IS NULL"
    await house.tell(connection)
    assert [(await send(house, ("a.png", PNG), token=token)).status_code for _ in range(3)] == [200, 200, 429]


async def test_a_member_gets_no_file_of_a_note_and_none_of_others(house: House) -> None:
    own, other = [await house.new_token("member", no) for no in ("M-0000001", "M-0000002")]
    said, noted = await house.tell(PATH, False), await house.tell(PATH, True)
    assert (await fetch(house, said, own)).content == b"milk"
    refused = [await fetch(house, noted, own), await fetch(house, said, other)]
    assert [(answer.status_code, b"milk" in answer.content) for answer in refused] == [(404, False), (404, False)]


@pytest.mark.parametrize("role", ["finance", "cashier", "storefront"])
async def test_who_sees_no_messages_gets_no_file(house: House, role: str) -> None:
    answer = await fetch(house, await house.tell(PATH, False), await house.new_token(role))
    assert (answer.status_code, b"milk" in answer.content) == (404, False)


async def test_a_file_is_found_beside_its_own_message_only(house: House) -> None:
    said, noted = [(await house.tell(PATH, internal)).split("/") for internal in (False, True)]
    crossed = "/".join([*said[:-1], noted[-1]])
    assert (await fetch(house, crossed)).status_code == 404
    assert (await fetch(house, f"{FILES}/msg_x/att_y")).status_code == 404


async def test_the_desk_sends_files_and_keeps_them_when_something_else_is_wrong(house: House) -> None:
    async with house.client() as client:
        await sign_in(client)
        form = {"csrf": await csrf_of(house), "kind": "note", "intent": "send", "body": " "}
        at = "/desk?queue=open&ticket=T-000001"
        stopped = await client.post(at, data=form, files={"files": ("bon.png", PNG)})
        assert stopped.status_code == 422
        value = stopped.text.partition('name="kept" value="')[2].partition('"')[0]
        done = await client.post(at, data=form | {"body": "Here", "kept": value}, files={"files": ("b.png", PNG)})
        assert done.status_code == 303
        page = await client.get(at)
    assert page.text.count('class="file-picture"') >= 2
    names = "SELECT string_agg(a.name, ' ') FROM attachment a JOIN ticket_message m ON m.id = message_id"
    assert await house.tell(f"{names} WHERE m.body = 'Here'") == "bon.png b.png"


async def test_without_the_sessions_token_no_file_is_taken(house: House) -> None:
    before = await house.tell(ROWS)
    async with house.client() as client:
        await sign_in(client)
        answer = await client.post(FILES, files={"file": ("a.png", PNG)})
    assert answer.status_code == 403
    assert await house.tell(ROWS) == before
