"""Who sees some rows only writes within them."""

from typing import Any

import pytest

from rules.permissions import EVERYTHING, Grants, Sensitivity, union
from rules.viewer import Viewer
from tests import make
from tests.actions.teller import Teller

REGISTER = """mutation($input: MemberRegisterInput!) { memberRegister(input: $input) {
    member { name homeStore { code } } userErrors { code message } } }"""
MOVE = """mutation($id: ID!, $input: MemberUpdateInput!) { memberUpdate(id: $id, input: $input) {
    member { id } userErrors { code message } } }"""
MEMBERS = "SELECT string_agg(member_no || coalesce(home_store_id::text, '-'), ',' ORDER BY id) FROM member"
OWN = {"storeKey": {"eq": "$viewer.store"}}


async def clerk(teller: Teller, scope: Any = OWN, *, has_store: bool = True) -> Viewer:
    """Of store S1; there is S2 too."""
    unit = await make.insert(teller.connection, "organization_unit", code="hq", name="HQ", path="hq/")
    one, _ = [await make.insert(teller.connection, "store", code=c, name=c, unit_id=unit) for c in ("S1", "S2")]
    await teller.connection.execute("UPDATE member SET home_store_id = $1", one)
    grants = Grants(
        "clerk",
        {"Member": scope, "Store": None},
        dict.fromkeys(Sensitivity, EVERYTHING),
        permissions=frozenset({"members.register", "members.edit", "members.unasked"}),
    )
    access = union([grants])
    store = str(one) if has_store else None
    return Viewer("STAFF", "Cleo", ("clerk",), access, access.fingerprint(), store_id=store, unit_path="hq/")


async def ask(teller: Teller, by: Viewer, document: str, **given: Any) -> list[str]:
    """The codes of what was refused; then nothing is changed."""
    before = await teller.connection.fetchval(MEMBERS)
    answer = await teller.desk.ask(by, document, given)
    assert not answer.errors, answer.errors
    (payload,) = answer.data.values()
    codes = [error["code"] for error in payload["userErrors"]]
    assert (await teller.connection.fetchval(MEMBERS) == before) is bool(codes)
    return codes


@pytest.mark.parametrize(("store", "refused"), [("S1", []), ("S2", ["FORBIDDEN"]), (None, ["FORBIDDEN"])])
async def test_a_new_row_is_within_the_scope(store: str | None, refused: list[str], teller: Teller) -> None:
    by = await clerk(teller)
    assert await ask(teller, by, REGISTER, input={"name": "Lin", "homeStoreCode": store}) == refused


async def test_a_row_does_not_leave_the_scope(teller: Teller) -> None:
    by = await clerk(teller)
    key = await teller.connection.fetchval("SELECT id FROM member WHERE member_no = 'M1'")
    assert await ask(teller, by, MOVE, id=f"mem_{key}", input={"homeStoreCode": "S2"}) == ["FORBIDDEN"]


async def test_a_unit_holds_all_its_stores(teller: Teller) -> None:
    by = await clerk(teller, {"unit": {"within": "$viewer.unit"}})
    assert await ask(teller, by, REGISTER, input={"name": "Lin", "homeStoreCode": "S2"}) == []


async def test_who_is_bound_to_no_store_is_not_bound(teller: Teller) -> None:
    by = await clerk(teller, has_store=False)
    assert await ask(teller, by, REGISTER, input={"name": "Lin", "homeStoreCode": "S2"}) == []
