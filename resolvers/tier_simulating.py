"""What a draft of the tiers would do to the members as they are, asked of the database in one statement."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from models.tiering import STATUSES, said_of, stores_of, ways
from resolvers.planner.answers import Computed, Embedded, One, Rows
from resolvers.planner.arguments import Argument, Bind
from resolvers.planner.errors import BadRequest
from resolvers.planner.filters import every
from resolvers.planner.selection import Selected
from resolvers.planner.statement import Row, Statement
from rules.money import CURRENCY_DIGITS
from rules.refusals import Refused
from rules.tiers import check_fields
from rules.viewer import Viewer

MOST = 1_000
"Members that are told one by one."
EMPTIED = {
    "growth": ("growthThreshold", "growth_threshold", "bigint"),
    "orders": ("orderCountThreshold", "order_count_threshold", "int"),
    "points": ("pointsThreshold", "points_threshold", "bigint"),
    "keep_growth": ("keepGrowth", "keep_growth", "bigint"),
    "keep_orders": ("keepOrders", "keep_orders", "int"),
    "validity_months": ("validityMonths", "validity_months", "int"),
}
MONEY = {"spend": ("spendThreshold", "spend_threshold"), "keep_spend": ("keepSpend", "keep_spend")}
SHARES = """
    SELECT from_code, to_code, count(*) AS members FROM moved GROUP BY from_rank, from_code, to_rank, to_code
    ORDER BY from_rank NULLS FIRST, to_rank NULLS FIRST
"""
NET = """
    net AS (
        SELECT DISTINCT ON (c.member_id) c.member_id, was.rank AS from_rank, was.code AS from_code, c.to_rank,
               target.code AS to_code, c.reason, c.expires_at
        FROM change c LEFT JOIN ladder was ON was.id = c.was_id LEFT JOIN ladder target ON target.rank = c.to_rank
        ORDER BY c.member_id, c.round DESC
    ), moved AS (SELECT * FROM net WHERE from_rank IS DISTINCT FROM to_rank)
"""


class Simulated:
    """The answer of `tierSimulate`. It decides as the evaluation does, on the tiers with the draft laid over them."""

    def sql(self, row: Row, selected: Selected) -> str:
        statement = row.statement
        statement.cost += 50
        draft = statement.bind(_draft(selected.arguments()["tiers"]), "jsonb")
        digits = CURRENCY_DIGITS[statement.surroundings.currency]
        zone = f"'{statement.surroundings.time_zone}'"
        chosen = ways(_ladder(draft, digits), _seen(statement), "now()", zone, digits)
        return f"(WITH RECURSIVE {chosen}, {NET} SELECT {ANSWER.sql(row, selected)})"


def _ladder(draft: str, digits: int) -> str:
    """Today's tiers with the draft laid over them, by code; what the draft does not speak of stays as it is."""
    emptied = [
        f"CASE WHEN d.b ? '{name}' THEN (d.b ->> '{name}')::{kind} ELSE t.{column} END AS {alias}"
        for alias, (name, column, kind) in EMPTIED.items()
    ]
    factor = 10**digits
    money = [
        f"CASE WHEN d.b ? '{name}' THEN ((d.b ->> '{name}')::numeric * {factor})::bigint ELSE t.{column} END AS {alias}"
        for alias, (name, column) in MONEY.items()
    ]
    kept = [
        f"coalesce((d.b ->> '{name}')::{kind}, t.{column}, {default}) AS {column}"
        for name, column, kind, default in (
            ("periodMonths", "period_months", "int", 12),
            ("graceDays", "grace_days", "int", 0),
            ("isActive", "is_active", "bool", "true"),
        )
    ]
    lists = [
        f"CASE WHEN d.b ? '{name}' AND d.b -> '{name}' <> 'null'"
        f" THEN ARRAY(SELECT jsonb_array_elements_text(d.b -> '{name}')) WHEN d.b ? '{name}' THEN '{{}}'"
        f" ELSE coalesce(t.{column}, '{{}}') END AS {column}"
        for name, column in (("storeCodes", "store_codes"), ("unitCodes", "unit_codes"))
    ]
    return f"""
        SELECT DISTINCT ON (rank) *, {stores_of("store_codes", "unit_codes")} AS stores,
            {said_of("store_codes", "unit_codes")} AS places
        FROM (
            SELECT t.id, coalesce(d.b ->> 'code', t.code) AS code, coalesce(d.b ->> 'name', t.name) AS name,
                   coalesce((d.b ->> 'rank')::int, t.rank) AS rank, d.b IS NOT NULL AS is_draft,
                   {", ".join([*emptied, *money, *kept, *lists])}
            FROM jsonb_array_elements({draft}) AS d (b) FULL JOIN tier t ON t.code = d.b ->> 'code') tier
        ORDER BY rank, is_draft DESC"""


