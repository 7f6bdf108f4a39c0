"""How the root fields are answered."""

from datetime import UTC, datetime, timedelta
from typing import Any

from rules.standing import SHIPPED
from tests.resolvers.oracle.bounds import holding
from tests.resolvers.oracle.entities import FINISHED, breached, due, key_of
from tests.resolvers.oracle.fields import expiring
from tests.resolvers.oracle.forms import money
from tests.resolvers.oracle.paging import count, in_order, page
from tests.resolvers.oracle.rows import TYPES
from tests.resolvers.oracle.simulating import simulate
from tests.resolvers.oracle.views import saved_views

GONE = ("MERGED", "ERASED")


def connection(type_name: str) -> Any:
    return lambda look, **given: page(look, type_name, list(look.rows.of_type(type_name)), given)


def members(look: Any, **given: Any) -> Any:
    """Without those who are archived, unless the filter speaks of that, or somebody is searched."""
    is_asked = mentions(given.get("where")) or (given.get("search") or "").split()
    rows = [r for r in look.rows.of_type("Member") if is_asked or r["archived_at"] is None]
    return page(look, "Member", rows, given)


def mentions(where: Any) -> bool:
    if isinstance(where, list):
        return any(map(mentions, where))
    if not isinstance(where, dict):
        return False
    return "isArchived" in where or any(mentions(where.get(name)) for name in ("and", "or", "not"))


def everything(type_name: str, by: str) -> Any:
    def answer(look: Any) -> list[Any]:
        return look.things(type_name, in_order(look, type_name, look.rows.of_type(type_name), by))

    return answer


def dictionary_items(look: Any, dictionary: str) -> list[Any]:
    rows = [row for row in look.rows.where("dictionary_item", "dictionary", dictionary) if row["is_active"]]
    return look.things("DictionaryItem", in_order(look, "DictionaryItem", rows, "label"))


def lookup(type_name: str) -> Any:
    """The row that an argument names; a living file before one that was merged or erased."""

    def answer(look: Any, by: dict[str, Any] | None = None, **named: Any) -> Any:
        given = {name: {"eq": value} for name, value in (by or named).items()}
        found = [r for r in look.rows.of_type(type_name) if look.sees(type_name, r) and look.where(type_name, r, given)]
        found.sort(key=lambda row: row.get("status") in GONE)
        return look.thing_of(type_name, found[0]) if found else None

    return answer


def node(look: Any, id: str) -> Any:
    prefix = id.partition("_")[0]
    type_name = next((name for name, (_, known) in TYPES.items() if known == prefix), None)
    if type_name is None or not look.who.sees_type(type_name):
        return None
    row = look.rows.one(TYPES[type_name][0], key_of(id))
    return look.thing(type_name, row["id"]) if row and look.rows.is_of(type_name, row) else None


def viewer(look: Any) -> dict[str, Any]:
    return {
        "kind": look.who.kind,
        "name": look.who.name,
        "roles": sorted(look.who.roles),
        "permissions": sorted({p for role in look.who.roles.values() for p in role.get("permissions", ())}),
        "limits": holding(look),
        "schemaFingerprint": look.who.fingerprint,
        "viewingAs": None,
        "member": look.thing("Member", look.who.member_id),
    }


class Day:
    """The numbers of the day, counted over what may be seen."""

    def __init__(self, look: Any) -> None:
        self.look = look
        self.now = datetime.now(UTC)
        self.midnight = self.now.replace(hour=0, minute=0, second=0, microsecond=0)

    def rows(self, type_name: str) -> list[Any]:
        return [row for row in self.look.rows.of_type(type_name) if self.look.sees(type_name, row)]

    def days(self, number: int) -> datetime:
        return self.now - timedelta(days=number)

    def since(self, type_name: str, column: str, start: datetime) -> list[Any]:
        return [row for row in self.rows(type_name) if row[column] and row[column] >= start]

    def balances(self, *assets: str) -> int:
        return sum(
            account["balance"]
            for member in self.rows("Member")
            for account in self.look.rows.where("ledger_account", "member_id", member["id"])
            if account["asset"] in assets and account["bucket"] == "AVAILABLE"
        )

    def by_tier(self) -> list[dict[str, Any]]:
        active = [m["tier_id"] for m in self.rows("Member") if m["status"] == "ACTIVE"]
        tiers = sorted(self.rows("Tier"), key=lambda tier: tier["rank"])
        return [{"tier": self.look.thing("Tier", tier["id"]), "members": active.count(tier["id"])} for tier in tiers]

    def sales(self, start: datetime) -> dict[str, str]:
        return money(sum(order["total"] for order in self.since("Order", "at", start)))

    def sales_by_day(self, days: int) -> list[dict[str, Any]]:
        dates = [(self.midnight - timedelta(days=back)).date() for back in reversed(range(days))]
        sold = {day: [o["total"] for o in self.rows("Order") if o["at"].date() == day] for day in dates}
        return [{"day": day.isoformat(), "orders": len(each), "sales": money(sum(each))} for day, each in sold.items()]

    def ready_coupons(self) -> int:
        return sum(
            c["status"] == "ISSUED" and (c["valid_until"] is None or c["valid_until"] > self.now)
            and (c["valid_from"] is None or c["valid_from"] <= self.now)
            for c in self.rows("Coupon")
        )  # fmt: skip

    def tickets(self) -> list[Any]:
        return [t for t in self.rows("Ticket") if t["status"] not in FINISHED]


