"""The command line: what goes wrong is told in one line, ends with a status that says so, and writes nothing."""

import io
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

import cli
from actions.recording import seal
from actions.staff import create
from tests import make
from tests.conftest import database

NOWHERE = "postgresql://postgres@127.0.0.1:9/memberdesk"
Run = Callable[..., tuple[int, str, str]]


@pytest_asyncio.fixture
async def own_url(empty_url: str) -> AsyncIterator[str]:
    async with database(empty_url, empty_url) as url:
        yield url


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """(status, standard output, standard error) of `memberdesk ARGUMENTS`, in a thread: it has its own event loop."""

    def call(*arguments: str, url: str = NOWHERE, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setattr(sys, "argv", ["memberdesk", *arguments])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with ThreadPoolExecutor(1) as apart, pytest.raises(SystemExit) as ended:
            apart.submit(cli.main).result()
        out, err = capfd.readouterr()
        return ended.value.code or 0, out, err

    return call


def is_one_line(err: str) -> bool:
    return err.count("\n") == 1 and err.startswith("memberdesk: ") and "Traceback" not in err


async def one(url: str, question: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def test_an_occupied_port_is_told(run: Run) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, out, err = run("serve", "--port", str(port))
    assert (status, out) == (1, "")
    assert is_one_line(err)
    assert f"Port {port} is in use" in err


@pytest.mark.parametrize(
    "command",
    [("migrate",), ("check",), ("token", "create", "--role", "admin", "--name", "x"), ("import", "members", "/no.csv"),
     ("staff", "create", "x", "--role", "admin")],
    ids=" ".join,
)  # fmt: skip
def test_a_database_that_cannot_be_reached_is_told(run: Run, command: tuple[str, ...]) -> None:
    status, out, err = run(*command, typed="a long password\n")
    assert (status, out) == (1, "")
    assert is_one_line(err), err


def test_a_wrong_setting_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DB_POOL_SIZE", "many")
    status, _, err = run("check")
    assert status == 1
    assert is_one_line(err)
    assert "DB_POOL_SIZE" in err


def test_the_process_ends_with_that_status(tmp_path: Path) -> None:
    given = os.environ | {"DATABASE_URL": "mysql://x", "PYTHONPATH": str(Path(cli.__file__).parent)}
    start = "import cli; cli.main()"
    ended = subprocess.run([sys.executable, "-c", start, "check"], env=given, cwd=tmp_path, capture_output=True)
    assert ended.returncode == 1
    assert is_one_line(ended.stderr.decode())


FILES = {
    "an empty file": ("empty.csv", b""),
    "a binary file": ("binary.csv", bytes(range(256)) * 40),
    "no Parquet": ("no.parquet", b"PAR0 this is not it"),
    "a header alone": ("header.csv", b"unknown,columns\n"),
}


@pytest.mark.parametrize("name", FILES)
async def test_a_file_that_cannot_be_used_is_told(run: Run, own_url: str, tmp_path: Path, name: str) -> None:
    file = tmp_path / FILES[name][0]
    file.write_bytes(FILES[name][1])
    status, out, err = run("import", "members", str(file), url=own_url)
    assert (status, out) == (1, "")
    assert is_one_line(err.removeprefix("looking …\n")), err
    assert await one(own_url, "SELECT (SELECT count(*) FROM member) + (SELECT count(*) FROM job)") == 0


async def test_a_file_that_is_none_is_told(run: Run, own_url: str, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        status, out, err = run("import", "members", str(path), url=own_url)
        assert (status, out) == (1, "")
        assert is_one_line(err.removeprefix("looking …\n")), err


@pytest.mark.parametrize(
    ("arguments", "word"),
    [(("unicorns", "x.csv"), "unicorns"), (("members",), "Say which file"),
     (("members", "x.csv", "--sample"), "--sample"), (("members", "x.csv", "--map", "phone"), "field=column"),
     (("complete-journey", "--dry-run"), "--dry-run")],
)  # fmt: skip
def test_an_import_that_makes_no_sense_is_told(run: Run, arguments: tuple[str, ...], word: str) -> None:
    status, _, err = run("import", *arguments)
    assert status == 1
    assert is_one_line(err), err
    assert word in err


async def test_somebody_is_made_once(run: Run, own_url: str) -> None:
    command = ("staff", "create", "ana", "--role", "auditor")
    first = run(*command, url=own_url, typed="a long password\n")
    again = run(*command, url=own_url, typed="another password\n")
    assert first[0] == 0
    assert again[0] == 1
    assert is_one_line(again[2])
    assert "'ana'" in again[2]
    assert await one(own_url, "SELECT count(*) FROM staff") == 1
    assert await one(own_url, "SELECT count(*) FROM audit_event WHERE action = 'staff.created'") == 1


@pytest.mark.parametrize(
    ("username", "role", "password"),
    [
        ("bo", "auditor", "short"),
        ("bo", "auditor", ""),
        ("b o", "auditor", "long enough"),
        ("bo", "king", "long enough"),
    ],
)
async def test_nobody_is_made_halfway(run: Run, own_url: str, username: str, role: str, password: str) -> None:
    status, out, err = run("staff", "create", username, "--role", role, url=own_url, typed=f"{password}\n")
    assert (status, out) == (1, "")
    assert is_one_line(err)
    assert not password or password not in err
    assert await one(own_url, "SELECT count(*) FROM staff") == 0


async def test_no_password_at_all_is_told(run: Run, own_url: str) -> None:
    status, _, err = run("staff", "create", "bo", "--role", "auditor", url=own_url, typed="")
    assert status == 1
    assert is_one_line(err), err


async def test_a_token_is_told_once_and_works(run: Run, own_url: str) -> None:
    status, out, _ = run("token", "create", "--role", "auditor", "--name", "x", url=own_url)
    assert status == 0
    assert out.startswith("mdk_")
    kept = await one(own_url, f"SELECT count(*) FROM api_token WHERE token_hash = sha256('{out.strip()}')")
    assert kept == 1


@pytest.mark.parametrize("wrong", [("--role", "king"), ("--store", "none"), ("--member", "none")], ids=" ".join)
async def test_a_token_of_nothing_known_is_refused(run: Run, own_url: str, wrong: tuple[str, str]) -> None:
    role = () if wrong[0] == "--role" else ("--role", "auditor")
    status, out, err = run("token", "create", *role, "--name", "x", *wrong, url=own_url)
    assert (status, out) == (1, "")
    assert is_one_line(err)
    assert f"'{wrong[1]}'" in err
    assert await one(own_url, "SELECT count(*) FROM api_token") == 0


def test_the_schema_is_printed_whole_or_as_a_role_sees_it(run: Run) -> None:
    whole, shop = run("schema", "print"), run("schema", "print", "--role", "storefront")
    assert (whole[0], shop[0]) == (0, 0)
    assert "type Member " in whole[1]
    assert "type Member " not in shop[1]
    status, out, err = run("schema", "print", "--role", "king")
    assert (status, out) == (1, "")
    assert is_one_line(err)
    assert "'king'" in err


async def test_a_sound_database_passes_the_check(run: Run, own_url: str) -> None:
    assert run("check", url=own_url)[:2] == (0, "Everything holds.\n")


BROKEN = {
    "member_phone_once": "DROP INDEX {}",
    "every ledger transaction sums to zero": "UPDATE ledger_entry SET delta = delta + 1 WHERE balance_after IS NULL",
    "stored balances equal the sum": "UPDATE ledger_account SET balance = balance + 1 WHERE bucket = 'AVAILABLE'",
    "Audit event 1": "UPDATE audit_event SET actor = 'somebody else'",
    "migrations": "DELETE FROM aerich WHERE version LIKE '2%'",
}
"What is told, and what breaks it behind the back of every guard."


@pytest.mark.parametrize("told", BROKEN)
async def test_a_broken_database_is_told_by_name(run: Run, own_url: str, told: str) -> None:
    connection = await asyncpg.connect(own_url)
    async with connection.transaction():
        await make.member(connection, "M-1", points=50)
        await create(connection, "test", "ana", "admin", "a long password")
    await seal(connection)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(BROKEN[told].format(told))
    await connection.close()
    status, _, err = run("check", url=own_url)
    assert status == 1
    assert told in err


async def test_somebody_is_invited_by_a_link_that_is_printed(run: Run, own_url: str) -> None:
    status, out, _ = run("staff", "invite", "li", "--role", "auditor", "--name", "Li Na", url=own_url)
    assert (status, "/invite/" in out) == (0, True)
    status, out, _ = run("staff", "reset-password", "LI", url=own_url)
    assert (status, "/recover/" in out) == (0, True)
    status, _, err = run("staff", "reset-totp", "li", url=own_url)
    assert status == 1
    assert "no sign-in codes" in err
    assert is_one_line(run("staff", "reset-password", "nobody", url=own_url)[2])
