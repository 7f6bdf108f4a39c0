from typing import Any

import pytest

from rules.sla import chosen

FACTS = {"priority": "NORMAL", "category": "points", "channel": "PHONE", "tier": "GOLD", "team": "care"}


def policy(code: str, **conditions: list[str]) -> dict[str, Any]:
    empty: dict[str, Any] = {name: [] for name in ("priorities", "categories", "channels", "tiers", "teams")}
    return empty | {"code": code} | conditions


@pytest.mark.parametrize(("column", "other"), [
    ("priorities", "LOW"), ("categories", "card"), ("channels", "CHAT"), ("tiers", "SILVER"), ("teams", "shop"),
])  # fmt: skip
def test_a_policy_is_for_what_it_names(column: str, other: str) -> None:
    assert chosen([policy("narrow", **{column: [other]}), policy("rest")], FACTS) == policy("rest")


def test_the_first_policy_all_of_whose_conditions_hold_counts() -> None:
    gold = policy("gold", tiers=["GOLD", "PLATINUM"], priorities=["NORMAL"])
    assert chosen([policy("shop", teams=["shop"], tiers=["GOLD"]), gold, policy("rest")], FACTS) == gold


def test_a_ticket_without_a_tier_has_no_policy_for_tiers() -> None:
    assert chosen([policy("gold", tiers=["GOLD"])], FACTS | {"tier": None}) is None
