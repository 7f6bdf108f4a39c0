"""How the fields of each type are answered that are not simply a column or the row that a column points at."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from json import loads
from typing import Any

from rules.policies import DEFAULTS
from tests.resolvers.oracle.approvals import APPROVALS, GIFTS
from tests.resolvers.oracle.benefits import benefit_codes, granted, tier_codes
from tests.resolvers.oracle.bounds import forced, refined
from tests.resolvers.oracle.campaigns import report, terms
from tests.resolvers.oracle.care import CARE
from tests.resolvers.oracle.clients import API_CLIENT, API_TOKEN, MEMBER_DEVICE
from tests.resolvers.oracle.duties import DUTIES
from tests.resolvers.oracle.entities import balance, metrics, was_late
from tests.resolvers.oracle.forms import decimal, instant, money, rounded
from tests.resolvers.oracle.incidents import INCIDENT
from tests.resolvers.oracle.levels import TICKET, levels
from tests.resolvers.oracle.messages import MESSAGE, carried
from tests.resolvers.oracle.paging import count, in_order, page
from tests.resolvers.oracle.progress import progress
from tests.resolvers.oracle.recorded import recorded
from tests.resolvers.oracle.rights import NOTHING, sensitivity
from tests.resolvers.oracle.rows import TYPES
from tests.resolvers.oracle.views import VIEWS


def connection(type_name: str, table: str, column: str, own: str = "id") -> Any:
    """Rows of a table whose column is this row's key (or another of its columns)."""
    return lambda look, row, **given: page(look, type_name, look.rows.where(table, column, row[own]), given)


def events(type_name: str) -> Any:
    """What was done to this row; another type's row may have its key."""

    def answer(look: Any, row: Any, **given: Any) -> Any:
        found = [e for e in look.rows.where("audit_event", "subject_id", row["id"]) if e["subject_type"] == type_name]
        return page(look, "AuditEvent", found, given)

    return answer


def many(type_name: str, table: str, column: str, by: str) -> Any:
    def answer(look: Any, row: Any) -> list[Any]:
        return look.things(type_name, in_order(look, type_name, look.rows.where(table, column, row["id"]), by))

    return answer


def linked(type_name: str, table: str, links: str, own: str, other: str, by: str) -> Any:
    """Rows of a table that a table of pairs links to this one."""

    def answer(look: Any, row: Any) -> list[Any]:
        keys = {link[other] for link in look.rows.where(links, own, row["id"])}
        found = in_order(look, type_name, (r for r in look.rows.all(table) if r["id"] in keys), by)
        return look.things(type_name, found)

    return answer


def to_one(type_name: str, column: str) -> Any:
    return lambda look, row: look.thing(type_name, row[column])


def amount(column: str) -> Any:
    return lambda look, row: decimal(row[column])


def cash(column: str) -> Any:
    return lambda look, row: money(row[column])


def points(look: Any, member: Any) -> dict[str, Any]:
    account = look.rows.one("ledger_account", member["points_account_id"])
    buckets = {
        a["bucket"]: a["balance"]
        for a in look.rows.where("ledger_account", "member_id", member["id"]) if a["asset"] == "POINTS"
    }  # fmt: skip
    return {
        "available": account["balance"],
        "pending": buckets.get("PENDING", 0),
        "held": buckets.get("HELD", 0),
        "lifetimeEarned": account["total_in"],
        "lifetimeSpent": account["total_out"],
        "expiring": lambda withinDays: expiring(look, member, withinDays, available=True),
    }


def expiring(look: Any, member: Any, days: int, *, available: bool) -> int:
    now = datetime.now(UTC)
    return sum(
        lot["remaining"]
        for lot in look.rows.where("points_lot", "account_id", member["points_account_id"])
        if lot["expires_at"] and lot["expires_at"] < now + timedelta(days=days)
        and (lot["available_at"] <= now or not available)
    )  # fmt: skip


