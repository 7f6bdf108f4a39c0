"""Mails become words in tickets, once each; what machines write opens none, and nothing is lost."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from actions.inbound import Door, forget, take
from actions.mail import Post
from rules.inbound import LARGEST, InboundSource
from rules.inbound.finding import mark, marked_subject
from tests import make
from tests.actions.teller import Teller
from tests.make import NOW
from tests.rules.odd_mails import BROKEN, ODD, PNG, coded, part, parts

SECRET = "a secret of the tests that is long enough"
POST = Post("https://desk.example.org", True, SECRET, "desk+*@example.org")
DOOR = Door(frozenset({"desk@example.org"}), POST)
SAID = """SELECT said.author, said.body, said.quoted, said.is_from_member, ticket.number FROM ticket_message said
    JOIN ticket ON ticket.id = said.ticket_id ORDER BY said.id"""
ACCEPT = "mutation($id: ID!) { inboundMailAccept(id: $id) { mail { status } ticket { number } userErrors { code } } }"
DISCARD = "mutation($id: ID!) { inboundMailDiscard(id: $id) { mail { status handledBy } userErrors { code } } }"
ROW = "SELECT 'inm_' || id FROM inbound_mail ORDER BY id DESC LIMIT 1"
COUNTED = ("ticket", "ticket_message", "attachment", "inbound_mail")


def mail(
    body: str = "Hello", sender: str = "lin@example.com", id: str = "a@x", subject: str = "My points", **more: str
) -> bytes:
    heads = {"From": f"Lin Xiaowen <{sender}>", "To": "desk@example.org", "Message-ID": f"<{id}>", "Subject": subject}
    said = {name.replace("_", "-"): value for name, value in more.items()}
    return (
        "\r\n".join(f"{name}: {value}" for name, value in (heads | said).items()).encode() + b"\r\n\r\n" + body.encode()
    )


async def took(c: asyncpg.Connection, raw: bytes, at: Any = NOW, source: str = "WEBHOOK") -> Any:
    return await take(c, raw, InboundSource(source), DOOR, at)


async def said(c: asyncpg.Connection) -> list[dict[str, Any]]:
    return [dict(row) for row in await c.fetch(SAID)]


async def count(c: asyncpg.Connection) -> list[int]:
    return [await c.fetchval(f"SELECT count(*) FROM {table}") for table in COUNTED]


async def ticket(c: asyncpg.Connection) -> tuple[UUID, str]:
    row = await c.fetchrow("SELECT id, number FROM ticket ORDER BY id LIMIT 1")
    return row["id"], row["number"]


async def marked(c: asyncpg.Connection) -> str:
    key, number = await ticket(c)
    return marked_subject("Re: My points", number, mark(SECRET, key))


async def test_a_mail_of_a_member_opens_a_ticket_of_that_member(teller: Teller) -> None:
    c = teller.connection
    await c.execute("UPDATE member SET email = 'lin@example.com', name = '林晓雯'")
    taken = await took(c, mail())
    assert (taken.is_new, taken.status) == (True, "ACCEPTED")
    row = await c.fetchrow("SELECT subject, channel, status, contact_address, member_id FROM ticket")
    assert tuple(row)[:4] == ("My points", "EMAIL", "NEW", "lin@example.com")
    assert row["member_id"] == await c.fetchval("SELECT id FROM member")
    assert (await said(c))[0] | {"number": ""} == {
        "author": "林晓雯", "body": "Hello", "quoted": None, "is_from_member": True, "number": "",
    }  # fmt: skip


async def test_a_mail_of_a_stranger_opens_a_ticket_of_nobody(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    assert await connection.fetchval("SELECT member_id FROM ticket") is None
    assert (await said(connection))[0]["author"] == "Lin Xiaowen"


@pytest.mark.parametrize("way", ["at once", "over another server", "after another"])
async def test_the_same_mail_twice_is_one(connection: asyncpg.Connection, fresh_url: str, way: str) -> None:
    other = await asyncpg.connect(fresh_url)
    again = mail() if way == "at once" else b"Received: by mx\r\n" + mail().replace(b"\r\n", b"\n")
    if way == "at once":
        taken = await asyncio.gather(took(connection, mail()), took(other, again, source="IMAP"))
    else:
        taken = [await took(connection, mail()), await took(other, again, source="IMAP")]
    await other.close()
    assert sorted(one.is_new for one in taken) == [False, True]
    assert await count(connection) == [1, 1, 0, 1]


async def test_another_mail_with_the_same_id_is_not_lost(connection: asyncpg.Connection) -> None:
    await took(connection, mail("One"))
    await took(connection, mail("Two"))
    assert [one["body"] for one in await said(connection)] == ["One", "Two"]


async def test_an_answer_is_found_by_the_mark_in_the_subject_whoever_writes(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    await connection.execute("UPDATE ticket SET status = 'RESOLVED', resolved_at = now()")
    await took(
        connection,
        mail("And?\n\nOn Mon, Desk <d@x.org> wrote:\n> Hi", "bo@example.com", "b@x", await marked(connection)),
    )
    _, second = await said(connection)
    assert (second["author"], second["body"], second["quoted"]) == (
        "Lin Xiaowen", "And?", "On Mon, Desk <d@x.org> wrote:\n> Hi",
    )  # fmt: skip
    row = await connection.fetchrow("SELECT status, resolved_at, count(*) OVER () FROM ticket")
    assert tuple(row) == ("OPEN", None, 1)


async def test_a_mark_that_is_not_ours_opens_another_ticket(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    _, number = await ticket(connection)
    await took(connection, mail("Let me in", "eve@example.com", "e@x", f"Re: [{number}-aaaaaaaaaa]"))
    assert await connection.fetchval("SELECT count(*) FROM ticket") == 2


async def test_an_answer_is_found_by_the_address_that_it_goes_to(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    key, number = await ticket(connection)
    more = {"Delivered_To": f"desk+{number.lower()}-{mark(SECRET, key)}@example.org"}
    await took(connection, mail("More", id="b@x", subject="Something else", **more))
    assert [one["number"] for one in await said(connection)] == [number, number]


async def test_an_answer_is_found_by_a_mail_of_ours(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    sent = await connection.fetchval(
        "INSERT INTO mail (kind, recipient, locale, due_at, ticket_message_id)"
        " SELECT 'ticket_reply', 'lin@example.com', '', now(), id FROM ticket_message RETURNING id"
    )
    await took(connection, mail("Thanks", "other@example.com", "b@x", "x", References=f"<z@z> <{sent}@example.org>"))
    assert await connection.fetchval("SELECT count(*) FROM ticket") == 1


@pytest.mark.parametrize(("sender", "tickets"), [("lin@example.com", 1), ("eve@example.com", 2)])
async def test_ones_own_earlier_mail_is_followed_and_that_of_others_not(
    connection: asyncpg.Connection, sender: str, tickets: int
) -> None:
    await took(connection, mail())
    await took(connection, mail("And", sender, "b@x", "x", In_Reply_To="<a@x>"))
    assert await connection.fetchval("SELECT count(*) FROM ticket") == tickets


async def test_an_answer_to_a_merged_ticket_lands_in_the_one_that_was_kept(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    kept = await make.ticket(connection, "T-900001", "Kept", None, status="OPEN")
    await connection.execute("UPDATE ticket SET status = 'MERGED', merged_into_id = $1 WHERE id <> $1", kept)
    await took(connection, mail("And?", id="b@x", subject=await marked(connection)))
    assert (await said(connection))[-1]["number"] == "T-900001"


async def test_an_answer_to_a_closed_ticket_opens_another(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    await connection.execute("UPDATE ticket SET status = 'CLOSED'")
    await took(connection, mail("And?", id="b@x", subject=await marked(connection)))
    assert [row[0] for row in await connection.fetch("SELECT subject FROM ticket ORDER BY id")] == [
        "My points",
        "Re: My points",
    ]


async def test_files_come_along_whatever_they_are(connection: asyncpg.Connection) -> None:
    raw = parts(
        b"mixed", part(b"text/plain", b"See"), coded(b"image/png; name=a.png", PNG), coded(b"x/y; name=b.exe", b"MZ")
    )
    await took(connection, raw)
    found = await connection.fetch("SELECT name, media_type, content FROM attachment ORDER BY id")
    assert [tuple(row) for row in found] == [
        ("a.png", "image/png", PNG), ("b.exe.bin", "application/octet-stream", b"MZ"),
    ]  # fmt: skip


MACHINES = [odd for odd in ODD if odd.reason]


@pytest.mark.parametrize("odd", MACHINES, ids=lambda odd: odd.name)
async def test_what_a_machine_writes_opens_no_ticket_and_is_kept(connection: asyncpg.Connection, odd: Any) -> None:
    taken = await took(connection, odd.raw)
    assert (taken.status, taken.reason) == ("STOPPED", odd.reason)
    assert await count(connection) == [0, 0, 0, 1]
    assert await connection.fetchval("SELECT content FROM inbound_mail") == odd.raw


async def test_what_cannot_be_read_is_put_aside_whole(connection: asyncpg.Connection) -> None:
    for raw in BROKEN.values():
        taken = await took(connection, raw)
        assert (taken.status, taken.reason) == ("QUARANTINED", "MALFORMED")
    kept = {bytes(row[0]) for row in await connection.fetch("SELECT content FROM inbound_mail")}
    assert kept == set(BROKEN.values())


async def test_what_is_too_large_is_put_aside_and_can_be_let_in(teller: Teller) -> None:
    large = parts(b"mixed", part(b"text/plain", b"See"), part(b"x/y; name=a", b"x" * LARGEST))
    assert (await took(teller.connection, large)).reason == "TOO_LARGE"
    assert (await teller(ACCEPT, id=await teller.connection.fetchval(ROW)))["mail"] == {"status": "ACCEPTED"}
    assert await teller.connection.fetchval("SELECT size FROM attachment") == LARGEST


async def test_a_sender_who_writes_too_much_waits_for_somebody_to_look(connection: asyncpg.Connection) -> None:
    await connection.execute("""INSERT INTO policy (code, value) VALUES ('MAIL', '{"mostPerHour": 2}')""")
    taken = [await took(connection, mail(f"{n}", id=f"{n}@x")) for n in range(4)]
    assert [one.reason for one in taken] == [None, None, "TOO_MANY", "TOO_MANY"]
    assert (await took(connection, mail("x", "bo@example.com", "o@x"))).reason is None
    assert (await took(connection, mail("later", id="l@x"), NOW + timedelta(hours=2))).reason is None


async def test_a_fault_of_ours_loses_no_mail(connection: asyncpg.Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fails(*_: Any) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("actions.inbound.taking.place", fails)
    taken = await took(connection, mail())
    assert (taken.status, taken.reason) == ("QUARANTINED", "FAULT")
    assert await count(connection) == [0, 0, 0, 1]


async def test_a_mail_that_comes_back_is_told_beside_the_answer(connection: asyncpg.Connection) -> None:
    await took(connection, mail())
    sent = await connection.fetchval(
        "INSERT INTO mail (kind, recipient, locale, due_at, status, sent_at)"
        " VALUES ('x', 'l@x.org', '', now(), 'SENT', now()) RETURNING id"
    )
    note = f"Not delivered: Message-ID: <{sent}@example.org>"
    await took(connection, mail(note, "mailer-daemon@mx.example.com", "d@x", "Undelivered"))
    assert await connection.fetchval("SELECT status FROM mail WHERE kind = 'x'") == "FAILED"


async def test_a_stopped_mail_is_let_in_once(teller: Teller) -> None:
    await took(teller.connection, mail(Auto_Submitted="auto-replied"))
    row = await teller.connection.fetchval(ROW)
    assert (await teller(DISCARD, id=row))["mail"] == {"status": "DISCARDED", "handledBy": "admin"}
    payloads = await asyncio.gather(*[teller(ACCEPT, id=row) for _ in range(3)])
    assert len({payload["ticket"]["number"] for payload in payloads}) == 1
    assert await count(teller.connection) == [1, 1, 0, 1]
    assert (await teller(DISCARD, id=row))["userErrors"] == [{"code": "STATE"}]


async def test_what_was_forgotten_or_is_no_mail_cannot_be_let_in(teller: Teller) -> None:
    await took(teller.connection, BROKEN["no sender"])
    row = await teller.connection.fetchval(ROW)
    assert (await teller(ACCEPT, id=row))["userErrors"] == [{"code": "STATE"}]
    await teller(DISCARD, id=row)
    await forget(teller.connection, NOW + timedelta(days=31))
    assert (await teller(ACCEPT, id=row))["userErrors"] == [{"code": "EXPIRED"}]


async def test_what_waits_is_never_forgotten(connection: asyncpg.Connection) -> None:
    await took(connection, BROKEN["noise"])
    await took(connection, mail())
    await forget(connection, NOW + timedelta(days=400))
    kept = await connection.fetch("SELECT status, content IS NOT NULL FROM inbound_mail ORDER BY id")
    assert [tuple(row) for row in kept] == [("QUARANTINED", True), ("ACCEPTED", False)]


async def test_nothing_of_an_erased_person_is_left_in_mails(teller: Teller) -> None:
    await teller.connection.execute("UPDATE member SET email = 'zebulon@example.com', name = 'Zebulon'")
    await took(
        teller.connection, mail("Zebulon here\n\nOn Mon, D wrote:\n> Zebulon", "zebulon@example.com", subject="Zebulon")
    )
    await took(teller.connection, mail("Zebulon", "zebulon@example.com", "q@x", Precedence="bulk"))
    erase = 'mutation($id: ID!) { memberErase(id: $id, reason: "Asked") { userErrors { code } } }'
    await teller(erase, id=f"mem_{await teller.connection.fetchval('SELECT id FROM member')}")
    for table in ("ticket", "ticket_message", "attachment", "inbound_mail", "mail", "audit_event"):
        assert (
            await teller.connection.fetchval(f"SELECT count(*) FROM {table} WHERE {table}::text ILIKE '%zebulon%'") == 0
        ), table
        raw = b"Zebulon".hex()
        assert await teller.connection.fetchval(f"SELECT count(*) FROM {table} WHERE {table}::text LIKE '%{raw}%'") == 0
