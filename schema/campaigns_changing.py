"""Mutations of campaigns: writing, reviewing, publishing, stopping, ending."""

from rules.campaigns import CampaignKind
from rules.permissions import Sensitivity
from schema.arguments import VERSION
from schema.campaign_terms import CampaignTermsInput
from schema.campaigns import Campaign
from schema.changes import ChangeSet
from schema.errors import UserError, user_errors
from schema.fields import argument, field, given, kind, operand, required
from schema.money import Money
from schema.names import MemberWhere
from schema.scalars import JSON, DateTime, Decimal, Points

INTERNAL = Sensitivity.INTERNAL

CODE = argument(str, "The campaign's code.")


@given("A campaign to make or to change, by its code. What is not given stays as it is; null empties it.")
class CampaignSaveInput:
    code: str = required("The campaign's code; a new one makes a draft.")
    name: str = required("What members read.")
    kind: CampaignKind = required("How it works.")
    starts_at: DateTime | None = operand("When it starts; null is as soon as it is published.")
    ends_at: DateTime | None = operand("When it ends; null is never by itself.")
    budget: Decimal | None = operand("The most it may take off in all; null is no limit.")
    audience_code: str | None = operand("The code of the segment that it is for; null is everybody.")
    audience_where: MemberWhere | None = operand("Whom it is for, as conditions: they are kept as a segment.")
    control_percent: int | None = operand("The percentage of members who are left alone for comparison; 0 to 99.")
    rules: JSON | None = operand(
        "What it gives and when: steps, percent, cap, amount, price, multiplier, gift, template, conditions, group, "
        "stacks, priority. Anything else is refused."
    )
    terms: CampaignTermsInput | None = operand("The same as `rules`, field by field. Give one of the two.")


@kind("What a cart would get from a campaign, if nothing else applied.")
class CampaignExample:
    spend: Money = field("What the cart costs.", INTERNAL)
    off: Money = field("What is taken off.", INTERNAL)
    payable: Money = field("What is left to pay.", INTERNAL)
    points: Points = field("Points that it earns.", INTERNAL)
    message: str = field("What is given, in words.", INTERNAL)


@kind("What a campaign would do. Asking changes nothing.")
class CampaignPreview:
    members: int = field("Members it is meant for, as they are now.", INTERNAL, about="Member")
    control: int = field("About how many of them are left alone for comparison.", INTERNAL, about="Member")
    examples: list[CampaignExample] = field("Carts for which its conditions hold, and what they get.", INTERNAL)


@kind("What became of a campaign.")
class CampaignPayload:
    campaign: Campaign | None = field("The campaign; null if nothing was changed.")
    change_set: ChangeSet | None = field("Takes an edit back; null if nothing was edited.")
    user_errors: list[UserError] = user_errors()


@kind("Changes of campaigns.")
class CampaignMutations:
    campaign_save: CampaignPayload = field(
        "Makes a draft of a campaign, or edits it. One in review becomes a draft again; a published one keeps what was "
        "approved: only its name, end and budget can change.",
        arguments={"input": argument(CampaignSaveInput, "The campaign."), "expected_version": VERSION},
    )
    campaign_submit: CampaignPayload = field("Hands a draft to those who may publish it.", arguments={"code": CODE})
    campaign_return: CampaignPayload = field(
        "Gives a campaign in review back to its writer.",
        arguments={"code": CODE, "reason": argument(str, "What would have to change.")},
    )
    campaign_publish: CampaignPayload = field(
        "Publishes a campaign in review, or takes a paused one up again. It runs from its start on, or at once.",
        arguments={"code": CODE},
    )
    campaign_pause: CampaignPayload = field(
        "Stops a campaign for now: the next quote, anywhere, is without it.", arguments={"code": CODE}
    )
    campaign_end: CampaignPayload = field("Ends a campaign for good.", arguments={"code": CODE})
