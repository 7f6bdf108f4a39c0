"""The schema on the command line: printed, and held against another form of it."""

from pathlib import Path
from typing import Annotated

import typer

schema_cli = typer.Typer(no_args_is_help=True, help="The GraphQL schema.")
Role = Annotated[str | None, typer.Option(help="As this shipped role sees it.")]
Old = Annotated[Path, typer.Argument(help="The schema as it was, as `schema print` gives it.", exists=True)]
New = Annotated[Path | None, typer.Argument(help="As it is to be; this version's own if none.", exists=True)]


@schema_cli.command("print")
def schema_print(role: Role = None) -> None:
    """Prints the schema, whole or as a role sees it."""
    from api.printing import schema_of

    print(schema_of(role))


@schema_cli.command("diff")
def schema_diff(old: Old, new: New = None) -> None:
    """Tells what differs, and what breaks those who use it; exit status 1 if something does."""
    from api.evolving import compare

    compare(old, new)
