"""Requests for approval, their policies, and goodwill budgets."""

from json import loads
from typing import Any

from schema.build import GRAPHQL
from tests.resolvers.oracle.forms import money
from tests.resolvers.oracle.rows import TYPES


def threshold(look: Any, policy: Any) -> str | None:
    above = policy["above"]
    return money(above)["amount"] if policy["measure"] == "MONEY" else above if above is None else str(above)


def gift(column: str) -> Any:
    """As money if the budget is one of money."""

    def answer(look: Any, row: Any) -> str | None:
        budget = row if "asset" in row else look.rows.one("goodwill_budget", row["budget_id"])
        value = row[column]
        return value if value is None else money(value)["amount"] if budget["asset"] == "MONEY" else str(value)

    return answer


def previewed(look: Any, request: Any) -> list[Any]:
    """Without the values of fields that may not be read in full."""
    told = []
    for change in loads(request["preview"]):
        pair = change["kind"], change["field"]
        is_known = pair[0] in TYPES and pair[1] in GRAPHQL.type_map[pair[0]].fields
        is_hidden = is_known and look.who.facets(*pair)["read"] != "FULL"
        values = {"before": None, "after": None} if is_hidden else {}
        told.append(change | values | {"isHidden": is_hidden})
    return told


GIFTS = {"amount": gift("amount"), "perAction": gift("per_action")}
APPROVALS = {
    "ApprovalPolicy": {"threshold": threshold},
    "ApprovalRequest": {"kind": lambda look, r: r["operation"], "preview": previewed},
    "MakeGood": {"amount": gift("amount")},
    "GoodwillSpending": {"spent": gift("spent"), "beyond": gift("beyond")},
}
