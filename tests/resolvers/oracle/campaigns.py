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
    bought = _orders(look, campaign)
    sales = sum(order["total"] - order["returned_total"] for order in bought)
    noted = {p["member_id"] for p in people}
    buyers = {order["member_id"] for order in bought} - noted - {None}
    unasked = len(buyers | (_earners(look, campaign) - noted))
    spent = campaign["spent"]
    return {
        "targeted": len(meant) + unasked,
        "reached": sum(p["reached_at"] is not None for p in meant) + unasked,
        "participants": sum(p["participated_at"] is not None for p in meant) + unasked,
        "conversions": sum(p["converted_at"] is not None for p in meant) + len(buyers),
        "sales": money(sales),
        "cost": money(spent),
        "returnOnInvestment": str(rounded(Decimal(sales - spent) / spent, 4)) if spent else None,
        "controlConversions": sum(p["converted_at"] is not None for p in control),
        "controlSize": len(control),
    }


def _orders(look: Any, campaign: Any) -> list[Any]:
    """By its coupons, its effects and what it gave."""
    effects = (e for e in look.rows.where("order_effect", "source_code", campaign["code"]))
    keys = {c["order_id"] for c in look.rows.where("coupon", "campaign_id", campaign["id"])}
    keys |= {e["order_id"] for e in effects if e["source_kind"] == "CAMPAIGN"}
    keys |= {t["order_id"] for t in look.rows.where("ledger_transaction", "campaign_id", campaign["id"])}
    found = [look.rows.one("orders", key) for key in keys - {None}]
    return [order for order in found if order["status"] != "CANCELLED"]


def _earners(look: Any, campaign: Any) -> set[Any]:
    """Members to whom it gave something."""
    posted = look.rows.where("ledger_transaction", "campaign_id", campaign["id"])
    entries = [e for one in posted for e in look.rows.where("ledger_entry", "transaction_id", one["id"])]
    return {look.rows.one("ledger_account", e["account_id"])["member_id"] for e in entries} - {None}


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
