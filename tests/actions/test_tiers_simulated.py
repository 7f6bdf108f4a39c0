"""A draft is simulated, saved, evaluated: the simulation said what would happen, member by member."""

from random import Random
from typing import Any

import asyncpg
import pytest

from tests.actions.teller import Teller
from tests.actions.test_tiers import member_by_chance, tiers_by_chance
from tests.actions.tiering import buy, ladder, member, state, sweep

SIMULATE = """query Simulate($tiers: [TierSaveInput!]!) { tierSimulate(tiers: $tiers) {
    upgraded downgraded unchanged moves { fromCode toCode members }
    members(first: 1000) { member { memberNo } fromCode toCode reason } } }"""
SAVE = "mutation Save($input: TierSaveInput!) { tierSave(input: $input) { userErrors { message } } }"
BOUGHT = 120_000


def draft_by_chance(chance: Random) -> list[dict[str, Any]]:
    """Of two of the four tiers, and a new one."""
    drafts = [
        {"code": f"T{rank}", "name": f"Tier {rank}", "rank": rank * 10, "spendThreshold": str(chance.randrange(1, 900)),
         "orderCountThreshold": chance.choice([None, 2, 4]), "periodMonths": chance.choice([3, 12])}
        for rank in chance.sample(range(4), 2)
    ]  # fmt: skip
    return [*drafts, {"code": "NEW", "name": "New", "rank": 15, "growthThreshold": 50, "validityMonths": 6}]


@pytest.mark.parametrize("seed", range(4))
async def test_the_evaluation_does_what_the_simulation_said(teller: Teller, seed: int) -> None:
    chance, connection = Random(seed), teller.connection
    async with connection.transaction():
        tiers = await tiers_by_chance(connection, chance)
        for no in range(60):
            await member_by_chance(connection, chance, no, tiers)
    before, draft = {row[0]: row[1] for row in await state(connection)}, draft_by_chance(chance)
    said = await teller(SIMULATE, tiers=draft)
    for tier in draft:
        assert (await teller(SAVE, input=tier))["userErrors"] == []
    await sweep(connection)
    after = {row[0]: row[1] for row in await state(connection)}
    moved = {no: (before[no], code) for no, code in after.items() if before[no] != code}
    assert {m["member"]["memberNo"]: (m["fromCode"], m["toCode"]) for m in said["members"]} == moved
    assert said["upgraded"] + said["downgraded"] == len(moved) > 5
    assert said["unchanged"] == len(after) - len(moved)
    assert sum(move["members"] for move in said["moves"]) == len(moved)


async def test_a_simulation_changes_nothing(teller: Teller) -> None:
    tiers = await ladder(teller.connection)
    who = await member(teller.connection, "M2", tier_id=tiers["BASIC"])
    await buy(teller.connection, who, BOUGHT)
    before = await state(teller.connection)
    draft = [{"code": "GOLD", "name": "Gold", "rank": 2, "spendThreshold": "1100.00"}]
    said = await teller(SIMULATE, tiers=draft)
    assert said["moves"] == [
        {"fromCode": None, "toCode": "BASIC", "members": 1}, {"fromCode": "BASIC", "toCode": "GOLD", "members": 1}
    ]  # fmt: skip
    assert said["members"][-1]["reason"] == "1,200.00 spent in 12 months reached Gold"
    assert await state(teller.connection) == before


@pytest.mark.parametrize(
    "draft",
    [[{"code": "A", "name": "A", "rank": 1}, {"code": "B", "name": "B", "rank": 1}],
     [{"code": "A", "name": "A", "rank": 1, "periodMonths": 0}]],
)  # fmt: skip
async def test_a_draft_that_could_not_be_saved_is_refused(teller: Teller, draft: list[dict[str, Any]]) -> None:
    answer = await teller.desk.ask(teller.admin, SIMULATE, {"tiers": draft})
    assert answer.errors


async def test_the_draft_may_stand_in_the_document(teller: Teller, connection: asyncpg.Connection) -> None:
    await ladder(connection)
    query = """query ($rank: Int!) {
        tierSimulate(tiers: [{code: "NEW", name: "New", rank: $rank}]) { moves { fromCode toCode members } } }"""
    said = await teller(query, rank=7)
    assert said["moves"] == [{"fromCode": None, "toCode": "NEW", "members": 1}]
