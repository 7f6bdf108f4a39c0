"""Rules of campaigns are used whole or refused with the path to what is wrong; steps lead where they should."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from rules.campaigns import STEPS as STEPS_FROM
from rules.campaigns import CampaignKind, CampaignStatus, CampaignStep, is_control, next_status
from rules.quote.checking import check_rules
from rules.refusals import ErrorCode, Refused

NOW = datetime(2026, 3, 2, tzinfo=UTC)
STEPS = [{"spend": "100", "off": "10"}, {"spend": 200, "off": 30}]


@pytest.mark.parametrize("rules", [
    {"amount": 5}, {"amount": "5.50", "gift": "MUG", "template": "TEN"}, {"percent": "12.5", "cap": 30},
    {"steps": STEPS}, {"steps": STEPS[:1], "repeats": True}, {"price": "0.99", "conditions": {"products": ["TEA"]}},
    {"multiplier": 2, "group": "g", "stacks": False, "priority": -3},
    {"amount": 1, "conditions": {"weekdays": [1, 7], "hours": [{"from": "10:00", "to": "24:00"}], "minSpend": "30"}},
])  # fmt: skip
def test_what_a_campaign_may_say(rules: dict[str, Any]) -> None:
    check_rules(CampaignKind.LIMITED_DISCOUNT, rules, "CNY")


@pytest.mark.parametrize(("rules", "path"), [
    ([], ""), ({}, ""), ({"tea": 1}, "tea"), ({"amount": 0}, "amount"), ({"amount": "x"}, "amount"),
    ({"amount": True}, "amount"), ({"amount": "1.234"}, "amount"), ({"amount": "NaN"}, "amount"),
    ({"amount": None}, "amount"), ({"percent": 101}, "percent"), ({"percent": 5, "cap": -1}, "cap"),
    ({"amount": 5, "cap": 1}, "cap"), ({"amount": 5, "percent": 5}, "amount"), ({"multiplier": 101}, "multiplier"),
    ({"steps": []}, "steps"), ({"steps": [{"spend": 1}]}, "steps.0"),
    ({"steps": [{"spend": 1, "off": 2}]}, "steps.0.off"),
    ({"steps": [STEPS[0], {"spend": 90, "off": 20}]}, "steps.1"), ({"steps": STEPS, "repeats": True}, "repeats"),
    ({"steps": STEPS, "repeats": "yes"}, "repeats"), ({"amount": 5, "repeats": True}, "repeats"),
    ({"gift": ""}, "gift"), ({"gift": 7}, "gift"), ({"amount": 5, "stacks": 1}, "stacks"),
    ({"amount": 5, "priority": 1_001}, "priority"), ({"amount": 5, "group": " "}, "group"),
    ({"amount": 5, "conditions": []}, "conditions"), ({"amount": 5, "conditions": {"shop": 1}}, "conditions.shop"),
    ({"amount": 5, "conditions": {"weekdays": [8]}}, "conditions.weekdays"),
    ({"amount": 5, "conditions": {"streak": 7}}, "conditions.streak"),
    ({"amount": 5, "conditions": {"hours": [{"from": "9:00", "to": "8:00"}]}}, "conditions.hours"),
    ({"amount": 5, "conditions": {"hours": [{"from": "08:00", "to": "09:00", "on": 1}]}}, "conditions.hours.0"),
])  # fmt: skip
def test_what_cannot_be_used_is_refused_with_its_path(rules: Any, path: str) -> None:
    with pytest.raises(Refused) as refused:
        check_rules(CampaignKind.SPEND_AND_SAVE, rules, "CNY")
    assert refused.value.path == ("input", "rules", *filter(None, path.split(".")))
    assert refused.value.message


def test_each_kind_has_the_rules_that_it_needs() -> None:
    check_rules(CampaignKind.COUPON_GIVEAWAY, {}, "CNY")
    check_rules(CampaignKind.CHECK_IN, {}, "CNY")
    with pytest.raises(Refused, match="needs a multiplier"):
        check_rules(CampaignKind.POINTS_MULTIPLIER, {"amount": 5}, "CNY")
    with pytest.raises(Refused, match="does nothing on orders"):
        check_rules(CampaignKind.REFERRAL, {"amount": 5}, "CNY")


@pytest.mark.parametrize("status", CampaignStatus)
@pytest.mark.parametrize("step", CampaignStep)
def test_a_step_leads_on_or_is_refused(status: CampaignStatus, step: CampaignStep) -> None:
    if step in STEPS_FROM[status]:
        assert next_status("Tea", status, step, None, NOW) is not status
        return
    with pytest.raises(Refused, match="Tea is ") as refused:
        next_status("Tea", status, step, None, NOW)
    assert (refused.value.code, refused.value.path) == (ErrorCode.STATE, ("code",))


def test_a_tenth_is_left_alone_and_always_the_same_tenth() -> None:
    campaign, members = UUID(int=1), [UUID(int=number) for number in range(10_000)]
    alone = [member for member in members if is_control(campaign, member, 10)]
    assert 850 < len(alone) < 1_150
    assert all(is_control(campaign, member, 20) for member in alone)
    assert not any(is_control(campaign, member, 0) for member in members)
    assert alone != [member for member in members if is_control(UUID(int=2), member, 10)]
