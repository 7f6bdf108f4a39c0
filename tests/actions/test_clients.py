"""Programs and their tokens: what they may be given, by whom, and what ends them."""

import asyncio
from typing import Any

import pytest

from rules.permissions import union
from rules.roles import grants_of, shipped
from rules.viewer import Viewer
from tests.actions.teller import Teller

SAVE = """mutation ($input: ApiClientSaveInput!, $version: Int) {
    apiClientSave(input: $input, expectedVersion: $version) {
        client { id code name roleCodes types permissions isReadOnly origins isActive version owner { username } }
        userErrors { code path ... on PermissionError { missing } ... on ConflictError { currentVersion } } } }"""
CREATE = """mutation ($code: String!, $name: String!, $ends: DateTime, $reads: Boolean) {
    apiTokenCreate(clientCode: $code, name: $name, expiresAt: $ends, isReadOnly: $reads) {
        token { id start isLive isReadOnly createdBy } secret userErrors { code path message } } }"""
ROTATE = """mutation ($id: ID!, $hours: Int!) { apiTokenRotate(id: $id, overlapHours: $hours) {
    token { id name isLive } secret client { tokens { isLive } } userErrors { code path } } }"""
REVOKE = "mutation ($id: ID!) { apiTokenRevoke(id: $id) { token { isLive } userErrors { code path } } }"
KEPT = "SELECT (SELECT json_agg(t) FROM {} t)::text"
PAST, FUTURE = "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z"


def person(*roles: str, **more: Any) -> Viewer:
    """Somebody with shipped roles who may edit programs."""
    grants = [grants_of(role, shipped()[role]) for role in roles]
    editor = {
        "name": "",
        "description": "",
        "types": ["ApiClient", "ApiToken", "TrustedDocument"],
        "permissions": ["clients.edit"],
    }
    classes = {"classes": {"INTERNAL": {"read": "FULL", "filter": True}, "PUBLIC": {"read": "FULL", "filter": True}}}
    access = union([*grants, grants_of("editor", editor | classes)])
    return Viewer("STAFF", "Ed", roles, access, access.fingerprint(), **more)


async def save(teller: Teller, version: int | None = None, by: Viewer | None = None, **given: Any) -> dict[str, Any]:
    whole = {"code": "shop", "name": "Shop", "roleCodes": ["storefront"]} | given
    answer = await teller.desk.ask(by or teller.admin, SAVE, {"input": whole, "version": version})
    assert not answer.errors, answer.errors
    return answer.data["apiClientSave"]


async def kept(teller: Teller) -> list[str]:
    tables = ("api_client", "api_client_role", "api_token", "audit_event")
    return [await teller.connection.fetchval(KEPT.format(table)) for table in tables]


async def refused(teller: Teller, version: int | None = None, by: Viewer | None = None, **given: Any) -> dict[str, Any]:
    """The one error; proves that nothing was written."""
    before = await kept(teller)
    payload = await save(teller, version, by, **given)
    assert await kept(teller) == before
    assert payload["client"] is None
    (error,) = payload["userErrors"]
    return error


async def test_a_program_is_made_with_what_it_may(teller: Teller) -> None:
    made = (await save(teller, permissions=["quote.ask"], origins=["HTTPS://Shop.example.com/"]))["client"]
    assert (made["roleCodes"], made["permissions"], made["types"]) == (["storefront"], ["quote.ask"], None)
    assert (made["origins"], made["version"]) == (["https://shop.example.com"], 1)
    told = await teller.connection.fetchval("SELECT changes::jsonb FROM audit_event WHERE action = 'api_client.saved'")
    assert '"code": "shop"' in told


async def test_an_edit_changes_what_is_given_and_lifts_limits_by_null(teller: Teller) -> None:
    await save(teller, permissions=["quote.ask"], types=["Tier"])
    changed = (await save(teller, 1, permissions=None, isReadOnly=True))["client"]
    assert (changed["permissions"], changed["types"], changed["isReadOnly"]) == (None, ["Tier"], True)
    assert changed["version"] == 2


