"""What can be filtered, sorted and searched of each type, as functions of (look, row)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from rules.members import normal_phone
from tests.resolvers.oracle.conditions import Among, Related, Text, Value, fold, major

EVER, NEVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
OF_MEMBER = (
    "MemberAddress", "TierChange", "WalletEntry", "CampaignParticipation", "Interaction",
    "MemberActivity", "PointsHold", "MemberNotice", "HeldEffect", "Disclosure", "MemberDevice",
)  # fmt: skip
BY_TIME = (
    "TierChange", "PointsEntry", "GrowthEntry", "WalletEntry", "Interaction", "AuditEvent", "ChangeSet",
    "MemberActivity", "PointsHold", "RewardRedemption", "HeldEffect", "Disclosure", "MakeGood", "Penalty", "Payment",
    "Contact", "ContactRefusal", "MemberMessage", "InboundMail",
)  # fmt: skip
FINISHED = ("RESOLVED", "CLOSED", "MERGED")
Read = Callable[[Any, Any], Any]


def key_of(identifier: str | UUID) -> UUID:
    return identifier if isinstance(identifier, UUID) else UUID(identifier.partition("_")[2])


def metrics(look: Any, member: Any) -> Any:
    return look.rows.one("member_metrics", member["id"], "member_id")


def balance(look: Any, member: Any, part: str) -> int:
    return look.rows.one("ledger_account", member[f"{part}_account_id"])["balance"]


def due(look: Any, ticket: Any) -> datetime | None:
    """When the next answer is due; None if no clock runs."""
    if ticket["status"] in FINISHED:
        return None
    first = ticket["first_response_due_at"] if ticket["first_responded_at"] is None else None
    times = (first, ticket["next_response_due_at"], ticket["resolution_due_at"])
    return min((time for time in times if time is not None), default=None)


def breached(look: Any, ticket: Any) -> bool:
    return ticket["breached_at"] is not None and ticket["breached_at"] < datetime.now(UTC)


def sla_policy(look: Any, ticket: Any) -> list[str]:
    """The code of the policy that the ticket has in some version."""
    version = look.rows.one("rule_version", ticket["sla_version_id"])
    return [look.rows.one("sla_policy", version["subject_id"])["code"]] if version else []


def duty_username(look: Any, duty: Any) -> str:
    return look.rows.one("staff", duty["staff_id"])["username"]


def code_of(table: str, column: str, field: str = "code") -> Read:
    """The codes of the row that a column points at: one or none."""
    return lambda look, row: [found[field] for found in [look.rows.one(table, row[column])] if found]


def card_numbers(look: Any, member: Any) -> list[str]:
    return [card["card_no"] for card in look.rows.where("member_card", "member_id", member["id"])]


def tags(look: Any, member: Any) -> list[str]:
    return [look.rows.one("tag", t["tag_id"])["name"] for t in look.rows.where("member_tag", "member_id", member["id"])]


def products(look: Any, order: Any) -> list[str]:
    lines = look.rows.where("order_line", "order_id", order["id"])
    return [look.rows.one("product", line["product_id"])["code"] for line in lines]


def column(name: str) -> Read:
    return lambda look, row: row[name]


def owner(look: Any, row: Any) -> Any:
    return look.rows.one("ledger_account", row["account_id"])["member_id"]


def through(table: str, link: str, name: str) -> Read:
    return lambda look, row: look.rows.one(table, row[link])[name]


def _plain(*names: str) -> dict[str, tuple]:
    """Columns compared as they are: their camel-case names."""
    return {name: (Value, column(snake(name))) for name in names}


def _codes(*names: str) -> dict[str, tuple]:
    return {name: (Text, column(snake(name)), True) for name in names}


def _texts(*names: str) -> dict[str, tuple]:
    return {name: (Text, column(snake(name))) for name in names}


def snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def tier_of(look: Any, ticket: Any) -> list[str]:
    member = look.rows.one("member", ticket["member_id"])
    tier = member and look.rows.one("tier", member["tier_id"])
    return [tier["code"]] if tier else []


SUBJECTS = ("campaign_id", "product_id", "store_id", "category_id")


def matching(look: Any, incident: Any) -> list[Any]:
    """The tickets about what an incident is about, from its beginning to its end."""
    return [
        ticket
        for ticket in look.rows.all("ticket")
        if any(ticket[name] is not None and ticket[name] == incident[name] for name in SUBJECTS)
        and incident["since"] <= ticket["opened_at"] <= (incident["closed_at"] or NEVER)
        and ticket["status"] != "MERGED"
    ]


def about_incidents(look: Any, ticket: Any) -> list[str]:
    found = look.rows.all("incident")
    return [f"inc_{i['id']}" for i in found if ticket["id"] in {t["id"] for t in matching(look, i)}]


def was_late(look: Any, promise: Any) -> bool:
    return promise["late_at"] is not None or (promise["status"] == "OPEN" and promise["due_at"] < datetime.now(UTC))


IDENTITY = {"id": (Value, column("id"), key_of)}
OWN = {"memberKey": (Value, column("member_id"), lambda key: key)}
LEDGER = {"memberKey": (Value, owner, lambda key: key)}
FILTERS: dict[str, dict[str, Any]] = {
    "Member": IDENTITY | _codes("memberNo") | _texts("name") | {
        "phone": (Text, column("phone"), True, normal_phone),
        "email": (Text, column("email"), True, str.lower),
        "cardNo": (Among, card_numbers, True),
        "source": (Among, code_of("dictionary_item", "source_id"), True),
        "homeStore": (Among, code_of("store", "home_store_id"), True),
        "tier": Related("Tier", "tier_id"),
        "growthValue": (Value, lambda look, m: balance(look, m, "growth")),
        "pointsAvailable": (Value, lambda look, m: balance(look, m, "points")),
        "tags": (Among, tags),
        "isArchived": (Value, lambda look, m: m["archived_at"] is not None),
        "totalSpend": (Value, lambda look, m: major(metrics(look, m)["total_spend"])),
        "orderCount": (Value, lambda look, m: metrics(look, m)["order_count"]),
        "lastOrderAt": (Value, lambda look, m: metrics(look, m)["last_order_at"]),
        "quadrant": (Value, lambda look, m: metrics(look, m)["quadrant"]),
    } | _plain("birthday", "gender", "status", "isAnonymous", "joinedAt"),
    "DictionaryItem": _codes("dictionary"), "Tier": _codes("code") | _plain("rank"), "Benefit": _codes("code"),
    "Coupon": IDENTITY | OWN | _codes("code") | _plain("status", "issuedAt", "validUntil", "redeemedAt") | {
        "template": (Among, code_of("coupon_template", "template_id"), True),
        "campaign": (Among, code_of("campaign", "campaign_id"), True),
        "member": Related("Member", "member_id"),
    },
    "CouponTemplate": _codes("code") | _texts("name") | _plain("kind", "isActive"),
    "Campaign": IDENTITY | _codes("code") | _texts("name") | _plain("kind", "status", "startsAt", "endsAt"),
    "Order": _codes("number") | OWN | _plain("status", "at") | {
        "total": (Value, lambda look, order: major(order["total"])),
        "store": (Among, code_of("store", "store_id"), True),
        "productCode": (Among, products, True),
        "member": Related("Member", "member_id"),
        "storeKey": (Value, column("store_id")),
    },
    "OrderReturn": {
        "orderMemberKey": (Value, through("orders", "order_id", "member_id")),
        "orderStoreKey": (Value, through("orders", "order_id", "store_id")),
    },
    "Product": _codes("code") | _texts("name", "brand") | _plain("isPlaceholder") | {
        "category": (Among, code_of("product_category", "category_id", "name")),
    },
    "Ticket": IDENTITY | OWN | _codes("number") | _texts("subject") | {
        "category": (Among, code_of("dictionary_item", "category_id"), True),
        "assignee": (Value, column("assignee_id"), key_of),
        "team": (Among, code_of("team", "team_id"), True),
        "campaign": (Among, code_of("campaign", "campaign_id"), True),
        "product": (Among, code_of("product", "product_id"), True),
        "store": (Among, code_of("store", "store_id"), True),
        "incident": (Value, column("incident_id"), key_of),
        "aboutIncident": (Among, about_incidents, True),
        "member": Related("Member", "member_id"),
        "dueAt": (Value, lambda look, ticket: due(look, ticket) or NEVER),
        "isBreached": (Value, breached),
        "tags": (Among, lambda look, t: [g["name"] for g in look.rows.where("ticket_tag", "ticket_id", t["id"])], True),
        "slaPolicy": (Among, sla_policy, True),
        "finishedAt": (Value, lambda look, ticket: ticket["resolved_at"] or NEVER),
        "isMerged": (Value, lambda look, ticket: ticket["status"] == "MERGED"),
        "tier": (Among, tier_of, True),
    } | _plain("status", "priority", "channel", "openedAt", "firstRespondedAt", "resolvedAt", "reopenedAt")
    | _plain("satisfaction"),
    "Incident": IDENTITY | _plain("kind", "status", "openedAt"), "RadarRule": _codes("code"),
    "Promise": IDENTITY | OWN | _texts("what") | _plain("status", "dueAt", "madeAt") | {
        "owner": (Value, column("owner_id"), key_of),
        "ticket": (Value, column("ticket_id"), key_of),
        "member": Related("Member", "member_id"),
        "isLate": (Value, was_late),
    },
    "PenaltyRule": _codes("code"),
    "Penalty": OWN | _texts("actor") | _plain("at") | {"rule": (Among, code_of("penalty_rule", "rule_id"), True)},
    "PaymentProvider": _codes("code") | _plain("isActive"),
    "Payment": OWN | _codes("number") | _plain("status", "at") | {
        "provider": (Value, column("provider_id"), key_of),
        "member": Related("Member", "member_id"),
        "hasProblem": (Value, lambda look, payment: payment["problem"] != ""),
    },
    "MakeGood": OWN | _texts("actor") | _plain("asset", "at"),
    "CareSeries": _codes("code"), "CallTeam": _codes("code"), "ContactLimit": _codes("code"),
    "Contact": OWN | _plain("channel", "purpose", "at"), "ContactRefusal": OWN | _plain("at"),
    "MemberMessage": OWN | _plain("channel", "status", "at"),
    "CareTask": IDENTITY | OWN | _plain("status", "kind", "dueOn", "plannedOn") | {
        "assignee": (Value, column("assignee_id"), key_of),
        "series": (Among, code_of("care_series", "series_id"), True),
        "callTeam": (Among, code_of("call_team", "call_team_id"), True),
    },
    "Mail": IDENTITY | _codes("kind") | _plain("status", "createdAt") | {
        "recipient": (Text, column("recipient"), True, str.lower),
    },
    "InboundMail": IDENTITY | _plain("status", "reason", "at") | {"sender": (Text, column("sender"), True, str.lower)},
    "TicketMessage": _plain("isInternal") | {"memberKey": (Value, through("ticket", "ticket_id", "member_id"))},
    "AuditEvent": _texts("action", "actor") | _codes("subjectType") | _plain("at") | {
        "subjectId": (Value, column("subject_id"), key_of),
    },
    "ChangeSet": IDENTITY | _texts("actor") | _codes("operation") | _plain("at") | {
        "actorKey": (Value, column("actor_staff_id"), lambda key: key),
    },
    "Price": IDENTITY | _plain("isMembersOnly", "startsOn", "endsOn", "isActive") | {
        table: (Among, code_of(table, f"{table}_id"), True) for table in ("product", "store", "tier")
    } | {"unit": (Among, code_of("organization_unit", "unit_id"), True)},
    "OrganizationUnit": _codes("code"),
    "Store": _codes("code"), "Team": _codes("code"), "Staff": _codes("username"), "Role": _codes("code"),
    "AfterSalesCase": OWN | _codes("number") | _plain("status", "requestedAt"), "AfterSalesLine": {
        "caseMemberKey": (Value, through("after_sales_case", "case_id", "member_id")),
    },
    "RewardRedemption": OWN | _codes("number"), "Reward": _codes("code") | _plain("isActive"),
    "MemberCard": OWN | _codes("cardNo") | _plain("isNamed", "isSecret", "isActive") | {
        "isGivenOut": (Value, lambda look, card: card["member_id"] is not None),
    },
    "Customer": _codes("reference") | _texts("name") | _plain("createdAt") | {
        "phone": (Text, column("phone"), True, normal_phone),
        "email": (Text, column("email"), True, str.lower),
        "hasJoined": (Value, lambda look, c: c["member_id"] is not None),
    },
    "JoiningPolicy": _codes("code"), "ApiClient": _codes("code"),
    "ApprovalPolicy": _codes("code"), "GoodwillBudget": _codes("code"),
    "BusinessCalendar": _codes("code"), "SlaPolicy": _codes("code"), 
    "AssignmentRule": _codes("code"),
    "StaffDuty": {"username": (Text, duty_username, True)},
    "SavedView": _codes("code") | {"typeName": (Text, column("type_name"), True)},
    "CannedReply": _codes("code"), "Macro": _codes("code"),
    "StaffNotice": IDENTITY | {
        "isRead": (Value, lambda look, notice: notice["read_at"] is not None),
        "staffKey": (Value, column("staff_id"), lambda key: key),
    },
    "ApprovalRequest": IDENTITY | _plain("status", "createdAt") | {
        "kind": (Text, column("operation"), True),
        "requestedBy": (Value, column("requested_by_id"), key_of),
        "requesterKey": (Value, column("requested_by_id"), lambda key: key),
    },
    "EarningRule": _codes("code"), "RechargeBonus": _codes("code"), "Policy": _codes("code"),
    "Segment": _codes("code"), "Job": IDENTITY, "PointsEntry": LEDGER, "GrowthEntry": LEDGER, "PointsLot": LEDGER,
    **dict.fromkeys(OF_MEMBER, OWN),
}  # fmt: skip
"(kind of condition, value of (look, row), more), or a Related."


def condition(look: Any, type_name: str, name: str) -> Any:
    said = FILTERS[type_name][name]
    if isinstance(said, Related):
        return said
    kind, read, *more = said
    return kind(lambda row: read(look, row), *more)


def sort_name(look: Any, member: Any) -> str:
    return (member["latin_name"] if member["latin_name"] is not None else member["name"] or "").lower()


def _first(name: str, otherwise: datetime) -> Read:
    return lambda look, row: row[name] or otherwise


RANKS = {"URGENT": 4, "HIGH": 3, "NORMAL": 2, "LOW": 1}
LATEST = {"AT": column("at")}
ORDERS: dict[str, dict[str, Read]] = {
    "Member": {
        "JOINED_AT": column("joined_at"), "NAME": sort_name, "MEMBER_NO": column("member_no"),
        "GROWTH_VALUE": lambda look, m: balance(look, m, "growth"),
        "POINTS_AVAILABLE": lambda look, m: balance(look, m, "points"),
        "TOTAL_SPEND": lambda look, m: metrics(look, m)["total_spend"],
        "ORDER_COUNT": lambda look, m: metrics(look, m)["order_count"],
        "LAST_ORDER_AT": lambda look, m: metrics(look, m)["last_order_at"] or EVER,
    },
    "Coupon": {"ISSUED_AT": column("issued_at"), "VALID_UNTIL": _first("valid_until", NEVER), "CODE": column("code")},
    "CouponTemplate": {"CREATED_AT": column("created_at"), "CODE": column("code")},
    "Campaign": {"STARTS_AT": _first("starts_at", NEVER), "CODE": column("code")},
    "CampaignParticipation": {"TARGETED_AT": column("targeted_at")},
    "Order": {"AT": column("at"), "TOTAL": column("total"), "NUMBER": column("number")},
    "Product": {"CODE": column("code"), "NAME": lambda look, product: product["name"].lower()},
    "Price": {
        "STARTS_ON": lambda look, price: price["starts_on"] or date.min, "AMOUNT": column("amount"),
        "NAME": lambda look, price: price["name"].lower(),
    },
    "Ticket": {
        "OPENED_AT": column("opened_at"), "DUE_AT": lambda look, ticket: due(look, ticket) or NEVER,
        "PRIORITY": lambda look, ticket: RANKS[ticket["priority"]], "NUMBER": column("number"),
    },
    "Incident": {"OPENED_AT": column("opened_at")},
    "Promise": {"DUE_AT": column("due_at"), "MADE_AT": column("made_at")},
    "CareTask": {"DUE_ON": column("due_on"), "RANK": column("rank")},
    "AfterSalesCase": {"REQUESTED_AT": column("requested_at")},
    "PointsLot": {"EXPIRES_AT": _first("expires_at", NEVER)},
    "Job": {"CREATED_AT": column("created_at")}, "Mail": {"CREATED_AT": column("created_at")},
    "MemberCard": {"ISSUED_AT": column("issued_at")},
    "Customer": {"CREATED_AT": column("created_at")}, "ApprovalRequest": {"CREATED_AT": column("created_at")},
    "MemberNotice": {"DUE_AT": column("due_at")},
    "TrustedDocument": {"NAME": column("name")},
    "ImportProblem": {"LINE": lambda look, problem: problem["line"] or 0},
    **dict.fromkeys((*BY_TIME, "TicketMessage", "StaffNotice"), LATEST),
}  # fmt: skip
DEFAULT_ORDER = {
    "Member": ("JOINED_AT", "DESC"), "Coupon": ("ISSUED_AT", "DESC"), "CouponTemplate": ("CREATED_AT", "DESC"),
    "Campaign": ("STARTS_AT", "DESC"), "CampaignParticipation": ("TARGETED_AT", "DESC"), "Order": ("AT", "DESC"),
    "CareTask": ("DUE_ON", "ASC"),
    "Product": ("CODE", "ASC"), "Ticket": ("OPENED_AT", "DESC"), "PointsLot": ("EXPIRES_AT", "ASC"),
    "MemberNotice": ("DUE_AT", "DESC"), "Price": ("STARTS_ON", "DESC"), "AfterSalesCase": ("REQUESTED_AT", "DESC"),
    "Job": ("CREATED_AT", "DESC"), "Mail": ("CREATED_AT", "DESC"), "MemberCard": ("ISSUED_AT", "DESC"),
    "Customer": ("CREATED_AT", "DESC"), "ApprovalRequest": ("CREATED_AT", "DESC"),
    "TrustedDocument": ("NAME", "ASC"), "Promise": ("DUE_AT", "ASC"),
    "Incident": ("OPENED_AT", "DESC"),
    "ImportProblem": ("LINE", "ASC"), "TicketMessage": ("AT", "ASC"), "StaffNotice": ("AT", "DESC"),
    **dict.fromkeys(BY_TIME, ("AT", "DESC")),
}  # fmt: skip


@dataclass(frozen=True)
class Searched:
    """A text that is searched: `fits` says which words can be in it at all."""

    read: Read
    field: str
    fits: Callable[[str], bool] = lambda word: True
    clean: Callable[[str], str] = lambda word: word


def _is_number(word: str) -> bool:
    return all(letter.isdigit() or letter in "+-()" for letter in word)


def _is_latin(word: str) -> bool:
    return all(ord(letter) < 0x2E80 for letter in word)


SEARCHES: dict[str, list[Searched]] = {
    "Member": [
        Searched(column("name"), "name", lambda word: not _is_number(word)),
        Searched(column("latin_name"), "latinName", _is_latin),
        Searched(column("phone"), "phone", _is_number, normal_phone),
        Searched(column("email"), "email", _is_latin),
        Searched(column("member_no"), "memberNo", _is_latin),
        Searched(lambda look, m: "\n".join(sorted(card_numbers(look, m))), "cards", _is_latin),
    ],
    "Customer": [
        Searched(column("reference"), "reference"),
        Searched(column("name"), "name", lambda word: not _is_number(word)),
        Searched(column("phone"), "phone", _is_number, normal_phone),
        Searched(column("email"), "email", _is_latin),
    ],
    "Ticket": [Searched(column("number"), "number"), Searched(column("subject"), "subject")],
    "AuditEvent": [
        Searched(column("actor"), "actor"), Searched(column("action"), "action"),
        Searched(column("subject_type"), "subjectType"),
    ],
    "Product": [Searched(column("code"), "code"), Searched(column("name"), "name"), Searched(column("brand"), "brand")],
}  # fmt: skip


def found(look: Any, type_name: str, row: Any, search: str) -> bool:
    """Every one of the first five words is in one of the texts that may be searched."""
    if type_name == "Order":
        text = search.strip()
        return row["number"].startswith(text) or row["number"].endswith(text)
    parts = [part for part in SEARCHES[type_name] if look.may_search(type_name, part.field)]
    texts = [(part, fold(part.read(look, row) or "")) for part in parts]
    return all(
        any(part.fits(word) and fold(part.clean(word)) in text for part, text in texts) for word in search.split()[:5]
    )
