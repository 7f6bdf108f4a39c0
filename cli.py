"""The command line: `memberdesk …`. Each command is a few calls; what goes wrong is told in one line."""

import asyncio
import errno
import os
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import asyncpg
import typer
import uvicorn
from rich.console import Console

from admin_ui.assets import NotBuilt
from api import staffing
from api.auditing import audit_cli
from api.documents import documents_cli
from api.patience import Patient
from api.progress import Bars
from api.requests import LARGEST_BODY
from api.schemas import schema_cli
from api.tokens import run as _run
from api.tokens import token_cli
from database.granting import NoRole
from database.reading import Unavailable
from database.server import NoDatabase, database_url
from rules.refusals import Refused
from settings import BadSetting, Settings

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
staff_cli = typer.Typer(no_args_is_help=True, help="Accounts of people who work here.")
cli.add_typer(staff_cli, name="staff")
cli.add_typer(token_cli, name="token")
cli.add_typer(schema_cli, name="schema")
cli.add_typer(audit_cli, name="audit")
cli.add_typer(documents_cli, name="documents")
said = Console(stderr=True, highlight=False)

Host = Annotated[str, typer.Option(help="Address to listen on.")]
Port = Annotated[int, typer.Option(help="Port to listen on.", min=1, max=65535)]
Workers = Annotated[int | None, typer.Option(help="Processes; WEB_WORKERS unless given.", min=1, max=64)]


def main() -> None:
    try:
        cli()
    except (BadSetting, NoDatabase, NoRole, Unavailable, Refused, NotBuilt, OSError) as error:
        said.print(f"memberdesk: {error}", style="red", soft_wrap=True)
        sys.exit(1)
    except asyncpg.PostgresError as error:
        said.print(f"memberdesk: the database says: {error}", style="red", soft_wrap=True)
        sys.exit(1)


@cli.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000, workers: Workers = None) -> None:
    """Serves the admin UI and the API."""
    settings = Settings.load()
    _check_port(host, port)
    database_url(settings)
    _serve("create", settings, host, port, workers or settings.web_workers)


@cli.command()
def work() -> None:
    """Runs the timetable and the queued jobs, until Ctrl-C."""
    from admin_ui.letters import composer
    from api.auditing import anchor_of
    from api.planning import boxes_of, carrier_for, desk_for, door_of, payer_for, postman_for
    from api.working import run

    settings = Settings.load()
    url = database_url(settings)
    mail, letters = (boxes_of(settings), door_of(settings)), composer(settings.locale, settings.zone)
    carriers = (postman_for(settings, letters), carrier_for(settings))
    with suppress(KeyboardInterrupt):
        asyncio.run(run(desk_for(settings, url), url, anchor_of(settings), *carriers, *mail, payer_for(settings)))


def _serve(factory: str, settings: Settings, host: str, port: int, workers: int) -> None:
    """One process gets the made application, so that what is wrong is told here; several make it themselves."""
    import app

    uvicorn.run(
        getattr(app, factory)() if workers == 1 else f"app:{factory}",
        factory=workers > 1,
        host=host,
        port=port,
        workers=workers,
        loop="uvloop" if sys.platform != "win32" else "auto",
        http=Patient,
        ws_max_size=LARGEST_BODY,
        access_log=False,
        log_config=None,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=3,
    )


@cli.command()
def migrate() -> None:
    """Brings the database to the tables of this version, and ships the roles, policies and budgets that are missing."""
    from actions import calendars, clocks, contact_limits, goodwill, sla
    from actions.approvals import policies
    from actions.roles import ship
    from database.setup import migrate as apply

    settings = Settings.load()
    url = database_url(settings)
    applied = asyncio.run(apply(url))
    added = _run(url, ship)
    _run(url, lambda connection: calendars.ship(connection, settings.zone))
    for each in (policies.ship, goodwill.ship, sla.ship, contact_limits.ship, clocks.measure_missing):
        _run(url, each)
    print(f"Migrations applied: {', '.join(applied) or 'none'}. Roles added: {', '.join(added) or 'none'}.")


@cli.command()
def grant(role: Annotated[str, typer.Argument(help="A role of PostgreSQL; it must exist.")]) -> None:
    """Lets a role of PostgreSQL do what the processes do, and change nothing that has happened."""
    from database.granting import grant as apply

    _run(database_url(Settings.load()), lambda connection: apply(connection, role))
    print(f"The processes may sign in as {role}.")