async def test_saving_it_as_it_is_changes_nothing(teller: Teller) -> None:
    await save(teller)
    before = await kept(teller)
    assert (await save(teller))["client"]["version"] == 1
    assert await kept(teller) == before


@pytest.mark.parametrize(("given", "code", "path"), [
    ({"roleCodes": []}, "REQUIRED", "roleCodes"), ({"roleCodes": ["king"]}, "NOT_FOUND", "roleCodes"),
    ({"code": "a b"}, "INVALID", "code"), ({"name": " "}, "REQUIRED", "name"),
    ({"types": ["Member"]}, "INVALID", "types"), ({"types": ["Unicorn"]}, "INVALID", "types"),
    ({"permissions": ["points.adjust"]}, "INVALID", "permissions"), ({"storeCode": "S9"}, "NOT_FOUND", "storeCode"),
    ({"ownerUsername": "nobody"}, "NOT_FOUND", "ownerUsername"), ({"expiresAt": PAST}, "INVALID", "expiresAt"),
    *(({"origins": [origin]}, "INVALID", "origins") for origin in (
        "*", "null", "https://*.example.com", "http://shop.example.com", "https://shop.example.com/a",
        "shop.example.com", "https://a@shop.example.com", "https://", "javascript:alert(1)", "https://shop.example.com:x",
        "http://localhost.evil.example", "https://" + "a" * 400 + ".com",
    )),
])  # fmt: skip
async def test_a_program_that_makes_no_sense_is_refused(
    teller: Teller, given: dict[str, Any], code: str, path: str
) -> None:
    error = await refused(teller, **given)
    assert (error["code"], error["path"]) == (code, ["input", path])


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1", "https://shop.example.com:8443"])
async def test_an_origin_is_kept_as_browsers_send_it(teller: Teller, origin: str) -> None:
    assert (await save(teller, origins=[origin, origin]))["client"]["origins"] == [origin]


async def test_nobody_gives_a_program_more_than_he_has(teller: Teller) -> None:
    clerk = person("customer_service")
    error = await refused(teller, by=clerk, roleCodes=["admin"])
    assert (error["code"], error["path"]) == ("FORBIDDEN", ["input", "roleCodes"])
    assert "points.adjust" in error["missing"]
    error = await refused(teller, by=clerk, roleCodes=["auditor"])
    assert "Segment" in error["missing"]
    error = await refused(teller, by=person("operations"), roleCodes=["customer_service"])
    assert "Member.phone" in (await refused(teller, by=person("operations"), roleCodes=["supervisor"]))["missing"]


async def test_one_may_give_what_one_has_and_less(teller: Teller) -> None:
    clerk = person("customer_service")
    assert (await save(teller, by=clerk, roleCodes=["customer_service"]))["client"]
    assert (await save(teller, by=clerk, code="less", roleCodes=["admin"], types=["Tier"], permissions=[],
                       isReadOnly=True))["client"]  # fmt: skip


async def test_who_is_no_match_for_a_program_edits_it_as_little_as_its_tokens(teller: Teller) -> None:
    await save(teller, roleCodes=["admin"])
    clerk = person("customer_service")
    assert (await refused(teller, by=clerk, roleCodes=["customer_service"]))["code"] == "FORBIDDEN"
    before = await kept(teller)
    answer = await teller.desk.ask(clerk, CREATE, {"code": "shop", "name": "Mine"})
    assert answer.data["apiTokenCreate"]["userErrors"][0]["code"] == "FORBIDDEN"
    assert answer.data["apiTokenCreate"]["secret"] is None
    assert await kept(teller) == before


async def test_who_may_not_edit_programs_has_no_such_mutation(teller: Teller) -> None:
    from tests.conftest import viewer

    for role in ("operations", "supervisor", "auditor", "storefront", "member", "customer_service"):
        answer = await teller.desk.ask(viewer(role), CREATE, {"code": "shop", "name": "Mine"})
        assert answer.data is None