def wallet(look: Any, member: Any) -> dict[str, Any]:
    row = look.rows.one("wallet", member["id"], "member_id")
    parts = [look.rows.one("ledger_account", row[f"{part}_account_id"])["balance"] for part in ("principal", "bonus")]
    return {
        "principal": money(parts[0]),
        "bonus": money(parts[1]),
        "total": money(sum(parts)),
        "isFrozen": row["is_frozen"],
    }


def attributes(look: Any, member: Any) -> list[dict[str, str]]:
    told = loads(member["custom"]).items()
    return [{"key": key, "value": value if isinstance(value, str) else _json(value)} for key, value in sorted(told)]


def _json(value: Any) -> str:
    """As jsonb writes it."""
    if isinstance(value, list):
        return f"[{', '.join(_json(v) for v in value)}]"
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)


def field_access(look: Any, member: Any) -> list[dict[str, Any]]:
    shown = {"NONE": "HIDDEN", "MASKED": "MASKED", "FULL": "READABLE"}
    told = []
    for name in look.master("Member"):
        facets = look.who.facets("Member", name)
        if facets["read"] != "NONE" and not look.has("Member", name):
            facets = NOTHING
        told.append({
            "field": name, "visibility": shown[facets["read"]], "canWrite": facets["write"],
            "canFilter": look.who.may_filter("Member", name) and facets is not NOTHING,
        })  # fmt: skip
    return told


def average(look: Any, row: Any) -> Any:
    return money(int(rounded(Decimal(row["total_spend"]) / row["order_count"]))) if row["order_count"] else None


def effects(look: Any, order: Any) -> list[dict[str, Any]]:
    rows = sorted(look.rows.where("order_effect", "order_id", order["id"]), key=lambda e: e["id"])
    return [
        {"kind": e["kind"], "sourceKind": e["source_kind"], "sourceCode": e["source_code"],
         "amount": decimal(e["amount"]), "points": e["points"], "message": e["message"]}
        for e in rows
    ]  # fmt: skip


UNGRANTED = {"read": "NONE", "may_filter": False, "may_write": False}


def role_grants(look: Any, role: Any) -> list[dict[str, Any]]:
    seen = {g["type_name"] for g in look.rows.where("type_grant", "role_id", role["id"])}
    classes = {g["sensitivity"]: g for g in look.rows.where("class_grant", "role_id", role["id"])}
    refined = {(g["type_name"], g["field"]): g for g in look.rows.where("field_grant", "role_id", role["id"])}
    told = []
    for type_name, name in sorted((t, n) for t in TYPES for n in look.master(t)):
        kind = sensitivity(type_name, name)
        grant = refined.get((type_name, name)) or classes.get(kind) or UNGRANTED
        if role["code"] == "admin":
            grant = {"read": "FULL", "may_filter": True, "may_write": True}
        elif type_name not in seen:
            continue
        elif name == "id":
            grant = {"read": "FULL", "may_filter": True, "may_write": False}
        told.append({"typeName": type_name, "field": name, "sensitivity": kind, "read": grant["read"],
                     "filter": grant["may_filter"], "write": grant["may_write"]})  # fmt: skip
    return told


def permissions(look: Any, role: Any) -> list[str]:
    return sorted(p["permission"] for p in look.rows.where("role_permission", "role_id", role["id"]))


def staff_count(look: Any, role: Any) -> int:
    held = look.rows.where("staff_role", "role_id", role["id"])
    return sum(look.rows.one("staff", h["staff_id"])["is_active"] for h in held)


def has_totp(look: Any, person: Any) -> bool:
    return any(t["confirmed_at"] is not None for t in look.rows.where("staff_totp", "staff_id", person["id"]))


def last_signed_in(look: Any, person: Any) -> Any:
    return max((s["created_at"] for s in look.rows.where("staff_session", "staff_id", person["id"])), default=None)


def unit_price(look: Any, line: Any) -> Any:
    return money(int(rounded(line["unit_price"] * 100)))


