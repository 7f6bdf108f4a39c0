"""What masks and row scopes cost: 40 fields of a list, as admin and as a role that sees less."""

import asyncio
import json
from random import Random

import asyncpg

from bench.load import Run, Target
from bench.reads_measured.asking import Asker
from bench.reads_measured.ground import Ground
from bench.reads_sides.questions import Question
from bench.serving import memberdesk

ROLE = "bench_watcher"
SCOPES = {
    "Member": {"status": {"in": ["ACTIVE", "FROZEN"]}},
    "Tier": {"rank": {"gte": 0}},
    "Store": {"code": {"startsWith": "S"}},
}
"Rows that the role sees of each type; on these types every list and every relation is cut to them."

MAKE = """
    INSERT INTO role (code, name) VALUES ($1, 'Watcher of the bench') ON CONFLICT (code) DO NOTHING;
"""
COPY = """
    WITH made AS (SELECT id FROM role WHERE code = $1), model AS (SELECT id FROM role WHERE code = 'auditor'),
    types AS (INSERT INTO type_grant (role_id, type_name, scope)
        SELECT made.id, type_name, coalesce(($2::jsonb) -> type_name, scope) FROM type_grant, made, model
        WHERE role_id = model.id ON CONFLICT (role_id, type_name) DO UPDATE SET scope = excluded.scope)
    INSERT INTO class_grant (role_id, sensitivity, read, may_filter)
    SELECT made.id, sensitivity, read, true FROM class_grant, made, model WHERE role_id = model.id
    ON CONFLICT DO NOTHING
"""

FORTY = """query Forty { members(first: 50, orderBy: [{field: JOINED_AT, direction: DESC}]) { nodes {
  memberNo name latinName phone email birthday gender status isAnonymous isDemo joinedAt version tierMode tierExpiresAt
  growthValue tier { code name rank pointsMultiplier discountPercent validityMonths } homeStore { code name }
  source { code label } points { available lifetimeEarned lifetimeSpent }
  metrics { orderCount totalSpend { amount currency } averageOrder { amount } firstOrderAt lastOrderAt recencyScore
    frequencyScore rfmGroup quadrant } wallet { principal { amount } bonus { amount } } } } }"""
QUESTION = Question("Q40", "50 members × 40 fields", FORTY, "", [{}])


def measure(ground: Ground) -> dict[str, list[Run]]:
    """Runs of `admin` and of the role, at 16 connections, one after the other in random order."""
    url = ground.world(ground.main_size)
    asyncio.run(_make_role(url))
    random, runs = Random(7), {"admin": [], ROLE: []}
    with memberdesk(url, ground.folder) as (address, pid):
        lines = ground.bodies(QUESTION.name, QUESTION.bodies())
        targets = {role: Target(role, address, pid, ground.token(url, role), lines) for role in runs}
        _check(address, {role: target.token for role, target in targets.items()})
        for target in targets.values():
            ground.measured(target, 16, 1)
        for _ in range(3):
            for role in random.sample(list(runs), 2):
                runs[role].append(ground.measured(targets[role], 16, 1 if ground.quick else 5))
    return runs


async def _make_role(url: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(MAKE, ROLE)
    await connection.execute(COPY, ROLE, json.dumps(SCOPES))
    await connection.close()


def _check(address: str, tokens: dict[str, str]) -> None:
    """The role sees as many members, and no whole phone number."""
    seen = {role: Asker(address, token).ask(FORTY)["members"]["nodes"] for role, token in tokens.items()}
    assert len(seen["admin"]) == len(seen[ROLE]) == 50
    assert all("****" in (member["phone"] or "****") for member in seen[ROLE])
