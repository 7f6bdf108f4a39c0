"""Answers of tickets go out by mail: once, in their thread, with their files, and what comes back finds its ticket."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
import pytest_asyncio

from actions.inbound import take
from actions.posting import post_next
from admin_ui.letters import composer
from jobs.mail import Postman, deliver
from jobs.posting import post_due
from rules.inbound import InboundSource
from tests.actions.teller import Teller
from tests.actions.test_inbound import DOOR, POST, SECRET, mail, took
from tests.actions.test_tickets import NOTE, REPLY
from tests.jobs.mailbox import Mailbox, mailbox
from tests.rules.odd_mails import PNG

QUIET = """
    INSERT INTO policy (code, value) VALUES ('MAIL', '{"acknowledges": false, "signature": "Your desk\\nin town"}')
"""
TICKET = "SELECT 'tkt_' || id FROM ticket"
RELEASED = "UPDATE ticket_message SET held_until = NULL, status_before = NULL"
WENT = "SELECT count(*) FROM mail"


@pytest_asyncio.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as found:
        yield found


@pytest.fixture
def postman(box: Mailbox) -> Postman:
    return Postman(box.url, "Desk <desk@example.org>", SECRET, composer("en", ZoneInfo("UTC")))


async def answered(teller: Teller, body: str = "We look.\n\nTwo lines\nof it & <more>", document: str = REPLY) -> None:
    payload = await teller(document, id=await teller.connection.fetchval(TICKET), body=body)
    assert not payload["userErrors"], payload
    await teller.connection.execute(RELEASED)


async def out(teller: Teller, url: str, postman: Postman) -> int:
    await post_due(teller.connection, POST)
    return await deliver(url, postman)


async def test_an_answer_goes_out_in_the_thread_of_the_mail(
    teller: Teller, fresh_url: str, box: Mailbox, postman: Postman
) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await answered(teller)
    assert await out(teller, fresh_url, postman) == 1
    (sent,) = box.mails
    assert (sent["To"], sent["From"]) == ("lin@example.com", '"admin (Desk)" <desk@example.org>')
    assert (sent["In-Reply-To"], sent["References"]) == ("<a@x>", "<a@x>")
    assert sent["Subject"].startswith("Re: My points [T-000001-")
    assert sent["Reply-To"].startswith("desk+t-000001-")
    assert (sent["X-Loop"], sent["Auto-Submitted"], sent["List-Unsubscribe"]) == ("desk@example.org", None, None)
    words = sent.get_body(("plain",)).get_content().replace("\r", "")
    assert words == "We look.\n\nTwo lines\nof it & <more>\n\nYour desk\nin town\n"
    assert "of it &amp; &lt;more&gt;" in sent.get_body(("html",)).get_content()


async def test_what_comes_back_lands_in_the_same_ticket(
    teller: Teller, fresh_url: str, box: Mailbox, postman: Postman
) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await answered(teller)
    await out(teller, fresh_url, postman)
    back = {"Subject": "something else", "References": box.mails[0]["Message-ID"]}
    await took(teller.connection, mail("Thanks", "other@example.com", "back@x", In_Reply_To=back["References"]))
    assert await teller.connection.fetchval("SELECT count(*) FROM ticket") == 1
    await answered(teller, "Welcome")
    await out(teller, fresh_url, postman)
    assert box.mails[1]["In-Reply-To"] == "<back@x>"
    assert box.mails[1]["References"].split()[-1] == box.mails[0]["Message-ID"]


async def test_our_own_answer_that_comes_in_again_opens_nothing(
    teller: Teller, fresh_url: str, box: Mailbox, postman: Postman
) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await answered(teller)
    await out(teller, fresh_url, postman)
    taken = await take(
        teller.connection, box.mails[0].as_bytes(), InboundSource.IMAP, DOOR, datetime.now(UTC)
    )  # fmt: skip
    assert (taken.status, taken.reason) == ("STOPPED", "LOOP")


async def test_files_of_an_answer_go_with_it(teller: Teller, fresh_url: str, box: Mailbox, postman: Postman) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await answered(teller)
    await teller.connection.execute(
        "INSERT INTO attachment (message_id, owner, name, media_type, size, content, at)"
        " SELECT id, 'x', '发票.png', 'image/png', $1, $2, now() FROM ticket_message ORDER BY id DESC LIMIT 1",
        len(PNG), PNG,
    )  # fmt: skip
    await out(teller, fresh_url, postman)
    (file,) = box.mails[0].iter_attachments()
    assert (file.get_filename(), file.get_content_type(), file.get_content()) == ("发票.png", "image/png", PNG)


async def test_a_new_ticket_is_acknowledged_once_and_answers_are_not(
    teller: Teller, fresh_url: str, box: Mailbox, postman: Postman
) -> None:
    await took(teller.connection, mail("积分没到账"))
    assert await out(teller, fresh_url, postman) == 1
    (sent,) = box.mails
    assert sent["Auto-Submitted"] == "auto-generated"
    assert "T-000001" in sent.get_body(("plain",)).get_content()
    await took(teller.connection, mail("And", id="b@x", In_Reply_To="<a@x>"))
    assert await out(teller, fresh_url, postman) == 0


async def test_notes_go_to_nobody(teller: Teller, fresh_url: str, box: Mailbox, postman: Postman) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await answered(teller, "Only we read this", NOTE)
    assert await out(teller, fresh_url, postman) == 0


@pytest.mark.parametrize(("channel", "address", "reaches"), [
    ("EMAIL", None, "m1@example.com"), ("PHONE", None, None), ("WEB", "w@example.com", "w@example.com"),
    ("WEB", None, None), ("CHAT", "c@example.com", None),
])  # fmt: skip
async def test_whom_an_answer_reaches(teller: Teller, channel: str, address: str | None, reaches: str | None) -> None:
    await teller.connection.execute("UPDATE member SET email = 'm1@example.com'")
    await teller.connection.execute(
        "INSERT INTO ticket (number, subject, channel, member_id, opened_at, contact_address)"
        " SELECT 'T-1', 'x', $1, id, now(), $2 FROM member",
        channel, address,
    )  # fmt: skip
    await answered(teller)
    await post_due(teller.connection, POST)
    assert await teller.connection.fetchval("SELECT recipient FROM mail") == reaches


async def test_an_answer_is_put_on_its_way_once_however_many_look(teller: Teller, fresh_url: str) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    for n in range(3):
        await answered(teller, f"Answer {n}")
    others = [await asyncpg.connect(fresh_url) for _ in range(4)]
    counts = await asyncio.gather(*[post_due(other, POST) for other in others])
    assert (sum(counts), await teller.connection.fetchval(WENT)) == (3, 3)
    for other in others:
        await other.close()


async def test_a_worker_that_is_killed_on_the_way_leaves_the_answer_to_the_next(teller: Teller, fresh_url: str) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await answered(teller)
    dying = await asyncpg.connect(fresh_url)
    transaction = dying.transaction()
    await transaction.start()
    assert await post_next(dying, POST, datetime.now(UTC))
    dying.terminate()
    for _ in range(50):
        if await post_due(teller.connection, POST):
            break
        await asyncio.sleep(0.05)
    assert await teller.connection.fetchval(WENT) == 1


async def test_without_mail_an_answer_waits_for_nothing(teller: Teller) -> None:
    await took(teller.connection, mail())
    await answered(teller)
    await teller.connection.execute("DELETE FROM mail")
    await post_due(teller.connection, type(POST)(POST.public_url, False, SECRET))
    waiting: Any = await teller.connection.fetchval("SELECT count(*) FROM ticket_message WHERE posts_at IS NOT NULL")
    assert (waiting, await teller.connection.fetchval(WENT)) == (0, 0)


async def test_an_answer_that_can_still_be_taken_back_waits(teller: Teller) -> None:
    await teller.connection.execute(QUIET)
    await took(teller.connection, mail())
    await teller(REPLY, id=await teller.connection.fetchval(TICKET), body="Not yet")
    assert await post_due(teller.connection, POST) == 0
    await teller.connection.execute(RELEASED)
    assert await post_due(teller.connection, POST) == 1