def overview(look: Any) -> dict[str, Any]:
    """Each number is worked out only if it is asked for."""
    d = Day(look)
    soon = d.now + timedelta(hours=2)
    return {
        "activeMembers": lambda: sum(m["status"] == "ACTIVE" for m in d.rows("Member")),
        "newMembers30Days": lambda: len(d.since("Member", "joined_at", d.days(30))),
        "membersByTier": d.by_tier,
        "ordersToday": lambda: len(d.since("Order", "at", d.midnight)),
        "orders7Days": lambda: len(d.since("Order", "at", d.days(7))),
        "salesToday": lambda: d.sales(d.midnight),
        "sales7Days": lambda: d.sales(d.days(7)),
        "salesByDay": d.sales_by_day,
        "pointsOutstanding": lambda: d.balances("POINTS"),
        "pointsExpiring30Days": lambda: sum(expiring(look, m, 30, available=False) for m in d.rows("Member")),
        "storedValueOutstanding": lambda: money(d.balances("PRINCIPAL", "BONUS")),
        "couponsReady": d.ready_coupons,
        "couponsRedeemed30Days": lambda: sum(
            c["status"] == "REDEEMED" for c in d.since("Coupon", "redeemed_at", d.days(30))
        ),
        "runningCampaigns": lambda: sum(c["status"] == "RUNNING" for c in d.rows("Campaign")),
        "waitingApprovals": lambda: sum(
            r["status"] == "PENDING" and r["requested_by_id"] != look.who.staff_id for r in d.rows("ApprovalRequest")
        ),
        "openTickets": lambda: len(d.tickets()),
        "unassignedTickets": lambda: sum(t["assignee_id"] is None for t in d.tickets()),
        "breachedTickets": lambda: sum(breached(look, t) for t in d.tickets()),
        "dueSoonTickets": lambda: sum(due(look, t) is not None and d.now <= due(look, t) <= soon for t in d.tickets()),
        "myOpenTickets": lambda: sum(t["assignee_id"] == look.who.staff_id is not None for t in d.tickets()),
    }


def preview(look: Any, where: dict[str, Any]) -> dict[str, Any]:
    members = look.rows.of_type("Member")
    return count(sum(look.sees("Member", m) and look.where("Member", m, where) for m in members))


def status_policy(look: Any) -> list[dict[str, Any]]:
    """As shipped: the town has changed nothing."""
    return [
        {"status": status, "matter": matter, "treatment": treatment, "version": 0}
        for status in ("FROZEN", "CANCELLED")
        for matter, treatment in SHIPPED[status].items()
    ]


def approval_requests(look: Any, status: str | None = None) -> list[Any]:
    rows = [r for r in look.rows.of_type("ApprovalRequest") if status is None or r["status"] == status]
    sorted_ = in_order(look, "ApprovalRequest", rows, "created_at")
    return look.things(
        "ApprovalRequest", sorted_[::-1] if look.who.may_filter("ApprovalRequest", "createdAt") else sorted_
    )


def notices(look: Any, **given: Any) -> Any:
    mine = [n for n in look.rows.of_type("StaffNotice") if n["staff_id"] == look.who.staff_id is not None]
    return page(look, "StaffNotice", mine, given)