async def test_who_has_not_seen_the_last_version_is_told(teller: Teller) -> None:
    await save(teller)
    await save(teller, 1, name="Other")
    error = await refused(teller, 1, name="Third")
    assert (error["code"], error["currentVersion"]) == ("CONFLICT", 2)


async def test_of_two_edits_at_once_one_is_refused(teller: Teller) -> None:
    await save(teller)
    both = await asyncio.gather(*(save(teller, 1, name=name) for name in ("A", "B")))
    assert sorted(e["code"] for payload in both for e in payload["userErrors"]) == ["CONFLICT"]


async def test_of_two_who_make_one_code_at_once_one_makes_it(teller: Teller) -> None:
    both = await asyncio.gather(*(save(teller, 0, name=name) for name in ("A", "B")))
    assert sorted(e["code"] for payload in both for e in payload["userErrors"]) == ["CONFLICT"]
    assert await teller.connection.fetchval("SELECT count(*) FROM api_client") == 1


async def test_a_token_is_told_once_and_kept_as_a_hash(teller: Teller) -> None:
    await save(teller)
    made = await teller(CREATE, code="shop", name="Web")
    secret = made["secret"]
    assert secret.startswith("mdk_")
    assert (made["token"]["start"], made["token"]["isLive"]) == (secret[:8], True)
    for table in ("api_token", "audit_event", "idempotency_key"):
        assert secret not in (await teller.connection.fetchval(KEPT.format(table)) or "")
    assert await teller.connection.fetchval("SELECT token_hash = sha256($1) FROM api_token", secret.encode())


@pytest.mark.parametrize(("given", "code", "path"), [
    ({"code": "none"}, "NOT_FOUND", "clientCode"), ({"name": " "}, "REQUIRED", "name"),
    ({"ends": PAST}, "INVALID", "expiresAt"), ({"ends": "2098-06-01T00:00:00Z"}, "INVALID", "expiresAt"),
])  # fmt: skip
async def test_a_token_that_makes_no_sense_is_refused(
    teller: Teller, given: dict[str, Any], code: str, path: str
) -> None:
    await save(teller, expiresAt="2098-01-01T00:00:00Z")
    before = await kept(teller)
    payload = await teller(CREATE, **({"code": "shop", "name": "Web"} | given))
    assert await kept(teller) == before
    assert (payload["secret"], payload["userErrors"][0]["code"]) == (None, code)
    assert payload["userErrors"][0]["path"] == [path]


@pytest.mark.parametrize(("hours", "live"), [(0, [False, True]), (24, [True, True])])
async def test_a_rotated_token_lives_on_as_long_as_told(teller: Teller, hours: int, live: list[bool]) -> None:
    await save(teller)
    first = await teller(CREATE, code="shop", name="Web")
    made = await teller(ROTATE, id=first["token"]["id"], hours=hours)
    assert (made["token"]["name"], made["secret"] != first["secret"]) == ("Web", True)
    assert [token["isLive"] for token in made["client"]["tokens"]] == live


async def test_a_revoked_token_is_neither_revoked_nor_rotated_again(teller: Teller) -> None:
    await save(teller)
    token = (await teller(CREATE, code="shop", name="Web"))["token"]["id"]
    assert (await teller(REVOKE, id=token))["token"]["isLive"] is False
    before = await kept(teller)
    for document in (REVOKE, ROTATE):
        payload = await teller(document, id=token, hours=1)
        assert payload["userErrors"] == [{"code": "STATE", "path": ["id"]}]
    assert await kept(teller) == before


async def test_of_two_who_revoke_at_once_one_does(teller: Teller) -> None:
    await save(teller)
    token = (await teller(CREATE, code="shop", name="Web"))["token"]["id"]
    both = await asyncio.gather(*(teller(REVOKE, id=token) for _ in range(2)))
    assert sorted(len(payload["userErrors"]) for payload in both) == [0, 1]
    events = "SELECT count(*) FROM audit_event WHERE action = 'api_token.revoked'"
    assert await teller.connection.fetchval(events) == 1