def _seen(statement: Statement) -> str:
    member = statement.source(statement.catalog.entities["Member"])
    scope = member.entity.scope_of(statement)
    if not scope:
        return "true"
    return f"m.id IN (SELECT {member.key} FROM {member.source.sql()} WHERE {every(scope(member))})"


def _unchanged(row: Row) -> str:
    statement = row.statement
    return (
        f"((SELECT count(*) FROM member m WHERE m.status IN ({STATUSES}) AND {_seen(statement)})"
        " - (SELECT count(*) FROM moved))"
    )


def _one_by_one(row: Row, selected: Selected) -> str:
    first = selected.arguments()["first"].value
    if not 1 <= first <= MOST:
        raise BadRequest(f"first must be from 1 to {MOST}, not {first}.")
    return f"""
        SELECT moved.*, member_no FROM moved JOIN member ON member.id = moved.member_id
        ORDER BY coalesce(to_rank, -1) > coalesce(from_rank, -1), member_no LIMIT {first}"""


def _count(comparison: str) -> Computed:
    return Computed(
        lambda _: f"(SELECT count(*) FROM moved WHERE coalesce(to_rank, -1) {comparison} coalesce(from_rank, -1))"
    )


ANSWER = Embedded(
    {
        "moves": Rows(
            lambda _row, _selected: SHARES,
            {"fromCode": "from_code", "toCode": "to_code", "members": "members"},
        ),
        "upgraded": _count(">"),
        "downgraded": _count("<"),
        "unchanged": Computed(_unchanged),
        "members": Rows(
            _one_by_one,
            {"member": One("Member", "member_id"), "fromCode": "from_code", "toCode": "to_code", "reason": "reason"},
        ),
    }
)


def _draft(argument: Argument) -> Bind:
    whole = _whole(argument)

    def bind(variables: dict[str, Any], viewer: Viewer) -> str:
        drafts = whole(variables, viewer)
        _check(drafts)
        return dumps(drafts, default=str)

    return bind


def _check(drafts: list[Mapping[str, Any]]) -> None:
    for name in ("code", "rank"):
        if len({draft[name] for draft in drafts}) < len(drafts):
            raise BadRequest(f"Two tiers of the draft have the same {name}.")
    try:
        for draft in drafts:
            check_fields(draft)
    except Refused as refused:
        raise BadRequest(f"{refused.path[-1]}: {refused.message}") from None


def _whole(argument: Argument) -> Bind:
    """The argument as plain values, wherever its parts come from."""
    if argument.path is None and isinstance(argument.value, dict):
        parts = {name: _whole(child) for name, child in argument.items() if child.is_given}
        return lambda variables, viewer: {name: part(variables, viewer) for name, part in parts.items()}
    if argument.path is None and isinstance(argument.value, list):
        elements = [_whole(element) for element in argument.elements()]
        return lambda variables, viewer: [element(variables, viewer) for element in elements]
    return argument.bind()
