"""Campaigns that were promised for the time of an order and published only after it."""

from collections.abc import Iterator
from dataclasses import replace
from json import loads
from uuid import UUID

from asyncpg import Connection, Record

from actions.decisions.orders import Replayed, replay
from actions.orders.sold import sold_lines
from actions.program import Programs
from actions.proposals.claims import Claim
from models.policies import Moment
from rules.explaining import tells
from rules.goodwill import GoodwillAsset
from rules.money import to_major
from rules.proposals import Proposal, ProposalKind, kept_of, more_by_line
from rules.quote.answer import Quote
from rules.quote.program import Program
from rules.quote.quoting import quote
from rules.returns import SoldLine

ORDERS = """
    SELECT orders.id FROM orders JOIN order_basis basis ON basis.order_id = orders.id
    WHERE orders.member_id = $1 AND orders.at BETWEEN $2 AND $3 AND orders.status IN ('COMPLETED', 'PARTLY_RETURNED')
    ORDER BY orders.id = ANY($4) DESC, orders.at DESC LIMIT 10
"""
PROMISED = """
    SELECT campaign.id, campaign.code, campaign.name, campaign.budget, campaign.spent,
        (SELECT max(kept.program_version) FROM rule_version kept WHERE kept.subject_type = 'Campaign'
            AND kept.subject_id = campaign.id AND kept.body ->> 'status' IN ('SCHEDULED', 'RUNNING')) AS published,
        audience."where"::text AS audience
    FROM campaign LEFT JOIN segment audience ON audience.id = campaign.audience_id
    WHERE campaign.starts_at <= $1 AND coalesce(campaign.ends_at > $1, true)
        AND campaign.status IN ('SCHEDULED', 'RUNNING', 'ENDED')
        AND coalesce((SELECT kept.body ->> 'status' FROM rule_version kept
            WHERE kept.subject_type = 'Campaign' AND kept.subject_id = campaign.id AND kept.program_version <= $2
            ORDER BY kept.program_version DESC, kept.at DESC, kept.id DESC LIMIT 1), 'DRAFT') IN ('DRAFT', 'IN_REVIEW')
"""
"Of a moment and a version of the program: it was not published in that version, and is promised for the moment."


async def not_applied(connection: Connection, programs: Programs, claim: Claim) -> list[Proposal]:
    named = [row["id"] for row in claim.named]
    found: list[Proposal] = []
    for row in await connection.fetch(ORDERS, claim.member, claim.since, claim.opened_at, named):
        replayed = await replay(connection, programs, row["id"])
        order = replayed.order
        promised = await connection.fetch(PROMISED, order["at"], order["program_version"])
        lines = await sold_lines(connection, row["id"]) if promised else []
        for campaign in promised:
            found += await _with(connection, programs, claim.member, replayed, campaign, lines)
    return found


async def _with(
    connection: Connection, programs: Programs, member: UUID, replayed: Replayed, campaign: Record,
    lines: list[SoldLine],
) -> list[Proposal]:  # fmt: skip
    """What the campaign would have given more, by the quote itself."""
    if campaign["published"] is None or not await _means(connection, programs, campaign, member):
        return []
    code, basis = campaign["code"], replayed.basis
    budgets = dict(basis.budgets)
    if campaign["budget"] is not None:
        budgets[code] = campaign["budget"] - campaign["spent"]
    wider = replace(basis, meant=basis.meant | {code}, budgets=budgets)
    then = await programs.at(connection, Moment(replayed.order["program_version"], replayed.order["at"]))
    published = await programs.at(connection, Moment(campaign["published"], replayed.order["at"]))
    better = quote(wider.program(_joined(then, published, code)), replayed.cart)
    return [*_proposals(programs, replayed, campaign, lines, better)]


def _proposals(
    programs: Programs, replayed: Replayed, campaign: Record, lines: list[SoldLine], better: Quote
) -> Iterator[Proposal]:
    number, order = replayed.order["number"], replayed.order["id"]
    about, evidence = f"{order}:{campaign['code']}", [
        tells("{name} began before the order and was published after it.", name=campaign["name"])
    ]  # fmt: skip
    points = kept_of(more_by_line(replayed.quote, better, "points"), lines)
    money = kept_of([-less for less in more_by_line(replayed.quote, better, "paid")], lines)
    given = {"number": number, "name": campaign["name"]}
    reason = tells("{name} on order {number}", **given)
    kind = ProposalKind.CAMPAIGN_NOT_APPLIED
    if money > 0:
        message = "Order {number} should have cost {amount:,} {currency} less: campaign {name} was not applied."
        said = tells(message, amount=to_major(money, programs.currency), currency=programs.currency, **given)
        asset = GoodwillAsset.MONEY
        yield Proposal(kind, f"{about}:money", asset, money, said, reason, evidence, order, number)
    if points > 0:
        message = "Order {number} should have earned {points:,} points more: campaign {name} was not applied."
        said = tells(message, points=points, **given)
        yield Proposal(kind, about, GoodwillAsset.POINTS, points, said, reason, evidence, order, number)


def _joined(then: Program, published: Program, code: str) -> Program:
    """The rules of that moment and the campaign as it was published."""
    reach = {code: published.reach[code]} if code in published.reach else {}
    return replace(
        then,
        offers=(*then.offers, *(offer for offer in published.offers if offer.source.code == code)),
        earnings=(*then.earnings, *(rule for rule in published.earnings if rule.source.code == code)),
        reach=dict(then.reach) | reach,
    )


async def _means(connection: Connection, programs: Programs, campaign: Record, member: UUID) -> bool:
    if campaign["audience"] is None:
        return True
    try:
        statement, values = programs.audiences.about({"whole": loads(campaign["audience"])})
    except (ValueError, AttributeError):
        return False
    return bool(await connection.fetch(statement, member, *values))
