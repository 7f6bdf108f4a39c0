"""How somebody looks with the eyes of another, and ends it."""

from actions import viewing
from actions.once import Written
from resolvers.planner.verbs import Call, Verb
from rules.explaining import VIEWS_AS
from rules.viewing import ENDS


async def _start(call: Call) -> Written:
    given = call.given
    found = await viewing.begin(call.connection, call.by, given.get("username"), given.get("roleCode"), given["reason"])
    return {"name": found["name"], "until": found["until"].isoformat()}


async def _end(call: Call) -> Written:
    return await viewing.end(call.connection, call.by)


MUTATIONS = {
    "viewAsStart": Verb(_start, VIEWS_AS, changes_callers=True),
    "viewAsEnd": Verb(_end, ENDS, changes_callers=True, while_viewing=True),
}
