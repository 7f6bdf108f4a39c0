"""Mails are sent after the change that they tell of, over a real SMTP server, and not twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import asyncpg
import pytest
import pytest_asyncio

from actions.anchoring import Anchor
from actions.mail import Post
from admin_ui.letters import composer
from api.planning import desk_for
from jobs import worker
from jobs.mail import Postman, deliver
from settings import Settings
from tests.actions.test_jobs import PROGRAM
from tests.conftest import viewer
from tests.jobs.mailbox import Mailbox, mailbox
from tests.jobs.test_worker import count

SECRET = "a secret of the tests that is long enough"
POST = Post("https://desk.example.com", True, SECRET)
LINK = POST.link("/invite?token=canary-5f1c")
VALUES = {"by": "Olga", "name": "李娜", "username": "li", "until": "2026-11-25T10:00:00+00:00"}


@pytest_asyncio.fixture
async def box() -> AsyncIterator[Mailbox]:
    async with mailbox() as found:
        yield found


@pytest.fixture
def postman(box: Mailbox) -> Postman:
    return Postman(box.url, "Desk <desk@example.com>", SECRET, composer("en", ZoneInfo("UTC")))


async def invite(connection: asyncpg.Connection, locale: str = "en", **more: Any) -> None:
    await POST.send(
        connection, "staff_invited", "li@example.com", locale, datetime.now(UTC),
        values=VALUES, secrets={"link": LINK}, **more,
    )  # fmt: skip


async def mails(connection: asyncpg.Connection) -> str:
    return await connection.fetchval("SELECT string_agg(mail::text, ' ') FROM mail")


async def due_now(connection: asyncpg.Connection) -> None:
    await connection.execute("UPDATE mail SET due_at = now() - interval '1 second' WHERE status <> 'SENT'")


async def test_a_mail_arrives_as_text_and_as_html(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection)
    assert await deliver(fresh_url, postman) == 1
    (mail,) = box.mails
    assert (mail["To"], mail["From"]) == ("li@example.com", "Desk <desk@example.com>")
    assert mail["Subject"] == "Olga invites you to Memberdesk"
    for kind in ("plain", "html"):
        assert LINK in mail.get_body((kind,)).get_content()


async def test_a_mail_is_written_in_the_language_of_its_reader(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection, "zh-CN")
    await deliver(fresh_url, postman)
    assert "邀请" in box.mails[0]["Subject"]
    assert "李娜" in box.mails[0].get_body(("plain",)).get_content()


async def test_the_table_never_has_the_link_in_clear_and_forgets_it_when_it_is_sent(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection)
    assert "canary" not in await mails(connection)
    assert await connection.fetchval("SELECT sealed IS NOT NULL FROM mail")
    await deliver(fresh_url, postman)
    assert await connection.fetchval("SELECT sealed IS NULL AND status = 'SENT' AND sent_at IS NOT NULL FROM mail")


async def test_a_mail_that_was_accepted_is_not_sent_again(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection)
    counts = await asyncio.gather(*(deliver(fresh_url, postman) for _ in range(4)))
    assert sum(counts) == len(box.mails) == 1
    await due_now(connection)
    assert await deliver(fresh_url, postman) == 0


async def test_what_is_undone_is_not_told(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    with suppress(ZeroDivisionError):
        async with connection.transaction():
            await invite(connection)
            raise ZeroDivisionError
    assert await deliver(fresh_url, postman) == 0
    assert box.mails == []


async def test_what_the_server_refuses_for_now_is_tried_later(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    box.answers = ["451 Try later"]
    await invite(connection)
    assert await deliver(fresh_url, postman) == 0
    row = await connection.fetchrow("SELECT status, tries, due_at, error FROM mail")
    assert (row["status"], row["tries"]) == ("WAITING", 1)
    assert timedelta(seconds=50) < row["due_at"] - datetime.now(UTC) <= timedelta(minutes=1)
    assert "451" in row["error"]
    assert await deliver(fresh_url, postman) == 0
    await due_now(connection)
    assert await deliver(fresh_url, postman) == len(box.mails) == 1


async def test_what_the_server_will_never_take_is_given_up_without_its_secrets(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    box.answers = ["550 No such mailbox"]
    await invite(connection)
    await deliver(fresh_url, postman)
    assert await connection.fetchval("SELECT status = 'FAILED' AND sealed IS NULL FROM mail")


async def test_without_a_server_the_mail_waits(connection: asyncpg.Connection, fresh_url: str, box: Mailbox) -> None:
    gone = Postman("smtp://127.0.0.1:1", "desk@example.com", SECRET, composer("en", ZoneInfo("UTC")))
    await invite(connection)
    assert await deliver(fresh_url, gone) == 0
    assert await connection.fetchval("SELECT status FROM mail") == "WAITING"


async def test_after_the_last_try_a_mail_is_given_up(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    box.answers = ["451 Try later"] * 10
    await invite(connection)
    for _ in range(8):
        await due_now(connection)
        await deliver(fresh_url, postman)
    assert tuple(await connection.fetchrow("SELECT status, tries FROM mail")) == ("FAILED", 7)


async def test_a_mail_whose_link_is_over_is_not_sent(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection, useless_at=datetime.now(UTC) - timedelta(seconds=1))
    assert await deliver(fresh_url, postman) == 0
    assert await connection.fetchval("SELECT status FROM mail") == "FAILED"


async def test_a_mail_that_a_killed_worker_had_is_sent_under_the_same_id(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection)
    mail = await connection.fetchval("UPDATE mail SET status = 'SENDING', tries = 1 RETURNING id")
    await due_now(connection)
    await deliver(fresh_url, postman)
    assert box.mails[0]["Message-ID"] == f"<{mail}@example.com>"


async def test_a_mail_that_was_sealed_with_another_secret_is_given_up(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    await invite(connection)
    postman.secret = "another secret that is long enough too"
    assert await deliver(fresh_url, postman) == 0
    assert "SECRET_KEY" in await connection.fetchval("SELECT error FROM mail WHERE status = 'FAILED'")


async def test_where_mail_is_not_set_up_nothing_is_written(connection: asyncpg.Connection) -> None:
    silent = Post("https://desk.example.com", False, SECRET)
    assert not await silent.send(connection, "staff_invited", "li@example.com", "en", datetime.now(UTC))
    assert await connection.fetchval("SELECT count(*) FROM mail") == 0


async def test_the_worker_sends_what_was_written(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, tmp_path: Path
) -> None:
    task = asyncio.create_task(worker.work(fresh_url, count, PROGRAM, Anchor(tmp_path / "heads"), postman))
    await asyncio.sleep(0.5)
    await invite(connection)
    for _ in range(100):
        if box.mails:
            break
        await asyncio.sleep(0.1)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert len(box.mails) == 1


AGAIN = "mutation($id: ID!) { mailSendAgain(id: $id) { mail { status tries } userErrors { code } } }"


async def test_a_mail_that_was_given_up_is_sent_again(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, settings: Settings
) -> None:
    await POST.send(connection, "member_known", "li@example.com", "en", datetime.now(UTC))
    box.answers = ["550 no"]
    await deliver(fresh_url, postman)
    desk = desk_for(settings, fresh_url)
    key = {"id": f"mai_{await connection.fetchval('SELECT id FROM mail')}"}
    answers = [await desk.ask(viewer("supervisor"), AGAIN, key) for _ in range(2)]
    assert [answer.data["mailSendAgain"] for answer in answers] == [
        {"mail": {"status": "WAITING", "tries": 0}, "userErrors": []},
        {"mail": None, "userErrors": [{"code": "STATE"}]},
    ]  # fmt: skip
    assert (await deliver(fresh_url, postman), len(box.mails)) == (1, 1)
    await desk.close()


async def test_a_mail_that_lost_its_link_is_not_sent_again(
    connection: asyncpg.Connection, fresh_url: str, box: Mailbox, postman: Postman, settings: Settings
) -> None:
    await invite(connection)
    box.answers = ["550 no"]
    await deliver(fresh_url, postman)
    desk = desk_for(settings, fresh_url)
    key = {"id": f"mai_{await connection.fetchval('SELECT id FROM mail')}"}
    answer = await desk.ask(viewer("supervisor"), AGAIN, key)
    assert answer.data["mailSendAgain"] == {"mail": None, "userErrors": [{"code": "EXPIRED"}]}
    assert await connection.fetchval("SELECT status FROM mail") == "FAILED"
    await desk.close()


def test_the_lines_of_a_paragraph_stay_lines_and_text() -> None:
    values = {"marked": "Hi", "body": "Dear Lin,\n<b>thanks</b>\n\nBye", "signature": "Ana\nShop"}
    html = composer("en", UTC)("ticket_reply", "en", values).html
    assert "<p>Dear Lin,<br>&lt;b&gt;thanks&lt;/b&gt;</p>" in html
    assert "<p>Ana<br>Shop</p>" in html
