"""`memberdesk audit`: the end of the audit chain, and whether it is whole."""

import asyncio
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from actions.anchoring import FILE, Anchor, Head, broken, head_of
from actions.recording import seal
from database.server import database_url
from settings import Settings

MOST = 20
"Breaks that are told; one that is early makes all later ones."
audit_cli = typer.Typer(no_args_is_help=True, help="The audit chain.")


def anchor_of(settings: Settings) -> Anchor:
    return Anchor(settings.data / FILE, settings.anchor_url)


@audit_cli.command("head")
def head() -> None:
    """Prints the last event of the chain, to be kept where nobody can change it."""
    found = asyncio.run(_head(Settings.load()))
    print(found.line() if found else "There are no events yet.")


@audit_cli.command("verify")
def verify(
    heads: Annotated[Path | None, typer.Option(help="A file of heads that was kept elsewhere.")] = None,
) -> None:
    """Proves the chain, and that it is the one that was told to the outside; exit status 0 only if it is whole."""
    settings = Settings.load()
    found = asyncio.run(breaks(database_url(settings), Anchor(heads) if heads else anchor_of(settings)))
    for line in found[:MOST]:
        print(line)
    print("The audit chain is whole." if not found else f"{len(found)} breaks.")
    raise typer.Exit(1 if found else 0)


async def breaks(url: str, anchor: Anchor) -> list[str]:
    """One line for each break, the first event first."""
    connection = await asyncpg.connect(url)
    try:
        await seal(connection)
        found = sorted([link async for link in broken(connection, anchor)])
        return [f"Audit event {sequence} {what}." for sequence, what in found]
    except ValueError as error:
        return [str(error)]
    finally:
        await connection.close()


async def _head(settings: Settings) -> Head | None:
    connection = await asyncpg.connect(database_url(settings))
    try:
        await seal(connection)
        return await head_of(connection)
    finally:
        await connection.close()