def subject(look: Any, event: Any) -> str | None:
    prefix = TYPES.get(event["subject_type"], ("", None))[1]
    return (
        event["subject_id"] and f"{prefix}_{event['subject_id']}"
        if prefix
        else event["subject_id"] and str(event["subject_id"])
    )


def of_transaction(column: str) -> Any:
    return lambda look, row: look.rows.one("ledger_transaction", row["transaction_id"])[column]


def order_of_transaction(look: Any, row: Any) -> Any:
    return look.thing("Order", of_transaction("order_id")(look, row))


def tier_penalties(look: Any, tier: Any) -> list[Any]:
    rules = look.rows.all("penalty_rule")
    meant = [rule for rule in rules if rule["is_active"] and (not rule["tiers"] or tier["code"] in rule["tiers"])]
    return look.things("PenaltyRule", in_order(look, "PenaltyRule", meant, "code"))


def tier_members(look: Any, tier: Any) -> dict[str, Any]:
    return count(sum(look.sees("Member", m) for m in look.rows.where("member", "tier_id", tier["id"])))


def template_products(look: Any, template: Any, **given: Any) -> Any:
    keys = {p["product_id"] for p in look.rows.where("coupon_template_product", "template_id", template["id"])}
    return page(look, "Product", [p for p in look.rows.all("product") if p["id"] in keys], given)


def pending_lots(look: Any, member: Any) -> list[Any]:
    accounts = look.rows.where("ledger_account", "member_id", member["id"])
    keys = {a["id"] for a in accounts if (a["asset"], a["bucket"]) == ("POINTS", "PENDING")}
    lots = [lot for key in keys for lot in look.rows.where("points_lot", "account_id", key) if lot["remaining"]]
    return look.things("PointsLot", in_order(look, "PointsLot", lots, "available_at"))


def policy_value(look: Any, policy: Any) -> dict[str, Any]:
    """In the order of jsonb: short keys first."""
    value = DEFAULTS.get(policy["code"], {}) | loads(policy["value"])
    return {name: value[name] for name in sorted(value, key=lambda name: (len(name), name))}


def versions(type_name: str) -> Any:
    def answer(look: Any, row: Any) -> list[Any]:
        found = [v for v in look.rows.where("rule_version", "subject_id", row["id"]) if v["subject_type"] == type_name]
        found.sort(key=lambda v: (v["at"], v["id"]), reverse=True)
        return [{"body": loads(v["body"]), "at": instant(v["at"])} for v in found]

    return answer


