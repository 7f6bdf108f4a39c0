"""`memberdesk documents …`: the operations that a program may ask by their hashes, from the command line."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from api.answering import Desk
from api.planning import desk_for
from api.working import WORKER
from database.server import database_url
from rules.documents import MOST_AT_ONCE, hash_of
from rules.refusals import ErrorCode, Refused
from settings import Settings

REGISTER = """mutation ($client: String!, $documents: [TrustedDocumentInput!]!) {
    trustedDocumentsRegister(clientCode: $client, documents: $documents) { added userErrors { message } } }"""
BY_HAND = replace(WORKER, name="command line")

documents_cli = typer.Typer(no_args_is_help=True, help="Operations that programs have registered.")


@documents_cli.callback()
def group() -> None:
    """Keeps `register` a command of its own."""


@documents_cli.command("register")
def register(
    files: Annotated[list[Path], typer.Argument(help="Files, each with one operation; named without their ending.")],
    client: Annotated[str, typer.Option(help="Code of the program.")],
) -> None:
    """Registers operations of a program, each 500 or none of them; prints the hash of each."""
    settings = Settings.load()
    documents = [{"name": path.stem, "text": _read(path)} for path in files]
    added = asyncio.run(_sent(desk_for(settings, database_url(settings)), client, documents))
    for one in documents:
        print(f"sha256:{hash_of(one['text'])}  {one['name']}")
    print(f"{added} of {len(documents)} are new.")


def _read(path: Path) -> str:
    """To the letter: the hash is that of the file. Raises Refused if it is no text."""
    try:
        return path.read_bytes().decode()
    except UnicodeDecodeError:
        raise Refused(ErrorCode.INVALID, "{file} is no text in UTF-8.", ("files",), file=path.name) from None


async def _sent(desk: Desk, client: str, documents: list[dict[str, str]]) -> int:
    added = 0
    try:
        for start in range(0, len(documents), MOST_AT_ONCE):
            part = {"client": client, "documents": documents[start : start + MOST_AT_ONCE]}
            answer = await desk.ask(BY_HAND, REGISTER, part)
            payload = answer.data["trustedDocumentsRegister"] if answer.data else {"userErrors": answer.errors}
            if payload["userErrors"]:
                reasons = "\n".join(error["message"] for error in payload["userErrors"])
                raise Refused(ErrorCode.INVALID, "Nothing of these was registered.\n{reasons}", reasons=reasons)
            added += payload["added"]
    finally:
        await desk.close()
    return added
