"""Keeps which members somebody looked at with the eyes of another."""

from typing import Any

from actions.viewing import looked
from resolvers.planner.documents import Document
from resolvers.planner.lookups import key_of_named
from resolvers.planner.plans import Planner, View
from rules.viewer import Viewer


async def note(planner: Planner, view: View, document: Document, variables: dict[str, Any], viewer: Viewer) -> None:
    """Before the answer, so that nobody is shown a member's file unseen."""
    if viewer.acting is None:
        return
    roots = [root for root in document.read(variables).roots() if root.name == "member"]
    writes = planner.surroundings.writes
    if not roots or writes is None:
        return
    async with writes.transaction() as connection:
        for root in roots:
            statement = planner.statement(view)
            question = key_of_named(statement, "Member", root.arguments()["by"])
            key = await connection.fetchval(question, *(bind(variables, viewer) for bind in statement.binds))
            await looked(connection, viewer, [key] if key else [])
