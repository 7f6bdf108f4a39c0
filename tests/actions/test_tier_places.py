"""Tiers may count only what was bought in some stores or units: in evaluation, simulation, progress and words."""

from typing import Any
from uuid import UUID

import pytest
from asyncpg import Connection

from tests import make
from tests.actions.teller import Teller
from tests.actions.tiering import buy, evaluate, history, member, state, sweep

SAVE = """mutation ($input: TierSaveInput!) { tierSave(input: $input) {
    tier { storeCodes unitCodes } changeSet { id } userErrors { code path } } }"""
UNDO = "mutation ($id: ID!) { changeSetUndo(id: $id) { skipped userErrors { code } } }"
SIMULATE = """query ($tiers: [TierSaveInput!]!) { tierSimulate(tiers: $tiers) {
    moves { toCode members } members(first: 9) { member { memberNo } reason } } }"""
PROGRESS = 'query { member(by: {memberNo: "M2"}) { tierProgress { nextTier { code } spendNeeded { amount } } } }'
GOLD = {"code": "GOLD", "name": "Gold", "rank": 1, "spendThreshold": "1000"}


async def places(connection: Connection) -> dict[str, UUID]:
    """NORTH has N1 and below it N2; S1 lies in SOUTH."""
    keys: dict[str, UUID] = {}
    for code, path in (("NORTH", "ALL/NORTH"), ("DEEP", "ALL/NORTH/DEEP"), ("SOUTH", "ALL/SOUTH")):
        keys[code] = await make.insert(connection, "organization_unit", code=code, name=code, path=path)
    for code, unit in (("N1", "NORTH"), ("N2", "DEEP"), ("S1", "SOUTH")):
        keys[code] = await make.insert(connection, "store", code=code, name=code, unit_id=keys[unit])
    return keys


async def bought(connection: Connection) -> UUID:
    """600.00 in N2, 500.00 in S1, 90.00 in no store."""
    there, who = await places(connection), await member(connection, "M2")
    for store, total in (("N2", 60_000), ("S1", 50_000)):
        await buy(connection, who, total, store_id=there[store])
    await buy(connection, who, 9_000)
    return who


CASES = [
    ({}, True), ({"stores": ["S1"]}, False), ({"stores": ["N1", "N2"]}, False), ({"units": ["NORTH"]}, False),
    ({"stores": ["S1"], "units": ["NORTH"]}, True), ({"units": ["NORTH", "SOUTH"]}, True), ({"units": ["GONE"]}, False),
]  # fmt: skip


@pytest.mark.parametrize(("given", "is_reached"), CASES)
@pytest.mark.parametrize("all_at_once", [False, True], ids=["one", "sweep"])
async def test_only_orders_of_these_places_count(
    connection: Connection, given: dict[str, list[str]], is_reached: bool, all_at_once: bool
) -> None:
    who = await bought(connection)
    columns = {"store_codes": given.get("stores", []), "unit_codes": given.get("units", [])}
    await make.insert(connection, "tier", code="GOLD", name="Gold", rank=1, spend_threshold=100_000, **columns)
    await (sweep(connection) if all_at_once else evaluate(connection, who))
    assert [row[1] for row in await state(connection)] == (["GOLD"] if is_reached else [None])


@pytest.mark.parametrize("all_at_once", [False, True], ids=["one", "sweep"])
async def test_tiers_count_each_in_its_own_places_and_say_so(connection: Connection, all_at_once: bool) -> None:
    who = await bought(connection)
    await make.insert(connection, "tier", code="A", name="A", rank=1, order_count_threshold=3)
    await make.insert(connection, "tier", code="B", name="B", rank=2, order_count_threshold=1, unit_codes=["NORTH"])
    await make.insert(connection, "tier", code="C", name="C", rank=3, order_count_threshold=2, store_codes=["N2"])
    await (sweep(connection) if all_at_once else evaluate(connection, who))
    assert [row[4] for row in await history(connection)] == ["1 orders in 12 months (NORTH) reached B"]


async def test_a_store_that_moves_takes_its_orders_along(connection: Connection) -> None:
    who = await bought(connection)
    await make.insert(connection, "tier", code="GOLD", name="G", rank=1, spend_threshold=100_000, unit_codes=["SOUTH"])
    before = await connection.fetchval("SELECT version FROM program_version")
    assert await evaluate(connection, who) == []
    await connection.execute(
        "UPDATE store SET unit_id = (SELECT id FROM organization_unit WHERE code = 'SOUTH') WHERE code = 'N2'"
    )
    assert await connection.fetchval("SELECT version FROM program_version") > before
    assert len(await evaluate(connection, who)) == 1


async def progress(teller: Teller) -> Any:
    answer = await teller.desk.ask(teller.admin, PROGRESS)
    return answer.data["member"]["tierProgress"]["spendNeeded"]["amount"]


async def test_a_draft_is_simulated_with_its_places_then_saved_and_taken_back(teller: Teller) -> None:
    await bought(teller.connection)
    for given, moved in (({}, 1), ({"unitCodes": ["NORTH"]}, 0), ({"unitCodes": ["NORTH"], "storeCodes": ["S1"]}, 1)):
        said = await teller(SIMULATE, tiers=[GOLD | given])
        assert sum(move["members"] for move in said["moves"]) == moved
    assert said["members"][0]["reason"] == "1,100.00 spent in 12 months (S1, NORTH) reached Gold"
    assert (await teller(SAVE, input=GOLD))["tier"] == {"storeCodes": [], "unitCodes": []}
    assert await progress(teller) == "0.00"
    saved = await teller(SAVE, input=GOLD | {"unitCodes": ["NORTH"]})
    assert saved["tier"] == {"storeCodes": [], "unitCodes": ["NORTH"]}
    assert await progress(teller) == "400.00"
    assert (await teller(UNDO, id=saved["changeSet"]["id"]))["skipped"] == []
    assert await progress(teller) == "0.00"


async def test_a_place_that_is_not_there_is_refused(teller: Teller) -> None:
    for name in ("storeCodes", "unitCodes"):
        (error,) = (await teller(SAVE, input=GOLD | {name: ["NOWHERE"]}))["userErrors"]
        assert error == {"code": "NOT_FOUND", "path": ["input", name]}
    assert await teller.connection.fetchval("SELECT count(*) FROM tier") == 0
