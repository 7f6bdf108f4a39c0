"""What a campaign would do, said before it is published."""

from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller
from tests.actions.test_campaigns import OFF, rows, save
from tests.conftest import viewer

PREVIEW = """query ($input: CampaignSaveInput, $code: String) {
    campaignPreview(input: $input, code: $code) {
        members control examples { spend { amount } off { amount } payable { amount } points message }
    }
}"""


async def preview(teller: Teller, **given: Any) -> Any:
    answer = await teller.desk.ask(teller.admin, PREVIEW, given)
    assert not answer.errors, answer.errors
    return answer.data["campaignPreview"]


async def offs(teller: Teller, **terms: Any) -> list[tuple[str, str]]:
    """(spend, off) of each example."""
    draft = {name: value for name, value in OFF.items() if name != "rules"} | {"terms": terms}
    found = (await preview(teller, input=draft))["examples"]
    return [(one["spend"]["amount"], one["off"]["amount"]) for one in found]


async def test_a_draft_says_what_carts_would_get(teller: Teller) -> None:
    assert await offs(teller, amount="5") == [(f"{n}.00", "5.00") for n in (50, 100, 200, 500)]
    assert await offs(teller, percent="10", cap="15", conditions={"minSpend": "100"}) == [
        ("100.00", "10.00"), ("200.00", "15.00"), ("500.00", "15.00"),
    ]  # fmt: skip
    steps = [{"spend": "80", "off": "8"}, {"spend": "200", "off": "30"}]
    assert await offs(teller, steps=steps) == [("80.00", "8.00"), ("200.00", "30.00")]


async def test_examples_meet_every_condition(teller: Teller) -> None:
    conditions = {
        "products": ["TEA"], "stores": ["S1"], "tiers": ["GOLD"], "weekdays": ["SUNDAY"], "nearBirthday": "DAY",
        "hours": [{"begins": "08:00", "ends": "09:00"}], "minQuantity": "3",
    }  # fmt: skip
    assert {off for _, off in await offs(teller, amount="5", conditions=conditions)} == {"5.00"}


async def test_more_points_and_gifts_are_told(teller: Teller) -> None:
    await make.insert(teller.connection, "earning_rule", code="p", name="P", asset="POINTS", per_unit=1)
    draft = OFF | {"kind": "POINTS_MULTIPLIER", "rules": {"multiplier": "2", "gift": "MUG"}}
    first = (await preview(teller, input=draft))["examples"][0]
    assert (first["points"], first["off"]["amount"]) == (100, "0.00")
    assert first["message"].startswith("A gift by Five off; ")


async def test_it_says_how_many_members_are_meant(teller: Teller) -> None:
    async with teller.connection.transaction():
        for number in range(2, 11):
            await make.member(teller.connection, f"M{number}")
    assert (await preview(teller, input=OFF | {"controlPercent": 20}))["control"] == 2
    assert (await preview(teller, input=OFF | {"audienceWhere": {"memberNo": {"eq": "M3"}}}))["members"] == 1
    await save(teller, audienceWhere={"memberNo": {"in": ["M1", "M2"]}})
    assert (await preview(teller, code="OFF"))["members"] == 2
    assert (await preview(teller, input=OFF | {"audienceCode": None}))["members"] == 10


async def test_asking_changes_nothing(teller: Teller) -> None:
    before = await rows(teller)
    await preview(teller, input=OFF)
    assert await rows(teller) == before


@pytest.mark.parametrize(("given", "said"), [
    ({"code": "NONE"}, "There is no campaign 'NONE'."),
    ({"input": OFF | {"audienceCode": "none"}}, "There is no segment 'none'."),
    ({"input": OFF | {"rules": {"tea": 1}}}, "There is no rule 'tea'."),
])  # fmt: skip
async def test_what_cannot_be_used_is_said(teller: Teller, given: dict[str, Any], said: str) -> None:
    answer = await teller.desk.ask(teller.admin, PREVIEW, given)
    assert answer.errors[0]["message"].startswith(said)


async def test_who_does_not_run_campaigns_is_not_told(teller: Teller) -> None:
    for role in ("customer_service", "member", "storefront"):
        assert (await teller.desk.ask(viewer(role), PREVIEW, {"code": "OFF"})).errors
    for role in ("operations", "supervisor"):
        answer = await teller.desk.ask(viewer(role), PREVIEW, {"input": OFF})
        assert not answer.errors
