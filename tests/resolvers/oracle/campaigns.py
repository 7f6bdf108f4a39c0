"""What campaigns say of themselves: their results, and their rules field by field."""

from decimal import Decimal
from json import loads
from typing import Any

from tests.resolvers.oracle.forms import money, rounded

DAYS = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


def report(look: Any, campaign: Any) -> dict[str, Any]:
    people = look.rows.where("campaign_participation", "campaign_id", campaign["id"])
    meant = [p for p in people if not p["is_control"]]
    control = [p for p in people if p["is_control"]]
    orders = {c["order_id"] for c in look.rows.where("coupon", "campaign_id", campaign["id"])} - {None}
    sales = sum(look.rows.one("orders", key)["total"] for key in orders)
    spent = campaign["spent"]
    return {
        "targeted": len(meant),
        "reached": sum(p["reached_at"] is not None for p in meant),
        "participants": sum(p["participated_at"] is not None for p in meant),
        "conversions": sum(p["converted_at"] is not None for p in meant),
        "sales": money(sales),
        "cost": money(spent),
        "returnOnInvestment": str(rounded(Decimal(sales - spent) / spent, 4)) if spent else None,
        "controlConversions": sum(p["converted_at"] is not None for p in control),
        "controlSize": len(control),
    }


def terms(look: Any, campaign: Any) -> dict[str, Any]:
    rules = loads(campaign["rules"])
    when = rules.get("conditions", {})

    def text(told: Any, name: str) -> Any:
        return None if told.get(name) is None else str(told[name])

    lists = {name: when.get(name, []) for name in ("products", "categories", "stores", "tiers", "days")}
    conditions = (
        lists
        | {name: text(when, name) for name in ("minSpend", "minQuantity")}
        | {
            "weekdays": [DAYS[day - 1] for day in sorted(when.get("weekdays", []))],
            "nearBirthday": text(when, "birthday"),
            "hours": [{"begins": span["from"], "ends": span["to"]} for span in when.get("hours", [])],
        }
    )
    return {name: text(rules, name) for name in ("amount", "percent", "cap", "price", "multiplier", "group")} | {
        "giftProductCode": text(rules, "gift"),
        "templateCode": text(rules, "template"),
        "conditions": conditions,
        "steps": [{name: str(step[name]) for name in ("spend", "off")} for step in rules.get("steps", [])],
        "repeats": rules.get("repeats", False),
        "stacks": rules.get("stacks", True),
        "priority": rules.get("priority", 0),
    }