ROOTS = {
    "viewer": viewer, "overview": overview, "node": node, "segmentPreview": preview, "statusPolicy": status_policy,
    "tierSimulate": simulate,
    **{name: lookup(kind) for name, kind in {
        "member": "Member", "tier": "Tier", "benefit": "Benefit", "coupon": "Coupon",
        "couponTemplate": "CouponTemplate",
        "campaign": "Campaign", "segment": "Segment", "order": "Order", "store": "Store", "product": "Product",
        "unit": "OrganizationUnit",
        "ticket": "Ticket", "staffMember": "Staff", "role": "Role", "job": "Job", "inboundMail": "InboundMail",
        "mail": "Mail",
        "changeSet": "ChangeSet", "earningRule": "EarningRule", "rechargeBonus": "RechargeBonus", "reward": "Reward",
        "rewardRedemption": "RewardRedemption", "policy": "Policy", "afterSalesCase": "AfterSalesCase",
        "price": "Price",
        "customer": "Customer", "joiningPolicy": "JoiningPolicy", "apiClient": "ApiClient",
        "approvalRequest": "ApprovalRequest", "approvalPolicy": "ApprovalPolicy",
        "goodwillBudget": "GoodwillBudget", "penaltyRule": "PenaltyRule", "promise": "Promise", "payment": "Payment",
        "paymentProvider": "PaymentProvider",
        "incident": "Incident", "radarRule": "RadarRule",
        "businessCalendar": "BusinessCalendar", "slaPolicy": "SlaPolicy", "savedView": "SavedView",
        "cannedReply": "CannedReply", "macro": "Macro",
        "careSeries": "CareSeries", "callTeam": "CallTeam", "contactLimit": "ContactLimit", "careTask": "CareTask",
        "assignmentRule": "AssignmentRule", "staffDuty": "StaffDuty",
    }.items()},
    **{name: connection(kind) for name, kind in {
        "coupons": "Coupon", "couponTemplateList": "CouponTemplate", "campaigns": "Campaign",
        "orders": "Order", "products": "Product", "tickets": "Ticket", "auditEvents": "AuditEvent", "jobs": "Job",
        "changeSets": "ChangeSet", "rewardRedemptions": "RewardRedemption", "afterSalesCases": "AfterSalesCase",
        "prices": "Price",
        "customers": "Customer", "memberCards": "MemberCard", "approvalRequestList": "ApprovalRequest",
        "makeGoods": "MakeGood", "penalties": "Penalty", "promises": "Promise", "payments": "Payment",
        "incidents": "Incident",
        "careTasks": "CareTask", "contacts": "Contact", "contactRefusals": "ContactRefusal",
        "memberMessages": "MemberMessage",
        "inboundMails": "InboundMail", "mails": "Mail",
    }.items()},
    "members": members,
    "dictionaryItems": dictionary_items,
    "tiers": everything("Tier", "rank"), "benefits": everything("Benefit", "name"),
    "couponTemplates": everything("CouponTemplate", "code"),
    "segments": everything("Segment", "name"), "stores": everything("Store", "code"),
    "earningRules": everything("EarningRule", "code"), "rechargeBonuses": everything("RechargeBonus", "least"),
    "businessCalendars": everything("BusinessCalendar", "code"),
    "radarRules": everything("RadarRule", "code"),
    "slaPolicies": everything("SlaPolicy", "position"), "macros": everything("Macro", "name"),
    "cannedReplies": everything("CannedReply", "code"),
    "careSeriesList": everything("CareSeries", "code"), "callTeams": everything("CallTeam", "code"),
    "contactLimits": everything("ContactLimit", "code"),
    "noticesMine": notices,
    "savedViews": saved_views,
    "penaltyRules": everything("PenaltyRule", "code"),
    "assignmentRules": everything("AssignmentRule", "position"), "staffDuties": everything("StaffDuty", "id"),
    "goodwillBudgets": everything("GoodwillBudget", "code"),
    "approvalPolicies": everything("ApprovalPolicy", "code"), "approvalRequests": approval_requests,
    "joiningPolicies": everything("JoiningPolicy", "code"),
    "paymentProviders": everything("PaymentProvider", "code"),
    "rewards": everything("Reward", "code"), "policies": everything("Policy", "code"),
    "units": everything("OrganizationUnit", "code"),
    "teams": everything("Team", "name"), "apiClients": everything("ApiClient", "code"),
    "staff": everything("Staff", "name"), "roles": everything("Role", "code"),
}  # fmt: skip
