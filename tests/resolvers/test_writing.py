"""Which fields may be given, what a mask leaves, and where what is written may land."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from resolvers.planner import masks
from resolvers.planner.landing import _is_bound, check_landed
from resolvers.planner.writing import check_writable
from rules.permissions import Access, Facets, Grants, ReadLevel, Sensitivity, union
from rules.refusals import ErrorCode, Refused
from schema.build import catalog
from tests.conftest import viewer

WRITE = Facets(ReadLevel.FULL, write=True)
READ = Facets(ReadLevel.FULL, filter=True)


def access(**fields: Facets) -> Access:
    named = {("Member", name): facets for name, facets in fields.items()}
    return union([Grants("desk", {"Member": None}, {Sensitivity.CONTACT: WRITE}, named)])


def refused(by: Access, given: dict[str, Any], writes: dict[str, str] | None = None) -> Refused:
    with pytest.raises(Refused) as found:
        check_writable(catalog(), by, writes or {"input": "Member"}, given)
    return found.value


def test_what_may_be_written_is_taken() -> None:
    check_writable(catalog(), access(), {"input": "Member"}, {"input": {"phone": "1", "email": None}})
    check_writable(catalog(), access(), {"input": "Member"}, {"input": None})
    check_writable(catalog(), access(), {"input": "Member"}, {})
    check_writable(catalog(), access(), {}, {"input": {"gender": "MALE"}})


def test_every_field_that_may_not_be_written_is_named() -> None:
    found = refused(access(phone=READ, gender=READ), {"input": {"phone": "1", "email": "x", "gender": "MALE"}})
    assert (found.code, found.path) == (ErrorCode.FORBIDDEN, ("input", "phone"))
    assert found.detail.missing == ("Member.phone", "Member.gender")
    assert "phone, gender" in found.message


def test_each_input_is_judged_by_its_own_type() -> None:
    writes = {"address": "MemberAddress", "input": "Member"}
    found = refused(access(), {"address": {"street": "x"}, "input": {"phone": "1"}}, writes)
    assert (found.path, found.detail.missing) == (("address", "street"), ("MemberAddress.street",))


def test_a_code_is_the_thing_and_extra_fields_are_the_attributes() -> None:
    assert refused(access(), {"input": {"homeStoreCode": "S1"}}).detail.missing == ("Member.homeStoreCode",)
    check_writable(catalog(), access(homeStore=WRITE), {"input": "Member"}, {"input": {"homeStoreCode": "S1"}})
    assert refused(access(attributes=READ), {"input": {"custom": {}}}).path == ("input", "custom")
    check_writable(catalog(), access(attributes=WRITE), {"input": "Member"}, {"input": {"custom": {}}})


def test_what_the_type_has_not_is_for_the_verb() -> None:
    check_writable(catalog(), union([]), {"input": "Member"}, {"input": {"password": "x"}})


@pytest.mark.parametrize(
    ("mask", "value", "left"),
    [(masks.of_phone, "+8613812347720", "+86****7720"), (masks.of_phone, None, None),
     (masks.of_email, "lin@example.com", "l****@example.com"), (masks.of_email, None, None),
     (masks.of_name, "Lin", "L**"), (masks.of_name, "林晓雯", "林**"), (masks.of_name, None, None),
     (masks.of_text, "secret", "****"), (masks.of_text, None, None), (masks.nothing, "secret", None),
     (masks.of_number, "6200000000000017", "****0017"), (masks.of_number, None, None)],
)  # fmt: skip
async def test_a_mask_leaves_what_recognizes(connection: asyncpg.Connection, mask: Any, value: Any, left: Any) -> None:
    assert await connection.fetchval(f"SELECT ({mask('$1::text')}), $1::text", value) == left


@pytest.mark.parametrize(
    ("scope", "store", "is_bound"),
    [({"storeKey": {"eq": "$viewer.store"}}, None, False), ({"storeKey": {"eq": "$viewer.store"}}, "a", True),
     ({"storeKey": {"in": ["$viewer.store"]}}, None, False),
     ({"or": [{"a": {"eq": 1}}, {"b": {"eq": "$viewer.store"}}]}, None, False),
     ({"code": {"eq": "store"}}, None, True), ({"a": {"eq": True}}, None, True), ({}, None, True)],
)  # fmt: skip
def test_a_scope_is_bound_if_all_of_the_viewer_is_known(scope: Any, store: Any, is_bound: bool) -> None:
    assert _is_bound(scope, replace(viewer("cashier"), store_id=store)) is is_bound


class Rows:
    """A connection that finds every row, or none, and tells what it was asked."""

    def __init__(self, is_there: bool) -> None:
        self.is_there, self.asked = is_there, list[tuple[Any, ...]]()

    async def fetchval(self, *asked: Any) -> bool:
        self.asked.append(asked)
        return self.is_there


SCOPE = {"storeKey": {"eq": "$viewer.store"}}
STORE, KEY = "0190a5d1-0000-7000-8000-000000000001", "0190a5d1-0000-7000-8000-000000000002"


async def landed(
    rows: Rows, written: dict[str, Any], shows: dict[str, str], scope: Any = SCOPE, store: Any = STORE
) -> None:
    by = union([Grants("desk", {"Order": scope, "Job": scope})])
    around: Any = SimpleNamespace()
    who = replace(viewer("cashier"), access=by, store_id=store)
    await check_landed(rows, catalog(), around, shows, written, who)


async def test_a_row_out_of_the_own_scope_is_refused() -> None:
    rows = Rows(is_there=False)
    with pytest.raises(Refused) as found:
        await landed(rows, {"order": KEY}, {"order": "Order"})
    assert found.value.code is ErrorCode.FORBIDDEN
    assert "a order that" in found.value.message
    ((sql, *values),) = rows.asked
    assert sql.startswith("SELECT EXISTS (SELECT FROM") and sql.endswith(f"= ${len(values)})")  # noqa: PT018
    assert (str(values[0]), values[-1]) == (STORE, KEY)


async def test_a_row_within_it_is_not() -> None:
    rows = Rows(is_there=True)
    await landed(rows, {"order": KEY}, {"order": "Order"})
    assert len(rows.asked) == 1


@pytest.mark.parametrize(
    ("written", "shows", "scope", "store"),
    [({"order": KEY}, {"order": "Order"}, None, STORE), ({"order": None}, {"order": "Order"}, SCOPE, STORE),
     ({}, {"order": "Order"}, SCOPE, STORE), ({"job": KEY}, {"job": "Job"}, SCOPE, STORE),
     ({"order": KEY}, {"order": "Order"}, SCOPE, None), ({"order": KEY}, {}, SCOPE, STORE)],
)  # fmt: skip
async def test_nothing_is_asked_where_nothing_binds(written: Any, shows: Any, scope: Any, store: Any) -> None:
    rows = Rows(is_there=False)
    await landed(rows, written, shows, scope, store)
    assert rows.asked == []


async def test_every_row_that_is_shown_is_looked_at() -> None:
    rows = Rows(is_there=True)
    await landed(rows, {"one": KEY, "other": KEY, "job": KEY}, {"job": "Job", "one": "Order", "other": "Order"})
    assert len(rows.asked) == 2
