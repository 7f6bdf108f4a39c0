"""Keeps which members somebody looked at: on their own pages, in files, and with the eyes of another."""

from collections import OrderedDict
from datetime import UTC, datetime
from time import monotonic
from typing import Any
from uuid import UUID

import orjson

from actions.disclosures import looked
from resolvers.planner.documents import Document
from resolvers.planner.lookups import key_of_named
from resolvers.planner.plans import Planner, View
from resolvers.planner.witnessing import taken_out, witnessed
from rules.disclosures import LOOKS_LAST, DisclosureKind, Witness
from rules.viewer import Viewer

REMEMBERED = 10_000
"Looks that a process knows to be kept already."


def witness_of(viewer: Viewer) -> Witness | None:
    """Of everything that is read with the eyes of another."""
    acting = viewer.acting
    if acting is None:
        return None
    return Witness(DisclosureKind.VIEW_AS, acting.reason, acting.since, acting.until)


class Looks:
    """Looks at members' own pages, once an hour for each session and member."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[str, str], float] = OrderedDict()

    async def note(
        self, planner: Planner, view: View, document: Document, variables: dict[str, Any], viewer: Viewer
    ) -> None:
        """Before the answer, so that nobody is shown a member's file unseen. Programs and members are not told of."""
        if viewer.session_id is None or viewer.acting is not None or not document.reads_a_member:
            return
        writes = planner.surroundings.writes
        roots = [root for root in document.read(variables).roots() if root.name == "member"]
        for root in roots if writes is not None else ():
            statement = planner.statement(view)
            question = key_of_named(statement, "Member", root.arguments()["by"])
            values = [bind(variables, viewer) for bind in statement.binds]
            known = (viewer.session_id, repr(values))
            if self._known.get(known, 0.0) > monotonic():
                continue
            async with writes.transaction() as connection:
                key = await connection.fetchval(question, *values)
                since = datetime.now(UTC) - LOOKS_LAST
                await looked(connection, viewer, DisclosureKind.LOOK, [key] if key else [], "", since)
            self._remember(known)

    def _remember(self, known: tuple[str, str]) -> None:
        self._known[known] = monotonic() + LOOKS_LAST.total_seconds()
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)


async def shown(
    planner: Planner, view: View, document: Document, variables: dict[str, Any], viewer: Viewer, witness: Witness
) -> bytes | None:
    """The answer, once it is kept which members are in it; None if it shows none."""
    asked, writes = witnessed(document), planner.surroundings.writes
    if asked is None or writes is None:
        return None
    plan = planner.plan(view, asked, variables)
    if plan.statement is None:
        return None
    data = orjson.loads(await planner.run(plan, variables, viewer))
    members: list[UUID] = taken_out(data)
    if members:
        async with writes.transaction() as connection:
            kind, since, until = witness.kind, witness.since, witness.until
            await looked(connection, viewer, kind, members, witness.reason, since, until)
    return orjson.dumps(data)
