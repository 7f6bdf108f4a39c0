"""How files are merged, parted, erased and archived."""

from actions import erasing, merging
from actions.once import Written
from resolvers.planner.verbs import Call, Verb


async def _merge(call: Call) -> Written:
    kept, merged, reason = call.found["keepId"], call.found["mergeId"], call.given["reason"]
    return await merging.merge(call.connection, call.by, kept, merged, reason, call.at, call.zone, call.currency)


async def _unmerge(call: Call) -> Written:
    return await merging.unmerge(call.connection, call.by, call.found["id"], call.at, call.zone, call.currency)


async def _erase(call: Call) -> Written:
    return await erasing.erase(call.connection, call.by, call.found["id"], call.given["reason"])


async def _archive(call: Call) -> Written:
    return await erasing.archive(call.connection, call.by, call.found["id"], call.at)


async def _unarchive(call: Call) -> Written:
    return await erasing.unarchive(call.connection, call.by, call.found["id"])


_NAMED, _SHOWN = {"id": "Member"}, {"member": "Member", "changeSet": "ChangeSet"}

MUTATIONS = {
    "memberMerge": Verb(_merge, "members.merge", {"keepId": "Member", "mergeId": "Member"}, _SHOWN),
    "memberUnmerge": Verb(_unmerge, "members.merge", _NAMED, _SHOWN),
    "memberErase": Verb(_erase, "members.erase", _NAMED, _SHOWN),
    "memberArchive": Verb(_archive, "members.archive", _NAMED, _SHOWN),
    "memberUnarchive": Verb(_unarchive, "members.archive", _NAMED, _SHOWN),
}
