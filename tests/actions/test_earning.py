from decimal import Decimal
from typing import Any

import pytest

from tests.actions.teller import Teller

SAVE = """mutation Save($input: EarningRuleSaveInput!, $version: Int) {
  earningRuleSave(input: $input, expectedVersion: $version) {
    rule { code name perUnit fixed conditions expiry expiryCount version versions { body } }
    userErrors { code message path } } }"""
RULE = {"code": "orders", "name": "Orders", "asset": "POINTS", "trigger": "ORDER", "perUnit": "1.5"}


async def save(teller: Teller, version: int | None = None, **given: Any) -> Any:
    return await teller(SAVE, input=RULE | given, version=version)


async def test_a_rule_is_made_and_changed_with_its_versions(teller: Teller) -> None:
    made = (await save(teller, conditions={"weekdays": [6, 7]}))["rule"]
    assert (Decimal(made["perUnit"]), made["conditions"], made["version"]) == (Decimal("1.5"), {"weekdays": [6, 7]}, 1)
    changed = (await save(teller, 1, perUnit="2", expiry="END_OF_MONTH", expiryCount=12))["rule"]
    assert (Decimal(changed["perUnit"]), changed["expiryCount"], changed["version"]) == (2, 12, 2)
    assert changed["conditions"] == {"weekdays": [6, 7]}
    assert [Decimal(str(version["body"]["per_unit"])) for version in changed["versions"]] == [2, Decimal("1.5")]


async def test_who_has_not_seen_the_last_version_is_told(teller: Teller) -> None:
    await save(teller)
    await save(teller, name="All orders")
    assert (await save(teller, 1, name="Mine"))["userErrors"][0]["code"] == "CONFLICT"


@pytest.mark.parametrize(("given", "code", "path"), [
    ({"code": "a b"}, "INVALID", "code"), ({"name": " "}, "REQUIRED", "name"),
    ({"perUnit": "-1"}, "INVALID", "perUnit"),
    ({"perUnit": "0"}, "INVALID", "multiplier"), ({"multiplier": "2"}, "INVALID", "multiplier"),
    ({"perUnit": "0", "multiplier": "0"}, "INVALID", "multiplier"), ({"limitPerDay": 0}, "INVALID", "limitPerDay"),
    ({"expiry": "DAYS"}, "REQUIRED", "expiryCount"), ({"conditions": {"moon": 1}}, "INVALID", "moon"),
    ({"asset": "GROWTH", "expiry": "DAYS", "expiryCount": 3}, "INVALID", "expiry"),
    ({"campaignCode": "none"}, "NOT_FOUND", "campaignCode"), ({"fixed": -1}, "INVALID", "fixed"),
    ({"validFrom": "2026-02-01T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"}, "INVALID", "validUntil"),
])  # fmt: skip
async def test_a_rule_that_makes_no_sense_is_refused(
    teller: Teller, given: dict[str, Any], code: str, path: str
) -> None:
    payload = await save(teller, **given)
    (error,) = payload["userErrors"]
    assert (error["code"], error["path"][-1], payload["rule"]) == (code, path, None)
    assert await teller.connection.fetchval("SELECT count(*) FROM earning_rule") == 0


async def test_a_setting_is_saved_whole(teller: Teller) -> None:
    document = """mutation ($code: String!, $value: JSON!, $version: Int) {
      policySave(code: $code, value: $value, expectedVersion: $version) {
        policy { value version } userErrors { code path } } }"""
    payload = await teller(document, code="RETURNS", value={"windowDays": 7}, version=0)
    assert payload["policy"] == {"value": {"windowDays": 7, "spentPoints": "WITHIN_BALANCE"}, "version": 1}
    assert (await teller(document, code="RETURNS", value={}, version=0))["userErrors"][0]["code"] == "CONFLICT"
    refused = await teller(document, code="LIMITS", value={"roles": {"admin": {"atOnce": -1}}})
    assert refused["userErrors"] == [{"code": "INVALID", "path": ["value", "roles"]}]
