"""How incidents are handled, and the radar is set."""

from actions import incidents
from actions.once import Written
from resolvers.planner.verbs import Call, Verb
from resolvers.saving import columns_of


async def _link(call: Call) -> Written:
    links_new = call.given.get("linksNew") is not False
    return await incidents.link_all(call.connection, call.by, call.found["id"], call.at, links_new=links_new)


async def _reply(call: Call) -> Written:
    body, resolves = call.given["body"], bool(call.given.get("resolves"))
    return await incidents.ask_answer(call.connection, call.by, call.found["id"], body, call.at, resolves=resolves)


async def _close(call: Call) -> Written:
    note, expected = call.given.get("note"), call.given.get("expectedVersion")
    return await incidents.close(call.connection, call.by, call.found["id"], note, expected, call.at)


async def _propose(call: Call) -> Written:
    reason = call.given["reason"]
    return await incidents.propose_pause(call.connection, call.by, call.found["id"], reason, call.at)


async def _save(call: Call) -> Written:
    columns = columns_of(call.given["input"], call.currency)
    expected = call.given.get("expectedVersion")
    return await incidents.set_rule(call.connection, call.by, str(columns.pop("kind")), columns, expected, call.at)


_NAMED = {"id": "Incident"}
_SHOWN = {"incident": "Incident", "changeSet": "ChangeSet"}
MUTATIONS = {
    "incidentLinkAll": Verb(_link, "incidents.handle", _NAMED, {"incident": "Incident"}),
    "incidentReply": Verb(_reply, "incidents.answer", _NAMED, {"incident": "Incident", "job": "Job"}),
    "incidentClose": Verb(_close, "incidents.handle", _NAMED, _SHOWN),
    "incidentProposePause": Verb(_propose, "incidents.handle", _NAMED, {"incident": "Incident"}),
    "radarRuleSave": Verb(_save, "incidents.rules", {}, {"rule": "RadarRule", "changeSet": "ChangeSet"}),
}
