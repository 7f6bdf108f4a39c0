"""The planner answers whole operations, each with one statement."""

import pytest

from api.answering import Desk
from tests.conftest import viewer

ADMIN = viewer("admin")


async def ask(desk: Desk, query: str, **variables: object) -> dict:
    answer = await desk.ask(ADMIN, query, variables)
    assert answer.errors == []
    return answer.data


async def test_smoke(desk: Desk) -> None:
    data = await ask(
        desk,
        """
        { member(by: {memberNo: "M-0000001"}) {
            id memberNo name latinName phone email birthday gender status isAnonymous joinedAt version
            source { code label } homeStore { code } tier { code name benefits { name } memberCount { value } }
            tierMode tierProgress { nextTier { code } spendNeeded { amount currency } keepUntil }
            tierChanges { nodes { kind from { code } to { code } reason at order { number } } totalCount { value } }
            growthValue growthEntries { nodes { delta } }
            points { available pending held lifetimeEarned lifetimeSpent expiring(withinDays: 30) }
            pointsEntries(first: 5) { edges { cursor node { id kind delta balanceAfter reason source at actor } } pageInfo { hasNextPage endCursor } }
            pointsLots { nodes { granted remaining expiresAt entry { delta } } }
            wallet { principal { amount } total { amount currency } isFrozen }
            cards { cardNo isVirtual } attributes { key value } addresses { city }
            coupons(first: 2, where: {status: {in: [ISSUED, EXPIRED]}}) { nodes { code status template { code } } totalCount { value isCapped } }
            orders(first: 5) { nodes { number total { amount } lines { productCode quantity unitPrice { amount } discount { amount } total { amount } product { name } } effects { kind amount message } } }
            tickets(first: 5) { nodes { number subject isBreached messages { nodes { author isInternal body } } } }
            interactions { nodes { kind summary staff { name } ticket { number } } }
            campaigns { nodes { campaign { code report { targeted conversions sales { amount } returnOnInvestment } } } }
            tags { name } metrics { orderCount totalSpend { amount } averageOrder { amount } }
        } }""",
    )
    print(data)
    assert data["member"]["name"] == "林晓雯"


@pytest.mark.parametrize(
    "query",
    [
        "{ overview { activeMembers membersByTier { tier { code } members } openTickets breachedTickets couponsReady } }",
        "{ staff { username roles { code } } roles { code grants { typeName field read filter write } } }",
        "{ jobs(first: 5) { nodes { kind problems { nodes { line reason } } } } auditEvents(first: 3) { nodes { action subjectId } } }",
        "{ tickets(first: 5, orderBy: [{field: DUE_AT}]) { nodes { number nextDueAt } } }",
        '{ tickets(first: 5, search: "points") { nodes { number } totalCount { value } } }',
        '{ members(first: 5, search: "lin xi") { nodes { name } } }',
        "{ members(first: 5, orderBy: [{field: POINTS_AVAILABLE, direction: DESC}]) { nodes { name points { available } } } }",
        '{ members(first: 5, where: {totalSpend: {gte: "9.99"}, tags: {eq: "high value"}}) { nodes { name } } }',
        '{ orders(first: 5, where: {productCode: {eq: "P1"}, member: {name: {contains: "晓"}}}) { nodes { number } } }',
        '{ segmentPreview(where: {tier: {code: {eq: "GOLD"}}}) { value } segments { where memberCount { value } } }',
        "{ campaigns(first: 3) { nodes { code participations { nodes { member { memberNo } } } } } }",
        "{ couponTemplateList(first: 3) { nodes { code value products { nodes { code } } } } couponTemplates { code } }",
    ],
)
async def test_each(desk: Desk, query: str) -> None:
    print(await ask(desk, query))
