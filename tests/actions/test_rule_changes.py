"""Rules that were saved are taken back: each kind, whatever was changed, unless somebody changed it since."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from tests import make
from tests.actions.teller import Teller

UNDO = """mutation($id: ID!) { changeSetUndo(id: $id) {
  changeSet { id isUndoable } skipped userErrors { code message } } }"""
CHANGES = "SELECT count(*) FROM change_set"


@dataclass
class Rule:
    """A kind of rule: its mutation, what makes one, and what changes it."""

    mutation: str
    table: str
    new: dict[str, Any]
    edited: dict[str, Any]

    @property
    def document(self) -> str:
        name = self.mutation[:1].upper() + self.mutation[1:]
        return f"""mutation Save($input: {name}Input!, $version: Int) {{
            {self.mutation}(input: $input, expectedVersion: $version) {{
                changeSet {{ id isUndoable summary operation }} userErrors {{ code message path }} }} }}"""


RULES = [
    Rule("earningRuleSave", "earning_rule",
         {"code": "a", "name": "A", "asset": "POINTS", "trigger": "ORDER", "perUnit": "1", "limitPerDay": 50},
         {"perUnit": "2.5", "limitPerDay": None, "conditions": {"weekdays": [1]}, "expiry": "DAYS", "expiryCount": 30,
          "validFrom": "2026-01-01T00:00:00Z"}),
    Rule("rechargeBonusSave", "recharge_bonus", {"code": "a", "name": "A", "least": "100", "bonus": "10"},
         {"least": "200", "bonusPercent": "5.5", "points": 7}),
    Rule("rewardSave", "reward", {"code": "a", "name": "A", "kind": "GOODS", "points": 100, "stock": 5},
         {"points": 200, "money": "1.50", "stock": None, "validUntil": "2030-01-01T00:00:00Z"}),
    Rule("couponTemplateSave", "coupon_template", {"code": "a", "name": "A", "kind": "AMOUNT_OFF", "value": "10"},
         {"value": "12.50", "totalLimit": 9, "conditions": {"weekdays": [2]}, "productCodes": ["P1"]}),
    Rule("joiningPolicySave", "joining_policy",
         {"code": "a", "name": "A", "trigger": "SPEND_ONCE", "levels": [{"least": "100", "tierCode": "GOLD"}]},
         {"conditions": {"weekdays": [3]}, "levels": [{"least": "50", "most": "80.50", "tierCode": "GOLD"}]}),
    Rule("tierSave", "tier", {"code": "a", "name": "A", "rank": 9, "spendThreshold": "100"},
         {"spendThreshold": None, "growthThreshold": 7, "pointsMultiplier": "1.5"}),
    Rule("benefitSave", "benefit", {"code": "a", "name": "A", "kind": "GIFT"},
         {"occasion": "BIRTHDAY", "points": 9, "daysAhead": 3}),
]  # fmt: skip
MORE = [
    Rule("goodwillBudgetSave", "goodwill_budget",
         {"code": "a", "name": "A", "roleCode": "cashier", "asset": "POINTS", "amount": "100"},
         {"perAction": "5", "isShared": True, "period": "MONTH"}),
    Rule("approvalPolicySave", "approval_policy",
         {"code": "a", "name": "A", "operation": "pointsAdjust", "measure": "POINTS", "permission": "approvals.decide",
          "threshold": "9"},
         {"hours": 3, "roles": ["cashier"], "exempt": ["finance"], "isActive": False}),
    Rule("campaignSave", "campaign",
         {"code": "a", "name": "A", "kind": "LIMITED_DISCOUNT", "terms": {"amount": "5"}},
         {"startsAt": "2026-01-01T00:00:00Z", "endsAt": "2026-02-01T00:00:00Z", "budget": "50", "controlPercent": 5,
          "audienceWhere": {"name": {"contains": "a"}}}),
]  # fmt: skip
each = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.mutation)


async def kept(teller: Teller, rule: Rule) -> list[Any]:
    """The row without what counts edits, and what hangs on it."""
    row = f"SELECT to_jsonb(r)::jsonb - 'version' FROM {rule.table} r WHERE code = 'a'"
    products = "SELECT count(*) FROM coupon_template_product"
    levels = "SELECT json_agg(json_build_array(least, most, tier_id) ORDER BY least)::text FROM joining_level"
    return [await teller.connection.fetchval(question) for question in (row, products, levels)]


async def save(teller: Teller, rule: Rule, **given: Any) -> Any:
    payload = await teller(rule.document, input=rule.new | given)
    assert payload["userErrors"] == []
    return payload["changeSet"]


async def ready(teller: Teller, rule: Rule) -> Any:
    """With a product and a tier; the change that made the rule."""
    await make.insert(teller.connection, "product", code="P1", name="Milk", price=100)
    await make.insert(teller.connection, "tier", code="GOLD", name="Gold", rank=2)
    return await save(teller, rule)


@each
async def test_an_edit_is_taken_back_and_done_again(teller: Teller, rule: Rule) -> None:
    await ready(teller, rule)
    before = await kept(teller, rule)
    change = await save(teller, rule, **rule.edited)
    assert (change["isUndoable"], change["operation"]) == (True, rule.mutation)
    after = await kept(teller, rule)
    assert after != before
    undone = await teller(UNDO, id=change["id"])
    assert (undone["skipped"], undone["userErrors"]) == ([], [])
    assert await kept(teller, rule) == before
    assert (await teller(UNDO, id=undone["changeSet"]["id"]))["skipped"] == []
    assert await kept(teller, rule) == after


async def nothing(teller: Teller, rule: Rule) -> dict[str, Any]:
    """Null for all that may be empty and is not said when the rule is made."""
    question = '{ __type(name: "%sInput") { inputFields { name type { kind } } } }'
    answer = await teller.desk.ask(teller.admin, question % (rule.mutation[:1].upper() + rule.mutation[1:]))
    fields = answer.data["__type"]["inputFields"]
    return {f["name"]: None for f in fields if f["type"]["kind"] != "NON_NULL" and f["name"] not in rule.new}


@pytest.mark.parametrize("rule", [*RULES, *MORE], ids=lambda rule: rule.mutation)
async def test_null_empties_and_what_is_absent_stays(teller: Teller, rule: Rule) -> None:
    await ready(teller, rule)
    before = await kept(teller, rule)
    await save(teller, rule, **rule.edited)
    after = await kept(teller, rule)
    assert after != before
    await save(teller, rule, **{name: rule.edited[name] for name in rule.edited if name in rule.new})
    assert await kept(teller, rule) == after
    await save(teller, rule, **await nothing(teller, rule))
    assert await kept(teller, rule) == before


@each
async def test_what_is_new_is_switched_off(teller: Teller, rule: Rule) -> None:
    change = await ready(teller, rule)
    assert (await teller(UNDO, id=change["id"]))["skipped"] == []
    assert await teller.connection.fetchval(f"SELECT is_active FROM {rule.table} WHERE code = 'a'") is False


@each
async def test_what_was_changed_since_is_left_alone(teller: Teller, rule: Rule) -> None:
    await ready(teller, rule)
    change = await save(teller, rule, **rule.edited)
    await save(teller, rule, **rule.edited | {"name": "B"})
    if rule.table in ("joining_policy", "coupon_template"):
        await teller.connection.execute("DELETE FROM joining_level")
        await teller.connection.execute("DELETE FROM coupon_template_product")
    before = await kept(teller, rule)
    undone = await teller(UNDO, id=change["id"])
    assert undone["skipped"]
    assert undone["changeSet"] is None
    assert await kept(teller, rule) == before


@each
async def test_a_save_without_a_difference_changes_nothing(teller: Teller, rule: Rule) -> None:
    await ready(teller, rule)
    before = await kept(teller, rule), await teller.connection.fetchval("SELECT count(*) FROM audit_event")
    change = await save(teller, rule)
    assert change is None or not change["isUndoable"]
    assert await kept(teller, rule) == before[0]


async def test_a_stock_that_was_given_away_since_is_not_taken_back(teller: Teller) -> None:
    reward = next(rule for rule in RULES if rule.table == "reward")
    await ready(teller, reward)
    change = await save(teller, reward, stock=50)
    await teller.connection.execute("UPDATE reward SET taken = 6")
    undone = await teller(UNDO, id=change["id"])
    assert undone["skipped"] == ["What it was before does not fit what was done since."]
    assert await teller.connection.fetchval("SELECT stock FROM reward") == 50


async def test_a_limit_that_was_passed_since_is_not_taken_back(teller: Teller) -> None:
    template = next(rule for rule in RULES if rule.table == "coupon_template")
    await ready(teller, template)
    await save(teller, template, perMemberLimit=1)
    change = await save(teller, template, perMemberLimit=3)
    issue = """mutation($no: String!, $key: String!) {
        couponIssue(templateCode: "a", member: {memberNo: $no}, idempotencyKey: $key) { userErrors { code } } }"""
    for _ in range(2):
        assert (await teller(issue))["userErrors"] == []
    assert "2 are issued already" in (await teller(UNDO, id=change["id"]))["skipped"][0]
    assert await teller.connection.fetchval("SELECT per_member_limit FROM coupon_template") == 3


async def test_levels_alone_are_taken_back(teller: Teller) -> None:
    policy = next(rule for rule in RULES if rule.table == "joining_policy")
    await ready(teller, policy)
    before = await kept(teller, policy)
    change = await save(teller, policy, levels=[{"least": "1", "tierCode": "GOLD"}])
    undone = await teller(UNDO, id=change["id"])
    assert (undone["skipped"], await kept(teller, policy)) == ([], before)
    assert await teller.connection.fetchval("SELECT version FROM joining_policy") == 3


POLICY = """mutation($value: JSON!) { policySave(code: "POINTS_EXPIRY", value: $value) {
    policy { value version } changeSet { id isUndoable } userErrors { code } } }"""
STATUS = """mutation { statusPolicySave(status: FROZEN, matter: EARN_POINTS, treatment: ALLOW) {
    version changeSet { id } userErrors { code } } }"""
VALUE = "SELECT value::text FROM policy WHERE code = $1"


async def test_a_setting_is_taken_back(teller: Teller) -> None:
    await teller(POLICY, value={"daysAhead": [9]})
    before = await teller.connection.fetchval(VALUE, "POINTS_EXPIRY")
    change = (await teller(POLICY, value={"daysAhead": [3]}))["changeSet"]["id"]
    payloads = await asyncio.gather(*(teller(UNDO, id=change) for _ in range(3)))
    assert sum(payload["userErrors"] == [] for payload in payloads) == 1
    assert await teller.connection.fetchval(VALUE, "POINTS_EXPIRY") == before


async def test_a_cell_of_the_status_policy_is_taken_back(teller: Teller) -> None:
    payload = await teller(STATUS)
    assert payload["userErrors"] == []
    assert '"EARN_POINTS": "ALLOW"' in await teller.connection.fetchval(VALUE, "STATUS")
    assert (await teller(UNDO, id=payload["changeSet"]["id"]))["skipped"] == []
    assert '"EARN_POINTS": "ALLOW"' not in await teller.connection.fetchval(VALUE, "STATUS")
