"""What came of a campaign: of those it was meant for, and of whoever it did something for unasked."""

from resolvers.planner.answers import Computed, Embedded, Through, money_column
from resolvers.planner.statement import Row


def _totals(campaign: Row) -> Row:
    """One row. An order belongs to a campaign whose coupon it used, that did something to it, or that it earned by.

    Who is not noted as somebody it was meant for (because it is for everybody) took part by buying or earning.
    """

    def select() -> str:
        key = campaign.key
        return f"""
            SELECT noted.targeted + unasked.people AS targeted, noted.reached + unasked.people AS reached,
                   noted.participants + unasked.people AS participants,
                   noted.conversions + unasked.buyers AS conversions,
                   noted.control_size, noted.control_conversions, sold.sales
            FROM (SELECT count(*) FILTER (WHERE NOT is_control) AS targeted,
                         count(reached_at) FILTER (WHERE NOT is_control) AS reached,
                         count(participated_at) FILTER (WHERE NOT is_control) AS participants,
                         count(converted_at) FILTER (WHERE NOT is_control) AS conversions,
                         count(*) FILTER (WHERE is_control) AS control_size,
                         count(converted_at) FILTER (WHERE is_control) AS control_conversions
                  FROM campaign_participation WHERE campaign_id = {key}) noted,
            LATERAL (SELECT coalesce(sum(total - returned_total), 0)::bigint AS sales FROM orders
                     WHERE status <> 'CANCELLED' AND id IN ({_orders(campaign)})) sold,
            LATERAL (SELECT count(*) AS people, count(*) FILTER (WHERE is_buyer) AS buyers FROM (
                SELECT member_id, bool_or(is_buyer) AS is_buyer FROM (
                    SELECT member_id, true AS is_buyer FROM orders
                    WHERE status <> 'CANCELLED' AND member_id IS NOT NULL AND id IN ({_orders(campaign)})
                    UNION ALL
                    SELECT account.member_id, false FROM ledger_transaction posted
                    JOIN ledger_entry entry ON entry.transaction_id = posted.id
                    JOIN ledger_account account ON account.id = entry.account_id
                    WHERE posted.campaign_id = {key} AND account.member_id IS NOT NULL) came
                WHERE NOT EXISTS (SELECT FROM campaign_participation noted
                                  WHERE noted.campaign_id = {key} AND noted.member_id = came.member_id)
                GROUP BY member_id) each_one) unasked"""

    alias = campaign.lateral("report", select)
    return Row(campaign.statement, None, alias, campaign.source, campaign.factor)


def _orders(campaign: Row) -> str:
    return f"""
        SELECT order_id FROM coupon WHERE campaign_id = {campaign.key} AND order_id IS NOT NULL
        UNION SELECT order_id FROM order_effect WHERE source_kind = 'CAMPAIGN' AND source_code = {campaign.col("code")}
        UNION SELECT order_id FROM ledger_transaction WHERE campaign_id = {campaign.key} AND order_id IS NOT NULL"""


def _from_totals(answer: object) -> Through:
    return Through(_totals, answer)


def _figure(column: str) -> Through:
    return _from_totals(Computed(lambda row: row.col(column)))


def _return(campaign: Row) -> str:
    spent = campaign.col("spent")
    gain = f"({_totals(campaign).col('sales')} - {spent})::numeric"
    return f"CASE WHEN {spent} > 0 THEN round({gain} / {spent}, 4)::text END"


REPORT = Embedded(
    {
        "targeted": _figure("targeted"),
        "reached": _figure("reached"),
        "participants": _figure("participants"),
        "conversions": _figure("conversions"),
        "controlSize": _figure("control_size"),
        "controlConversions": _figure("control_conversions"),
        "sales": _from_totals(money_column("sales")),
        "cost": money_column("spent"),
        "returnOnInvestment": Computed(_return),
    }
)
