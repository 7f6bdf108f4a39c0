"""`memberdesk token …`: programs and their tokens, from the command line."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import asyncpg
import typer

from actions.staff import create_token
from actions.tokens import listed, revoke_by_start
from database.server import database_url
from settings import Settings

token_cli = typer.Typer(no_args_is_help=True, help="Keys for programs.")


@token_cli.command("create")
def token_create(
    role: Annotated[str, typer.Option(help="What the program may do.")],
    name: Annotated[str, typer.Option(help="What the program is called.")],
    store: Annotated[str | None, typer.Option(help="Code of the store that it acts for.")] = None,
    member: Annotated[str | None, typer.Option(help="Number of the member that it acts for.")] = None,
) -> None:
    """Makes a program with an API token, and prints the token once."""
    print(run(database_url(Settings.load()), lambda c: create_token(c, "command line", name, role, store, member)))


@token_cli.command("list")
def token_list() -> None:
    """Lists all tokens: first letters, program, name, what they speak for, last use, whether they are let in."""
    for line in run(database_url(Settings.load()), listed):
        print(line)


@token_cli.command("revoke")
def token_revoke(
    start: Annotated[str, typer.Argument(help="The token's first letters, as `token list` shows.")],
) -> None:
    """Takes a token away; it is refused everywhere within a second."""
    revoked = run(database_url(Settings.load()), lambda c: revoke_by_start(c, "command line", start))
    print(f"{revoked} is not let in any more.")


def run(url: str, verb: Callable[[asyncpg.Connection], Awaitable[Any]]) -> Any:
    """One verb in one transaction."""

    async def call() -> Any:
        connection = await asyncpg.connect(url)
        try:
            async with connection.transaction():
                return await verb(connection)
        finally:
            await connection.close()

    return asyncio.run(call())