WHY = {
    "reason": of_transaction("reason"), "source": of_transaction("source"), "actor": of_transaction("actor"),
    "order": order_of_transaction, "balanceAfter": lambda look, row: row["balance_after"] or 0,
}  # fmt: skip
FIELDS: dict[str, dict[str, Any]] = {
    "Member": {
        "tierProgress": progress, "points": points, "wallet": wallet, "attributes": attributes,
        "fieldAccess": field_access,
        "asksForPin": lambda look, m: False,
        "growthValue": lambda look, m: balance(look, m, "growth"),
        "metrics": lambda look, m: look.things("MemberMetrics", [metrics(look, m)])[0],
        "cards": many("MemberCard", "member_card", "member_id", "issued_at"),
        "addresses": many("MemberAddress", "member_address", "member_id", "label"),
        "tags": linked("Tag", "tag", "member_tag", "member_id", "tag_id", "name"),
        "tierChanges": connection("TierChange", "tier_change", "member_id"),
        "pointsEntries": connection("PointsEntry", "ledger_entry", "account_id", "points_account_id"),
        "growthEntries": connection("GrowthEntry", "ledger_entry", "account_id", "growth_account_id"),
        "pointsLots": connection("PointsLot", "points_lot", "account_id", "points_account_id"),
        "pendingLots": pending_lots,
        "holds": connection("PointsHold", "points_hold", "member_id"),
        "activities": connection("MemberActivity", "member_activity", "member_id"),
        "redemptions": connection("RewardRedemption", "reward_redemption", "member_id"),
        "afterSalesCases": connection("AfterSalesCase", "after_sales_case", "member_id"),
        "devices": many("MemberDevice", "member_device", "member_id", "id"),
        "notices": connection("MemberNotice", "member_notice", "member_id"),
        "accessReport": connection("Disclosure", "disclosure", "member_id"),
        "heldEffects": connection("HeldEffect", "held_effect", "member_id"),
        "walletEntries": connection("WalletEntry", "wallet_entry", "member_id"),
        "coupons": connection("Coupon", "coupon", "member_id"), "orders": connection("Order", "orders", "member_id"),
        "tickets": connection("Ticket", "ticket", "member_id"), "auditEvents": events("Member"),
        "makeGoods": connection("MakeGood", "make_good", "member_id"),
        "penalties": connection("Penalty", "penalty", "member_id"),
        "promises": connection("Promise", "promise", "member_id"),
        "payments": connection("Payment", "payment", "member_id"),
        "careTasks": connection("CareTask", "care_task", "member_id"),
        "contactRefusals": connection("ContactRefusal", "contact_refusal", "member_id"),
        "messages": connection("MemberMessage", "member_message", "member_id"),
        "interactions": connection("Interaction", "interaction", "member_id"),
        "campaigns": connection("CampaignParticipation", "campaign_participation", "member_id"),
    },
    "MemberMetrics": {"totalSpend": cash("total_spend"), "averageOrder": average},
    "Tier": {
        "spendThreshold": amount("spend_threshold"), "keepSpend": amount("keep_spend"), "memberCount": tier_members,
        "benefitCodes": benefit_codes, "penaltyRules": tier_penalties,
        "benefits": linked("Benefit", "benefit", "tier_benefit", "tier_id", "benefit_id", "name"),
    },
    "Benefit": {"granted": granted, "tierCodes": tier_codes, "used": lambda look, b: granted(look, b, "REDEEMED")},
    "TierChange": {"from": to_one("Tier", "from_tier_id"), "to": to_one("Tier", "to_tier_id")},
    "PointsEntry": WHY, "GrowthEntry": WHY,
    "PointsLot": {"entry": to_one("PointsEntry", "entry_id")},
    "WalletEntry": {
        "principalDelta": amount("principal_delta"), "bonusDelta": amount("bonus_delta"),
        "balanceAfter": cash("balance_after"), "reason": of_transaction("reason"), "actor": of_transaction("actor"),
    },
    "Segment": {"memberCount": lambda look, s: count(s["member_count"], estimated=True)},
    "Campaign": {
        "budget": amount("budget"), "spent": amount("spent"), "report": report, "terms": terms,
        "audience": to_one("Segment", "audience_id"),
        "participations": connection("CampaignParticipation", "campaign_participation", "campaign_id"),
    },
    "Coupon": {"auditEvents": events("Coupon")},
    "CouponTemplate": {
        "discountCap": amount("discount_cap"), "minSpend": amount("min_spend"), "products": template_products,
        "exchangePrice": amount("exchange_price"),
    },
    "Order": {
        "auditEvents": events("Order"),
        "subtotal": cash("subtotal"), "discountTotal": cash("discount_total"), "reimbursed": cash("reimbursed"),
        "total": cash("total"), "effects": effects, "lines": many("OrderLine", "order_line", "order_id", "position"),
        "returns": many("OrderReturn", "order_return", "order_id", "at"),
        "afterSales": many("AfterSalesCase", "after_sales_case", "order_id", "requested_at"),
        "payable": lambda look, o: money(o["total"] - o["points_value"]),
        "paidByWallet": lambda look, o: money(o["paid_by_principal"] + o["paid_by_bonus"]),
        "pointsValue": cash("points_value"), "returnedTotal": cash("returned_total"),
    },
    "AfterSalesCase": {
        "requestedAmount": cash("requested_amount"), "refundedAmount": cash("refunded_amount"),
        "lines": many("AfterSalesLine", "after_sales_line", "case_id", "id"),
    },
    "AfterSalesLine": {"line": to_one("OrderLine", "order_line_id")},
    "OrderLine": {
        "productCode": lambda look, line: look.rows.one("product", line["product_id"])["code"], "unitPrice": unit_price,
        "discount": cash("discount"), "reimbursed": cash("reimbursed"), "total": cash("total"),
    },
    "OrderReturn": {"amount": cash("amount")},
    "OrganizationUnit": {
        "parts": many("OrganizationUnit", "organization_unit", "parent_id", "code"),
        "stores": many("Store", "store", "unit_id", "code"),
    },
    "Product": {
        "price": cash("price"), "prices": connection("Price", "price", "product_id"),
        "category": lambda look, p: (look.rows.one("product_category", p["category_id"]) or {}).get("name"),
    },
    "Mail": {"ticket": carried}, "TicketMessage": MESSAGE,
    "Ticket": TICKET | {
        "assignments": many("TicketAssignment", "ticket_assignment", "ticket_id", "at"),
        "messages": connection("TicketMessage", "ticket_message", "ticket_id"),
        "makeGoods": connection("MakeGood", "make_good", "ticket_id"),
        "parts": many("Ticket", "ticket", "parent_id", "number"),
        "promises": connection("Promise", "promise", "ticket_id"),
    },
    "Incident": INCIDENT | {"tickets": connection("Ticket", "ticket", "incident_id")},
    "Promise": {"isLate": was_late},
    "Staff": {
        "roles": linked("Role", "role", "staff_role", "staff_id", "role_id", "code"),
        "isInvited": lambda look, s: s["password_hash"] is None, "hasTotp": has_totp,
        "lastSignedInAt": lambda look, s: instant(last_signed_in(look, s)),
    },
    "Role": {
        "grants": role_grants, "staffCount": staff_count,
        "permissions": permissions, "limits": refined, "forced": forced,
    },
    "AuditEvent": {"subjectId": subject, "changes": recorded},
    "ChangeSet": {"isUndoable": lambda look, c: c["undone_at"] is None and len(loads(c["steps"])) > 0},
    "SavedView": VIEWS,
    **APPROVALS, **CARE, **DUTIES, **levels(versions),
    "GoodwillBudget": GIFTS | {"spendings": many("GoodwillSpending", "goodwill_spending", "budget_id", "begins_on")},
    "PenaltyRule": {"versions": versions("PenaltyRule")},
    "EarningRule": {
        "versions": versions("EarningRule"),
        "campaignCode": lambda look, r: (look.rows.one("campaign", r["campaign_id"]) or {}).get("code"),
    },
    "Customer": {"orders": connection("Order", "orders", "customer_id")},
    "JoiningPolicy": {"fee": cash("fee"), "levels": many("JoiningLevel", "joining_level", "policy_id", "least")},
    "JoiningLevel": {
        "least": cash("least"), "most": cash("most"),
        "tierCode": lambda look, level: look.rows.one("tier", level["tier_id"])["code"],
        "tierName": lambda look, level: look.rows.one("tier", level["tier_id"])["name"],
    },
    "RechargeBonus": {"versions": versions("RechargeBonus"), "least": cash("least"), "bonus": cash("bonus")},
    "Reward": {"versions": versions("Reward"), "money": cash("money"), "rebate": cash("rebate")},
    "RewardRedemption": {"money": cash("money")},
    "Payment": {"amount": cash("amount"), "hasProblem": lambda look, payment: payment["problem"] != ""},
    "Price": {"versions": versions("Price")},
    "ApiClient": API_CLIENT | {
        "roles": linked("Role", "role", "api_client_role", "client_id", "role_id", "code"),
        "documents": connection("TrustedDocument", "trusted_document", "client_id"),
        "tokens": many("ApiToken", "api_token", "client_id", "id"),
    },
    "ApiToken": API_TOKEN, "MemberDevice": MEMBER_DEVICE,
    "Policy": {
        "versions": versions("Policy"), "value": policy_value,
    },
    "Job": {"problems": connection("ImportProblem", "import_problem", "job_id")},
}  # fmt: skip
