"""Every row of a database in memory, by key and by any column."""

from collections.abc import Iterator
from typing import Any

from asyncpg import Connection

Row = dict[str, Any]
TABLES = """
    SELECT table_name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY table_name"""

TYPES = {
    "Member": ("member", "mem"), "MemberMetrics": ("member_metrics", None), "MemberCard": ("member_card", "crd"),
    "MemberAddress": ("member_address", "adr"), "Tag": ("tag", "tag"), "DictionaryItem": ("dictionary_item", "dic"),
    "OrganizationUnit": ("organization_unit", "uni"), "Store": ("store", "sto"),
    "Team": ("team", "tea"), "Tier": ("tier", "tie"), "Benefit": ("benefit", "ben"),
    "TierChange": ("tier_change", "tch"), "PointsEntry": ("ledger_entry", "pts"),
    "GrowthEntry": ("ledger_entry", "gro"),
    "PointsLot": ("points_lot", "lot"), "WalletEntry": ("wallet_entry", "wal"), "Segment": ("segment", "seg"),
    "Campaign": ("campaign", "cam"), "CampaignParticipation": ("campaign_participation", "par"),
    "CouponTemplate": ("coupon_template", "tpl"), "Coupon": ("coupon", "cpn"), "Product": ("product", "prd"),
    "Order": ("orders", "ord"), "OrderLine": ("order_line", None), "OrderReturn": ("order_return", "ret"),
    "Ticket": ("ticket", "tkt"), "TicketMessage": ("ticket_message", "msg"), "Interaction": ("interaction", "int"),
    "PenaltyRule": ("penalty_rule", "prl"), "Penalty": ("penalty", "pnl"),
    "Payment": ("payment", "pay"), "PaymentProvider": ("payment_provider", "ppr"),
    "MakeGood": ("make_good", "mgd"), "Promise": ("promise", "prm"),
    "Incident": ("incident", "inc"), "RadarRule": ("radar_rule", "rad"),
    "InboundMail": ("inbound_mail", "inm"), "Mail": ("mail", "mai"),
    "Staff": ("staff", "stf"), "Role": ("role", "rol"), "AuditEvent": ("audit_event", "aud"), "Job": ("job", "job"),
    "ImportProblem": ("import_problem", "prb"), "ChangeSet": ("change_set", "chg"),
    "EarningRule": ("earning_rule", "erl"), "MemberActivity": ("member_activity", "act"),
    "PointsHold": ("points_hold", "hol"), "MemberNotice": ("member_notice", "ntc"),
    "RechargeBonus": ("recharge_bonus", "rbn"), "Reward": ("reward", "rwd"),
    "RewardRedemption": ("reward_redemption", "rdm"),
    "Policy": ("policy", "pol"), "AfterSalesCase": ("after_sales_case", "asc"),
    "AfterSalesLine": ("after_sales_line", None), "Price": ("price", "prc"),
    "Customer": ("customer", "cus"), "JoiningPolicy": ("joining_policy", "jnp"),
    "JoiningLevel": ("joining_level", None),
    "HeldEffect": ("held_effect", "hld"), "ApiClient": ("api_client", "apc"), "ApiToken": ("api_token", "apt"),
    "TrustedDocument": ("trusted_document", "tdo"),
    "Disclosure": ("disclosure", "dsc"),
    "GoodwillBudget": ("goodwill_budget", "gwb"), "GoodwillSpending": ("goodwill_spending", None),
    "ApprovalPolicy": ("approval_policy", "apo"), "ApprovalRequest": ("approval_request", "apr"),
    "MemberDevice": ("member_device", "dev"), "BusinessCalendar": ("business_calendar", "cal"),
    "CannedReply": ("canned_reply", "cnr"), "Macro": ("macro", "mac"),
    "CareSeries": ("care_series", "crs"), "CareTask": ("care_task", "crt"), "CallTeam": ("call_team", "ctm"),
    "ContactLimit": ("contact_limit", "clm"), "Contact": ("contact", "ctc"),
    "ContactRefusal": ("contact_refusal", "crf"), "MemberMessage": ("member_message", "mms"),
    "SlaPolicy": ("sla_policy", "sla"), "StaffNotice": ("staff_notice", "snt"),
    "SavedView": ("saved_view", "svw"),
    "AssignmentRule": ("assignment_rule", "asr"), "StaffDuty": ("staff_duty", "dut"),
    "TicketAssignment": ("ticket_assignment", None),
}  # fmt: skip
"The table and the prefix of the ids of every type whose values are rows."


class Rows:
    def __init__(self, tables: dict[str, list[Row]]) -> None:
        self._tables = tables
        self._indexes: dict[tuple[str, str], dict[Any, list[Row]]] = {}

    @classmethod
    async def read(cls, connection: Connection) -> "Rows":
        names = [row["table_name"] for row in await connection.fetch(TABLES)]
        return cls({name: [dict(row) for row in await connection.fetch(f'SELECT * FROM "{name}"')] for name in names})

    def all(self, table: str) -> list[Row]:
        return self._tables[table]

    def where(self, table: str, column: str, value: Any) -> list[Row]:
        if (table, column) not in self._indexes:
            index = self._indexes[table, column] = {}
            for row in self._tables[table]:
                index.setdefault(row[column], []).append(row)
        return self._indexes[table, column].get(value, [])

    def one(self, table: str, key: Any, column: str = "id") -> Row | None:
        found = [] if key is None else self.where(table, column, key)
        return found[0] if found else None

    def of_type(self, type_name: str) -> Iterator[Row]:
        """Every row that is of a type; ledger entries are of two."""
        for row in self._tables[TYPES[type_name][0]]:
            if self.is_of(type_name, row):
                yield row

    def is_of(self, type_name: str, row: Row) -> bool:
        asset = {"PointsEntry": "POINTS", "GrowthEntry": "GROWTH"}.get(type_name)
        if asset is None:
            return True
        account = self.one("ledger_account", row["account_id"])
        there = account["bucket"] in ("AVAILABLE", "PENDING")
        return account["asset"] == asset and there and account["member_id"] is not None
