"""How mutations of campaigns call their actions."""

from typing import Any

from actions.campaigns import Audience, take
from actions.campaigns import save as save_campaign
from actions.once import Written
from resolvers.campaign_terms import RENAMED, rules_of
from resolvers.planner.verbs import Call, Verb
from resolvers.saving import columns_of
from rules.campaigns import CampaignKind, CampaignStep
from rules.refusals import ErrorCode, Refused

WHERE = "input.audienceWhere"
APART = {"audienceWhere", "terms"}
TERMS = {json: field for field, json in RENAMED.items()}
"Names of fields by their names in JSON."


async def _save(call: Call) -> Written:
    given = call.given["input"]
    expected = call.given.get("expectedVersion")
    path = ("input", "rules" if given.get("terms") is None else "terms")
    try:
        return await save_campaign(
            call.connection, call.by, _columns(call), _audience(call), expected, call.at, call.currency, path
        )
    except Refused as refused:
        refused.path = _spoken(refused.path)
        raise


def _columns(call: Call) -> dict[str, Any]:
    given = call.given["input"]
    columns = columns_of(
        {name: value for name, value in given.items() if name not in APART}, call.currency, ("budget",)
    )
    columns["kind"] = CampaignKind(columns["kind"])
    if given.get("terms") is not None and given.get("rules") is not None:
        message = "Give rules or terms, not both: they say the same."
        raise Refused(ErrorCode.INVALID, message, ("input", "terms"))
    if given.get("terms") is not None:
        columns["rules"] = rules_of(given["terms"])
    elif "rules" in columns or "terms" in given:
        columns["rules"] = {} if columns.get("rules") is None else columns["rules"]
    return columns


def _spoken(path: tuple[str, ...]) -> tuple[str, ...]:
    """As the input names it."""
    if path == ("budget",):
        return ("input", "budget")
    return tuple(TERMS.get(part, part) for part in path) if "terms" in path else path


def _audience(call: Call) -> Audience | None:
    """None if the input does not speak of it."""
    given = call.given["input"]
    if "audienceWhere" not in given and "audienceCode" not in given:
        return None
    return Audience(given.get("audienceCode"), given.get("audienceWhere"), call.selected.get(WHERE, ("", ())))


def _step(step: CampaignStep) -> Verb:
    async def act(call: Call) -> Written:
        audiences, reason = call.programs.audiences, call.given.get("reason")
        taken = await take(call.connection, call.by, call.found["code"], step, call.at, audiences, reason)
        return taken | {"changeSet": None}

    return Verb(act, PERMISSIONS[step], {"code": "Campaign.code"}, SHOWN)


SHOWN = {"campaign": "Campaign", "changeSet": "ChangeSet"}
PERMISSIONS = {
    CampaignStep.SUBMIT: "program.edit",
    CampaignStep.RETURN: "campaigns.publish",
    CampaignStep.PUBLISH: "campaigns.publish",
    CampaignStep.PAUSE: "campaigns.stop",
    CampaignStep.END: "campaigns.stop",
}
MUTATIONS = {
    "campaignSave": Verb(_save, "program.edit", {}, SHOWN, {"input": "Campaign"}, {WHERE: "Member"}),
    **{f"campaign{step.capitalize()}": _step(step) for step in CampaignStep},
}
