"""How it is noted that a list leaves the house."""

from actions import exports
from actions.once import Written
from resolvers.planner.verbs import Call, Verb


async def _start(call: Call) -> Written:
    return await exports.start(call.connection, call.by, call.given["input"])


MUTATIONS = {"exportStart": Verb(_start, "exports.run")}
