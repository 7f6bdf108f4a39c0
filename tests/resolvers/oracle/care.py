"""Care series, what is due by them, and contacts."""

from typing import Any

from tests.resolvers.oracle.forms import decimal
from tests.resolvers.oracle.levels import rows_of


def said(column: str) -> Any:
    """A text filled in for the member."""

    def answer(look: Any, task: Any) -> str:
        m = look.rows.one("member", task["member_id"])
        tier, store = look.rows.one("tier", m["tier_id"]), look.rows.one("store", m["home_store_id"])
        points = look.rows.one("ledger_account", m["points_account_id"])["balance"]
        known = {
            "memberNo": m["member_no"], "points": str(max(points, 0)), "tier": tier["name"] if tier else "",
            "store": store["name"] if store else "",
            "name": m["name"] if m["name"] is not None else m["latin_name"] or "",
        }  # fmt: skip
        text = task[column]
        for name, value in known.items():
            text = text.replace("{" + name + "}", value)
        return text

    return answer


def running(look: Any, series: Any) -> int:
    return sum(run["status"] == "RUNNING" for run in look.rows.where("care_run", "series_id", series["id"]))


CARE = {
    "CareSeries": {
        "steps": rows_of("steps", "kind", "after", "unit", "channel", "script", "scriptZh"), "running": running,
        "amount": lambda look, series: decimal(series["amount"]),
    },
    "CareTask": {"script": said("script"), "scriptZh": said("script_zh")},
    "ContactRefusal": {"channel": lambda look, row: None if row["channel"] == "ALL" else row["channel"]},
}  # fmt: skip
