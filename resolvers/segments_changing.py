"""How mutations of segments call their actions."""

from actions.once import Written
from actions.segments import save as save_segment
from resolvers.planner.verbs import Call, Verb
from rules.refusals import ErrorCode, Refused


async def _save(call: Call) -> Written:
    given = call.given
    assert call.programs.audiences is not None
    try:
        members = call.programs.audiences.members(given["where"])
    except ValueError as wrong:
        message = "These conditions cannot be used: {why}"
        raise Refused(ErrorCode.INVALID, message, ("where",), why=str(wrong)) from None
    expected = given.get("expectedVersion")
    return await save_segment(
        call.connection, call.by, given["code"], given["name"], given["where"], members, expected, call.at
    )


MUTATIONS = {
    "segmentSave": Verb(
        _save, "segments.edit", {}, {"segment": "Segment", "changeSet": "ChangeSet"}, selects={"where": "Member"}
    )
}