@cli.command()
def demo(
    port: Port = 8000,
    data: Annotated[
        Path | None, typer.Option(help="Folder to keep the database in; MEMBERDESK_DATA unless given.")
    ] = None,
    sample: Annotated[bool, typer.Option(help="600 households, for a quick look.")] = False,
    reset: Annotated[bool, typer.Option(help="Throw the demo's data away and load it again.")] = False,
    load_only: Annotated[bool, typer.Option(help="Load and end.")] = False,
) -> None:
    """Loads the demo data once and serves it."""
    from api.demo import prepare, welcome

    if data is not None:
        os.environ["MEMBERDESK_DATA"] = str(data.resolve())
    settings = Settings.load()
    _check_port("127.0.0.1", port)
    prepare(settings, sample, reset)
    if not load_only:
        welcome(port)
        _serve("create_with_worker", settings, "127.0.0.1", port, 1)


@cli.command("import")
def import_(
    kind: Annotated[str, typer.Argument(help="complete-journey, members or orders.")],
    source: Annotated[
        Path | None, typer.Argument(help="A file (CSV, Parquet), or a folder for complete-journey.")
    ] = None,
    dry_run: Annotated[bool, typer.Option(help="Check and report everything, write nothing.")] = False,
    mapping: Annotated[Path | None, typer.Option(help="TOML or JSON file: our field = the file's column.")] = None,
    map: Annotated[list[str] | None, typer.Option(help="field=column, can be repeated.")] = None,
    sample: Annotated[bool, typer.Option(help="complete-journey: 600 households.")] = False,
) -> None:
    """Imports members or orders, or the whole of Complete Journey."""
    from api.importing import run_import

    settings = Settings.load()
    with Bars() as bars:
        summary = run_import(settings, kind, source, mapping, map or [], dry_run, sample, bars)
    print(summary)


@staff_cli.command("create")
def staff_create(
    username: str,
    role: Annotated[str, typer.Option(help="What the person may do.")],
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
) -> None:
    """Makes an account; the password is asked for, or read from standard input."""
    from actions.staff import create

    asked = sys.stdin.isatty()
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True) if asked else sys.stdin.readline()
    _run(
        database_url(Settings.load()),
        lambda c: create(c, "command line", username, role, password.rstrip("\r\n"), name),
    )
    print(f"{username} can sign in now, as {role}.")


@staff_cli.command("invite")
def staff_invite(
    username: str,
    role: Annotated[str, typer.Option(help="What the person may do.")],
    name: Annotated[str, typer.Option(help="The person's name.")],
    email: Annotated[str | None, typer.Option(help="Where the invite goes, if mail is set up.")] = None,
) -> None:
    """Makes an account without a password, and the link to choose one, which is printed if it cannot be mailed."""
    settings = Settings.load()
    print(_run(database_url(settings), lambda c: staffing.invite(c, settings, username, role, name, email)))


@staff_cli.command("reset-password")
def staff_reset_password(username: str) -> None:
    """Makes a link to choose a new password, which is printed if it cannot be mailed."""
    settings = Settings.load()
    print(_run(database_url(settings), lambda c: staffing.reset_password(c, settings, username)))


@staff_cli.command("reset-totp")
def staff_reset_totp(username: str) -> None:
    """Switches sign-in codes off for somebody who lost the device, and ends all sessions."""
    settings = Settings.load()
    _run(database_url(settings), lambda c: staffing.reset_totp(c, settings, username))
    print(f"{username} signs in without codes now.")


@cli.command()
def check() -> None:
    """Checks settings, database, migrations and invariants; exit status 0 only if all hold."""
    from api.auditing import anchor_of
    from api.checking import problems

    settings = Settings.load()
    found = asyncio.run(problems(database_url(settings), anchor_of(settings)))
    for line in found:
        said.print(line, style="red", soft_wrap=True)
    print("Everything holds." if not found else f"{len(found)} problems.")
    raise typer.Exit(1 if found else 0)


def _check_port(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            why = "is in use" if error.errno == errno.EADDRINUSE else f"cannot be used on {host} ({error.strerror})"
            raise OSError(f"Port {port} {why}. Choose another with --port.") from None
